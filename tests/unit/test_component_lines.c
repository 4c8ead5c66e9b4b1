/* test_component_lines.c - a panel with its component's own numbers. */
#include "tests/test.h"

#include <stdio.h>

#include "model/component.h"
#include "model/elasticsearch.h"
#include "panels/component_lines.h"
#include "panels/elasticsearch_lines.h"
#include "tests/support/view_fixture.h"

#define GIB ((int64_t)1 << 30)
enum { NODES = 3, QUESTIONS = 2 };

/* A cluster of the incident: 93 % on one disk, two indices that refuse. */
struct cluster {
    struct elasticsearch cluster;
    struct elasticsearch_node nodes[NODES];
    struct elasticsearch_block blocks[2];
    struct elasticsearch_index index;
    struct elasticsearch_repository repository;
    struct asked asked[QUESTIONS];
    struct components components;
};

static void make(struct cluster *made)
{
    struct elasticsearch *cluster = &made->cluster;
    const int64_t free_gib[NODES] = {21, 39, 48};

    *made = (struct cluster){0};
    elasticsearch_init(cluster);
    cluster->version = (struct elasticsearch_version){
        .answered_ms = FIXTURE_NOW_MS, .number = "8.17.0"};
    cluster->health = (struct elasticsearch_health){
        .answered_ms = FIXTURE_NOW_MS - 4000,
        .status = ELASTICSEARCH_YELLOW,
        .nodes = 3,
        .unassigned = 12,
    };
    for (size_t i = 0; i < NODES; i++) {
        struct elasticsearch_node *node = &made->nodes[i];

        *node = (struct elasticsearch_node){
            .roles = "dim",
            .is_data = true,
            .disk_total_bytes = 300 * GIB,
            .disk_available_bytes = free_gib[i] * GIB,
            .heap_percent = 61 + (double)i,
            .cpu_percent = 38,
            .write = {.queue = 12, .rejected = 340, .rejected_growth = 0},
        };
        node->disk_percent = 100 - 100 * (double)free_gib[i] / 300;
        (void)snprintf(node->name, sizeof(node->name), "es-master-%zu", i);
    }
    made->nodes[0].write.rejected_growth = 7;
    cluster->nodes = (struct elasticsearch_nodes){
        .answered_ms = FIXTURE_NOW_MS, .items = made->nodes, .count = NODES};
    cluster->watermarks = (struct elasticsearch_watermarks){
        .answered_ms = FIXTURE_NOW_MS, .is_enabled = true, .allocation = "all"};
    (void)elasticsearch_mark_parse(&cluster->watermarks.low, "85%", NULL);
    (void)elasticsearch_mark_parse(&cluster->watermarks.high, "90%", NULL);
    (void)elasticsearch_mark_parse(&cluster->watermarks.flood, "95%", NULL);
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(made->blocks[i].index, sizeof(made->blocks[i].index),
                       "jaeger-span-2026-11-%zu", 21 + i);
        (void)snprintf(made->blocks[i].name, sizeof(made->blocks[i].name),
                       "read_only_allow_delete");
    }
    cluster->blocks =
        (struct elasticsearch_blocks){.answered_ms = FIXTURE_NOW_MS,
                                      .items = made->blocks,
                                      .count = 2,
                                      .flooded = 2};
    made->index =
        (struct elasticsearch_index){.name = "jaeger-span-2026-10-08",
                                     .size_bytes = 48 * GIB,
                                     .day_ms = INT64_C(1791417600000)};
    cluster->indices =
        (struct elasticsearch_indices){.answered_ms = FIXTURE_NOW_MS,
                                       .items = &made->index,
                                       .count = 1,
                                       .size_bytes = 48 * GIB,
                                       .oldest = made->index,
                                       .newest = made->index,
                                       .biggest = made->index};
    made->repository = (struct elasticsearch_repository){
        .name = "backup",
        .success = {.name = "nightly-2026.11.22",
                    .state = ELASTICSEARCH_SNAPSHOT_SUCCESS,
                    .end_ms = FIXTURE_NOW_MS - 69000000}};
    made->repository.last = made->repository.success;
    cluster->snapshots =
        (struct elasticsearch_snapshots){.answered_ms = FIXTURE_NOW_MS,
                                         .policies_ms = -1,
                                         .items = &made->repository,
                                         .count = 1};
    made->asked[0] =
        (struct asked){.name = "health", .answered_ms = FIXTURE_NOW_MS - 4000};
    made->asked[1] = (struct asked){.name = "settings",
                                    .answered_ms = FIXTURE_NOW_MS - 90000};
    made->components.elasticsearch = cluster;
    made->components.of[COMPONENT_ELASTICSEARCH] = (struct component){
        .asked = made->asked, .count = QUESTIONS, .is_on = true};
}

static void paint(const struct cluster *cluster, int columns, int rows,
                  const char *golden)
{
    struct model_fixture fixture;

    model_fixture_init(&fixture, FIXTURE_INCIDENT);
    fixture.model.components = &cluster->components;
    assert_view_golden(&fixture, "panel:storage", columns, rows, golden);
    model_fixture_clear(&fixture);
}

