/* prune.c - old runs go, so that the state folder stays small. */
#include "action/prune.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/action.h"
#include "action/action_folder.h"
#include "action/action_numbers.h"

#define NEW_PREFIX ".new-"
#define OLD_PREFIX ".old-"

/* So many go at once: it is called after each run. */
enum { MOST_AT_ONCE = 50 };

static const int64_t kept_ms = (int64_t)PRUNE_DAYS * 24 * 3600 * 1000;
static const int64_t made_ms = (int64_t)3600 * 1000;

static int read_ids(int actions, int64_t wall_ms, struct action_numbers *ids);
static void sweep(int actions, const char *name, int64_t wall_ms);
static bool may_go(const char *state_dir, const char *id, size_t place,
                   int64_t wall_ms);
static bool is_settled(const char *state_dir, const char *id);
static bool take_away(int actions, const char *id);

int prune_actions(const char *state_dir, int64_t wall_ms, struct err *err)
{
    struct action_numbers ids = {0};
    int actions = action_folder_open_all(state_dir, false, err);
    int gone = 0;

    if (actions < 0)
        return -1;
    if (read_ids(actions, wall_ms, &ids) < 0)
        gone = err_set(err, ERR_SYSTEM, 0, "cannot read the state folder");
    action_numbers_sort(&ids);
    for (size_t i = ids.count; i > PRUNE_ALWAYS_KEPT && gone < MOST_AT_ONCE;
         i--) {
        char id[ACTION_ID_SIZE];

        (void)snprintf(id, sizeof(id), "%ld", ids.list[i - 1]);
        if (may_go(state_dir, id, i, wall_ms))
            gone += take_away(actions, id);
        else if (i <= PRUNE_MOST_KEPT && is_settled(state_dir, id))
            break; /* the newer ones are younger still */
    }
    action_numbers_clear(&ids);
    (void)close(actions);
    return gone;
}

static int read_ids(int actions, int64_t wall_ms, struct action_numbers *ids)
{
    int again = openat(actions, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;

    if (!list) {
        if (again >= 0)
            (void)close(again);
        return -1;
    }
    while ((entry = readdir(list)))
        if (!action_numbers_add(ids, entry->d_name))
            sweep(actions, entry->d_name, wall_ms);
    (void)closedir(list);
    return 0;
}

/* One that is being made is held by its maker; the hour is for the moment
 * before it has its lock. */
static void sweep(int actions, const char *name, int64_t wall_ms)
{
    bool is_new = !strncmp(name, NEW_PREFIX, strlen(NEW_PREFIX));
    struct stat status;
    int fd;

    if (!is_new && strncmp(name, OLD_PREFIX, strlen(OLD_PREFIX)) != 0)
        return;
    fd = openat(actions, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return;
    if (!is_new || (fstat(fd, &status) == 0 &&
                    (int64_t)status.st_mtime * 1000 + made_ms < wall_ms &&
                    !action_folder_is_held(fd)))
        action_folder_empty(actions, name);
    (void)close(fd);
}

/* `place`: 1 is the newest. */
static bool may_go(const char *state_dir, const char *id, size_t place,
                   int64_t wall_ms)
{
    struct action action;
    bool is_so = false;

    if (action_read(&action, state_dir, id, NULL) == 0 &&
        action_is_over(action.state) && action.ended_wall_ms > 0 &&
        is_settled(state_dir, id))
        is_so = action.ended_wall_ms + kept_ms < wall_ms ||
                (place > PRUNE_MOST_KEPT && action.state != ACTION_LOST);
    action_clear(&action);
    return is_so;
}

static bool is_settled(const char *state_dir, const char *id)
{
    struct action_folder folder;
    bool is_so;

    if (action_folder_open(&folder, state_dir, id, NULL) < 0)
        return false;
    is_so = faccessat(folder.fd, ACTION_FILE_AUDITED, F_OK, 0) == 0 &&
            !action_folder_is_held(folder.fd);
    action_folder_close(&folder);
    return is_so;
}

/* Under another name first: half emptied, it would look like a lost one. */
static bool take_away(int actions, const char *id)
{
    char name[ACTION_ID_SIZE + sizeof(OLD_PREFIX)];

    (void)snprintf(name, sizeof(name), OLD_PREFIX "%s", id);
    if (renameat(actions, id, actions, name) < 0)
        return false;
    action_folder_empty(actions, name);
    return true;
}
