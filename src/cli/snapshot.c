/* snapshot.c - `tracetop snapshot`: one frame to stdout. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "action/keymap.h"
#include "base/buf.h"
#include "base/duration.h"
#include "base/loop.h"
#include "cli/snapshot_desk.h"
#include "cli/snapshot_json.h"
#include "engine/engine.h"
#include "panels/frame.h"
#include "panels/view.h"
#include "ui/export.h"
#include "ui/theme.h"

enum { WAIT_MS = 5000, MOST_ROWS = 500, MOST_COLUMNS = 1000 };

struct shot {
    struct loop *loop;
    struct engine *engine;
    struct loop_timer *deadline;
    struct snapshot_desk desk; /* of a picture */
    bool is_late;
};

static int parse_size(const char *text, int *rows, int *columns);
static int gather(struct shot *shot, const struct options *options,
                  const struct settings *settings, struct err *err);
static void on_deadline(void *owner);
static int print_json(const struct shot *shot);
static int print_picture(struct shot *shot, const struct options *options,
                         const struct settings *settings, struct err *err);
static int paint(const struct shot *shot, const struct options *options,
                 const struct settings *settings, struct grid *grid,
                 struct err *err);

int cli_snapshot(const struct options *options, struct settings *settings)
{
    static const char *const formats[] = {"text", "ansi", "svg", "json"};
    const char *format = options->format ? options->format : "text";
    struct shot shot = {0};
    struct err err = {0};
    bool is_known = false;
    int rows, columns, rc;

    for (size_t i = 0; i < 4; i++)
        is_known = is_known || !strcmp(format, formats[i]);
    if (!is_known)
        return cli_fail(EX_USAGE,
                        "--format %s: right are text, ansi, svg, json", format);
    if (options->argument_count)
        return cli_fail(EX_USAGE, "snapshot takes no word '%s'",
                        options->arguments[0]);
    if (parse_size(options->size, &rows, &columns) < 0)
        return cli_fail(EX_USAGE,
                        "--size %s: right is COLUMNSxROWS, such as "
                        "80x24",
                        options->size);
    if (gather(&shot, options, settings, &err) < 0)
        rc = cli_fail(err.kind == ERR_FORMAT ? EX_CONFIG : EX_USAGE, "%s",
                      err.text);
    else if (!strcmp(format, "json"))
        rc = print_json(&shot);
    else
        rc = print_picture(&shot, options, settings, &err);
    engine_free(shot.engine);
    snapshot_desk_clear(&shot.desk);
    loop_free(shot.loop);
    return rc;
}

static int parse_size(const char *text, int *rows, int *columns)
{
    char *end;
    long wide, high;

    *rows = 24;
    *columns = 80;
    if (!text)
        return 0;
    wide = strtol(text, &end, 10);
    if (end == text || *end != 'x')
        return -1;
    text = end + 1;
    high = strtol(text, &end, 10);
    if (end == text || *end || wide < 1 || wide > MOST_COLUMNS || high < 1 ||
        high > MOST_ROWS)
        return -1;
    *rows = (int)high;
    *columns = (int)wide;
    return 0;
}

/* Runs the engine until every panel was answered, or the wait is over. */
static int gather(struct shot *shot, const struct options *options,
                  const struct settings *settings, struct err *err)
{
    int64_t wait_ms = WAIT_MS;

    if (options->wait && duration_parse(options->wait, &wait_ms, err) < 0) {
        err->kind = ERR_REFUSED;
        return err_within(err, "--wait");
    }
    shot->loop = loop_new(err);
    if (!shot->loop)
        return -1;
    shot->engine = engine_new(shot->loop, settings, NULL, err);
    if (!shot->engine)
        return -1;
    if (options->view && !strcmp(options->view, "health"))
        engine_want_facts(shot->engine);
    if (engine_start(shot->engine, err) < 0)
        return -1;
    engine_trace_wanted(shot->engine, options->view ? options->view : "");
    shot->deadline = loop_timer_add(shot->loop, on_deadline, shot);
    loop_timer_set(shot->deadline, loop_now(shot->loop).mono_ms + wait_ms);
    while (!shot->is_late && !engine_is_settled(shot->engine))
        if (loop_turn(shot->loop, -1, err) < 0)
            return -1;
    engine_touch(shot->engine, loop_now(shot->loop));
    return 0;
}

static void on_deadline(void *owner)
{
    struct shot *shot = owner;

    shot->is_late = true;
}

static int print_json(const struct shot *shot)
{
    char *text =
        snapshot_json(engine_model(shot->engine), loop_now(shot->loop).wall_ms);
    int rc = cli_write(text, strlen(text));

    free(text);
    return rc;
}

static int print_picture(struct shot *shot, const struct options *options,
                         const struct settings *settings, struct err *err)
{
    const char *format = options->format ? options->format : "text";
    char *themes = paths_join(settings->paths.config_dir, "themes", NULL);
    struct theme *theme = theme_load(settings->theme, themes, err);
    struct grid *grid = NULL;
    int rows, columns, rc = EX_CONFIG;
    struct buf out;

    free(themes);
    buf_init(&out, 64 << 20);
    if (!theme)
        goto out;
    snapshot_desk_load(&shot->desk, settings);
    engine_set_desk(shot->engine, &shot->desk.desk);
    (void)parse_size(options->size, &rows, &columns);
    grid = grid_new(rows, columns);
    rc = EX_USAGE;
    if (paint(shot, options, settings, grid, err) < 0)
        goto out;
    if (!strcmp(format, "ansi"))
        export_ansi(grid, theme, true, &out);
    else if (!strcmp(format, "svg"))
        export_svg(grid, theme, "tracetop", &out);
    else
        export_text(grid, &out);
    rc = cli_write(out.bytes, out.length);
out:
    if (err->kind != ERR_NONE)
        (void)cli_fail(rc, "%s", err->text);
    buf_clear(&out);
    grid_free(grid);
    theme_free(theme);
    return rc;
}

static int paint(const struct shot *shot, const struct options *options,
                 const struct settings *settings, struct grid *grid,
                 struct err *err)
{
    const struct model *model = engine_model(shot->engine);
    struct keymap *keymap = keymap_new();
    struct view *view =
        view_open(options->view ? options->view : "overview", "", model, err);
    const struct frame frame = {
        .view = view,
        .input = {.model = model,
                  .keymap = keymap,
                  .now = loop_now(shot->loop),
                  .style = settings->is_ascii ? GRAPH_ASCII : GRAPH_BRAILLE,
                  .search = ""},
        .message = "",
        .is_ascii = settings->is_ascii,
    };

    if (view)
        frame_paint(&frame, grid);
    view_free(view);
    keymap_free(keymap);
    return view ? 0 : -1;
}
