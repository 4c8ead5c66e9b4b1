/* test_trace.c - spans made a tree: parents, rings, errors, critical path. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "model/trace.h"
#include "model/trace_search.h"
#include "panels/waterfall.h"

enum { MANY = 10000 };

static uint32_t add(struct trace *trace, const char *id, const char *parent,
                    int64_t start_us, int64_t duration_us)
{
    struct trace_span span = {.start_us = start_us, .duration_us = duration_us};

    (void)snprintf(span.id, sizeof(span.id), "%s", id);
    (void)snprintf(span.parent_id, sizeof(span.parent_id), "%s", parent);
    span.service = trace_keep(trace, "svc", 3);
    span.operation = trace_keep(trace, id, strlen(id));
    return trace_add(trace, &span);
}

/* The ids in the order of the tree, with their depth; '*' is critical. */
static void assert_tree(const struct trace *trace, const char *wanted)
{
    struct buf out;

    buf_init(&out, 4000);
    for (size_t i = 0; i < trace->count; i++)
        buf_printf(&out, "%s%s%d%s", i ? " " : "", trace->spans[i].id,
                   trace->spans[i].depth,
                   trace->spans[i].is_critical ? "*" : "");
    assert_string_equal(out.bytes, wanted);
    buf_clear(&out);
}

static void trace_build_orders_spans_as_a_tree_by_start(void **state)
{
    struct trace *trace = trace_new();
    (void)state;

    add(trace, "c", "r", 60, 30);
    add(trace, "b", "r", 10, 40);
    add(trace, "d", "b", 20, 10);
    add(trace, "r", "", 0, 100);
    trace_build(trace);

    assert_tree(trace, "r0* b1* d2* c1*");
    assert_int_equal(trace->roots, 1);
    assert_int_equal(trace->root, 0);
    assert_int_equal(trace->spans[0].descendants, 3);
    assert_int_equal(trace->spans[1].descendants, 1);
    assert_int_equal(trace->end_us, 100);
    assert_int_equal(trace->services, 1);
    trace_free(trace);
}

static void trace_build_orders_times_however_far_apart(void **state)
{
    static const struct {
        const char *id;
        int64_t start_us;
    } rows[] = {
        {"f", INT64_MAX - 1},
        {"d", 2047},
        {"a", INT64_MIN},
        {"e", 2048},
        {"b", -1},
        {"d2", 2047},
        {"c", 0},
        {"e2", INT64_C(1) << 40},
    };
    struct trace *trace = trace_new();
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        add(trace, rows[i].id, "", rows[i].start_us, 0);
    trace_build(trace);

    assert_tree(trace, "a0* b0 c0 d0 d20 e0 e20 f0");
    assert_int_equal(trace->roots, 8);
    trace_free(trace);
}

static void trace_build_counts_services_once(void **state)
{
    struct trace *trace = trace_new();
    (void)state;

    for (uint32_t i = 0; i < 300; i++) {
        char name[16];
        uint32_t at = add(trace, "s", "", i, 1);

        (void)snprintf(name, sizeof(name), "svc-%u", i % 100);
        trace->spans[at].service = trace_keep(trace, name, strlen(name));
    }
    trace_build(trace);

    assert_int_equal(trace->services, 100);
    trace_free(trace);
}

static void trace_build_marks_only_what_was_waited_for(void **state)
{
    struct trace *trace = trace_new();
    (void)state;

    add(trace, "r", "", 0, 100);
    add(trace, "early", "r", 5, 30); /* beside `long`, ended before it */
    add(trace, "long", "r", 10, 50);
    add(trace, "late", "r", 70, 60);   /* ends after its parent: cut */
    add(trace, "after", "r", 150, 10); /* began when the parent had ended */
    trace_build(trace);

    assert_tree(trace, "r0* early1 long1* late1* after1");
    assert_int_equal(trace->end_us, 160);
    trace_free(trace);
}

static void trace_build_with_missing_parents_counts_roots(void **state)
{
    struct trace *trace = trace_new();
    (void)state;

    add(trace, "x", "gone", 1, 5);
    add(trace, "r", "", 2, 9);
    add(trace, "y", "x", 3, 2);
    trace_build(trace);

    assert_tree(trace, "x0 y1 r0*");
    assert_int_equal(trace->missing_parents, 1);
    assert_int_equal(trace->roots, 2);
    assert_int_equal(trace->root, 2); /* the one that names no parent */
    assert_true(trace->spans[0].is_parent_missing);
    trace_free(trace);
}

static void trace_build_with_a_ring_breaks_it_at_its_earliest(void **state)
{
    struct trace *trace = trace_new();
    (void)state;

    add(trace, "a", "c", 30, 1);
    add(trace, "b", "a", 10, 1);
    add(trace, "c", "b", 20, 1);
    add(trace, "self", "self", 40, 1);
    trace_build(trace);

    assert_tree(trace, "b0* c1 a2 self0");
    assert_int_equal(trace->missing_parents, 0);
    trace_free(trace);
}

static void trace_build_counts_errors_below(void **state)
{
    struct trace *trace = trace_new();
    (void)state;

    add(trace, "r", "", 0, 10);
    add(trace, "a", "r", 1, 5);
    add(trace, "b", "a", 2, 2);
    trace->spans[2].has_error = true;
    trace_build(trace);

    assert_int_equal(trace->errors, 1);
    assert_int_equal(trace->spans[0].error_count, 1);
    assert_int_equal(trace->spans[2].error_count, 0);
    trace_free(trace);
}

static void trace_add_past_the_most_counts_what_is_left_out(void **state)
{
    struct trace *trace = trace_new();
    (void)state;

    for (int i = 0; i < TRACE_SPANS_MAX + 3; i++)
        add(trace, "a", "", i, 1);
    trace_build(trace);

    assert_int_equal(trace->count, TRACE_SPANS_MAX);
    assert_int_equal(trace->left_out, 3);
    trace_free(trace);
}

