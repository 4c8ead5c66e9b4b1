/* supervisor_run.c - looking after one step until it is over.
 *
 * The process has no terminal, no open file of its maker and no signal handler
 * (signalfd brings them to the loop). As a subreaper it inherits whatever the
 * step leaves behind, so it can say at the end what still lives. The step is
 * over when its shell has ended and its output has, too, or has been silent
 * for a moment: somebody left behind may hold it open for ever.
 */
#include "action/supervisor_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "action/output.h"
#include "action/prune.h"
#include "action/supervisor_end.h"
#include "action/supervisor_tty.h"
#include "base/loop.h"

enum {
    GRACE_MS = 5000,
    LINGER_MS = 200,
    READ_BYTES = 64 * 1024,
    READS_A_TURN = 16,
    DRAIN_READS = 64,
};

/* What was sent last to a step that has to end. */
enum ladder { LADDER_NONE, LADDER_INT, LADDER_TERM, LADDER_KILL };

struct run {
    const struct supervisor_order *order;
    const struct action_folder *folder;
    struct loop *loop;
    struct supervisor_step step;
    struct supervisor_tty *tty; /* NULL: not interactive */
    struct output output;
    struct loop_io *output_io; /* NULL: it has ended */
    struct loop_timer *timeout, *ladder_timer, *linger;
    enum ladder ladder;
    enum action_state why; /* it has to end; else ACTION_RUNNING */
    char who[256];         /* cancelled it */
    bool is_reaped;
    int status; /* as waitpid() tells it */
    char *bytes;
};

static void leave_everything(const struct supervisor_order *order,
                             const struct action_folder *folder);
static void keep_only(const int *kept, size_t count);
static int start(struct run *run, char problem[256]);
static int watch(struct run *run, char problem[256]);
static int open_signals(void);
static void on_signal(void *owner, int fd, unsigned events);
static void reap(struct run *run);
static void on_output(void *owner, int fd, unsigned events);
static bool read_output(struct run *run, int reads);
static void on_control(void *owner, int fd, unsigned events);
static void on_timeout(void *owner);
static void on_ladder(void *owner);
static void on_linger(void *owner);
static void end_it(struct run *run, enum action_state why, const char *who);
static void send_next(struct run *run);
static bool group_is_gone(const struct run *run);
static void look_if_over(struct run *run);
static void tell_end(struct run *run, const char *problem);

void supervisor_run(const struct supervisor_order *order,
                    const struct action_folder *folder)
{
    struct supervisor_order own = *order;
    struct run run = {.order = &own,
                      .folder = folder,
                      .why = ACTION_RUNNING,
                      .output = {.head = -1, .tail = -1},
                      .bytes = malloc(READ_BYTES)};
    char problem[256] = "";

    if (own.terminal >= 0) /* it may be one of those that become /dev/null */
        own.terminal = fcntl(own.terminal, F_DUPFD_CLOEXEC, 3);
    leave_everything(&own, folder);
    if (run.bytes && start(&run, problem) == 0)
        (void)loop_run(run.loop, NULL);
    tell_end(&run, problem);
    supervisor_tty_close(run.tty);
    loop_free(run.loop);
    free(run.bytes);
}

static void leave_everything(const struct supervisor_order *order,
                             const struct action_folder *folder)
{
    const int kept[] = {folder->fd, folder->lock, folder->control,
                        order->terminal};
    const int ignored[] = {SIGHUP,  SIGPIPE, SIGINT,  SIGQUIT,
                           SIGTSTP, SIGTTIN, SIGTTOU, SIGALRM};
    struct sigaction usual = {.sa_handler = SIG_DFL};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    for (int signum = 1; signum < NSIG; signum++)
        (void)sigaction(signum, &usual, NULL);
    for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
        (void)sigaction(ignored[i], &ignore, NULL);
    for (int fd = 0; null >= 0 && fd < 3; fd++)
        (void)dup2(null, fd);
    keep_only(kept, sizeof(kept) / sizeof(kept[0]));
    (void)prctl(PR_SET_NAME, "tracetop-step");
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* Closes all from 3 on but these. */
static void keep_only(const int *kept, size_t count)
{
    unsigned from = 3;

    for (;;) {
        unsigned next = ~0U;

        for (size_t i = 0; i < count; i++)
            if (kept[i] >= (int)from && (unsigned)kept[i] < next)
                next = (unsigned)kept[i];
        if (next == ~0U)
            break;
        if (next > from)
            (void)close_range(from, next - 1, 0);
        from = next + 1;
    }
    (void)close_range(from, ~0U, 0);
}

/* Fails: -1 and the problem; then nothing runs any more. */
static int start(struct run *run, char problem[256])
{
    struct err err = {0};
    int code;

    run->loop = loop_new(&err);
    if (!run->loop || output_open(&run->output, run->folder->fd, &err) < 0) {
        (void)snprintf(problem, 256, "%s", err.text);
        return -1;
    }
    code = supervisor_step_fork(&run->step, run->order, run->folder);
    if (code) {
        (void)snprintf(problem, 256, "cannot start a process: %s",
                       strerror(code));
        return -1;
    }
    if (watch(run, problem) < 0 ||
        supervisor_end_note_pid(run->folder->fd, run->step.pid, &err) < 0) {
        if (!problem[0])
            (void)snprintf(problem, 256, "%s", err.text);
        (void)close(run->step.go); /* it ends without having run */
        (void)waitpid(run->step.pid, NULL, 0);
        return -1;
    }
    code = supervisor_step_go(&run->step);
    if (code) {
        (void)snprintf(problem, 256, "cannot start %s: %s",
                       run->order->plan->shell, strerror(code));
        run->is_reaped =
            waitpid(run->step.pid, &run->status, 0) == run->step.pid;
        return -1;
    }
    return 0;
}

static int watch(struct run *run, char problem[256])
{
    int64_t now = loop_now(run->loop).mono_ms;
    int signals = open_signals();

    if (signals < 0) {
        (void)snprintf(problem, 256, "signalfd: %s", strerror(errno));
        return -1;
    }
    (void)loop_io_add(run->loop, signals, LOOP_READ, on_signal, run);
    (void)loop_io_add(run->loop, run->folder->control, LOOP_READ, on_control,
                      run);
    run->output_io =
        loop_io_add(run->loop, run->step.output, LOOP_READ, on_output, run);
    run->timeout = loop_timer_add(run->loop, on_timeout, run);
    run->ladder_timer = loop_timer_add(run->loop, on_ladder, run);
    run->linger = loop_timer_add(run->loop, on_linger, run);
    if (run->order->plan->timeout_ms > 0)
        loop_timer_set(run->timeout, now + run->order->plan->timeout_ms);
    if (run->order->plan->is_interactive)
        run->tty = supervisor_tty_open(run->loop, run->order->terminal,
                                       run->step.output);
    return 0;
}

static int open_signals(void)
{
    sigset_t wanted;

    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGCHLD);
    (void)sigaddset(&wanted, SIGTERM);
    (void)sigprocmask(SIG_SETMASK, &wanted, NULL);
    return signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void on_signal(void *owner, int fd, unsigned events)
{
    struct run *run = owner;
    struct signalfd_siginfo signal;

    (void)events;
    while (read(fd, &signal, sizeof(signal)) == (ssize_t)sizeof(signal))
        if (signal.ssi_signo == SIGTERM)
            end_it(run, ACTION_CANCELLED, "SIGTERM to its supervisor");
    reap(run);
    look_if_over(run);
}

static void reap(struct run *run)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (pid == run->step.pid) {
            run->is_reaped = true;
            run->status = status;
        }
}

