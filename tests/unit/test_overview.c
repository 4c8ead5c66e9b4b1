/* test_overview.c - what is chosen on the first screen stays chosen. */
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
    rig->view = view_open("overview", "", &rig->fixture.model, &err);
    assert_non_null(rig->view);
    rig->input = (struct view_input){.model = &rig->fixture.model,
                                     .keymap = rig->fixture.keymap,
                                     .now = {.wall_ms = FIXTURE_NOW_MS},
                                     .rows = 22,
                                     .columns = 80,
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

/* Moves the last alert to the front, as one that gets worse does. */
static void put_last_first(struct rig *rig, struct alerts *alerts,
                           struct alert *items)
{
    *alerts = rig->fixture.alerts;
    for (size_t i = 0; i < alerts->count; i++)
        items[(i + 1) % alerts->count] = alerts->items[i];
    items[0].state = ALERT_FIRING;
    alerts->items = items;
    rig->fixture.model.alerts = alerts;
    rig->fixture.model.generation++;
}

static void assert_chosen(struct rig *rig, const char *name)
{
    struct buf out;

    buf_init(&out, 4096);
    rig->view->ops->copy(rig->view, &rig->input, &out);
    assert_non_null(strstr(out.bytes, name));
    buf_clear(&out);
}

static void overview_when_an_alert_comes_keeps_what_was_chosen(void **state)
{
    struct rig *rig = *state;
    struct alert items[FIXTURE_ALERTS_MAX];
    struct alerts alerts;

    press(rig, COMMAND_DOWN);
    assert_chosen(rig, "HighTraceQueryLatency");
    put_last_first(rig, &alerts, items);

    assert_chosen(rig, "HighTraceQueryLatency");
}

static void overview_when_nobody_chose_follows_the_worst(void **state)
{
    struct rig *rig = *state;
    struct alert items[FIXTURE_ALERTS_MAX];
    struct alerts alerts;

    assert_chosen(rig, "ElasticsearchDiskUsageHigh");
    put_last_first(rig, &alerts, items);

    assert_chosen(rig, "CollectorRestarted");
}

static void overview_pages_through_its_list(void **state)
{
    struct rig *rig = *state;

    press(rig, COMMAND_PAGE_DOWN);
    assert_chosen(rig, "LowTraceVolume");
    press(rig, COMMAND_PAGE_UP);

    assert_chosen(rig, "ElasticsearchDiskUsageHigh");
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(overview_when_an_alert_comes_keeps_what_was_chosen),
        CASE(overview_when_nobody_chose_follows_the_worst),
        CASE(overview_pages_through_its_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
