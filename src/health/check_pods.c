/* check_pods.c - do the pods run, and are they ready? */
#include "health/check_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/units.h"
#include "model/kubernetes.h"

/* A pod may take this long to become ready. */
enum { START_MS = 10 * MINUTE_MS };

/* What is told of the pods that belong to a service (no Jobs). */
struct tally {
    size_t wanted, ready, sick, late, restarts;
    const struct kubernetes_pod *first_sick, *first_late, *first_restart;
};

static void judge_pods(const struct kubernetes *kubernetes, int64_t now_ms,
                       struct check_result *result);
static void count_pods(const struct kubernetes_pods *pods, int64_t now_ms,
                       struct tally *tally);
static void judge_workloads(const struct kubernetes_workloads *workloads,
                            struct check_result *result);
static void judge_claims(const struct kubernetes_claims *claims,
                         struct check_result *result);
static void add_ready(const struct tally *tally, struct check_result *result);
static bool judge_facts(const struct model *model, struct check_result *result);

void check_pods(const struct model *model, int64_t now_ms,
                struct check_result *result)
{
    const struct kubernetes *kubernetes =
        model->components ? model->components->kubernetes : NULL;
    enum check_voice voice =
        check_voice(model, COMPONENT_KUBERNETES, NULL, now_ms, NULL);

    result->unit = "pods";
    if (voice == VOICE_FRESH && kubernetes && kubernetes->pods.part.missing[0])
        check_add(result, HEALTH_UNKNOWN, "%s", kubernetes->pods.part.missing);
    else if (voice == VOICE_FRESH && kubernetes &&
             kubernetes->pods.part.answered_ms >= 0) {
        judge_pods(kubernetes, now_ms, result);
        return;
    }
    if (judge_facts(model, result)) {
        if (voice != VOICE_OFF && voice != VOICE_FRESH)
            check_add_silence(result, model, COMPONENT_KUBERNETES, NULL);
    } else if (!result->summary[0]) {
        check_add_silence(result, model, COMPONENT_KUBERNETES, NULL);
    }
}

static void judge_pods(const struct kubernetes *kubernetes, int64_t now_ms,
                       struct check_result *result)
{
    struct tally tally = {0};

    count_pods(&kubernetes->pods, now_ms, &tally);
    if (!tally.wanted && !tally.sick) {
        check_add(result, HEALTH_UNKNOWN, "no pods in namespace %s",
                  kubernetes->namespace_name);
        return;
    }
    result->value = (double)(tally.wanted - tally.ready);
    if (tally.first_sick) {
        const struct kubernetes_pod *pod = tally.first_sick;

        check_add(result, HEALTH_CRITICAL, "%s %s%s%s", pod->name, pod->status,
                  pod->is_detailed && pod->ended[0] ? ", last end " : "",
                  pod->is_detailed ? pod->ended : "");
        if (tally.sick > 1)
            check_add(result, HEALTH_CRITICAL, "%zu more like it",
                      tally.sick - 1);
    }
    if (tally.first_late)
        check_add(result, HEALTH_WARNING, "%s %s, %lld of %lld ready%s",
                  tally.first_late->name, tally.first_late->status,
                  (long long)tally.first_late->ready,
                  (long long)tally.first_late->containers,
                  tally.late > 1 ? ", and others" : "");
    judge_workloads(&kubernetes->workloads, result);
    judge_claims(&kubernetes->claims, result);
    add_ready(&tally, result);
}

