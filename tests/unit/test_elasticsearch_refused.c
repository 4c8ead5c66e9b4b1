/* test_elasticsearch_refused.c - refusals, garbage, other shapes. */
#include "tests/support/elasticsearch_fixture.h"

static size_t known(const struct elasticsearch_rig *rig, const char *name)
{
    const struct elasticsearch_snapshots *snapshots = &rig->told->snapshots;

    return !strcmp(name, "tasks")       ? (size_t)rig->told->tasks.count
           : !strcmp(name, "blocks")    ? rig->told->blocks.count
           : !strcmp(name, "lifecycle") ? rig->told->lifecycle.count
           : !strcmp(name, "report")    ? rig->told->report.count
           : !strcmp(name, "policies")  ? snapshots->policy_count
           : !strcmp(name, "nodes")     ? rig->told->nodes.count
                                        : snapshots->count;
}

static void refusals_say_what_they_are_and_what_to_do(void **state)
{
    struct elasticsearch_rig *rig = *state;
    static const struct {
        const char *name;
        long status;
        const char *body, *words;
        enum err_kind kind;
    } rows[] = {
        {"health", 401,
         "{\"error\":{\"root_cause\":[{\"type\":\"security_exception\","
         "\"reason\":\"missing authentication credentials\"}],\"type\":"
         "\"security_exception\",\"reason\":\"missing authentication "
         "credentials\"},\"status\":401}",
         "HTTP 401: the login is missing or wrong; set basic_auth or "
         "authorization of elasticsearch - missing authentication credentials",
         ERR_REFUSED},
        {"health", 401, "Unauthorized",
         "HTTP 401: the login is missing or wrong; set basic_auth or "
         "authorization of elasticsearch",
         ERR_REFUSED},
        {"nodes", 403,
         "{\"error\":{\"type\":\"security_exception\",\"reason\":\"action "
         "[cluster:monitor/nodes/stats] is unauthorized for user [x]\"}}",
         "HTTP 403: the user lacks the cluster privilege monitor - action "
         "[cluster:monitor/nodes/stats] is unauthorized for user [x]",
         ERR_REFUSED},
        {"indices", 403,
         "{\"error\":{\"type\":\"security_exception\",\"reason\":\"no\"}}",
         "HTTP 403: the user lacks the index privilege monitor - no",
         ERR_REFUSED},
        {"tasks", 408,
         "{\"error\":{\"type\":\"process_cluster_event_timeout_exception\","
         "\"reason\":\"late\"}}",
         "HTTP 408: the master did not answer in time - late", ERR_REFUSED},
        {"nodes", 429,
         "{\"error\":{\"type\":\"circuit_breaking_exception\",\"reason\":"
         "\"[parent] Data too large\"}}",
         "HTTP 429: too busy to answer (circuit_breaking_exception); it is "
         "asked again later - [parent] Data too large",
         ERR_REFUSED},
        {"health", 503,
         "{\"error\":{\"root_cause\":[{\"type\":"
         "\"master_not_discovered_exception\",\"reason\":null}],\"type\":"
         "\"master_not_discovered_exception\",\"reason\":null},\"status\":503}",
         "HTTP 503: no master is elected (master_not_discovered_exception); "
         "look at the master-eligible nodes and the network between them",
         ERR_REFUSED},
        {"health", 503,
         "{\"error\":{\"type\":\"cluster_manager_not_discovered_exception\"}}",
         "HTTP 503: no master is elected "
         "(cluster_manager_not_discovered_exception); look at the "
         "master-eligible nodes and the network between them",
         ERR_REFUSED},
        {"indices", 503,
         "{\"error\":{\"type\":\"cluster_block_exception\",\"reason\":"
         "\"blocked by: [SERVICE_UNAVAILABLE/1/state not recovered];\"}}",
         "HTTP 503: the cluster is blocked - blocked by: "
         "[SERVICE_UNAVAILABLE/1/state not recovered];",
         ERR_REFUSED},
        {"health", 400,
         "{\"error\":\"no handler found for uri [/x] and method [GET]\"}",
         "HTTP 400: no handler found for uri [/x] and method [GET]",
         ERR_REFUSED},
        {"health", 502, "<html><h1>502 Bad Gateway</h1></html>",
         "HTTP 502: not Elasticsearch (application/json): 502 Bad Gateway",
         ERR_FORMAT},
        {"health", 200, "<!DOCTYPE html><title>Log in</title>",
         "HTTP 200, but a web page instead of Elasticsearch (a login in front "
         "of it?): Log in",
         ERR_FORMAT},
        {"health", 200, "{\"up\":true}",
         "the answer to /_cluster/health has no status: not Elasticsearch?",
         ERR_FORMAT},
        {"version", 200, "{}",
         "the answer to / has no version.number: not Elasticsearch?",
         ERR_FORMAT},
        {"nodes", 200, "[]", "the answer is no JSON object: not Elasticsearch?",
         ERR_FORMAT},
        {"settings", 200, "{}",
         "the answer to /_cluster/settings has no settings", ERR_FORMAT},
        {"tasks", 200, "{\"tasks\":3}",
         "the answer to /_cluster/pending_tasks has no tasks", ERR_FORMAT},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        rig->err = (struct err){0};
        assert_int_equal(
            tell(rig, rows[i].name, (int)rows[i].status, rows[i].body), -1);
        assert_string_equal(rig->err.text, rows[i].words);
        assert_int_equal(rig->err.kind, rows[i].kind);
    }
    assert_int_equal(rig->told->answered_ms, -1);
}

