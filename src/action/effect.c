/* effect.c - a panel's number around a run. */
#include "action/effect.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "action/action_folder.h"
#include "action/state_file.h"

#define EFFECT_FILE "effect.json"

/* A look that is later than this says nothing about the run any more. */
enum { LATE_MS = 120 * 1000 };

static json_t *number(double value);
static double number_of(const json_t *value);
static void read_points(struct effect *effect, const json_t *after);

const int64_t effect_after_ms[EFFECT_POINTS] = {INT64_C(60000),
                                                INT64_C(300000)};

const struct effect *effect_find(const struct effect_list *list, const char *id)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (!strcmp(list->items[i].id, id))
            return &list->items[i];
    return NULL;
}

int effect_due(const struct effect *effect, const struct action *action,
               int64_t wall_ms)
{
    if (!action_is_over(action->state))
        return -1;
    for (int i = 0; i < EFFECT_POINTS; i++) {
        int64_t due_ms = action->ended_wall_ms + effect_after_ms[i];

        if (!effect->after[i].is_known && wall_ms >= due_ms &&
            wall_ms < due_ms + LATE_MS)
            return i;
    }
    return -1;
}

bool effect_read(struct effect *effect, const char *state_dir, const char *id)
{
    struct action_folder folder = {.fd = -1, .lock = -1, .control = -1};
    struct err err = {0};
    json_t *document = NULL;

    memset(effect, 0, sizeof(*effect));
    (void)snprintf(effect->id, sizeof(effect->id), "%s", id);
    effect->before = (double)NAN;
    if (action_folder_open(&folder, state_dir, id, &err) == 0)
        document = state_file_read_json(folder.fd, EFFECT_FILE);
    action_folder_close(&folder);
    if (!document)
        return false;
    effect->before = number_of(json_object_get(document, "before"));
    if (json_is_string(json_object_get(document, "unit")))
        (void)snprintf(effect->unit, sizeof(effect->unit), "%s",
                       json_string_value(json_object_get(document, "unit")));
    read_points(effect, json_object_get(document, "after"));
    json_decref(document);
    return true;
}

int effect_write(const struct effect *effect, const char *state_dir,
                 struct err *err)
{
    struct action_folder folder = {.fd = -1, .lock = -1, .control = -1};
    json_t *document, *after;
    int rc = -1;

    if (action_folder_open(&folder, state_dir, effect->id, err) < 0)
        goto out;
    document = json_object();
    after = json_array();
    (void)json_object_set_new(document, "unit", state_file_text(effect->unit));
    (void)json_object_set_new(document, "before", number(effect->before));
    for (int i = 0; i < EFFECT_POINTS; i++) {
        const struct effect_point *point = &effect->after[i];
        json_t *item = json_object();

        if (point->is_known) {
            (void)json_object_set_new(item, "at_ms",
                                      json_integer(point->at_wall_ms));
            (void)json_object_set_new(item, "value", number(point->value));
            (void)json_object_set_new(item, "firing",
                                      point->knew_alerts
                                          ? json_boolean(point->was_firing)
                                          : json_null());
        }
        (void)json_array_append_new(after, item);
    }
    (void)json_object_set_new(document, "after", after);
    rc = state_file_put_json(folder.fd, EFFECT_FILE, document, 0, err);
out:
    action_folder_close(&folder);
    return rc;
}

static void read_points(struct effect *effect, const json_t *after)
{
    for (size_t i = 0; i < EFFECT_POINTS && i < json_array_size(after); i++) {
        const json_t *item = json_array_get(after, i);
        const json_t *at = json_object_get(item, "at_ms");

        if (!json_is_integer(at))
            continue;
        effect->after[i] = (struct effect_point){
            .is_known = true,
            .at_wall_ms = json_integer_value(at),
            .value = number_of(json_object_get(item, "value")),
            .knew_alerts = json_is_boolean(json_object_get(item, "firing")),
            .was_firing = json_is_true(json_object_get(item, "firing")),
        };
    }
}

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static double number_of(const json_t *value)
{
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}
