/* trace_draw.c - the parts of a waterfall as painted: its head, its rows. */
#include "panels/trace_draw.h"

#include <stdio.h>

#include "data/units.h"
#include "panels/rule.h"
#include "ui/text.h"

enum { DURATION_COLUMNS = 8 };

static void draw_facts(const struct trace *trace, const struct canvas *canvas);
static void draw_axis(const struct trace *trace, const struct canvas *canvas);
static void draw_label(const struct trace_span *span, bool is_folded,
                       const struct canvas *canvas);
static void draw_bar(const struct trace *trace, const struct trace_span *span,
                     const struct canvas *canvas);
static int label_columns(int columns);

void trace_draw_head(const struct trace *trace, const char *id,
                     const struct canvas *canvas)
{
    const struct trace_span *root = &trace->spans[trace->root];
    char right[120], duration[UNITS_MAX];
    char title[300];

    units_format(duration, (double)(trace->end_us - trace->start_us) / 1e6, "s",
                 canvas->is_ascii);
    (void)snprintf(right, sizeof(right), "%s  %s", duration, id);
    (void)snprintf(title, sizeof(title), "%.100s: %.150s", root->service,
                   root->operation);
    rule_head(canvas, title, right, ROLE_STRONG);
    draw_facts(trace, canvas);
    draw_axis(trace, canvas);
}

static void draw_facts(const struct trace *trace, const struct canvas *canvas)
{
    int column =
        canvas_printf(canvas, 1, 1, ROLE_DIM, "%zu span%s, %zu service%s",
                      trace->count, trace->count == 1 ? "" : "s",
                      trace->services, trace->services == 1 ? "" : "s");

    if (trace->errors > 0)
        column = canvas_printf(canvas, 1, column, ROLE_CRITICAL,
                               ", %zu with errors", trace->errors);
    if (trace->missing_parents > 0)
        column = canvas_printf(canvas, 1, column, ROLE_WARNING,
                               ", %zu missing parent%s (lost spans)",
                               trace->missing_parents,
                               trace->missing_parents == 1 ? "" : "s");
    if (trace->warnings > 0)
        column =
            canvas_printf(canvas, 1, column, ROLE_WARNING, ", %zu warning%s",
                          trace->warnings, trace->warnings == 1 ? "" : "s");
    if (trace->left_out > 0)
        (void)canvas_printf(canvas, 1, column, ROLE_WARNING, ", %zu left out",
                            trace->left_out);
}

static void draw_axis(const struct trace *trace, const struct canvas *canvas)
{
    enum { TICK_COLUMNS = 16 };
    int label = label_columns(canvas_columns(canvas));
    int columns = canvas_columns(canvas) - label;
    int ticks = columns / TICK_COLUMNS;
    double whole = (double)(trace->end_us - trace->start_us) / 1e6;

    (void)canvas_text(canvas, 2, 1, ROLE_DIM, "span");
    for (int i = 0; i < ticks; i++) {
        char text[UNITS_MAX];

        units_format(text, whole * i / ticks, "s", canvas->is_ascii);
        canvas_glyph(canvas, 2, label + columns * i / ticks, ROLE_AXIS, "▏",
                     '|');
        (void)canvas_text(canvas, 2, label + columns * i / ticks + 1, ROLE_AXIS,
                          i == 0 ? "0" : text);
    }
}

void trace_draw_row(const struct trace *trace,
                    const struct waterfall *waterfall, uint32_t index,
                    bool is_selected, const struct canvas *canvas)
{
    const struct trace_span *span = &trace->spans[index];
    int columns = canvas_columns(canvas);
    int label = label_columns(columns);
    int end = label - DURATION_COLUMNS - 1;
    char duration[UNITS_MAX];
    struct canvas part;

    part = canvas_cut(canvas, (struct rect){0, 0, 1, end});
    draw_label(span, waterfall_is_folded(waterfall, index), &part);
    units_format(duration, (double)span->duration_us / 1e6, "s",
                 canvas->is_ascii);
    text_draw(canvas, (struct rect){0, end, 1, DURATION_COLUMNS}, ROLE_DIM,
              duration, TEXT_RIGHT);
    part = canvas_cut(canvas, (struct rect){0, label, 1, columns - label});
    draw_bar(trace, span, &part);
    if (is_selected)
        canvas_paint(canvas, (struct rect){0, 0, 1, label}, ROLE_SELECTED);
}

static void draw_label(const struct trace_span *span, bool is_folded,
                       const struct canvas *canvas)
{
    int columns = canvas_columns(canvas);
    int indent = span->depth < columns / 3 ? span->depth : columns / 3;
    int column = 1 + indent;
    char label[400];

    if (span->descendants > 0)
        canvas_glyph(canvas, 0, column, ROLE_DIM, is_folded ? "▸" : "▾",
                     is_folded ? '+' : '-');
    if (span->has_error || (is_folded && span->error_count > 0))
        canvas_glyph(canvas, 0, 0, ROLE_CRITICAL, "✗", '!');
    else if (span->is_parent_missing)
        canvas_glyph(canvas, 0, 0, ROLE_WARNING, "?", '?');
    (void)snprintf(label, sizeof(label), "%.100s %.150s", span->service,
                   span->operation);
    column += 2;
    text_draw(canvas, (struct rect){0, column, 1, columns - column},
              span->is_critical ? ROLE_STRONG : ROLE_TEXT, label,
              TEXT_CUT_END | TEXT_NO_PAD);
}

/* The critical path is thick; errors have their colour. */
static void draw_bar(const struct trace *trace, const struct trace_span *span,
                     const struct canvas *canvas)
{
    struct waterfall_bar bar =
        waterfall_bar(trace, span, canvas_columns(canvas));
    enum role role = span->has_error           ? ROLE_CRITICAL
                     : span->is_parent_missing ? ROLE_WARNING
                                               : ROLE_GRAPH;

    canvas_repeat(canvas, (struct rect){0, bar.first, 1, bar.count}, role,
                  span->is_critical ? "█" : "━", span->is_critical ? '#' : '=');
}

static int label_columns(int columns)
{
    int label = columns * 2 / 5;

    return label < 30 ? 30 : label;
}
