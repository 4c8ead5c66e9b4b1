/* refusal.h - an HTTP answer that is not what was asked for, in one line.
 *
 * Layer: source. Tells a wrong password from a wrong path from a proxy that
 * speaks for a server that is away, and names the setting to look at. What it
 * shows of a body are its first words, HTML taken off.
 */
#ifndef TRACETOP_SOURCE_REFUSAL_H
#define TRACETOP_SOURCE_REFUSAL_H

#include <stddef.h>

#include "base/err.h"
#include "config/http_settings.h"

struct buf;

struct refusal {
    const char *api; /* who should have answered: "Prometheus" */
    const char *url; /* redacted */
    int status;
    const char *content_type; /* "" for none */
    const char *body;         /* its start */
    size_t length;
    const struct http_settings *settings;
};

/* Records such as "HTTP 502 from http://p:9090: not Prometheus (text/html): 502
 * Bad Gateway". Always -1; the kind is ERR_STATUS, the code the status. */
int refusal_tell(const struct refusal *refusal, struct err *err);

/* Adds the first words of a body: white space folded, tags, scripts and styles
 * left out when it looks like HTML, "..." where it was cut. */
void refusal_words(struct buf *out, const char *body, size_t length);

/* Returns the first byte that is neither blank nor of a byte-order mark, which
 * tells an object from a list and a web page; '\0' for none. */
char refusal_first(const char *body, size_t length);

#endif
