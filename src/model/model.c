/* model.c - small questions to the model. */
#include "model/model.h"

#include <string.h>

const char *backend_state_name(enum backend_state state)
{
    switch (state) {
    case BACKEND_OFF:
        return "off";
    case BACKEND_OK:
        return "ok";
    case BACKEND_DOWN:
        return "down";
    case BACKEND_WAITING:
    case BACKEND_SLOW:
        break;
    }
    return "slow";
}

const struct series_set *model_series(const struct model *model,
                                      const struct panel *panel)
{
    if (model->end_ms >= 0)
        return panel->past;
    return store_get(model->store, panel->store_query, model->zoom);
}

const char *panel_unit(const struct panel *panel)
{
    const struct panel_def *def = panel->def;

    if (panel->query != PANEL_NO_QUERY && def->queries[panel->query].unit)
        return def->queries[panel->query].unit;
    return def->unit;
}

int64_t panel_age_ms(const struct panel *panel, int64_t now_ms)
{
    int64_t at_ms = panel->health.value_ms;

    if (at_ms < 0)
        return -1;
    return now_ms > at_ms ? now_ms - at_ms : 0;
}

size_t model_find_panel(const struct model *model, const char *id)
{
    for (size_t i = 0; i < model->panel_count; i++)
        if (!strcmp(model->panels[i].def->id, id))
            return i;
    if (id[0] >= '1' && id[0] <= '9' && !id[1] &&
        (size_t)(id[0] - '1') < model->panel_count)
        return (size_t)(id[0] - '1');
    return PANEL_NO_QUERY;
}
