/* test_elasticsearch.c - answers of Elasticsearch, good and bad, by hand. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "model/change.h"
#include "model/elasticsearch.h"
#include "source/elasticsearch.h"
#include "tests/support/ask.h"

static struct elasticsearch_source *source;
static const struct elasticsearch *told;
static struct err err;
static struct changes changes;

static int begin(void **state)
{
    (void)state;
    source = elasticsearch_source_new(&changes);
    told = elasticsearch_source_get(source);
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

static const struct question *question(const char *name)
{
    return ask_question(elasticsearch_questions, ELASTICSEARCH_QUESTIONS, name);
}

static int tell(const char *name, int status, const char *body)
{
    const struct told answer = {.status = status, .body = body, .now_ms = 1000};

    return ask_tell(question(name), source, &answer, &err);
}

static const char *path(const char *name)
{
    static char text[2000];

    ask_path(question(name), source, text, sizeof(text));
    return text;
}

static void be_version(const char *number)
{
    char body[100];

    (void)snprintf(body, sizeof(body), "{\"version\":{\"number\":\"%s\"}}",
                   number);
    assert_int_equal(tell("version", 200, body), 0);
}

static void
version_of_opensearch_in_disguise_is_known_by_its_tagline(void **state)
{
    (void)state;

    assert_int_equal(
        tell(
            "version", 200,
            "{\"cluster_name\":\"c\",\"version\":{\"number\":\"7.10.2\"},"
            "\"tagline\":\"The OpenSearch Project: https://opensearch.org/\"}"),
        0);

    assert_true(told->version.is_opensearch);
    assert_string_equal(path("report"), "");
    assert_string_equal(path("policies"), "");
    assert_string_equal(path("lifecycle"), "/_plugins/_ism/explain/jaeger-*");
}

static void version_of_opensearch_by_name_is_known(void **state)
{
    (void)state;

    assert_int_equal(tell("version", 200,
                          "{\"version\":{\"distribution\":\"opensearch\","
                          "\"number\":\"2.11.1\"}}"),
                     0);

    assert_true(told->version.is_opensearch);
    assert_int_equal(told->version.major, 2);
    assert_int_equal(told->version.minor, 11);
}

static void health_that_timed_out_is_read_with_408_and_with_200(void **state)
{
    const char *body = "{\"status\":\"red\",\"timed_out\":true,"
                       "\"unassigned_primary_shards\":3,"
                       "\"active_shards_percent_as_number\":66.666}";
    (void)state;

    assert_int_equal(tell("health", 408, body), 0);
    assert_true(told->health.is_timed_out);
    assert_int_equal(told->health.status, ELASTICSEARCH_RED);
    assert_int_equal(told->health.unassigned_primaries, 3);
    assert_near(told->health.active_percent, 66.666, 1e-9);

    assert_int_equal(tell("health", 200, body), 0);
    assert_true(told->health.is_timed_out);
}

static void refusals_say_what_they_are_and_what_to_do(void **state)
{
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
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        err = (struct err){0};
        assert_int_equal(tell(rows[i].name, (int)rows[i].status, rows[i].body),
                         -1);
        assert_string_equal(err.text, rows[i].words);
        assert_int_equal(err.kind, rows[i].kind);
    }
    assert_int_equal(told->answered_ms, -1);
}

static void
answers_that_are_cut_or_garbage_leave_the_last_good_one(void **state)
{
    static const char *const bodies[] = {
        "",  "{\"status\":\"red\"",    "\x1f\x8b\x08garbage",   "null",
        "7", "{\"status\":\"red\"} x", "{\"status\":{\"a\":1}}"};
    (void)state;

    assert_int_equal(tell("health", 200, "{\"status\":\"green\"}"), 0);

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        assert_int_equal(tell("health", 200, bodies[i]), -1);
        assert_int_equal(err.kind, ERR_FORMAT);
        assert_int_equal(told->health.status, ELASTICSEARCH_GREEN);
    }
}

static size_t known(const char *name)
{
    const struct elasticsearch_snapshots *snapshots = &told->snapshots;

    return !strcmp(name, "tasks")       ? (size_t)told->tasks.count
           : !strcmp(name, "blocks")    ? told->blocks.count
           : !strcmp(name, "lifecycle") ? told->lifecycle.count
           : !strcmp(name, "report")    ? told->report.count
           : !strcmp(name, "policies")  ? snapshots->policy_count
           : !strcmp(name, "nodes")     ? told->nodes.count
                                        : snapshots->count;
}

static void answers_of_another_shape_fail_and_keep_what_was_known(void **state)
{
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
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(tell(rows[i].name, 200, rows[i].good), 0);
        assert_int_equal(known(rows[i].name), 1);
        for (size_t j = 0; rows[i].strange[j]; j++) {
            assert_int_equal(tell(rows[i].name, 200, rows[i].strange[j]), -1);
            assert_int_equal(err.kind, ERR_FORMAT);
            assert_int_equal(known(rows[i].name), 1);
        }
        if (rows[i].empty) {
            assert_int_equal(tell(rows[i].name, 200, rows[i].empty), 0);
            assert_int_equal(known(rows[i].name), 0);
        }
    }
}

static void settings_of_another_shape_fail_and_keep_the_marks(void **state)
{
    static const char *const strange[] = {
        "{}", "{\"transient\":[]}", "{\"persistent\":7}", "{\"tasks\":{}}"};
    (void)state;

    assert_int_equal(
        tell("settings", 200,
             "{\"defaults\":{\"cluster\":{\"routing\":{\"allocation\":{"
             "\"disk\":{\"watermark\":{\"high\":\"90%\"}}}}}}}"),
        0);

    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
        assert_int_equal(tell("settings", 200, strange[i]), -1);
        assert_near(told->watermarks.high.used_ratio, 0.9, 1e-9);
    }
}

static void nodes_in_part_are_told_with_why_the_others_are_not(void **state)
{
    (void)state;

    assert_int_equal(
        tell("nodes", 200,
             "{\"_nodes\":{\"total\":3,\"successful\":2,\"failed\":1,"
             "\"failures\":[{\"type\":\"failed_node_exception\",\"reason\":"
             "\"Failed node [x]\"}]},\"nodes\":{\"a\":{\"name\":\"es-0\"},"
             "\"b\":{\"name\":\"es-1\"}}}"),
        0);

    assert_int_equal(told->nodes.count, 2);
    assert_int_equal(told->nodes.total, 3);
    assert_int_equal(told->nodes.failed, 1);
    assert_string_equal(told->nodes.failure, "Failed node [x]");
    assert_near(told->nodes.items[0].disk_percent, NAN, 0);
    assert_int_equal(told->nodes.items[0].write.queue, -1);
}

static void nodes_when_all_failed_are_a_failure(void **state)
{
    (void)state;

    assert_int_equal(tell("nodes", 200,
                          "{\"_nodes\":{\"total\":2,\"successful\":0,"
                          "\"failed\":2,\"failures\":[{\"reason\":\"r\"}]}}"),
                     -1);

    assert_string_equal(err.text, "none of 2 nodes answered: r");
    assert_int_equal(told->nodes.answered_ms, -1);
}

static void node_with_several_paths_has_the_disk_of_the_fullest(void **state)
{
    const struct elasticsearch_node *node;
    (void)state;

    assert_int_equal(
        tell("nodes", 200,
             "{\"nodes\":{\"a\":{\"fs\":{\"total\":{\"total_in_bytes\":300,"
             "\"available_in_bytes\":150},\"data\":[{\"path\":\"/a\","
             "\"total_in_bytes\":100,\"available_in_bytes\":60},{\"path\":"
             "\"/b\",\"total_in_bytes\":100,\"free_in_bytes\":50,"
             "\"available_in_bytes\":7},{\"path\":\"/c\"}]}}}}"),
        0);

    node = &told->nodes.items[0];
    assert_string_equal(node->path, "/b");
    assert_near(node->disk_percent, 93, 1e-9);
    assert_int_equal(node->disk_available_bytes, 7);
}

static void node_of_2_x_and_6_x_is_read_by_its_own_names(void **state)
{
    const struct elasticsearch_node *node;
    (void)state;

    assert_int_equal(
        tell("nodes", 200,
             "{\"nodes\":{\"a\":{\"attributes\":{\"data\":\"false\"},\"os\":"
             "{\"cpu_percent\":12},\"thread_pool\":{\"bulk\":{\"queue\":4,"
             "\"rejected\":9}},\"breakers\":{\"parent\":{\"tripped\":2},"
             "\"request\":{\"tripped\":1}}}}}"),
        0);

    node = &told->nodes.items[0];
    assert_false(node->is_data);
    assert_true(node->is_master_eligible);
    assert_near(node->cpu_percent, 12, 0);
    assert_int_equal(node->write.queue, 4);
    assert_int_equal(node->write.rejected, 9);
    assert_int_equal(node->breakers_tripped, 3);
}

static void node_without_the_systems_cpu_has_its_process(void **state)
{
    (void)state;

    assert_int_equal(tell("nodes", 200,
                          "{\"nodes\":{\"a\":{\"os\":{\"cpu\":{\"percent\":-1}"
                          "},\"process\":{\"cpu\":{\"percent\":31}}}}}"),
                     0);

    assert_near(told->nodes.items[0].cpu_percent, 31, 0);
}

static void
rejections_grow_between_two_answers_and_restart_at_zero(void **state)
{
    static const struct {
        int rejected;
        int64_t growth;
    } rows[] = {{340, -1}, {347, 7}, {347, 0}, {3, 3}};
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char body[200];
        struct told answer = {.body = body, .now_ms = 10000 * (int64_t)(i + 1)};

        (void)snprintf(body, sizeof(body),
                       "{\"nodes\":{\"a\":{\"thread_pool\":{\"write\":"
                       "{\"rejected\":%d}}}}}",
                       rows[i].rejected);
        assert_int_equal(ask_tell(question("nodes"), source, &answer, &err), 0);
        assert_int_equal(told->nodes.items[0].write.rejected_growth,
                         rows[i].growth);
        assert_int_equal(told->nodes.growth_ms, i == 0 ? -1 : 10000);
    }
}

static void nodes_past_the_cap_are_the_emptiest_and_are_counted(void **state)
{
    struct buf body;
    (void)state;

    buf_init(&body, 1 << 20);
    (void)buf_add_str(&body, "{\"nodes\":{");
    for (int i = 0; i < ELASTICSEARCH_NODES_MAX + 44; i++)
        (void)buf_printf(&body,
                         "%s\"n%d\":{\"fs\":{\"total\":{\"total_in_bytes\":"
                         "1000,\"available_in_bytes\":%d}}}",
                         i ? "," : "", i, 900 - i);
    (void)buf_add_str(&body, "}}");
    assert_int_equal(tell("nodes", 200, body.bytes), 0);
    buf_clear(&body);

    assert_int_equal(told->nodes.count, ELASTICSEARCH_NODES_MAX);
    assert_int_equal(told->nodes.left_out, 44);
    assert_string_equal(told->nodes.items[0].id, "n299");
    assert_string_equal(told->nodes.items[ELASTICSEARCH_NODES_MAX - 1].id,
                        "n44");
}

static void settings_take_the_first_group_that_has_them(void **state)
{
    const struct elasticsearch_watermarks *marks = &told->watermarks;
    (void)state;

    assert_int_equal(
        tell("settings", 200,
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
    (void)state;

    assert_int_equal(tell("settings", 200,
                          "{\"transient\":{\"cluster.blocks."
                          "read_only_allow_delete\":\"true\"}}"),
                     0);

    assert_true(told->watermarks.is_read_only);
}

static void blocks_of_flat_settings_are_told_by_their_names(void **state)
{
    (void)state;

    assert_int_equal(
        tell("blocks", 200,
             "{\"jaeger-span-2026-11-22\":{\"settings\":{\"index.blocks."
             "read_only_allow_delete\":\"true\"}},\"other\":{\"settings\":{"
             "\"index.blocks.write\":\"true\",\"index.blocks.read\":\"true\"}},"
             "\"free\":{\"settings\":{\"index.blocks.write\":\"false\"}}}"),
        0);

    assert_int_equal(told->blocks.count, 2);
    assert_int_equal(told->blocks.flooded, 1);
    assert_string_equal(told->blocks.items[1].index, "other");
    assert_string_equal(told->blocks.items[1].name, "write");
}

static void
indices_closed_and_red_have_no_size_and_red_ones_come_first(void **state)
{
    const struct elasticsearch_indices *indices = &told->indices;
    (void)state;

    assert_int_equal(
        tell("indices", 200,
             "[{\"index\":\"jaeger-span-2026-11-20\",\"health\":\"green\","
             "\"status\":\"open\",\"docs.count\":\"900\",\"store.size\":"
             "\"5000\",\"pri.store.size\":\"2500\"},"
             "{\"index\":\"jaeger-span-2026-10-08\",\"health\":null,\"status\":"
             "\"close\",\"docs.count\":null,\"store.size\":null},"
             "{\"index\":\"jaeger-span-2026.11.22\",\"health\":\"red\","
             "\"status\":\"open\",\"docs.count\":null,\"store.size\":null},"
             "{\"index\":\"jaeger-span-000007\",\"health\":\"yellow\","
             "\"status\":\"open\",\"store.size\":\"7000\",\"docs.count\":"
             "\"100\"}]"),
        0);

    assert_string_equal(path("indices") + strlen("/_cat/indices/jaeger-*"),
                        "?format=json&bytes=b&h=index,health,status,"
                        "docs.count,store.size,creation.date&s=store.size:desc"
                        "&master_timeout=5s");
    assert_int_equal(indices->count, 4);
    assert_string_equal(indices->items[0].name, "jaeger-span-2026.11.22");
    assert_int_equal(indices->items[0].size_bytes, -1);
    assert_string_equal(indices->items[1].name, "jaeger-span-000007");
    assert_int_equal(indices->items[1].day_ms, -1);
    assert_true(indices->items[3].is_closed);
    assert_int_equal(indices->red, 1);
    assert_int_equal(indices->yellow, 1);
    assert_int_equal(indices->closed, 1);
    assert_int_equal(indices->size_bytes, 12000);
    assert_int_equal(indices->docs, 1000);
    assert_string_equal(indices->biggest.name, "jaeger-span-000007");
    assert_string_equal(indices->oldest.name, "jaeger-span-2026-10-08");
    assert_int_equal(indices->oldest.day_ms, INT64_C(1791417600000));
    assert_string_equal(indices->newest.name, "jaeger-span-2026.11.22");
}

static void indices_under_a_prefix_are_asked_for_at_once(void **state)
{
    (void)state;

    assert_int_equal(tell("indices", 200, "[]"), 1);
    assert_memory_equal(path("indices"), "/_cat/indices/*jaeger-*?", 24);
    assert_int_equal(
        tell("indices", 200, "[{\"index\":\"prod-jaeger-span-2026-11-20\"}]"),
        0);

    assert_int_equal(told->indices.count, 1);
    assert_string_equal(told->indices.pattern, "*jaeger-*");
    assert_string_equal(path("lifecycle"),
                        "/*jaeger-*/_ilm/explain?only_errors=true");

    assert_int_equal(tell("indices", 200, "[]"), 0);
    assert_int_equal(told->indices.count, 0);
    assert_memory_equal(path("indices"), "/_cat/indices/jaeger-*?", 23);
}

