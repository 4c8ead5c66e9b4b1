/* attention.h - the list of what is not well, the worst first.
 *
 * Layer: panels. Alerts that fire or are about to, an alert's instances on one
 * line; then the panels that are not well and that no alert speaks of.
 */
#ifndef TRACETOP_PANELS_ATTENTION_H
#define TRACETOP_PANELS_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "panels/alert_rows.h"
#include "panels/view.h"
#include "ui/canvas.h"

struct buf;

enum { ATTENTION_MAX = 200 };

/* One line: an alert, or a panel. */
struct attention_line {
    struct alert_row alert;    /* its `alert` is NULL for a panel */
    const struct panel *panel; /* NULL for an alert */
};

struct attention {
    struct attention_line lines[ATTENTION_MAX];
    size_t count;
};

/* Fills in the lines. Borrows from the model. */
void attention_make(struct attention *attention, const struct model *model);

/* Paints rule and lines; the selected line is marked when it has the focus. */
void attention_draw(const struct attention *attention,
                    const struct view_input *input, size_t selected,
                    bool has_focus, const struct canvas *canvas);

/* Returns the panel that is worst, or NULL when all are well. Borrowed. */
const struct panel *attention_worst_panel(const struct model *model);

/* Returns what to say of a list that is empty: "all well" only when everybody
 * has answered. */
const char *attention_calm(const struct model *model);

/* Returns how many panels are not well. */
size_t attention_panels(const struct model *model);

/* Adds a panel's name, value, reason and query, for copying. */
void attention_copy(const struct panel *panel, const struct view_input *input,
                    struct buf *out);

#endif
