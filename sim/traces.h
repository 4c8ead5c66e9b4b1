/* traces.h - traces of the simulated shop, made from nothing but their ID.
 *
 * Layer: sim. A trace ID holds when the trace began and which one it is, so
 * any trace can be made again for as long as somebody keeps its ID. While
 * collector 1 is down, every third trace has lost a span in the middle.
 */
#ifndef TRACETOP_SIM_TRACES_H
#define TRACETOP_SIM_TRACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model;

enum { TRACE_SPANS_MAX = 20000, TRACE_USUAL_SPANS = 64 };

struct trace_span {
    uint64_t id, parent; /* parent 0: the root */
    const char *service, *operation, *kind;
    int64_t start_us, duration_us; /* wall time */
    bool is_error;
};

/* Returns the ID of the trace that began at that second, `index` 0 to 4095. */
uint64_t trace_id(int64_t start_s, unsigned index);

/* Returns the ID of a trace of `count` spans, for those who want a large one.
 */
uint64_t trace_id_of_size(size_t count);

/* Fills the spans of a trace, parents before children, and returns how many;
 * 0 when no trace has that ID. */
size_t trace_make(const struct model *model, uint64_t id,
                  struct trace_span *spans, size_t capacity);

/* Returns service `index` of the shop, or NULL past the last one; and whether
 * the service has an operation `index`, NULL past its last. */
const char *trace_service(size_t index);
const char *trace_operation(const char *service, size_t index);

#endif
