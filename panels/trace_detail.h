/* trace_detail.h - everything about one span, on lines.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_TRACE_DETAIL_H
#define TRACETOP_PANELS_TRACE_DETAIL_H

#include <stdint.h>

#include "model/trace.h"
#include "ui/canvas.h"

struct buf;

/* Adds "name: value" lines: what it is, its tags, its logs with their time
 * since the span began. */
void trace_detail_add(const struct trace *trace, uint32_t index,
                      struct buf *out);

/* Paints the lines from the `first` one on, names dim, values wrapped. */
void trace_detail_draw(const struct trace *trace, uint32_t index, int first,
                       const struct canvas *canvas);

#endif
