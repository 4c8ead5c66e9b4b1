/* panel_view.h - one panel over the whole screen.
 *
 * Layer: panels. Graph with axes, thresholds and crosshair; legend with values
 * of each series, which can be switched off and on; the query in use.
 */
#ifndef TRACETOP_PANELS_PANEL_VIEW_H
#define TRACETOP_PANELS_PANEL_VIEW_H

#include "panels/view.h"

extern const struct view_ops panel_view_ops;

#endif
