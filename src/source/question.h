/* question.h - one thing that a component is asked again and again.
 *
 * Layer: source. A component (Elasticsearch, Kubernetes, ...) is a const table
 * of questions, each with its path, its pace and its reader; who asks them
 * when, keeps ages, errors and back-off is the engine's (engine/component.h).
 * A reader gets the body in pieces as it arrives and puts what it learnt into
 * the component's own model only when the answer was whole: until then, and
 * after a failure, the last good answer stays.
 */
#ifndef TRACETOP_SOURCE_QUESTION_H
#define TRACETOP_SOURCE_QUESTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "config/settings.h"

struct buf;

/* What a reader is told about the answer. */
struct question_answer {
    int status; /* HTTP status, or a program's exit status */
    const char *content_type;
    int64_t latency_ms; /* whole request */
    int64_t now_ms;     /* wall time */
};

struct question {
    const char *name;    /* "nodes", for messages and ages */
    int64_t interval_ms; /* 0: the dashboard's refresh */
    size_t body_limit;   /* most bytes of answer; 0: 64 MiB */
    const char *accept;  /* NULL: application/json */

    /* May be NULL. Returns what is accepted of the next request; asked before
     * `path`. */
    const char *(*accept_of)(void *component);

    /* Which of the component's URLs it goes to: 0 is its base, see
     * `component_kind.url`. */
    int url;

    /* Writes the path below that URL, with its query: "/_cluster/health".
     * Nothing written: the question is left out this time (not known to this
     * version, nothing selected, no page left). */
    void (*path)(void *component, struct buf *out);

    /* NULL, or: it is no HTTP question; a program is run instead and its
     * standard output is the answer, its exit status the `status`. Writes the
     * words of the command line, each ended by a NUL; nothing: left out. */
    void (*command)(void *component, struct buf *out);

    /* Begins an answer; whatever its status is (401 and 503 have bodies that
     * say why). Owns: `finish` or `drop` ends the reader. */
    void *(*begin)(void *component, int status);

    /* Takes a piece. Fails: -1 and `err` ends the call. */
    int (*feed)(void *reader, const char *bytes, size_t length,
                struct err *err);

    /* The answer is whole: checks it, puts it into the component's model and
     * frees the reader. Fails: -1 and `err` (ERR_REFUSED for what the back end
     * said in its own words, ERR_FORMAT for what it should not have said); the
     * model is then as it was. Returns 1 to be asked again at once (the next
     * page). */
    int (*finish)(void *reader, const struct question_answer *answer,
                  struct err *err);

    /* Frees a reader whose answer did not become whole. */
    void (*drop)(void *reader);
};

#endif
