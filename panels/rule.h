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

#endif
