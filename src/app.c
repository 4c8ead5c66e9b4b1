/* app.c - the dashboard's life: made top to bottom, freed in reverse. */
#include "app_private.h"

#include <locale.h>
#include <langinfo.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

/* For the two paths that get no argument: no memory, and a crash. */
static struct term *emergency_term;

static int app_open(struct app *app, const struct app_options *options,
                    struct err *err);
static int open_terminal(struct app *app, struct err *err);
static int bind_keys(struct app *app, struct err *err);
static int watch_signals(struct app *app, struct err *err);
static void dress_banner(struct app *app);
static void app_close(struct app *app);
static void log_stats(const struct app *app);
static void give_terminal_back(void);
static void on_crash(int signum);
static void on_signal(void *owner, int signum);
static void on_second(void *owner);
static void on_frame_due(void *owner);
static void on_turn_end(void *owner);
static void book_second(struct app *app);
static bool locale_is_utf8(void);

int app_run(struct settings *settings, const struct app_options *options,
            struct err *err)
{
    struct app app = {.settings = settings, .noticed_ms = -1};
    int rc = -1;

    if (app_open(&app, options, err) < 0)
        goto out;
    app_paint(&app); /* the frame before any data, and before libcurl */
    if (engine_start(app.engine, err) < 0)
        goto out;
    app_book_guide(&app);
    if (loop_run(app.loop, err) < 0)
        goto out;
    rc = app.exit_code;
out:
    app_close(&app);
    return rc;
}

void app_say(struct app *app, enum role role, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(app->message, sizeof(app->message), fmt, args);
    va_end(args);
    app->message_role = role;
    app->message_until_ms = loop_now(app->loop).mono_ms + APP_MESSAGE_MS;
    app->is_dirty = true;
}

void app_quit(struct app *app, int exit_code)
{
    app->exit_code = exit_code;
    loop_stop(app->loop);
}

void app_suspend(struct app *app)
{
    struct sigaction by_default = {.sa_handler = SIG_DFL};
    struct sigaction ours;
    struct err err = {0};

    term_release(app->term);
    (void)sigaction(SIGTSTP, &by_default, &ours);
    (void)kill(0, SIGTSTP); /* the whole job stops, as the shell expects */
    (void)sigaction(SIGTSTP, &ours, NULL);
    if (term_retake(app->term, &err) < 0) {
        app_quit(app, EXIT_FAILURE);
        return;
    }
    app_resize(app);
    engine_refresh(app->engine);
}

void app_switch_context(struct app *app, const char *name)
{
    struct settings *settings = app->settings;
    size_t before = settings->context;
    struct engine *engine = NULL;
    struct err err = {0};
    size_t wanted = settings->context_count;

    if (!name[0])
        wanted = (before + 1) % settings->context_count;
    for (size_t i = 0; name[0] && i < settings->context_count; i++)
        if (!strcmp(settings->contexts[i].name, name))
            wanted = i;
    if (wanted == settings->context_count || wanted == before) {
        app_say(app, ROLE_WARNING,
                wanted == before ? "there is only this context"
                                 : "no context '%.60s' in the configuration",
                name);
        return;
    }
    settings->context = wanted;
    engine = engine_new(app->loop, settings, app->log, &err);
    if (!engine || engine_start(engine, &err) < 0) {
        engine_free(engine);
        settings->context = before;
        app_say(app, ROLE_CRITICAL, "%s", err.text);
        return;
    }
    engine_free(app->engine);
    app->engine = engine;
    engine_set_desk(engine, &app->desk);
    app_close_proposal(app);
    dress_banner(app);
    while (app->view_count > 1)
        app_pop_view(app);
    app_say(app, ROLE_MESSAGE, "context %s", settings_context(settings)->name);
}

void app_switch_theme(struct app *app, const char *name)
{
    struct err err = {0};
    char *dir = paths_join(app->settings->paths.config_dir, "themes", NULL);
    struct theme *theme =
        theme_load(name[0] ? name : theme_next(app->theme->name), dir, &err);

    free(dir);
    if (!theme) {
        app_say(app, ROLE_WARNING, "%s", err.text);
        return;
    }
    theme_free(app->theme);
    app->theme = theme;
    dress_banner(app);
    screen_forget(app->screen);
    app_say(app, ROLE_MESSAGE, "theme %s", theme->name);
}

static int app_open(struct app *app, const struct app_options *options,
                    struct err *err)
{
    const struct settings *settings = app->settings;
    char *themes = paths_join(settings->paths.config_dir, "themes", NULL);

    app->theme = theme_load(settings->theme, themes, err);
    free(themes);
    if (!app->theme || bind_keys(app, err) < 0)
        return -1;
    if (settings->debug_file &&
        !(app->log = log_open(settings->debug_file, err)))
        return -1;
    dress_banner(app);
    app->loop = loop_new(err);
    if (!app->loop)
        return -1;
    app->engine = engine_new(app->loop, settings, app->log, err);
    if (!app->engine)
        return -1;
    app->views[0] = view_open("overview", "", engine_model(app->engine), err);
    if (!app->views[0])
        return -1;
    app->view_count = 1;
    if (options->view && strcmp(options->view, "overview") != 0) {
        app->views[1] =
            view_open(options->view, options->argument ? options->argument : "",
                      engine_model(app->engine), err);
        if (!app->views[1])
            return -1;
        app->view_count = 2;
    }
    engine_trace_wanted(app->engine, options->view ? options->view : "");
    app->editor = editor_new(400);
    app->input = input_new();
    return open_terminal(app, err);
}

