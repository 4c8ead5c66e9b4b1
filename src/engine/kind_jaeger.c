/* kind_jaeger.c - Jaeger, v1 or v2, as a component. */
#include "engine/kinds.h"

#include "source/jaeger.h"

static bool is_on(const struct context_settings *context);
static void *create(const struct context_settings *context,
                    struct components *components);
static void destroy(void *component);
static struct endpoint url(void *component, int number);

const struct component_kind jaeger_kind = {
    .id = COMPONENT_JAEGER,
    .name = "jaeger",
    .short_name = "jaeger",
    .settings_at = offsetof(struct context_settings, jaeger.base),
    .is_on = is_on,
    .create = create,
    .free = destroy,
    .url = url,
    .questions = jaeger_questions,
    .question_count = JAEGER_QUESTIONS,
};

/* Collectors alone will do. */
static bool is_on(const struct context_settings *context)
{
    return context->jaeger.collector_urls.count > 0;
}

static void *create(const struct context_settings *context,
                    struct components *components)
{
    struct jaeger_source *source = jaeger_source_new(&context->jaeger);

    components->jaeger = jaeger_source_get(source);
    return source;
}

static void destroy(void *component)
{
    jaeger_source_free(component);
}

static struct endpoint url(void *component, int number)
{
    return (struct endpoint){.url = jaeger_source_url(component, number),
                             .http = jaeger_source_http(component)};
}
