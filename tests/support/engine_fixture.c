/* engine_fixture.c - one engine over one made-up Prometheus. */
#include "tests/support/engine_fixture.h"

static const char *no_environment(const char *name);

struct rig *rig_new(const char *rules)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct overrides overrides = {0};
    struct err err = {0};

    rig->loop = loop_new(&err);
    rig->server = server_new(rig->loop);
    fake_prometheus_init(&rig->fake, rig->server);
    overrides.prometheus = server_url(rig->server, "");
    overrides.rules[0] = rules;
    overrides.rules_count = rules != NULL;
    rig->settings = settings_load(&overrides, no_environment, &err);
    assert_non_null(rig->settings);
    rig->engine = engine_new(rig->loop, rig->settings, NULL, &err);
    assert_non_null(rig->engine);
    rig->model = engine_model(rig->engine);
    return rig;
}

int rig_teardown(void **state)
{
    struct rig *rig = *state;

    engine_free(rig->engine);
    settings_free(rig->settings);
    server_free(rig->server);
    fake_prometheus_clear(&rig->fake);
    loop_free(rig->loop);
    free(rig);
    return 0;
}

bool no_question(const void *owner, enum component_id id, const char *name)
{
    (void)owner;
    (void)id;
    (void)name;
    return false;
}

static const char *no_environment(const char *name)
{
    return strcmp(name, "HOME") == 0 ? "/nonexistent" : NULL;
}
