/* kind_otel.c - an OpenTelemetry Collector as a component. */
#include "engine/kinds.h"

#include "source/otel.h"

static bool is_on(const struct context_settings *context);
static void *create(const struct context_settings *context,
                    struct components *components);
static void destroy(void *component);
static struct endpoint url(void *component, int number);

const struct component_kind otel_kind = {
    .id = COMPONENT_OTEL,
    .name = "otel",
    .short_name = "otel",
    .settings_at = offsetof(struct context_settings, otel.base),
    .is_on = is_on,
    .create = create,
    .free = destroy,
    .url = url,
    .questions = otel_questions,
    .question_count = OTEL_QUESTIONS,
};

/* Its metrics alone will do. */
static bool is_on(const struct context_settings *context)
{
    return context->otel.metrics_url != NULL;
}

static void *create(const struct context_settings *context,
                    struct components *components)
{
    struct otel_source *source = otel_source_new(&context->otel);

    components->otel = otel_source_get(source);
    return source;
}

static void destroy(void *component)
{
    otel_source_free(component);
}

static struct endpoint url(void *component, int number)
{
    return (struct endpoint){.url = otel_source_url(component, number),
                             .http = otel_source_http(component)};
}
