/* box.c - a panel's rule, graph and legend. */
#include "panels/box.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "action/action.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "data/units.h"
#include "model/desk.h"
#include "panels/changes_view.h"
#include "panels/state.h"
#include "panels/rule.h"
#include "ui/text.h"

enum {
    LEGEND_LEAST = 18,
    LEGEND_MOST = 32,
    AXIS_COLUMNS = 5,
    THRESHOLDS_MAX = 8
};

static void add_value(char *out, size_t size, const char *name,
                      const char *value, bool is_short);
static bool is_number(const char *value);
static bool is_of_panel(const struct action *action, const struct panel *panel);
static size_t add_action_markers(const struct panel *panel,
                                 const struct desk *desk,
                                 struct graph_marker *markers, size_t count);
static void draw_body(const struct box *box, const struct view_input *input,
                      const struct canvas *canvas);
static void draw_words(const struct box *box, const struct view_input *input,
                       const struct canvas *canvas);
static void draw_legend(const struct box *box, const struct view_input *input,
                        const struct canvas *canvas, int columns);
static int legend_columns(int columns);
static size_t largest_after(const struct series_set *set, double below,
                            size_t after);

void box_draw(const struct box *box, const struct view_input *input,
              const struct canvas *canvas)
{
    struct canvas body =
        canvas_cut(canvas, (struct rect){1, 0, canvas_rows(canvas) - 1,
                                         canvas_columns(canvas)});

    box_draw_rule(box, input, canvas);
    if (canvas_rows(&body) > 0)
        draw_body(box, input, &body);
}

void box_draw_rule(const struct box *box, const struct view_input *input,
                   const struct canvas *canvas)
{
    const struct panel_def *def = box->panel->def;
    enum role rule = box->has_focus ? ROLE_RULE_FOCUS : ROLE_RULE;
    const struct state_look *look = state_of_panel(box->panel);
    int columns = canvas_columns(canvas);
    char headline[120];
    int column = 0, end, width;

    canvas_glyph(canvas, 0, column++, rule, "─", '-');
    column = canvas_printf(canvas, 0, column, ROLE_TITLE, " %zu %s ",
                           box->number, def->title);
    if (box->has_focus)
        canvas_attributes(canvas, (struct rect){0, 1, 1, column - 1},
                          ATTR_BOLD);
    state_headline(box->panel, input->now.wall_ms, columns - column - 2,
                   canvas->is_ascii, headline, sizeof(headline));
    width = (int)utf8_width(headline, strlen(headline));
    end = columns - width - 2;
    if (def->subtitle &&
        column + (int)utf8_width(def->subtitle, strlen(def->subtitle)) + 8 <
            end)
        column =
            canvas_printf(canvas, 0, column, ROLE_DIM, "%s ", def->subtitle);
    rule_fill(canvas, column, end, rule);
    (void)canvas_text(canvas, 0, end + 1,
                      look->role == ROLE_OK ? ROLE_TEXT : look->role, headline);
}

void box_series_name(const struct panel *panel, const struct labels *labels,
                     bool is_short, char *out, size_t size)
{
    const char *at = panel->def->legend ? panel->def->legend : "";
    struct buf all;

    out[0] = '\0';
    while (*at) {
        char name[64];
        size_t length = strcspn(at, ", ");
        const char *value;

        (void)snprintf(name, sizeof(name), "%.*s", (int)length, at);
        value = labels_get(labels, name);
        if (value && !(is_short && out[0]))
            add_value(out, size, name, value, is_short);
        at += length;
        at += strspn(at, ", ");
    }
    if (out[0])
        return;
    buf_init(&all, 4096);
    labels_format(labels, &all);
    (void)snprintf(out, size, "%s",
                   labels_count(labels) ? all.bytes : panel->def->title);
    buf_clear(&all);
}

