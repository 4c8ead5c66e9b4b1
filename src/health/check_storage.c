/* check_storage.c - the cluster's color, its disks and its backups. */
#include "health/check_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/units.h"
#include "model/elasticsearch.h"
#include "model/kubernetes.h"

enum { BACKUP_WARNING_MS = 26 * HOUR_MS, BACKUP_CRITICAL_MS = 74 * HOUR_MS };

static const char *indices_word(size_t count);
static const struct elasticsearch *cluster_of(const struct model *model);
static bool judge_color(const struct elasticsearch *cluster,
                        struct check_result *result);
static void judge_rest(const struct elasticsearch *cluster,
                       struct check_result *result);
static void judge_unseen(const struct model *model, int64_t now_ms,
                         struct check_result *result);
static bool judge_color_fact(const struct model *model,
                             struct check_result *result);
static void judge_disk(const struct elasticsearch *cluster,
                       struct check_result *result);
static void judge_repository(const struct elasticsearch_repository *repository,
                             int64_t now_ms, struct check_result *result);
static bool judge_backup_jobs(const struct kubernetes *kubernetes,
                              int64_t now_ms, struct check_result *result);
static void add_backup_age(int64_t success_ms, const char *what, int64_t now_ms,
                           struct check_result *result);

void check_elasticsearch(const struct model *model, int64_t now_ms,
                         struct check_result *result)
{
    const struct elasticsearch *cluster = cluster_of(model);
    const struct asked *asked;
    enum check_voice voice =
        check_voice(model, COMPONENT_ELASTICSEARCH, "health", now_ms, &asked);

    result->unit = "shards";
    result->limit = 0;
    if (voice == VOICE_FRESH && cluster && judge_color(cluster, result)) {
        judge_rest(cluster, result);
        judge_unseen(model, now_ms, result);
        return;
    }
    if (voice == VOICE_DOWN)
        check_add(result, HEALTH_CRITICAL, "%s", asked->error);
    if (!judge_color_fact(model, result) || voice != VOICE_OFF)
        if (voice != VOICE_DOWN)
            check_add_silence(result, model, COMPONENT_ELASTICSEARCH, "health");
}

void check_disk(const struct model *model, int64_t now_ms,
                struct check_result *result)
{
    const struct elasticsearch *cluster = cluster_of(model);
    enum check_voice voice =
        check_voice(model, COMPONENT_ELASTICSEARCH, "nodes", now_ms, NULL);

    result->unit = "%";
    if (voice == VOICE_FRESH && cluster && cluster->nodes.count)
        judge_disk(cluster, result);
    else if (check_add_panel(result, model, "storage", "")) {
        check_add(result, HEALTH_OK, "by prometheus");
        if (voice != VOICE_OFF)
            check_add_silence(result, model, COMPONENT_ELASTICSEARCH, "nodes");
    } else {
        check_add_silence(result, model, COMPONENT_ELASTICSEARCH, "nodes");
        check_add_panel_reason(result, model, "storage");
    }
}

void check_backups(const struct model *model, int64_t now_ms,
                   struct check_result *result)
{
    const struct elasticsearch *cluster = cluster_of(model);
    const struct asked *asked;
    enum check_voice voice = check_voice(model, COMPONENT_ELASTICSEARCH,
                                         "snapshots", now_ms, &asked);
    bool has_told = cluster && cluster->snapshots.answered_ms >= 0 &&
                    voice != VOICE_OFF && asked->answered_ms >= 0;

    result->unit = "h";
    if (has_told && cluster->snapshots.count) {
        judge_repository(elasticsearch_last_backup(&cluster->snapshots), now_ms,
                         result);
        if (*asked->error)
            check_add(result, HEALTH_UNKNOWN, "now: %s", asked->error);
    } else if (!judge_backup_jobs(
                   model->components ? model->components->kubernetes : NULL,
                   now_ms, result)) {
        if (has_told)
            check_add(result, HEALTH_WARNING,
                      "no snapshot repository: nothing is backed up");
        else if (voice == VOICE_OFF)
            result->is_left_out = true;
        else
            check_add_silence(result, model, COMPONENT_ELASTICSEARCH,
                              "snapshots");
    } else if (!has_told && voice != VOICE_OFF) {
        check_add_silence(result, model, COMPONENT_ELASTICSEARCH, "snapshots");
    }
}

static const struct elasticsearch *cluster_of(const struct model *model)
{
    return model->components ? model->components->elasticsearch : NULL;
}

static bool judge_color(const struct elasticsearch *cluster,
                        struct check_result *result)
{
    const struct elasticsearch_health *health = &cluster->health;
    enum health_state state = HEALTH_OK;

