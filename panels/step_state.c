/* step_state.c - steps and runbooks against actions and alerts. */
#include "panels/step_state.h"

#include <stdio.h>
#include <string.h>

#include "data/units.h"
#include "model/desk.h"
#include "panels/state.h"

static bool is_done_since(const struct action_list *actions,
                          const struct runbook *runbook, int step,
                          int64_t since_ms);

const struct action *step_last_action(const struct action_list *actions,
                                      const char *runbook, int step)
{
    for (size_t i = 0; actions && i < actions->count; i++) {
        const struct action *action = &actions->actions[i];

        if (!strcmp(action->runbook, runbook) &&
            (!step || action->step == step))
            return action;
    }
    return NULL;
}

enum role step_state(const struct step *step, const struct action *last,
                     int64_t now_ms, char *out, size_t size)
{
    if (last)
        return action_result(last, now_ms, out, size);
    (void)snprintf(out, size, "%s", step->is_held_back ? "held back" : "ready");
    return step->is_held_back ? ROLE_UNKNOWN : ROLE_DIM;
}

enum role action_result(const struct action *action, int64_t now_ms, char *out,
                        size_t size)
{
    char age[UNITS_MAX], code[24] = "";
    const char *dry = action->is_dry_run ? "dry run " : "";

    if (!action_is_over(action->state)) {
        units_format_age(age, now_ms - action->started_wall_ms);
        (void)snprintf(out, size, "%s%s %s", dry,
                       action_state_name(action->state), age);
        return ROLE_INFO;
    }
    if (action->state == ACTION_FAILED)
        (void)snprintf(code, sizeof(code), " %d,", action_exit_code(action));
    state_age(age, now_ms - action->ended_wall_ms);
    (void)snprintf(out, size, "%s%s%s %s ago", dry,
                   action_state_name(action->state), code, age);
    return action->state == ACTION_DONE        ? ROLE_OK
           : action->state == ACTION_CANCELLED ? ROLE_UNKNOWN
                                               : ROLE_CRITICAL;
}

enum role risk_role(enum risk risk)
{
    return risk == RISK_READ     ? ROLE_DIM
           : risk == RISK_CHANGE ? ROLE_WARNING
                                 : ROLE_CRITICAL;
}

const struct step *step_first_unfinished(const struct runbook *runbook,
                                         const struct action_list *actions,
                                         int64_t since_ms)
{
    const struct step_list *list = runbook_steps(runbook);

    for (size_t i = 0; i < list->count; i++)
        if (!list->steps[i].is_held_back &&
            !is_done_since(actions, runbook, list->steps[i].number, since_ms))
            return &list->steps[i];
    return NULL;
}

const struct runbook *runbook_of_alert(const struct model *model,
                                       const struct alert *alert)
{
    if (!model->desk || !model->desk->guide)
        return NULL;
    return guide_find_for_alert(model->desk->guide, alert->name,
                                alert->runbook[0] ? alert->runbook : NULL);
}

const char *runbook_title_of(const struct model *model,
                             const struct alert *alert)
{
    const struct runbook *runbook = runbook_of_alert(model, alert);

    return runbook ? runbook->title : NULL;
}

const struct alert *runbook_worst_alert(const struct model *model)
{
    const struct alert *worst = NULL;

    for (size_t i = 0; model->alerts && i < model->alerts->count; i++) {
        const struct alert *alert = &model->alerts->items[i];

        if (alert->state != ALERT_FIRING && alert->state != ALERT_PENDING)
            continue;
        if (runbook_of_alert(model, alert))
            return alert;
        if (!worst)
            worst = alert;
    }
    return worst;
}

const struct runbook *runbook_of_panel(const struct model *model,
                                       const struct panel *panel)
{
    if (!model->desk || !model->desk->guide || !panel->def->alert[0])
        return NULL;
    return guide_find_for_alert(model->desk->guide, panel->def->alert, NULL);
}

const struct panel *panel_of_runbook(const struct model *model,
                                     const struct runbook *runbook)
{
    for (size_t i = 0; i < model->panel_count; i++)
        if (runbook_of_panel(model, &model->panels[i]) == runbook)
            return &model->panels[i];
    return NULL;
}

const struct panel *runbook_worst_panel(const struct model *model)
{
    const struct panel *worst = NULL;

    for (size_t i = 0; i < model->panel_count; i++) {
        const struct panel *panel = &model->panels[i];
        bool is_unwell = panel->health.state == HEALTH_WARNING ||
                         panel->health.state == HEALTH_CRITICAL;

        if (is_unwell && runbook_of_panel(model, panel) &&
            (!worst || state_weight(panel) > state_weight(worst)))
            worst = panel;
    }
    return worst;
}

static bool is_done_since(const struct action_list *actions,
                          const struct runbook *runbook, int step,
                          int64_t since_ms)
{
    for (size_t i = 0; actions && i < actions->count; i++) {
        const struct action *action = &actions->actions[i];

        if (action->step == step && !strcmp(action->runbook, runbook->id) &&
            action->started_wall_ms >= since_ms && !action->is_dry_run &&
            (action->state == ACTION_DONE || !action_is_over(action->state)))
            return true;
    }
    return false;
}
