/* plan_fixture.h - makes plans with a value, and runs them to see it arrive. */
#ifndef TRACETOP_TESTS_SUPPORT_PLAN_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_PLAN_FIXTURE_H

#include "tests/unit/action_fixture.h"

#include <stdbool.h>

#include "action/plan.h"

/* Every byte that means something to a shell, a terminal or a line reader.
 * Whoever runs it makes a file BOMB. */
#define HOSTILE                                                                \
    "a'b\"c`touch BOMB`$(touch BOMB);touch BOMB\\\\|&<>*?[x]{1,2}~#!%n "       \
    "${IFS} $$ "

/* Plans a command with a value for <pod>, or without one (NULL).
 * Owns: plan_clear() it. */
void plan_with(struct plan *plan, struct fixture *fixture, const char *command,
               const char *value);

/* Plans a command for an alert with one label. Owns: plan_clear() it. */
void plan_with_label(struct plan *plan, struct fixture *fixture,
                     const char *command, const struct plan_pair *label);

/* Runs the plan's command in the fixture's folder. Returns what it wrote,
 * until the next call. */
const char *plan_run(const struct fixture *fixture, const struct plan *plan,
                     const char *shell);

bool has_bomb(const struct fixture *fixture);

#endif