static void indices_that_are_new_are_changes_told_once(void **state)
{
    const int64_t now_ms = INT64_C(1795382047000);
    static const char *const bodies[] = {
        "[{\"index\":\"jaeger-span-000001\"},{\"index\":"
        "\"jaeger-span-2026-11-22\",\"creation.date\":\"1795305600000\"},"
        "{\"index\":\"jaeger-span-2026-11-21\",\"creation.date\":"
        "\"1795219200000\"}]",
        "[{\"index\":\"jaeger-span-000001\"},{\"index\":"
        "\"jaeger-span-000002\"},{\"index\":\"jaeger-span-2026-11-22\","
        "\"creation.date\":\"1795305600000\"}]",
    };
    (void)state;

    for (int i = 0; i < 2; i++) {
        const struct told answer = {.body = bodies[i],
                                    .now_ms = now_ms + i * INT64_C(60000)};

        assert_int_equal(ask_tell(question("indices"), source, &answer, &err),
                         0);
        assert_int_equal(changes.count, 1 + i);
    }

    assert_string_equal(changes.items[0].what, "index/jaeger-span-000002");
    assert_string_equal(changes.items[0].text, "new index of jaeger-span");
    assert_int_equal(changes.items[0].at_ms, now_ms + 60000);
    assert_string_equal(changes.items[1].what, "index/jaeger-span-2026-11-22");
    assert_int_equal(changes.items[1].at_ms, INT64_C(1795305600000));
    assert_int_equal(changes.items[1].kind, CHANGE_ROLLOVER);
}

