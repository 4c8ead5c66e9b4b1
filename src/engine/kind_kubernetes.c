/* kind_kubernetes.c - a namespace of Kubernetes as a component. */
#include "engine/kinds.h"

#include "source/kubernetes.h"

static bool is_on(const struct context_settings *context);
static void *create(const struct context_settings *context,
                    struct components *components);
static void destroy(void *component);

const struct component_kind kubernetes_kind = {
    .id = COMPONENT_KUBERNETES,
    .name = "kubernetes",
    .short_name = "k8s",
    .settings_at = offsetof(struct context_settings, kubernetes.base),
    .is_on = is_on,
    .create = create,
    .free = destroy,
    .questions = kubernetes_questions,
    .question_count = KUBERNETES_QUESTIONS,
};

/* Without a URL it is kubectl that knows where; but never by a guess. */
static bool is_on(const struct context_settings *context)
{
    return context->kubernetes.base.is_configured;
}

static void *create(const struct context_settings *context,
                    struct components *components)
{
    struct kubernetes_source *source =
        kubernetes_source_new(context->namespace_name, components->changes);

    components->kubernetes = kubernetes_source_get(source);
    return source;
}

static void destroy(void *component)
{
    kubernetes_source_free(component);
}
