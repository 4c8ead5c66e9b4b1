/* leftover.c - ending what an action left behind. */
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
#include "action/lineage.h"
#include "action/state_file.h"
#include "base/buf.h"
#include "base/clock.h"

enum { GRACE_MS = 5000, LOOK_EVERY_MS = 20, TEXT_MAX = 64 * 1024 };

static int end_it(struct leftover *leftover, const struct leftover_order *order,
                  const struct action *action, int folder, struct err *err);
static int open_lineage(struct lineage *lineage, char mark[LEFTOVER_MARK_SIZE],
                        int folder, const char *id, struct err *err);
static void go_down(struct lineage *lineage, int64_t grace_ms);
static void send_all(struct lineage *lineage, int signum);
static size_t wait_gone(struct lineage *lineage, int64_t grace_ms);
static void send_one(struct lineage_member *member, int signum);
static struct action_process *tell(const struct lineage *lineage, size_t *count,
                                   struct pool *pool);
static int audit_it(const struct leftover_order *order,
                    const struct leftover *leftover, struct err *err);
static int note_it(const struct leftover_order *order,
                   const struct leftover *leftover, int folder,
                   struct err *err);
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
    struct action_folder folder = {.fd = -1, .lock = -1, .control = -1};
    struct action action;
    int rc = -1;

    memset(leftover, 0, sizeof(*leftover));
    if (action_read(&action, order->state_dir, order->id, err) == 0 &&
        action_folder_open(&folder, order->state_dir, order->id, err) == 0)
        rc = end_it(leftover, order, &action, folder.fd, err);
    action_folder_close(&folder);
    action_clear(&action);
    return rc;
}

void leftover_clear(struct leftover *leftover)
{
    pool_clear(&leftover->pool);
    memset(leftover, 0, sizeof(*leftover));
}

static int end_it(struct leftover *leftover, const struct leftover_order *order,
                  const struct action *action, int folder, struct err *err)
{
    int64_t grace_ms =
        order->grace_ms > 0 ? order->grace_ms : (int64_t)GRACE_MS;
    char mark[LEFTOVER_MARK_SIZE];
    struct lineage lineage;

    if (!action_is_over(action->state) || action_folder_is_held(folder))
        return err_set(err, ERR_REFUSED, 0, "action %s is running", order->id);
    if (open_lineage(&lineage, mark, folder, order->id, err) < 0)
        return -1;
    for (size_t i = 0; i < action->alive_count; i++)
        if (!action->alive[i].is_doubtful)
            lineage_know(&lineage, (pid_t)action->alive[i].pid,
                         action->alive[i].start);
    (void)lineage_look(&lineage);
    leftover->found = tell(&lineage, &leftover->found_count, &leftover->pool);
    if (leftover->found_count)
        go_down(&lineage, grace_ms);
    leftover->left = tell(&lineage, &leftover->left_count, &leftover->pool);
    lineage_clear(&lineage);
    if (action->state != ACTION_LOST && !leftover->found_count)
        return err_set(err, ERR_REFUSED, 0, "action %s is not running",
                       order->id);
    if (audit_it(order, leftover, err) < 0)
        return -1;
    return note_it(order, leftover, folder, err);
}

static int open_lineage(struct lineage *lineage, char mark[LEFTOVER_MARK_SIZE],
                        int folder, const char *id, struct err *err)
{
    json_t *what = state_file_read_json(folder, ACTION_FILE_WHAT);
    json_t *running = state_file_read_json(folder, ACTION_FILE_RUNNING);
    const char *consent = json_string_value(json_object_get(what, "consent"));
    int rc = 0;

    if (consent && *consent) {
        leftover_mark(mark, folder, consent);
        lineage_open(lineage, mark, running);
    } else {
        rc = err_set(err, ERR_REFUSED, 0,
                     "action %s: its action.json cannot be read, so its "
                     "processes cannot be told from others",
                     id);
    }
    json_decref(what);
    json_decref(running);
    return rc;
}

static void go_down(struct lineage *lineage, int64_t grace_ms)
{
    static const int ladder[] = {SIGINT, SIGTERM, SIGKILL};

    for (size_t i = 0; i < sizeof(ladder) / sizeof(ladder[0]); i++) {
        send_all(lineage, ladder[i]);
        if (!wait_gone(lineage, grace_ms))
            break;
    }
}

static void send_all(struct lineage *lineage, int signum)
{
    for (size_t i = 0; i < lineage->count; i++)
        send_one(&lineage->members[i], signum);
}

/* Returns how many live at the end that may be signalled. What KILL does not
 * meet at once, because it was forked meanwhile, is met again. */
static size_t wait_gone(struct lineage *lineage, int64_t grace_ms)
{
    const struct timespec pause = {.tv_nsec = LOOK_EVERY_MS * 1000000L};
    int64_t end = clock_read().mono_ms + grace_ms;
    size_t count;

    do {
        (void)nanosleep(&pause, NULL);
        count = lineage_look(lineage);
    } while (count && clock_read().mono_ms < end);
    return count;
}

/* The descriptor holds on to the process, not to its number: looked at after
 * it was opened, the start is that of who gets the signal. */
static void send_one(struct lineage_member *member, int signum)
{
    struct process process;
    int fd;

    if (member->is_doubtful || member->is_refused)
        return;
    fd = (int)syscall(SYS_pidfd_open, member->process.pid, 0U);
    if (fd < 0)
        return;
    if (process_read(&process, member->process.pid) &&
        process_is_same(&process, &member->process)) {
        if (syscall(SYS_pidfd_send_signal, fd, signum, NULL, 0U) < 0)
            member->is_refused = errno == EPERM;
        (void)syscall(SYS_pidfd_send_signal, fd, SIGCONT, NULL, 0U);
    }
    (void)close(fd);
}

static struct action_process *tell(const struct lineage *lineage, size_t *count,
                                   struct pool *pool)
{
    struct action_process *list =
        pool_alloc(pool, LEFTOVER_MOST, sizeof(*list));

    *count = lineage->count;
    for (size_t i = 0; i < lineage->count && i < LEFTOVER_MOST; i++) {
        const struct lineage_member *member = &lineage->members[i];
        pid_t pid = member->process.pid;

        list[i] = (struct action_process){
            .pid = pid,
            .start = (int64_t)member->process.start,
            .name = process_name(pid, pool),
            .user = member->is_refused ? process_user(pid, pool) : "",
            .is_doubtful = member->is_doubtful};
    }
    return list;
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

static int note_it(const struct leftover_order *order,
                   const struct leftover *leftover, int folder, struct err *err)
{
    const struct action_left left = {.alive = leftover->left,
                                     .alive_count =
                                         leftover->left_count < LEFTOVER_MOST
                                             ? leftover->left_count
                                             : LEFTOVER_MOST,
                                     .who = order->who,
                                     .wall_ms = clock_read().wall_ms};

    return action_folder_put_left(folder, &left, err);
}

static void add_names(struct buf *out, const struct action_process *list,
                      size_t count)
{
    (void)buf_add_str(out, "");
    for (size_t i = 0; i < count && i < LEFTOVER_MOST; i++) {
        char text[ACTION_PROCESS_TEXT];

        action_process_format(text, sizeof(text), &list[i]);
        (void)buf_printf(out, "%s%s", i ? ", " : "", text);
    }
}
