/* supervisor_fixture.h - starts real steps, waits for them, reads of them.
 *
 * For tests only. Nothing here sleeps: a test is told when something changes.
 */
#ifndef TRACETOP_TESTS_SUPPORT_SUPERVISOR_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_SUPERVISOR_FIXTURE_H

#include "tests/unit/action_fixture.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "action/supervisor.h"

/* An order that points into itself: do not copy it. */
struct ordered {
    struct plan plan;
    struct consent consent;
    struct supervisor_order order;
};

/* Plans the fixture's step as it stands, for alice, without a terminal, at
 * the time that it is. Not asked yet. Owns: plan_clear() its plan. */
void order_make(struct ordered *ordered, struct fixture *fixture,
                int64_t timeout_ms);

/* Asks for the plan, with a chance that no other order has. */
void order_ask(struct ordered *ordered);

/* Asks, and says yes. */
void order_agree(struct ordered *ordered);

/* Starts a command that only reads. Returns supervisor_start()'s answer. */
int step_start(struct fixture *fixture, const char *command, int64_t timeout_ms,
               char id[ACTION_ID_SIZE]);

/* Runs a command to its end. Owns: action_clear() it. */
void step_run(struct action *action, struct fixture *fixture,
              const char *command, int64_t timeout_ms);

typedef bool until_fn(const struct fixture *fixture, const char *id);

/* Waits by being told; fails the test after a minute. */
void wait_until(const struct fixture *fixture, const char *id, until_fn *until);

/* For wait_until(). */
bool has_output(const struct fixture *fixture, const char *id);

/* Waits until it has ended and its supervisor has let go: that still writes
 * the audit line when the result is there. */
void wait_over(const struct fixture *fixture, const char *id);

/* Returns up to 4,095 bytes of its output, until the next call. */
const char *output_of(const struct fixture *fixture, const char *id);

/* Returns how often a text stands in the lines of the audit log that are about
 * a run. The log must be whole. */
size_t audited(const struct fixture *fixture, const char *id, const char *text);

/* Returns the process that supervises a running step. */
pid_t supervisor_of(const struct fixture *fixture, const char *id);

#endif
