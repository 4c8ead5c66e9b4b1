/* tracing_lines.h - what Jaeger, the Collector and Kafka told, under their
 * panels.
 *
 * Layer: panels; see component_lines.h.
 */
#ifndef TRACETOP_PANELS_TRACING_LINES_H
#define TRACETOP_PANELS_TRACING_LINES_H

#include "panels/component_lines.h"

extern const struct component_lines jaeger_lines;
extern const struct component_lines otel_lines;
extern const struct component_lines kafka_lines;

#endif
