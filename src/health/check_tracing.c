/* check_tracing.c - what comes in, what waits, what can be read. */
#include "health/check_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/units.h"
#include "model/jaeger.h"
#include "model/kafka.h"

/* The guide's limit for a query; the lag of its alert. */
static const double QUERY_WARNING_S = 0.5, LAG_WARNING = 100000;

static void compare_with_last_week(const struct model *model,
                                   struct check_result *result);
static bool judge_collectors(const struct model *model, int64_t now_ms,
                             struct check_result *result);
static bool judge_group(const struct kafka *kafka, struct check_result *result);
static void judge_growth(const struct model *model,
                         struct check_result *result);
static void judge_consumers(const struct model *model,
                            struct check_result *result);
static void judge_services(const struct jaeger_services *services,
                           struct check_result *result);
static void judge_p99(const struct model *model, struct check_result *result);

void check_ingestion(const struct model *model, int64_t now_ms,
                     struct check_result *result)
{
    bool has_own = judge_collectors(model, now_ms, result);
    bool has_panel = check_add_panel(result, model, "ingestion", "");

    if (!has_panel) {
        check_add_panel_reason(result, model, "ingestion");
        if (!has_own && check_voice(model, COMPONENT_JAEGER, NULL, now_ms,
                                    NULL) == VOICE_OFF)
            check_add_silence(result, model, COMPONENT_JAEGER, NULL);
        return;
    }
    if (result->value <= 0)
        check_add(result, HEALTH_CRITICAL, "nothing is stored");
    compare_with_last_week(model, result);
}

void check_kafka(const struct model *model, int64_t now_ms,
                 struct check_result *result)
{
    const struct kafka *kafka =
        model->components ? model->components->kafka : NULL;
    enum check_voice voice =
        check_voice(model, COMPONENT_KAFKA, NULL, now_ms, NULL);

    result->unit = "messages";
    if (voice == VOICE_FRESH && kafka && judge_group(kafka, result)) {
        judge_growth(model, result);
        return;
    }
    if (check_add_panel(result, model, "kafka", "lag ")) {
        judge_growth(model, result);
        judge_consumers(model, result);
        if (voice != VOICE_OFF)
            check_add_silence(result, model, COMPONENT_KAFKA, NULL);
        return;
    }
    if (voice != VOICE_OFF)
        check_add_silence(result, model, COMPONENT_KAFKA, NULL);
    check_add_panel_reason(result, model, "kafka");
}

void check_query(const struct model *model, int64_t now_ms,
                 struct check_result *result)
{
    const struct jaeger *jaeger =
        model->components ? model->components->jaeger : NULL;
    const struct asked *asked;
    enum check_voice voice =
        check_voice(model, COMPONENT_JAEGER, "services", now_ms, &asked);

    result->unit = "s";
    result->limit = QUERY_WARNING_S;
    if (voice == VOICE_FRESH && jaeger && jaeger->services.answered_ms >= 0) {
        judge_services(&jaeger->services, result);
        judge_p99(model, result);
        return;
    }
    if (voice == VOICE_DOWN)
        check_add(result, HEALTH_CRITICAL, "/api/services: %s", asked->error);
    else if (voice != VOICE_OFF)
        check_add_silence(result, model, COMPONENT_JAEGER, "services");
    if (check_add_panel(result, model, "query", "p99 "))
        check_add(result, HEALTH_OK, "by prometheus");
    else if (voice != VOICE_DOWN) {
        if (voice == VOICE_OFF)
            check_add_silence(result, model, COMPONENT_JAEGER, "services");
        check_add_panel_reason(result, model, "query");
    }
}

static void compare_with_last_week(const struct model *model,
                                   struct check_result *result)
{
    double then = check_fact(model, FACT_LAST_WEEK);
    double change = 100 * (result->value / then - 1);
    enum health_state state = HEALTH_OK;

    if (!(then > 0) || isinf(then)) {
        check_add(result, HEALTH_OK, "nothing known of last week");
        return;
    }
    if (change < -90)
        state = HEALTH_CRITICAL;
    else if (change < -50)
        state = HEALTH_WARNING;
    if (fabs(change) < 1)
        check_add(result, state, "as the same hour last week");
    else
        check_add(result, state, "%.0f %% %s the same hour last week",
                  fabs(change), change < 0 ? "below" : "above");
}

/* The admin ports of Jaeger v1's collectors. */
static bool judge_collectors(const struct model *model, int64_t now_ms,
                             struct check_result *result)
{
    const struct jaeger *jaeger =
        model->components ? model->components->jaeger : NULL;
    size_t asked_count = 0, down = 0, unknown = 0;
    char why[200] = "", unknown_why[200] = "";