static void lifecycle_errors_of_ilm_are_told_with_step_and_reason(void **state)
{
    (void)state;

    assert_int_equal(
        tell("lifecycle", 200,
             "{\"indices\":{\"jaeger-span-000007\":{\"policy\":\"p\",\"step\":"
             "\"ERROR\",\"failed_step\":\"check-rollover-ready\",\"step_info\":"
             "{\"type\":\"illegal_argument_exception\",\"reason\":\"no alias\"}"
             "},\"fine\":{\"policy\":\"p\",\"step\":\"complete\"}}}"),
        0);

    assert_int_equal(told->lifecycle.count, 1);
    assert_string_equal(told->lifecycle.items[0].index, "jaeger-span-000007");
    assert_string_equal(told->lifecycle.items[0].step, "check-rollover-ready");
    assert_string_equal(told->lifecycle.items[0].reason, "no alias");
}

static void
lifecycle_that_is_not_known_is_asked_for_as_ism_then_never(void **state)
{
    const char *unknown = "{\"error\":\"no handler found for uri\"}";
    (void)state;

    assert_int_equal(tell("lifecycle", 400, unknown), 1);
    assert_string_equal(path("lifecycle"), "/_plugins/_ism/explain/jaeger-*");
    assert_int_equal(
        tell("lifecycle", 200,
             "{\"jaeger-1\":{\"policy_id\":\"hot\",\"action\":{\"name\":"
             "\"rollover\",\"failed\":true},\"info\":{\"message\":\"Missing "
             "rollover_alias\"}},\"jaeger-2\":{\"action\":{\"failed\":false}},"
             "\"total_managed_indices\":2}"),
        0);
    assert_int_equal(told->lifecycle.count, 1);
    assert_string_equal(told->lifecycle.items[0].reason,
                        "Missing rollover_alias");
    assert_string_equal(told->lifecycle.items[0].step, "rollover");

    assert_int_equal(tell("lifecycle", 404, unknown), 0);
    assert_string_equal(path("lifecycle"), "");
}

