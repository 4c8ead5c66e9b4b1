/* test_elasticsearch_fixtures.c - recorded answers of Elasticsearch 1 to 9.
 *
 * Each file of the reference data that answers one of our questions is read,
 * whole and in pieces of seven bytes, and its key numbers are asserted.
 */
#include "tests/test.h"

#include <stdio.h>

#include "model/elasticsearch.h"
#include "source/elasticsearch.h"
#include "tests/support/ask.h"

static struct elasticsearch_source *source;
static const struct elasticsearch *told;

static int begin(void **state)
{
    (void)state;
    source = elasticsearch_source_new(NULL);
    told = elasticsearch_source_get(source);
    return 0;
}

static int end(void **state)
{
    (void)state;
    elasticsearch_source_free(source);
    return 0;
}

/* Skips the test, saying so, when there is no reference data. */
static char *load(const char *name, size_t *length)
{
    char folder[900];
    char *body;

    if (!test_shared_dir()) {
        print_message("skipped: TRACETOP_SHARED is not set\n");
        skip();
    }
    (void)snprintf(folder, sizeof(folder), "%s/fixtures/elasticsearch",
                   test_shared_dir());
    body = ask_file(folder, name, length);
    assert_non_null(body);
    return body;
}

static int tell(const char *question, const char *name, struct err *err)
{
    const struct question *asked = ask_question(
        elasticsearch_questions, ELASTICSEARCH_QUESTIONS, question);
    size_t length;
    char *body = load(name, &length);
    char *start = body;
    int rc = -1;

    /* An example of the specification: the JSON is a YAML block. */
    if (strstr(name, ".yaml")) {
        start = strstr(body, "value: |-");
        assert_non_null(start);
        start += strlen("value: |-");
        length -= (size_t)(start - body);
    }
    for (size_t piece = 0; piece <= 7; piece += 7) {
        const struct told answer = {.body = start,
                                    .length = length,
                                    .piece = piece,
                                    .now_ms = 1000 + (int64_t)piece};

        rc = ask_tell(asked, source, &answer, err);
        if (rc != 0)
            break;
    }
    free(body);
    return rc;
}

static void good(const char *question, const char *name)
{
    struct err err = {0};

    if (tell(question, name, &err) != 0)
        fail_msg("%s: %s", name, err.text);
}

static void health_of_versions_1_to_7_is_read(void **state)
{
    static const struct {
        const char *version;
        int64_t shards, wait_ms;
        double percent;
    } rows[] = {
        {"1.7.6", 5, -1, NAN},  {"2.4.5", 5, 12, 50},  {"5.4.2", 5, 12, 50},
        {"5.6.16", 30, 12, 50}, {"6.8.8", 30, 12, 50}, {"7.13.1", 30, 12, 50},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char name[96];

        (void)snprintf(name, sizeof(name),
                       "es_exporter_fixtures/clusterhealth/%s.json",
                       rows[i].version);
        good("health", name);

        assert_int_equal(told->health.status, ELASTICSEARCH_YELLOW);
        assert_int_equal(told->health.nodes, 1);
        assert_int_equal(told->health.data_nodes, 1);
        assert_int_equal(told->health.unassigned, rows[i].shards);
        assert_int_equal(told->health.active_primaries, rows[i].shards);
        assert_int_equal(told->health.task_wait_ms, rows[i].wait_ms);
        assert_near(told->health.active_percent, rows[i].percent, 0);
        assert_int_equal(told->health.unassigned_primaries, -1);
        assert_false(told->health.is_timed_out);
    }
}

static void health_example_of_the_specification_is_read(void **state)
{
    (void)state;

    good("health", "es_spec_examples/ClusterHealthResponseExample1.yaml");

    assert_int_equal(told->health.status, ELASTICSEARCH_YELLOW);
    assert_int_equal(told->health.unassigned, 1);
    assert_near(told->health.active_percent, 50, 0);
}

static void version_of_each_release_is_read(void **state)
{
    static const struct {
        const char *name, *number;
        int major, minor;
    } rows[] = {
        {"es_exporter_fixtures/clusterinfo/2.4.5.json", "2.4.5", 2, 4},
        {"es_exporter_fixtures/clusterinfo/5.4.2.json", "5.4.2", 5, 4},
        {"es_exporter_fixtures/clusterinfo/7.13.1.json", "7.13.1", 7, 13},
        {"beats/root.8.17.0.json", "8.17.0", 8, 17},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        good("version", rows[i].name);

        assert_string_equal(told->version.number, rows[i].number);
        assert_int_equal(told->version.major, rows[i].major);
        assert_int_equal(told->version.minor, rows[i].minor);
        assert_false(told->version.is_opensearch);
    }
    assert_string_equal(told->version.cluster, "elasticsearch");
}