static void count_pods(const struct kubernetes_pods *pods, int64_t now_ms,
                       struct tally *tally)
{
    for (size_t i = 0; i < pods->count; i++) {
        const struct kubernetes_pod *pod = &pods->items[i];
        bool is_ready = pod->containers > 0 && pod->ready >= pod->containers;

        if (!strcmp(pod->status, "Completed") ||
            !strcmp(pod->status, "Succeeded") || pod->is_evicted)
            continue;
        if (!pod->is_terminating) {
            tally->wanted++;
            tally->ready += is_ready && pod->harm == KUBERNETES_WELL;
        }
        if (pod->harm == KUBERNETES_SICK) {
            tally->sick++;
            tally->first_sick = tally->first_sick ? tally->first_sick : pod;
        } else if (!is_ready && now_ms - pod->created_ms > START_MS) {
            tally->late++;
            tally->first_late = tally->first_late ? tally->first_late : pod;
        }
        if (pod->restarted_ms >= 0 && now_ms - pod->restarted_ms < HOUR_MS) {
            tally->restarts++;
            tally->first_restart =
                tally->first_restart ? tally->first_restart : pod;
        }
    }
}

static void judge_workloads(const struct kubernetes_workloads *workloads,
                            struct check_result *result)
{
    for (size_t i = 0; i < workloads->count; i++) {
        const struct kubernetes_workload *workload = &workloads->items[i];
        int64_t available = workload->available > 0 ? workload->available : 0;
        int64_t ready =
            workload->ready > available ? workload->ready : available;

        if (workload->wanted > 0 && !ready)
            check_add(result, HEALTH_CRITICAL, "%s %s has none of %lld ready",
                      kubernetes_kind_name(workload->kind), workload->name,
                      (long long)workload->wanted);
        else if (workload->is_stalled)
            check_add(result, HEALTH_CRITICAL, "%s %s: %s",
                      kubernetes_kind_name(workload->kind), workload->name,
                      workload->reason);
        else if (workload->wanted > ready)
            check_add(result, HEALTH_WARNING, "%s %s has %lld of %lld%s",
                      kubernetes_kind_name(workload->kind), workload->name,
                      (long long)ready, (long long)workload->wanted,
                      workload->is_rolling ? ", rolling" : "");
    }
}

static void judge_claims(const struct kubernetes_claims *claims,
                         struct check_result *result)
{
    for (size_t i = 0; i < claims->count; i++)
        if (strcmp(claims->items[i].phase, "Bound") != 0) {
            check_add(result,
                      !strcmp(claims->items[i].phase, "Lost") ? HEALTH_CRITICAL
                                                              : HEALTH_WARNING,
                      "volume claim %s %s", claims->items[i].name,
                      claims->items[i].phase);
            return;
        }
}

static void add_ready(const struct tally *tally, struct check_result *result)
{
    check_add(result, tally->ready < tally->wanted ? HEALTH_WARNING : HEALTH_OK,
              "%zu of %zu ready", tally->ready, tally->wanted);
    if (tally->restarts)
        check_add(result, HEALTH_WARNING,
                  "%zu restarted in the last hour: %s%s", tally->restarts,
                  tally->first_restart->name,
                  tally->restarts > 1 ? " and others" : "");
    else
        check_add(result, HEALTH_OK, "no restarts in the last hour");
}

/* By kube-state-metrics. Says whether that is there. */
static bool judge_facts(const struct model *model, struct check_result *result)
{
    double pods = check_fact(model, FACT_PODS);
    double ready = check_fact(model, FACT_PODS_READY);
    double stuck = check_fact(model, FACT_PODS_STUCK);
    double restarts = check_fact(model, FACT_RESTARTS);

    if (isnan(pods) || pods < 1)
        return false;
    ready = isnan(ready) ? 0 : ready;
    result->value = pods - ready;
    if (stuck > 0)
        check_add(result, HEALTH_CRITICAL, "%.0f containers wait in an error",
                  stuck);
    check_add(result,
              ready <= 0     ? HEALTH_CRITICAL
              : ready < pods ? HEALTH_WARNING
                             : HEALTH_OK,
              "%.0f of %.0f ready", ready, pods);
    if (restarts >= 1)
        check_add(result, HEALTH_WARNING, "%.0f restarts in the last hour",
                  restarts);
    check_add(result, HEALTH_OK, "by prometheus");
    return true;
}
