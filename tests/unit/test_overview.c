/* test_overview.c - what is chosen on the first screen stays chosen. */
#include "tests/support/view_fixture.h"

#include "base/buf.h"
#include "panels/frame.h"
#include "ui/export.h"

static int setup(void **state)
{
    *state = view_rig_new("overview", 80, 22);
    return 0;
}

/* As one that gets worse does. */
static void let_the_last_fire(struct view_rig *rig, struct alerts *alerts,
                              struct alert *items)
{
    put_last_first(rig, alerts, items);
    items[0].state = ALERT_FIRING;
}

static void overview_when_an_alert_comes_keeps_what_was_chosen(void **state)
{
    struct view_rig *rig = *state;
    struct alert items[FIXTURE_ALERTS_MAX];
    struct alerts alerts;

    press(rig, COMMAND_DOWN);
    assert_chosen(rig, "HighTraceQueryLatency");
    let_the_last_fire(rig, &alerts, items);

    assert_chosen(rig, "HighTraceQueryLatency");
}

static void overview_when_nobody_chose_follows_the_worst(void **state)
{
    struct view_rig *rig = *state;
    struct alert items[FIXTURE_ALERTS_MAX];
    struct alerts alerts;

    assert_chosen(rig, "ElasticsearchDiskUsageHigh");
    let_the_last_fire(rig, &alerts, items);

    assert_chosen(rig, "CollectorRestarted");
}

static void overview_pages_through_its_list(void **state)
{
    struct view_rig *rig = *state;

    press(rig, COMMAND_PAGE_DOWN);
    assert_chosen(rig, "LowTraceVolume");
    press(rig, COMMAND_PAGE_UP);

    assert_chosen(rig, "ElasticsearchDiskUsageHigh");
}

/* What Tab could complete must be seen while the line is typed. */
static void frame_when_a_command_is_typed_shows_the_message_above(void **state)
{
    struct view_rig *rig = *state;
    struct grid *grid = grid_new(24, 80);
    struct editor *editor = editor_new(100);
    struct frame frame =
        model_fixture_frame(&rig->fixture, rig->view, GRAPH_BRAILLE);
    struct buf text;

    editor_set(editor, "theme ");
    frame.editor = editor;
    frame.prompt = ":";
    frame.message = "dark light mono";
    frame_paint(&frame, grid);
    buf_init(&text, 1 << 16);
    export_text(grid, &text);

    assert_non_null(strstr(text.bytes, "\n dark light mono\n:theme"));
    buf_clear(&text);
    editor_free(editor);
    grid_free(grid);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, setup, view_rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(overview_when_an_alert_comes_keeps_what_was_chosen),
        CASE(overview_when_nobody_chose_follows_the_worst),
        CASE(overview_pages_through_its_list),
        CASE(frame_when_a_command_is_typed_shows_the_message_above),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
