/* supervisor_step.c - the fork and the exec.
 *
 * The child waits until its number is on the disk: then a supervisor that
 * dies leaves either a step that never began, or the number of one that did.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "action/kube_pin.h"
#include "action/leftover.h"
#include "action/supervisor_run.h"

struct ends {
    int output[2], go[2];
    int failed[2]; /* a 0 when the step has its group, an errno if it fails */
};

enum { PIPE_BYTES = 1024 * 1024, EXIT_NO_SHELL = 127 };

static bool read_code(int fd, int *code);
static int open_ends(struct ends *ends, bool is_pty);
static int open_pty(int output[2]);
static void close_ends(struct ends *ends);
static void be_the_step(const struct supervisor_order *order,
                        const struct action_folder *folder,
                        const struct ends *ends);
static int take_streams(const struct ends *ends, bool is_pty);
static void reset_signals(void);
static int set_environment(const struct supervisor_order *order,
                           const struct action_folder *folder);

int supervisor_step_fork(struct supervisor_step *step,
                         const struct supervisor_order *order,
                         const struct action_folder *folder)
{
    struct ends ends;
    int code = open_ends(&ends, order->plan->is_interactive);

    if (code)
        return code;
    step->pid = fork();
    if (step->pid < 0) {
        code = errno;
        close_ends(&ends);
        return code;
    }
    if (step->pid == 0)
        be_the_step(order, folder, &ends);
    (void)close(ends.output[1]);
    (void)close(ends.go[0]);
    (void)close(ends.failed[1]);
    (void)read_code(ends.failed[0], &code); /* it has its group by now */
    step->output = ends.output[0];
    step->go = ends.go[1];
    step->failed = ends.failed[0];
    (void)fcntl(step->output, F_SETFL, O_NONBLOCK);
    return 0;
}

int supervisor_step_go(struct supervisor_step *step)
{
    int code = 0;
    bool has_failed;

    (void)!write(step->go, "", 1);
    (void)close(step->go);
    has_failed = read_code(step->failed, &code);
    (void)close(step->failed);
    return has_failed ? code : 0;
}

/* Returns whether there was one. */
static bool read_code(int fd, int *code)
{
    ssize_t got;

    do
        got = read(fd, code, sizeof(*code));
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)sizeof(*code);
}

static int open_ends(struct ends *ends, bool is_pty)
{
    int code = 0;

    *ends = (struct ends){{-1, -1}, {-1, -1}, {-1, -1}};
    if ((is_pty ? open_pty(ends->output) : pipe2(ends->output, O_CLOEXEC)) <
            0 ||
        pipe2(ends->go, O_CLOEXEC) < 0 || pipe2(ends->failed, O_CLOEXEC) < 0) {
        code = errno;
        close_ends(ends);
    } else if (!is_pty) {
        (void)fcntl(ends->output[0], F_SETPIPE_SZ, PIPE_BYTES);
    }
    return code;
}

static int open_pty(int output[2])
{
    char name[128];

    output[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (output[0] < 0 || grantpt(output[0]) < 0 || unlockpt(output[0]) < 0 ||
        ptsname_r(output[0], name, sizeof(name)) != 0)
        return -1;
    output[1] = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    return output[1] < 0 ? -1 : 0;
}

static void close_ends(struct ends *ends)
{
    const int all[] = {ends->output[0], ends->output[1], ends->go[0],
                       ends->go[1],     ends->failed[0], ends->failed[1]};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (all[i] >= 0)
            (void)close(all[i]);
}

static void be_the_step(const struct supervisor_order *order,
                        const struct action_folder *folder,
                        const struct ends *ends)
{
    const struct plan *plan = order->plan;
    const char *home = getenv("HOME");
    char byte;
    int code = 0;

    (void)close(ends->go[1]);
    if (plan->is_interactive)
        (void)setsid();
    else
        (void)setpgid(0, 0);
    (void)!write(ends->failed[1], &code, sizeof(code));
    if (read(ends->go[0], &byte, 1) != 1)
        _exit(EXIT_NO_SHELL); /* the supervisor is gone */
    if (set_environment(order, folder) < 0 ||
        take_streams(ends, plan->is_interactive) < 0)
        code = errno;
    if (!home || chdir(home) < 0)
        (void)!chdir("/");
    if (!code) {
        reset_signals();
        (void)close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
        (void)execlp(plan->shell, plan->shell, "-c", plan->command,
                     (char *)NULL);
        code = errno;
    }
    (void)!write(ends->failed[1], &code, sizeof(code));
    _exit(EXIT_NO_SHELL);
}

static int take_streams(const struct ends *ends, bool is_pty)
{
    int in = is_pty ? ends->output[1] : open("/dev/null", O_RDONLY);

    if (is_pty && ioctl(ends->output[1], TIOCSCTTY, 0) < 0)
        return -1;
    if (in < 0 || dup2(in, STDIN_FILENO) < 0 ||
        dup2(ends->output[1], STDOUT_FILENO) < 0 ||
        dup2(ends->output[1], STDERR_FILENO) < 0)
        return -1;
    return 0;
}

static void reset_signals(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigset_t none;

    for (int signum = 1; signum < NSIG; signum++)
        (void)sigaction(signum, &usual, NULL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static int set_environment(const struct supervisor_order *order,
                           const struct action_folder *folder)
{
    const struct plan *plan = order->plan;
    char mark[LEFTOVER_MARK_SIZE];

    for (size_t i = 0; i < plan->variable_count; i++)
        if (setenv(plan->variables[i].name, plan->variables[i].value, 1) < 0)
            return -1;
    leftover_mark(mark, folder->fd, order->consent->id);
    if (setenv(LEFTOVER_VARIABLE, strchr(mark, '=') + 1, 1) < 0)
        return -1;
    if (!plan->kubectl_context[0])
        return 0;
    return kube_pin_set(plan->kubectl_context, folder->fd, order->state_dir,
                        folder->id);
}
