/* panel_values.h - the words around a zoomed graph: what the crosshair is on,
 * which query is shown, and why the panel is not well.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_PANEL_VALUES_H
#define TRACETOP_PANELS_PANEL_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "panels/legend.h"
#include "panels/view.h"
#include "ui/canvas.h"

/* What the rule between graph and legend tells of. */
struct panel_values {
    const struct panel *panel;
    const struct legend *legend;
    size_t seen;          /* lines of the legend that there is room for */
    int64_t crosshair_ms; /* -1: none */
    int64_t column_ms;    /* what a column of the graph stands for */
};

/* Paints the rule: how many series, or the time at the crosshair and what is
 * marked there; then the time of the newest value. */
void panel_values_draw(const struct panel_values *values,
                       const struct view_input *input,
                       const struct canvas *canvas);

/* Paints two lines: the query, and what is wrong or to be known. */
void panel_notes_draw(const struct panel *panel, const struct view_input *input,
                      const struct canvas *canvas);

#endif
