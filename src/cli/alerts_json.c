/* alerts_json.c - alerts as the JSON that scripts rely on. */
#include "cli/alerts_json.h"

#include <jansson.h>
#include <string.h>

#include "base/clock.h"
#include "cli/json_out.h"
#include "model/alert.h"

static json_t *alert_json(const struct alert *alert);
static json_t *time_json(int64_t ms);
static json_t *runbook_id(const char *runbook);

struct json_t *alerts_json(const struct alerts *alerts)
{
    json_t *array = json_array();

    for (size_t i = 0; alerts && i < alerts->count; i++)
        json_array_append_new(array, alert_json(&alerts->items[i]));
    return array;
}

static json_t *alert_json(const struct alert *alert)
{
    json_t *object = json_object();

    json_object_set_new(object, "name", json_out_text(alert->name));
    json_object_set_new(object, "severity",
                        json_out_text(severity_name(alert->severity)));
    json_object_set_new(object, "state",
                        json_out_text(alert_state_name(alert->state)));
    json_object_set_new(object, "since", time_json(alert->since_ms));
    json_object_set_new(object, "value", json_out_number(alert->value));
    json_object_set_new(object, "labels", json_out_labels(alert->labels));
    json_object_set_new(object, "summary", json_out_text(alert->summary));
    json_object_set_new(object, "description",
                        json_out_text(alert->description));
    json_object_set_new(object, "runbook", runbook_id(alert->runbook));
    json_object_set_new(object, "runbook_url", json_out_text(alert->runbook));
    json_object_set_new(object, "respond_by", time_json(alert->respond_by_ms));
    json_object_set_new(object, "source",
                        json_out_text(alert->origins & ALERT_FROM_HERE
                                          ? "direct"
                                          : "prometheus"));
    return object;
}

static json_t *time_json(int64_t ms)
{
    char written[32];

    if (ms < 0)
        return json_null();
    clock_format_rfc3339(written, sizeof(written), ms);
    return json_string(written);
}

/* The guide's runbooks go by the last part of their address, or by their id
 * alone. */
static json_t *runbook_id(const char *runbook)
{
    const char *slash = strrchr(runbook, '/');
    const char *id = slash ? slash + 1 : runbook;
    size_t length = strcspn(id, "?#");

    for (size_t i = 0; i < length; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", id[i]))
            return json_null();
    return length ? json_stringn(id, length) : json_null();
}
