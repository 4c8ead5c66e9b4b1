/* child.c - fork, exec, wait, by process id only. */
#include "sim/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"

static void set_of_waited(sigset_t *set);
static void prepare_helper(pid_t parent);
static void unblock_signals(void);
static pid_t flush_and_fork(struct err *err);
static void run(const char *const argv[]);

char *child_find(const char *name, const char *package, struct err *err)
{
    const char *path = getenv("PATH");
    const char *at = path ? path : "/usr/local/bin:/usr/bin:/bin";

    if (strchr(name, '/')) {
        if (access(name, X_OK) == 0)
            return xstrdup(name);
        at = "";
    }
    while (*at) {
        size_t length = strcspn(at, ":");
        char *found = xasprintf("%.*s/%s", (int)length, at, name);

        if (access(found, X_OK) == 0)
            return found;
        free(found);
        at += length;
        at += *at == ':';
    }
    (void)err_set(err, ERR_SYSTEM, ENOENT,
                  "cannot find %s; on Debian: apt-get install %s", name,
                  package);
    return NULL;
}

pid_t child_start(const char *const argv[], const char *log, struct err *err)
{
    pid_t pid = child_fork(err);
    int out;
    int in;

    if (pid != 0)
        return pid;
    in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 ||
        dup2(out, 2) < 0)
        _exit(126);
    unblock_signals();
    run(argv);
    return -1;
}

pid_t child_fork(struct err *err)
{
    pid_t parent = getpid();
    pid_t pid = flush_and_fork(err);

    if (pid == 0)
        prepare_helper(parent);
    return pid;
}

pid_t child_start_foreground(const char *const argv[], struct err *err)
{
    pid_t pid = flush_and_fork(err);

    if (pid != 0)
        return pid;
    unblock_signals();
    run(argv);
    return -1;
}

/* What stdio holds must not be written twice. */
static pid_t flush_and_fork(struct err *err)
{
    pid_t pid;

    (void)fflush(NULL);
    pid = fork();
    if (pid < 0)
        return (pid_t)err_set(err, ERR_SYSTEM, errno, "fork: %s",
                              strerror(errno));
    return pid;
}

void child_stop(pid_t pid)
{
    int status;

    if (pid <= 0)
        return;
    (void)kill(pid, SIGTERM);
    (void)kill(pid, SIGCONT);
    for (int waits = 0; waits < 200; waits++) {
        if (child_has_ended(pid, &status))
            return;
        (void)child_wait_signal(10);
    }
    (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
}

bool child_has_ended(pid_t pid, int *status)
{
    pid_t got = waitpid(pid, status, WNOHANG);

    return got == pid || (got < 0 && errno == ECHILD);
}

void child_block_signals(void)
{
    sigset_t set;

    set_of_waited(&set);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
}

int child_wait_signal(int max_ms)
{
    struct timespec limit = {.tv_sec = max_ms / 1000,
                             .tv_nsec = max_ms % 1000 * 1000000L};
    sigset_t set;
    int signum;

    set_of_waited(&set);
    do
        signum = sigtimedwait(&set, NULL, max_ms < 0 ? NULL : &limit);
    while (signum < 0 && errno == EINTR && max_ms < 0);
    return signum < 0 ? 0 : signum;
}

static void set_of_waited(sigset_t *set)
{
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGCHLD);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGHUP);
}

/* The death signal is not sent when the parent was gone before it was asked
 * for; then nobody would ever end us. */
static void prepare_helper(pid_t parent)
{
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(126);
}

static void unblock_signals(void)
{
    sigset_t none;

    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void run(const char *const argv[])
{
    (void)execvp(argv[0], (char *const *)argv);
    (void)fprintf(stderr, "tracetop-sim: cannot run %s: %s\n", argv[0],
                  strerror(errno));
    _exit(127);
}
