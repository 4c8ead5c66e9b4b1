/* test_alerts_view.c - the rows on the screen are those of the list now. */
#include "tests/support/view_fixture.h"

#include "base/buf.h"

static int setup(void **state)
{
    *state = view_rig_new("alerts", 100, 20);
    return 0;
}

/* The name of the alert on the last row. */
static void assert_last(struct view_rig *rig, const char *name)
{
    press(rig, COMMAND_LAST);
    assert_chosen(rig, name);
}

/* How many times Down moves on from the first row. */
static size_t count_rows(struct view_rig *rig)
{
    struct buf last, now;
    size_t rows = 1;

    buf_init(&last, 4096);
    buf_init(&now, 4096);
    press(rig, COMMAND_LAST);
    rig->view->ops->copy(rig->view, &rig->input, &last);
    press(rig, COMMAND_FIRST);
    for (;; rows++) {
        buf_reset(&now);
        rig->view->ops->copy(rig->view, &rig->input, &now);
        if (!strcmp(now.bytes, last.bytes))
            break;
        press(rig, COMMAND_DOWN);
    }
    buf_clear(&last);
    buf_clear(&now);
    return rows;
}

static void alerts_view_hides_what_is_silenced_at_once(void **state)
{
    struct view_rig *rig = *state;

    assert_int_equal(count_rows(rig), 6);
    press(rig, COMMAND_HIDE_SILENCED);
    assert_int_equal(count_rows(rig), 5);
    press(rig, COMMAND_HIDE_SILENCED);
    assert_int_equal(count_rows(rig), 6);
}

static void alerts_view_unfolds_a_group_at_once(void **state)
{
    struct view_rig *rig = *state;

    press(rig, COMMAND_FIRST);
    press(rig, COMMAND_ENTER);
    assert_int_equal(count_rows(rig), 8);
    press(rig, COMMAND_FIRST);
    press(rig, COMMAND_ENTER);
    assert_int_equal(count_rows(rig), 6);
}

static void alerts_view_follows_what_is_searched(void **state)
{
    struct view_rig *rig = *state;

    assert_last(rig, "CollectorRestarted");
    rig->input.search = "Latency";
    assert_last(rig, "HighTraceQueryLatency");
    rig->input.search = "";
    assert_last(rig, "CollectorRestarted");
}

static void alerts_view_follows_a_list_that_changes(void **state)
{
    struct view_rig *rig = *state;
    struct alerts shorter = rig->fixture.alerts;

    assert_last(rig, "CollectorRestarted");
    shorter.count = 3;
    rig->fixture.model.alerts = &shorter;
    assert_last(rig, "HighTraceQueryLatency");
    shorter.count = 4; /* in the same place */
    rig->fixture.model.generation++;
    assert_last(rig, "JaegerKafkaLagHigh");
}

static void
alerts_view_when_the_order_changes_keeps_what_was_chosen(void **state)
{
    struct view_rig *rig = *state;
    struct alert items[FIXTURE_ALERTS_MAX];
    struct alerts alerts;

    press(rig, COMMAND_DOWN);
    put_last_first(rig, &alerts, items);

    assert_chosen(rig, "HighTraceQueryLatency");
}

static void
alerts_view_click_on_a_list_that_is_scrolled_takes_that_row(void **state)
{
    struct view_rig *rig = *state;
    struct view_request request = {0};

    rig->input.rows = 4; /* the rule, and three of six rows */
    press(rig, COMMAND_LAST);
    rig->view->ops->click(rig->view, &rig->input, 2, 5, &request);

    assert_chosen(rig, "TargetDown");
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, setup, view_rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(alerts_view_hides_what_is_silenced_at_once),
        CASE(alerts_view_unfolds_a_group_at_once),
        CASE(alerts_view_follows_what_is_searched),
        CASE(alerts_view_follows_a_list_that_changes),
        CASE(alerts_view_when_the_order_changes_keeps_what_was_chosen),
        CASE(alerts_view_click_on_a_list_that_is_scrolled_takes_that_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
