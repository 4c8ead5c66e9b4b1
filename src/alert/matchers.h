/* matchers.h - which alerts a silence hits, as a line that people edit.
 *
 * Layer: alert. `alertname="DiskFull", pod=~"es-.*", team!="x"`: names,
 * = != =~ !~, values in double quotes with \\ \" and \n, by commas. Regular
 * expressions match whole values, as in Alertmanager.
 */
#ifndef TRACETOP_ALERT_MATCHERS_H
#define TRACETOP_ALERT_MATCHERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "data/labels.h"
#include "model/silence.h"

enum { MATCHERS_MAX = 32 };

/* A parsed line; owns the strings of its matchers. */
struct matchers {
    struct matcher items[MATCHERS_MAX];
    size_t count;
    char *strings;
};

struct buf;

/* Parses a line. Owns: the caller ends it with matchers_clear().
 * Fails: -1 and `err`, nothing to clear, saying where it is wrong. */
int matchers_parse(struct matchers *matchers, const char *line,
                   struct err *err);

/* Frees the strings. A zeroed struct is fine. */
void matchers_clear(struct matchers *matchers);

/* Adds the line that says these matchers, as matchers_parse() reads it. */
void matchers_add(struct buf *out, const struct matcher *matchers,
                  size_t count);

/* Says whether all matchers hold for the labels; a label that is not there
 * counts as empty. A pattern that cannot be compiled matches nothing. */
bool matchers_hit(const struct matchers *matchers, const struct labels *labels);

#endif