static void report_is_asked_from_8_7_on_and_given_up_when_unknown(void **state)
{
    (void)state;

    assert_string_equal(path("report"), "/_health_report?verbose=false");
    be_version("8.6.2");
    assert_string_equal(path("report"), "");
    be_version("8.7.0");
    assert_string_equal(path("report"), "/_health_report?verbose=false");
    assert_int_equal(tell("report", 404, "{\"error\":\"x\"}"), 0);
    assert_string_equal(path("report"), "");
    be_version("9.1.0");
    assert_string_equal(path("report"), "/_health_report?verbose=false");
    assert_int_equal(tell("report", 403, "{\"error\":\"x\"}"), -1);
    assert_string_equal(path("report"), "/_health_report?verbose=false");
}

static void report_puts_the_worst_indicator_first(void **state)
{
    (void)state;

    assert_int_equal(tell("report", 200,
                          "{\"status\":\"red\",\"indicators\":{\"disk\":{"
                          "\"status\":\"green\",\"symptom\":\"ok\"},\"slm\":{"
                          "\"status\":\"unknown\"},\"shards_availability\":{"
                          "\"status\":\"red\",\"symptom\":\"3 primaries\"}}}"),
                     0);

    assert_int_equal(told->report.status, ELASTICSEARCH_RED);
    assert_string_equal(told->report.items[0].name, "shards_availability");
    assert_string_equal(told->report.items[0].symptom, "3 primaries");
    assert_string_equal(told->report.items[2].name, "slm");
}

