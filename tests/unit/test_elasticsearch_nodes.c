/* test_elasticsearch_nodes.c - what each node tells. */
#include "tests/support/elasticsearch_fixture.h"

#include <stdio.h>

#include "base/buf.h"
#include "tests/support/ask.h"

static void nodes_in_part_are_told_with_why_the_others_are_not(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(
        tell(rig, "nodes", 200,
             "{\"_nodes\":{\"total\":3,\"successful\":2,\"failed\":1,"
             "\"failures\":[{\"type\":\"failed_node_exception\",\"reason\":"
             "\"Failed node [x]\"}]},\"nodes\":{\"a\":{\"name\":\"es-0\"},"
             "\"b\":{\"name\":\"es-1\"}}}"),
        0);

    assert_int_equal(rig->told->nodes.count, 2);
    assert_int_equal(rig->told->nodes.total, 3);
    assert_int_equal(rig->told->nodes.failed, 1);
    assert_string_equal(rig->told->nodes.failure, "Failed node [x]");
    assert_near(rig->told->nodes.items[0].disk_percent, NAN, 0);
    assert_int_equal(rig->told->nodes.items[0].write.queue, -1);
}

static void nodes_when_all_failed_are_a_failure(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(tell(rig, "nodes", 200,
                          "{\"_nodes\":{\"total\":2,\"successful\":0,"
                          "\"failed\":2,\"failures\":[{\"reason\":\"r\"}]}}"),
                     -1);

    assert_string_equal(rig->err.text, "none of 2 nodes answered: r");
    assert_int_equal(rig->told->nodes.answered_ms, -1);
}

static void node_with_several_paths_has_the_disk_of_the_fullest(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_node *node;

    assert_int_equal(
        tell(rig, "nodes", 200,
             "{\"nodes\":{\"a\":{\"fs\":{\"total\":{\"total_in_bytes\":300,"
             "\"available_in_bytes\":150},\"data\":[{\"path\":\"/a\","
             "\"total_in_bytes\":100,\"available_in_bytes\":60},{\"path\":"
             "\"/b\",\"total_in_bytes\":100,\"free_in_bytes\":50,"
             "\"available_in_bytes\":7},{\"path\":\"/c\"}]}}}}"),
        0);

    node = &rig->told->nodes.items[0];
    assert_string_equal(node->path, "/b");
    assert_near(node->disk_percent, 93, 1e-9);
    assert_int_equal(node->disk_available_bytes, 7);
}

static void node_of_2_x_and_6_x_is_read_by_its_own_names(void **state)
{
    struct elasticsearch_rig *rig = *state;
    const struct elasticsearch_node *node;

    assert_int_equal(
        tell(rig, "nodes", 200,
             "{\"nodes\":{\"a\":{\"attributes\":{\"data\":\"false\"},\"os\":"
             "{\"cpu_percent\":12},\"thread_pool\":{\"bulk\":{\"queue\":4,"
             "\"rejected\":9}},\"breakers\":{\"parent\":{\"tripped\":2},"
             "\"request\":{\"tripped\":1}}}}}"),
        0);

    node = &rig->told->nodes.items[0];
    assert_false(node->is_data);
    assert_true(node->is_master_eligible);
    assert_near(node->cpu_percent, 12, 0);
    assert_int_equal(node->write.queue, 4);
    assert_int_equal(node->write.rejected, 9);
    assert_int_equal(node->breakers_tripped, 3);
}

static void node_without_the_systems_cpu_has_its_process(void **state)
{
    struct elasticsearch_rig *rig = *state;

    assert_int_equal(tell(rig, "nodes", 200,
                          "{\"nodes\":{\"a\":{\"os\":{\"cpu\":{\"percent\":-1}"
                          "},\"process\":{\"cpu\":{\"percent\":31}}}}}"),
                     0);

    assert_near(rig->told->nodes.items[0].cpu_percent, 31, 0);
}

static void
rejections_grow_between_two_answers_and_restart_at_zero(void **state)
{
    struct elasticsearch_rig *rig = *state;
    static const struct {
        int rejected;
        int64_t growth;
    } rows[] = {{340, -1}, {347, 7}, {347, 0}, {3, 3}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char body[200];
        struct told answer = {.body = body, .now_ms = 10000 * (int64_t)(i + 1)};

        (void)snprintf(body, sizeof(body),
                       "{\"nodes\":{\"a\":{\"thread_pool\":{\"write\":"
                       "{\"rejected\":%d}}}}}",
                       rows[i].rejected);
        assert_int_equal(ask_tell(elasticsearch_question("nodes"), rig->source,
                                  &answer, &rig->err),
                         0);
        assert_int_equal(rig->told->nodes.items[0].write.rejected_growth,
                         rows[i].growth);
        assert_int_equal(rig->told->nodes.growth_ms, i == 0 ? -1 : 10000);
    }
}

static void nodes_past_the_cap_are_the_emptiest_and_are_counted(void **state)
{
    struct elasticsearch_rig *rig = *state;
    struct buf body;

    buf_init(&body, 1 << 20);
    (void)buf_add_str(&body, "{\"nodes\":{");
    for (int i = 0; i < ELASTICSEARCH_NODES_MAX + 44; i++)
        (void)buf_printf(&body,
                         "%s\"n%d\":{\"fs\":{\"total\":{\"total_in_bytes\":"
                         "1000,\"available_in_bytes\":%d}}}",
                         i ? "," : "", i, 900 - i);
    (void)buf_add_str(&body, "}}");
    assert_int_equal(tell(rig, "nodes", 200, body.bytes), 0);
    buf_clear(&body);

    assert_int_equal(rig->told->nodes.count, ELASTICSEARCH_NODES_MAX);
    assert_int_equal(rig->told->nodes.left_out, 44);
    assert_string_equal(rig->told->nodes.items[0].id, "n299");
    assert_string_equal(rig->told->nodes.items[ELASTICSEARCH_NODES_MAX - 1].id,
                        "n44");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ELASTICSEARCH_TEST(nodes_in_part_are_told_with_why_the_others_are_not),
        ELASTICSEARCH_TEST(nodes_when_all_failed_are_a_failure),
        ELASTICSEARCH_TEST(node_with_several_paths_has_the_disk_of_the_fullest),
        ELASTICSEARCH_TEST(node_of_2_x_and_6_x_is_read_by_its_own_names),
        ELASTICSEARCH_TEST(node_without_the_systems_cpu_has_its_process),
        ELASTICSEARCH_TEST(
            rejections_grow_between_two_answers_and_restart_at_zero),
        ELASTICSEARCH_TEST(nodes_past_the_cap_are_the_emptiest_and_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
