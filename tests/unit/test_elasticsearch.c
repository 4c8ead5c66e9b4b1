/* test_elasticsearch.c - what its cluster tells, by hand. */
#include "tests/support/elasticsearch_fixture.h"

#include <stdio.h>

static void be_version(struct elasticsearch_rig *rig, const char *number)
{
    char body[100];

    (void)snprintf(body, sizeof(body), "{\"version\":{\"number\":\"%s\"}}",
                   number);
    assert_int_equal(tell(rig, "version", 200, body), 0);
}

static void
version_of_opensearch_in_disguise_is_known_by_its_tagline(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(
        tell(
            rig, "version", 200,
            "{\"cluster_name\":\"c\",\"version\":{\"number\":\"7.10.2\"},"
            "\"tagline\":\"The OpenSearch Project: https://opensearch.org/\"}"),
        0);

    assert_true(rig->told->version.is_opensearch);
    assert_string_equal(path_of(rig, "report"), "");
    assert_string_equal(path_of(rig, "policies"), "");
    assert_string_equal(path_of(rig, "lifecycle"),
                        "/_plugins/_ism/explain/jaeger-*");
}

static void version_of_opensearch_by_name_is_known(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(tell(rig, "version", 200,
                          "{\"version\":{\"distribution\":\"opensearch\","
                          "\"number\":\"2.11.1\"}}"),
                     0);

    assert_true(rig->told->version.is_opensearch);
    assert_int_equal(rig->told->version.major, 2);
    assert_int_equal(rig->told->version.minor, 11);
}

static void health_that_timed_out_is_read_with_408_and_with_200(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const char *body = "{\"status\":\"red\",\"timed_out\":true,"
                       "\"unassigned_primary_shards\":3,"
                       "\"active_shards_percent_as_number\":66.666}";

    assert_int_equal(tell(rig, "health", 408, body), 0);
    assert_true(rig->told->health.is_timed_out);
    assert_int_equal(rig->told->health.status, ELASTICSEARCH_RED);
    assert_int_equal(rig->told->health.unassigned_primaries, 3);
    assert_near(rig->told->health.active_percent, 66.666, 1e-9);

    assert_int_equal(tell(rig, "health", 200, body), 0);
    assert_true(rig->told->health.is_timed_out);
}

static void settings_take_the_first_group_that_has_them(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_watermarks *marks = &rig->told->watermarks;

    assert_int_equal(
        tell(rig, "settings", 200,
             "{\"persistent\":{\"cluster.routing.allocation.enable\":"
             "\"primaries\",\"cluster.routing.allocation.disk.watermark.low\":"
             "\"80%\"},\"transient\":{\"cluster\":{\"routing\":{\"allocation\":"
             "{\"disk\":{\"watermark\":{\"low\":\"70%\"}}}}}},\"defaults\":{"
             "\"cluster.routing.allocation.disk.watermark.high\":\"90%\","
             "\"cluster.routing.allocation.disk.watermark.high.max_headroom\":"
             "\"150GB\",\"cluster.routing.allocation.disk.threshold_enabled\":"
             "\"true\",\"cluster.blocks.read_only\":\"false\"}}"),
        0);

    assert_string_equal(marks->low.text, "70%");
    assert_string_equal(marks->high.text, "90%");
    assert_int_equal(marks->high.headroom_bytes, (int64_t)150 << 30);
    assert_int_equal(marks->flood.kind, ELASTICSEARCH_MARK_NONE);
    assert_string_equal(marks->allocation, "primaries");
    assert_true(marks->is_allocation_off);
    assert_true(marks->is_enabled);
    assert_false(marks->is_read_only);
}

static void settings_of_a_read_only_cluster_say_so(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(tell(rig, "settings", 200,
                          "{\"transient\":{\"cluster.blocks."
                          "read_only_allow_delete\":\"true\"}}"),
                     0);

    assert_true(rig->told->watermarks.is_read_only);
}

static void report_is_asked_from_8_7_on_and_given_up_when_unknown(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_string_equal(path_of(rig, "report"),
                        "/_health_report?verbose=false");
    be_version(rig, "8.6.2");
    assert_string_equal(path_of(rig, "report"), "");
    be_version(rig, "8.7.0");
    assert_string_equal(path_of(rig, "report"),
                        "/_health_report?verbose=false");
    assert_int_equal(tell(rig, "report", 404, "{\"error\":\"x\"}"), 0);
    assert_string_equal(path_of(rig, "report"), "");
    be_version(rig, "9.1.0");
    assert_string_equal(path_of(rig, "report"),
                        "/_health_report?verbose=false");
    assert_int_equal(tell(rig, "report", 403, "{\"error\":\"x\"}"), -1);
    assert_string_equal(path_of(rig, "report"),
                        "/_health_report?verbose=false");
}

static void report_puts_the_worst_indicator_first(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(tell(rig, "report", 200,
                          "{\"status\":\"red\",\"indicators\":{\"disk\":{"
                          "\"status\":\"green\",\"symptom\":\"ok\"},\"slm\":{"
                          "\"status\":\"unknown\"},\"shards_availability\":{"
                          "\"status\":\"red\",\"symptom\":\"3 primaries\"}}}"),
                     0);

    assert_int_equal(rig->told->report.status, ELASTICSEARCH_RED);
    assert_string_equal(rig->told->report.items[0].name, "shards_availability");
    assert_string_equal(rig->told->report.items[0].symptom, "3 primaries");
    assert_string_equal(rig->told->report.items[2].name, "slm");
}

static void policies_tell_their_last_success_and_failure(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_policy *policy;

    assert_int_equal(
        tell(rig, "policies", 200,
             "{\"nightly\":{\"version\":1,\"policy\":{\"name\":\"<n-{now/d}>\","
             "\"repository\":\"s3\"},\"last_success\":{\"snapshot_name\":\"a\","
             "\"time\":1000},\"last_failure\":{\"time\":2000,\"details\":"
             "\"no space\"},\"next_execution_millis\":3000}}"),
        0);

    assert_int_equal(rig->told->snapshots.policies_ms, 1000);
    assert_int_equal(rig->told->snapshots.policy_count, 1);
    policy = &rig->told->snapshots.policies[0];
    assert_string_equal(policy->name, "nightly");
    assert_string_equal(policy->repository, "s3");
    assert_int_equal(policy->success_ms, 1000);
    assert_int_equal(policy->failure_ms, 2000);
    assert_string_equal(policy->failure, "no space");
    assert_int_equal(policy->next_ms, 3000);
    assert_int_equal(rig->told->snapshots.answered_ms, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ELASTICSEARCH_TEST(
            version_of_opensearch_in_disguise_is_known_by_its_tagline),
        ELASTICSEARCH_TEST(version_of_opensearch_by_name_is_known),
        ELASTICSEARCH_TEST(health_that_timed_out_is_read_with_408_and_with_200),
        ELASTICSEARCH_TEST(settings_take_the_first_group_that_has_them),
        ELASTICSEARCH_TEST(settings_of_a_read_only_cluster_say_so),
        ELASTICSEARCH_TEST(
            report_is_asked_from_8_7_on_and_given_up_when_unknown),
        ELASTICSEARCH_TEST(report_puts_the_worst_indicator_first),
        ELASTICSEARCH_TEST(policies_tell_their_last_success_and_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
