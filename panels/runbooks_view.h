/* runbooks_view.h - the list of runbooks, and one runbook as a page.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_RUNBOOKS_VIEW_H
#define TRACETOP_PANELS_RUNBOOKS_VIEW_H

#include "panels/view.h"

extern const struct view_ops runbooks_view_ops;
extern const struct view_ops runbook_view_ops;

#endif
