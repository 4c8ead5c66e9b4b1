/* test_elasticsearch_indices.c - indices, blocks, lifecycles. */
#include "tests/support/elasticsearch_fixture.h"

#include "tests/support/ask.h"

static void blocks_of_flat_settings_are_told_by_their_names(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(
        tell(rig, "blocks", 200,
             "{\"jaeger-span-2026-11-22\":{\"settings\":{\"index.blocks."
             "read_only_allow_delete\":\"true\"}},\"other\":{\"settings\":{"
             "\"index.blocks.write\":\"true\",\"index.blocks.read\":\"true\"}},"
             "\"free\":{\"settings\":{\"index.blocks.write\":\"false\"}}}"),
        0);

    assert_int_equal(rig->told->blocks.count, 2);
    assert_int_equal(rig->told->blocks.flooded, 1);
    assert_string_equal(rig->told->blocks.items[1].index, "other");
    assert_string_equal(rig->told->blocks.items[1].name, "write");
}

static void
indices_closed_and_red_have_no_size_and_red_ones_come_first(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_indices *indices = &rig->told->indices;

    assert_int_equal(
        tell(rig, "indices", 200,
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

    assert_string_equal(path_of(rig, "indices") +
                            strlen("/_cat/indices/jaeger-*"),
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
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(tell(rig, "indices", 200, "[]"), 1);
    assert_memory_equal(path_of(rig, "indices"), "/_cat/indices/*jaeger-*?",
                        24);
    assert_int_equal(tell(rig, "indices", 200,
                          "[{\"index\":\"prod-jaeger-span-2026-11-20\"}]"),
                     0);

    assert_int_equal(rig->told->indices.count, 1);
    assert_string_equal(rig->told->indices.pattern, "*jaeger-*");
    assert_string_equal(path_of(rig, "lifecycle"),
                        "/*jaeger-*/_ilm/explain?only_errors=true");

    assert_int_equal(tell(rig, "indices", 200, "[]"), 0);
    assert_int_equal(rig->told->indices.count, 0);
    assert_memory_equal(path_of(rig, "indices"), "/_cat/indices/jaeger-*?", 23);
}

static void indices_that_are_new_are_changes_told_once(void **state)
{
    struct elasticsearch_rig *rig = *state;
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

    for (int i = 0; i < 2; i++) {
        const struct told answer = {.body = bodies[i],
                                    .now_ms = now_ms + i * INT64_C(60000)};

        assert_int_equal(ask_tell(elasticsearch_question("indices"),
                                  rig->source, &answer, &rig->err),
                         0);
        assert_int_equal(rig->changes.count, 1 + i);
    }

    assert_string_equal(rig->changes.items[0].what, "index/jaeger-span-000002");
    assert_string_equal(rig->changes.items[0].text, "new index of jaeger-span");
    assert_int_equal(rig->changes.items[0].at_ms, now_ms + 60000);
    assert_string_equal(rig->changes.items[1].what,
                        "index/jaeger-span-2026-11-22");
    assert_int_equal(rig->changes.items[1].at_ms, INT64_C(1795305600000));
    assert_int_equal(rig->changes.items[1].kind, CHANGE_ROLLOVER);
}

static void lifecycle_errors_of_ilm_are_told_with_step_and_reason(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(
        tell(rig, "lifecycle", 200,
             "{\"indices\":{\"jaeger-span-000007\":{\"policy\":\"p\",\"step\":"
             "\"ERROR\",\"failed_step\":\"check-rollover-ready\",\"step_info\":"
             "{\"type\":\"illegal_argument_exception\",\"reason\":\"no alias\"}"
             "},\"fine\":{\"policy\":\"p\",\"step\":\"complete\"}}}"),
        0);

    assert_int_equal(rig->told->lifecycle.count, 1);
    assert_string_equal(rig->told->lifecycle.items[0].index,
                        "jaeger-span-000007");
    assert_string_equal(rig->told->lifecycle.items[0].step,
                        "check-rollover-ready");
    assert_string_equal(rig->told->lifecycle.items[0].reason, "no alias");
}

static void
lifecycle_that_is_not_known_is_asked_for_as_ism_then_never(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const char *unknown = "{\"error\":\"no handler found for uri\"}";

    assert_int_equal(tell(rig, "lifecycle", 400, unknown), 1);
    assert_string_equal(path_of(rig, "lifecycle"),
                        "/_plugins/_ism/explain/jaeger-*");
    assert_int_equal(
        tell(rig, "lifecycle", 200,
             "{\"jaeger-1\":{\"policy_id\":\"hot\",\"action\":{\"name\":"
             "\"rollover\",\"failed\":true},\"info\":{\"message\":\"Missing "
             "rollover_alias\"}},\"jaeger-2\":{\"action\":{\"failed\":false}},"
             "\"total_managed_indices\":2}"),
        0);
    assert_int_equal(rig->told->lifecycle.count, 1);
    assert_string_equal(rig->told->lifecycle.items[0].reason,
                        "Missing rollover_alias");
    assert_string_equal(rig->told->lifecycle.items[0].step, "rollover");

    assert_int_equal(tell(rig, "lifecycle", 404, unknown), 0);
    assert_string_equal(path_of(rig, "lifecycle"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ELASTICSEARCH_TEST(blocks_of_flat_settings_are_told_by_their_names),
        ELASTICSEARCH_TEST(
            indices_closed_and_red_have_no_size_and_red_ones_come_first),
        ELASTICSEARCH_TEST(indices_under_a_prefix_are_asked_for_at_once),
        ELASTICSEARCH_TEST(indices_that_are_new_are_changes_told_once),
        ELASTICSEARCH_TEST(
            lifecycle_errors_of_ilm_are_told_with_step_and_reason),
        ELASTICSEARCH_TEST(
            lifecycle_that_is_not_known_is_asked_for_as_ism_then_never),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
