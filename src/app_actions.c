/* app_actions.c - the runs on screen: which there are, and what they write. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "action/output.h"
#include "panels/action_view.h"

enum { ACTIONS_MOST = 100, READ_EVERY_MS = 100, READ_BYTES = 16 * 1024 };

static void read_list(struct app *app);
static void greet(struct app *app);
static void on_list_changed(void *owner, int fd, unsigned events);
static void on_output(void *owner, int fd, unsigned events);
static void on_read_due(void *owner);
static void read_output(struct app *app);
static bool has_ended(struct app *app);
static void mark_seen(struct app *app);
static void stop_reading(struct app *app);
static void end_lending(struct app *app);
static struct action *find(const struct app *app, const char *id);

void app_open_actions(struct app *app)
{
    const char *state_dir = app->settings->paths.state_dir;
    struct err err = {0};

    app->desk.actions = &app->actions;
    app->output_timer = loop_timer_add(app->loop, on_read_due, app);
    if (access(state_dir, F_OK) != 0)
        return; /* nothing was ever run */
    (void)action_settle_lost(state_dir, loop_now(app->loop).wall_ms, &err);
    app_watch_actions(app);
    greet(app);
}

void app_watch_actions(struct app *app)
{
    const char *state_dir = app->settings->paths.state_dir;
    struct err err = {0};

    if (!app->actions_io) {
        app->actions_fd = action_watch(state_dir, NULL, &err);
        if (app->actions_fd >= 0)
            app->actions_io = loop_io_add(app->loop, app->actions_fd, LOOP_READ,
                                          on_list_changed, app);
    }
    read_list(app);
}

void app_close_actions(struct app *app)
{
    stop_reading(app);
    if (app->actions_io) {
        loop_io_remove(app->actions_io);
        (void)close(app->actions_fd);
    }
    action_screen_clear(&app->action_screen);
    action_list_clear(&app->actions);
    free(app->effects.items);
}

void app_action_started(struct app *app, const char *id, bool is_interactive)
{
    if (is_interactive)
        (void)snprintf(app->lent_to, sizeof(app->lent_to), "%s", id);
    app_watch_actions(app);
    app_note_effects(app);
    app_show_action(app, id);
    if (is_interactive)
        loop_timer_set(app->output_timer,
                       loop_now(app->loop).mono_ms + READ_EVERY_MS);
}

void app_show_action(struct app *app, const char *id)
{
    struct err err = {0};

    if (!find(app, id)) {
        app_say(app, ROLE_WARNING, "there is no action '%.20s'; L lists them",
                id);
        return;
    }
    stop_reading(app);
    action_screen_clear(&app->action_screen);
    action_screen_init(&app->action_screen, id);
    app->output_from = 0;
    app->output_goal = 0;
    app->desk.screen = &app->action_screen;
    app->output_fd = action_watch(app->settings->paths.state_dir, id, &err);
    if (app->output_fd >= 0)
        app->output_io =
            loop_io_add(app->loop, app->output_fd, LOOP_READ, on_output, app);
    if (!strcmp(app_view(app)->ops->name, "action"))
        app_pop_view(app);
    app_push_view(app, "action", id);
    read_output(app);
    mark_seen(app);
}

void app_ask_cancel(struct app *app, const char *id)
{
    const struct action *action = NULL;

    for (size_t i = 0; i < app->actions.count && !action; i++)
        if (!action_is_over(app->actions.actions[i].state) &&
            (!id[0] || !strcmp(app->actions.actions[i].id, id)))
            action = &app->actions.actions[i];
    if (!action) {
        app_say(app, ROLE_DIM, "no action is running");
        return;
    }
    (void)snprintf(app->cancelling, sizeof(app->cancelling), "%s", action->id);
    app->prompt = PROMPT_CANCEL;
    app_say(app, ROLE_WARNING,
            "Cancel action %s, %.100s? Its processes get INT, then TERM, then "
            "KILL.  y / n",
            action->id, action->step_title);
    app->message_until_ms = INT64_MAX;
}

void app_answer_cancel(struct app *app, struct key key)
{
    struct err err = {0};

    app->prompt = PROMPT_NONE;
    app->message_until_ms = 0;
    app->is_dirty = true;
    if (key.code != 'y' || key.modifiers || app->is_pasting)
        app_say(app, ROLE_DIM, "action %s goes on", app->cancelling);
    else if (action_cancel(app->settings->paths.state_dir, app->cancelling,
                           "the dashboard", &err) < 0)
        app_say(app, ROLE_WARNING, "%s", err.text);
    else
        app_say(app, ROLE_MESSAGE, "cancelling action %s", app->cancelling);
}

void app_touch_actions(struct app *app)
{
    if (has_ended(app)) {
        read_list(app);
        mark_seen(app);
        app->is_dirty = true;
    }
    app_note_effects(app);
    for (size_t i = 0; i < app->view_count; i++)
        if (!strcmp(app->views[i]->ops->name, "action"))
            return;
    stop_reading(app); /* nobody looks at it */
}

static void read_list(struct app *app)
{
    struct action_list fresh = {0};
    struct err err = {0};

    if (action_list_read(&fresh, app->settings->paths.state_dir, ACTIONS_MOST,
                         &err) < 0) {
        app_say(app, ROLE_WARNING, "actions: %s", err.text);
        action_list_clear(&fresh);
        return;
    }
    action_list_clear(&app->actions);
    app->actions = fresh;
    app_read_effects(app);
    app->is_dirty = true;
}

