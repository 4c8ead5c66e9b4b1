/* test_elasticsearch_snapshots.c - the walk through the repositories. */
#include "tests/support/elasticsearch_fixture.h"

static void walk_of_a_new_release_asks_for_the_newest_ten(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;
    const struct elasticsearch_repository *item;

    assert_int_equal(
        tell(rig, "version", 200, "{\"version\":{\"number\":\"8.17.0\"}}"), 0);
    assert_string_equal(path_of(rig, "snapshots"),
                        "/_snapshot?master_timeout=5s");
    assert_int_equal(
        tell(rig, "snapshots", 200, "{\"my repo\":{\"type\":\"s3\"}}"), 1);
    assert_string_equal(path_of(rig, "snapshots"),
                        "/_snapshot/my%20repo/_all?ignore_unavailable="
                        "true&master_timeout=5s&size=10&order=desc&"
                        "sort=start_time");
    assert_int_equal(
        tell(rig, "snapshots", 200,
             "{\"snapshots\":[{\"snapshot\":\"d\",\"state\":\"IN_PROGRESS\","
             "\"start_time_in_millis\":40,\"end_time_in_millis\":0},"
             "{\"snapshot\":\"c\",\"state\":\"FAILED\","
             "\"start_time_in_millis\":30,\"end_time_in_millis\":31},"
             "{\"snapshot\":\"b\",\"state\":\"SUCCESS\","
             "\"start_time_in_millis\":20,\"end_time_in_millis\":21},"
             "{\"snapshot\":\"a\",\"state\":\"SUCCESS\","
             "\"start_time_in_millis\":10,\"end_time_in_millis\":11}],"
             "\"total\":87,\"remaining\":83}"),
        0);

    assert_int_equal(snapshots->count, 1);
    assert_int_equal(snapshots->answered_ms, 1000);
    item = &snapshots->items[0];
    assert_string_equal(item->last.name, "c");
    assert_int_equal(item->last.state, ELASTICSEARCH_SNAPSHOT_FAILED);
    assert_string_equal(item->success.name, "b");
    assert_int_equal(item->success.end_ms, 21);
    assert_string_equal(item->running.name, "d");
    assert_int_equal(item->count, 87);
    assert_string_equal(path_of(rig, "snapshots"),
                        "/_snapshot?master_timeout=5s");
    assert_int_equal(rig->changes.count, 1);
    assert_int_equal(rig->changes.items[0].kind, CHANGE_SNAPSHOT);
    assert_true(rig->changes.items[0].is_harm);
    assert_int_equal(rig->changes.items[0].at_ms, 31);
    assert_string_equal(rig->changes.items[0].what, "snapshot/c");
    assert_string_equal(rig->changes.items[0].text,
                        "FAILED in my repo, took 0s");
}

static void walk_of_an_old_release_asks_for_names_then_for_details(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;
    const struct elasticsearch_repository *item;

    assert_int_equal(
        tell(rig, "version", 200, "{\"version\":{\"number\":\"7.13.1\"}}"), 0);
    assert_int_equal(tell(rig, "snapshots", 200, "{\"r\":{}}"), 1);
    assert_string_equal(path_of(rig, "snapshots"),
                        "/_snapshot/r/_all?ignore_unavailable=true&"
                        "master_timeout=5s&verbose=false");
    assert_int_equal(
        tell(rig, "snapshots", 200,
             "{\"snapshots\":[{\"snapshot\":\"s1\",\"state\":\"SUCCESS\"},"
             "{\"snapshot\":\"s2\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s3\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s4\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s5\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s6\",\"state\":\"FAILED\"}]}"),
        1);
    assert_string_equal(path_of(rig, "snapshots"),
                        "/_snapshot/r/s6,s2,s3,s4,s5,s1?"
                        "ignore_unavailable=true&master_timeout=5s");
    assert_int_equal(
        tell(rig, "snapshots", 200,
             "{\"snapshots\":[{\"snapshot\":\"s1\",\"state\":\"SUCCESS\","
             "\"start_time_in_millis\":1,\"end_time_in_millis\":2},"
             "{\"snapshot\":\"s6\",\"state\":\"FAILED\","
             "\"start_time_in_millis\":60,\"end_time_in_millis\":61}]}"),
        0);

    item = &snapshots->items[0];
    assert_int_equal(item->count, 6);
    assert_string_equal(item->last.name, "s6");
    assert_int_equal(item->last.end_ms, 61);
    assert_string_equal(item->success.name, "s1");
    assert_int_equal(item->success.end_ms, 2);
}

