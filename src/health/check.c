/* check.c - what the checks share. */
#include "health/check_private.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "data/units.h"

/* An answer older than this says nothing about now. */
enum { FRESH_MS = 5 * MINUTE_MS };

static void add_alerts(const struct check *check, const struct model *model,
                       struct check_result *result);
static bool is_panel_settled(const struct model *model, const char *id);
static bool is_fact_settled(const struct fact *fact);
static unsigned weight(enum health_state state);

void check_run(const struct check *check, const struct model *model,
               int64_t now_ms, struct check_result *result)
{
    *result = (struct check_result){.value = NAN, .limit = NAN, .unit = ""};
    check->judge(model, now_ms, result);
    add_alerts(check, model, result);
    assert(result->summary[0] || result->is_left_out);
}

bool check_is_settled(const struct check *check, const struct model *model)
{
    for (size_t i = 0; i < COMPONENT_COUNT; i++) {
        const struct component *component =
            model->components ? &model->components->of[i] : NULL;

        if (check->questions[i] && component && component->is_on &&
            !component->is_settled)
            return false;
    }
    for (size_t i = 0; model->facts && i < FACT_COUNT; i++)
        if (check->facts & 1u << i && !is_fact_settled(&model->facts[i]))
            return false;
    if (check->needs_alerts && !model->has_asked_alerts)
        return false;
    return !check->panel || is_panel_settled(model, check->panel);
}

enum health_state check_worse(enum health_state left, enum health_state right)
{
    return weight(left) >= weight(right) ? left : right;
}

void check_add(struct check_result *result, enum health_state status,
               const char *fmt, ...)
{
    size_t used = strlen(result->summary);
    va_list args;

    if (used && used + 3 < sizeof(result->summary)) {
        memcpy(result->summary + used, "; ", 3);
        used += 2;
    }
    va_start(args, fmt);
    (void)vsnprintf(result->summary + used, sizeof(result->summary) - used, fmt,
                    args);
    va_end(args);
    result->status = check_worse(result->status, status);
}

enum check_voice check_voice(const struct model *model, enum component_id id,
                             const char *question, int64_t now_ms,
                             const struct asked **asked)
{
    const struct component *component;
    const struct asked *own;

    if (asked)
        *asked = NULL;
    if (!model->components || !model->components->of[id].is_on)
        return VOICE_OFF;
    component = &model->components->of[id];
    own = question           ? components_asked(model->components, id, question)
          : component->count ? &component->asked[0]
                             : NULL;
    if (asked)
        *asked = own;
    if (!own || own->is_left_out)
        return VOICE_OFF;
    if (!*own->error && own->answered_ms >= 0 &&
        now_ms - own->answered_ms <= FRESH_MS)
        return VOICE_FRESH;
    if (*own->error)
        return own->status == 0 || own->status >= 500 ? VOICE_DOWN
                                                      : VOICE_DENIED;
    return VOICE_SILENT;
}

void check_add_silence(struct check_result *result, const struct model *model,
                       enum component_id id, const char *question)
{
    static const char *const names[COMPONENT_COUNT] = {
        [COMPONENT_KUBERNETES] = "kubernetes",
        [COMPONENT_ELASTICSEARCH] = "elasticsearch",
        [COMPONENT_JAEGER] = "jaeger",
        [COMPONENT_OTEL] = "otel_collector",
        [COMPONENT_KAFKA] = "kafka",
    };
    const struct asked *asked;
    enum check_voice voice =
        check_voice(model, id, question, model->now.wall_ms, &asked);

    if (voice == VOICE_OFF)
        check_add(result, HEALTH_UNKNOWN, "%s is not configured", names[id]);
    else if (*asked->error)
        check_add(result, HEALTH_UNKNOWN, "%s: %s", names[id], asked->error);
    else
        check_add(result, HEALTH_UNKNOWN, "no answer yet from %s", names[id]);
}

double check_fact(const struct model *model, enum fact_id id)
{
    return model->facts ? model->facts[id].value : NAN;
}

const struct panel *check_panel(const struct model *model, const char *id)
{
    size_t index = model_find_panel(model, id);
    const struct panel *panel =
        index == PANEL_NO_QUERY ? NULL : &model->panels[index];

    return panel && panel->data == PANEL_LIVE && !isnan(panel->health.value)
               ? panel
               : NULL;
}

bool check_add_panel(struct check_result *result, const struct model *model,
                     const char *id, const char *what)
{
    const struct panel *panel = check_panel(model, id);
    const struct panel_threshold *breached;
    char value[UNITS_MAX], limit[UNITS_MAX];

    if (!panel)
        return false;
    breached = panel->health.breached;
    result->value = panel->health.value;
    result->unit = panel_unit(panel);
    units_format_long(value, panel->health.value, result->unit, false);
    if (!breached || panel->health.state == HEALTH_OK) {
        check_add(result, panel->health.state, "%s%s", what, value);
    } else {
        result->limit = breached->limit;
        units_format(limit, breached->limit, result->unit, false);
        check_add(result, panel->health.state, "%s%s (limit %s)", what, value,
                  limit);
    }
    return true;
}

void check_add_panel_reason(struct check_result *result,
                            const struct model *model, const char *id)
{
    size_t index = model_find_panel(model, id);
    const struct panel *panel =
        index == PANEL_NO_QUERY ? NULL : &model->panels[index];
    const struct backend *prometheus =
        model->backend_count ? &model->backends[0] : NULL;

    if (!panel || !prometheus || prometheus->state == BACKEND_OFF)
        check_add(result, HEALTH_UNKNOWN, "prometheus is not configured");
    else if (panel->reason[0])
        check_add(result, HEALTH_UNKNOWN, "prometheus: %s", panel->reason);
    else
        check_add(result, HEALTH_UNKNOWN, "no answer yet from prometheus");
}

/* What the team's own rules call bad is at least that bad here. */
static void add_alerts(const struct check *check, const struct model *model,
                       struct check_result *result)
{
    const struct alerts *alerts = model->alerts;
    const char *last = "";

    for (size_t i = 0; check->panel && alerts && i < alerts->count; i++) {
        const struct alert *alert = &alerts->items[i];

        if (alert->state != ALERT_FIRING || alert->severity == SEVERITY_INFO ||
            strcmp(alert->panel, check->panel) != 0 ||
            !strcmp(last, alert->name))
            continue;
        last = alert->name;
        check_add(result,
                  alert->severity == SEVERITY_CRITICAL ? HEALTH_CRITICAL
                                                       : HEALTH_WARNING,
                  "%s fires", alert->name);
    }
}

static bool is_panel_settled(const struct model *model, const char *id)
{
    size_t index = model_find_panel(model, id);

    return index == PANEL_NO_QUERY ||
           model->panels[index].data != PANEL_WAITING ||
           model->panels[index].reason[0];
}

static bool is_fact_settled(const struct fact *fact)
{
    return fact->answered_ms >= 0 || fact->error[0];
}

static unsigned weight(enum health_state state)
{
    static const unsigned weights[] = {[HEALTH_OK] = 0,
                                       [HEALTH_UNKNOWN] = 1,
                                       [HEALTH_WARNING] = 2,
                                       [HEALTH_CRITICAL] = 3};

    return weights[state];
}
