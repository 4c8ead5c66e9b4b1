/* trap.c - the known traps, and which of them a rule walks into. */
#include "alert/trap.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"

#define WIDE_BUCKETS                                                           \
    "with the buckets of Jaeger v2's storage latency every quantile below 5 "  \
    "s reads as up to 4.95 s; use the mean, _sum by _count"

static const struct trap traps[] = {
    {TRAP_NEVER,
     {"jaeger_query_request_duration_seconds"},
     {NULL},
     NULL,
     "no Jaeger, v1 or v2, has jaeger_query_request_duration_seconds; it is "
     "jaeger_query_latency in v1 and http_server_request_duration in v2"},
    {TRAP_ALWAYS_ON,
     {"jaeger_collector_traces_received_total", "<"},
     {"sum(", "sumby("},
     NULL,
     "each collector has 120 series of jaeger_collector_traces_received_total "
     "that stay 0, and each is compared; compare their sum"},
    {TRAP_PER_SERIES,
     {"jaeger_collector_traces_received_total", ">"},
     {"sum(", "sumby("},
     NULL,
     "each service, format and transport is compared alone; compare the sum"},
    {TRAP_SILENT,
     {"_received_total", "jaeger_collector_"},
     {"saved_by_svc"},
     NULL,
     "from Jaeger 1.66 on spans that arrive by OTLP are not counted in "
     "*_received_total; count *_saved_by_svc_total"},
    {TRAP_SILENT,
     {"up{", "==0"},
     {"absent("},
     "up{",
     "up is 0 for a target that does not answer, but absent once the target "
     "is gone; add an alert on absent(up{...})"},
    {TRAP_SILENT,
     {"elasticsearch_cluster_health_status"},
     {"absent("},
     "elasticsearch_cluster_health_status",
     "a cluster that cannot answer has no status at all, not a red one; add "
     "absent(elasticsearch_cluster_health_status)"},
    {TRAP_PER_SERIES,
     {"kafka_consumergroup_lag"},
     {"sum(", "sumby(", "absent("},
     NULL,
     "the lag is told by partition, and each is compared; compare the sum"},
    {TRAP_PER_SERIES,
     {"container_cpu_usage_seconds_total"},
     {"container!=", "container=", "image!="},
     NULL,
     "cAdvisor tells the pod and its container, so it counts twice; add "
     "container!=\"\""},
    {TRAP_ALWAYS_ON,
     {"jaeger_storage_latency_bucket"},
     {NULL},
     NULL,
     WIDE_BUCKETS},
    {TRAP_ALWAYS_ON,
     {"jaeger_storage_latency_seconds_bucket"},
     {NULL},
     NULL,
     WIDE_BUCKETS},
    {TRAP_PER_SERIES,
     {"histogram_quantile("},
     {"sum(", "sumby("},
     NULL,
     "without sum by (le) there is a quantile for each label set, NaN for "
     "those without traffic; NaN is never above a limit"},
    {TRAP_SILENT,
     {"otelcol_", "_total"},
     {")or", "_total|", ")?"},
     NULL,
     "names end in _total or not by the version of the collector; ask for "
     "both with `or`"},
    {TRAP_SILENT,
     {"jaeger_collector_"},
     {"otelcol_"},
     NULL,
     "Jaeger v2 has none of v1's jaeger_collector_ metrics; it has "
     "otelcol_receiver_accepted_spans"},
};

static bool matches(const struct trap *trap, const char *expression);
static bool has_partner(const struct trap *trap, const struct rule *rule,
                        const struct rule_set *set);
static void add_packed(struct buf *out, const char *expression);

const char *trap_kind_name(enum trap_kind kind)
{
    static const char *const names[] = {
        [TRAP_ALWAYS_ON] = "always on",
        [TRAP_NEVER] = "never",
        [TRAP_SILENT] = "silent on failure",
        [TRAP_PER_SERIES] = "per series",
    };

    return names[kind];
}

size_t trap_of(const struct rule *rule, const struct rule_set *set,
               const struct trap **out, size_t room)
{
    struct buf packed;
    size_t count = 0;

    if (!rule->is_alert)
        return 0;
    buf_init(&packed, strlen(rule->expression));
    add_packed(&packed, rule->expression);
    for (size_t i = 0; i < sizeof(traps) / sizeof(traps[0]); i++)
        if (count < room && matches(&traps[i], packed.bytes) &&
            !has_partner(&traps[i], rule, set))
            out[count++] = &traps[i];
    buf_clear(&packed);
    return count;
}

static bool matches(const struct trap *trap, const char *expression)
{
    for (size_t i = 0; i < TRAP_MOST; i++) {
        if (trap->with[i] && !strstr(expression, trap->with[i]))
            return false;
        if (trap->without[i] && strstr(expression, trap->without[i]))
            return false;
    }
    return true;
}

/* Says whether another alert watches for the absence. */
static bool has_partner(const struct trap *trap, const struct rule *rule,
                        const struct rule_set *set)
{
    for (size_t i = 0; trap->metric && set && i < set->group_count; i++) {
        const struct rule_group *group = &set->groups[i];

        for (size_t j = 0; j < group->rule_count; j++) {
            const char *other = group->rules[j].expression;

            if (&group->rules[j] != rule && strstr(other, "absent(") &&
                strstr(other, trap->metric))
                return true;
        }
    }
    return false;
}

static void add_packed(struct buf *out, const char *expression)
{
    for (; *expression; expression++)
        if (!strchr(" \t\r\n", *expression))
            buf_add_char(out, *expression);
}