    if (health->answered_ms < 0 || health->status == ELASTICSEARCH_UNKNOWN)
        return false;
    if (health->status == ELASTICSEARCH_RED)
        state = HEALTH_CRITICAL;
    else if (health->status == ELASTICSEARCH_YELLOW || health->is_timed_out)
        state = HEALTH_WARNING;
    result->value = (double)health->unassigned;
    if (health->unassigned_primaries > 0)
        check_add(result, state, "%s: %lld primaries unassigned",
                  elasticsearch_color_name(health->status),
                  (long long)health->unassigned_primaries);
    else if (health->unassigned > 0)
        check_add(result, state, "%s: %lld shards unassigned",
                  elasticsearch_color_name(health->status),
                  (long long)health->unassigned);
    else
        check_add(result, state, "%s, %lld nodes, %lld shards",
                  elasticsearch_color_name(health->status),
                  (long long)health->nodes, (long long)health->active_shards);
    if (health->is_timed_out)
        check_add(result, HEALTH_WARNING, "the master did not answer in time");
    return true;
}

static void judge_rest(const struct elasticsearch *cluster,
                       struct check_result *result)
{
    const struct elasticsearch_blocks *blocks = &cluster->blocks;
    const struct elasticsearch_nodes *nodes = &cluster->nodes;

    if (cluster->watermarks.answered_ms >= 0 &&
        cluster->watermarks.is_read_only)
        check_add(result, HEALTH_CRITICAL, "the cluster is read-only");
    if (blocks->flooded)
        check_add(result, HEALTH_CRITICAL, "%zu %s blocked by the flood stage",
                  blocks->flooded, indices_word(blocks->flooded));
    else if (blocks->count)
        check_add(result, HEALTH_WARNING, "%zu indices refuse writes",
                  blocks->count + blocks->left_out);
    if (cluster->indices.red)
        check_add(result, HEALTH_CRITICAL, "%zu %s red", cluster->indices.red,
                  indices_word(cluster->indices.red));
    if (cluster->watermarks.answered_ms >= 0 &&
        cluster->watermarks.is_allocation_off)
        check_add(result, HEALTH_WARNING, "allocation left at '%s'",
                  cluster->watermarks.allocation);
    if (nodes->answered_ms >= 0 && nodes->failed > 0)
        check_add(result, HEALTH_WARNING, "%lld nodes told nothing: %s",
                  (long long)nodes->failed, nodes->failure);
    if (cluster->health.task_wait_ms > MINUTE_MS)
        check_add(result, HEALTH_WARNING, "%lld cluster tasks wait, %lld s",
                  (long long)cluster->health.pending_tasks,
                  (long long)(cluster->health.task_wait_ms / 1000));
    if (cluster->lifecycle.count)
        check_add(result, HEALTH_WARNING,
                  "%zu indices stuck in their lifecycle",
                  cluster->lifecycle.count + cluster->lifecycle.left_out);
    for (size_t i = 0; i < nodes->count; i++)
        if (nodes->items[i].write.rejected_growth > 0) {
            check_add(result, HEALTH_WARNING, "%s rejects writes",
                      nodes->items[i].name);
            return;
        }
}

/* A colour alone says nothing of writes that are refused. */
static void judge_unseen(const struct model *model, int64_t now_ms,
                         struct check_result *result)
{
    static const char *const questions[] = {"nodes", "settings", "blocks",
                                            "indices"};

    for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
        const struct asked *asked;
        enum check_voice voice = check_voice(model, COMPONENT_ELASTICSEARCH,
                                             questions[i], now_ms, &asked);

        if (voice != VOICE_DOWN && voice != VOICE_DENIED)
            continue;
        check_add(result, HEALTH_UNKNOWN, "%s: %s", questions[i], asked->error);
        return;
    }
}

static bool judge_color_fact(const struct model *model,
                             struct check_result *result)
{
    static const struct {
        enum health_state state;
        const char *name;
    } colors[] = {
        {HEALTH_OK, "green"},
        {HEALTH_WARNING, "yellow"},
        {HEALTH_CRITICAL, "red"},
    };
    double color = check_fact(model, FACT_CLUSTER_COLOR);
    double unassigned = check_fact(model, FACT_UNASSIGNED);

    if (!(color >= 0 && color <= 2))
        return false;
    result->value = unassigned;
    if (unassigned > 0)
        check_add(result, colors[(int)color].state,
                  "%s: %.0f shards unassigned", colors[(int)color].name,
                  unassigned);
    else
        check_add(result, colors[(int)color].state, "%s",
                  colors[(int)color].name);
    check_add(result, HEALTH_OK, "by prometheus");
    return true;
}

static void judge_disk(const struct elasticsearch *cluster,
                       struct check_result *result)
{
    const struct elasticsearch_nodes *nodes = &cluster->nodes;
    const struct elasticsearch_watermarks *marks = &cluster->watermarks;
    const struct elasticsearch_node *worst = &nodes->items[0];
    enum elasticsearch_level level = elasticsearch_node_level(marks, worst);
    const struct elasticsearch_mark *mark;

