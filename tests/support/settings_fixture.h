/* settings_fixture.h - a folder with a configuration, and the environment. */
#ifndef TRACETOP_TESTS_SUPPORT_SETTINGS_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_SETTINGS_FIXTURE_H

#include "tests/test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "config/settings.h"
#include "config/yaml.h"

/* A folder with an optional configuration, and the environment that names it;
 * paths_getenv_fn has no context, so it is the file's own. */
struct settings_fixture_world {
    char folder[64];
    char file[96];
    const char *variables[8][2];
};
extern struct settings_fixture_world world;

const char *fake_env(const char *name);

void set_variable(const char *name, const char *value);

int settings_setup(void **state);

int settings_teardown(void **state);

void write_config(const char *text);

struct settings *load(const char *text, struct overrides overrides);

void assert_refused(const char *text, const char *why);

void assert_option_refused(struct overrides overrides, const char *why);

#endif
