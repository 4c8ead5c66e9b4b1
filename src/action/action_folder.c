/* action_folder.c - making, opening and locking the folder of a run. */
#include "action/action_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/state_file.h"
#include "base/paths.h"

enum { RESERVE_BYTES = 64 * 1024, ID_DIGITS_MAX = 9 };

static int fill(struct action_folder *folder, const struct plan *plan,
                const struct action_origin *origin, struct err *err);
static int take_number(struct action_folder *folder, int actions,
                       const char *name, struct err *err);
static long newest_number(int actions);
static int reserve(int folder, struct err *err);
static json_t *plan_json(const struct plan *plan,
                         const struct action_origin *origin);
static json_t *variables_json(const struct plan *plan);

int action_folder_make(struct action_folder *folder, const char *state_dir,
                       const struct plan *plan,
                       const struct action_origin *origin, struct err *err)
{
    char name[80];
    int actions;
    int rc = -1;

    *folder = (struct action_folder){.fd = -1, .lock = -1, .control = -1};
    (void)snprintf(name, sizeof(name), ".new-%.40s", origin->consent);
    actions = action_folder_open_all(state_dir, true, err);
    if (actions < 0)
        return -1;
    if (mkdirat(actions, name, S_IRWXU) < 0) {
        (void)err_set(err, ERR_SYSTEM, errno, "cannot make a folder: %s",
                      strerror(errno));
        goto out;
    }
    folder->fd = openat(actions, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0)
        (void)err_set(err, ERR_SYSTEM, errno, "cannot open a folder: %s",
                      strerror(errno));
    else if (fill(folder, plan, origin, err) == 0)
        rc = take_number(folder, actions, name, err);
out:
    if (rc < 0) {
        action_folder_empty(actions, name);
        (void)err_within(err, "state folder");
    }
    (void)close(actions);
    return rc;
}

int action_folder_open(struct action_folder *folder, const char *state_dir,
                       const char *id, struct err *err)
{
    int actions;

    *folder = (struct action_folder){.fd = -1, .lock = -1, .control = -1};
    if (!action_folder_is_id(id))
        return err_set(err, ERR_REFUSED, 0, "no action '%s'", id);
    actions = action_folder_open_all(state_dir, false, err);
    if (actions < 0)
        return -1;
    folder->fd =
        openat(actions, id, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder->fd < 0)
        (void)err_set(err, errno == ENOENT ? ERR_REFUSED : ERR_SYSTEM, errno,
                      "no action '%s': %s", id, strerror(errno));
    (void)snprintf(folder->id, sizeof(folder->id), "%s", id);
    (void)close(actions);
    return folder->fd < 0 ? -1 : 0;
}

void action_folder_close(struct action_folder *folder)
{
    if (folder->fd >= 0)
        (void)close(folder->fd);
    if (folder->lock >= 0)
        (void)close(folder->lock);
    if (folder->control >= 0)
        (void)close(folder->control);
    *folder = (struct action_folder){.fd = -1, .lock = -1, .control = -1};
}

void action_folder_remove(const struct action_folder *folder,
                          const char *state_dir)
{
    int actions = action_folder_open_all(state_dir, false, NULL);

    if (actions < 0)
        return;
    action_folder_empty(actions, folder->id);
    (void)close(actions);
}

bool action_folder_is_held(int folder)
{
    int fd = openat(folder, ACTION_FILE_LOCK, O_RDONLY | O_CLOEXEC);
    bool is_held;

    if (fd < 0)
        return false;
    is_held = flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
    (void)close(fd);
    return is_held;
}