static void storage_with_its_cluster_looks_as_drawn(void **state)
{
    struct cluster cluster;
    (void)state;

    make(&cluster);

    paint(&cluster, 80, 24, "storage_cluster_80x24");
    paint(&cluster, 120, 40, "storage_cluster_120x40");
    paint(&cluster, 200, 60, "storage_cluster_200x60");
}

static void storage_with_a_cluster_that_is_away_says_since_when(void **state)
{
    struct cluster cluster;
    (void)state;

    make(&cluster);
    cluster.asked[0].failed_ms = FIXTURE_NOW_MS;
    cluster.asked[0].answered_ms = FIXTURE_NOW_MS - 240000;
    cluster.cluster.health.answered_ms = FIXTURE_NOW_MS - 240000;
    (void)snprintf(cluster.asked[0].error, sizeof(cluster.asked[0].error),
                   "HTTP 503: no master is elected");

    paint(&cluster, 120, 40, "storage_away_120x40");
}

static void storage_of_any_size_paints_without_a_breach(void **state)
{
    struct model_fixture fixture;
    struct cluster cluster;
    (void)state;

    make(&cluster);
    model_fixture_init(&fixture, FIXTURE_INCIDENT);
    fixture.model.components = &cluster.components;

    assert_view_paints(&fixture, "panel:storage");
    model_fixture_clear(&fixture);
}

static void lines_of_a_component_that_is_off_take_no_room(void **state)
{
    const struct component_lines *lines = component_lines_find("elasticsearch");
    const struct components off = {0};
    (void)state;

    assert_non_null(lines);
    assert_int_equal(lines->rows(&off, 0), 0);
    assert_int_equal(lines->rows(NULL, 0), 0);
    assert_null(component_lines_find("jaeger-collector"));
    assert_null(component_lines_find(NULL));
}

static void failures_with_the_same_error_are_told_once(void **state)
{
    struct component_story story = {0};
    struct cluster cluster;
    (void)state;

    make(&cluster);
    for (size_t i = 0; i < QUESTIONS; i++)
        (void)snprintf(cluster.asked[i].error, sizeof(cluster.asked[i].error),
                       "connection refused");
    component_story_add_failures(
        &story, &cluster.components.of[COMPONENT_ELASTICSEARCH],
        FIXTURE_NOW_MS);

    assert_int_equal(story.count, 1);
    assert_string_equal(story.lines[0].text,
                        "health: connection refused; as of 4s ago");
}

static void story_of_a_sick_cluster_names_each_fault(void **state)
{
    struct component_story story = {0};
    struct cluster cluster;
    struct elasticsearch_stuck stuck = {.index = "jaeger-span-000007",
                                        .step = "check-rollover-ready",
                                        .reason = "no write index"};
    (void)state;

    make(&cluster);
    cluster.cluster.blocks.count = cluster.cluster.blocks.flooded = 0;
    cluster.cluster.health.is_timed_out = true;
    cluster.cluster.watermarks.is_enabled = false;
    cluster.cluster.watermarks.is_allocation_off = true;
    (void)snprintf(cluster.cluster.watermarks.allocation,
                   sizeof(cluster.cluster.watermarks.allocation), "primaries");
    cluster.cluster.nodes.failed = 1;
    cluster.cluster.nodes.total = 3;
    cluster.cluster.tasks =
        (struct elasticsearch_tasks){.count = 40, .oldest_ms = 61000};
    cluster.cluster.lifecycle.items = &stuck;
    cluster.cluster.lifecycle.count = 1;
    cluster.repository.last.state = ELASTICSEARCH_SNAPSHOT_FAILED;

    elasticsearch_story(&cluster.cluster, &story);

    assert_int_equal(story.count, 7);
    assert_non_null(strstr(story.lines[0].text, "left on \"primaries\""));
    assert_non_null(strstr(story.lines[1].text, "switched off"));
    assert_non_null(strstr(story.lines[2].text, "master did not answer"));
    assert_string_equal(story.lines[3].text, "1 of 3 nodes did not answer");
    assert_string_equal(story.lines[4].text,
                        "40 tasks wait for the master, the oldest for 1m01s: ");
    assert_string_equal(story.lines[5].text,
                        "snapshot nightly-2026.11.22 of backup is FAILED");
    assert_string_equal(story.lines[6].text,
                        "1 index stands in a lifecycle error: "
                        "jaeger-span-000007, step check-rollover-ready: "
                        "no write index");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(storage_with_its_cluster_looks_as_drawn),
        cmocka_unit_test(storage_with_a_cluster_that_is_away_says_since_when),
        cmocka_unit_test(storage_of_any_size_paints_without_a_breach),
        cmocka_unit_test(lines_of_a_component_that_is_off_take_no_room),
        cmocka_unit_test(failures_with_the_same_error_are_told_once),
        cmocka_unit_test(story_of_a_sick_cluster_names_each_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
