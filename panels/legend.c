/* legend.c - the series of a panel, their colours and their numbers. */
#include "panels/legend.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "data/units.h"
#include "panels/box.h"
#include "ui/table.h"
#include "ui/text.h"

static void add_line(struct legend *legend, const struct labels *labels,
                     const struct ring *ring);
static int by_latest(const void *left, const void *right);
static bool is_hidden(const struct legend_choice *choice,
                      const struct legend_line *line);
static void draw_line(const struct legend_line *line,
                      const struct legend_paint *paint,
                      const struct table *table, const struct canvas *canvas,
                      int row);

static const struct table_column columns[] = {
    {"", 1, 0, 0, 0},
    {"series", 12, 1, 0, 0},
    {"last", 10, 0, 1, TEXT_RIGHT},
    {"min", 10, 0, 4, TEXT_RIGHT},
    {"max", 10, 0, 3, TEXT_RIGHT},
    {"avg", 10, 0, 5, TEXT_RIGHT},
    {"at crosshair", 12, 0, 2, TEXT_RIGHT},
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

void legend_make(struct legend *legend, const struct panel *panel,
                 const struct series_set *set,
                 const struct legend_choice *choice)
{
    size_t series = 0, sums = 0;

    *legend = (struct legend){0};
    if (!set)
        return;
    legend->left_out = series_set_left_out(set);
    if (panel->def->headline.headline == HEADLINE_SUM &&
        series_set_count(set) > 1) {
        add_line(legend, NULL, series_set_headline(set));
        sums = 1;
    }
    for (size_t i = 0; i < series_set_count(set); i++) {
        const struct series *item = series_set_at(set, i);

        if (legend->count == LEGEND_MAX) {
            legend->left_out += series_set_count(set) - i;
            break;
        }
        add_line(legend, item->labels, item->ring);
    }
    qsort(legend->lines + sums, legend->count - sums, sizeof(legend->lines[0]),
          by_latest);
    for (size_t i = 0; i < legend->count; i++) {
        struct legend_line *line = &legend->lines[i];

        line->role =
            i < sums
                ? ROLE_GRAPH
                : (enum role)(ROLE_SERIES_1 + (int)(series % LEGEND_ROLES));
        line->is_shown = !is_hidden(choice, line);
        if (line->labels) {
            if (choice->top && series >= choice->top)
                line->is_shown = false;
            series++;
        }
        legend->shown += line->is_shown;
    }
}

uint64_t legend_key(const struct legend_line *line)
{
    return line->labels ? labels_hash(line->labels) : 0;
}

void legend_toggle(struct legend_choice *choice, const struct legend_line *line)
{
    uint64_t key = legend_key(line);

    choice->has_only = false;
    for (size_t i = 0; i < choice->hidden_count; i++) {
        if (choice->hidden[i] == key) {
            choice->hidden[i] = choice->hidden[--choice->hidden_count];
            return;
        }
    }
    if (choice->hidden_count < LEGEND_MAX)
        choice->hidden[choice->hidden_count++] = key;
}

void legend_draw(const struct legend *legend, const struct legend_paint *paint,
                 const struct canvas *canvas)
{
    struct table table;

    table_layout(&table, columns, COLUMNS - (paint->at_ms < 0 ? 1 : 0),
                 canvas_columns(canvas));
    table_header(&table, canvas, 0);
    for (int row = 1; row < canvas_rows(canvas); row++) {
        size_t index = paint->first + (size_t)row - 1;

        if (index >= legend->count)
            return;
        draw_line(&legend->lines[index], paint, &table, canvas, row);
    }
}

static void draw_line(const struct legend_line *line,
                      const struct legend_paint *paint,
                      const struct table *table, const struct canvas *canvas,
                      int row)
{
    struct ring_stats stats =
        ring_summary(line->ring, paint->from_ms, paint->to_ms);
    const char *unit = panel_unit(paint->panel);
    const double values[] = {stats.last, stats.min, stats.max, stats.avg,
                             ring_at(line->ring, paint->at_ms)};
    enum role role = line->is_shown ? ROLE_TEXT : ROLE_DIM;
    char name[200] = "sum of all", texts[5][UNITS_MAX];
    struct table_cell cells[COLUMNS] = {
        {line->is_shown ? (canvas->is_ascii ? "*" : "●")
                        : (canvas->is_ascii ? "o" : "○"),
         line->is_shown ? line->role : ROLE_DIM},
        {name, role},
    };

    if (line->labels)
        box_series_name(paint->panel, line->labels, false, name, sizeof(name));
    /* Cut in the middle, names that differ there would all be the same. */
    if (line->labels && text_width(name) > table->widths[1])
        box_series_name(paint->panel, line->labels, true, name, sizeof(name));
    for (int i = 0; i < 5; i++) {
        units_format(texts[i], values[i], unit, canvas->is_ascii);
        cells[i + 2] = (struct table_cell){texts[i], role};
    }
    table_row(table, canvas, row, cells,
              paint->selected == paint->first + (size_t)row - 1);
}

static void add_line(struct legend *legend, const struct labels *labels,
                     const struct ring *ring)
{
    legend->lines[legend->count++] = (struct legend_line){
        .labels = labels,
        .ring = ring,
        .latest = ring_latest(ring),
    };
}

/* The largest first; what has no value last; equals by labels. */
static int by_latest(const void *left, const void *right)
{
    const struct legend_line *a = left, *b = right;

    if (isnan(a->latest) != isnan(b->latest))
        return isnan(a->latest) ? 1 : -1;
    if (a->latest > b->latest)
        return -1;
    if (a->latest < b->latest)
        return 1;
    return labels_compare(a->labels, b->labels);
}

static bool is_hidden(const struct legend_choice *choice,
                      const struct legend_line *line)
{
    uint64_t key = legend_key(line);

    if (choice->has_only)
        return key != choice->only;
    for (size_t i = 0; i < choice->hidden_count; i++)
        if (choice->hidden[i] == key)
            return true;
    return false;
}