static void walk_past_a_repository_that_fails_keeps_its_error(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;

    assert_int_equal(tell(rig, "snapshots", 200, "{\"bad\":{},\"good\":{}}"),
                     1);
    assert_int_equal(tell(rig, "snapshots", 500,
                          "{\"error\":{\"type\":\"repository_exception\","
                          "\"reason\":\"[bad] cannot read\"}}"),
                     1);
    assert_int_equal(tell(rig, "snapshots", 200, "{\"snapshots\":[]}"), 0);

    assert_int_equal(snapshots->count, 2);
    assert_string_equal(snapshots->items[0].error,
                        "HTTP 500: repository_exception: [bad] cannot read");
    assert_string_equal(snapshots->items[1].error, "");
    assert_string_equal(snapshots->items[1].last.name, "");
}

static void walk_in_which_all_fail_is_a_failure(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;

    assert_int_equal(tell(rig, "snapshots", 200, "{\"bad\":{}}"), 1);
    assert_int_equal(tell(rig, "snapshots", 403,
                          "{\"error\":{\"type\":\"security_exception\"}}"),
                     -1);

    assert_string_equal(rig->err.text,
                        "HTTP 403: the user lacks the cluster privilege "
                        "monitor_snapshot - security_exception");
    assert_int_equal(snapshots->answered_ms, -1);
    assert_string_equal(path_of(rig, "snapshots"),
                        "/_snapshot?master_timeout=5s");
}

static void walk_that_is_cut_off_begins_anew(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;

    assert_int_equal(tell(rig, "snapshots", 200, "{\"r\":{}}"), 1);
    assert_int_equal(tell(rig, "snapshots", 200, "{\"snapshots\":[{"), -1);

    assert_string_equal(path_of(rig, "snapshots"),
                        "/_snapshot?master_timeout=5s");
    assert_int_equal(snapshots->answered_ms, -1);
}

static void walk_of_another_shape_fails_and_keeps_what_was_known(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;
    static const char *const lists[] = {"{\"tasks\":7}", "{\"status\":\"ok\"}",
                                        "{\"r\":[]}", NULL};
    static const char *const inner[] = {
        "{}",
        "{\"snapshots\":{}}",
        "{\"snapshots\":7}",
        "{\"responses\":[]}",
        "{\"responses\":[{\"repository\":\"r\",\"error\":{}}]}",
        NULL};

    assert_int_equal(tell(rig, "snapshots", 200, "{\"r\":{}}"), 1);
    assert_int_equal(
        tell(rig, "snapshots", 200,
             "{\"snapshots\":[{\"snapshot\":\"s1\",\"state\":\"SUCCESS\","
             "\"start_time_in_millis\":1,\"end_time_in_millis\":2}]}"),
        0);

    for (const char *const *body = lists; *body; body++) {
        assert_int_equal(tell(rig, "snapshots", 200, *body), -1);
        assert_string_equal(path_of(rig, "snapshots"),
                            "/_snapshot?master_timeout=5s");
    }
    for (const char *const *body = inner; *body; body++) {
        assert_int_equal(tell(rig, "snapshots", 200, "{\"r\":{}}"), 1);
        assert_int_equal(tell(rig, "snapshots", 200, *body), -1);
        assert_string_equal(rig->err.text,
                            "the answer to /_snapshot/r has no snapshots");
    }
    assert_int_equal(snapshots->count, 1);
    assert_string_equal(snapshots->items[0].success.name, "s1");
}

static void walk_without_a_repository_is_an_answer(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;

    assert_int_equal(tell(rig, "snapshots", 200, "{}"), 0);

    assert_int_equal(snapshots->answered_ms, 1000);
    assert_int_equal(snapshots->count, 0);
    assert_null(elasticsearch_last_backup(snapshots));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ELASTICSEARCH_TEST(walk_of_a_new_release_asks_for_the_newest_ten),
        ELASTICSEARCH_TEST(
            walk_of_an_old_release_asks_for_names_then_for_details),
        ELASTICSEARCH_TEST(walk_past_a_repository_that_fails_keeps_its_error),
        ELASTICSEARCH_TEST(walk_in_which_all_fail_is_a_failure),
        ELASTICSEARCH_TEST(walk_that_is_cut_off_begins_anew),
        ELASTICSEARCH_TEST(
            walk_of_another_shape_fails_and_keeps_what_was_known),
        ELASTICSEARCH_TEST(walk_without_a_repository_is_an_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
