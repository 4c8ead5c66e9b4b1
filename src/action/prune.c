/* prune.c - old runs go, so that the state folder stays small. */
#include "action/prune.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "action/action.h"
#include "action/action_folder.h"
#include "base/xalloc.h"

#define NEW_PREFIX ".new-"
#define OLD_PREFIX ".old-"

/* So many go at once: it is called after each run. */
enum { MOST_AT_ONCE = 50 };

static const int64_t kept_ms = (int64_t)PRUNE_DAYS * 24 * 3600 * 1000;
static const int64_t made_ms = (int64_t)3600 * 1000;

struct ids {
    long *list;
    size_t count, capacity;
};

static int read_ids(int actions, int64_t wall_ms, struct ids *ids);
static void sweep(int actions, const char *name, int64_t wall_ms);
static void add_id(struct ids *ids, const char *name);
static int newest_first(const void *left, const void *right);
static bool may_go(const char *state_dir, const char *id, size_t place,
                   int64_t wall_ms);
static bool is_settled(const char *state_dir, const char *id);
static bool take_away(int actions, const char *id);

int prune_actions(const char *state_dir, int64_t wall_ms, struct err *err)
{
    struct ids ids = {0};
    int actions = action_folder_open_all(state_dir, false, err);
    int gone = 0;

    if (actions < 0)
        return -1;
    if (read_ids(actions, wall_ms, &ids) < 0)
        gone = err_set(err, ERR_SYSTEM, 0, "cannot read the state folder");
    if (ids.count)
        qsort(ids.list, ids.count, sizeof(long), newest_first);
    for (size_t i = ids.count; i > PRUNE_ALWAYS_KEPT && gone < MOST_AT_ONCE;
         i--) {
        char id[ACTION_ID_SIZE];

        (void)snprintf(id, sizeof(id), "%ld", ids.list[i - 1]);
        if (may_go(state_dir, id, i, wall_ms))
            gone += take_away(actions, id);
        else if (i <= PRUNE_MOST_KEPT && is_settled(state_dir, id))
            break; /* the newer ones are younger still */
    }
    free(ids.list);
    (void)close(actions);
    return gone;
}

static int read_ids(int actions, int64_t wall_ms, struct ids *ids)
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
        if (action_folder_is_id(entry->d_name))
            add_id(ids, entry->d_name);
        else
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

static void add_id(struct ids *ids, const char *name)
{
    if (ids->count == ids->capacity) {
        ids->capacity = ids->capacity ? ids->capacity * 2 : 64;
        ids->list = xrealloc(ids->list, ids->capacity, sizeof(long));
    }
    ids->list[ids->count++] = strtol(name, NULL, 10);
}

static int newest_first(const void *left, const void *right)
{
    long a = *(const long *)left;
    long b = *(const long *)right;

    return (a < b) - (a > b);
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
