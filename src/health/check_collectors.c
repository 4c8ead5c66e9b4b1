/* check_collectors.c - do the OpenTelemetry Collectors keep up? */
#include "health/check_private.h"

#include <math.h>
#include <string.h>

#include "data/units.h"
#include "model/kubernetes.h"
#include "model/otel.h"

static const double CPU_WARNING = 80, THROTTLED_WARNING = 0.25,
                    QUEUE_WARNING = 0.8;

static bool judge_health(const struct model *model, int64_t now_ms,
                         struct check_result *result);
static bool judge_metrics(const struct model *model, int64_t now_ms,
                          struct check_result *result);
static void judge_rate(const struct otel_counter *counter, const char *what,
                       struct check_result *result);
static bool judge_pods(const struct model *model, int64_t now_ms,
                       struct check_result *result);
static void judge_throttling(const struct model *model,
                             struct check_result *result);

void check_collectors(const struct model *model, int64_t now_ms,
                      struct check_result *result)
{
    bool has_pods, has_panel = false, has_own;
    double pods = check_fact(model, FACT_COLLECTOR_PODS);

    has_own = judge_health(model, now_ms, result);
    has_own = judge_metrics(model, now_ms, result) || has_own;
    has_pods = judge_pods(model, now_ms, result);
    if (!has_pods && pods >= 1)
        check_add(result, HEALTH_OK, "%.0f pods", pods);
    if (!has_pods || isnan(result->value)) {
        has_panel = check_add_panel(result, model, "collector", "CPU ");
        if (has_panel)
            judge_throttling(model, result);
    }
    if (has_own || has_pods || has_panel)
        return;
    check_add_panel_reason(result, model, "collector");
}

/* The health port says 200 while every exporter fails: well is no news. */
static bool judge_health(const struct model *model, int64_t now_ms,
                         struct check_result *result)
{
    const struct otel *otel =
        model->components ? model->components->otel : NULL;
    const struct asked *asked;
    enum check_voice voice =
        check_voice(model, COMPONENT_OTEL, "health", now_ms, &asked);

    if (voice == VOICE_DOWN) {
        check_add(result, HEALTH_CRITICAL, "health port: %s", asked->error);
        return true;
    }
    if (voice == VOICE_DENIED || voice == VOICE_SILENT)
        check_add(result, HEALTH_UNKNOWN, "health port: %s",
                  *asked->error ? asked->error : "no answer yet");
    if (voice != VOICE_FRESH || !otel)
        return false;
    if (!otel->health.is_well)
        check_add(result,
                  otel->health.http_status == 200 ? HEALTH_WARNING
                                                  : HEALTH_CRITICAL,
                  "collector says %s (HTTP %d)",
                  otel->health.status[0] ? otel->health.status : "nothing",
                  otel->health.http_status);
    else
        check_add(result, HEALTH_OK, "health port well");
    return true;
}

static bool judge_metrics(const struct model *model, int64_t now_ms,
                          struct check_result *result)
{
    const struct otel_metrics *metrics;
    const struct asked *asked;
    enum check_voice voice =
        check_voice(model, COMPONENT_OTEL, "metrics", now_ms, &asked);

    if (voice != VOICE_OFF && voice != VOICE_FRESH)
        check_add(result, HEALTH_UNKNOWN, "metrics: %s",
                  *asked->error ? asked->error : "no answer yet");
    if (voice != VOICE_FRESH || !model->components->otel ||
        model->components->otel->metrics.answered_ms < 0)
        return false;
    metrics = &model->components->otel->metrics;
    if (metrics->queue_ratio > QUEUE_WARNING)
        check_add(result,
                  metrics->queue_ratio >= 1 ? HEALTH_CRITICAL : HEALTH_WARNING,
                  "queue of %s %.0f %% full",
                  metrics->queues[metrics->fullest].exporter,
                  metrics->queue_ratio * 100);
    judge_rate(&metrics->refused, "refused", result);
    judge_rate(&metrics->send_failed, "not sent", result);
    judge_rate(&metrics->enqueue_failed, "lost at a full queue", result);
    if (metrics->is_restarted)
        check_add(result, HEALTH_WARNING, "just restarted");
    return true;
}

static void judge_rate(const struct otel_counter *counter, const char *what,
                       struct check_result *result)
{
    char rate[UNITS_MAX];

    if (!(counter->per_second > 0))
        return;
    units_format_long(rate, counter->per_second, "spans/s", false);
    check_add(result, HEALTH_WARNING, "%s %s", rate, what);
}

static bool judge_pods(const struct model *model, int64_t now_ms,
                       struct check_result *result)
{
    const struct kubernetes *kubernetes =
        model->components ? model->components->kubernetes : NULL;
    size_t count = 0, well = 0;
    double worst = NAN;

    if (!kubernetes || check_voice(model, COMPONENT_KUBERNETES, NULL, now_ms,
                                   NULL) != VOICE_FRESH)
        return false;
    for (size_t i = 0; i < kubernetes->pods.count; i++) {
        const struct kubernetes_pod *pod = &kubernetes->pods.items[i];
        double percent = 100 * pod->cpu_cores / pod->cpu_limit_cores;

        if (strncmp(pod->name, "otel-collector", 14) != 0 ||
            pod->is_terminating)
            continue;
        count++;
        well += pod->harm == KUBERNETES_WELL;
        if (!isnan(percent) && !(worst >= percent))
            worst = percent;
    }
    if (!count)
        return false;
    if (well < count)
        check_add(result, well ? HEALTH_WARNING : HEALTH_CRITICAL,
                  "%zu of %zu pods ready", well, count);
    else
        check_add(result, HEALTH_OK, "%zu pod%s", count, count == 1 ? "" : "s");
    if (isnan(worst))
        return true;
    result->value = worst;
    result->limit = CPU_WARNING;
    result->unit = "%";
    check_add(result, worst > CPU_WARNING ? HEALTH_WARNING : HEALTH_OK,
              "%.0f %% of their CPU limit", worst);
    judge_throttling(model, result);
    return true;
}

static void judge_throttling(const struct model *model,
                             struct check_result *result)
{
    double throttled = check_fact(model, FACT_THROTTLED_RATIO);

    if (throttled > THROTTLED_WARNING)
        check_add(result, HEALTH_WARNING, "throttled in %.0f %% of the periods",
                  throttled * 100);
    else if (throttled > 0.005)
        check_add(result, HEALTH_OK, "throttled in %.1f %% of the periods",
                  throttled * 100);
    else if (throttled >= 0)
        check_add(result, HEALTH_OK, "none throttled");
}
