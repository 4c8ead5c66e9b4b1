/* kind_kafka.c - Kafka, by its consumer-group tool, as a component. */
#include "engine/kinds.h"

#include "source/kafka.h"

static bool is_on(const struct context_settings *context);
static void *create(const struct context_settings *context,
                    struct components *components);
static void destroy(void *component);

const struct component_kind kafka_kind = {
    .id = COMPONENT_KAFKA,
    .name = "kafka",
    .short_name = "kafka",
    .settings_at = offsetof(struct context_settings, kafka.base),
    .is_on = is_on,
    .create = create,
    .free = destroy,
    .questions = kafka_questions,
    .question_count = KAFKA_QUESTIONS,
};

/* A pod with the tool will do. */
static bool is_on(const struct context_settings *context)
{
    return context->kafka.pod != NULL;
}

static void *create(const struct context_settings *context,
                    struct components *components)
{
    struct kafka_source *source = kafka_source_new(context);

    components->kafka = kafka_source_get(source);
    return source;
}

static void destroy(void *component)
{
    kafka_source_free(component);
}
