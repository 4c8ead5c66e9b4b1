/* test_alerts_view.c - the rows on the screen are those of the list now. */
#include "tests/test.h"

#include "base/buf.h"
#include "tests/support/model_fixture.h"

struct rig {
    struct model_fixture fixture;
    struct view *view;
    struct view_input input;
};

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct err err = {0};

    model_fixture_init(&rig->fixture, FIXTURE_ALERTS);
    rig->view = view_open("alerts", "", &rig->fixture.model, &err);
    assert_non_null(rig->view);
    rig->input = (struct view_input){.model = &rig->fixture.model,
                                     .keymap = rig->fixture.keymap,
                                     .now = {.wall_ms = FIXTURE_NOW_MS},
                                     .rows = 20,
                                     .columns = 100,
                                     .search = ""};
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    view_free(rig->view);
    model_fixture_clear(&rig->fixture);
    free(rig);
    return 0;
}

static void press(struct rig *rig, enum command_id command)
{
    const struct binding binding = {.command = command, .argument = ""};
    struct view_request request = {0};

    assert_true(
        rig->view->ops->command(rig->view, &rig->input, &binding, &request));
}

/* The name of the alert on the last row. */
static void assert_last(struct rig *rig, const char *name)
{
    struct buf out;

    press(rig, COMMAND_LAST);
    buf_init(&out, 4096);
    rig->view->ops->copy(rig->view, &rig->input, &out);
    assert_non_null(strstr(out.bytes, name));
    buf_clear(&out);
}

/* How many times Down moves on from the first row. */
static size_t count_rows(struct rig *rig)
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
    struct rig *rig = *state;

    assert_int_equal(count_rows(rig), 6);
    press(rig, COMMAND_HIDE_SILENCED);
    assert_int_equal(count_rows(rig), 5);
    press(rig, COMMAND_HIDE_SILENCED);
    assert_int_equal(count_rows(rig), 6);
}

static void alerts_view_unfolds_a_group_at_once(void **state)
{
    struct rig *rig = *state;

    press(rig, COMMAND_FIRST);
    press(rig, COMMAND_ENTER);
    assert_int_equal(count_rows(rig), 8);
    press(rig, COMMAND_FIRST);
    press(rig, COMMAND_ENTER);
    assert_int_equal(count_rows(rig), 6);
}

static void alerts_view_follows_what_is_searched(void **state)
{
    struct rig *rig = *state;

    assert_last(rig, "CollectorRestarted");
    rig->input.search = "Latency";
    assert_last(rig, "HighTraceQueryLatency");
    rig->input.search = "";
    assert_last(rig, "CollectorRestarted");
}

static void alerts_view_follows_a_list_that_changes(void **state)
{
    struct rig *rig = *state;
    struct alerts shorter = rig->fixture.alerts;

    assert_last(rig, "CollectorRestarted");
    shorter.count = 3;
    rig->fixture.model.alerts = &shorter;
    assert_last(rig, "HighTraceQueryLatency");
    shorter.count = 4; /* in the same place */
    rig->fixture.model.generation++;
    assert_last(rig, "JaegerKafkaLagHigh");
}

/* Another order of the same alerts, as one that is worse brings about. */
static void put_last_first(struct rig *rig, struct alerts *alerts,
                           struct alert *items)
{
    *alerts = rig->fixture.alerts;
    for (size_t i = 0; i < alerts->count; i++)
        items[(i + 1) % alerts->count] = alerts->items[i];
    alerts->items = items;
    rig->fixture.model.alerts = alerts;
    rig->fixture.model.generation++;
}

static void
alerts_view_when_the_order_changes_keeps_what_was_chosen(void **state)
{
    struct rig *rig = *state;
    struct alert items[FIXTURE_ALERTS_MAX];
    struct alerts alerts;
    struct buf out;

    press(rig, COMMAND_DOWN);
    put_last_first(rig, &alerts, items);
    buf_init(&out, 4096);
    rig->view->ops->copy(rig->view, &rig->input, &out);

    assert_non_null(strstr(out.bytes, "HighTraceQueryLatency"));
    buf_clear(&out);
}

static void
alerts_view_click_on_a_list_that_is_scrolled_takes_that_row(void **state)
{
    struct rig *rig = *state;
    struct view_request request = {0};
    struct buf out;

    rig->input.rows = 4; /* the rule, and three of six rows */
    press(rig, COMMAND_LAST);
    rig->view->ops->click(rig->view, &rig->input, 2, 5, &request);
    buf_init(&out, 4096);
    rig->view->ops->copy(rig->view, &rig->input, &out);

    assert_non_null(strstr(out.bytes, "TargetDown"));
    buf_clear(&out);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

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
