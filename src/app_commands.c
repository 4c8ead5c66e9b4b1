/* app_commands.c - what each command does. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/command.h"
#include "base/buf.h"
#include "base/duration.h"

typedef void command_fn(struct app *app, const char *argument);

static command_fn do_back, do_quit, do_help, do_prompt, do_search, do_panel,
    do_overview, do_shorter, do_longer, do_range, do_earlier, do_later, do_now,
    do_pause, do_refresh, do_redraw, do_faster, do_slower, do_interval,
    do_query_next, do_alerts, do_health, do_alert, do_acknowledge, do_silence,
    do_expire, do_extend, do_theme, do_context, do_copy, do_suspend, do_runbook,
    do_run, do_next_step, do_dry_run, do_confirm, do_actions, do_action,
    do_cancel, do_changes;

static command_fn *const handlers[COMMAND_COUNT] = {
    [COMMAND_BACK] = do_back,
    [COMMAND_QUIT] = do_quit,
    [COMMAND_HELP] = do_help,
    [COMMAND_PROMPT] = do_prompt,
    [COMMAND_SEARCH] = do_search,
    [COMMAND_PANEL] = do_panel,
    [COMMAND_OVERVIEW] = do_overview,
    [COMMAND_RANGE_SHORTER] = do_shorter,
    [COMMAND_RANGE_LONGER] = do_longer,
    [COMMAND_RANGE] = do_range,
    [COMMAND_EARLIER] = do_earlier,
    [COMMAND_LATER] = do_later,
    [COMMAND_NOW] = do_now,
    [COMMAND_PAUSE] = do_pause,
    [COMMAND_REFRESH] = do_refresh,
    [COMMAND_REDRAW] = do_redraw,
    [COMMAND_FASTER] = do_faster,
    [COMMAND_SLOWER] = do_slower,
    [COMMAND_INTERVAL] = do_interval,
    [COMMAND_QUERY_NEXT] = do_query_next,
    [COMMAND_ALERTS] = do_alerts,
    [COMMAND_HEALTH] = do_health,
    [COMMAND_ALERT] = do_alert,
    [COMMAND_ACKNOWLEDGE] = do_acknowledge,
    [COMMAND_SILENCE] = do_silence,
    [COMMAND_EXPIRE] = do_expire,
    [COMMAND_EXTEND] = do_extend,
    [COMMAND_RUNBOOK] = do_runbook,
    [COMMAND_RUN] = do_run,
    [COMMAND_NEXT_STEP] = do_next_step,
    [COMMAND_DRY_RUN] = do_dry_run,
    [COMMAND_CONFIRM] = do_confirm,
    [COMMAND_ACTIONS] = do_actions,
    [COMMAND_ACTION] = do_action,
    [COMMAND_CANCEL] = do_cancel,
    [COMMAND_TRACES] = app_show_traces,
    [COMMAND_TRACE] = app_show_trace,
    [COMMAND_OPERATIONS] = app_trace_operations,
    [COMMAND_CHANGES] = do_changes,
    [COMMAND_THEME] = do_theme,
    [COMMAND_CONTEXT] = do_context,
    [COMMAND_COPY] = do_copy,
    [COMMAND_SUSPEND] = do_suspend,
};

static void show_zoom(struct app *app, size_t zoom, int64_t end_ms);
static void set_refresh(struct app *app, int64_t refresh_ms);

void app_run_line(struct app *app, const char *line)
{
    char name[40];
    size_t length = strcspn(line, " ");
    const struct command *command;
    struct binding binding;

    (void)snprintf(name, sizeof(name), "%.*s", (int)length, line);
    command = command_find(name);
    if (!command) {
        const struct command *near = command_nearest(name);

        app_say(app, ROLE_WARNING, "no command '%s'%s%s%s", name,
                near ? "; did you mean '" : "", near ? near->name : "",
                near ? "'?" : "");
        return;
    }
    line += length;
    binding = (struct binding){
        .command = command->id,
        .argument = line + strspn(line, " "),
    };
    app_run_binding(app, &binding);
}

void app_run_binding(struct app *app, const struct binding *binding)
{
    struct view_request request = {{0}};
    struct view_input input = app_view_input(app);
    struct view *view = app_view(app);

    app->is_dirty = true;
    if (view->ops->command &&
        view->ops->command(view, &input, binding, &request)) {
        if (request.line[0])
            app_run_line(app, request.line);
        return;
    }
    if (handlers[binding->command])
        handlers[binding->command](app, binding->argument);
}

struct view *app_view(const struct app *app)
{
    return app->views[app->view_count - 1];
}

void app_push_view(struct app *app, const char *name, const char *argument)
{
    struct err err = {0};
    struct view *view =
        view_open(name, argument, engine_model(app->engine), &err);

    if (!view) {
        app_say(app, ROLE_WARNING, "%s", err.text);
        return;
    }
    if (app->view_count == APP_VIEWS_MAX)
        app_pop_view(app);
    app->views[app->view_count++] = view;
}

void app_pop_view(struct app *app)
{
    if (!strncmp(app_view(app)->ops->name, "trace", 5))
        engine_trace_cancel(app->engine); /* nobody looks any more */
    view_free(app->views[--app->view_count]);
}

