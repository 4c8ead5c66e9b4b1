/* kind_elasticsearch.c - Elasticsearch or OpenSearch as a component. */
#include "engine/kinds.h"

#include "source/elasticsearch.h"

static void *create(const struct context_settings *context,
                    struct components *components);
static void destroy(void *component);

const struct component_kind elasticsearch_kind = {
    .id = COMPONENT_ELASTICSEARCH,
    .name = "elasticsearch",
    .short_name = "es",
    .settings_at = offsetof(struct context_settings, elasticsearch),
    .create = create,
    .free = destroy,
    .questions = elasticsearch_questions,
    .question_count = ELASTICSEARCH_QUESTIONS,
};

static void *create(const struct context_settings *context,
                    struct components *components)
{
    struct elasticsearch_source *source =
        elasticsearch_source_new(components->changes);

    (void)context;
    components->elasticsearch = elasticsearch_source_get(source);
    return source;
}

static void destroy(void *component)
{
    elasticsearch_source_free(component);
}
