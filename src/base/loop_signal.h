/* loop_signal.h - signals as bytes in a pipe.
 *
 * Layer: base, private to the loop; everyone else uses loop_on_signal(). The
 * handler can know of one pipe only, so one loop in the process may have
 * signals at a time.
 */
#ifndef TRACETOP_BASE_LOOP_SIGNAL_H
#define TRACETOP_BASE_LOOP_SIGNAL_H

#include <signal.h>
#include <stddef.h>

#include "base/loop.h"

struct loop_signal {
    int signum;
    loop_signal_fn *fn;
    void *owner;
    struct sigaction old;
};

struct loop_signals {
    int pipe_read;  /* to be polled; -1 before loop_signals_init() */
    int pipe_write; /* -1 likewise */
    struct loop_signal list[16];
    size_t count;
};

/* Opens the pipe. Owns: the caller ends it with loop_signals_clear().
 * Fails: -1 and `err` (ERR_SYSTEM). */
int loop_signals_init(struct loop_signals *signals, struct err *err);

/* Gives the signals back their old handlers and closes the pipe. */
void loop_signals_clear(struct loop_signals *signals);

/* Catches a signal, or gives one that is caught another callback.
 * Fails: -1 and `err`, also when another loop has the signals. */
int loop_signals_add(struct loop_signals *signals, struct loop_signal signal,
                     struct err *err);

/* Empties the pipe and calls back for each signal that arrived, once. */
void loop_signals_run(struct loop_signals *signals);

#endif
