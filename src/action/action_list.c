/* action_list.c - all runs, the newest first, and those that were lost. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "action/action.h"
#include "action/action_folder.h"
#include "action/action_numbers.h"
#include "action/audit_file.h"
#include "base/paths.h"
#include "base/xalloc.h"

static int read_numbers(const char *state_dir, struct action_numbers *numbers,
                        struct err *err);
static int settle_one(const char *state_dir, const char *id, int64_t wall_ms,
                      struct err *err);
static void result_of(const struct action *action, int64_t wall_ms,
                      struct action_result *result);

int action_list_read(struct action_list *list, const char *state_dir,
                     size_t most, struct err *err)
{
    struct action_numbers numbers = {0};
    size_t wanted;

    memset(list, 0, sizeof(*list));
    if (read_numbers(state_dir, &numbers, err) < 0)
        return -1;
    wanted = numbers.count < most ? numbers.count : most;
    list->left_out = numbers.count - wanted;
    list->actions = xcalloc(wanted + 1, sizeof(*list->actions));
    for (size_t i = 0; i < wanted; i++) {
        char *id = xasprintf("%ld", numbers.list[i]);

        /* one that was taken away meanwhile is not there */
        if (action_read(&list->actions[list->count], state_dir, id, NULL) == 0)
            list->count++;
        else
            action_clear(&list->actions[list->count]);
        free(id);
    }
    action_numbers_clear(&numbers);
    return 0;
}

void action_list_clear(struct action_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        action_clear(&list->actions[i]);
    free(list->actions);
    memset(list, 0, sizeof(*list));
}

int action_settle_lost(const char *state_dir, int64_t wall_ms, struct err *err)
{
    struct action_numbers numbers = {0};
    int settled = 0;

    if (read_numbers(state_dir, &numbers, err) < 0)
        return -1;
    for (size_t i = 0; i < numbers.count; i++) {
        char *id = xasprintf("%ld", numbers.list[i]);
        int one = settle_one(state_dir, id, wall_ms, err);

        free(id);
        if (one < 0) {
            settled = -1;
            break;
        }
        settled += one;
    }
    action_numbers_clear(&numbers);
    return settled;
}

/* Returns 1 when there was something to write down. Two programs may come at
 * once: the folder's own lock parts them. */
static int settle_one(const char *state_dir, const char *id, int64_t wall_ms,
                      struct err *err)
{
    struct action_folder folder;
    struct action action = {0};
    struct action_result result;
    struct err reason = {0};
    int rc = 0;

    if (action_folder_open(&folder, state_dir, id, NULL) < 0)
        return 0;
    if (flock(folder.fd, LOCK_EX) < 0 ||
        faccessat(folder.fd, ACTION_FILE_AUDITED, F_OK, 0) == 0 ||
        action_folder_is_held(folder.fd) ||
        action_read(&action, state_dir, id, NULL) < 0)
        goto out;
    result_of(&action, wall_ms, &result);
    if (action.state == ACTION_LOST &&
        action_folder_put_result(folder.fd, &result, &reason) < 0 &&
        reason.code != EEXIST) {
        rc = err_set(err, reason.kind, reason.code, "%s", reason.text);
        goto out;
    }
    rc = audit_file_has(state_dir, "end", id, err);
    if (rc == 0)
        rc = action_folder_audit_end(folder.fd, state_dir, id, &result, err) < 0
                 ? -1
                 : 1;
    else if (rc > 0)
        rc = action_folder_mark(folder.fd, ACTION_FILE_AUDITED, err);
out:
    action_clear(&action);
    action_folder_close(&folder);
    return rc;
}

static void result_of(const struct action *action, int64_t wall_ms,
                      struct action_result *result)
{
    *result = (struct action_result){
        .state = action->state,
        .wall_ms = action->ended_wall_ms,
        .exit_status = action->exit_status,
        .signum = action->signum,
        .output_bytes = action->output_bytes,
        .cancelled_by = action->cancelled_by,
        .problem = action->problem,
        .alive = action->alive,
        .alive_count = action->alive_count,
    };
    if (action->state != ACTION_LOST || action->ended_wall_ms)
        return;
    result->wall_ms = wall_ms;
    result->exit_status = -1;
    result->problem = action->pid
                          ? "its supervisor was killed; nobody knows how it "
                            "went, and parts of it may still run: "
                            "'tracetop action cancel' ends them"
                          : "its supervisor was killed before the step began";
}

static int read_numbers(const char *state_dir, struct action_numbers *numbers,
                        struct err *err)
{
    char *path = paths_join(state_dir, "actions", NULL);
    const struct dirent *entry;
    DIR *list = NULL;
    int rc = -1;

    if (access(path, F_OK) < 0 && errno == ENOENT) {
        rc = 0;
        goto out;
    }
    if (paths_make_private(state_dir, err) < 0 ||
        paths_make_private(path, err) < 0)
        goto out;
    list = opendir(path);
    if (!list) {
        (void)err_set(err, ERR_SYSTEM, errno, "cannot read '%.160s': %s", path,
                      strerror(errno));
        goto out;
    }
    while ((entry = readdir(list)))
        (void)action_numbers_add(numbers, entry->d_name);
    action_numbers_sort(numbers);
    rc = 0;
out:
    if (list)
        (void)closedir(list);
    free(path);
    return rc;
}
