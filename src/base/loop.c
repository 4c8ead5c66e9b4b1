/* loop.c - one poll(2), its descriptors, and what a turn does in which order.
 *
 * The descriptor table is two arrays, one for poll(2) and one for the owners,
 * place by place. A watch that is removed leaves a hole at once (fd -1, which
 * poll skips), and the holes are closed before the next poll; so a turn may
 * walk the table by index while callbacks add and remove as they like. Place 0
 * is the signal pipe.
 */
#include "base/loop.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/loop_signal.h"
#include "base/loop_timer.h"
#include "base/xalloc.h"

struct loop_io {
    struct loop *loop;
    size_t place;
    int fd;
    unsigned wanted;
    loop_io_fn *fn;
    void *owner;
};

struct loop {
    struct pollfd *polled;
    struct loop_io **ios; /* NULL: a hole, or the signal pipe */
    size_t count;
    size_t capacity;
    size_t holes;
    struct loop_timers timers;
    struct loop_signals signals;
    loop_timer_fn *after;
    void *after_owner;
    pid_t *dying; /* to be reaped */
    size_t dying_count;
    struct moment now;
    struct loop_stats stats;
    bool is_turning;
    bool is_stopped;
};

static void note_turn(struct loop_stats *stats, int64_t took_us,
                      int64_t cpu_us);
static void read_clocks(struct loop *loop);
static int sleep_in_poll(struct loop *loop, int max_wait_ms, struct err *err);
static int poll_once(struct loop *loop, int wait_ms, struct err *err);
static void run_ios(struct loop *loop);
static unsigned events_of(const struct loop_io *io, short revents);
static short poll_events(unsigned wanted);
static size_t add_place(struct loop *loop, int fd, short events);
static void close_holes(struct loop *loop);
static void reap(struct loop *loop);

struct loop *loop_new(struct err *err)
{
    struct loop *loop = xcalloc(1, sizeof(*loop));

    if (loop_signals_init(&loop->signals, err) < 0) {
        free(loop);
        return NULL;
    }
    (void)add_place(loop, loop->signals.pipe_read, POLLIN);
    read_clocks(loop);
    return loop;
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    assert(!loop->is_turning);
    loop_signals_clear(&loop->signals);
    loop_timers_clear(&loop->timers);
    for (size_t i = 0; i < loop->count; i++)
        free(loop->ios[i]);
    free(loop->ios);
    free(loop->polled);
    free(loop->dying);
    free(loop);
}

struct moment loop_now(const struct loop *loop)
{
    return loop->now;
}

struct loop_io *loop_io_add(struct loop *loop, int fd, unsigned events,
                            loop_io_fn *fn, void *owner)
{
    struct loop_io *io = xcalloc(1, sizeof(*io));

    assert(fd >= 0 && fn);
    *io = (struct loop_io){
        .loop = loop, .fd = fd, .wanted = events, .fn = fn, .owner = owner};
    io->place = add_place(loop, fd, poll_events(events));
    loop->ios[io->place] = io;
    return io;
}

void loop_io_want(struct loop_io *io, unsigned events)
{
    io->wanted = events;
    io->loop->polled[io->place].events = poll_events(events);
}

void loop_io_remove(struct loop_io *io)
{
    struct loop *loop;

    if (!io)
        return;
    loop = io->loop;
    loop->polled[io->place] = (struct pollfd){.fd = -1};
    loop->ios[io->place] = NULL;
    loop->holes++;
    free(io);
}

struct loop_timer *loop_timer_add(struct loop *loop, loop_timer_fn *fn,
                                  void *owner)
{
    return loop_timers_add(&loop->timers, fn, owner);
}

int loop_on_signal(struct loop *loop, int signum, loop_signal_fn *fn,
                   void *owner, struct err *err)
{
    struct loop_signal signal = {.signum = signum, .fn = fn, .owner = owner};

    assert(fn);
    return loop_signals_add(&loop->signals, signal, err);
}

void loop_after_turn(struct loop *loop, loop_timer_fn *fn, void *owner)
{
    loop->after = fn;
    loop->after_owner = owner;
}

int loop_run(struct loop *loop, struct err *err)
{
    while (!loop->is_stopped)
        if (loop_turn(loop, -1, err) < 0)
            return -1;
    loop->is_stopped = false;
    return 0;
}

int loop_turn(struct loop *loop, int max_wait_ms, struct err *err)
{
    int64_t start_us, start_cpu_us;

    assert(!loop->is_turning);
    close_holes(loop);
    if (sleep_in_poll(loop, max_wait_ms, err) < 0)
        return -1;
    start_us = clock_mono_us();
    start_cpu_us = clock_cpu_us();
    loop->is_turning = true;
    read_clocks(loop);
    if (loop->polled[0].revents)
        loop_signals_run(&loop->signals);
    run_ios(loop);
    loop_timers_run(&loop->timers);
    reap(loop);
    if (loop->after)
        loop->after(loop->after_owner);
    loop->is_turning = false;
    note_turn(&loop->stats, clock_mono_us() - start_us,
              clock_cpu_us() - start_cpu_us);
    return 0;
}

