/* test_alerts_view.c - the rows on the screen are those of the list now. */
#include "tests/support/view_fixture.h"

#include <stdio.h>

#include "alert/matchers.h"
#include "base/buf.h"
#include "panels/alert_rows.h"
#include "panels/alerts_view.h"
#include "panels/silence_view.h"

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

static void alerts_view_acknowledges_all_that_a_line_stands_for(void **state)
{
    struct view_rig *rig = *state;
    const struct binding binding = {.command = COMMAND_ACKNOWLEDGE,
                                    .argument = ""};
    struct view_request request = {{0}};
    const struct alert *oldest = &rig->fixture.alerts.items[0];
    char wanted[64], identity[24];

    alert_identity(oldest, identity, sizeof(identity));
    (void)snprintf(wanted, sizeof(wanted), "acknowledge %s all", identity);
    assert_true(
        rig->view->ops->command(rig->view, &rig->input, &binding, &request));
    assert_string_equal(request.line, wanted);
    assert_ptr_equal(alerts_find(&rig->fixture.alerts,
                                 request.line + strlen("acknowledge ")),
                     oldest);

    rig->input.search = "es-master-0"; /* the other one is not on screen */
    request.line[0] = '\0';
    assert_true(
        rig->view->ops->command(rig->view, &rig->input, &binding, &request));
    assert_null(strstr(request.line, ALERTS_GROUP));
}

static void
alert_row_of_a_group_has_the_clock_of_the_first_not_seen(void **state)
{
    struct view_rig *rig = *state;
    const struct alert_choice all = {.search = ""};
    struct alert_rows rows;

    rig->fixture.alert_items[0].acknowledged_by = "maria";
    alert_rows_init(&rows, &rig->fixture.alerts, &all);

    assert_ptr_equal(rows.rows[0].alert, &rig->fixture.alert_items[0]);
    assert_ptr_equal(rows.rows[0].clock, &rig->fixture.alert_items[1]);
    alert_rows_clear(&rows);
}

static void silence_of_a_line_has_the_labels_that_all_of_it_have(void **state)
{
    struct view_rig *rig = *state;
    struct err err = {0};
    struct silence_wish wish;
    struct view *view;
    char argument[64];
    struct key key = {.code = 'w'};
    struct view_request request = {{0}};

    alert_identity(&rig->fixture.alerts.items[0], argument, 24);
    (void)strncat(argument, ALERTS_GROUP, 8);
    view = view_open("silence", argument, &rig->fixture.model, &err);
    assert_non_null(view);
    assert_true(view->ops->key(view, &rig->input, key, &request));

    assert_int_equal(silence_view_read(view, &wish, &err), 0);
    assert_true(
        matchers_hit(&wish.matchers, rig->fixture.alerts.items[0].labels));
    assert_true(
        matchers_hit(&wish.matchers, rig->fixture.alerts.items[1].labels));
    assert_false(
        matchers_hit(&wish.matchers, rig->fixture.alerts.items[2].labels));
    matchers_clear(&wish.matchers);
    view_free(view);
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
        CASE(alerts_view_acknowledges_all_that_a_line_stands_for),
        CASE(alert_row_of_a_group_has_the_clock_of_the_first_not_seen),
        CASE(silence_of_a_line_has_the_labels_that_all_of_it_have),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
