/* test_metric_names.c - metric names in an expression, and their relatives. */
#include "tests/test.h"

#include "base/buf.h"
#include "model/metric_names.h"

static void join(void *owner, const char *name, size_t length)
{
    struct buf *out = owner;

    if (out->length)
        buf_add_char(out, ' ');
    buf_add(out, name, length);
}

static void assert_names(const char *expression, const char *expected)
{
    struct buf out;

    buf_init(&out, 1000);
    metric_names_each(expression, join, &out);
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static void metric_names_each_passes_over_all_but_metrics(void **state)
{
    (void)state;

    assert_names("rate(a_total{b=\"c_total\"}[5m])", "a_total");
    assert_names("label_replace(histogram_quantile(0.99, sum by (le) "
                 "(rate(x_bucket[5m]))), \"operation\", \"all\", \"\", \"\")",
                 "x_bucket");
    assert_names("sum without (pod) (a) / on (pod, job) group_left (node) b",
                 "a b");
    assert_names("a offset 5m > bool 1e3 and b or nan", "a b");
    assert_names("rate(a_total[5m]) or rate(a[5m]) # c", "a_total a");
    assert_names("job:up:sum == 0", "job:up:sum");
    assert_names("{__name__=~\"a(_total)?\"}", "");
    assert_names("sum(\"unended", "");
    assert_names("sum(a{b=\"unended", "a");
}

static void metric_names_regex_joins_first_words_once(void **state)
{
    struct buf out;
    (void)state;

    buf_init(&out, 1000);
    assert_int_equal(metric_names_regex("jaeger_a + jaeger_b / kafka_c", &out),
                     0);
    assert_string_equal(out.bytes, "(jaeger|kafka).*");
    buf_reset(&out);
    assert_int_equal(metric_names_regex("1 + 1", &out), -1);
    buf_clear(&out);
}

static void metric_names_likeness_orders_relatives(void **state)
{
    const char *wanted = "jaeger_query_request_duration_seconds_bucket";
    (void)state;

    assert_int_equal(metric_names_likeness("a_b", "a_b"), 1000);
    assert_int_equal(metric_names_likeness("a_b", "c_d"), 0);
    assert_true(metric_names_likeness(wanted, "jaeger_query_latency_bucket") >
                metric_names_likeness(wanted, "jaeger_collector_spans_total"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metric_names_each_passes_over_all_but_metrics),
        cmocka_unit_test(metric_names_regex_joins_first_words_once),
        cmocka_unit_test(metric_names_likeness_orders_relatives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