/* A bare number says nothing: it is "partition 3", in short "p3". */
static void add_value(char *out, size_t size, const char *name,
                      const char *value, bool is_short)
{
    size_t used = strlen(out);
    const char *gap = used ? " " : "";

    if (!is_number(value))
        (void)snprintf(out + used, size - used, "%s%s", gap, value);
    else if (is_short)
        (void)snprintf(out + used, size - used, "%s%.1s%s", gap, name, value);
    else
        (void)snprintf(out + used, size - used, "%s%s %s", gap, name, value);
}

static bool is_number(const char *value)
{
    return value[0] && !value[strspn(value, "0123456789")];
}

struct graph_request box_request(const struct panel *panel,
                                 const struct view_input *input,
                                 struct graph_threshold *thresholds,
                                 size_t room)
{
    const struct panel_def *def = panel->def;
    size_t count = 0;

    for (size_t i = 0; i < def->threshold_count && count < room; i++)
        thresholds[count++] = (struct graph_threshold){
            .limit = def->thresholds[i].limit,
            .is_above = def->thresholds[i].is_above,
            .is_critical = def->thresholds[i].severity == SEVERITY_CRITICAL,
            .label = def->thresholds[i].label,
        };
    return (struct graph_request){
        .thresholds = thresholds,
        .threshold_count = count,
        .unit = panel_unit(panel),
        .has_minimum = def->has_minimum,
        .has_maximum = def->has_maximum,
        .minimum = def->minimum,
        .maximum = def->maximum,
        .crosshair_ms = -1,
        .style = input->style,
    };
}

size_t box_markers(const struct panel *panel, const struct model *model,
                   struct graph_marker *markers)
{
    size_t count = changes_markers(model, markers, 0, BOX_MARKERS / 2);

    for (size_t i = 0; model->alerts && i < model->alerts->count; i++) {
        const struct alert *alert = &model->alerts->items[i];

        if (count == BOX_MARKERS)
            break;
        if ((alert->state != ALERT_FIRING && alert->state != ALERT_RESOLVED) ||
            strcmp(alert->panel, panel->def->id) != 0)
            continue;
        markers[count++] = (struct graph_marker){
            .at_ms = alert->since_ms,
            .symbol = "▲",
            .role = alert->severity == SEVERITY_CRITICAL ? ROLE_CRITICAL
                                                         : ROLE_WARNING,
        };
    }
    return add_action_markers(panel, model->desk, markers, count);
}

/* Marks where steps were run that were to cure the panel: the newest ones, and
 * the newest of them last, which then lies on top. */
static size_t add_action_markers(const struct panel *panel,
                                 const struct desk *desk,
                                 struct graph_marker *markers, size_t count)
{
    const struct action_list *list = desk ? desk->actions : NULL;
    size_t end = 0;

    for (size_t room = BOX_MARKERS - count; list && end < list->count; end++)
        if (is_of_panel(&list->actions[end], panel) && !room--)
            break;
    for (size_t i = end; i-- > 0;) {
        const struct action *action = &list->actions[i];
        struct graph_marker *marker = &markers[count];

        if (!is_of_panel(action, panel))
            continue;
        *marker = (struct graph_marker){.at_ms = action->started_wall_ms,
                                        .symbol = "▲",
                                        .role = ROLE_MARKER};
        (void)snprintf(marker->text, sizeof(marker->text), "%.7s", action->id);
        count++;
    }
    return count;
}

static bool is_of_panel(const struct action *action, const struct panel *panel)
{
    return !action->is_dry_run && !strcmp(action->panel, panel->def->id);
}