static void on_output(void *owner, int fd, unsigned events)
{
    struct run *run = owner;

    (void)fd;
    (void)events;
    if (!read_output(run, READS_A_TURN)) {
        loop_io_remove(run->output_io);
        run->output_io = NULL;
    }
    look_if_over(run);
}

/* Returns false at its end. */
static bool read_output(struct run *run, int reads)
{
    while (reads-- > 0) {
        ssize_t got = read(run->step.output, run->bytes, READ_BYTES);

        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return true;
        if (got <= 0) /* EIO: nobody has the PTY any more */
            return false;
        output_write(&run->output, run->bytes, (size_t)got);
        supervisor_tty_show(run->tty, run->bytes, (size_t)got);
    }
    return true;
}

static void on_control(void *owner, int fd, unsigned events)
{
    struct run *run = owner;
    char line[256];
    ssize_t got = read(fd, line, sizeof(line) - 1);

    (void)events;
    if (got <= 0)
        return;
    line[got] = '\0';
    line[strcspn(line, "\n")] = '\0';
    if (!strncmp(line, "cancel ", 7))
        end_it(run, ACTION_CANCELLED, line + 7);
}

static void on_timeout(void *owner)
{
    end_it(owner, ACTION_TIMED_OUT, "");
}

static void end_it(struct run *run, enum action_state why, const char *who)
{
    if (run->why != ACTION_RUNNING)
        return;
    run->why = why;
    (void)snprintf(run->who, sizeof(run->who), "%s", who);
    loop_timer_stop(run->timeout);
    loop_timer_stop(run->linger);
    on_ladder(run);
}

/* INT, TERM, KILL, and then it is over, whatever still lives. */
static void on_ladder(void *owner)
{
    struct run *run = owner;
    int64_t grace =
        run->order->grace_ms > 0 ? run->order->grace_ms : (int64_t)GRACE_MS;

    if (run->ladder == LADDER_KILL) {
        loop_stop(run->loop);
        return;
    }
    send_next(run);
    loop_timer_set(run->ladder_timer, clock_read().mono_ms + grace);
    look_if_over(run);
}

static void send_next(struct run *run)
{
    static const int signals[] = {[LADDER_INT] = SIGINT,
                                  [LADDER_TERM] = SIGTERM,
                                  [LADDER_KILL] = SIGKILL};

    run->ladder++;
    if (run->is_reaped && group_is_gone(run))
        return;
    (void)kill(-run->step.pid, signals[run->ladder]);
    (void)kill(-run->step.pid, SIGCONT); /* one that is stopped must hear it */
}

static bool group_is_gone(const struct run *run)
{
    return kill(-run->step.pid, 0) < 0 && errno == ESRCH;
}

static void on_linger(void *owner)
{
    loop_stop(((struct run *)owner)->loop);
}

static void look_if_over(struct run *run)
{
    if (!run->is_reaped)
        return;
    if (run->why != ACTION_RUNNING && !group_is_gone(run))
        return; /* the ladder goes on */
    if (run->output_io)
        loop_timer_set(run->linger, clock_read().mono_ms + LINGER_MS);
    else
        loop_stop(run->loop);
}

static void tell_end(struct run *run, const char *problem)
{
    struct supervisor_end end = {.order = run->order,
                                 .folder = run->folder,
                                 .why = run->why,
                                 .who = run->who,
                                 .problem = problem,
                                 .is_reaped = run->is_reaped,
                                 .status = run->status};

    if (run->output_io)
        (void)read_output(run, DRAIN_READS);
    if (run->output.error && !problem[0])
        end.output_error = run->output.error;
    output_close(&run->output);
    end.output_bytes = run->output.total;
    supervisor_end_tell(&end);
    (void)prune_actions(run->order->state_dir, clock_read().wall_ms, NULL);
}
