/* kube_jobs.c - the snapshot of each night. */
#include <jansson.h>
#include <stdio.h>

#include "sim/kube_private.h"
#include "sim/model.h"

#define DAY_MS INT64_C(86400000)
#define NAME "elasticsearch-snapshot"

enum { NIGHTS = 3 };

static const int64_t since_midnight_ms = INT64_C(2) * 3600000;

static int64_t night_ms(const struct model *model, int ago);
static bool has_failed(const struct model *model, int ago);
static json_t *make_job(const struct kube *kube, const struct model *model,
                        int ago);
static json_t *make_job_status(int64_t began_ms, bool is_failed);

json_t *kube_jobs(struct kube *kube, const struct model *model)
{
    json_t *all = json_array();

    for (int ago = NIGHTS - 1; ago >= 0; ago--)
        (void)json_array_append_new(all, make_job(kube, model, ago));
    return all;
}

json_t *kube_cronjobs(struct kube *kube, const struct model *model)
{
    int64_t good_ms = night_ms(model, has_failed(model, 0)) + 240000;

    return json_pack(
        "[{s:s,s:s,s:o,s:{s:s,s:b,s:s,s:{s:{s:{s:{s:[{s:s,s:s}],s:s}}}}},"
        "s:{s:o,s:o}}]",
        "apiVersion", "batch/v1", "kind", "CronJob", "metadata",
        kube_meta(NAME, "elasticsearch", kube->began_ms - 90 * DAY_MS), "spec",
        "schedule", "0 2 * * *", "suspend", 0, "concurrencyPolicy", "Forbid",
        "jobTemplate", "spec", "template", "spec", "containers", "name",
        "snapshot", "image", "curlimages/curl:8.5.0", "restartPolicy", "Never",
        "status", "lastScheduleTime", kube_time(night_ms(model, 0)),
        "lastSuccessfulTime", kube_time(good_ms));
}

static int64_t night_ms(const struct model *model, int ago)
{
    int64_t at_ms = model_now_ms(model) - since_midnight_ms;

    return at_ms - at_ms % DAY_MS + since_midnight_ms - ago * DAY_MS;
}

static bool has_failed(const struct model *model, int ago)
{
    return ago == 0 && model->scenario == SCENARIO_CASCADE;
}

static json_t *make_job(const struct kube *kube, const struct model *model,
                        int ago)
{
    int64_t began_ms = night_ms(model, ago);
    json_t *meta = NULL;
    char name[64];

    (void)snprintf(name, sizeof(name), NAME "-%lld",
                   (long long)(began_ms / 60000));
    meta = kube_meta(name, "elasticsearch", began_ms);
    (void)json_object_set_new(
        meta, "ownerReferences",
        kube_owner("CronJob", NAME, kube->began_ms - 90 * DAY_MS));
    return json_pack("{s:s,s:s,s:o,s:{s:i,s:i,s:i,s:{s:{s:[{s:s,s:s}]}}},s:o}",
                     "apiVersion", "batch/v1", "kind", "Job", "metadata", meta,
                     "spec", "completions", 1, "parallelism", 1, "backoffLimit",
                     3, "template", "spec", "containers", "name", "snapshot",
                     "image", "curlimages/curl:8.5.0", "status",
                     make_job_status(began_ms, has_failed(model, ago)));
}

static json_t *make_job_status(int64_t began_ms, bool is_failed)
{
    json_t *end = kube_time(began_ms + 240000), *status = NULL;

    if (is_failed)
        status = json_pack("{s:i,s:o,s:[{s:s,s:s,s:s,s:s,s:O}]}", "failed", 4,
                           "startTime", kube_time(began_ms), "conditions",
                           "type", "Failed", "status", "True", "reason",
                           "BackoffLimitExceeded", "message",
                           "Job has reached the specified backoff limit",
                           "lastTransitionTime", end);
    else
        status = json_pack("{s:i,s:o,s:O,s:[{s:s,s:s,s:O}]}", "succeeded", 1,
                           "startTime", kube_time(began_ms), "completionTime",
                           end, "conditions", "type", "Complete", "status",
                           "True", "lastTransitionTime", end);
    json_decref(end);
    return status;
}
