/* check_watch.c - the monitoring of the monitoring, and its certificates. */
#include "health/check_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/units.h"

static const struct backend *find_backend(const struct model *model,
                                          const char *name);
static void judge_light(const struct backend *backend,
                        struct check_result *result);
static void judge_targets(const struct model *model,
                          struct check_result *result);
static void judge_rules(const struct alerts *alerts,
                        struct check_result *result);

enum { EXPIRY_WARNING_DAYS = 21, EXPIRY_CRITICAL_DAYS = 7 };

void check_prometheus(const struct model *model, int64_t now_ms,
                      struct check_result *result)
{
    const struct backend *backend = find_backend(model, "prometheus");

    (void)now_ms;
    if (!backend || backend->state == BACKEND_OFF) {
        check_add(result, HEALTH_UNKNOWN, "prometheus is not configured");
        return;
    }
    judge_light(backend, result);
    if (backend->state != BACKEND_OK && backend->state != BACKEND_SLOW)
        return;
    judge_targets(model, result);
    judge_rules(model->alerts, result);
}

void check_alertmanager(const struct model *model, int64_t now_ms,
                        struct check_result *result)
{
    const struct backend *backend = find_backend(model, "alertmanager");

    (void)now_ms;
    if (!backend || backend->state == BACKEND_OFF)
        result->is_left_out = true;
    else
        judge_light(backend, result);
}

void check_certificates(const struct model *model, int64_t now_ms,
                        struct check_result *result)
{
    const struct backend *first = NULL;
    size_t count = 0;
    double days;

    for (size_t i = 0; i < model->backend_count; i++) {
        const struct backend *backend = &model->backends[i];

        if (backend->certificate_ms <= 0)
            continue;
        count++;
        if (!first || backend->certificate_ms < first->certificate_ms)
            first = backend;
    }
    result->unit = "d";
    result->limit = EXPIRY_WARNING_DAYS;
    if (!first) {
        result->is_left_out = true;
        return;
    }
    days = (double)(first->certificate_ms - now_ms) / DAY_MS;
    result->value = days;
    check_add(result,
              days < EXPIRY_CRITICAL_DAYS  ? HEALTH_CRITICAL
              : days < EXPIRY_WARNING_DAYS ? HEALTH_WARNING
                                           : HEALTH_OK,
              days < 0 ? "%s expired %.0f days ago" : "%s expires in %.0f days",
              first->name, fabs(days));
    if (count > 1)
        check_add(result, HEALTH_OK, "%zu asked by TLS", count);
}

static const struct backend *find_backend(const struct model *model,
                                          const char *name)
{
    for (size_t i = 0; i < model->backend_count; i++)
        if (!strcmp(model->backends[i].name, name))
            return &model->backends[i];
    return NULL;
}

static void judge_light(const struct backend *backend,
                        struct check_result *result)
{
    char latency[UNITS_MAX];

    result->unit = "s";
    result->limit = 1;
    switch (backend->state) {
    case BACKEND_DOWN:
        check_add(result, backend->is_denied ? HEALTH_UNKNOWN : HEALTH_CRITICAL,
                  "%s", backend->error);
        break;
    case BACKEND_OK:
    case BACKEND_SLOW:
        result->value = (double)backend->latency_ms / 1000;
        units_format(latency, result->value, "s", false);
        check_add(result,
                  backend->state == BACKEND_SLOW ? HEALTH_WARNING : HEALTH_OK,
                  "%s", latency);
        break;
    case BACKEND_WAITING:
    case BACKEND_OFF:
        check_add(result, HEALTH_UNKNOWN, "no answer yet");
        break;
    }
}

static void judge_targets(const struct model *model,
                          struct check_result *result)
{
    double targets = check_fact(model, FACT_TARGETS);
    double up = check_fact(model, FACT_TARGETS_UP);

    if (model->facts && model->facts[FACT_TARGETS].error[0])
        check_add(result, HEALTH_UNKNOWN, "targets: %s",
                  model->facts[FACT_TARGETS].error);
    else if (isnan(targets) || isnan(up))
        check_add(result, HEALTH_WARNING, "it knows no targets");
    else
        check_add(result, up < targets ? HEALTH_WARNING : HEALTH_OK,
                  "%.0f of %.0f targets up", up, targets);
}

static void judge_rules(const struct alerts *alerts,
                        struct check_result *result)
{
    if (!alerts || !alerts->is_known)
        return;
    if (alerts->broken_count)
        check_add(result, HEALTH_WARNING, "%zu rules broken, %s: %.80s",
                  alerts->broken_count, alerts->broken[0].name,
                  alerts->broken[0].error);
    else
        check_add(result, HEALTH_OK, "no rule is broken");
}
