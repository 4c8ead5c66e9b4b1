/* leftover.c - ending what a killed supervisor left behind. */
#include "action/leftover.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "action/action_folder.h"
#include "action/audit.h"
#include "action/process_list.h"
#include "action/state_file.h"
#include "base/buf.h"
#include "base/clock.h"

enum { GRACE_MS = 5000, LOOK_EVERY_MS = 20, TEXT_MAX = 64 * 1024 };

static int find_mark(char mark[LEFTOVER_MARK_SIZE], const char *state_dir,
                     const char *id, struct err *err);
static void end_all(struct leftover *leftover, const char *mark,
                    int64_t grace_ms);
static size_t send_all(const char *mark, int signum);
static size_t wait_gone(const char *mark, int64_t grace_ms);
static void send_one(pid_t pid, const char *mark, int signum);
static int audit_it(const struct leftover_order *order,
                    const struct leftover *leftover, struct err *err);
static void add_names(struct buf *out, const struct action_process *list,
                      size_t count);

void leftover_mark(char out[LEFTOVER_MARK_SIZE], int folder,
                   const char *consent)
{
    struct stat status = {0};

    (void)fstat(folder, &status);
    (void)snprintf(out, LEFTOVER_MARK_SIZE, LEFTOVER_VARIABLE "=%.80s-%llu",
                   consent, (unsigned long long)status.st_ino);
}

int leftover_end(struct leftover *leftover, const struct leftover_order *order,
                 struct err *err)
{
    char mark[LEFTOVER_MARK_SIZE];

    memset(leftover, 0, sizeof(*leftover));
    if (find_mark(mark, order->state_dir, order->id, err) < 0)
        return -1;
    leftover->found = process_list_marked(mark, &leftover->pool, LEFTOVER_MOST,
                                          &leftover->found_count);
    if (leftover->found_count)
        end_all(leftover, mark,
                order->grace_ms > 0 ? order->grace_ms : (int64_t)GRACE_MS);
    return audit_it(order, leftover, err);
}

void leftover_clear(struct leftover *leftover)
{
    pool_clear(&leftover->pool);
    memset(leftover, 0, sizeof(*leftover));
}

static int find_mark(char mark[LEFTOVER_MARK_SIZE], const char *state_dir,
                     const char *id, struct err *err)
{
    struct action_folder folder;
    struct action action;
    json_t *what = NULL;
    const char *consent;
    int rc = -1;

    if (action_read(&action, state_dir, id, err) < 0 ||
        action_folder_open(&folder, state_dir, id, err) < 0) {
        action_clear(&action);
        return -1;
    }
    what = state_file_read_json(folder.fd, ACTION_FILE_WHAT);
    consent = json_string_value(json_object_get(what, "consent"));
    if (action.state != ACTION_LOST || action_folder_is_held(folder.fd)) {
        (void)err_set(err, ERR_REFUSED, 0, "action %s is not running", id);
    } else if (!consent || !*consent) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "action %s: its action.json cannot be read, so its "
                      "processes cannot be told from others",
                      id);
    } else {
        leftover_mark(mark, folder.fd, consent);
        rc = 0;
    }
    json_decref(what);
    action_folder_close(&folder);
    action_clear(&action);
    return rc;
}

static void end_all(struct leftover *leftover, const char *mark,
                    int64_t grace_ms)
{
    static const int ladder[] = {SIGINT, SIGTERM, SIGKILL};

    for (size_t i = 0; i < sizeof(ladder) / sizeof(ladder[0]); i++)
        if (!send_all(mark, ladder[i]) || !wait_gone(mark, grace_ms))
            break;
    leftover->left = process_list_marked(mark, &leftover->pool, LEFTOVER_MOST,
                                         &leftover->left_count);
}

static size_t send_all(const char *mark, int signum)
{
    struct pool pool = {0};
    size_t count;
    const struct action_process *list =
        process_list_marked(mark, &pool, LEFTOVER_MOST, &count);

    for (size_t i = 0; i < count && i < LEFTOVER_MOST; i++)
        send_one((pid_t)list[i].pid, mark, signum);
    pool_clear(&pool);
    return count;
}

/* Returns how many live at the end. What KILL does not meet at once, because
 * it was forked meanwhile, is met again. */
static size_t wait_gone(const char *mark, int64_t grace_ms)
{
    const struct timespec pause = {.tv_nsec = LOOK_EVERY_MS * 1000000L};
    int64_t end = clock_read().mono_ms + grace_ms;
    size_t count = 0;

    do {
        struct pool pool = {0};

        (void)nanosleep(&pause, NULL);
        (void)process_list_marked(mark, &pool, 0, &count);
        pool_clear(&pool);
    } while (count && clock_read().mono_ms < end);
    return count;
}

/* The descriptor holds on to the process, not to its number: looked at after
 * it was opened, the mark is that of who gets the signal. */
static void send_one(pid_t pid, const char *mark, int signum)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0U);

    if (fd < 0)
        return;
    if (process_list_has_mark(pid, mark)) {
        (void)syscall(SYS_pidfd_send_signal, fd, signum, NULL, 0U);
        (void)syscall(SYS_pidfd_send_signal, fd, SIGCONT, NULL, 0U);
    }
    (void)close(fd);
}

static int audit_it(const struct leftover_order *order,
                    const struct leftover *leftover, struct err *err)
{
    struct buf found, left;
    int rc;

    buf_init(&found, TEXT_MAX);
    buf_init(&left, TEXT_MAX);
    add_names(&found, leftover->found, leftover->found_count);
    add_names(&left, leftover->left, leftover->left_count);
    const struct audit_field fields[] = {
        {.name = "who", .text = order->who},
        {.name = "found", .text = found.bytes},
        {.name = "left", .text = left.bytes},
    };
    const struct audit_entry entry = {.at_wall_ms = clock_read().wall_ms,
                                      .event = "cancel",
                                      .action = order->id,
                                      .fields = fields,
                                      .field_count =
                                          sizeof(fields) / sizeof(fields[0])};

    rc = audit_append(order->state_dir, &entry, err);
    buf_clear(&found);
    buf_clear(&left);
    return rc;
}

static void add_names(struct buf *out, const struct action_process *list,
                      size_t count)
{
    (void)buf_add_str(out, "");
    for (size_t i = 0; i < count && i < LEFTOVER_MOST; i++)
        (void)buf_printf(out, "%s%lld %s", i ? ", " : "",
                         (long long)list[i].pid, list[i].name);
}
