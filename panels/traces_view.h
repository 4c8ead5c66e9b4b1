/* traces_view.h - traces: the search and its list, and one as a waterfall.
 *
 * Layer: panels. What they want asked they say as command lines ("traces
 * service=...", "trace ID", "operations SERVICE").
 */
#ifndef TRACETOP_PANELS_TRACES_VIEW_H
#define TRACETOP_PANELS_TRACES_VIEW_H

#include "panels/view.h"

extern const struct view_ops traces_view_ops;
extern const struct view_ops trace_view_ops;

#endif
