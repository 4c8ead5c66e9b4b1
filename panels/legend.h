/* legend.h - the series of a zoomed panel: which are shown, in which colour.
 *
 * Layer: panels. A panel whose headline is a sum has the sum as its first
 * line; the others follow by latest value, the largest first. At most `top`
 * are shown, less the ones that were switched off.
 */
#ifndef TRACETOP_PANELS_LEGEND_H
#define TRACETOP_PANELS_LEGEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "panels/view.h"
#include "ui/canvas.h"

enum { LEGEND_MAX = 256, LEGEND_ROLES = 8 };

/* One line of the legend. */
struct legend_line {
    const struct labels *labels; /* NULL: the sum of all */
    const struct ring *ring;
    double latest;
    bool is_shown;
    enum role role;
};

struct legend {
    struct legend_line lines[LEGEND_MAX];
    size_t count;
    size_t shown;
    size_t left_out; /* series that the store did not keep */
};

/* What the user chose. Hidden series are remembered by hash of their labels,
 * so they stay hidden while others come and go. */
struct legend_choice {
    size_t top; /* at most this many series; 0: all */
    uint64_t hidden[LEGEND_MAX];
    size_t hidden_count;
    bool has_only;
    uint64_t only; /* the one series shown, when has_only */
};

/* Works out the lines. */
void legend_make(struct legend *legend, const struct panel *panel,
                 const struct series_set *set,
                 const struct legend_choice *choice);

/* Returns the name that a line is remembered by. */
uint64_t legend_key(const struct legend_line *line);

/* Switches a line off or on. */
void legend_toggle(struct legend_choice *choice,
                   const struct legend_line *line);

/* Paints the lines: mark, name, last, min, max, avg over the stretch, and the
 * value at the crosshair (`at_ms` -1: none). */
struct legend_paint {
    const struct panel *panel;
    int64_t from_ms, to_ms;
    int64_t at_ms;
    size_t first, selected;
};
void legend_draw(const struct legend *legend, const struct legend_paint *paint,
                 const struct canvas *canvas);

#endif
