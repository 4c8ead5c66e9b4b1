/* plan_env.c - values that come from the configuration and from labels. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/plan_private.h"
#include "action/reread.h"
#include "action/shell_place.h"
#include "action/variable.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { NAME_BYTES = 128 };

/* A variable that a guide may use. */
struct known {
    const char *name;
    const char *setting; /* where its value is given */
    const char *(*value)(const struct context_settings *context); /* or NULL */
    const char *usual; /* what the charts call it; or NULL */
};

static const char *namespace_name(const struct context_settings *context);
static const char *es_url(const struct context_settings *context);
static const char *jaeger_url(const struct context_settings *context);
static const char *prometheus_url(const struct context_settings *context);
static const char *kafka_group(const struct context_settings *context);
static const char *kafka_topic(const struct context_settings *context);
static const char *kafka_pod(const struct context_settings *context);
static const char *kafka_bootstrap(const struct context_settings *context);
static void add(struct plan *plan, const char *name, const char *value);
static bool refuse_label(struct plan *plan, const char *name,
                         const char *value);
static bool is_safe_place(struct plan *plan, const char *name);
static void check_one(void *owner, const char *name, size_t length);
static const struct known *find_known(const char *name);
static bool has_value(const struct plan *plan, const char *name);

static const struct known table[] = {
    {"NAMESPACE", "namespace", namespace_name, NULL},
    {"ES_URL", "elasticsearch.url", es_url, NULL},
    {"JAEGER_QUERY_URL", "jaeger.query_url", jaeger_url, NULL},
    {"PROMETHEUS_URL", "prometheus.url", prometheus_url, NULL},
    {"KAFKA_GROUP", "kafka.group", kafka_group, NULL},
    {"KAFKA_TOPIC", "kafka.topic", kafka_topic, NULL},
    {"KAFKA_POD", "kafka.pod", kafka_pod, NULL},
    {"KAFKA_BOOTSTRAP", "kafka.bootstrap", kafka_bootstrap, NULL},
    {"COLLECTOR_DEPLOYMENT", "variables", NULL, "jaeger-collector"},
    {"QUERY_DEPLOYMENT", "variables", NULL, "jaeger-query"},
    {"INGESTER_DEPLOYMENT", "variables", NULL, "jaeger-ingester"},
    {"OTEL_DEPLOYMENT", "variables", NULL, "otel-collector"},
    {"ES_STATEFULSET", "variables", NULL, "elasticsearch-master"},
    {"SNAPSHOT_REPOSITORY", "variables", NULL, NULL},
};

void plan_add_context(struct plan *plan, const struct context_settings *context)
{
    for (size_t i = 0; i < context->variable_count; i++)
        add(plan, context->variables[i].name, context->variables[i].value);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const char *value =
            table[i].value ? table[i].value(context) : table[i].usual;

        if (!has_value(plan, table[i].name))
            add(plan, table[i].name, value);
    }
}

static void add(struct plan *plan, const char *name, const char *value)
{
    if (value && value[0])
        plan_add_variable(
            plan, (struct plan_variable){
                      .name = name,
                      .value = value,
                      .origin = PLAN_FROM_CONTEXT,
                      .is_used = variable_is_used(plan->command, name)});
}

/* Only those that the text names: a stranger's bytes have no business in the
 * environment of the others. */
void plan_add_labels(struct plan *plan, const struct plan_input *input)
{
    for (size_t i = 0; i < input->label_count; i++) {
        char name[NAME_BYTES];

        variable_make_name(name, sizeof(name), "TRACETOP_LABEL_",
                           input->labels[i].name);
        if (!variable_is_used(plan->command, name) ||
            refuse_label(plan, name, input->labels[i].value))
            continue;
        plan_add_variable(
            plan, (struct plan_variable){.name = name,
                                         .value = input->labels[i].value,
                                         .origin = PLAN_FROM_LABEL,
                                         .what = input->labels[i].name,
                                         .is_used = true});
    }
}

bool plan_is_utf8(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t step = utf8_decode(text + at, length - at, &code);

        if (!text[at] || (code == 0xFFFD && (step != 3 || text[at] != '\xEF')))
            return false;
        at += step;
    }
    return true;
}

