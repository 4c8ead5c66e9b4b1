/* help.h - the keys of a view, made from the command table.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_HELP_H
#define TRACETOP_PANELS_HELP_H

#include "panels/view.h"

extern const struct view_ops help_ops;

#endif
