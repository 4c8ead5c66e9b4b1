/* attention.h - the list of what is not well, the worst first.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_ATTENTION_H
#define TRACETOP_PANELS_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "panels/view.h"
#include "ui/canvas.h"

struct buf;

/* Returns how many panels need a look. */
size_t attention_count(const struct model *model);

/* Returns the panel on a line of the list, or NULL. Borrowed. */
const struct panel *attention_at(const struct model *model, size_t line);

/* Paints rule and lines; the selected line is marked when it has the focus. */
void attention_draw(const struct view_input *input, size_t selected,
                    bool has_focus, const struct canvas *canvas);

/* Adds a panel's name, value, reason and query, for copying. */
void attention_copy(const struct panel *panel, const struct view_input *input,
                    struct buf *out);

#endif
