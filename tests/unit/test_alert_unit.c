/* test_alert_unit.c - the unit of an alert's value, from its expression. */
#include "tests/test.h"

#include "model/alert.h"

static const char *unit_of(const char *expression)
{
    const struct alert alert = {.expression = expression};

    return alert_unit(&alert);
}

static void alert_unit_of_a_part_of_a_hundred_is_percent(void **state)
{
    (void)state;

    assert_string_equal(unit_of("max by (name) (100 - 100 * a / b) > 90"), "%");
    assert_string_equal(unit_of("rate(a[5m]) / rate(b[5m]) * 100 > 5"), "%");
    assert_string_equal(unit_of("a / b > 0.9"), "");
    assert_string_equal(unit_of("a * 100 > 5"), "");
}

static void
alert_unit_of_a_quantile_is_seconds_when_its_name_says_so(void **state)
{
    (void)state;

    assert_string_equal(
        unit_of("histogram_quantile(0.99, rate(a_seconds_bucket[5m])) > 1"),
        "s");
    assert_string_equal(
        unit_of("histogram_quantile(0.99, rate(latency_ms_bucket[5m])) > 1"),
        "");
}

static void
alert_unit_of_a_rate_is_per_second_unless_it_is_of_a_unit(void **state)
{
    (void)state;

    assert_string_equal(unit_of("sum(rate(spans_total[5m])) < 10"), "/s");
    assert_string_equal(unit_of("rate(cpu_seconds_total[5m]) > 1"), "");
    assert_string_equal(unit_of("rate(sent_bytes_total[5m]) > 1"), "");
    assert_string_equal(unit_of("count(rate(a_total[5m]) > 0) < 2"), "");
}

static void alert_unit_of_other_values_is_none(void **state)
{
    (void)state;

    assert_string_equal(unit_of("memory_bytes > 1e9"), "bytes");
    assert_string_equal(unit_of("up == 0"), "");
    assert_string_equal(unit_of("absent(size_bytes)"), "");
    assert_string_equal(unit_of(""), "");
}

static void alert_value_is_idle_for_absent_only(void **state)
{
    const struct alert gone = {.expression = "absent(up)"};
    const struct alert down = {.expression = "up == 0"};
    (void)state;

    assert_true(alert_value_is_idle(&gone));
    assert_false(alert_value_is_idle(&down));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alert_unit_of_a_part_of_a_hundred_is_percent),
        cmocka_unit_test(
            alert_unit_of_a_quantile_is_seconds_when_its_name_says_so),
        cmocka_unit_test(
            alert_unit_of_a_rate_is_per_second_unless_it_is_of_a_unit),
        cmocka_unit_test(alert_unit_of_other_values_is_none),
        cmocka_unit_test(alert_value_is_idle_for_absent_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