static void do_back(struct app *app, const char *argument)
{
    (void)argument;
    if (app->search[0])
        app->search[0] = '\0';
    else if (app->view_count > 1)
        app_pop_view(app);
    else
        app_quit(app, EXIT_SUCCESS);
}

static void do_quit(struct app *app, const char *argument)
{
    (void)argument;
    app_quit(app, EXIT_SUCCESS);
}

static void do_help(struct app *app, const char *argument)
{
    (void)argument;
    if (strcmp(app_view(app)->ops->name, "help") != 0)
        app_push_view(app, "help", app_view(app)->ops->name);
}

static void do_prompt(struct app *app, const char *argument)
{
    (void)argument;
    app_open_prompt(app, PROMPT_COMMAND);
}

static void do_search(struct app *app, const char *argument)
{
    if (!argument[0]) {
        app_open_prompt(app, PROMPT_SEARCH);
        return;
    }
    (void)snprintf(app->search, sizeof(app->search), "%.100s", argument);
    app_run_line(app, "search-next");
}

static void do_panel(struct app *app, const char *argument)
{
    if (!strcmp(app_view(app)->ops->name, "panel"))
        app_pop_view(app);
    app_push_view(app, "panel", argument);
}

static void do_overview(struct app *app, const char *argument)
{
    (void)argument;
    while (app->view_count > 1)
        app_pop_view(app);
}

static void do_shorter(struct app *app, const char *argument)
{
    const struct model *model = engine_model(app->engine);

    (void)argument;
    if (model->zoom > 0)
        show_zoom(app, model->zoom - 1, model->end_ms);
    else
        app_say(app, ROLE_DIM, "%s is the shortest range", zoom_table[0].name);
}

static void do_longer(struct app *app, const char *argument)
{
    const struct model *model = engine_model(app->engine);

    (void)argument;
    if (model->zoom + 1 < zoom_count)
        show_zoom(app, model->zoom + 1, model->end_ms);
    else
        app_say(app, ROLE_DIM, "%s is the longest range",
                zoom_table[zoom_count - 1].name);
}

static void do_range(struct app *app, const char *argument)
{
    struct err err = {0};
    int64_t range_ms;

    if (duration_parse(argument, &range_ms, &err) < 0)
        app_say(app, ROLE_WARNING, "range: %s", err.text);
    else
        show_zoom(app, zoom_for_range(range_ms),
                  engine_model(app->engine)->end_ms);
}

static void do_earlier(struct app *app, const char *argument)
{
    const struct model *model = engine_model(app->engine);
    int64_t end_ms =
        model->end_ms < 0 ? loop_now(app->loop).wall_ms : model->end_ms;

    (void)argument;
    show_zoom(app, model->zoom, end_ms - zoom_table[model->zoom].range_ms / 2);
}

static void do_later(struct app *app, const char *argument)
{
    const struct model *model = engine_model(app->engine);
    int64_t end_ms = model->end_ms + zoom_table[model->zoom].range_ms / 2;

    (void)argument;
    if (model->end_ms >= 0)
        show_zoom(app, model->zoom,
                  end_ms >= loop_now(app->loop).wall_ms ? -1 : end_ms);
}

static void do_now(struct app *app, const char *argument)
{
    (void)argument;
    show_zoom(app, engine_model(app->engine)->zoom, -1);
}

static void do_pause(struct app *app, const char *argument)
{
    bool is_paused = !engine_model(app->engine)->is_paused;

    (void)argument;
    engine_pause(app->engine, is_paused);
    app_say(app, ROLE_MESSAGE,
            is_paused ? "paused: nothing is asked until Space" : "going on");
}