void loop_reap(struct loop *loop, int pid)
{
    loop->dying =
        xrealloc(loop->dying, loop->dying_count + 1, sizeof(*loop->dying));
    loop->dying[loop->dying_count++] = pid;
    reap(loop);
}

static void reap(struct loop *loop)
{
    size_t left = 0;

    for (size_t i = 0; i < loop->dying_count; i++)
        if (waitpid(loop->dying[i], NULL, WNOHANG) == 0)
            loop->dying[left++] = loop->dying[i];
    loop->dying_count = left;
}

static void note_turn(struct loop_stats *stats, int64_t took_us, int64_t cpu_us)
{
    stats->turns++;
    if (took_us > stats->longest_us)
        stats->longest_us = took_us;
    if (cpu_us > stats->longest_cpu_us)
        stats->longest_cpu_us = cpu_us;
}

void loop_stop(struct loop *loop)
{
    loop->is_stopped = true;
}

struct loop_stats loop_stats(const struct loop *loop)
{
    return loop->stats;
}

void loop_stats_reset(struct loop *loop)
{
    loop->stats = (struct loop_stats){0};
}

static void read_clocks(struct loop *loop)
{
    loop->now = clock_read();
    loop->timers.now_ms = loop->now.mono_ms;
}

/* Polls without waiting first: it costs a microsecond, and then a wait is
 * known to have been one. */
static int sleep_in_poll(struct loop *loop, int max_wait_ms, struct err *err)
{
    int wait_ms;
    int ready = poll_once(loop, 0, err);

    if (ready != 0 || max_wait_ms == 0)
        return ready < 0 ? -1 : 0;
    wait_ms = loop_timers_wait_ms(&loop->timers, clock_read().mono_ms);
    if (wait_ms < 0 || (max_wait_ms >= 0 && max_wait_ms < wait_ms))
        wait_ms = max_wait_ms;
    if (wait_ms == 0)
        return 0;
    loop->stats.sleeps++;
    return poll_once(loop, wait_ms, err) < 0 ? -1 : 0;
}

/* Returns how many descriptors are ready, or -1 and `err`. */
static int poll_once(struct loop *loop, int wait_ms, struct err *err)
{
    int ready = poll(loop->polled, (nfds_t)loop->count, wait_ms);

    /* the handler has filled the pipe by now: look, but do not wait again */
    if (ready < 0 && errno == EINTR)
        ready = poll(loop->polled, (nfds_t)loop->count, 0);
    if (ready >= 0)
        return ready;
    if (errno != EINTR)
        return err_set(err, ERR_SYSTEM, errno, "poll: %s", strerror(errno));
    for (size_t i = 0; i < loop->count; i++)
        loop->polled[i].revents = 0;
    return 0;
}

static void run_ios(struct loop *loop)
{
    const size_t count =
        loop->count; /* those added meanwhile were not polled */

    for (size_t i = 1; i < count; i++) {
        short revents = loop->polled[i].revents;
        struct loop_io *io = loop->ios[i];
        unsigned events;

        if (!revents || !io)
            continue;
        if (revents & POLLNVAL) /* closed by somebody: say it this once */
            loop->polled[i].fd = -1;
        events = events_of(io, revents);
        if (events)
            io->fn(io->owner, io->fd, events);
    }
}

static unsigned events_of(const struct loop_io *io, short revents)
{
    /* what hung up can be read and written without waiting: the owner sees
     * the end of the data, or the errno, in the way it always does */
    if (revents & (POLLHUP | POLLERR | POLLNVAL))
        return LOOP_HANGUP | io->wanted;
    return io->wanted & ((revents & POLLIN ? (unsigned)LOOP_READ : 0) |
                         (revents & POLLOUT ? (unsigned)LOOP_WRITE : 0));
}

static short poll_events(unsigned wanted)
{
    int events =
        (wanted & LOOP_READ ? POLLIN : 0) | (wanted & LOOP_WRITE ? POLLOUT : 0);

    return (short)events;
}

static size_t add_place(struct loop *loop, int fd, short events)
{
    if (loop->count == loop->capacity) {
        loop->capacity = loop->capacity ? loop->capacity * 2 : 16;
        loop->polled =
            xrealloc(loop->polled, loop->capacity, sizeof(loop->polled[0]));
        loop->ios =
            xrealloc(loop->ios, loop->capacity, sizeof(struct loop_io *));
    }
    loop->polled[loop->count] = (struct pollfd){.fd = fd, .events = events};
    loop->ios[loop->count] = NULL;
    return loop->count++;
}

static void close_holes(struct loop *loop)
{
    size_t kept = 1;

    if (!loop->holes)
        return;
    for (size_t i = 1; i < loop->count; i++) {
        if (!loop->ios[i])
            continue;
        loop->ios[kept] = loop->ios[i];
        loop->polled[kept] = loop->polled[i];
        loop->ios[kept]->place = kept;
        kept++;
    }
    loop->count = kept;
    loop->holes = 0;
}
