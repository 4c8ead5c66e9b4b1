/* child.c - another program, run without waiting for it.
 *
 * Its end is told by a pidfd where the kernel has one (Linux 5.3), else it is
 * looked for now and then. Between fork() and exec only what is safe after a
 * fork of a program with threads (a resolver's) is called. Why exec failed
 * comes through a pipe that exec closes.
 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/xalloc.h"

enum {
    PIECE_BYTES = 65536,
    TAIL_BYTES = 2048,
    LOOK_MS = 20,
    OPEN_MOST = 4096,
    DRAIN_MOST = 64, /* pieces that a dead program left in its pipe */
    ABOVE_ALL = 10,  /* none of 0 to 3 */
};
#define OUTPUT_LIMIT ((size_t)64 << 20)

extern char **environ;

struct child {
    struct loop *loop;
    struct child_sink sink;
    pid_t pid;
    int output, complaints, failure, pidfd; /* -1: closed, or none */
    struct loop_io *output_io, *complaints_io, *pidfd_io;
    struct loop_timer *deadline, *look;
    size_t output_left;
    char tail[TAIL_BYTES + 1]; /* of its complaints */
    size_t tail_length;
    char line[TAIL_BYTES + 1]; /* the last of them */
    uint64_t complained;       /* bytes in all */
    struct err err;
};

/* What the new process needs to know; made before it is forked. */
struct launch {
    const char *const *words;
    char **environment;
    int input, output, complaints, failure;
    bool dies_with_us;
    pid_t parent;
};

static int open_pipes(struct child *child, struct launch *launch,
                      struct err *err);
static int open_pipe(int *ours, int *theirs, struct err *err);
static char **environment_with(const char *const *more);
static bool has_name_of(const char *const *more, const char *ours);
static int fork_it(struct child *child, const struct launch *launch,
                   struct err *err);
static _Noreturn void become(const struct launch *launch);
static void close_from(int first);
static void watch(struct child *child, const struct child_order *order);
static void on_output(void *owner, int fd, unsigned events);
static void on_complaints(void *owner, int fd, unsigned events);
static void on_pidfd(void *owner, int fd, unsigned events);
static void on_look(void *owner);
static void on_deadline(void *owner);
static ssize_t read_output(struct child *child);
static ssize_t read_complaints(struct child *child);
static void take_complaints(struct child *child, const char *bytes,
                            size_t length);
static void kill_group(const struct child *child, int signum);
static bool has_ended(const struct child *child);
static void finish(struct child *child);
static void tell_failure(struct child *child);
static const char *last_line(struct child *child);
static void free_child(struct child *child);
static void close_fd(int *fd);

struct child *child_start(struct loop *loop, const struct child_order *order,
                          const struct child_sink *sink, struct err *err)
{
    struct child *child = xcalloc(1, sizeof(*child));
    struct launch launch = {.words = order->words,
                            .environment = environment_with(order->environment),
                            .input = -1,
                            .output = -1,
                            .complaints = -1,
                            .failure = -1,
                            .dies_with_us = order->dies_with_us,
                            .parent = getpid()};
    int rc = -1;

    *child = (struct child){.loop = loop,
                            .sink = *sink,
                            .pid = -1,
                            .output = -1,
                            .complaints = -1,
                            .failure = -1,
                            .pidfd = -1};
    if (open_pipes(child, &launch, err) < 0)
        goto out;
    if (fork_it(child, &launch, err) < 0)
        goto out;
    watch(child, order);
    rc = 0;
out:
    close_fd(&launch.input);
    close_fd(&launch.output);
    close_fd(&launch.complaints);
    close_fd(&launch.failure);
    free(launch.environment);
    if (rc < 0) {
        (void)err_within(err, "%s", order->words[0]);
        free_child(child);
        return NULL;
    }
    return child;
}

void child_stop(struct child *child)
{
    kill_group(child, SIGTERM);
}

void child_cancel(struct child *child)
{
    if (!child)
        return;
    kill_group(child, SIGKILL);
    loop_reap(child->loop, child->pid);
    free_child(child);
}

const char *child_complaint(struct child *child, uint64_t *bytes)
{
    for (int i = 0; i < DRAIN_MOST && child->complaints_io; i++)
        if (read_complaints(child) <= 0)
            break;
    *bytes = child->complained;
    return last_line(child);
}

int child_pid(const struct child *child)
{
    return (int)child->pid;
}

static int open_pipes(struct child *child, struct launch *launch,
                      struct err *err)
{
    launch->input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (launch->input < 0)
        return err_set(err, ERR_SYSTEM, errno, "/dev/null: %s",
                       strerror(errno));
    if (open_pipe(&child->output, &launch->output, err) < 0 ||
        open_pipe(&child->complaints, &launch->complaints, err) < 0 ||
        open_pipe(&child->failure, &launch->failure, err) < 0)
        return -1;
    return 0;
}

