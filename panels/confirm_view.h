/* confirm_view.h - what a step would run, and whether it may.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_CONFIRM_VIEW_H
#define TRACETOP_PANELS_CONFIRM_VIEW_H

#include "panels/page.h"
#include "panels/proposal.h"
#include "panels/view.h"

extern const struct view_ops confirm_view_ops;

/* Returns what was typed as an answer: "", "y" or a word. Borrowed. */
const char *confirm_view_typed(const struct view *view);

/* Returns the edited command, or NULL when its line is not open. Borrowed. */
const char *confirm_view_edited(const struct view *view);

/* Returns the value typed for a missing placeholder, by its place in the
 * plan's list; NULL for one that has no field. Borrowed. */
const char *confirm_view_value(const struct view *view, size_t place);

/* Says what was wrong with a field and puts the cursor there. */
void confirm_view_point_at(struct view *view, size_t place, const char *wrong);

/* Lays out everything that is to be read before a yes. */
void confirm_text_make(struct page *page, const struct proposal *proposal,
                       const struct lint_report *findings, int columns);

#endif