static void policies_tell_their_last_success_and_failure(void **state)
{
    const struct elasticsearch_policy *policy;
    (void)state;

    assert_int_equal(
        tell("policies", 200,
             "{\"nightly\":{\"version\":1,\"policy\":{\"name\":\"<n-{now/d}>\","
             "\"repository\":\"s3\"},\"last_success\":{\"snapshot_name\":\"a\","
             "\"time\":1000},\"last_failure\":{\"time\":2000,\"details\":"
             "\"no space\"},\"next_execution_millis\":3000}}"),
        0);

    assert_int_equal(told->snapshots.policies_ms, 1000);
    assert_int_equal(told->snapshots.policy_count, 1);
    policy = &told->snapshots.policies[0];
    assert_string_equal(policy->name, "nightly");
    assert_string_equal(policy->repository, "s3");
    assert_int_equal(policy->success_ms, 1000);
    assert_int_equal(policy->failure_ms, 2000);
    assert_string_equal(policy->failure, "no space");
    assert_int_equal(policy->next_ms, 3000);
    assert_int_equal(told->snapshots.answered_ms, -1);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(version_of_opensearch_in_disguise_is_known_by_its_tagline),
        CASE(version_of_opensearch_by_name_is_known),
        CASE(health_that_timed_out_is_read_with_408_and_with_200),
        CASE(refusals_say_what_they_are_and_what_to_do),
        CASE(answers_that_are_cut_or_garbage_leave_the_last_good_one),
        CASE(answers_of_another_shape_fail_and_keep_what_was_known),
        CASE(settings_of_another_shape_fail_and_keep_the_marks),
        CASE(nodes_in_part_are_told_with_why_the_others_are_not),
        CASE(nodes_when_all_failed_are_a_failure),
        CASE(node_with_several_paths_has_the_disk_of_the_fullest),
        CASE(node_of_2_x_and_6_x_is_read_by_its_own_names),
        CASE(node_without_the_systems_cpu_has_its_process),
        CASE(rejections_grow_between_two_answers_and_restart_at_zero),
        CASE(nodes_past_the_cap_are_the_emptiest_and_are_counted),
        CASE(settings_take_the_first_group_that_has_them),
        CASE(settings_of_a_read_only_cluster_say_so),
        CASE(blocks_of_flat_settings_are_told_by_their_names),
        CASE(indices_closed_and_red_have_no_size_and_red_ones_come_first),
        CASE(indices_under_a_prefix_are_asked_for_at_once),
        CASE(indices_that_are_new_are_changes_told_once),
        CASE(lifecycle_errors_of_ilm_are_told_with_step_and_reason),
        CASE(lifecycle_that_is_not_known_is_asked_for_as_ism_then_never),
        CASE(report_is_asked_from_8_7_on_and_given_up_when_unknown),
        CASE(report_puts_the_worst_indicator_first),
        CASE(policies_tell_their_last_success_and_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
