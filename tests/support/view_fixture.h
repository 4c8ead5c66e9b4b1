/* view_fixture.h - views over a made-up model: their pictures, their keys.
 *
 * For tests only.
 */
#ifndef TRACETOP_TESTS_SUPPORT_VIEW_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_VIEW_FIXTURE_H

#include "tests/test.h"

#include "tests/support/model_fixture.h"

/* Holds when a view ("alerts", "panel:storage") looks as its golden file. */
void assert_view_golden(const struct model_fixture *fixture, const char *view,
                        int columns, int rows, const char *golden);

/* Paints a view at sizes from one cell to more than any screen has. */
void assert_view_paints(const struct model_fixture *fixture, const char *view);

/* A view of the incident with its alerts, on a screen of its own. */
struct view_rig {
    struct model_fixture fixture;
    struct view *view;
    struct view_input input;
};

/* Owns: view_rig_teardown(). */
struct view_rig *view_rig_new(const char *view, int columns, int rows);
int view_rig_teardown(void **state);

/* Runs a command that must be the view's. */
void press(struct view_rig *rig, enum command_id command);

/* Holds when what `y` would copy has these words. */
void assert_chosen(const struct view_rig *rig, const char *words);

/* Puts the last alert in front of the others, in room of the caller's. */
void put_last_first(struct view_rig *rig, struct alerts *alerts,
                    struct alert items[FIXTURE_ALERTS_MAX]);

#endif
