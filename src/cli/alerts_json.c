/* alerts_json.c - alerts as the JSON that scripts rely on. */
#include "cli/alerts_json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "model/alert.h"

static json_t *alert_json(const struct alert *alert);
static json_t *text(const char *bytes);
static json_t *time_json(int64_t ms);
static json_t *labels_json(const struct labels *labels);
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

    json_object_set_new(object, "name", text(alert->name));
    json_object_set_new(object, "severity",
                        text(severity_name(alert->severity)));
    json_object_set_new(object, "state", text(alert_state_name(alert->state)));
    json_object_set_new(object, "since", time_json(alert->since_ms));
    json_object_set_new(object, "value",
                        isfinite(alert->value) ? json_real(alert->value)
                                               : json_null());
    json_object_set_new(object, "labels", labels_json(alert->labels));
    json_object_set_new(object, "summary", text(alert->summary));
    json_object_set_new(object, "description", text(alert->description));
    json_object_set_new(object, "runbook", runbook_id(alert->runbook));
    json_object_set_new(object, "runbook_url", text(alert->runbook));
    json_object_set_new(object, "respond_by", time_json(alert->respond_by_ms));
    json_object_set_new(
        object, "source",
        text(alert->origins & ALERT_FROM_HERE ? "direct" : "prometheus"));
    return object;
}

/* What is no UTF-8 becomes "?": the document stays valid. */
static json_t *text(const char *bytes)
{
    json_t *string = json_string(bytes);

    return string ? string : json_string("?");
}

static json_t *time_json(int64_t ms)
{
    char written[32];

    if (ms < 0)
        return json_null();
    clock_format_rfc3339(written, sizeof(written), ms);
    return json_string(written);
}

static json_t *labels_json(const struct labels *labels)
{
    json_t *object = json_object();

    for (size_t i = 0; i < labels_count(labels); i++)
        json_object_set_new(object, labels_name(labels, i),
                            text(labels_value(labels, i)));
    return object;
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
