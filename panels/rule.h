/* rule.h - the line that a title stands on.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_RULE_H
#define TRACETOP_PANELS_RULE_H

#include "ui/canvas.h"

/* Paints the rule on row 0 from one column up to another, not included; does
 * nothing when there is no room between them. */
void rule_fill(const struct canvas *canvas, int from, int to, enum role role);

/* Begins a view's title on row 0: the title and, unless it is "", what was
 * searched. Returns the column behind them: more words, then rule_fill(). */
int rule_title(const struct canvas *canvas, const char *title,
               const char *search);

/* Paints a title on row 0, cut to what a text at its right end leaves. */
void rule_head(const struct canvas *canvas, const char *title,
               const char *right, enum role role);

#endif
