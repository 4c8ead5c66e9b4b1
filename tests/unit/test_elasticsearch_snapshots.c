/* test_elasticsearch_snapshots.c - the walk through the repositories. */
#include "tests/test.h"

#include <stdio.h>

#include "model/change.h"
#include "model/elasticsearch.h"
#include "source/elasticsearch.h"
#include "tests/support/ask.h"

static struct elasticsearch_source *source;
static const struct elasticsearch_snapshots *told;
static struct err err;
static struct changes changes;

static int begin(void **state)
{
    (void)state;
    source = elasticsearch_source_new(&changes);
    told = &elasticsearch_source_get(source)->snapshots;
    err = (struct err){0};
    return 0;
}

static int end(void **state)
{
    (void)state;
    elasticsearch_source_free(source);
    changes_clear(&changes);
    return 0;
}

static int tell(const char *name, int status, const char *body)
{
    const struct told answer = {.status = status, .body = body, .now_ms = 1000};

    return ask_tell(
        ask_question(elasticsearch_questions, ELASTICSEARCH_QUESTIONS, name),
        source, &answer, &err);
}

static const char *path(void)
{
    static char text[2000];

    ask_path(ask_question(elasticsearch_questions, ELASTICSEARCH_QUESTIONS,
                          "snapshots"),
             source, text, sizeof(text));
    return text;
}

