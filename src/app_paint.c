/* app_paint.c - when a frame is painted, and what goes into it. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static bool frame_is_wanted(const struct app *app);
static void show(struct app *app);
static void watch_output(struct app *app);
static void on_writable(void *owner, int fd, unsigned events);
static enum graph_style graph_style_of(const struct app *app);

struct view_input app_view_input(const struct app *app)
{
    struct frame frame = app_frame(app);
    struct rect area =
        frame_view_area(&frame, grid_rows(app->grid), grid_columns(app->grid));

    frame.input.rows = area.rows;
    frame.input.columns = area.columns;
    return frame.input;
}

struct frame app_frame(const struct app *app)
{
    static const char *const prompts[] = {"", ":", "/", ""};
    struct moment now = loop_now(app->loop);

    return (struct frame){
        .view = app_view(app),
        .input = {.model = engine_model(app->engine),
                  .keymap = app->keymap,
                  .now = now,
                  .style = graph_style_of(app),
                  .search = app->search},
        .message = now.mono_ms < app->message_until_ms ? app->message : "",
        .message_role = app->message_role,
        .editor = app->prompt == PROMPT_COMMAND || app->prompt == PROMPT_SEARCH
                      ? app->editor
                      : NULL,
        .prompt = prompts[app->prompt],
        .is_ascii = !term_is_utf8(app->term),
    };
}

void app_paint(struct app *app)
{
    int64_t now_ms = loop_now(app->loop).mono_ms;
    int64_t due_ms;

    if (!frame_is_wanted(app))
        return;
    if (!app->opened_ms)
        app->opened_ms = now_ms;
    due_ms = app->painted_ms + (now_ms - app->opened_ms < APP_OPENING_MS
                                    ? APP_OPENING_FRAME_MS
                                    : APP_FRAME_MS);
    if (app->painted_ms && now_ms < due_ms && !app->is_dirty) {
        loop_timer_set(app->frame_timer, due_ms);
        return;
    }
    show(app);
}

static bool frame_is_wanted(const struct app *app)
{
    if (app->is_lent)
        return false;
    return app->is_dirty ||
           engine_model(app->engine)->generation != app->painted_generation;
}

static void show(struct app *app)
{
    struct frame frame = app_frame(app);
    struct err err = {0};
    int shown;

    frame_paint(&frame, app->grid);
    shown = screen_show(app->screen, app->grid, app->theme, &err);
    if (shown < 0) {
        log_line(app->log, loop_now(app->loop).wall_ms, "screen", "%s",
                 err.text);
        app_quit(app, EXIT_FAILURE);
        return;
    }
    if (shown) {
        app->is_dirty = false;
        app->painted_generation = engine_model(app->engine)->generation;
        app->painted_ms = loop_now(app->loop).mono_ms;
        loop_timer_stop(app->frame_timer);
    }
    watch_output(app);
}

/* A terminal that takes no more bytes is watched; the next frame waits. */
static void watch_output(struct app *app)
{
    bool is_waiting = term_pending(app->term) > 0;

    if (is_waiting && !app->out_io) {
        app->out_io = loop_io_add(app->loop, term_out_fd(app->term), LOOP_WRITE,
                                  on_writable, app);
    } else if (!is_waiting && app->out_io) {
        loop_io_remove(app->out_io);
        app->out_io = NULL;
    }
}

static void on_writable(void *owner, int fd, unsigned events)
{
    struct app *app = owner;
    struct err err = {0};

    (void)fd;
    (void)events;
    if (term_flush(app->term, &err) < 0)
        app_quit(app, EXIT_FAILURE);
    watch_output(app);
}

static enum graph_style graph_style_of(const struct app *app)
{
    const char *term = getenv("TERM");

    if (!term_is_utf8(app->term))
        return GRAPH_ASCII;
    /* The console of a Linux machine has no braille in its font. */
    return term && !strcmp(term, "linux") ? GRAPH_BLOCK : GRAPH_BRAILLE;
}
