/* component_kinds.c - all component back ends, in the order of their lights.
 */
#include "engine/component.h"

#include "engine/kinds.h"

const struct component_kind *const component_kinds[COMPONENT_COUNT] = {
    [COMPONENT_KUBERNETES] = &kubernetes_kind,
    [COMPONENT_ELASTICSEARCH] = &elasticsearch_kind,
    [COMPONENT_JAEGER] = &jaeger_kind,
    [COMPONENT_OTEL] = &otel_kind,
    [COMPONENT_KAFKA] = &kafka_kind,
};

const struct backend_settings *
component_settings(const struct component_kind *kind,
                   const struct context_settings *context)
{
    return (const void *)((const char *)context + kind->settings_at);
}