    for (size_t i = 1; i < nodes->count; i++)
        if (elasticsearch_node_level(marks, &nodes->items[i]) > level) {
            worst = &nodes->items[i];
            level = elasticsearch_node_level(marks, worst);
        }
    result->value = worst->disk_percent;
    if (isnan(worst->disk_percent)) {
        check_add(result, HEALTH_UNKNOWN, "no node told of its disks");
        return;
    }
    if (level == ELASTICSEARCH_LEVEL_UNKNOWN) /* not told: the defaults */
        level = worst->disk_percent > 95   ? ELASTICSEARCH_LEVEL_FLOOD
                : worst->disk_percent > 90 ? ELASTICSEARCH_LEVEL_HIGH
                : worst->disk_percent > 85 ? ELASTICSEARCH_LEVEL_LOW
                                           : ELASTICSEARCH_LEVEL_BELOW;
    mark = elasticsearch_level_mark(marks, level < ELASTICSEARCH_LEVEL_LOW
                                               ? ELASTICSEARCH_LEVEL_LOW
                                               : level);
    if (mark)
        result->limit =
            elasticsearch_mark_percent(mark, worst->disk_total_bytes);
    if (level < ELASTICSEARCH_LEVEL_LOW)
        check_add(result, HEALTH_OK, "%.0f %% on %s, %zu nodes",
                  worst->disk_percent, worst->name, nodes->count);
    else
        check_add(result,
                  level > ELASTICSEARCH_LEVEL_LOW ? HEALTH_CRITICAL
                                                  : HEALTH_WARNING,
                  "%.0f %% on %s (%s %s%s)", worst->disk_percent, worst->name,
                  elasticsearch_level_name(level),
                  level == ELASTICSEARCH_LEVEL_FLOOD ? "" : "watermark ",
                  mark && mark->text[0] ? mark->text : "by default");
    if (marks->answered_ms >= 0 && !marks->is_enabled)
        check_add(result, HEALTH_WARNING, "the disk watermarks are off");
    if (nodes->failed > 0)
        check_add(result, HEALTH_WARNING, "%lld nodes told nothing",
                  (long long)nodes->failed);
}

static void judge_repository(const struct elasticsearch_repository *repository,
                             int64_t now_ms, struct check_result *result)
{
    const struct elasticsearch_snapshot *last = &repository->last;

    if (repository->error[0]) {
        check_add(result, HEALTH_CRITICAL, "repository %s: %s",
                  repository->name, repository->error);
        return;
    }
    if (last->state != ELASTICSEARCH_SNAPSHOT_NONE &&
        last->state != ELASTICSEARCH_SNAPSHOT_SUCCESS)
        check_add(result, HEALTH_WARNING, "%s %s", last->name,
                  elasticsearch_snapshot_state_name(last->state));
    if (repository->success.state != ELASTICSEARCH_SNAPSHOT_SUCCESS)
        check_add(result, HEALTH_CRITICAL, "no snapshot succeeded in %s",
                  repository->name);
    else
        add_backup_age(repository->success.end_ms >= 0
                           ? repository->success.end_ms
                           : repository->success.start_ms,
                       "last snapshot", now_ms, result);
}

static bool judge_backup_jobs(const struct kubernetes *kubernetes,
                              int64_t now_ms, struct check_result *result)
{
    for (size_t i = 0; kubernetes && i < kubernetes->cron_jobs.count; i++) {
        const struct kubernetes_cron_job *job = &kubernetes->cron_jobs.items[i];

        if (!strstr(job->name, "snapshot") && !strstr(job->name, "backup"))
            continue;
        if (job->is_suspended)
            check_add(result, HEALTH_WARNING, "cron job %s is suspended",
                      job->name);
        if (job->success_ms < 0)
            check_add(result, HEALTH_UNKNOWN, "cron job %s never succeeded",
                      job->name);
        else /* of the job, not of the snapshot it asked for */
            add_backup_age(job->success_ms, job->name, now_ms, result);
        return true;
    }
    return false;
}

static void add_backup_age(int64_t success_ms, const char *what, int64_t now_ms,
                           struct check_result *result)
{
    int64_t age_ms = now_ms - success_ms;
    char at[32], age[UNITS_MAX];

    result->value = (double)age_ms / HOUR_MS;
    result->limit = (double)BACKUP_WARNING_MS / HOUR_MS;
    clock_format_rfc3339(at, sizeof(at), success_ms);
    at[10] = ' ';
    at[16] = '\0';
    units_format_age(age, age_ms);
    if (age_ms > BACKUP_WARNING_MS)
        check_add(result,
                  age_ms > BACKUP_CRITICAL_MS ? HEALTH_CRITICAL
                                              : HEALTH_WARNING,
                  "%s %s, SUCCESS, %s ago", what, at, age);
    else
        check_add(result, HEALTH_OK, "%s %s, SUCCESS", what, at);
}

static const char *indices_word(size_t count)
{
    return count == 1 ? "index" : "indices";
}