static int open_terminal(struct app *app, struct err *err)
{
    const struct settings *settings = app->settings;
    const struct term_options options = {
        .in_fd = STDIN_FILENO,
        .out_fd = STDOUT_FILENO,
        .term = getenv("TERM"),
        .colorterm = getenv("COLORTERM"),
        .is_utf8 = locale_is_utf8() && !settings->is_ascii,
        .has_color = settings->has_color,
        .has_mouse = settings->has_mouse,
        .in_tmux = getenv("TMUX") != NULL,
        .in_screen = getenv("STY") != NULL,
    };
    int rows, columns;

    app->term = term_open(&options, err);
    if (!app->term)
        return -1;
    emergency_term = app->term;
    xalloc_on_failure(give_terminal_back);
    app->screen = screen_new(app->term);
    term_size(app->term, &rows, &columns);
    app->grid = grid_new(rows, columns);
    app_watch_keys(app);
    app->second_timer = loop_timer_add(app->loop, on_second, app);
    app->frame_timer = loop_timer_add(app->loop, on_frame_due, app);
    loop_after_turn(app->loop, on_turn_end, app);
    book_second(app);
    app->is_dirty = true;
    return watch_signals(app, err);
}

static int bind_keys(struct app *app, struct err *err)
{
    const struct settings *settings = app->settings;

    app->keymap = keymap_new();
    for (size_t i = 0; i < settings->key_count; i++)
        if (keymap_bind(app->keymap, settings->keys[i].key,
                        settings->keys[i].command, err) < 0)
            return err_within(err, "keys");
    return 0;
}

static int watch_signals(struct app *app, struct err *err)
{
    static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT,
                                  SIGHUP,   SIGTERM, SIGINT};
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    struct sigaction crash = {.sa_handler = on_crash,
                              .sa_flags = (int)SA_RESETHAND};

    for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
        (void)sigaction(fatal[i], &crash, NULL);
    for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
        if (loop_on_signal(app->loop, watched[i], on_signal, app, err) < 0)
            return -1;
    return 0;
}

/* A context may have a colour of its own for its banner. */
static void dress_banner(struct app *app)
{
    const char *banner = settings_context(app->settings)->banner;

    if (banner)
        (void)theme_set_banner(app->theme, banner);
}

static void app_close(struct app *app)
{
    if (app->loop)
        log_stats(app);
    xalloc_on_failure(NULL);
    emergency_term = NULL;
    while (app->view_count)
        view_free(app->views[--app->view_count]);
    engine_free(app->engine);
    app_close_actions(app);
    app_close_proposal(app);
    app_close_guide(app);
    loop_free(app->loop);
    grid_free(app->grid);
    screen_free(app->screen);
    term_close(app->term);
    input_free(app->input);
    editor_free(app->editor);
    log_close(app->log);
    keymap_free(app->keymap);
    theme_free(app->theme);
}

static void log_stats(const struct app *app)
{
    struct loop_stats stats = loop_stats(app->loop);

    log_line(app->log, loop_now(app->loop).wall_ms, "loop",
             "%llu turns, %llu sleeps, longest turn %lld us, %lld us of CPU",
             (unsigned long long)stats.turns, (unsigned long long)stats.sleeps,
             (long long)stats.longest_us, (long long)stats.longest_cpu_us);
}

static void give_terminal_back(void)
{
    if (emergency_term)
        term_emergency(emergency_term);
}

static void on_crash(int signum)
{
    give_terminal_back();
    (void)raise(signum);
}

static void on_signal(void *owner, int signum)
{
    struct app *app = owner;

    switch (signum) {
    case SIGWINCH:
        app_resize(app);
        break;
    case SIGTSTP:
        app_suspend(app);
        break;
    case SIGCONT:
        screen_forget(app->screen);
        app->is_dirty = true;
        break;
    default:
        app_quit(app, 128 + signum);
        break;
    }
}

void app_resize(struct app *app)
{
    int rows, columns;

    term_size(app->term, &rows, &columns);
    if (rows != grid_rows(app->grid) || columns != grid_columns(app->grid))
        grid_resize(app->grid, rows, columns);
    screen_forget(app->screen);
    app->is_dirty = true;
}

static void on_second(void *owner)
{
    struct app *app = owner;

    engine_touch(app->engine, loop_now(app->loop));
    app_notice_alerts(app);
    app_touch_actions(app);
    app->is_dirty = true;
    book_second(app);
}

static void on_frame_due(void *owner)
{
    app_paint(owner);
}

static void on_turn_end(void *owner)
{
    app_paint(owner);
}

/* The clock on screen turns with the wall clock's seconds. */
static void book_second(struct app *app)
{
    struct moment now = loop_now(app->loop);

    loop_timer_set(app->second_timer, now.mono_ms + 1000 - now.wall_ms % 1000);
}

static bool locale_is_utf8(void)
{
    const char *codeset;

    (void)setlocale(LC_CTYPE, "");
    codeset = nl_langinfo(CODESET);
    return codeset && !strcmp(codeset, "UTF-8");
}