static void do_refresh(struct app *app, const char *argument)
{
    (void)argument;
    engine_refresh(app->engine);
    app_say(app, ROLE_DIM, "asking all back ends now");
}

static void do_redraw(struct app *app, const char *argument)
{
    (void)argument;
    screen_forget(app->screen);
}

static void do_faster(struct app *app, const char *argument)
{
    (void)argument;
    set_refresh(app, engine_model(app->engine)->refresh_ms / 2);
}

static void do_slower(struct app *app, const char *argument)
{
    (void)argument;
    set_refresh(app, engine_model(app->engine)->refresh_ms * 2);
}

static void do_interval(struct app *app, const char *argument)
{
    struct err err = {0};
    int64_t refresh_ms;

    if (duration_parse(argument, &refresh_ms, &err) < 0)
        app_say(app, ROLE_WARNING, "interval: %s", err.text);
    else
        set_refresh(app, refresh_ms);
}

static void do_query_next(struct app *app, const char *argument)
{
    size_t panel = model_find_panel(engine_model(app->engine), argument);

    if (panel != PANEL_NO_QUERY)
        engine_next_query(app->engine, panel);
}

static void do_alerts(struct app *app, const char *argument)
{
    (void)argument;
    app_show_alerts(app);
}

static void do_health(struct app *app, const char *argument)
{
    (void)argument;
    engine_want_facts(app->engine);
    if (strcmp(app_view(app)->ops->name, "health") != 0)
        app_push_view(app, "health", "");
}

static void do_acknowledge(struct app *app, const char *argument)
{
    app_acknowledge(app, argument);
}

static void do_silence(struct app *app, const char *argument)
{
    app_silence(app, argument);
}

static void do_expire(struct app *app, const char *argument)
{
    app_expire(app, argument);
}

static void do_extend(struct app *app, const char *argument)
{
    app_extend(app, argument);
}

static void do_alert(struct app *app, const char *argument)
{
    app_push_view(app, "alert", argument);
}

static void do_runbook(struct app *app, const char *argument)
{
    app_show_runbook(app, argument);
}

static void do_run(struct app *app, const char *argument)
{
    app_propose(app, argument, false);
}

static void do_next_step(struct app *app, const char *argument)
{
    (void)argument;
    app_next_step(app);
}

static void do_dry_run(struct app *app, const char *argument)
{
    app_propose(app, argument, true);
}

static void do_confirm(struct app *app, const char *argument)
{
    app_confirm(app, argument);
}

static void do_actions(struct app *app, const char *argument)
{
    (void)argument;
    app_push_view(app, "actions", "");
}

static void do_changes(struct app *app, const char *argument)
{
    (void)argument;
    app_push_view(app, "changes", "");
}

static void do_action(struct app *app, const char *argument)
{
    app_show_action(app, argument);
}

static void do_cancel(struct app *app, const char *argument)
{
    app_ask_cancel(app, argument);
}

static void do_theme(struct app *app, const char *argument)
{
    app_switch_theme(app, argument);
}

static void do_context(struct app *app, const char *argument)
{
    app_switch_context(app, argument);
}

static void do_copy(struct app *app, const char *argument)
{
    struct view_input input = app_view_input(app);
    struct view *view = app_view(app);
    struct err err = {0};
    struct buf text;

    (void)argument;
    buf_init(&text, 65536);
    if (view->ops->copy)
        view->ops->copy(view, &input, &text);
    if (!text.length)
        app_say(app, ROLE_DIM, "nothing here to copy");
    else if (term_copy(app->term, text.bytes, text.length, &err) < 0)
        app_say(app, ROLE_WARNING, "%s", err.text);
    else
        app_say(app, ROLE_MESSAGE, "copied: %s", text.bytes);
    buf_clear(&text);
}

static void do_suspend(struct app *app, const char *argument)
{
    (void)argument;
    app_suspend(app);
}

static void show_zoom(struct app *app, size_t zoom, int64_t end_ms)
{
    engine_show(app->engine, zoom, end_ms);
}

static void set_refresh(struct app *app, int64_t refresh_ms)
{
    char text[32];

    engine_set_refresh(app->engine, refresh_ms);
    duration_format(text, sizeof(text), engine_model(app->engine)->refresh_ms);
    app_say(app, ROLE_MESSAGE, "refresh every %s", text);
}
