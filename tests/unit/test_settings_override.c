/* test_settings_override.c - what weighs more than the file, and which file. */
#include "tests/test.h"

#include "tests/support/settings_fixture.h"

static void settings_load_lets_the_environment_weigh_more(void **state)
{
    struct settings *settings;
    (void)state;

    set_variable("PROMETHEUS_URL", "http://env:1/");
    set_variable("ALERTMANAGER_URL", "http://env:2");
    set_variable("NO_COLOR", "1");
    settings = load("color: true\n"
                    "prometheus: {via: kubernetes, service: p, port: 9}\n"
                    "alertmanager: {urls: [http://a, http://b]}\n",
                    (struct overrides){0});

    assert_string_equal(settings_context(settings)->prometheus.url,
                        "http://env:1");
    assert_false(settings_context(settings)->prometheus.via_kubernetes);
    assert_string_equal(settings_context(settings)->alertmanager.base.url,
                        "http://env:2");
    assert_int_equal(settings_context(settings)->alertmanager.urls.count, 1);
    assert_false(settings->has_color);
    settings_free(settings);
}

static void settings_load_lets_the_command_line_weigh_most(void **state)
{
    struct overrides overrides = {.prometheus = "https://cli",
                                  .namespace_name = "ns",
                                  .refresh = "2s",
                                  .range = "6h",
                                  .guide = "g.md",
                                  .theme = "mono",
                                  .timeout = "1s",
                                  .debug = "d.log",
                                  .rules = {"x.yml", "y.yml"},
                                  .rules_count = 2,
                                  .read_only = true,
                                  .dry_run = true,
                                  .ascii = true,
                                  .no_color = true,
                                  .no_mouse = true};
    struct settings *settings;
    (void)state;

    set_variable("PROMETHEUS_URL", "http://env:1/");
    settings = load("mouse: true\nrules: [r]\nrefresh: 9s\n"
                    "prometheus: {off: true, timeout: 5s}\n",
                    overrides);

    assert_string_equal(settings_context(settings)->prometheus.url,
                        "https://cli");
    assert_false(settings_context(settings)->prometheus.is_off);
    assert_int_equal(settings_context(settings)->prometheus.http.timeout_ms,
                     1000);
    assert_string_equal(settings_context(settings)->namespace_name, "ns");
    assert_int_equal(settings->refresh_ms, 2000);
    assert_int_equal(settings->range_ms, 21600000);
    assert_string_equal(settings->guide, "g.md");
    assert_string_equal(settings->theme, "mono");
    assert_string_equal(settings->debug_file, "d.log");
    assert_int_equal(settings->rules_count, 2);
    assert_string_equal(settings->rules[1], "y.yml");
    assert_true(settings->is_read_only && settings->is_dry_run &&
                settings->is_ascii);
    assert_false(settings->has_color || settings->has_mouse);
    settings_free(settings);
}

static void settings_load_refuses_options_that_make_no_sense(void **state)
{
    (void)state;

    assert_option_refused((struct overrides){.refresh = "0s"},
                          "--refresh: '0s' is not within 1s to 1h");
    assert_option_refused((struct overrides){.prometheus = "p:9090"},
                          "--prometheus: 'p:9090' has no scheme; "
                          "http://p:9090?");
    assert_option_refused((struct overrides){.namespace_name = "a\"b"},
                          "--namespace: 'a\"b' is not a namespace: a-z, 0-9 "
                          "and '-' within, at most 63");
    assert_option_refused((struct overrides){.theme = "\xff"},
                          "--theme: is not UTF-8");
}

static void settings_load_names_a_variable_that_makes_no_sense(void **state)
{
    struct overrides overrides = {.config = world.file};
    struct err err = {0};
    (void)state;

    set_variable("PROMETHEUS_URL", "http://u:hunter2@p");
    write_config("");
    assert_null(settings_load(&overrides, fake_env, &err));

    assert_string_equal(err.text, "PROMETHEUS_URL: holds a user; give it in "
                                  "basic_auth");
    assert_int_equal(err.kind, ERR_FORMAT);
}

static void settings_load_finds_the_file_by_option_then_variable(void **state)
{
    struct overrides overrides = {.config = "/nonexistent/a.yaml"};
    struct err err = {0};
    (void)state;

    set_variable("TRACETOP_CONFIG", "/nonexistent/b.yaml");
    assert_null(settings_load(&overrides, fake_env, &err));
    assert_string_equal(err.text, "--config: /nonexistent/a.yaml: No such file "
                                  "or directory");
    overrides.config = NULL;
    assert_null(settings_load(&overrides, fake_env, &err));
    assert_string_equal(err.text, "TRACETOP_CONFIG: /nonexistent/b.yaml: No "
                                  "such file or directory");
    assert_int_equal(err.kind, ERR_FORMAT);
}

static void settings_load_finds_the_file_of_the_user(void **state)
{
    const struct overrides overrides = {0};
    char folder[96];
    char file[128];
    FILE *out;
    struct settings *settings;
    (void)state;

    (void)snprintf(folder, sizeof(folder), "%s/tracetop", world.folder);
    (void)snprintf(file, sizeof(file), "%s/config.yaml", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    out = fopen(file, "w");
    assert_non_null(out);
    assert_true(fputs("theme: mono\n", out) >= 0);
    (void)fclose(out);
    settings = settings_load(&overrides, fake_env, NULL);
    (void)unlink(file);
    (void)rmdir(folder);

    assert_non_null(settings);
    assert_string_equal(settings->file, file);
    assert_string_equal(settings->theme, "mono");
    settings_free(settings);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, settings_setup, settings_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(settings_load_lets_the_environment_weigh_more),
        CASE(settings_load_lets_the_command_line_weigh_most),
        CASE(settings_load_refuses_options_that_make_no_sense),
        CASE(settings_load_names_a_variable_that_makes_no_sense),
        CASE(settings_load_finds_the_file_by_option_then_variable),
        CASE(settings_load_finds_the_file_of_the_user),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
