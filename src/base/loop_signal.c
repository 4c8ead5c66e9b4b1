/* loop_signal.c - a handler that writes a byte, and who reads it. */
#include "base/loop_signal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SIGNALS = 128 }; /* more than NSIG is anywhere */

/* A handler has no argument of ours, so the pipe it writes to cannot be other
 * than global. -1: no loop has signals. */
static atomic_int handler_pipe = -1;

static void on_signal(int signum);
static struct loop_signal *find(struct loop_signals *signals, int signum);

int loop_signals_init(struct loop_signals *signals, struct err *err)
{
    int ends[2];

    *signals = (struct loop_signals){.pipe_read = -1, .pipe_write = -1};
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) < 0)
        return err_set(err, ERR_SYSTEM, errno, "pipe for signals: %s",
                       strerror(errno));
    signals->pipe_read = ends[0];
    signals->pipe_write = ends[1];
    return 0;
}

void loop_signals_clear(struct loop_signals *signals)
{
    for (size_t i = signals->count; i > 0; i--) {
        struct loop_signal *signal = &signals->list[i - 1];

        (void)sigaction(signal->signum, &signal->old, NULL);
    }
    if (signals->count)
        atomic_store(&handler_pipe, -1);
    if (signals->pipe_read >= 0)
        (void)close(signals->pipe_read);
    if (signals->pipe_write >= 0)
        (void)close(signals->pipe_write);
    *signals = (struct loop_signals){.pipe_read = -1, .pipe_write = -1};
}

int loop_signals_add(struct loop_signals *signals, struct loop_signal signal,
                     struct err *err)
{
    struct loop_signal *known = find(signals, signal.signum);
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

    if (known) {
        known->fn = signal.fn;
        known->owner = signal.owner;
        return 0;
    }
    if (!signals->count && atomic_load(&handler_pipe) != -1)
        return err_set(err, ERR_LIMIT, 0, "another loop has the signals");
    if (signals->count == sizeof(signals->list) / sizeof(signals->list[0]))
        return err_set(err, ERR_LIMIT, 0, "too many signals are watched");
    (void)sigfillset(&action.sa_mask);
    atomic_store(&handler_pipe, signals->pipe_write);
    if (sigaction(signal.signum, &action, &signal.old) < 0) {
        if (!signals->count)
            atomic_store(&handler_pipe, -1);
        return err_set(err, ERR_SYSTEM, errno, "signal %d: %s", signal.signum,
                       strerror(errno));
    }
    signals->list[signals->count++] = signal;
    return 0;
}

void loop_signals_run(struct loop_signals *signals)
{
    bool arrived[MOST_SIGNALS] = {false};
    unsigned char bytes[256];
    ssize_t length;

    while ((length = read(signals->pipe_read, bytes, sizeof(bytes))) > 0)
        for (ssize_t i = 0; i < length; i++)
            arrived[bytes[i] % MOST_SIGNALS] = true;
    for (size_t i = 0; i < signals->count; i++) {
        struct loop_signal signal = signals->list[i];

        if (arrived[signal.signum])
            signal.fn(signal.owner, signal.signum);
    }
}

static void on_signal(int signum)
{
    int saved = errno;
    unsigned char byte = (unsigned char)signum;

    /* a full pipe will wake the loop anyway */
    ssize_t written = write(atomic_load(&handler_pipe), &byte, 1);

    (void)written;
    errno = saved;
}

static struct loop_signal *find(struct loop_signals *signals, int signum)
{
    for (size_t i = 0; i < signals->count; i++)
        if (signals->list[i].signum == signum)
            return &signals->list[i];
    return NULL;
}
