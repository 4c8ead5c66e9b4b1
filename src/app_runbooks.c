/* app_runbooks.c - the guide in force, and what people ask of it. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/guide_source.h"
#include "panels/alerts_view.h"
#include "panels/step_state.h"

enum { RUNBOOKS_A_TURN = 4, FENCES_A_TURN = 12 };

static void on_guide_due(void *owner);
static void begin_guide(struct app *app);
static void read_guide(struct app *app);
static void tell_guide(struct app *app, int rc, const struct err *broken,
                       const struct err *err);
static void end_guide(struct app *app);
static void open_for_panel(struct app *app, const char *id);
static const struct alert *alert_of_panel(const struct model *model,
                                          const char *panel);
static void open_runbook(struct app *app, const char *id);
static void open_for_alert(struct app *app, const struct alert *alert);

void app_book_guide(struct app *app)
{
    app->desk.is_dry_run = app->settings->is_dry_run;
    engine_set_desk(app->engine, &app->desk);
    app->guide_timer = loop_timer_add(app->loop, on_guide_due, app);
    loop_timer_set(app->guide_timer, loop_now(app->loop).mono_ms);
}

void app_close_guide(struct app *app)
{
    lint_clear(&app->findings);
    guide_clear(&app->guide);
}

void app_show_runbook(struct app *app, const char *argument)
{
    const struct model *model = engine_model(app->engine);
    const char *step = strchr(argument, ' ');

    if (!argument[0])
        app_push_view(app, "runbooks", "");
    else if (!strncmp(argument, "alert:", 6))
        open_for_alert(app, alerts_find(model->alerts, argument + 6));
    else if (!strncmp(argument, "panel:", 6))
        open_for_panel(app, argument + 6);
    else if (step)
        app_propose(app, argument, false);
    else
        open_runbook(app, argument);
}

void app_next_step(struct app *app)
{
    const struct model *model = engine_model(app->engine);
    const struct alert *alert = runbook_worst_alert(model);
    const struct panel *panel = alert ? NULL : runbook_worst_panel(model);
    const struct runbook *runbook = alert   ? runbook_of_alert(model, alert)
                                    : panel ? runbook_of_panel(model, panel)
                                            : NULL;
    int64_t since_ms = alert   ? alert->since_ms
                       : panel ? panel->health.since_ms
                               : -1;
    const struct step *step =
        runbook ? step_first_unfinished(runbook, app->desk.actions, since_ms)
                : NULL;
    char line[200];

    if (!app->desk.guide) {
        app_say(app, ROLE_DIM, "the guide is still being read");
    } else if (!alert && !panel) {
        app_say(app, ROLE_DIM, "all is well: there is no next step");
    } else if (!runbook) {
        app_say(app, ROLE_WARNING, "no runbook for %.80s in the guide",
                alert ? alert->name : panel->def->title);
    } else if (!step) {
        app_say(app, ROLE_MESSAGE,
                "every step of %.80s has been done since it began; r shows "
                "them",
                runbook->title);
    } else {
        (void)snprintf(line, sizeof(line), "%.150s %d", runbook->id,
                       step->number);
        app_propose(app, line, false);
    }
}

/* A slice of the guide, some 1 ms: it is long enough to keep keys waiting. It
 * is in force only when it is whole and judged, as nobody may confirm a step
 * before its findings are known. */
static void on_guide_due(void *owner)
{
    struct app *app = owner;

    switch (app->guide_phase) {
    case GUIDE_UNREAD:
        begin_guide(app);
        break;
    case GUIDE_READING:
        read_guide(app);
        break;
    case GUIDE_JUDGING:
        if (!lint_more(&app->findings, FENCES_A_TURN))
            end_guide(app);
        break;
    case GUIDE_SETTLED:
        break;
    }
    if (app->guide_phase != GUIDE_SETTLED)
        loop_timer_set(app->guide_timer, loop_now(app->loop).mono_ms);
}

static void begin_guide(struct app *app)
{
    struct err broken = {0}, err = {0};
    int rc;

    app_open_actions(app);
    rc = guide_source_begin(&app->guide, app->settings, &broken, &err);
    tell_guide(app, rc, &broken, &err);
    app->guide_phase = rc < 0 ? GUIDE_SETTLED : GUIDE_READING;
}

static void read_guide(struct app *app)
{
    struct err broken = {0}, err = {0};
    int rc = guide_source_more(&app->guide, RUNBOOKS_A_TURN, &broken, &err);

    tell_guide(app, rc, &broken, &err);
    if (rc < 0)
        app->guide_phase = GUIDE_SETTLED;
    if (rc == 0) {
        lint_begin(&app->findings, &app->guide);
        app->guide_phase = GUIDE_JUDGING;
    }
}

static void tell_guide(struct app *app, int rc, const struct err *broken,
                       const struct err *err)
{
    if (rc < 0)
        app_say(app, ROLE_WARNING, "guide: %s", err->text);
    if (rc < 0 || broken->kind == ERR_NONE)
        return;
    (void)snprintf(app->guide_problem, sizeof(app->guide_problem), "%s",
                   broken->text);
    app_say(app, ROLE_WARNING, "the built-in guide stands in: %s",
            broken->text);
}

static void end_guide(struct app *app)
{
    app->guide_phase = GUIDE_SETTLED;
    app->desk.guide = &app->guide;
    app->desk.findings = &app->findings;
    app->desk.guide_problem = app->guide_problem;
    app->is_dirty = true;
}

static void open_runbook(struct app *app, const char *id)
{
    if (!strcmp(app_view(app)->ops->name, "runbook"))
        app_pop_view(app);
    app_push_view(app, "runbook", id);
}

static void open_for_alert(struct app *app, const struct alert *alert)
{
    const struct runbook *runbook =
        alert ? runbook_of_alert(engine_model(app->engine), alert) : NULL;

    if (runbook) {
        open_runbook(app, runbook->id);
        return;
    }
    if (alert)
        app_say(app, ROLE_WARNING, "no runbook for %.80s in the guide",
                alert->name);
    app_push_view(app, "runbooks", "");
}

static void open_for_panel(struct app *app, const char *id)
{
    const struct model *model = engine_model(app->engine);
    const struct alert *alert = alert_of_panel(model, id);
    size_t panel = model_find_panel(model, id);
    const struct runbook *runbook =
        alert || panel == PANEL_NO_QUERY
            ? NULL
            : runbook_of_panel(model, &model->panels[panel]);

    if (runbook)
        open_runbook(app, runbook->id);
    else
        open_for_alert(app, alert);
}

/* Returns the worst alert of a panel that fires, or NULL. */
static const struct alert *alert_of_panel(const struct model *model,
                                          const char *panel)
{
    for (size_t i = 0; model->alerts && i < model->alerts->count; i++)
        if (model->alerts->items[i].state == ALERT_FIRING &&
            !strcmp(model->alerts->items[i].panel, panel))
            return &model->alerts->items[i];
    return NULL;
}
