/* header.c - context, lights, range and clock on one line.
 *
 * The lights keep their order. Where they do not all fit, the namespace goes
 * first, then what stands behind a light, then lights that are well: one that
 * is sick is never left out for one that is not. What is left out is counted.
 */
#include "panels/header.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/units.h"
#include "model/desk.h"
#include "panels/state.h"

/* From here on a light says its latency, too. */
enum { WIDE_COLUMNS = 120 };

/* How much of the line is shown, from all to least. */
enum room { ROOM_ALL, ROOM_NO_PLACE, ROOM_NO_TEXT, ROOM_NEITHER, ROOM_SICK };

static int draw_place(const struct model *model, const struct canvas *canvas,
                      enum room room);
static int draw_right(const struct view_input *input,
                      const struct canvas *canvas);
static int place_width(const struct model *model, const struct canvas *canvas,
                       enum room room);
static bool has_namespace(const struct canvas *canvas, enum room room);
static void draw_lights(const struct view_input *input,
                        const struct canvas *canvas, int column, int end,
                        enum room room);
static int lights_width(const struct view_input *input,
                        const struct canvas *canvas, enum room room);
static int light_width(const struct view_input *input,
                       const struct canvas *canvas,
                       const struct backend *backend, enum room room);
static bool is_shown(const struct model *model, size_t index, enum room room);
static void light_text(const struct backend *backend, int64_t now_ms,
                       bool is_wide, char *out, size_t size);

void header_draw(const struct view_input *input, const struct canvas *canvas)
{
    const struct rect line = {0, 0, 1, canvas_columns(canvas)};
    enum room room = ROOM_ALL;
    int end, column;

    canvas_fill(canvas, line, ROLE_HEADER);
    end = draw_right(input, canvas);
    while (room < ROOM_SICK && place_width(input->model, canvas, room) + 2 +
                                       lights_width(input, canvas, room) >
                                   end - 1)
        room++;
    column = draw_place(input->model, canvas, room);
    draw_lights(input, canvas, column + 2, end - 1, room);
}

static int draw_place(const struct model *model, const struct canvas *canvas,
                      enum room room)
{
    int column = 1;

    if (model->is_production)
        column = canvas_text(canvas, 0, 0, ROLE_BANNER, " PROD ") + 1;
    column = canvas_text(canvas, 0, column,
                         model->banner ? ROLE_BANNER : ROLE_STRONG,
                         model->context_name);
    if (has_namespace(canvas, room))
        column = canvas_printf(canvas, 0, column, ROLE_HEADER, "/%s",
                               model->namespace_name);
    return column;
}

static int place_width(const struct model *model, const struct canvas *canvas,
                       enum room room)
{
    int width = model->is_production ? (int)strlen(" PROD ") + 1 : 1;

    width += (int)utf8_width(model->context_name, strlen(model->context_name));
    if (has_namespace(canvas, room))
        width += 1 + (int)utf8_width(model->namespace_name,
                                     strlen(model->namespace_name));
    return width;
}

static bool has_namespace(const struct canvas *canvas, enum room room)
{
    return canvas_columns(canvas) >= 60 &&
           (room == ROOM_ALL || room == ROOM_NO_TEXT);
}

static void draw_lights(const struct view_input *input,
                        const struct canvas *canvas, int column, int end,
                        enum room room)
{
    const struct model *model = input->model;
    const int most = end - (room == ROOM_SICK ? (int)strlen("+99") : 0);
    int left_out = 0;

