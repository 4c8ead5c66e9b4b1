/* child.h - another program, run without waiting for it.
 *
 * Layer: base. The program gets a process group of its own, nothing to read,
 * none of our descriptors, and its signals as if we had touched none. What it
 * writes is handed on as it arrives; of what it complains the end is kept.
 * When it ends, by itself or by us, what is left of its group is killed.
 * This and the supervisor of actions are the only places that start programs.
 */
#ifndef TRACETOP_BASE_CHILD_H
#define TRACETOP_BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"

struct child; /* private to child.c */

struct child_order {
    const char *const *words; /* NULL-ended; the first is looked up in PATH */
    const char *const *environment; /* "NAME=value" besides ours, NULL-ended;
                                       or NULL */
    int64_t timeout_ms;             /* then it is killed; 0: never */
    size_t output_limit;            /* most bytes of output; 0: 64 MiB */
    bool dies_with_us;              /* killed also when we crash (on Linux) */
};

struct child_end {
    int status;            /* exit status, -1 when a signal ended it */
    int signum;            /* that signal, else 0 */
    const char *complaint; /* last line of its standard error, "" for none */
};

/* What becomes of it. Called from the loop, never from child_start(). */
struct child_sink {
    void *owner;

    /* May be NULL. A piece of its standard output. Return false to kill it:
     * `done` follows with ERR_LIMIT. */
    bool (*output)(void *owner, const char *bytes, size_t length);

    /* Once, unless child_cancel() came first. `err` is NULL when it ended by
     * itself, whatever its status, and else says why it did not: no such
     * program (ERR_SYSTEM), a limit (ERR_LIMIT). It is freed after this. */
    void (*done)(void *owner, const struct child_end *end,
                 const struct err *err);
};

/* Starts a program and returns at once.
 * Owns: the loop's, until `done` or child_cancel().
 * Fails: NULL and `err` (ERR_SYSTEM); that there is no such program is told
 * later, to `done`. */
struct child *child_start(struct loop *loop, const struct child_order *order,
                          const struct child_sink *sink, struct err *err);

/* Asks the program to end (SIGTERM to its group); `done` follows. */
void child_stop(struct child *child);

/* Kills the program and its group; the sink is not called again. Not from
 * inside a sink. NULL is fine. */
void child_cancel(struct child *child);

/* Returns the last line of what it complained of so far, "" for nothing, and in
 * `bytes` how much that was in all. Borrowed until the next turn. */
const char *child_complaint(struct child *child, uint64_t *bytes);

/* Returns its process id. */
int child_pid(const struct child *child);

#endif
