/* check_fixture.c - a model with every component, all of them well. */
#include "tests/support/check_fixture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"

static const int64_t now_ms = FIXTURE_NOW_MS;

static void init_asked(struct check_fixture *fixture);
static void init_kubernetes(struct check_fixture *fixture);
static void init_cluster(struct check_fixture *fixture);
static void init_tracing(struct check_fixture *fixture);

void check_fixture_init(struct check_fixture *fixture)
{
    static const double facts[FACT_COUNT] = {
        [FACT_LAST_WEEK] = 9000,    [FACT_TARGETS] = 15,
        [FACT_TARGETS_UP] = 15,     [FACT_PODS] = 3,
        [FACT_PODS_READY] = 3,      [FACT_PODS_STUCK] = 0,
        [FACT_RESTARTS] = 0,        [FACT_CLUSTER_COLOR] = 0,
        [FACT_UNASSIGNED] = 0,      [FACT_COLLECTOR_PODS] = 3,
        [FACT_THROTTLED_RATIO] = 0, [FACT_CONSUMERS] = 3,
    };

    memset(fixture, 0, sizeof(*fixture));
    model_fixture_init(&fixture->base, FIXTURE_HEALTHY);
    for (size_t i = 0; i < FACT_COUNT; i++)
        fixture->facts[i] =
            (struct fact){.value = facts[i], .answered_ms = now_ms};
    init_asked(fixture);
    init_kubernetes(fixture);
    init_cluster(fixture);
    init_tracing(fixture);
    fixture->components.kubernetes = &fixture->kubernetes;
    fixture->components.elasticsearch = &fixture->cluster;
    fixture->components.jaeger = &fixture->jaeger;
    fixture->components.otel = &fixture->otel;
    fixture->components.kafka = &fixture->kafka;
    fixture->base.model.components = &fixture->components;
    fixture->base.model.facts = fixture->facts;
    fixture->base.model.has_asked_alerts = true;
}

void check_fixture_clear(struct check_fixture *fixture)
{
    model_fixture_clear(&fixture->base);
}

int check_fixture_setup(void **state)
{
    struct check_fixture *fixture = xcalloc(1, sizeof(*fixture));

    check_fixture_init(fixture);
    *state = fixture;
    return 0;
}

int check_fixture_teardown(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_clear(fixture);
    free(fixture);
    return 0;
}

void check_fixture_judge(struct check_fixture *fixture, const char *name)
{
    check_run(check_find(name), &fixture->base.model, FIXTURE_NOW_MS,
              &fixture->result);
}

void check_fixture_fail(struct check_fixture *fixture, enum component_id id,
                        int status, const char *error)
{
    for (size_t i = 0; i < CHECK_FIXTURE_ASKED; i++) {
        fixture->asked[id][i].status = status;
        (void)snprintf(fixture->asked[id][i].error,
                       sizeof(fixture->asked[id][i].error), "%s", error);
    }
}

void check_fixture_off(struct check_fixture *fixture, enum component_id id)
{
    fixture->components.of[id] = (struct component){0};
    if (id == COMPONENT_KUBERNETES)
        fixture->components.kubernetes = NULL;
    if (id == COMPONENT_ELASTICSEARCH)
        fixture->components.elasticsearch = NULL;
    if (id == COMPONENT_JAEGER)
        fixture->components.jaeger = NULL;
    if (id == COMPONENT_OTEL)
        fixture->components.otel = NULL;
    if (id == COMPONENT_KAFKA)
        fixture->components.kafka = NULL;
}

void check_fixture_blind(struct check_fixture *fixture)
{
    for (size_t i = 0; i < FACT_COUNT; i++) {
        fixture->facts[i].value = NAN;
        (void)snprintf(fixture->facts[i].error, sizeof(fixture->facts[i].error),
                       "connection refused");
    }
    for (size_t i = 0; i < FIXTURE_PANELS; i++) {
        fixture->base.panels[i].data = PANEL_EMPTY;
        fixture->base.panels[i].health.value = NAN;
        (void)snprintf(fixture->base.panels[i].reason,
                       sizeof(fixture->base.panels[i].reason), "no data");
    }
}

