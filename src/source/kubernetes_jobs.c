/* kubernetes_jobs.c - Jobs and CronJobs.
 *
 * A Job that is Complete may have failed pods all the same: it tried again.
 */
#include "source/kubernetes_private.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOT_NAME = KUBE_OWN,
    SLOT_OWNER,
    SLOT_ACTIVE,
    SLOT_SUCCEEDED,
    SLOT_FAILED,
    SLOT_START,
    SLOT_END,
    SLOT_SCHEDULE,
    SLOT_SUSPENDED,
    SLOT_SCHEDULED,
    SLOT_SUCCESS,
    SLOT_RUNNING,
};

static void on_job_text(struct kube_reader *reader, int slot,
                        const struct wanted_place *place, const char *text,
                        size_t length);
static void on_job_condition(struct kube_reader *reader,
                             const struct kube_condition *condition);
static int done_jobs(struct kube_reader *reader, struct kube_list *list,
                     struct err *err);
static int by_start(const void *left, const void *right);
static void on_cron_text(struct kube_reader *reader, int slot,
                         const struct wanted_place *place, const char *text,
                         size_t length);
static void on_cron_begin(struct kube_reader *reader, int slot,
                          const struct wanted_place *place);
static int done_cron_jobs(struct kube_reader *reader, struct kube_list *list,
                          struct err *err);
static struct kubernetes_part *jobs_part(struct kubernetes_source *source);
static struct kubernetes_part *cron_part(struct kubernetes_source *source);

static const struct kube_stage job_stages[] = {
    {"jobs", "/apis/batch/v1/namespaces/%s/jobs?limit=500"}};
static const struct kube_stage cron_stages[] = {
    {"cronjobs", "/apis/batch/v1/namespaces/%s/cronjobs?limit=500"}};

static const struct wanted job_wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/name", SLOT_NAME},
    {"items/?/metadata/ownerReferences/?/name", SLOT_OWNER},
    {"items/?/status/active", SLOT_ACTIVE},
    {"items/?/status/succeeded", SLOT_SUCCEEDED},
    {"items/?/status/failed", SLOT_FAILED},
    {"items/?/status/startTime", SLOT_START},
    {"items/?/status/completionTime", SLOT_END},
    KUBE_CONDITION_WANTS,
    {"items/?/status/conditions/?/reason", KUBE_CONDITION_REASON},
};

static const struct wanted cron_wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/name", SLOT_NAME},
    {"items/?/spec/schedule", SLOT_SCHEDULE},
    {"items/?/spec/suspend", SLOT_SUSPENDED},
    {"items/?/status/lastScheduleTime", SLOT_SCHEDULED},
    {"items/?/status/lastSuccessfulTime", SLOT_SUCCESS},
    {"items/?/status/active/?", SLOT_RUNNING},
};

static const struct kubernetes_job job_blank = {
    .name = "", .owner = "", .reason = "", .start_ms = -1, .end_ms = -1};

static const struct kubernetes_cron_job cron_blank = {
    .name = "", .schedule = "", .scheduled_ms = -1, .success_ms = -1};

const struct kube_decoder kube_jobs = {
    .stages = job_stages,
    .stage_count = 1,
    .wants = job_wants,
    .want_count = sizeof(job_wants) / sizeof(job_wants[0]),
    .blank = &job_blank,
    .draft_size = sizeof(struct kubernetes_job),
    .item_size = sizeof(struct kubernetes_job),
    .most = KUBERNETES_LIST_MAX,
    .text = on_job_text,
    .condition = on_job_condition,
    .done = done_jobs,
    .part = jobs_part,
};

const struct kube_decoder kube_cron_jobs = {
    .stages = cron_stages,
    .stage_count = 1,
    .wants = cron_wants,
    .want_count = sizeof(cron_wants) / sizeof(cron_wants[0]),
    .blank = &cron_blank,
    .draft_size = sizeof(struct kubernetes_cron_job),
    .item_size = sizeof(struct kubernetes_cron_job),
    .most = KUBERNETES_LIST_MAX,
    .text = on_cron_text,
    .begin = on_cron_begin,
    .done = done_cron_jobs,
    .part = cron_part,
};

static void on_job_text(struct kube_reader *reader, int slot,
                        const struct wanted_place *place, const char *text,
                        size_t length)
{
    struct kubernetes_job *job = reader->draft;

    (void)place;
    switch (slot) {
    case SLOT_NAME:
        job->name = kube_text(reader, text, length);
        break;
    case SLOT_OWNER:
        job->owner = kube_text(reader, text, length);
        break;
    case SLOT_ACTIVE:
        job->active = kube_int(text, length);
        break;
    case SLOT_SUCCEEDED:
        job->succeeded = kube_int(text, length);
        break;
    case SLOT_FAILED:
        job->failed = kube_int(text, length);
        break;
    case SLOT_START:
        job->start_ms = kube_time(text, length);
        break;
    case SLOT_END:
        job->end_ms = kube_time(text, length);
        break;
    default:
        break;
    }
}

static void on_job_condition(struct kube_reader *reader,
                             const struct kube_condition *condition)
{
    struct kubernetes_job *job = reader->draft;

    if (!condition->is_true)
        return;
    if (!strcmp(condition->type, "Complete"))
        job->is_complete = true;
    if (!strcmp(condition->type, "Failed")) {
        job->is_failed = true;
        job->reason = condition->reason;
    }
}

static int done_jobs(struct kube_reader *reader, struct kube_list *list,
                     struct err *err)
{
    struct kubernetes_jobs *jobs = &reader->source->model.jobs;

    (void)err;
    jobs->items =
        kube_part_take(reader, &jobs->part, list, &jobs->count, by_start);
    return 0;
}

static int by_start(const void *left, const void *right)
{
    const struct kubernetes_job *one = left;
    const struct kubernetes_job *other = right;

    if (one->start_ms != other->start_ms)
        return one->start_ms > other->start_ms ? -1 : 1;
    return strcmp(one->name, other->name);
}

static void on_cron_text(struct kube_reader *reader, int slot,
                         const struct wanted_place *place, const char *text,
                         size_t length)
{
    struct kubernetes_cron_job *job = reader->draft;

    (void)place;
    switch (slot) {
    case SLOT_NAME:
        job->name = kube_text(reader, text, length);
        break;
    case SLOT_SCHEDULE:
        job->schedule = kube_text(reader, text, length);
        break;
    case SLOT_SUSPENDED:
        job->is_suspended = text[0] == 't';
        break;
    case SLOT_SCHEDULED:
        job->scheduled_ms = kube_time(text, length);
        break;
    case SLOT_SUCCESS:
        job->success_ms = kube_time(text, length);
        break;
    default:
        break;
    }
}

static void on_cron_begin(struct kube_reader *reader, int slot,
                          const struct wanted_place *place)
{
    struct kubernetes_cron_job *job = reader->draft;

    (void)place;
    if (slot == SLOT_RUNNING)
        job->active++;
}

static int done_cron_jobs(struct kube_reader *reader, struct kube_list *list,
                          struct err *err)
{
    struct kubernetes_cron_jobs *jobs = &reader->source->model.cron_jobs;

    (void)err;
    jobs->items = kube_part_take(reader, &jobs->part, list, &jobs->count, NULL);
    return 0;
}

static struct kubernetes_part *jobs_part(struct kubernetes_source *source)
{
    return &source->model.jobs.part;
}

static struct kubernetes_part *cron_part(struct kubernetes_source *source)
{
    return &source->model.cron_jobs.part;
}