static void walk_of_a_new_release_asks_for_the_newest_ten(void **state)
{
    const struct elasticsearch_repository *item;
    (void)state;

    assert_int_equal(
        tell("version", 200, "{\"version\":{\"number\":\"8.17.0\"}}"), 0);
    assert_string_equal(path(), "/_snapshot?master_timeout=5s");
    assert_int_equal(tell("snapshots", 200, "{\"my repo\":{\"type\":\"s3\"}}"),
                     1);
    assert_string_equal(path(), "/_snapshot/my%20repo/_all?ignore_unavailable="
                                "true&master_timeout=5s&size=10&order=desc&"
                                "sort=start_time");
    assert_int_equal(
        tell("snapshots", 200,
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

    assert_int_equal(told->count, 1);
    assert_int_equal(told->answered_ms, 1000);
    item = &told->items[0];
    assert_string_equal(item->last.name, "c");
    assert_int_equal(item->last.state, ELASTICSEARCH_SNAPSHOT_FAILED);
    assert_string_equal(item->success.name, "b");
    assert_int_equal(item->success.end_ms, 21);
    assert_string_equal(item->running.name, "d");
    assert_int_equal(item->count, 87);
    assert_string_equal(path(), "/_snapshot?master_timeout=5s");
    assert_int_equal(changes.count, 1);
    assert_int_equal(changes.items[0].kind, CHANGE_SNAPSHOT);
    assert_true(changes.items[0].is_harm);
    assert_int_equal(changes.items[0].at_ms, 31);
    assert_string_equal(changes.items[0].what, "snapshot/c");
    assert_string_equal(changes.items[0].text, "FAILED in my repo, took 0s");
}

static void walk_of_an_old_release_asks_for_names_then_for_details(void **state)
{
    const struct elasticsearch_repository *item;
    (void)state;

    assert_int_equal(
        tell("version", 200, "{\"version\":{\"number\":\"7.13.1\"}}"), 0);
    assert_int_equal(tell("snapshots", 200, "{\"r\":{}}"), 1);
    assert_string_equal(path(), "/_snapshot/r/_all?ignore_unavailable=true&"
                                "master_timeout=5s&verbose=false");
    assert_int_equal(
        tell("snapshots", 200,
             "{\"snapshots\":[{\"snapshot\":\"s1\",\"state\":\"SUCCESS\"},"
             "{\"snapshot\":\"s2\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s3\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s4\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s5\",\"state\":\"FAILED\"},"
             "{\"snapshot\":\"s6\",\"state\":\"FAILED\"}]}"),
        1);
    assert_string_equal(path(), "/_snapshot/r/s6,s2,s3,s4,s5,s1?"
                                "ignore_unavailable=true&master_timeout=5s");
    assert_int_equal(
        tell("snapshots", 200,
             "{\"snapshots\":[{\"snapshot\":\"s1\",\"state\":\"SUCCESS\","
             "\"start_time_in_millis\":1,\"end_time_in_millis\":2},"
             "{\"snapshot\":\"s6\",\"state\":\"FAILED\","
             "\"start_time_in_millis\":60,\"end_time_in_millis\":61}]}"),
        0);

    item = &told->items[0];
    assert_int_equal(item->count, 6);
    assert_string_equal(item->last.name, "s6");
    assert_int_equal(item->last.end_ms, 61);
    assert_string_equal(item->success.name, "s1");
    assert_int_equal(item->success.end_ms, 2);
}

static void walk_past_a_repository_that_fails_keeps_its_error(void **state)
{
    (void)state;

    assert_int_equal(tell("snapshots", 200, "{\"bad\":{},\"good\":{}}"), 1);
    assert_int_equal(tell("snapshots", 500,
                          "{\"error\":{\"type\":\"repository_exception\","
                          "\"reason\":\"[bad] cannot read\"}}"),
                     1);
    assert_int_equal(tell("snapshots", 200, "{\"snapshots\":[]}"), 0);

    assert_int_equal(told->count, 2);
    assert_string_equal(told->items[0].error,
                        "HTTP 500: repository_exception: [bad] cannot read");
    assert_string_equal(told->items[1].error, "");
    assert_string_equal(told->items[1].last.name, "");
}

static void walk_in_which_all_fail_is_a_failure(void **state)
{
    (void)state;

    assert_int_equal(tell("snapshots", 200, "{\"bad\":{}}"), 1);
    assert_int_equal(
        tell("snapshots", 403, "{\"error\":{\"type\":\"security_exception\"}}"),
        -1);

    assert_string_equal(err.text,
                        "HTTP 403: the user lacks the cluster privilege "
                        "monitor_snapshot - security_exception");
    assert_int_equal(told->answered_ms, -1);
    assert_string_equal(path(), "/_snapshot?master_timeout=5s");
}

static void walk_that_is_cut_off_begins_anew(void **state)
{
    (void)state;

    assert_int_equal(tell("snapshots", 200, "{\"r\":{}}"), 1);
    assert_int_equal(tell("snapshots", 200, "{\"snapshots\":[{"), -1);

    assert_string_equal(path(), "/_snapshot?master_timeout=5s");
    assert_int_equal(told->answered_ms, -1);
}

static void walk_of_another_shape_fails_and_keeps_what_was_known(void **state)
{
    static const char *const lists[] = {"{\"tasks\":7}", "{\"status\":\"ok\"}",
                                        "{\"r\":[]}", NULL};
    static const char *const inner[] = {
        "{}",
        "{\"snapshots\":{}}",
        "{\"snapshots\":7}",
        "{\"responses\":[]}",
        "{\"responses\":[{\"repository\":\"r\",\"error\":{}}]}",
        NULL};
    (void)state;

    assert_int_equal(tell("snapshots", 200, "{\"r\":{}}"), 1);
    assert_int_equal(
        tell("snapshots", 200,
             "{\"snapshots\":[{\"snapshot\":\"s1\",\"state\":\"SUCCESS\","
             "\"start_time_in_millis\":1,\"end_time_in_millis\":2}]}"),
        0);

    for (const char *const *body = lists; *body; body++) {
        assert_int_equal(tell("snapshots", 200, *body), -1);
        assert_string_equal(path(), "/_snapshot?master_timeout=5s");
    }
    for (const char *const *body = inner; *body; body++) {
        assert_int_equal(tell("snapshots", 200, "{\"r\":{}}"), 1);
        assert_int_equal(tell("snapshots", 200, *body), -1);
        assert_string_equal(err.text,
                            "the answer to /_snapshot/r has no snapshots");
    }
    assert_int_equal(told->count, 1);
    assert_string_equal(told->items[0].success.name, "s1");
}

static void walk_without_a_repository_is_an_answer(void **state)
{
    (void)state;

    assert_int_equal(tell("snapshots", 200, "{}"), 0);

    assert_int_equal(told->answered_ms, 1000);
    assert_int_equal(told->count, 0);
    assert_null(elasticsearch_last_backup(told));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(walk_of_a_new_release_asks_for_the_newest_ten),
        CASE(walk_of_an_old_release_asks_for_names_then_for_details),
        CASE(walk_past_a_repository_that_fails_keeps_its_error),
        CASE(walk_in_which_all_fail_is_a_failure),
        CASE(walk_that_is_cut_off_begins_anew),
        CASE(walk_of_another_shape_fails_and_keeps_what_was_known),
        CASE(walk_without_a_repository_is_an_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
