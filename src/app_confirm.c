/* app_confirm.c - from a step to a yes, and from a yes to a run. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "action/supervisor.h"
#include "base/xalloc.h"
#include "panels/confirm_view.h"
#include "panels/step_state.h"

static bool find_step(struct app *app, const char *argument,
                      struct proposal *proposal);
static const struct alert *alert_of(const struct app *app);
static void make(struct app *app);
static void make_plan(struct app *app);
static void ask_consent(struct app *app);
static bool wants_kubectl(const struct app *app);
static void on_kubectl(void *owner, const char *context);
static void show(struct app *app);
static void clear(struct app *app);
static void take_fields(struct app *app);
static void set_command(struct app *app, const char *command);
static void answer(struct app *app);
static void start(struct app *app);

void app_propose(struct app *app, const char *argument, bool is_dry_run)
{
    struct proposal proposal = {.runbook = NULL};

    if (!find_step(app, argument, &proposal))
        return;
    clear(app);
    app->proposal = proposal;
    app->proposal.is_dry_run = is_dry_run || app->settings->is_dry_run;
    app->kubectl_context[0] = '\0';
    make(app);
    show(app);
}

void app_confirm(struct app *app, const char *word)
{
    if (app_view(app)->ops != &confirm_view_ops || !app->desk.proposal)
        return;
    app->proposal.notice[0] = '\0';
    if (!strcmp(word, "nothing")) {
        app_pop_view(app);
        clear(app);
        app_say(app, ROLE_DIM, "nothing was run");
    } else if (!strcmp(word, "yes")) {
        answer(app);
    } else if (!strcmp(word, "anew")) {
        make(app);
    } else if (!strcmp(word, "fields")) {
        take_fields(app);
    } else if (!strcmp(word, "edited")) {
        set_command(app, confirm_view_edited(app_view(app)));
    } else if (!strcmp(word, "editor")) {
        char *edited = app_edit_text(app, app->proposal.plan.command);

        set_command(app, edited);
        free(edited);
    } else if (!strcmp(word, "dry")) {
        if (app->settings->is_dry_run) {
            (void)snprintf(app->proposal.notice, sizeof(app->proposal.notice),
                           "started with --dry-run: every run is one");
            return;
        }
        app->proposal.is_dry_run = !app->proposal.is_dry_run;
        make(app);
        show(app);
    }
}

void app_close_proposal(struct app *app)
{
    clear(app);
}

/* Reads "ID STEP"; says what is wrong with it. */
static bool find_step(struct app *app, const char *argument,
                      struct proposal *proposal)
{
    size_t length = strcspn(argument, " ");
    int number = (int)strtol(argument + length, NULL, 10);
    char id[160];

    (void)snprintf(id, sizeof(id), "%.*s", (int)length, argument);
    if (!app->desk.guide) {
        app_say(app, ROLE_DIM, "the guide is still being read");
        return false;
    }
    proposal->runbook = guide_find(app->desk.guide, id);
    if (!proposal->runbook) {
        app_say(app, ROLE_WARNING, "no runbook '%.80s' in the guide", id);
        return false;
    }
    proposal->step = runbook_step(proposal->runbook, number);
    if (!proposal->step)
        app_say(app, ROLE_WARNING, "%.80s has steps 1 to %zu", id,
                runbook_steps(proposal->runbook)->count);
    return proposal->step != NULL;
}

/* The worst alert that the runbook is for; one to come counts. */
static const struct alert *alert_of(const struct app *app)
{
    const struct model *model = engine_model(app->engine);

    for (size_t i = 0; model->alerts && i < model->alerts->count; i++)
        if ((model->alerts->items[i].state == ALERT_FIRING ||
             model->alerts->items[i].state == ALERT_PENDING) &&
            runbook_of_alert(model, &model->alerts->items[i]) ==
                app->proposal.runbook)
            return &model->alerts->items[i];
    return NULL;
}

/* Makes the plan and asks for it; both again whenever something changes. */
static void make(struct app *app)
{
    make_plan(app);
    app->desk.proposal = &app->proposal;
    app->proposal.is_waiting =
        wants_kubectl(app) &&
        kubectl_ask(&app->kubectl, app->loop,
                    settings_context(app->settings)->kubernetes.kubectl,
                    on_kubectl, app) == 0;
    if (!app->proposal.is_waiting)
        ask_consent(app);
}

static void make_plan(struct app *app)
{
    struct proposal *proposal = &app->proposal;
    const struct alert *alert = alert_of(app);
    const struct panel *panel =
        panel_of_runbook(engine_model(app->engine), proposal->runbook);
    size_t labels = alert ? labels_count(alert->labels) : 0;
    struct plan_pair *pairs = xcalloc(labels + 1, sizeof(*pairs));
    struct plan_input input = {
        .runbook = proposal->runbook,
        .step = proposal->step,
        .command = proposal->command,
        .context = settings_context(app->settings),
        .kubectl_context =
            app->kubectl_context[0] ? app->kubectl_context : NULL,
        .placeholders = proposal->values,
        .placeholder_count = proposal->value_count,
        .alert = alert ? alert->name : "",
        .panel = alert && alert->panel[0] ? alert->panel
                 : panel                  ? panel->def->id
                                          : "",
        .labels = pairs,
        .label_count = labels,
        .is_dry_run = proposal->is_dry_run,
    };

    for (size_t i = 0; i < labels; i++)
        pairs[i] = (struct plan_pair){labels_name(alert->labels, i),
                                      labels_value(alert->labels, i)};
    plan_clear(&proposal->plan);
    plan_make(&proposal->plan, &input);
    free(pairs);
}

