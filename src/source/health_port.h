/* health_port.h - asks a health port, v1 or v2, by probing.
 *
 * Layer: source. First URL/status is asked (healthcheckv2, Jaeger v2; Jaeger
 * v1's admin port answers any path); where that is 404, the URL itself (the
 * Collector's `health_check`). What was right is kept.
 * Source: Jaeger v1 healthcheck handler; contrib healthcheckextension and
 * healthcheckv2extension.
 */
#ifndef TRACETOP_SOURCE_HEALTH_PORT_H
#define TRACETOP_SOURCE_HEALTH_PORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/liveness.h"
#include "source/question.h"

struct buf;

/* One health port; zeroed with `health.answered_ms` -1 to begin with. */
struct health_port {
    bool is_plain;   /* /status was 404: the URL itself is asked */
    bool has_failed; /* both were 404 in a row */
    struct liveness *health;
    int64_t *answered_ms; /* of the whole model */
};

/* Makes a port that fills `health` in. */
void health_port_init(struct health_port *port, struct liveness *health,
                      int64_t *answered_ms);

/* Writes the path to ask next; see question.h for these five. */
void health_port_path(const struct health_port *port, const char *url,
                      struct buf *out);
void *health_port_begin(struct health_port *port, int status);
int health_port_feed(void *reader, const char *bytes, size_t length,
                     struct err *err);
int health_port_finish(void *reader, const struct question_answer *answer,
                       struct err *err);
void health_port_drop(void *reader);

#endif
