/* kinds.h - the rows of component_kinds, each in a file of its own.
 *
 * Layer: engine.
 */
#ifndef TRACETOP_ENGINE_KINDS_H
#define TRACETOP_ENGINE_KINDS_H

#include "engine/component.h"

extern const struct component_kind kubernetes_kind;
extern const struct component_kind elasticsearch_kind;
extern const struct component_kind jaeger_kind;
extern const struct component_kind otel_kind;
extern const struct component_kind kafka_kind;

#endif
