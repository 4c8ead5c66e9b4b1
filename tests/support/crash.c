/* crash.c - ptrace(2) from system call to system call. */
#include "tests/support/crash.h"

#include "tests/test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The process that is traced now, on the way to the one to be killed. */
struct chase {
    pid_t first;
    pid_t pid;
    int generation; /* of `pid` */
    int wanted;
    pid_t early; /* a child that stopped before its fork was told; or 0 */
    int left;    /* system calls that it may still make */
};

static void start(struct chase *chase, crash_fn *fn, void *argument);
static bool follow(struct chase *chase);
static void take_fork(struct chase *chase);
static void take_stranger(struct chase *chase, pid_t pid);
static bool changes_something(pid_t pid);
static void go_on(const struct chase *chase, int signum);

bool crash_at(crash_fn *fn, void *argument, int generation, int nth)
{
    struct chase chase = {.wanted = generation, .left = nth - 1};
    bool is_killed;

    start(&chase, fn, argument);
    is_killed = follow(&chase);
    if (chase.pid != chase.first)
        (void)waitpid(chase.first, NULL, 0);
    return is_killed;
}

bool crash_is_possible(void)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0)
        _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0);
    return child > 0 && waitpid(child, &status, 0) == child &&
           WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void start(struct chase *chase, crash_fn *fn, void *argument)
{
    int status;

    chase->first = fork();
    assert_true(chase->first >= 0);
    if (chase->first == 0) {
        (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        (void)raise(SIGSTOP);
        fn(argument);
        _exit(0);
    }
    chase->pid = chase->first;
    assert_int_equal(waitpid(chase->pid, &status, 0), chase->pid);
    assert_true(WIFSTOPPED(status));
    assert_int_equal(ptrace(PTRACE_SETOPTIONS, chase->pid, NULL,
                            PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
                                PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE),
                     0);
    go_on(chase, 0);
}

/* Returns whether the one that was wanted was killed. */
static bool follow(struct chase *chase)
{
    for (;;) {
        int status, signum;
        pid_t pid = waitpid(-1, &status, __WALL);

        if (pid < 0 && errno == EINTR)
            continue;
        assert_true(pid > 0);
        if (!WIFSTOPPED(status)) {
            if (pid == chase->pid)
                return false;
            continue;
        }
        signum = WSTOPSIG(status);
        if (pid != chase->pid) {
            take_stranger(chase, pid);
        } else if (status >> 16) {
            take_fork(chase);
        } else if (signum != (SIGTRAP | 0x80)) {
            go_on(chase, signum == SIGSTOP ? 0 : signum);
        } else if (changes_something(pid) && !chase->left--) {
            assert_int_equal(kill(pid, SIGKILL), 0);
            assert_int_equal(waitpid(pid, &status, __WALL), pid);
            return true;
        } else {
            go_on(chase, 0);
        }
    }
}

static void take_fork(struct chase *chase)
{
    unsigned long child = 0;

    if (chase->generation == chase->wanted) {
        go_on(chase, 0);
        return;
    }
    assert_int_equal(ptrace(PTRACE_GETEVENTMSG, chase->pid, NULL, &child), 0);
    (void)ptrace(PTRACE_DETACH, chase->pid, NULL, NULL);
    chase->pid = (pid_t)child;
    chase->generation++;
    if (chase->early == chase->pid)
        go_on(chase, 0);
    chase->early = 0;
}

/* A child of the one that is to be killed is none of our business. */
static void take_stranger(struct chase *chase, pid_t pid)
{
    if (chase->generation == chase->wanted)
        (void)ptrace(PTRACE_DETACH, pid, NULL, NULL);
    else
        chase->early = pid;
}

/* At a system call: whether it begins one that leaves a trace behind. */
static bool changes_something(pid_t pid)
{
    static const uint64_t changing[] = {
        SYS_write,     SYS_pwrite64,  SYS_writev,    SYS_ftruncate,
        SYS_mkdirat,   SYS_renameat2, SYS_linkat,    SYS_unlinkat,
        SYS_symlinkat, SYS_mknodat,   SYS_fsync,     SYS_fdatasync,
        SYS_flock,     SYS_kill,      SYS_setsid,    SYS_pidfd_send_signal,
        SYS_clone,     SYS_clone3,    SYS_fallocate, SYS_fchmod,
#ifdef SYS_rename /* not on newer machines */
        SYS_rename,    SYS_renameat,  SYS_link,      SYS_unlink,
        SYS_mkdir,     SYS_rmdir,     SYS_fork,      SYS_vfork,
#endif
    };
    struct __ptrace_syscall_info info = {0};

    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof(info), &info) < 0 ||
        info.op != PTRACE_SYSCALL_INFO_ENTRY)
        return false;
    if (info.entry.nr == SYS_openat)
        return (info.entry.args[2] & O_CREAT) != 0;
    for (size_t i = 0; i < sizeof(changing) / sizeof(changing[0]); i++)
        if (info.entry.nr == changing[i])
            return true;
    return false;
}

static void go_on(const struct chase *chase, int signum)
{
    (void)ptrace(chase->generation == chase->wanted ? PTRACE_SYSCALL
                                                    : PTRACE_CONT,
                 chase->pid, NULL, signum);
}
