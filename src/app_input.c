/* app_input.c - keys to commands, and the line being typed. */
#include "app_private.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "action/complete.h"

enum { WORDS_MAX = 32 };

static void on_readable(void *owner, int fd, unsigned events);
static void on_escape_wait(void *owner);
static void on_key(void *owner, struct key key);
static bool view_takes(struct app *app, struct key key);
static void run_key(struct app *app, struct key key);
static void use_mouse(struct app *app, struct key key);
static void complete_line(struct app *app);
static size_t list_panels(const struct app *app, const char **words);
static size_t list_contexts(const struct app *app, const char **words);
static size_t list_themes(const char **words);
static size_t list_ranges(const char **words);
static void enter_line(struct app *app);

void app_watch_keys(struct app *app)
{
    app_read_keys(app);
    app->escape_timer = loop_timer_add(app->loop, on_escape_wait, app);
}

void app_read_keys(struct app *app)
{
    app->keys_io = loop_io_add(app->loop, term_in_fd(app->term), LOOP_READ,
                               on_readable, app);
}

void app_open_prompt(struct app *app, enum app_prompt prompt)
{
    app->prompt = prompt;
    editor_set(app->editor, "");
    app->message_until_ms = 0;
    app->is_dirty = true;
}

void app_prompt_key(struct app *app, struct key key)
{
    if (app->prompt == PROMPT_CANCEL) {
        if (key.code < KEY_MOUSE)
            app_answer_cancel(app, key);
        return;
    }
    switch (editor_key(app->editor, key)) {
    case EDITOR_ENTER:
        enter_line(app);
        break;
    case EDITOR_CANCEL:
        app->prompt = PROMPT_NONE;
        app->message_until_ms = 0; /* what could be typed is over, too */
        break;
    case EDITOR_COMPLETE:
        complete_line(app);
        break;
    case EDITOR_MORE:
    case EDITOR_IGNORED:
        break;
    }
    app->is_dirty = true;
}

static void on_readable(void *owner, int fd, unsigned events)
{
    struct app *app = owner;
    char bytes[4096];
    ssize_t got;

    if (!(events & (LOOP_READ | LOOP_HANGUP)))
        return;
    got = read(fd, bytes, sizeof(bytes));
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0) {
        app_quit(app, 128 + SIGHUP); /* the terminal is gone */
        return;
    }
    input_feed(app->input, bytes, (size_t)got, on_key, app);
    if (input_is_waiting(app->input))
        loop_timer_set(app->escape_timer,
                       loop_now(app->loop).mono_ms + INPUT_ESC_WAIT_MS);
    else
        loop_timer_stop(app->escape_timer);
}

static void on_escape_wait(void *owner)
{
    struct app *app = owner;

    input_timeout(app->input, on_key, app);
}

static void on_key(void *owner, struct key key)
{
    struct app *app = owner;

    if (key.code == KEY_PASTE_ON || key.code == KEY_PASTE_OFF)
        app->is_pasting = key.code == KEY_PASTE_ON;
    if (app->prompt != PROMPT_NONE)
        app_prompt_key(app, key);
    else if (view_takes(app, key))
        return;
    else if (!app->is_pasting || (key.modifiers & KEY_CTRL))
        run_key(app, key); /* pasted text is no command, Ctrl-C always is */
}

/* Lets the view on screen take a key; false when it does not want it. */
static bool view_takes(struct app *app, struct key key)
{
    struct view_input input = app_view_input(app);
    struct view_request request = {{0}};
    struct view *view = app_view(app);

    if (!view->ops->key || key.code >= KEY_MOUSE ||
        !view->ops->key(view, &input, key, &request))
        return false;
    app->is_dirty = true;
    if (request.line[0])
        app_run_line(app, request.line);
    return true;
}

static void run_key(struct app *app, struct key key)
{
    const struct binding *binding =
        keymap_find(app->keymap, key, app_view(app)->ops->scope);
    char name[32];

    if (key.code == KEY_MOUSE)
        use_mouse(app, key);
    if (key.code >= KEY_MOUSE)
        return;
    if (binding) {
        app_run_binding(app, binding);
        return;
    }
    key_format(name, sizeof(name), key);
    app_say(app, ROLE_DIM, "%s does nothing here; ? shows the keys", name);
}

/* The wheel scrolls; a click goes to the view, in its own cells. */
static void use_mouse(struct app *app, struct key key)
{
    struct view_input input = app_view_input(app);
    struct view *view = app_view(app);
    struct view_request request = {{0}};

    if (key.mouse == MOUSE_WHEEL_UP)
        app_run_line(app, "up");
    else if (key.mouse == MOUSE_WHEEL_DOWN)
        app_run_line(app, "down");
    else if (key.mouse == MOUSE_PRESS && view->ops->click && key.row > 0)
        view->ops->click(view, &input, key.row - 1, key.column, &request);
    app->is_dirty = true;
    if (request.line[0])
        app_run_line(app, request.line);
}

static void enter_line(struct app *app)
{
    char line[400];
    enum app_prompt prompt = app->prompt;

    (void)snprintf(line, sizeof(line), "%s", editor_text(app->editor));
    app->prompt = PROMPT_NONE;
    app->message_until_ms = 0;
    if (!line[0])
        return;
    editor_remember(app->editor, line);
    if (prompt == PROMPT_SEARCH) {
        (void)snprintf(app->search, sizeof(app->search), "%.100s", line);
        app_run_line(app, "search-next");
    } else {
        app_run_line(app, line);
    }
}

static void complete_line(struct app *app)
{
    const char *panels[WORDS_MAX], *contexts[WORDS_MAX], *themes[WORDS_MAX],
        *ranges[WORDS_MAX];
    const struct complete_words words[] = {
        {"ID", "panel", panels, list_panels(app, panels)},
        {"NAME", "context", contexts, list_contexts(app, contexts)},
        {"NAME", "theme", themes, list_themes(themes)},
        {"DUR", "range", ranges, list_ranges(ranges)},
        {NULL, NULL, NULL, 0},
    };
    char candidates[200];
    char line[400];

    if (app->prompt != PROMPT_COMMAND)
        return;
    if (complete_command(editor_text(app->editor), words, line, sizeof(line),
                         candidates, sizeof(candidates)))
        editor_set(app->editor, line);
    if (candidates[0])
        app_say(app, ROLE_DIM, "%s", candidates);
}

static size_t list_panels(const struct app *app, const char **words)
{
    const struct model *model = engine_model(app->engine);
    size_t count = 0;

    while (count < model->panel_count && count < WORDS_MAX) {
        words[count] = model->panels[count].def->id;
        count++;
    }
    return count;
}

static size_t list_contexts(const struct app *app, const char **words)
{
    size_t count = 0;

    while (count < app->settings->context_count && count < WORDS_MAX) {
        words[count] = app->settings->contexts[count].name;
        count++;
    }
    return count;
}

static size_t list_themes(const char **words)
{
    const char *first = theme_next("");
    const char *name = first;
    size_t count = 0;

    do {
        words[count++] = name;
        name = theme_next(name);
    } while (strcmp(name, first) != 0 && count < WORDS_MAX);
    return count;
}

static size_t list_ranges(const char **words)
{
    size_t count = 0;

    while (count < zoom_count && count < WORDS_MAX) {
        words[count] = zoom_table[count].name;
        count++;
    }
    return count;
}
