/* supervisor_end.c - result first, then the audit line. */
#include "action/supervisor_end.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "action/lineage.h"
#include "action/process_list.h"
#include "action/state_file.h"
#include "base/clock.h"

enum { MOST_ALIVE = 32, TRIES = 30, PAUSE_S = 1 };

static enum action_state state_of(const struct supervisor_end *end);
static void add_problem(char *out, size_t size, const char *text);

int supervisor_end_note_pid(int folder, pid_t pid, struct err *err)
{
    json_t *object = json_object();

    (void)json_object_set_new(object, "pid", json_integer(pid));
    (void)json_object_set_new(object, "supervisor", json_integer(getpid()));
    lineage_note(object, pid);
    return state_file_put_json(folder, ACTION_FILE_RUNNING, object, 0, err);
}

void supervisor_end_tell(const struct supervisor_end *end)
{
    struct pool pool = {0};
    char problem[400] = "";
    size_t alive_count = 0;
    struct action_result result = {
        .state = state_of(end),
        .wall_ms = clock_read().wall_ms,
        .exit_status = end->is_reaped && WIFEXITED(end->status)
                           ? WEXITSTATUS(end->status)
                           : -1,
        .signum = end->is_reaped && WIFSIGNALED(end->status)
                      ? WTERMSIG(end->status)
                      : 0,
        .output_bytes = end->output_bytes,
        .cancelled_by = end->why == ACTION_CANCELLED ? end->who : NULL,
        .problem = problem,
    };
    bool is_written = false;
    bool is_audited = false;

    result.alive =
        process_list_below(getpid(), &pool, MOST_ALIVE, &alive_count);
    result.alive_count = alive_count < MOST_ALIVE ? alive_count : MOST_ALIVE;
    if (end->problem[0])
        add_problem(problem, sizeof(problem), end->problem);
    if (end->output_error) {
        char text[128];

        (void)snprintf(text, sizeof(text), "its output could not be kept: %s",
                       strerror(end->output_error));
        add_problem(problem, sizeof(problem), text);
    }
    for (int tries = 0; tries < TRIES && !is_audited; tries++) {
        const struct timespec pause = {.tv_sec = PAUSE_S};
        struct err err = {0};

        if (tries)
            (void)nanosleep(&pause, NULL);
        is_written =
            is_written ||
            action_folder_put_result(end->folder->fd, &result, &err) == 0 ||
            err.code == EEXIST;
        is_audited = is_written && action_folder_audit_end(
                                       end->folder->fd, end->order->state_dir,
                                       end->folder->id, &result, NULL) == 0;
    }
    pool_clear(&pool);
}

static enum action_state state_of(const struct supervisor_end *end)
{
    if (end->why != ACTION_RUNNING)
        return end->why;
    return end->is_reaped && WIFEXITED(end->status) &&
                   WEXITSTATUS(end->status) == 0
               ? ACTION_DONE
               : ACTION_FAILED;
}

static void add_problem(char *out, size_t size, const char *text)
{
    size_t used = strlen(out);

    (void)snprintf(out + used, size - used, "%s%s", used ? "; " : "", text);
}
