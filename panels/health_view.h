/* health_view.h - the morning check, and what the components told.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_HEALTH_VIEW_H
#define TRACETOP_PANELS_HEALTH_VIEW_H

#include "panels/view.h"

extern const struct view_ops health_view_ops;

#endif
