/* test_changes_view.c - the list of changes, and their marks on a graph. */
#include "tests/test.h"

#include <stdio.h>

#include "model/change.h"
#include "model/component.h"
#include "panels/changes_view.h"
#include "tests/support/view_fixture.h"

static void add(struct changes *changes, int64_t ago_ms, enum change_kind kind,
                const char *what, const char *text)
{
    struct change change = {.at_ms = FIXTURE_NOW_MS - ago_ms,
                            .kind = kind,
                            .is_harm = kind == CHANGE_RESTART};

    (void)snprintf(change.what, sizeof(change.what), "%s", what);
    (void)snprintf(change.text, sizeof(change.text), "%s", text);
    assert_true(changes_add(changes, &change, what));
}

static void make(struct changes *changes)
{
    *changes = (struct changes){0};
    add(changes, 95000, CHANGE_RESTART, "pod/jaeger-collector-7d4f9b6c8-x2x9k",
        "restart 4, OOMKilled");
    add(changes, 1260000, CHANGE_ROLLOUT, "Deployment/jaeger-collector",
        "revision 12, image jaeger-collector:1.50 to jaeger-collector:1.57");
    add(changes, 2400000, CHANGE_NODE, "node/worker-3",
        "not ready: NodeStatusUnknown");
    add(changes, 76000000, CHANGE_SNAPSHOT, "backup/nightly-2026.11.21",
        "success");
}

static void paint(const struct components *components, const char *view,
                  int columns, const char *golden)
{
    struct model_fixture fixture;

    model_fixture_init(&fixture, FIXTURE_HEALTHY);
    fixture.model.components = components;
    assert_view_golden(&fixture, view, columns, 24, golden);
    model_fixture_clear(&fixture);
}

static void changes_when_there_are_some_are_listed_newest_first(void **state)
{
    struct changes changes;
    const struct components components = {.changes = &changes};
    (void)state;

    make(&changes);

    paint(&components, "changes", 80, "changes_80x24");
    paint(&components, "changes", 120, "changes_120x24");
    changes_clear(&changes);
}

static void changes_when_nobody_tells_says_so(void **state)
{
    struct changes changes = {0};
    const struct components components = {.changes = &changes};
    (void)state;

    paint(&components, "changes", 80, "changes_none_80x24");
}

static void graph_when_something_changed_is_marked(void **state)
{
    struct changes changes;
    const struct components components = {.changes = &changes};
    (void)state;

    make(&changes);

    paint(&components, "panel:collector", 80, "changes_graph_80x24");
    changes_clear(&changes);
}

static void markers_when_room_is_short_are_the_newest(void **state)
{
    struct changes changes;
    const struct components components = {.changes = &changes};
    const struct model model = {.components = &components};
    struct graph_marker markers[2];
    (void)state;

    make(&changes);

    assert_int_equal(changes_markers(&model, markers, 0, 2), 2);
    assert_int_equal(markers[0].at_ms, FIXTURE_NOW_MS - 1260000);
    assert_int_equal(markers[1].at_ms, FIXTURE_NOW_MS - 95000);
    changes_clear(&changes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_when_there_are_some_are_listed_newest_first),
        cmocka_unit_test(changes_when_nobody_tells_says_so),
        cmocka_unit_test(graph_when_something_changed_is_marked),
        cmocka_unit_test(markers_when_room_is_short_are_the_newest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
