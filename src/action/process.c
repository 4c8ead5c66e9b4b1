/* process.c - reading the files of /proc/PID. */
#include "action/process.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

enum { NAME_BYTES = 200, ENVIRONMENT_MAX = 4 * 1024 * 1024 };

static int open_file(pid_t pid, const char *name);
static ssize_t read_file(pid_t pid, const char *name, char *out, size_t size);
static bool read_environment(pid_t pid, struct buf *out);

/* The name in a stat line may hold anything, a ")" too: the last one ends it.
 * A zombie is nobody any more. */
bool process_read(struct process *process, pid_t pid)
{
    char line[1024];
    const char *behind;
    char state = 'Z';
    int parent = 0, session = 0;
    uint64_t start = 0;

    if (read_file(pid, "stat", line, sizeof(line)) <= 0)
        return false;
    behind = strrchr(line, ')');
    if (!behind ||
        sscanf(behind,
               ") %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
               "%*d %*d %*d %*d %" SCNu64,
               &state, &parent, &session, &start) != 4 ||
        state == 'Z' || state == 'X')
        return false;
    *process = (struct process){.pid = pid,
                                .parent = (pid_t)parent,
                                .session = (pid_t)session,
                                .start = start};
    return true;
}

bool process_is_same(const struct process *left, const struct process *right)
{
    return left->pid == right->pid && left->start == right->start;
}

const char *process_name(pid_t pid, struct pool *pool)
{
    char line[NAME_BYTES];
    ssize_t got = read_file(pid, "cmdline", line, sizeof(line));

    if (got <= 0)
        got = read_file(pid, "comm", line, sizeof(line));
    for (ssize_t i = 0; i + 1 < got; i++)
        if (!line[i] || line[i] == '\n')
            line[i] = ' ';
    return pool_strdup(pool, got > 0 ? line : "?");
}

/* The real user may be somebody else than the one whose rights it has. */
const char *process_user(pid_t pid, struct pool *pool)
{
    char text[4096];
    struct passwd entry;
    struct passwd *found = NULL;
    const char *line;
    unsigned user = 0;

    if (read_file(pid, "status", text, sizeof(text)) <= 0)
        return "?";
    line = strstr(text, "\nUid:");
    if (!line || sscanf(line, "\nUid: %*u %u", &user) != 1)
        return "?";
    if (getpwuid_r(user, &entry, text, sizeof(text), &found) == 0 && found)
        return pool_strdup(pool, found->pw_name);
    (void)snprintf(text, sizeof(text), "user %u", user);
    return pool_strdup(pool, text);
}

bool process_has_mark(pid_t pid, const char *mark)
{
    size_t length = strlen(mark);
    struct buf environment;
    bool has_it = false;

    buf_init(&environment, ENVIRONMENT_MAX);
    if (read_environment(pid, &environment)) {
        const char *end = environment.bytes + environment.length;

        for (const char *at = environment.bytes; at < end && !has_it;
             at += strlen(at) + 1)
            has_it = strlen(at) == length && !memcmp(at, mark, length);
    }
    buf_clear(&environment);
    return has_it;
}

int64_t process_autogroup(pid_t pid)
{
    char line[128];
    int64_t number = 0;

    if (read_file(pid, "autogroup", line, sizeof(line)) <= 0 ||
        sscanf(line, "/autogroup-%" SCNd64, &number) != 1)
        return 0;
    return number;
}

static int open_file(pid_t pid, const char *name)
{
    char path[64];

    (void)snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static ssize_t read_file(pid_t pid, const char *name, char *out, size_t size)
{
    int fd = open_file(pid, name);
    ssize_t got;

    if (fd < 0)
        return -1;
    got = read(fd, out, size - 1);
    out[got > 0 ? got : 0] = '\0';
    (void)close(fd);
    return got;
}

/* Of a process that is over but not yet waited for, there is none. */
static bool read_environment(pid_t pid, struct buf *out)
{
    char part[16384];
    ssize_t got = 0;
    int fd = open_file(pid, "environ");

    if (fd < 0)
        return false;
    while ((got = read(fd, part, sizeof(part))) > 0 &&
           buf_add(out, part, (size_t)got))
        ;
    (void)close(fd);
    return out->length > 0;
}
