/* engine_fixture.h - one engine over one made-up Prometheus. */
#ifndef TRACETOP_TESTS_SUPPORT_ENGINE_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_ENGINE_FIXTURE_H

#include "tests/test.h"

#include <stdbool.h>

#include "engine/engine.h"
#include "tests/support/fake_prometheus.h"

enum { TURNS_MAX = 4000, TURN_MS = 2000 };

struct rig {
    struct loop *loop;
    struct server *server;
    struct fake_prometheus fake;
    struct settings *settings;
    struct engine *engine;
    const struct model *model;
    const char *panel; /* the only one that is wanted; the test's own */
};

/* Returns an engine that was not started. `rules` is the rule file in force;
 * NULL: the built-in ones. Owns: rig_teardown(). */
struct rig *rig_new(const char *rules);

int rig_teardown(void **state);

/* For struct engine_wants: of no component. */
bool no_question(const void *owner, enum component_id id, const char *name);

#endif
