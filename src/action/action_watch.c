/* action_watch.c - being told when a run goes on, and telling it to stop. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "action/action.h"
#include "action/action_folder.h"
#include "action/state_file.h"
#include "base/paths.h"
#include "base/xalloc.h"

int action_watch(const char *state_dir, const char *id, struct err *err)
{
    char *actions = paths_join(state_dir, "actions", NULL);
    char *path = xasprintf("%s/%s", actions, id ? id : "");
    uint32_t mask =
        IN_CREATE | IN_MOVED_TO | (id ? IN_MODIFY | IN_CLOSE_WRITE : 0);
    int fd = -1;

    if ((!id || action_folder_is_id(id)) &&
        (id || paths_make_private(actions, err) == 0)) {
        fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (fd < 0 || inotify_add_watch(fd, path, mask | IN_ONLYDIR) < 0) {
            (void)err_set(err, ERR_SYSTEM, errno, "cannot watch '%.160s': %s",
                          path, strerror(errno));
            if (fd >= 0)
                (void)close(fd);
            fd = -1;
        }
    } else if (id) {
        (void)err_set(err, ERR_REFUSED, 0, "no action '%s'", id);
    }
    free(path);
    free(actions);
    return fd;
}

void action_watch_drain(int fd)
{
    char events[4096];

    while (read(fd, events, sizeof(events)) > 0)
        ;
}

int action_cancel(const char *state_dir, const char *id, const char *who,
                  struct err *err)
{
    struct action_folder folder;
    char line[256];
    int control = -1;
    int rc = -1;

    if (action_folder_open(&folder, state_dir, id, err) < 0)
        return -1;
    if (action_folder_is_held(folder.fd))
        control = openat(folder.fd, ACTION_FILE_CONTROL,
                         O_RDWR | O_NONBLOCK | O_CLOEXEC);
    (void)snprintf(line, sizeof(line), "cancel %.200s\n", who);
    if (control < 0)
        (void)err_set(err, ERR_REFUSED, 0, "action %s is not running", id);
    else if (state_file_write_all(control, line, strlen(line)) < 0)
        (void)err_set(err, ERR_SYSTEM, errno, "cannot reach its supervisor: %s",
                      strerror(errno));
    else
        rc = 0;
    if (control >= 0)
        (void)close(control);
    action_folder_close(&folder);
    return rc;
}