static void init_asked(struct check_fixture *fixture)
{
    static const char *const names[COMPONENT_COUNT][CHECK_FIXTURE_ASKED] = {
        [COMPONENT_KUBERNETES] = {"pods", "workloads", "events", "nodes_"},
        [COMPONENT_ELASTICSEARCH] = {"health", "nodes", "snapshots", "indices"},
        [COMPONENT_JAEGER] = {"services", "version", "collector 1",
                              "collector 2"},
        [COMPONENT_OTEL] = {"health", "metrics", "-", "--"},
        [COMPONENT_KAFKA] = {"group", "-", "--", "---"},
    };

    for (size_t id = 0; id < COMPONENT_COUNT; id++) {
        for (size_t i = 0; i < CHECK_FIXTURE_ASKED; i++)
            fixture->asked[id][i] = (struct asked){.name = names[id][i],
                                                   .answered_ms = now_ms - 3000,
                                                   .failed_ms = -1,
                                                   .latency_ms = 5,
                                                   .next_try_ms = -1,
                                                   .status = 200};
        fixture->components.of[id] =
            (struct component){.asked = fixture->asked[id],
                               .count = CHECK_FIXTURE_ASKED,
                               .is_on = true,
                               .is_settled = true};
    }
}

static void init_kubernetes(struct check_fixture *fixture)
{
    static const char *const names[CHECK_FIXTURE_PODS] = {
        "jaeger-collector-6d5f7c9b8-abcde", "jaeger-query-5f9c7-qrstu",
        "otel-collector-gateway-7d9f-aaaaa"};
    struct kubernetes *kubernetes = &fixture->kubernetes;

    for (size_t i = 0; i < CHECK_FIXTURE_PODS; i++)
        fixture->pods[i] = (struct kubernetes_pod){
            .name = names[i],
            .status = "Running",
            .node = "node-a",
            .ip = "10.0.0.1",
            .ready = 1,
            .containers = 1,
            .restarted_ms = -1,
            .created_ms = now_ms - INT64_C(400000000),
            .waiting = "",
            .ended = "",
            .message = "",
            .sick_one = "",
            .cpu_cores = 0.45,
            .cpu_limit_cores = 1,
            .memory_bytes = NAN,
            .memory_limit_bytes = NAN,
        };
    fixture->workload = (struct kubernetes_workload){
        .name = "jaeger-collector",
        .image = "jaegertracing/jaeger-collector:1.62.0",
        .revision = "3",
        .wanted = 1,
        .ready = 1,
        .updated = 1,
        .available = 1,
        .reason = "",
        .message = "",
    };
    fixture->event = (struct kubernetes_event){
        .type = "Warning",
        .reason = "BackOff",
        .kind = "Pod",
        .name = "jaeger-query-5f9c7-qrstu",
        .message = "Back-off restarting failed container",
        .uid = "1",
        .count = 4,
        .at_ms = now_ms - 600000,
    };
    kubernetes->answered_ms = now_ms - 3000;
    kubernetes->namespace_name = "observability";
    kubernetes->pods.part.answered_ms = now_ms - 3000;
    kubernetes->pods.items = fixture->pods;
    kubernetes->pods.count = CHECK_FIXTURE_PODS;
    kubernetes->workloads.part.answered_ms = now_ms - 3000;
    kubernetes->workloads.items = &fixture->workload;
    kubernetes->workloads.count = 1;
    kubernetes->events.part.answered_ms = now_ms - 3000;
    kubernetes->events.items = &fixture->event;
    kubernetes->events.count = 1;
    kubernetes->jobs.part.answered_ms = -1;
    kubernetes->cron_jobs.part.answered_ms = -1;
    kubernetes->nodes.part.answered_ms = -1;
}

