/* effect_look.c - values for before and after. */
#include "panels/effect_look.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/alert.h"

static double value_of(struct effect *effect, const struct model *model,
                       const char *id);
static bool is_firing(const struct alerts *alerts, const char *name);

void effect_begin(struct effect *effect, const struct model *model,
                  const struct action *action)
{
    memset(effect, 0, sizeof(*effect));
    (void)snprintf(effect->id, sizeof(effect->id), "%s", action->id);
    effect->before = value_of(effect, model, action->panel);
}

void effect_look(struct effect *effect, int point, const struct model *model,
                 const struct action *action, int64_t wall_ms)
{
    const struct alerts *alerts = model->alerts;
    bool knows =
        alerts && alerts->is_known && !(alerts->error && alerts->error[0]);

    effect->after[point] = (struct effect_point){
        .is_known = true,
        .at_wall_ms = wall_ms,
        .value = value_of(effect, model, action->panel),
        .knew_alerts = knows,
        .was_firing = knows && is_firing(alerts, action->alert),
    };
}

/* A number that is stale tells nothing of the run. */
static double value_of(struct effect *effect, const struct model *model,
                       const char *id)
{
    size_t panel = model_find_panel(model, id);

    if (panel == PANEL_NO_QUERY || model->panels[panel].data != PANEL_LIVE)
        return (double)NAN;
    if (!effect->unit[0])
        (void)snprintf(effect->unit, sizeof(effect->unit), "%s",
                       panel_unit(&model->panels[panel]));
    return model->panels[panel].health.value;
}

static bool is_firing(const struct alerts *alerts, const char *name)
{
    for (size_t i = 0; i < alerts->count; i++)
        if (alerts->items[i].state != ALERT_RESOLVED &&
            alerts->items[i].state != ALERT_PENDING &&
            !strcmp(alerts->items[i].name, name))
            return true;
    return false;
}
