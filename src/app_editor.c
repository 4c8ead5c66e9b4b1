/* app_editor.c - lends the terminal to somebody else's program. */
#include "app_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "action/plan.h"

extern char **environ;

static int write_file(const char *state_dir, char **path, const char *text,
                      struct err *err);
static int run_editor(const char *path);

void app_lend_terminal(struct app *app)
{
    app->is_lent = true;
    loop_io_remove(app->keys_io);
    app->keys_io = NULL;
    term_release(app->term);
}

void app_take_terminal(struct app *app)
{
    struct err err = {0};

    app->is_lent = false;
    if (term_retake(app->term, &err) < 0) {
        app_quit(app, EXIT_FAILURE);
        return;
    }
    app_read_keys(app);
    app_resize(app);
    engine_refresh(app->engine);
}

char *app_edit_text(struct app *app, const char *text)
{
    char *path = NULL, *edited = NULL;
    struct err err = {0};
    size_t length = 0;
    int status;

    if (write_file(app->settings->paths.state_dir, &path, text, &err) < 0) {
        app_say(app, ROLE_WARNING, "edit: %s", err.text);
        return NULL;
    }
    app_lend_terminal(app);
    status = run_editor(path);
    app_take_terminal(app);
    if (status != 0)
        app_say(app, ROLE_WARNING,
                "the editor ended with %d: the step is as it was", status);
    else if (paths_read_file(path, PLAN_COMMAND_MAX, &edited, &length, &err) <
             0)
        app_say(app, ROLE_WARNING, "edit: %s", err.text);
    /* An editor ends a file with a newline that the step did not have. */
    if (edited && length && edited[length - 1] == '\n')
        edited[length - 1] = '\0';
    if (edited && strlen(edited) + 1 < length) {
        app_say(app, ROLE_WARNING, "edit: the file holds a NUL byte");
        free(edited);
        edited = NULL;
    }
    (void)unlink(path);
    free(path);
    return edited;
}

/* The file's name ends in .sh, so that an editor knows what it is. */
static int write_file(const char *state_dir, char **path, const char *text,
                      struct err *err)
{
    size_t length = strlen(text);
    int fd;

    if (paths_make_private(state_dir, err) < 0)
        return -1;
    *path = paths_join(state_dir, "edit-XXXXXX.sh", NULL);
    fd = mkostemps(*path, 3, O_CLOEXEC);
    if (fd < 0 || write(fd, text, length) != (ssize_t)length ||
        write(fd, "\n", 1) != 1) {
        (void)err_set(err, ERR_SYSTEM, errno, "%s: %s", *path, strerror(errno));
        if (fd >= 0)
            (void)close(fd);
        free(*path);
        *path = NULL;
        return -1;
    }
    (void)close(fd);
    return 0;
}

/* $VISUAL and $EDITOR may be commands with words: the shell reads them. The
 * path is an argument, never part of the text. */
static int run_editor(const char *path)
{
    char *argv[] = {(char *)(uintptr_t) "sh",
                    (char *)(uintptr_t) "-c",
                    (char *)(uintptr_t) "${VISUAL:-${EDITOR:-vi}} \"$1\"",
                    (char *)(uintptr_t) "sh",
                    (char *)(uintptr_t)path,
                    NULL};
    int status = 0;
    pid_t pid;

    if (posix_spawnp(&pid, "sh", NULL, NULL, argv, environ) != 0)
        return 127;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