static void init_cluster(struct check_fixture *fixture)
{
    struct elasticsearch *cluster = &fixture->cluster;

    cluster->answered_ms = now_ms - 3000;
    cluster->health = (struct elasticsearch_health){
        .answered_ms = now_ms - 3000,
        .status = ELASTICSEARCH_GREEN,
        .nodes = 2,
        .data_nodes = 2,
        .active_shards = 60,
        .unassigned_primaries = -1,
        .task_wait_ms = 0,
    };
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(fixture->nodes[i].name, sizeof(fixture->nodes[i].name),
                       "es-master-%zu", i);
        fixture->nodes[i].disk_total_bytes = 100000000000;
        fixture->nodes[i].disk_available_bytes =
            29000000000 + (int64_t)i * 2000000000;
        fixture->nodes[i].disk_percent = 71 - 2 * (double)i;
        fixture->nodes[i].heap_percent = 55;
        fixture->nodes[i].cpu_percent = 20;
    }
    cluster->nodes = (struct elasticsearch_nodes){.answered_ms = now_ms - 3000,
                                                  .items = fixture->nodes,
                                                  .count = 2,
                                                  .total = 2,
                                                  .successful = 2};
    cluster->watermarks.answered_ms = now_ms - 3000;
    cluster->watermarks.is_enabled = true;
    (void)elasticsearch_mark_parse(&cluster->watermarks.low, "85%", NULL);
    (void)elasticsearch_mark_parse(&cluster->watermarks.high, "90%", NULL);
    (void)elasticsearch_mark_parse(&cluster->watermarks.flood, "95%", NULL);
    (void)snprintf(fixture->repository.name, sizeof(fixture->repository.name),
                   "backup");
    fixture->repository.last.state = ELASTICSEARCH_SNAPSHOT_SUCCESS;
    fixture->repository.success.state = ELASTICSEARCH_SNAPSHOT_SUCCESS;
    fixture->repository.success.end_ms = now_ms - INT64_C(69000000);
    cluster->snapshots =
        (struct elasticsearch_snapshots){.answered_ms = now_ms - 3000,
                                         .items = &fixture->repository,
                                         .count = 1,
                                         .policies_ms = -1};
    (void)snprintf(fixture->index.name, sizeof(fixture->index.name),
                   "jaeger-span-2026-11-22");
    fixture->index.health = ELASTICSEARCH_GREEN;
    fixture->index.docs = 69200000;
    fixture->index.size_bytes = 28300000000;
    cluster->indices = (struct elasticsearch_indices){
        .answered_ms = now_ms - 3000, .items = &fixture->index, .count = 1};
    cluster->blocks.answered_ms = now_ms - 3000;
    cluster->lifecycle.answered_ms = now_ms - 3000;
}

static void init_tracing(struct check_fixture *fixture)
{
    fixture->jaeger.answered_ms = now_ms - 3000;
    fixture->jaeger.services = (struct jaeger_services){
        .answered_ms = now_ms - 3000, .latency_ms = 212, .count = 41};
    for (size_t i = 0; i < 2; i++) {
        struct jaeger_collector *collector = &fixture->jaeger.collectors[i];

        collector->url = "http://jaeger-collector:14269";
        (void)snprintf(collector->question, sizeof(collector->question),
                       "collector %zu", i + 1);
        collector->health.answered_ms = now_ms - 3000;
        collector->health.http_status = 200;
        collector->health.is_well = true;
    }
    fixture->jaeger.collector_count = 2;
    fixture->otel.answered_ms = now_ms - 3000;
    fixture->otel.health = (struct liveness){.answered_ms = now_ms - 3000,
                                             .http_status = 200,
                                             .status = "Server available",
                                             .is_well = true};
    fixture->otel.metrics.answered_ms = now_ms - 3000;
    fixture->otel.metrics.queue_ratio = 0.02;
    for (size_t i = 0; i < 2; i++) {
        struct kafka_partition *partition = &fixture->partitions[i];

        (void)snprintf(partition->topic, sizeof(partition->topic),
                       "jaeger-spans");
        (void)snprintf(partition->consumer, sizeof(partition->consumer),
                       "sarama-%zu", i);
        partition->number = (int64_t)i;
        partition->committed = 1000;
        partition->end = 1400;
        partition->lag = 400;
    }
    fixture->kafka = (struct kafka){.answered_ms = now_ms - 3000,
                                    .group = "jaeger-ingester",
                                    .state = KAFKA_ACTIVE,
                                    .partitions = fixture->partitions,
                                    .count = 2,
                                    .lag = 800,
                                    .members = 2};
}
