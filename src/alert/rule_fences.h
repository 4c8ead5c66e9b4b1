/* rule_fences.h - the rules within a Markdown page.
 *
 * Layer: alert, for rule_file.c. A guide shows its rules in a fenced block; the
 * page may then be given where a rule file is asked for.
 */
#ifndef TRACETOP_ALERT_RULE_FENCES_H
#define TRACETOP_ALERT_RULE_FENCES_H

#include <stdbool.h>
#include <stddef.h>

/* A walk over a page; begins zeroed but for the page. */
struct rule_fences {
    const char *bytes;
    size_t length;
    size_t at;
    int lines; /* before `at` */
};

struct rule_fence {
    const char *bytes; /* the block's text */
    size_t length;
    int line_offset; /* lines of the page before it */
};

/* Says whether a file is a Markdown page, by its name. */
bool rule_fences_is_page(const char *name);

/* Gives the next yaml block that holds groups of rules, as they are or in a
 * ConfigMap or PrometheusRule; false when there is none. */
bool rule_fences_next(struct rule_fences *fences, struct rule_fence *fence);

#endif
