/* health_sections.c - what the components told, below the check. */
#include "panels/health_lines.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/units.h"
#include "model/component.h"
#include "model/elasticsearch.h"
#include "model/kafka.h"
#include "model/kubernetes.h"
#include "panels/state.h"
#include "ui/text.h"

/* A section under way: its rows, and how many there was no room for. */
struct section {
    struct health_lines *lines;
    int64_t now_ms;
    size_t title; /* its line */
    size_t shown, left_out;
};

typedef void section_fn(struct health_lines *lines, const struct model *model,
                        int64_t now_ms);

static section_fn add_pods, add_workloads, add_jobs, add_events, add_nodes,
    add_indices, add_lag;
static section_fn *const sections[] = {
    add_pods,  add_workloads, add_jobs, add_events,
    add_nodes, add_indices,   add_lag,
};

static struct section begin(struct health_lines *lines, int64_t now_ms,
                            const char *title);
static void add_row(struct section *section, enum role role, const char *name,
                    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
static void end(const struct section *section, size_t left_out);
static const char *age(char out[UNITS_MAX], int64_t now_ms, int64_t at_ms);
static enum role role_of_color(enum elasticsearch_color color);

void health_sections_add(struct health_lines *lines, const struct model *model,
                         int64_t now_ms)
{
    if (!model->components)
        return;
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        sections[i](lines, model, now_ms);
}

static void add_pods(struct health_lines *lines, const struct model *model,
                     int64_t now_ms)
{
    const struct kubernetes *kubernetes = model->components->kubernetes;
    struct section section;

    if (!kubernetes || kubernetes->pods.part.answered_ms < 0)
        return;
    section = begin(lines, now_ms,
                    "Pods: ready, status, restarts (the last), age, node");
    for (size_t i = 0; i < kubernetes->pods.count; i++) {
        const struct kubernetes_pod *pod = &kubernetes->pods.items[i];
        char since[UNITS_MAX], restarted[UNITS_MAX + 8] = "";
        char old[UNITS_MAX];

        if (pod->restarted_ms >= 0)
            (void)snprintf(restarted, sizeof(restarted), " (%s)",
                           age(since, now_ms, pod->restarted_ms));
        add_row(&section,
                pod->harm == KUBERNETES_SICK       ? ROLE_CRITICAL
                : pod->harm == KUBERNETES_STARTING ? ROLE_WARNING
                                                   : ROLE_DIM,
                pod->name, "%lld/%lld  %-18s %3lld%-9s %-7s %s",
                (long long)pod->ready, (long long)pod->containers, pod->status,
                (long long)pod->restarts, restarted,
                age(old, now_ms, pod->created_ms), pod->node);
    }
    end(&section, kubernetes->pods.part.left_out);
}

static void add_workloads(struct health_lines *lines, const struct model *model,
                          int64_t now_ms)
{
    const struct kubernetes *kubernetes = model->components->kubernetes;
    struct section section;

    if (!kubernetes || kubernetes->workloads.part.answered_ms < 0)
        return;
    section = begin(lines, now_ms,
                    "Deployments: ready, kind, image or what is wrong");
    for (size_t i = 0; i < kubernetes->workloads.count; i++) {
        const struct kubernetes_workload *item =
            &kubernetes->workloads.items[i];

        add_row(&section,
                item->wanted > 0 && item->ready <= 0 ? ROLE_CRITICAL
                : item->is_stalled                   ? ROLE_CRITICAL
                : item->ready < item->wanted         ? ROLE_WARNING
                                                     : ROLE_DIM,
                item->name, "%lld/%lld  %-11s %s%s%s", (long long)item->ready,
                (long long)item->wanted, kubernetes_kind_name(item->kind),
                item->is_rolling ? "rolling  " : "", item->reason,
                item->reason[0] ? "" : item->image);
    }
    end(&section, kubernetes->workloads.part.left_out);
}

static void add_jobs(struct health_lines *lines, const struct model *model,
                     int64_t now_ms)
{
    const struct kubernetes *kubernetes = model->components->kubernetes;
    struct section section;

    if (!kubernetes || (kubernetes->jobs.part.answered_ms < 0 &&
                        kubernetes->cron_jobs.part.answered_ms < 0))
        return;
    section = begin(lines, now_ms, "Jobs");
    for (size_t i = 0; i < kubernetes->cron_jobs.count; i++) {
        const struct kubernetes_cron_job *job = &kubernetes->cron_jobs.items[i];
        char ran[UNITS_MAX], done[UNITS_MAX];

        add_row(&section, job->is_suspended ? ROLE_WARNING : ROLE_DIM,
                job->name, "%-14s last run %-7s success %-7s%s", job->schedule,
                age(ran, now_ms, job->scheduled_ms),
                age(done, now_ms, job->success_ms),
                job->is_suspended ? " suspended" : "");
    }
    for (size_t i = 0; i < kubernetes->jobs.count; i++) {
        const struct kubernetes_job *job = &kubernetes->jobs.items[i];
        char began[UNITS_MAX];

        add_row(&section, job->is_failed ? ROLE_WARNING : ROLE_DIM, job->name,
                "%-14s began %-7s %lld failed%s%s",
                job->is_failed     ? "Failed"
                : job->is_complete ? "Complete"
                                   : "Running",
                age(began, now_ms, job->start_ms),
                (long long)(job->failed > 0 ? job->failed : 0),
                job->reason[0] ? "  " : "", job->reason);
    }
    end(&section,
        kubernetes->jobs.part.left_out + kubernetes->cron_jobs.part.left_out);
}

static void add_events(struct health_lines *lines, const struct model *model,
                       int64_t now_ms)
{
    const struct kubernetes *kubernetes = model->components->kubernetes;
    struct section section;

    if (!kubernetes || kubernetes->events.part.answered_ms < 0)
        return;
    section = begin(lines, now_ms, "Events: age, reason, how often, what");
    for (size_t i = 0; i < kubernetes->events.count; i++) {
        const struct kubernetes_event *event = &kubernetes->events.items[i];
        char since[UNITS_MAX];

        add_row(
            &section, !strcmp(event->type, "Normal") ? ROLE_DIM : ROLE_WARNING,
            event->name, "%-7s %-*s x%-3lld %s",
            age(since, now_ms, event->at_ms), lines->columns < 110 ? 18 : 24,
            event->reason, (long long)event->count, event->message);
    }
    end(&section, kubernetes->events.part.left_out);
}

static void add_nodes(struct health_lines *lines, const struct model *model,
                      int64_t now_ms)
{
    const struct kubernetes *kubernetes = model->components->kubernetes;
    const struct elasticsearch *cluster = model->components->elasticsearch;
    struct section section;

    if (cluster && cluster->nodes.count) {
        section = begin(lines, now_ms, "Elasticsearch nodes");
        for (size_t i = 0; i < cluster->nodes.count; i++) {
            const struct elasticsearch_node *node = &cluster->nodes.items[i];
            enum elasticsearch_level level =
                elasticsearch_node_level(&cluster->watermarks, node);

            add_row(&section,
                    level >= ELASTICSEARCH_LEVEL_HIGH  ? ROLE_CRITICAL
                    : level == ELASTICSEARCH_LEVEL_LOW ? ROLE_WARNING
                                                       : ROLE_DIM,
                    node->name,
                    "disk %3.0f %%  heap %3.0f %%  cpu %3.0f %%  %s%s",
                    node->disk_percent, node->heap_percent, node->cpu_percent,
                    elasticsearch_level_name(level),
                    elasticsearch_level_name(level)[0] ? " watermark" : "");
        }
        end(&section, cluster->nodes.left_out);
    }
    if (!kubernetes || kubernetes->nodes.part.answered_ms < 0)
        return;
    section = begin(lines, now_ms, "Nodes");
    for (size_t i = 0; i < kubernetes->nodes.count; i++) {
        const struct kubernetes_node *node = &kubernetes->nodes.items[i];

        add_row(&section,
                !node->is_ready                           ? ROLE_CRITICAL
                : node->has_pressure || node->is_cordoned ? ROLE_WARNING
                                                          : ROLE_DIM,
                node->name, "%-9s %-12s%s %s",
                node->is_ready ? "Ready" : "NotReady", node->version,
                node->is_cordoned ? " cordoned" : "", node->reason);
    }
    end(&section, kubernetes->nodes.part.left_out);
}

static void add_indices(struct health_lines *lines, const struct model *model,
                        int64_t now_ms)
{
    const struct elasticsearch *cluster = model->components->elasticsearch;
    struct section section;

    if (!cluster || cluster->indices.answered_ms < 0)
        return;
    section = begin(lines, now_ms, "Indices");
    for (size_t i = 0; i < cluster->indices.count; i++) {
        const struct elasticsearch_index *index = &cluster->indices.items[i];
        char size[UNITS_MAX] = "-", docs[UNITS_MAX] = "-";

        if (index->size_bytes >= 0)
            units_format(size, (double)index->size_bytes, "bytes", false);
        if (index->docs >= 0)
            units_format(docs, (double)index->docs, "", false);
        add_row(&section, role_of_color(index->health), index->name,
                "%-8s %10s %8s docs",
                index->is_closed ? "closed"
                                 : elasticsearch_color_name(index->health),
                size, docs);
    }
    end(&section, cluster->indices.left_out);
}

static void add_lag(struct health_lines *lines, const struct model *model,
                    int64_t now_ms)
{
    const struct kafka *kafka = model->components->kafka;
    struct section section;

    if (!kafka || kafka->answered_ms < 0)
        return;
    section = begin(lines, now_ms, "Lag by partition, and who reads it");
    for (size_t i = 0; i < kafka->count; i++) {
        const struct kafka_partition *partition = &kafka->partitions[i];
        char name[160], lag[UNITS_MAX] = "-";

        if (partition->lag >= 0)
            units_format(lag, (double)partition->lag, "", false);
        (void)snprintf(name, sizeof(name), "%s %lld", partition->topic,
                       (long long)partition->number);
        add_row(
            &section,
            partition->committed < 0 || !partition->consumer[0] ? ROLE_WARNING
                                                                : ROLE_DIM,
            name, "%8s  %s%s", lag,
            partition->consumer[0] ? partition->consumer : "nobody reads it",
            partition->committed < 0 ? ", no commit" : "");
    }
    end(&section, kafka->left_out);
}

static struct section begin(struct health_lines *lines, int64_t now_ms,
                            const char *title)
{
    struct section section = {
        .lines = lines, .now_ms = now_ms, .title = lines->count};
    struct buf text;

    buf_init(&text, 200);
    (void)buf_add_str(&text, title);
    health_lines_add(lines, ROLE_TITLE, &text)->is_title = true;
    buf_clear(&text);
    return section;
}

static void add_row(struct section *section, enum role role, const char *name,
                    const char *fmt, ...)
{
    struct health_lines *lines = section->lines;
    int width = lines->columns / 3 < 24   ? 24
                : lines->columns / 3 > 56 ? 56
                                          : lines->columns / 3;
    char rest[600];
    struct buf text;
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(rest, sizeof(rest), fmt, args);
    va_end(args);
    if (lines->search[0] && !strcasestr(rest, lines->search) &&
        !strcasestr(name, lines->search))
        return;
    if (++section->shown > HEALTH_SECTION_MOST) {
        section->left_out++;
        return;
    }
    buf_init(&text, 2000);
    text_add(&text, name, width, 0);
    buf_printf(&text, " %s", rest);
    (void)health_lines_add(lines, role, &text);
    buf_clear(&text);
}

/* A section that the search left empty goes. */
static void end(const struct section *section, size_t left_out)
{
    struct health_lines *lines = section->lines;
    struct buf text;

    left_out += section->left_out;
    if (lines->count == section->title + 1 && lines->search[0]) {
        free(lines->items[--lines->count].text);
        return;
    }
    buf_init(&text, 200);
    if (lines->count == section->title + 1)
        (void)buf_add_str(&text, "none");
    else if (left_out)
        buf_printf(&text, "%zu more left out", left_out);
    if (text.length)
        (void)health_lines_add(lines, ROLE_DIM, &text);
    buf_clear(&text);
}

static const char *age(char out[UNITS_MAX], int64_t now_ms, int64_t at_ms)
{
    if (at_ms < 0)
        (void)snprintf(out, UNITS_MAX, "-");
    else
        state_age(out, now_ms - at_ms);
    return out;
}

static enum role role_of_color(enum elasticsearch_color color)
{
    return color == ELASTICSEARCH_RED      ? ROLE_CRITICAL
           : color == ELASTICSEARCH_YELLOW ? ROLE_WARNING
                                           : ROLE_DIM;
}
