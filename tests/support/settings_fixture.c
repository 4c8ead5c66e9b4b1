/* settings_fixture.c - a folder with a configuration, and the environment. */
#include "tests/support/settings_fixture.h"

struct settings_fixture_world world;

const char *fake_env(const char *name)
{
    for (size_t i = 0; i < 8 && world.variables[i][0]; i++)
        if (strcmp(world.variables[i][0], name) == 0)
            return world.variables[i][1];
    return NULL;
}

void set_variable(const char *name, const char *value)
{
    size_t i = 0;

    while (world.variables[i][0])
        i++;
    world.variables[i][0] = name;
    world.variables[i][1] = value;
}

int settings_setup(void **state)
{
    (void)state;
    memset(&world, 0, sizeof(world));
    (void)snprintf(world.folder, sizeof(world.folder),
                   "/tmp/tracetop-config-XXXXXX");
    if (!mkdtemp(world.folder))
        return -1;
    (void)snprintf(world.file, sizeof(world.file), "%s/config.yaml",
                   world.folder);
    set_variable("HOME", "/home/me");
    set_variable("XDG_CONFIG_HOME", world.folder);
    return 0;
}

int settings_teardown(void **state)
{
    (void)state;
    (void)unlink(world.file);
    return rmdir(world.folder);
}

void write_config(const char *text)
{
    FILE *file = fopen(world.file, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    (void)fclose(file);
    (void)chmod(world.file, 0600);
}

struct settings *load(const char *text, struct overrides overrides)
{
    struct err err = {0};
    struct settings *settings;

    write_config(text);
    overrides.config = world.file;
    settings = settings_load(&overrides, fake_env, &err);
    if (!settings)
        fail_msg("%s", err.text);
    return settings;
}

void assert_refused(const char *text, const char *why)
{
    struct overrides overrides = {.config = world.file};
    struct err err = {0};
    char message[400];

    write_config(text);
    assert_null(settings_load(&overrides, fake_env, &err));

    (void)snprintf(message, sizeof(message), "%s:%s", world.file, why);
    assert_string_equal(err.text, message);
    assert_int_equal(err.kind, ERR_FORMAT);
}

void assert_option_refused(struct overrides overrides, const char *why)
{
    struct err err = {0};

    overrides.config = world.file;
    write_config("");
    assert_null(settings_load(&overrides, fake_env, &err));

    assert_string_equal(err.text, why);
    assert_int_equal(err.kind, ERR_REFUSED);
}