static void draw_body(const struct box *box, const struct view_input *input,
                      const struct canvas *canvas)
{
    const struct series_set *set = model_series(input->model, box->panel);
    const struct zoom *zoom = &zoom_table[input->model->zoom];
    struct graph_threshold thresholds[THRESHOLDS_MAX];
    int legend = box->has_legend ? legend_columns(canvas_columns(canvas)) : 0;
    struct canvas plot =
        canvas_cut(canvas, (struct rect){0, 0, canvas_rows(canvas),
                                         canvas_columns(canvas) - legend});
    struct graph_request request =
        box_request(box->panel, input, thresholds, THRESHOLDS_MAX);
    struct graph_line line = {.role = ROLE_GRAPH, .is_area = true};
    struct graph_marker markers[BOX_MARKERS];
    int64_t end_ms =
        input->model->end_ms >= 0 ? input->model->end_ms : input->now.wall_ms;

    if (!set || box->panel->data == PANEL_EMPTY ||
        box->panel->data == PANEL_WAITING) {
        draw_words(box, input, canvas);
        return;
    }
    line.ring = series_set_headline(set);
    request.lines = &line;
    request.line_count = 1;
    request.markers = markers;
    request.marker_count = box_markers(box->panel, input->model, markers);
    request.axis_columns = AXIS_COLUMNS;
    request.has_time_axis = box->has_time_axis;
    graph_span(end_ms, zoom->range_ms, zoom->step_ms,
               canvas_columns(&plot) - AXIS_COLUMNS, &request.from_ms,
               &request.to_ms);
    (void)graph_draw(&request, &plot);
    if (legend)
        draw_legend(box, input, canvas, legend);
}

/* Words in place of a graph: why there is nothing to draw. */
static void draw_words(const struct box *box, const struct view_input *input,
                       const struct canvas *canvas)
{
    char reason[400];
    const char *rest = reason;
    struct text_line line;

    state_reason(box->panel, input->now.wall_ms, reason, sizeof(reason));
    if (!reason[0])
        (void)snprintf(reason, sizeof(reason), "waiting for the first answer");
    for (int row = 0; row < canvas_rows(canvas) &&
                      text_wrap(&rest, canvas_columns(canvas) - 3, &line);
         row++)
        (void)canvas_bytes(canvas, row, 1, ROLE_DIM, line.text, line.length);
}

static int legend_columns(int columns)
{
    int wanted = columns / 4;

    if (wanted < LEGEND_LEAST)
        return LEGEND_LEAST;
    return wanted > LEGEND_MOST ? LEGEND_MOST : wanted;
}

static void draw_legend(const struct box *box, const struct view_input *input,
                        const struct canvas *canvas, int columns)
{
    const struct series_set *set = model_series(input->model, box->panel);
    int left = canvas_columns(canvas) - columns + 1;
    double below = INFINITY;
    size_t index = (size_t)-1;

    for (int row = 0; row < canvas_rows(canvas); row++) {
        char name[120], value[UNITS_MAX];
        const struct series *series;
        int width;

        index = largest_after(set, below, index);
        if (index == (size_t)-1)
            return;
        series = series_set_at(set, index);
        below = ring_latest(series->ring);
        box_series_name(box->panel, series->labels, true, name, sizeof(name));
        units_format(value, below, panel_unit(box->panel), canvas->is_ascii);
        width = (int)utf8_width(value, strlen(value));
        text_draw(canvas, (struct rect){row, left, 1, columns - 3 - width},
                  ROLE_DIM, name, TEXT_NO_PAD);
        (void)canvas_text(canvas, row, left + columns - 2 - width, ROLE_TEXT,
                          value);
    }
}

/* Returns the series with the largest latest value that comes after the one
 * told (in descending order, ties by place), or -1. */
static size_t largest_after(const struct series_set *set, double below,
                            size_t after)
{
    size_t best = (size_t)-1;
    double best_value = -INFINITY;

    for (size_t i = 0; i < series_set_count(set); i++) {
        double value = ring_latest(series_set_at(set, i)->ring);

        if (isnan(value) || value > below ||
            (value == below && (after == (size_t)-1 || i <= after)))
            continue;
        if (best == (size_t)-1 || value > best_value) {
            best = i;
            best_value = value;
        }
    }
    return best;
}