    for (size_t i = 0; jaeger && i < jaeger->collector_count; i++) {
        const struct jaeger_collector *collector = &jaeger->collectors[i];
        const struct asked *asked;
        enum check_voice voice = check_voice(
            model, COMPONENT_JAEGER, collector->question, now_ms, &asked);

        asked_count += voice != VOICE_OFF;
        if (voice == VOICE_DENIED || voice == VOICE_SILENT) {
            unknown++;
            (void)snprintf(unknown_why, sizeof(unknown_why), "%.180s",
                           *asked->error ? asked->error : "no answer yet");
        }
        if (voice == VOICE_DOWN)
            (void)snprintf(why, sizeof(why), "%.180s", asked->error);
        else if (voice == VOICE_FRESH && !collector->health.is_well)
            (void)snprintf(why, sizeof(why), "says %s (HTTP %d)",
                           collector->health.status,
                           collector->health.http_status);
        else
            continue;
        down++;
    }
    if (down)
        check_add(result,
                  down == asked_count ? HEALTH_CRITICAL : HEALTH_WARNING,
                  "%zu of %zu collectors down: %s", down, asked_count, why);
    if (unknown)
        check_add(result, HEALTH_UNKNOWN, "%zu of %zu collectors unknown: %s",
                  unknown, asked_count, unknown_why);
    return asked_count > 0;
}

static bool judge_group(const struct kafka *kafka, struct check_result *result)
{
    char lag[UNITS_MAX];

    if (kafka->answered_ms < 0 || (!kafka->count && !kafka->members))
        return false;
    result->value = (double)kafka->lag;
    result->limit = LAG_WARNING;
    units_format(lag, result->value, "", false);
    if (kafka->state == KAFKA_NO_MEMBERS || !kafka->members)
        check_add(result, HEALTH_CRITICAL, "group %s has no active consumers",
                  kafka->group);
    check_add(result, result->value > LAG_WARNING ? HEALTH_WARNING : HEALTH_OK,
              "lag %s", lag);
    if (kafka->without_commit)
        check_add(result, HEALTH_WARNING, "%zu partitions without a commit",
                  kafka->without_commit);
    if (kafka->members && kafka->without_member)
        check_add(result, HEALTH_WARNING, "nobody reads %zu partitions",
                  kafka->without_member);
    if (kafka->state == KAFKA_REBALANCING)
        check_add(result, HEALTH_WARNING, "rebalancing");
    else if (kafka->members)
        check_add(result, HEALTH_OK, "%zu consumer%s active", kafka->members,
                  kafka->members == 1 ? "" : "s");
    return true;
}

/* Over the last ten minutes, by the panel's own history. */
static void judge_growth(const struct model *model, struct check_result *result)
{
    const struct panel *panel = check_panel(model, "kafka");
    const struct series_set *set =
        panel && model->store
            ? store_get(model->store, panel->store_query, STORE_BASE_ZOOM)
            : NULL;
    const struct ring *ring = set ? series_set_headline(set) : NULL;
    int64_t newest_ms = ring ? ring_newest_ms(ring) : -1;
    double now, then;
    char growth[UNITS_MAX];

    if (newest_ms < 0)
        return;
    now = panel->health.value;
    then = ring_at(ring, newest_ms - INT64_C(10) * MINUTE_MS);
    if (isnan(then) || now - then < 0.1 * LAG_WARNING)
        return;
    units_format(growth, (now - then) / 10, "", false);
    check_add(result, HEALTH_WARNING, "growing %s/min", growth);
}

static void judge_consumers(const struct model *model,
                            struct check_result *result)
{
    double consumers = check_fact(model, FACT_CONSUMERS);

    if (consumers >= 1)
        check_add(result, HEALTH_OK, "%.0f consumer%s active", consumers,
                  consumers < 2 ? "" : "s");
    else if (!isnan(consumers))
        check_add(result, HEALTH_CRITICAL, "no active consumers");
}

static void judge_services(const struct jaeger_services *services,
                           struct check_result *result)
{
    char latency[UNITS_MAX];

    result->value = (double)services->latency_ms / 1000;
    units_format(latency, result->value, "s", false);
    check_add(result,
              result->value > QUERY_WARNING_S ? HEALTH_WARNING : HEALTH_OK,
              "/api/services %s", latency);
    if (services->count)
        check_add(result, HEALTH_OK, "%zu services",
                  services->count + services->left_out);
    else
        check_add(result, HEALTH_WARNING, "the storage holds no service");
}

/* One quick read does not make slow searches well. */
static void judge_p99(const struct model *model, struct check_result *result)
{
    const struct panel *panel = check_panel(model, "query");
    char p99[UNITS_MAX];

    if (!panel)
        return;
    units_format(p99, panel->health.value, panel_unit(panel), false);
    check_add(result, panel->health.state, "p99 %s", p99);
}
