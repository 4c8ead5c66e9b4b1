/* overview.h - the first screen: all panels, and what needs a person.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_OVERVIEW_H
#define TRACETOP_PANELS_OVERVIEW_H

#include "panels/view.h"

extern const struct view_ops overview_ops;

#endif
