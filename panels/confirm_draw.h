/* confirm_draw.h - painting the confirmation.
 *
 * Layer: panels; a part of confirm_view.c.
 */
#ifndef TRACETOP_PANELS_CONFIRM_DRAW_H
#define TRACETOP_PANELS_CONFIRM_DRAW_H

#include "panels/confirm_view.h"
#include "ui/editor.h"

struct confirm_view {
    struct view view;
    struct editor *fields[PROPOSAL_VALUES_MAX]; /* for missing placeholders */
    size_t field_count;
    size_t field; /* the one being typed into */
    struct editor *edit;
    bool is_editing;
    struct editor *word;
    char typed[128];
    char wrong[240]; /* what was wrong with a field; "" */
    bool has_focus_on_yes;
    int top; /* line in the first row */
};

/* Paints the dialog in the middle of the canvas. */
void confirm_draw(const struct confirm_view *self,
                  const struct view_input *input, const struct canvas *canvas);

/* Says whether the last line of the text is on the screen. */
bool confirm_is_at_end(const struct confirm_view *self,
                       const struct view_input *input);

/* Returns `top`, moved to where there is text. */
int confirm_top(const struct confirm_view *self,
                const struct view_input *input);

#endif