static void nodes_of_5_6_are_read_with_the_bulk_pool(void **state)
{
    const struct elasticsearch_node *node;
    (void)state;

    good("nodes", "es_exporter_fixtures/nodestats/5.6.16.json");

    assert_int_equal(told->nodes.count, 1);
    assert_int_equal(told->nodes.total, 1);
    assert_int_equal(told->nodes.failed, 0);
    node = &told->nodes.items[0];
    assert_string_equal(node->id, "bVrN1HxvQLy795ZLNg2XNw");
    assert_string_equal(node->name, "bVrN1Hx");
    assert_string_equal(node->roles, "mdi");
    assert_string_equal(node->path, "/usr/share/elasticsearch/data/nodes/0");
    assert_int_equal(node->disk_total_bytes, 476630163456);
    assert_int_equal(node->disk_available_bytes, 77533405184);
    assert_near(node->disk_percent, 83.7330, 0.0001);
    assert_near(node->heap_percent, 16, 0);
    assert_near(node->cpu_percent, 23, 0);
    assert_int_equal(node->write.queue, 0);
    assert_int_equal(node->write.rejected, 0);
    assert_int_equal(node->search.rejected, 0);
    assert_int_equal(node->breakers_tripped, 0);
    /* The file was told twice. */
    assert_int_equal(node->write.rejected_growth, 0);
    assert_int_equal(told->nodes.growth_ms, 7);
}

static void nodes_of_7_13_are_read_with_their_roles(void **state)
{
    const struct elasticsearch_node *node;
    (void)state;

    good("nodes", "es_exporter_fixtures/nodestats/7.13.1.json");

    assert_int_equal(told->nodes.count, 1);
    node = &told->nodes.items[0];
    assert_string_equal(node->name, "aaf5a8a0bceb");
    assert_string_equal(node->roles, "dcsfhwimlrt");
    assert_true(node->is_data);
    assert_true(node->is_master_eligible);
    assert_int_equal(node->disk_available_bytes, 63425642496);
    assert_near(node->disk_percent, 86.6929, 0.0001);
    assert_near(node->heap_percent, 19, 0);
    assert_near(node->cpu_percent, 37, 0);
    assert_int_equal(node->write.queue, 0);
}

static void watermarks_in_percent_go_before_the_defaults(void **state)
{
    const struct elasticsearch_watermarks *marks = &told->watermarks;
    (void)state;

    good("settings", "es_exporter_fixtures/settings-8.9.1-watermark.json");

    assert_string_equal(marks->low.text, "88%");
    assert_string_equal(marks->high.text, "92%");
    assert_string_equal(marks->flood.text, "96%");
    assert_near(marks->high.used_ratio, 0.92, 1e-12);
    assert_int_equal(marks->high.headroom_bytes, -1);
    assert_true(marks->is_enabled);
    assert_string_equal(marks->allocation, "all");
    assert_false(marks->is_allocation_off);
    assert_false(marks->is_read_only);
}

static void watermarks_as_ratio_are_read_and_switched_off(void **state)
{
    const struct elasticsearch_watermarks *marks = &told->watermarks;
    (void)state;

    good("settings", "es_exporter_fixtures/settings-7.3.0.json");

    assert_string_equal(marks->low.text, "0.85");
    assert_int_equal(marks->low.kind, ELASTICSEARCH_MARK_RATIO);
    assert_near(marks->low.used_ratio, 0.85, 1e-12);
    assert_false(marks->is_enabled);
}

static void watermarks_in_bytes_are_what_must_be_free(void **state)
{
    const struct elasticsearch_watermarks *marks = &told->watermarks;
    (void)state;

    good("settings", "es_exporter_fixtures/"
                     "settings-persistent-clustermaxshardspernode-7.17.5.json");

    assert_int_equal(marks->low.kind, ELASTICSEARCH_MARK_FREE);
    assert_string_equal(marks->high.text, "200gb");
    assert_int_equal(marks->high.free_bytes, (int64_t)200 << 30);
    assert_int_equal(marks->flood.free_bytes, 100);
    assert_true(marks->is_enabled);
}

static void settings_of_5_4_are_read(void **state)
{
    (void)state;

    good("settings", "es_exporter_fixtures/settings-5.4.2.json");
    assert_string_equal(told->watermarks.low.text, "85%");
    assert_string_equal(told->watermarks.high.text, "90%");
    assert_int_equal(told->watermarks.flood.kind, ELASTICSEARCH_MARK_NONE);

    good("settings", "es_exporter_fixtures/settings-merge-5.4.2.json");
    assert_string_equal(told->watermarks.allocation, "ALL");
    assert_false(told->watermarks.is_allocation_off);
}

static void blocks_of_nested_settings_are_found(void **state)
{
    (void)state;

    good("blocks", "es_exporter_fixtures/indices_settings/6.5.4.json");

    assert_int_equal(told->blocks.count, 2);
    assert_int_equal(told->blocks.flooded, 2);
    assert_string_equal(told->blocks.items[0].index, "instagram");
    assert_string_equal(told->blocks.items[1].index, "twitter");
    assert_string_equal(told->blocks.items[0].name, "read_only_allow_delete");
}