    for (size_t i = 0; i < model->backend_count; i++) {
        const struct backend *backend = &model->backends[i];
        const struct state_look *look = state_of_backend(backend);
        char text[80] = "";

        if (!is_shown(model, i, ROOM_ALL))
            continue;
        if (!is_shown(model, i, room) ||
            column + light_width(input, canvas, backend, room) > most) {
            left_out++;
            continue;
        }
        if (room == ROOM_ALL || room == ROOM_NO_PLACE)
            light_text(backend, input->now.wall_ms,
                       canvas_columns(canvas) >= WIDE_COLUMNS, text,
                       sizeof(text));
        column =
            canvas_text(canvas, 0, column,
                        backend->state == BACKEND_OK ? ROLE_HEADER : look->role,
                        backend->short_name);
        canvas_glyph(canvas, 0, column++, look->role, look->symbol,
                     look->ascii);
        column = canvas_text(canvas, 0, column, look->role, text) + 1;
    }
    if (left_out && column + (int)strlen("+9") <= end)
        (void)canvas_printf(canvas, 0, column, ROLE_HEADER, "+%d", left_out);
}

static int lights_width(const struct view_input *input,
                        const struct canvas *canvas, enum room room)
{
    const struct model *model = input->model;
    int width = 0;

    for (size_t i = 0; i < model->backend_count; i++)
        if (is_shown(model, i, room))
            width += light_width(input, canvas, &model->backends[i], room) + 1;
    return width > 0 ? width - 1 : 0;
}

static int light_width(const struct view_input *input,
                       const struct canvas *canvas,
                       const struct backend *backend, enum room room)
{
    char text[80] = "";

    if (room == ROOM_ALL || room == ROOM_NO_PLACE)
        light_text(backend, input->now.wall_ms,
                   canvas_columns(canvas) >= WIDE_COLUMNS, text, sizeof(text));
    return (int)(strlen(backend->short_name) + 1 +
                 utf8_width(text, strlen(text)));
}

static bool is_shown(const struct model *model, size_t index, enum room room)
{
    enum backend_state state = model->backends[index].state;

    if (state == BACKEND_OFF)
        return index == 0;
    return room != ROOM_SICK || state == BACKEND_DOWN || state == BACKEND_SLOW;
}

/* What stands behind a light's symbol: for how long it is down, or how fast
 * it answers where there is room. */
static void light_text(const struct backend *backend, int64_t now_ms,
                       bool is_wide, char *out, size_t size)
{
    char age[UNITS_MAX];

    out[0] = '\0';
    if (backend->state == BACKEND_DOWN && backend->answered_ms >= 0) {
        units_format_age(age, now_ms - backend->answered_ms);
        (void)snprintf(out, size, "%s", age);
    } else if (backend->state == BACKEND_SLOW ||
               (backend->state == BACKEND_OK && is_wide)) {
        (void)snprintf(out, size, "%lldms", (long long)backend->latency_ms);
    }
    if (is_wide && backend->state == BACKEND_OK && backend->version[0])
        (void)snprintf(out + strlen(out), size - strlen(out), " %s",
                       backend->version);
}

static int draw_right(const struct view_input *input,
                      const struct canvas *canvas)
{
    const struct model *model = input->model;
    char clock[UNITS_MAX], end_text[UNITS_MAX + 8] = "";
    char flags[96];
    int width, column;

    units_format_clock(clock, input->now.wall_ms, true);
    if (model->end_ms >= 0) {
        char until[UNITS_MAX];

        units_format_clock(until, model->end_ms, false);
        (void)snprintf(end_text, sizeof(end_text), " to %sZ", until);
    }
    (void)snprintf(flags, sizeof(flags), "%s%s%s%s",
                   model->is_read_only                      ? "READ-ONLY "
                   : model->desk && model->desk->is_dry_run ? "DRY RUN "
                                                            : "",
                   model->is_paused ? "PAUSED " : "",
                   zoom_table[model->zoom].name, end_text);
    width = (int)(strlen(flags) + 1 + strlen(clock) + 1);
    column = canvas_columns(canvas) - width - 1;
    (void)canvas_text(canvas, 0, column,
                      model->is_paused || model->end_ms >= 0 ? ROLE_WARNING
                                                             : ROLE_HEADER,
                      flags);
    (void)canvas_printf(canvas, 0,
                        canvas_columns(canvas) - 2 - (int)strlen(clock),
                        ROLE_STRONG, "%sZ", clock);
    return column;
}