/* What went on while nobody looked. */
static void greet(struct app *app)
{
    size_t running = 0, unseen = 0;

    for (size_t i = 0; i < app->actions.count; i++) {
        running += !action_is_over(app->actions.actions[i].state);
        unseen += action_is_over(app->actions.actions[i].state) &&
                  !app->actions.actions[i].is_seen;
    }
    if (running && unseen)
        app_say(app, ROLE_MESSAGE,
                "%zu action%s running, %zu ended unseen: L shows them", running,
                running == 1 ? " is" : "s are", unseen);
    else if (running)
        app_say(app, ROLE_MESSAGE, "%zu action%s still running: L shows %s",
                running, running == 1 ? " is" : "s are",
                running == 1 ? "it" : "them");
    else if (unseen)
        app_say(app, ROLE_MESSAGE, "%zu action%s ended unseen: L shows %s",
                unseen, unseen == 1 ? "" : "s", unseen == 1 ? "it" : "them");
}

static void on_list_changed(void *owner, int fd, unsigned events)
{
    struct app *app = owner;

    (void)events;
    action_watch_drain(fd);
    read_list(app);
}

/* A chatty step tells of itself all the time: it is read now and then, and not
 * listened to meanwhile. */
static void on_output(void *owner, int fd, unsigned events)
{
    struct app *app = owner;

    (void)fd;
    (void)events;
    loop_io_want(app->output_io, 0);
    if (!loop_timer_is_set(app->output_timer))
        loop_timer_set(app->output_timer,
                       loop_now(app->loop).mono_ms + READ_EVERY_MS);
}

static void on_read_due(void *owner)
{
    struct app *app = owner;

    if (app->is_lent) {
        end_lending(app);
        return;
    }
    read_output(app);
    if (!app->output_goal && has_ended(app)) {
        read_list(app);
        mark_seen(app);
    }
    app->is_dirty = true;
}

/* Reads what was there when it began to read, a slice a turn. What comes
 * meanwhile is for the next time: nobody can follow a flood. */
static void read_output(struct app *app)
{
    struct action_screen *screen = &app->action_screen;
    struct output_part part = {0};
    struct err err = {0};
    bool is_more = false;

    if (!screen->id[0])
        return;
    if (app->output_io && !app->output_goal)
        action_watch_drain(app->output_fd);
    if (output_read(app->settings->paths.state_dir, screen->id,
                    app->output_from, READ_BYTES, &part, &err) < 0) {
        app_say(app, ROLE_WARNING, "%s", err.text);
    } else if (part.bytes.length) {
        if (part.left_out)
            action_screen_skip(screen, part.left_out);
        action_screen_feed(screen, part.bytes.bytes, part.bytes.length);
        app->output_from = part.start + part.bytes.length;
        if (!app->output_goal)
            app->output_goal = part.total;
        is_more = app->output_from < app->output_goal;
    }
    if (is_more) {
        loop_timer_set(app->output_timer, loop_now(app->loop).mono_ms);
    } else {
        app->output_goal = 0;
        if (app->output_io)
            loop_io_want(app->output_io, LOOP_READ);
    }
    output_part_clear(&part);
}

/* Says whether one that runs, as far as we know, is over. */
static bool has_ended(struct app *app)
{
    bool is_news = false;

    for (size_t i = 0; i < app->actions.count && !is_news; i++) {
        const struct action *known = &app->actions.actions[i];
        struct action fresh = {0};
        struct err err = {0};

        if (action_is_over(known->state))
            continue;
        if (action_read(&fresh, app->settings->paths.state_dir, known->id,
                        &err) == 0)
            is_news = fresh.state != known->state;
        action_clear(&fresh);
    }
    return is_news;
}

/* The end of an action that is on screen has been seen. */
static void mark_seen(struct app *app)
{
    struct action *action = find(app, app->action_screen.id);
    struct err err = {0};

    if (!action || !action_is_over(action->state) || action->is_seen ||
        strcmp(app_view(app)->ops->name, "action") != 0)
        return;
    if (action_mark_seen(app->settings->paths.state_dir, action->id, &err) < 0)
        app_say(app, ROLE_WARNING, "%s", err.text);
    action->is_seen = true;
}

static void stop_reading(struct app *app)
{
    if (!app->output_io)
        return;
    loop_io_remove(app->output_io);
    app->output_io = NULL;
    (void)close(app->output_fd);
}

/* The terminal is the step's until it ends. */
static void end_lending(struct app *app)
{
    struct action fresh = {0};
    struct err err = {0};
    bool is_over = action_read(&fresh, app->settings->paths.state_dir,
                               app->lent_to, &err) < 0 ||
                   action_is_over(fresh.state);

    action_clear(&fresh);
    if (!is_over) {
        loop_timer_set(app->output_timer,
                       loop_now(app->loop).mono_ms + READ_EVERY_MS);
        return;
    }
    app_take_terminal(app);
    read_list(app);
    read_output(app);
    mark_seen(app);
}

static struct action *find(const struct app *app, const char *id)
{
    for (size_t i = 0; i < app->actions.count; i++)
        if (!strcmp(app->actions.actions[i].id, id))
            return &app->actions.actions[i];
    return NULL;
}