void plan_check_variables(struct plan *plan)
{
    variable_each(plan->command, check_one, plan);
}

static bool refuse_label(struct plan *plan, const char *name, const char *value)
{
    char reason[256] = "";
    size_t length = strlen(value);

    if (!length)
        (void)snprintf(reason, sizeof(reason), "%s is used, but is empty",
                       name);
    else if (length > PLAN_LABEL_MAX)
        (void)snprintf(reason, sizeof(reason),
                       "the label for %s is longer than %d bytes", name,
                       PLAN_LABEL_MAX);
    else if (!plan_is_utf8(value, length))
        (void)snprintf(reason, sizeof(reason), "the label for %s is not UTF-8",
                       name);
    else if (value[0] == '-')
        (void)snprintf(reason, sizeof(reason),
                       "the label for %s would be read as an option", name);
    else if (!reread_is_plain(value) && !is_safe_place(plan, name))
        (void)snprintf(reason, sizeof(reason),
                       "the label for %s holds more than a plain name, and "
                       "the text does not quote it, or reads it again",
                       name);
    if (reason[0])
        plan_refuse(plan, reason);
    return reason[0] != '\0';
}

/* Returns whether every use of the variable is in double quotes or a heredoc,
 * and nothing in the text reads it again. */
static bool is_safe_place(struct plan *plan, const char *name)
{
    size_t length = strlen(plan->command);
    unsigned char *places = pool_alloc(&plan->pool, length + 1, 1);
    struct shell_script script;
    const char *at = plan->command;

    shell_parse(&script, &plan->pool, plan->command, length);
    if (!shell_place_map(plan->command, length, places) ||
        reread_is_anywhere(plan->command, &script))
        return false;
    for (; (at = strstr(at, name)); at++) {
        size_t place = (size_t)(at - plan->command);
        size_t dollar = place - (place > 1 && at[-1] == '{' ? 2 : 1);

        if (reread_is_at(&script, place))
            return false;
        if (place && plan->command[dollar] == '$' &&
            (places[dollar] == SHELL_PLACE_PLAIN ||
             places[dollar] == SHELL_PLACE_NESTED))
            return false;
    }
    return true;
}

/* A variable that nothing sets would become nothing: `rm "$DIR"/` in the
 * wrong place. Those that the text sets itself are its own affair. */
static void check_one(void *owner, const char *name, size_t length)
{
    struct plan *plan = owner;
    char text[NAME_BYTES];
    char reason[256];
    const struct known *known;
    const char *own;

    if (length >= sizeof(text))
        return;
    (void)snprintf(text, sizeof(text), "%.*s", (int)length, name);
    if (has_value(plan, text) || variable_is_set(plan->command, text) ||
        variable_is_usual(text))
        return;
    known = find_known(text);
    own = getenv(text);
    if (!known && own && own[0])
        return;
    if (known)
        (void)snprintf(reason, sizeof(reason),
                       "$%s has no value: context '%.60s' needs %s", text,
                       plan->context, known->setting);
    else
        (void)snprintf(reason, sizeof(reason), "$%s has no value", text);
    plan_refuse(plan, reason);
}

static const struct known *find_known(const char *name)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (!strcmp(table[i].name, name))
            return &table[i];
    return NULL;
}

static bool has_value(const struct plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->variable_count; i++)
        if (!strcmp(plan->variables[i].name, name))
            return true;
    return false;
}

static const char *namespace_name(const struct context_settings *context)
{
    return context->namespace_name;
}

static const char *es_url(const struct context_settings *context)
{
    return context->elasticsearch.url;
}

static const char *jaeger_url(const struct context_settings *context)
{
    return context->jaeger.base.url;
}

static const char *prometheus_url(const struct context_settings *context)
{
    return context->prometheus.url;
}

static const char *kafka_group(const struct context_settings *context)
{
    return context->kafka.group;
}

static const char *kafka_topic(const struct context_settings *context)
{
    return context->kafka.topic;
}

static const char *kafka_pod(const struct context_settings *context)
{
    return context->kafka.pod;
}

static const char *kafka_bootstrap(const struct context_settings *context)
{
    return context->kafka.bootstrap;
}