static void
answers_that_are_cut_or_garbage_leave_the_last_good_one(void **state)
{
    struct elasticsearch_rig *rig = *state;
    static const char *const bodies[] = {
        "",  "{\"status\":\"red\"",    "\x1f\x8b\x08garbage",   "null",
        "7", "{\"status\":\"red\"} x", "{\"status\":{\"a\":1}}"};

    assert_int_equal(tell(rig, "health", 200, "{\"status\":\"green\"}"), 0);

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        assert_int_equal(tell(rig, "health", 200, bodies[i]), -1);
        assert_int_equal(rig->err.kind, ERR_FORMAT);
        assert_int_equal(rig->told->health.status, ELASTICSEARCH_GREEN);
    }
}

static void answers_of_another_shape_fail_and_keep_what_was_known(void **state)
{
    struct elasticsearch_rig *rig = *state;
    static const struct {
        const char *name, *good, *empty;
        const char *strange[8];
    } rows[] = {
        {"tasks",
         "{\"tasks\":[{\"source\":\"x\",\"time_in_queue_millis\":5}]}",
         "{\"tasks\":[]}",
         {"{}", "{\"tasks\":{}}", "{\"tasks\":{\"a\":{}}}", "{\"tasks\":null}",
          "{\"tasks\":\"none\"}"}},
        {"blocks",
         "{\"i\":{\"settings\":{\"index.blocks.write\":\"true\"}}}",
         "{}",
         {"{\"tasks\":{}}", "{\"i\":7}", "{\"i\":{}}", "{\"i\":[]}",
          "{\"status\":\"ok\"}"}},
        {"lifecycle",
         "{\"indices\":{\"i\":{\"policy\":\"p\",\"step\":\"ERROR\"}}}",
         "{\"indices\":{}}",
         {"{}", "{\"indices\":[]}", "{\"indices\":7}", "{\"tasks\":{}}"}},
        {"report",
         "{\"status\":\"red\",\"indicators\":{\"disk\":{\"status\":"
         "\"red\"}}}",
         "{\"status\":\"unknown\",\"indicators\":{}}",
         {"{}", "{\"status\":\"red\"}", "{\"status\":7,\"indicators\":{}}",
          "{\"status\":\"ok\",\"indicators\":{}}",
          "{\"status\":\"red\",\"indicators\":[]}"}},
        {"policies",
         "{\"daily\":{\"policy\":{\"repository\":\"s3\"}}}",
         "{}",
         {"{\"status\":7}", "{\"tasks\":{}}", "{\"daily\":[]}",
          "{\"daily\":{\"policy\":{}}}"}},
        {"nodes",
         "{\"nodes\":{\"a\":{\"name\":\"es-0\"}}}",
         NULL,
         {"{}", "{\"nodes\":{}}", "{\"nodes\":[{\"name\":\"es-0\"}]}"}},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(tell(rig, rows[i].name, 200, rows[i].good), 0);
        assert_int_equal(known(rig, rows[i].name), 1);
        for (size_t j = 0; rows[i].strange[j]; j++) {
            assert_int_equal(tell(rig, rows[i].name, 200, rows[i].strange[j]),
                             -1);
            assert_int_equal(rig->err.kind, ERR_FORMAT);
            assert_int_equal(known(rig, rows[i].name), 1);
        }
        if (rows[i].empty) {
            assert_int_equal(tell(rig, rows[i].name, 200, rows[i].empty), 0);
            assert_int_equal(known(rig, rows[i].name), 0);
        }
    }
}

static void settings_of_another_shape_fail_and_keep_the_marks(void **state)
{
    struct elasticsearch_rig *rig = *state;
    static const char *const strange[] = {
        "{}", "{\"transient\":[]}", "{\"persistent\":7}", "{\"tasks\":{}}"};

    assert_int_equal(
        tell(rig, "settings", 200,
             "{\"defaults\":{\"cluster\":{\"routing\":{\"allocation\":{"
             "\"disk\":{\"watermark\":{\"high\":\"90%\"}}}}}}}"),
        0);

    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
        assert_int_equal(tell(rig, "settings", 200, strange[i]), -1);
        assert_near(rig->told->watermarks.high.used_ratio, 0.9, 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ELASTICSEARCH_TEST(refusals_say_what_they_are_and_what_to_do),
        ELASTICSEARCH_TEST(
            answers_that_are_cut_or_garbage_leave_the_last_good_one),
        ELASTICSEARCH_TEST(
            answers_of_another_shape_fail_and_keep_what_was_known),
        ELASTICSEARCH_TEST(settings_of_another_shape_fail_and_keep_the_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
