/* trace_draw.h - the parts of a waterfall as painted: its head, its rows.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_TRACE_DRAW_H
#define TRACETOP_PANELS_TRACE_DRAW_H

#include <stdbool.h>
#include <stdint.h>

#include "model/trace.h"
#include "panels/waterfall.h"
#include "ui/canvas.h"

enum { TRACE_HEAD_ROWS = 3 };

/* Paints title, facts and the axis of time onto the first rows. */
void trace_draw_head(const struct trace *trace, const char *id,
                     const struct canvas *canvas);

/* Paints a span's name, duration and bar onto row 0. */
void trace_draw_row(const struct trace *trace,
                    const struct waterfall *waterfall, uint32_t index,
                    bool is_selected, const struct canvas *canvas);

#endif