static void tasks_of_6_2_are_counted(void **state)
{
    (void)state;

    good("tasks", "beats/pending_tasks.622.json");

    assert_int_equal(told->tasks.count, 3);
    assert_int_equal(told->tasks.oldest_ms, 858);
    assert_non_null(strstr(told->tasks.oldest, "shard-started ([foo_2][0]"));
}

static void indices_with_units_are_read(void **state)
{
    (void)state;

    good("indices", "es_spec_examples/CatIndicesResponseExample1.yaml");

    assert_int_equal(told->indices.count, 2);
    assert_int_equal(told->indices.yellow, 1);
    assert_string_equal(told->indices.items[0].name, "my-index-000001");
    assert_int_equal(told->indices.items[0].size_bytes, 90214);
    assert_int_equal(told->indices.items[1].size_bytes, 260);
    assert_int_equal(told->indices.docs, 1200);
    assert_string_equal(told->indices.oldest.name, "");
}

static void snapshots_of_each_release_are_read(void **state)
{
    static const struct {
        const char *name;
        int64_t end_ms;
        bool is_success;
    } rows[] = {
        {"1.7.6.json", 1536052142755, true},
        {"2.4.5.json", 1536053126326, true},
        {"5.4.2.json", 1536053354477, true},
        {"5.4.2-failed.json", 1536053354477, false},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct question *asked = ask_question(
            elasticsearch_questions, ELASTICSEARCH_QUESTIONS, "snapshots");
        const struct told list = {.body = "{\"repo\":{\"type\":\"fs\"}}"};
        struct told body = {.now_ms = 5};
        const struct elasticsearch_repository *repository;
        struct err err = {0};
        char name[96];
        char *bytes;

        (void)snprintf(name, sizeof(name), "es_exporter_fixtures/snapshots/%s",
                       rows[i].name);
        bytes = load(name, &body.length);
        body.body = bytes;
        assert_int_equal(ask_tell(asked, source, &list, &err), 1);
        assert_int_equal(ask_tell(asked, source, &body, &err), 0);
        free(bytes);

        repository = &told->snapshots.items[0];
        assert_string_equal(repository->name, "repo");
        assert_string_equal(repository->last.name, "snapshot_1");
        assert_int_equal(repository->last.end_ms, rows[i].end_ms);
        assert_int_equal(repository->last.state,
                         rows[i].is_success ? ELASTICSEARCH_SNAPSHOT_SUCCESS
                                            : ELASTICSEARCH_SNAPSHOT_PARTIAL);
        assert_string_equal(repository->success.name,
                            rows[i].is_success ? "snapshot_1" : "");
    }
}

static void lifecycle_of_6_6_has_no_error(void **state)
{
    (void)state;

    good("lifecycle", "es_exporter_fixtures/ilm_indices/6.6.0.json");

    assert_int_equal(told->lifecycle.count, 0);
    assert_int_equal(told->lifecycle.answered_ms, 1007);
}

/* The example of the specification lacks a comma. */
static void lifecycle_example_that_is_not_json_is_refused(void **state)
{
    struct err err = {0};
    (void)state;

    assert_int_equal(tell("lifecycle",
                          "es_spec_examples/ExplainLifecycleResponseExample1"
                          ".yaml",
                          &err),
                     -1);

    assert_non_null(strstr(err.text, "Elasticsearch"));
    assert_int_equal(told->lifecycle.answered_ms, -1);
}

static void report_of_8_7_is_read(void **state)
{
    const struct elasticsearch_report *report = &told->report;
    (void)state;

    good("report", "es_exporter_fixtures/healthreport/8.7.0.json");

    assert_int_equal(report->status, ELASTICSEARCH_GREEN);
    assert_int_equal(report->count, 8);
    assert_string_equal(report->items[0].name, "data_stream_lifecycle");
    assert_string_equal(report->items[1].name, "disk");
    assert_string_equal(report->items[1].symptom,
                        "The cluster has enough available disk space.");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(health_of_versions_1_to_7_is_read),
        CASE(health_example_of_the_specification_is_read),
        CASE(version_of_each_release_is_read),
        CASE(nodes_of_5_6_are_read_with_the_bulk_pool),
        CASE(nodes_of_7_13_are_read_with_their_roles),
        CASE(watermarks_in_percent_go_before_the_defaults),
        CASE(watermarks_as_ratio_are_read_and_switched_off),
        CASE(watermarks_in_bytes_are_what_must_be_free),
        CASE(settings_of_5_4_are_read),
        CASE(blocks_of_nested_settings_are_found),
        CASE(tasks_of_6_2_are_counted),
        CASE(indices_with_units_are_read),
        CASE(snapshots_of_each_release_are_read),
        CASE(lifecycle_of_6_6_has_no_error),
        CASE(lifecycle_example_that_is_not_json_is_refused),
        CASE(report_of_8_7_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