int action_folder_mark(int folder, const char *name, struct err *err)
{
    int fd =
        openat(folder, name, O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (fd < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot write %s: %s", name,
                       strerror(errno));
    (void)close(fd);
    return 0;
}

bool action_folder_is_id(const char *name)
{
    size_t digits = strspn(name, "0123456789");

    return digits && digits <= ID_DIGITS_MAX && !name[digits] && name[0] != '0';
}

static int fill(struct action_folder *folder, const struct plan *plan,
                const struct action_origin *origin, struct err *err)
{
    folder->lock =
        openat(folder->fd, ACTION_FILE_LOCK,
               O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (folder->lock < 0 || flock(folder->lock, LOCK_EX | LOCK_NB) < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot take the lock: %s",
                       strerror(errno));
    if (mkfifoat(folder->fd, ACTION_FILE_CONTROL, S_IRUSR | S_IWUSR) == 0)
        folder->control = openat(folder->fd, ACTION_FILE_CONTROL,
                                 O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (folder->control < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot make a FIFO: %s",
                       strerror(errno));
    if (reserve(folder->fd, err) < 0)
        return -1;
    return state_file_put_json(folder->fd, ACTION_FILE_WHAT,
                               plan_json(plan, origin), 0, err);
}

/* Two programs may want the same number; the second one takes the next. */
static int take_number(struct action_folder *folder, int actions,
                       const char *name, struct err *err)
{
    long number = newest_number(actions) + 1;

    for (int tries = 0; tries < 1000; tries++, number++) {
        (void)snprintf(folder->id, sizeof(folder->id), "%ld", number);
        if (renameat2(actions, name, actions, folder->id, RENAME_NOREPLACE) ==
            0) {
            (void)fsync(actions);
            return 0;
        }
        if (errno != EEXIST && errno != ENOTEMPTY)
            break;
    }
    return err_set(err, ERR_SYSTEM, errno, "cannot number a folder: %s",
                   strerror(errno));
}

static long newest_number(int actions)
{
    int again = openat(actions, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    long newest = 0;

    if (!list && again >= 0)
        (void)close(again);
    while (list && (entry = readdir(list))) {
        long number = action_folder_is_id(entry->d_name)
                          ? strtol(entry->d_name, NULL, 10)
                          : 0;

        if (number > newest)
            newest = number;
    }
    if (list)
        (void)closedir(list);
    return newest;
}

/* Blocks that are given back when the result is written. */
static int reserve(int folder, struct err *err)
{
    int fd = openat(folder, ACTION_FILE_RESERVE,
                    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    int code = fd < 0 ? errno : posix_fallocate(fd, 0, RESERVE_BYTES);

    if (fd >= 0)
        (void)close(fd);
    if (!code || code == EOPNOTSUPP || code == EINVAL)
        return 0;
    return err_set(err, ERR_SYSTEM, code, "no room for a result: %s",
                   strerror(code));
}

int action_folder_open_all(const char *state_dir, bool is_made, struct err *err)
{
    char *path = paths_join(state_dir, "actions", NULL);
    int fd = -1;

    if (!is_made && access(path, F_OK) < 0)
        (void)err_set(err, ERR_REFUSED, ENOENT, "no action was run yet");
    else if (paths_make_private(state_dir, err) == 0 &&
             paths_make_private(path, err) == 0 &&
             (fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
        (void)err_set(err, ERR_SYSTEM, errno, "cannot open '%.160s': %s", path,
                      strerror(errno));
    free(path);
    return fd;
}

void action_folder_empty(int actions, const char *name)
{
    int fd =
        openat(actions, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;

    if (!list && fd >= 0)
        (void)close(fd);
    while (list && (entry = readdir(list)))
        (void)unlinkat(dirfd(list), entry->d_name, 0);
    if (list)
        (void)closedir(list);
    (void)unlinkat(actions, name, AT_REMOVEDIR);
}

static json_t *plan_json(const struct plan *plan,
                         const struct action_origin *origin)
{
    const struct {
        const char *name, *text;
    } texts[] = {
        {"runbook", plan->runbook},
        {"runbook_title", plan->runbook_title},
        {"step_title", plan->step_title},
        {"command", plan->command},
        {"shell", plan->shell},
        {"risk", risk_name(plan->risk)},
        {"reason", plan->reason},
        {"context", plan->context},
        {"namespace", plan->namespace_name},
        {"kubectl_context", plan->kubectl_context},
        {"alert", plan->alert},
        {"panel", plan->panel},
        {"who", origin->who},
        {"host", origin->host},
        {"consent", origin->consent},
    };
    json_t *object = json_object();

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        (void)json_object_set_new(object, texts[i].name,
                                  state_file_text(texts[i].text));
    (void)json_object_set_new(object, "step", json_integer(plan->step));
    (void)json_object_set_new(object, "variables", variables_json(plan));
    (void)json_object_set_new(object, "timeout_ms",
                              json_integer(plan->timeout_ms));
    (void)json_object_set_new(object, "interactive",
                              json_boolean(plan->is_interactive));
    (void)json_object_set_new(object, "dry_run",
                              json_boolean(plan->is_dry_run));
    (void)json_object_set_new(object, "edited", json_boolean(plan->is_edited));
    (void)json_object_set_new(object, "started_ms",
                              json_integer(origin->wall_ms));
    return object;
}

static json_t *variables_json(const struct plan *plan)
{
    json_t *object = json_object();

    for (size_t i = 0; i < plan->variable_count; i++)
        (void)json_object_set_new(object, plan->variables[i].name,
                                  state_file_text(plan->variables[i].value));
    return object;
}