static void ask_consent(struct app *app)
{
    struct proposal *proposal = &app->proposal;
    unsigned char chance[16];
    struct err err = {0};

    proposal->refusal[0] = '\0';
    consent_withdraw(&proposal->consent);
    if (proposal->plan.is_printed)
        return;
    if (getrandom(chance, sizeof(chance), 0) != (ssize_t)sizeof(chance))
        (void)err_set(&err, ERR_SYSTEM, 0, "the system has no random bytes");
    else if (consent_ask(&proposal->consent, &proposal->plan,
                         app->settings->is_read_only, chance,
                         loop_now(app->loop).mono_ms, &err) == 0)
        return;
    (void)snprintf(proposal->refusal, sizeof(proposal->refusal), "%s",
                   err.text);
}

/* Asked once for each dialog, and only when the text speaks to the cluster. */
static bool wants_kubectl(const struct app *app)
{
    const struct kubernetes_settings *kubernetes =
        &settings_context(app->settings)->kubernetes;
    const char *command = app->proposal.plan.command;

    return !app->kubectl_context[0] && !app->is_kubectl_asked &&
           !kubernetes->base.is_off && !kubernetes->context &&
           (strstr(command, "kubectl") || strstr(command, "helm"));
}

static void on_kubectl(void *owner, const char *context)
{
    struct app *app = owner;

    app->is_kubectl_asked = true;
    (void)snprintf(app->kubectl_context, sizeof(app->kubectl_context), "%s",
                   context);
    app->is_dirty = true;
    if (app->desk.proposal)
        make(app);
}

/* A plan that asks for other values needs other fields. */
static void show(struct app *app)
{
    if (app_view(app)->ops == &confirm_view_ops)
        app_pop_view(app);
    app_push_view(app, "confirm", "");
    app->is_dirty = true;
}

static void clear(struct app *app)
{
    struct proposal *proposal = &app->proposal;

    kubectl_cancel(&app->kubectl);
    consent_withdraw(&proposal->consent);
    app->desk.proposal = NULL;
    plan_clear(&proposal->plan);
    free(proposal->command);
    for (size_t i = 0; i < proposal->value_count; i++) {
        free((void *)(uintptr_t)proposal->values[i].name);
        free((void *)(uintptr_t)proposal->values[i].value);
    }
    memset(proposal, 0, sizeof(*proposal));
    app->is_kubectl_asked = false;
}

static void take_fields(struct app *app)
{
    struct proposal *proposal = &app->proposal;
    const struct plan *plan = &proposal->plan;
    size_t room = PROPOSAL_VALUES_MAX - proposal->value_count;
    size_t count = plan->missing_count < room ? plan->missing_count : room;
    struct err err = {0};

    for (size_t i = 0; i < count; i++) {
        const char *value = confirm_view_value(app_view(app), i);

        if (!value || plan_check_value(plan->missing[i], value, &err) < 0) {
            confirm_view_point_at(app_view(app), i, err.text);
            return;
        }
    }
    for (size_t i = 0; i < count; i++)
        proposal->values[proposal->value_count++] =
            (struct plan_pair){xstrdup(plan->missing[i]),
                               xstrdup(confirm_view_value(app_view(app), i))};
    make(app);
    show(app);
}

static void set_command(struct app *app, const char *command)
{
    char *own;

    if (!command)
        return;
    own = xstrdup(command);
    free(app->proposal.command);
    app->proposal.command = own;
    make(app);
    show(app);
}

/* Pasted text is no answer: nobody has read what it agrees to. */
static void answer(struct app *app)
{
    struct proposal *proposal = &app->proposal;
    struct err err = {0};

    if (app->is_pasting) {
        (void)snprintf(proposal->notice, sizeof(proposal->notice),
                       "pasted text is no answer; type it");
        return;
    }
    if (proposal_stage(proposal, loop_now(app->loop).mono_ms) < PROPOSAL_ENTER)
        return;
    if (consent_give(&proposal->consent, confirm_view_typed(app_view(app)),
                     loop_now(app->loop).mono_ms, &err) < 0) {
        (void)snprintf(proposal->notice, sizeof(proposal->notice), "%s",
                       err.text);
        return;
    }
    start(app);
}

static void start(struct app *app)
{
    char id[ACTION_ID_SIZE];
    struct err err = {0};
    const struct supervisor_order order = {
        .state_dir = app->settings->paths.state_dir,
        .plan = &app->proposal.plan,
        .consent = &app->proposal.consent,
        .now = loop_now(app->loop),
        .terminal = app->proposal.plan.is_interactive ? STDIN_FILENO : -1,
    };
    bool is_interactive = app->proposal.plan.is_interactive;

    if (is_interactive)
        app_lend_terminal(app);
    if (supervisor_start(&order, id, &err) < 0) {
        if (is_interactive)
            app_take_terminal(app);
        (void)snprintf(app->proposal.notice, sizeof(app->proposal.notice),
                       "nothing was run: %.200s", err.text);
        make_plan(app);
        ask_consent(app);
        return;
    }
    app_pop_view(app); /* the dialog */
    clear(app);
    app_action_started(app, id, is_interactive);
}