/* 100 long branches of 100 each. */
static struct trace *make_many(void)
{
    struct trace *trace = trace_new();
    char id[TRACE_SPAN_ID_MAX], parent[TRACE_SPAN_ID_MAX];

    for (int i = 0; i < MANY; i++) {
        (void)snprintf(id, sizeof(id), "%d", i);
        (void)snprintf(parent, sizeof(parent), "%d", i % 100 == 0 ? 0 : i - 1);
        add(trace, id, i ? parent : "", i, MANY - i);
    }
    trace_build(trace);
    return trace;
}

static void waterfall_of_many_folds_and_reveals(void **state)
{
    struct trace *trace = make_many();
    struct waterfall *waterfall = waterfall_new();
    (void)state;

    waterfall_set(waterfall, trace, 1);
    assert_int_equal(waterfall_rows(waterfall), MANY);
    waterfall_fold(waterfall, 0, true);
    assert_int_equal(waterfall_rows(waterfall), 1);
    assert_int_equal(waterfall_row(waterfall, 777), 0);
    waterfall_reveal(waterfall, 777);
    assert_int_equal(waterfall_rows(waterfall), MANY);
    assert_int_equal(waterfall_row(waterfall, 777), 777);
    waterfall_fold_all(waterfall, true);
    waterfall_fold(waterfall, 0, false);
    assert_int_equal(waterfall_rows(waterfall), 101);
    assert_int_equal(waterfall_next_error(waterfall, 0, false), TRACE_NO_SPAN);

    waterfall_free(waterfall);
    trace_free(trace);
}

static void waterfall_bar_is_never_empty_nor_outside(void **state)
{
    struct trace *trace = trace_new();
    struct waterfall_bar bar;
    (void)state;

    add(trace, "r", "", 1000, 1000);
    add(trace, "half", "r", 1500, 500);
    add(trace, "end", "r", 2000, 0);
    trace_build(trace);

    bar = waterfall_bar(trace, &trace->spans[0], 40);
    assert_int_equal(bar.first, 0);
    assert_int_equal(bar.count, 40);
    bar = waterfall_bar(trace, &trace->spans[1], 40);
    assert_int_equal(bar.first, 20);
    assert_int_equal(bar.count, 20);
    bar = waterfall_bar(trace, &trace->spans[2], 40);
    assert_int_equal(bar.first, 39);
    assert_int_equal(bar.count, 1);
    trace_free(trace);
}

static void trace_search_reads_back_what_it_writes(void **state)
{
    struct trace_search search, again;
    struct err err = {0};
    struct buf line;
    (void)state;

    assert_int_equal(
        trace_search_parse(&search,
                           "service=a operation=\"GET /x \\\"y\\\"\" min=100ms "
                           "max=2s k=v http.status=500 error=true "
                           "lookback=30m limit=5",
                           &err),
        0);
    buf_init(&line, 2000);
    trace_search_format(&search, &line);

    assert_string_equal(search.operation, "GET /x \"y\"");
    assert_int_equal(search.min_us, 100000);
    assert_string_equal(search.tags, "k=v http.status=500");
    assert_true(search.is_errors);
    assert_int_equal(trace_search_parse(&again, line.bytes, &err), 0);
    assert_memory_equal(&search, &again, sizeof(search));
    buf_clear(&line);
}

static void trace_search_query_escapes_and_asks_in_microseconds(void **state)
{
    struct trace_search search;
    struct err err = {0};
    struct buf query;
    (void)state;

    assert_int_equal(trace_search_parse(&search,
                                        "service=\"a b\" k=\"v\\\"\" min=250us "
                                        "error=true lookback=1m",
                                        &err),
                     0);
    buf_init(&query, 2000);
    trace_search_query(&search, 100000, &query);

    assert_string_equal(
        query.bytes,
        "?service=a%20b&start=40000000&end=100000000&limit=20&minDuration=250us"
        "&tags=%7B%22k%22%3A%22v%5C%22%22%2C%22error%22%3A%22true%22%7D");
    buf_clear(&query);
}

static void trace_search_of_nonsense_says_what_is_right(void **state)
{
    struct trace_search search;
    struct err err = {0};
    (void)state;

    assert_int_equal(trace_search_parse(&search, "words", &err), -1);
    assert_int_equal(trace_search_parse(&search, "limit=0", &err), -1);
    assert_string_equal(err.text, "limit: a number from 1 to 200");
    assert_int_equal(trace_search_parse(&search, "min=2s max=1s", &err), -1);
    assert_string_equal(err.text, "min is longer than max");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_build_orders_spans_as_a_tree_by_start),
        cmocka_unit_test(trace_build_orders_times_however_far_apart),
        cmocka_unit_test(trace_build_counts_services_once),
        cmocka_unit_test(trace_build_marks_only_what_was_waited_for),
        cmocka_unit_test(trace_build_with_missing_parents_counts_roots),
        cmocka_unit_test(trace_build_with_a_ring_breaks_it_at_its_earliest),
        cmocka_unit_test(trace_build_counts_errors_below),
        cmocka_unit_test(trace_add_past_the_most_counts_what_is_left_out),
        cmocka_unit_test(waterfall_of_many_folds_and_reveals),
        cmocka_unit_test(waterfall_bar_is_never_empty_nor_outside),
        cmocka_unit_test(trace_search_reads_back_what_it_writes),
        cmocka_unit_test(trace_search_query_escapes_and_asks_in_microseconds),
        cmocka_unit_test(trace_search_of_nonsense_says_what_is_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
