/* check_table.c - the checks, in their order, and what each wants to know. */
#include "health/check_private.h"

#include <string.h>

#define FACT(id) (1u << FACT_##id)

static bool has_word(const char *words, const char *name);

const struct check check_table[CHECK_COUNT] = {
    {.name = "pods",
     .alerts = {"JaegerCollectorDown"},
     .questions = {[COMPONENT_KUBERNETES] =
                       "pods deployments statefulsets daemonsets claims"},
     .facts = FACT(PODS) | FACT(PODS_READY) | FACT(PODS_STUCK) | FACT(RESTARTS),
     .judge = check_pods},
    {.name = "elasticsearch",
     .alerts = {"ElasticsearchClusterRed"},
     .questions = {[COMPONENT_ELASTICSEARCH] =
                       "health nodes settings blocks indices lifecycle"},
     .facts = FACT(CLUSTER_COLOR) | FACT(UNASSIGNED),
     .judge = check_elasticsearch},
    {.name = "disk",
     .panel = "storage",
     .alerts = {"ElasticsearchDiskUsageHigh",
                "ElasticsearchDiskAboveHighWatermark"},
     .questions = {[COMPONENT_ELASTICSEARCH] = "nodes settings"},
     .needs_alerts = true,
     .judge = check_disk},
    {.name = "ingestion",
     .panel = "ingestion",
     .alerts = {"LowTraceVolume", "JaegerCollectorDown"},
     .questions = {[COMPONENT_JAEGER] = "collector"},
     .facts = FACT(LAST_WEEK),
     .needs_alerts = true,
     .judge = check_ingestion},
    {.name = "collectors",
     .panel = "collector",
     .alerts = {"OTelCollectorHighCPU"},
     .questions = {[COMPONENT_KUBERNETES] =
                       "pods deployments statefulsets daemonsets usage",
                   [COMPONENT_OTEL] = "health metrics"},
     .facts = FACT(COLLECTOR_PODS) | FACT(THROTTLED_RATIO),
     .needs_alerts = true,
     .judge = check_collectors},
    {.name = "kafka",
     .panel = "kafka",
     .alerts = {"JaegerKafkaLagHigh", "JaegerKafkaConsumersGone"},
     .questions = {[COMPONENT_KAFKA] = "group"},
     .facts = FACT(CONSUMERS),
     .needs_alerts = true,
     .judge = check_kafka},
    {.name = "query",
     .panel = "query",
     .alerts = {"HighTraceQueryLatency"},
     .questions = {[COMPONENT_JAEGER] = "services"},
     .needs_alerts = true,
     .judge = check_query},
    {.name = "prometheus",
     .alerts = {"daily-check"},
     .facts = FACT(TARGETS) | FACT(TARGETS_UP),
     .needs_alerts = true,
     .judge = check_prometheus},
    {.name = "alertmanager",
     .alerts = {"daily-check"},
     .needs_alerts = true,
     .judge = check_alertmanager},
    {.name = "backups",
     .alerts = {"snapshots-and-restore", "set-up-snapshots"},
     .questions = {[COMPONENT_KUBERNETES] = "cron",
                   [COMPONENT_ELASTICSEARCH] = "snapshots"},
     .judge = check_backups},
    {.name = "certificates",
     .alerts = {"monthly-review"},
     .questions = {[COMPONENT_KUBERNETES] = "pods",
                   [COMPONENT_ELASTICSEARCH] = "health",
                   [COMPONENT_JAEGER] = "services collector",
                   [COMPONENT_OTEL] = "health metrics"},
     .facts = FACT(TARGETS),
     .needs_alerts = true,
     .judge = check_certificates},
};

const struct check *check_find(const char *name)
{
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (!strcmp(check_table[i].name, name))
            return &check_table[i];
    return NULL;
}

bool check_reads(const struct check *check, enum component_id id,
                 const char *question)
{
    return check->questions[id] && has_word(check->questions[id], question);
}

/* Whether the name's first word is one of the words. */
static bool has_word(const char *words, const char *name)
{
    const size_t length = strcspn(name, " ");

    while (*words) {
        const size_t word = strcspn(words, " ");

        if (word == length && !memcmp(words, name, length))
            return true;
        words += word;
        words += strspn(words, " ");
    }
    return false;
}
