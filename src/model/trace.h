/* trace.h - traces: what can be searched, what was found, and one as a tree.
 *
 * Layer: model. Plain values. Times are microseconds since the Unix epoch,
 * durations microseconds, as Jaeger writes them. A trace is capped
 * (TRACE_SPANS_MAX) and says how many spans it left out.
 */
#ifndef TRACETOP_MODEL_TRACE_H
#define TRACETOP_MODEL_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TRACE_SPANS_MAX = 20000,
    TRACE_TAGS_MAX = 200000, /* of one trace, all spans together */
    TRACE_FOUND_MAX = 200,
    TRACE_ID_MAX = 36,
    TRACE_SPAN_ID_MAX = 20,
};

#define TRACE_NO_SPAN ((uint32_t)-1)

/* A tag, or a field of a log. Texts live in the trace's pool. */
struct trace_tag {
    const char *key;
    const char *value;
    int64_t log_us; /* wall time of the log it is of; -1: a tag of the span */
};

struct trace_span {
    char id[TRACE_SPAN_ID_MAX];
    char parent_id[TRACE_SPAN_ID_MAX]; /* "" for none */
    const char *service;               /* pooled */
    const char *operation;             /* pooled */
    int64_t start_us, duration_us;
    uint32_t parent;                    /* index, TRACE_NO_SPAN for a root */
    uint32_t first_child, next_sibling; /* by start; TRACE_NO_SPAN: none */
    uint32_t descendants;               /* all below it */
    uint32_t first_tag, tag_count;
    uint32_t error_count; /* spans with errors below it, itself not */
    const char *warning;  /* pooled: clock skew and the like; NULL: none */
    uint16_t depth;
    bool has_error;         /* tag error=true or otel.status_code=ERROR */
    bool is_parent_missing; /* it names a parent that is not there */
    bool is_critical;       /* part of it is on the critical path */
};

struct trace_pool; /* private to trace.c: texts */

struct trace {
    char id[TRACE_ID_MAX];
    struct trace_span *spans; /* in the order of a tree, walked top down, so
                                 that a span's descendants follow it */
    size_t count, left_out;
    struct trace_tag *tags;
    size_t tag_count, tags_left_out;
    uint32_t root;          /* the earliest; TRACE_NO_SPAN when empty */
    size_t roots;           /* spans without a parent that is there */
    size_t missing_parents; /* of those, how many name one */
    size_t errors;
    size_t services;
    size_t warnings;
    int64_t start_us, end_us;
    struct trace_pool *pool;
};

/* Returns an empty trace. Owns: the caller frees it. */
struct trace *trace_new(void);

/* Frees it. NULL is fine. */
void trace_free(struct trace *trace);

/* Returns a copy of the text that lives as long as the trace; the same text
 * twice is kept once. */
const char *trace_keep(struct trace *trace, const char *text, size_t length);

/* Adds a span and returns its index, or TRACE_NO_SPAN when full (counted).
 * Its texts must be pooled. Tags added next are its own. */
uint32_t trace_add(struct trace *trace, const struct trace_span *span);

/* Adds a tag to the span that was added last. */
void trace_add_tag(struct trace *trace, const struct trace_tag *tag);

/* Makes the tree: finds parents, orders spans, counts, marks errors and the
 * critical path. Twice the same id: the later one has its own place below the
 * same parent. A ring of parents is broken at its earliest span. */
void trace_build(struct trace *trace);

/* One trace of a list. */
struct trace_found {
    char id[TRACE_ID_MAX];
    char service[64], operation[96]; /* of its root */
    int64_t start_us, duration_us;
    size_t spans, errors, services;
    size_t missing_parents;
};

/* What a search asks for; "" and -1 where it does not care. */
struct trace_search {
    char service[96];
    char operation[128];
    char tags[200];         /* logfmt: key=value ..., as typed */
    int64_t min_us, max_us; /* duration */
    int64_t lookback_ms;    /* from now back */
    int limit;              /* most traces */
    bool is_errors;         /* only those with error=true */
};

enum trace_state { TRACES_NONE, TRACES_ASKING, TRACES_READY, TRACES_FAILED };

/* How one of the questions stands. `error` is "" unless FAILED. */
struct trace_asked {
    enum trace_state state;
    int64_t answered_ms; /* wall time, -1: never */
    int64_t latency_ms;
    char error[240];
};

/* Everything that the Traces view looks at; the services are in model/jaeger.h.
 * The answer before stays until the next one is whole. */
struct traces {
    bool is_on; /* a Jaeger is configured */
    struct trace_asked operations_asked, search_asked, trace_asked;
    char operations_of[96]; /* the service they belong to */
    char **operations;      /* sorted */
    size_t operation_count;
    struct trace_search search; /* what `found` answers */
    struct trace_found *found;  /* newest first */
    size_t found_count;
    char wanted_id[TRACE_ID_MAX]; /* the trace asked for last */
    const struct trace *trace;    /* NULL: none yet */
    uint64_t trace_serial;        /* changes with `trace` */
};

#endif