static int open_pipe(int *ours, int *theirs, struct err *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_set(err, ERR_SYSTEM, errno, "pipe: %s", strerror(errno));
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *ours = ends[0];
    *theirs = ends[1];
    return 0;
}

/* Of a name that both have, theirs is passed on alone. */
static char **environment_with(const char *const *more)
{
    size_t count = 0;
    size_t used = 0;
    char **all;

    while (environ && environ[count])
        count++;
    while (more && more[used])
        used++;
    all = xcalloc(count + used + 1, sizeof(*all));
    for (size_t i = 0; i < used; i++)
        all[i] = (char *)(uintptr_t)more[i];
    for (size_t i = 0; i < count; i++)
        if (!has_name_of(more, environ[i]))
            all[used++] = environ[i];
    return all;
}

static bool has_name_of(const char *const *more, const char *ours)
{
    const size_t length = strcspn(ours, "=") + 1;

    for (; more && *more; more++)
        if (!strncmp(*more, ours, length))
            return true;
    return false;
}

static int fork_it(struct child *child, const struct launch *launch,
                   struct err *err)
{
    sigset_t all;
    sigset_t before;

    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &before); /* none of our handlers runs
                                                    in the new process */
    child->pid = fork();
    if (child->pid == 0)
        become(launch);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (child->pid < 0)
        return err_set(err, ERR_SYSTEM, errno, "fork: %s", strerror(errno));
    (void)setpgid(child->pid, child->pid); /* whoever of the two is first */
    return 0;
}

static _Noreturn void become(const struct launch *launch)
{
    const struct sigaction standard = {.sa_handler = SIG_DFL};
    const int ends[4] = {launch->input, launch->output, launch->complaints,
                         launch->failure};
    int high[4];
    sigset_t none;
    ssize_t written;
    int reason;

    (void)setpgid(0, 0);
#ifdef __linux__
    if (launch->dies_with_us) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != launch->parent)
            _exit(127);
    }
#endif
    for (int signum = 1; signum < NSIG; signum++)
        (void)sigaction(signum, &standard, NULL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = 0; i < 4; i++)
        high[i] = fcntl(ends[i], F_DUPFD, ABOVE_ALL);
    for (int i = 0; i < 4; i++)
        (void)dup2(high[i], i);
    (void)fcntl(3, F_SETFD, FD_CLOEXEC);
    close_from(4);
    environ = launch->environment;
    (void)execvp(launch->words[0], (char *const *)(uintptr_t)launch->words);
    reason = errno;
    written = write(3, &reason, sizeof(reason));
    (void)written;
    _exit(127);
}

static void close_from(int first)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, ~0U, 0U) == 0)
        return;
#endif
    for (int fd = first; fd < OPEN_MOST; fd++)
        (void)close(fd);
}

static void watch(struct child *child, const struct child_order *order)
{
    const int64_t now_ms = loop_now(child->loop).mono_ms;

    child->output_left =
        order->output_limit ? order->output_limit : OUTPUT_LIMIT;
    child->output_io =
        loop_io_add(child->loop, child->output, LOOP_READ, on_output, child);
    child->complaints_io = loop_io_add(child->loop, child->complaints,
                                       LOOP_READ, on_complaints, child);
#ifdef SYS_pidfd_open
    child->pidfd = (int)syscall(SYS_pidfd_open, child->pid, 0);
#endif
    if (child->pidfd >= 0) {
        (void)fcntl(child->pidfd, F_SETFD, FD_CLOEXEC);
        child->pidfd_io =
            loop_io_add(child->loop, child->pidfd, LOOP_READ, on_pidfd, child);
    } else {
        child->look = loop_timer_add(child->loop, on_look, child);
        loop_timer_set(child->look, now_ms + LOOK_MS);
    }
    if (order->timeout_ms > 0) {
        child->deadline = loop_timer_add(child->loop, on_deadline, child);
        loop_timer_set(child->deadline, now_ms + order->timeout_ms);
    }
}

static void on_output(void *owner, int fd, unsigned events)
{
    struct child *child = owner;

    (void)fd;
    (void)events;
    if (read_output(child) == 0) {
        loop_io_remove(child->output_io);
        child->output_io = NULL;
    }
}

static void on_complaints(void *owner, int fd, unsigned events)
{
    struct child *child = owner;

    (void)fd;
    (void)events;
    if (read_complaints(child) == 0) {
        loop_io_remove(child->complaints_io);
        child->complaints_io = NULL;
    }
}

