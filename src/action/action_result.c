/* action_result.c - writing down how a run ended. */
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "action/action_folder.h"
#include "action/audit.h"
#include "action/state_file.h"

static json_t *alive_json(const struct action_process *list, size_t count);

int action_folder_put_result(int folder, const struct action_result *result,
                             struct err *err)
{
    json_t *object = json_object();

    (void)unlinkat(folder, ACTION_FILE_RESERVE, 0);
    (void)json_object_set_new(object, "state",
                              json_string(action_state_name(result->state)));
    (void)json_object_set_new(object, "ended_ms",
                              json_integer(result->wall_ms));
    (void)json_object_set_new(object, "exit_status",
                              json_integer(result->exit_status));
    (void)json_object_set_new(object, "signal", json_integer(result->signum));
    (void)json_object_set_new(object, "output_bytes",
                              json_integer((json_int_t)result->output_bytes));
    (void)json_object_set_new(
        object, "cancelled_by",
        state_file_text(result->cancelled_by ? result->cancelled_by : ""));
    (void)json_object_set_new(
        object, "problem",
        state_file_text(result->problem ? result->problem : ""));
    (void)json_object_set_new(object, "alive",
                              alive_json(result->alive, result->alive_count));
    return state_file_put_json(folder, ACTION_FILE_RESULT, object, 1, err);
}

int action_folder_put_left(int folder, const struct action_left *left,
                           struct err *err)
{
    json_t *object = json_object();

    (void)json_object_set_new(object, "ended_ms", json_integer(left->wall_ms));
    (void)json_object_set_new(object, "by", state_file_text(left->who));
    (void)json_object_set_new(object, "alive",
                              alive_json(left->alive, left->alive_count));
    return state_file_put_json(folder, ACTION_FILE_LEFT, object, 0, err);
}

int action_folder_audit_end(int folder, const char *state_dir, const char *id,
                            const struct action_result *result, struct err *err)
{
    struct audit_field fields[7] = {
        {.name = "state", .text = action_state_name(result->state)},
        {.name = "exit_status", .number = result->exit_status},
        {.name = "signal", .number = result->signum},
        {.name = "output_bytes", .number = (int64_t)result->output_bytes},
        {.name = "alive", .number = (int64_t)result->alive_count},
    };
    struct audit_entry entry = {.at_wall_ms = result->wall_ms,
                                .event = "end",
                                .action = id,
                                .fields = fields,
                                .field_count = 5};

    if (result->cancelled_by && result->cancelled_by[0])
        fields[entry.field_count++] = (struct audit_field){
            .name = "cancelled_by", .text = result->cancelled_by};
    if (result->problem && result->problem[0])
        fields[entry.field_count++] =
            (struct audit_field){.name = "problem", .text = result->problem};
    if (audit_append(state_dir, &entry, err) < 0)
        return -1;
    return action_folder_mark(folder, ACTION_FILE_AUDITED, err);
}

static json_t *alive_json(const struct action_process *list, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *process = json_object();

        (void)json_object_set_new(process, "pid", json_integer(list[i].pid));
        (void)json_object_set_new(process, "start",
                                  json_integer(list[i].start));
        (void)json_object_set_new(process, "name",
                                  state_file_text(list[i].name));
        if (list[i].user && list[i].user[0])
            (void)json_object_set_new(process, "user",
                                      state_file_text(list[i].user));
        if (list[i].is_doubtful)
            (void)json_object_set_new(process, "doubtful", json_true());
        (void)json_array_append_new(array, process);
    }
    return array;
}
