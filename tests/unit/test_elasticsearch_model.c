/* test_elasticsearch_model.c - watermarks in each notation, last backups. */
#include "tests/test.h"

#include "model/elasticsearch.h"

#define GIB ((int64_t)1 << 30)

static struct elasticsearch_watermarks
marks_of(const char *low, const char *high, const char *flood)
{
    struct elasticsearch_watermarks marks = {0};

    (void)elasticsearch_mark_parse(&marks.low, low, NULL);
    (void)elasticsearch_mark_parse(&marks.high, high, NULL);
    (void)elasticsearch_mark_parse(&marks.flood, flood, NULL);
    return marks;
}

static enum elasticsearch_level level_of(struct elasticsearch_watermarks marks,
                                         int64_t available)
{
    const struct elasticsearch_node node = {.disk_total_bytes = 1000 * GIB,
                                            .disk_available_bytes = available};

    return elasticsearch_node_level(&marks, &node);
}

static void mark_parse_when_percent_reads_a_ratio_of_used(void **state)
{
    struct elasticsearch_mark mark;
    (void)state;

    assert_true(elasticsearch_mark_parse(&mark, "85%", NULL));

    assert_int_equal(mark.kind, ELASTICSEARCH_MARK_RATIO);
    assert_near(mark.used_ratio, 0.85, 1e-12);
    assert_string_equal(mark.text, "85%");
    assert_int_equal(elasticsearch_mark_free_bytes(&mark, 1000), 150);
    assert_near(elasticsearch_mark_percent(&mark, 1000), 85, 1e-9);
}

static void mark_parse_when_ratio_reads_the_same(void **state)
{
    struct elasticsearch_mark mark;
    (void)state;

    assert_true(elasticsearch_mark_parse(&mark, "0.85", "-1"));

    assert_int_equal(mark.kind, ELASTICSEARCH_MARK_RATIO);
    assert_near(mark.used_ratio, 0.85, 1e-12);
    assert_int_equal(mark.headroom_bytes, -1);
}

static void mark_parse_when_bytes_reads_what_must_be_free(void **state)
{
    struct elasticsearch_mark mark;
    (void)state;

    assert_true(elasticsearch_mark_parse(&mark, "200gb", NULL));

    assert_int_equal(mark.kind, ELASTICSEARCH_MARK_FREE);
    assert_int_equal(mark.free_bytes, 200 * GIB);
    assert_near(elasticsearch_mark_percent(&mark, 1000 * GIB), 80, 1e-9);
    assert_true(elasticsearch_mark_parse(&mark, "100b", NULL));
    assert_int_equal(mark.free_bytes, 100);
    assert_true(elasticsearch_mark_parse(&mark, "0.5TB", NULL));
    assert_int_equal(mark.free_bytes, 512 * GIB);
}

static void mark_parse_when_it_is_no_mark_says_so(void **state)
{
    static const char *const wrong[] = {"",   "none", "85%%",   "101%",
                                        "-1", "5xb",  "1e300gb"};
    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct elasticsearch_mark mark;

        assert_false(elasticsearch_mark_parse(&mark, wrong[i], NULL));
        assert_int_equal(mark.kind, ELASTICSEARCH_MARK_NONE);
    }
}

static void
mark_percent_when_headroom_is_less_follows_the_headroom(void **state)
{
    struct elasticsearch_mark mark;
    (void)state;

    assert_true(elasticsearch_mark_parse(&mark, "85%", "200GB"));

    assert_int_equal(elasticsearch_mark_free_bytes(&mark, 10000 * GIB),
                     200 * GIB);
    assert_near(elasticsearch_mark_percent(&mark, 10000 * GIB), 98, 1e-9);
    assert_near(elasticsearch_mark_percent(&mark, 100 * GIB), 85, 1e-9);
}

static void node_level_with_each_notation_names_the_mark_passed(void **state)
{
    const struct elasticsearch_watermarks percent =
        marks_of("85%", "90%", "95%");
    const struct elasticsearch_watermarks bytes =
        marks_of("200gb", "100gb", "50gb");
    (void)state;

    assert_int_equal(level_of(percent, 151 * GIB), ELASTICSEARCH_LEVEL_BELOW);
    assert_int_equal(level_of(percent, 149 * GIB), ELASTICSEARCH_LEVEL_LOW);
    assert_int_equal(level_of(percent, 99 * GIB), ELASTICSEARCH_LEVEL_HIGH);
    assert_int_equal(level_of(percent, 49 * GIB), ELASTICSEARCH_LEVEL_FLOOD);
    assert_int_equal(level_of(bytes, 200 * GIB), ELASTICSEARCH_LEVEL_BELOW);
    assert_int_equal(level_of(bytes, 199 * GIB), ELASTICSEARCH_LEVEL_LOW);
    assert_int_equal(level_of(bytes, 99 * GIB), ELASTICSEARCH_LEVEL_HIGH);
    assert_int_equal(level_of(bytes, 49 * GIB), ELASTICSEARCH_LEVEL_FLOOD);
}

static void node_level_without_marks_is_unknown(void **state)
{
    const struct elasticsearch_watermarks none = {0};
    (void)state;

    assert_int_equal(level_of(none, 0), ELASTICSEARCH_LEVEL_UNKNOWN);
    assert_int_equal(level_of(marks_of("85%", "90%", "95%"), -1),
                     ELASTICSEARCH_LEVEL_UNKNOWN);
}

static void last_backup_of_several_is_the_newest_success(void **state)
{
    struct elasticsearch_repository items[3] = {
        {.name = "empty"},
        {.name = "old", .success = {.name = "a", .end_ms = 10}},
        {.name = "new", .success = {.name = "b", .end_ms = 20}},
    };
    struct elasticsearch_snapshots snapshots = {.items = items, .count = 3};
    (void)state;

    assert_string_equal(elasticsearch_last_backup(&snapshots)->name, "new");
    snapshots.count = 1;
    assert_string_equal(elasticsearch_last_backup(&snapshots)->name, "empty");
    snapshots.count = 0;
    assert_null(elasticsearch_last_backup(&snapshots));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mark_parse_when_percent_reads_a_ratio_of_used),
        cmocka_unit_test(mark_parse_when_ratio_reads_the_same),
        cmocka_unit_test(mark_parse_when_bytes_reads_what_must_be_free),
        cmocka_unit_test(mark_parse_when_it_is_no_mark_says_so),
        cmocka_unit_test(
            mark_percent_when_headroom_is_less_follows_the_headroom),
        cmocka_unit_test(node_level_with_each_notation_names_the_mark_passed),
        cmocka_unit_test(node_level_without_marks_is_unknown),
        cmocka_unit_test(last_backup_of_several_is_the_newest_success),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