static void on_pidfd(void *owner, int fd, unsigned events)
{
    struct child *child = owner;

    (void)fd;
    (void)events;
    if (has_ended(child))
        finish(child);
}

static void on_look(void *owner)
{
    struct child *child = owner;

    if (has_ended(child))
        finish(child);
    else
        loop_timer_set(child->look, loop_now(child->loop).mono_ms + LOOK_MS);
}

static void on_deadline(void *owner)
{
    struct child *child = owner;

    (void)err_set(&child->err, ERR_LIMIT, 0, "it took too long");
    kill_group(child, SIGKILL);
}

/* Reads one piece. Returns 0 when no more will come, or be taken; -1 when there
 * is nothing yet. */
static ssize_t read_output(struct child *child)
{
    char piece[PIECE_BYTES];
    ssize_t length = read(child->output, piece, sizeof(piece));

    if (length <= 0)
        return length;
    if (child->err.kind != ERR_NONE)
        return 0;
    if ((size_t)length > child->output_left) {
        (void)err_set(&child->err, ERR_LIMIT, 0, "it wrote too much");
    } else {
        child->output_left -= (size_t)length;
        if (!child->sink.output ||
            child->sink.output(child->sink.owner, piece, (size_t)length))
            return length;
        (void)err_set(&child->err, ERR_LIMIT, 0, "its output was not wanted");
    }
    kill_group(child, SIGKILL);
    return 0;
}

static ssize_t read_complaints(struct child *child)
{
    char piece[TAIL_BYTES];
    ssize_t length = read(child->complaints, piece, sizeof(piece));

    if (length > 0)
        take_complaints(child, piece, (size_t)length);
    return length;
}

static void take_complaints(struct child *child, const char *bytes,
                            size_t length)
{
    const size_t kept = child->tail_length + length > TAIL_BYTES
                            ? TAIL_BYTES - length
                            : child->tail_length;

    memmove(child->tail, child->tail + child->tail_length - kept, kept);
    memcpy(child->tail + kept, bytes, length);
    child->tail_length = kept + length;
    child->tail[child->tail_length] = '\0';
    child->complained += length;
}

static void kill_group(const struct child *child, int signum)
{
    if (kill(-child->pid, signum) < 0)
        (void)kill(child->pid, signum);
}

/* It is not reaped yet, so its number is still its own. */
static bool has_ended(const struct child *child)
{
    siginfo_t seen = {0};

    if (waitid(P_PID, (id_t)child->pid, &seen, WEXITED | WNOHANG | WNOWAIT) < 0)
        return errno != EINTR;
    return seen.si_pid == child->pid;
}

static void finish(struct child *child)
{
    struct child_end end = {.status = -1};
    int status = 0;

    kill_group(child, SIGKILL); /* whoever it left behind */
    for (int i = 0; i < DRAIN_MOST && child->output_io; i++)
        if (read_output(child) <= 0)
            break;
    for (int i = 0; i < DRAIN_MOST && child->complaints_io; i++)
        if (read_complaints(child) <= 0)
            break;
    if (waitpid(child->pid, &status, 0) == child->pid) {
        if (WIFEXITED(status))
            end.status = WEXITSTATUS(status);
        else if (WIFSIGNALED(status))
            end.signum = WTERMSIG(status);
    }
    tell_failure(child);
    end.complaint = last_line(child);
    child->sink.done(child->sink.owner, &end,
                     child->err.kind == ERR_NONE ? NULL : &child->err);
    free_child(child);
}

static void tell_failure(struct child *child)
{
    int reason;

    if (child->err.kind == ERR_NONE &&
        read(child->failure, &reason, sizeof(reason)) == sizeof(reason))
        (void)err_set(&child->err, ERR_SYSTEM, reason, "%s",
                      reason == ENOENT ? "no such program" : strerror(reason));
}

static const char *last_line(struct child *child)
{
    size_t end = child->tail_length;
    size_t start;

    while (end > 0 && strchr("\r\n \t", child->tail[end - 1]))
        end--;
    start = end;
    while (start > 0 && child->tail[start - 1] != '\n')
        start--;
    memcpy(child->line, child->tail + start, end - start);
    child->line[end - start] = '\0';
    return child->line;
}

static void free_child(struct child *child)
{
    loop_io_remove(child->output_io);
    loop_io_remove(child->complaints_io);
    loop_io_remove(child->pidfd_io);
    loop_timer_remove(child->deadline);
    loop_timer_remove(child->look);
    close_fd(&child->output);
    close_fd(&child->complaints);
    close_fd(&child->failure);
    close_fd(&child->pidfd);
    free(child);
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}
