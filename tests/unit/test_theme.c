/* test_theme.c - the shipped themes, and themes of the user. */
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "ui/canvas.h"
#include "ui/theme.h"

static const char *const shipped[] = {"dark", "light", "high-contrast",
                                      "colour-blind", "mono"};
enum { SHIPPED_COUNT = 5 };

static char folder[] = "/tmp/tracetop-theme-XXXXXX";
static char path[sizeof(folder) + 32];
static struct err err;

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

/* Loads a theme `mine` of the user with this text. */
static struct theme *load_text(const char *text)
{
    struct theme *theme;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/mine.yaml", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    (void)fclose(file);
    err_clear(&err);
    theme = theme_load("mine", folder, &err);
    (void)unlink(path);
    return theme;
}

/* Holds when the theme is refused with a line, and a message that ends so. */
static void assert_refused(const char *text, int line, const char *why)
{
    size_t length = strlen(why);

    assert_null(load_text(text));
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_int_equal(err.code, line);
    assert_true(strlen(err.text) > length);
    assert_string_equal(err.text + strlen(err.text) - length, why);
}

static void theme_load_reads_every_shipped_theme(void **state)
{
    (void)state;

    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        struct theme *theme = theme_load(shipped[i], NULL, &err);

        if (!theme) {
            fail_msg("%s: %s", shipped[i], err.text);
            return;
        }
        assert_string_equal(theme->name, shipped[i]);
        assert_int_equal(theme->background.kind, COLOR_RGB);
        theme_free(theme);
    }
}

static bool same_look(const struct look *left, const struct look *right)
{
    return color_same(left->foreground, right->foreground) &&
           color_same(left->background, right->background) &&
           left->attributes == right->attributes;
}

static void theme_load_tells_the_states_apart_in_every_theme(void **state)
{
    const enum role states[] = {ROLE_OK, ROLE_WARNING, ROLE_CRITICAL,
                                ROLE_UNKNOWN};
    (void)state;

    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        struct theme *theme = theme_load(shipped[i], NULL, &err);

        for (size_t left = 0; left < 4; left++)
            for (size_t right = left + 1; right < 4; right++)
                assert_false(same_look(&theme->looks[states[left]],
                                       &theme->looks[states[right]]));
        theme_free(theme);
    }
}

static void theme_load_tells_warning_from_critical_in_8_colours(void **state)
{
    (void)state;

    for (size_t i = 0; i < SHIPPED_COUNT - 1; i++) {
        struct theme *theme = theme_load(shipped[i], NULL, &err);
        const struct look *looks = theme->looks;
        const struct color warning = looks[ROLE_GRAPH_WARNING].foreground;
        const struct color critical = looks[ROLE_GRAPH_CRITICAL].foreground;

        assert_int_not_equal(color_nearest(warning, 8),
                             color_nearest(critical, 8));
        assert_int_not_equal(color_nearest(looks[ROLE_SELECTED].foreground, 8),
                             color_nearest(looks[ROLE_SELECTED].background, 8));
        theme_free(theme);
    }
}

static void theme_load_of_mono_has_no_colour(void **state)
{
    struct theme *theme = theme_load("mono", NULL, &err);
    (void)state;

    for (int role = 0; role < ROLE_COUNT; role++) {
        assert_int_equal(theme->looks[role].foreground.kind, COLOR_DEFAULT);
        assert_int_equal(theme->looks[role].background.kind, COLOR_DEFAULT);
    }
    assert_int_equal(theme->looks[ROLE_CRITICAL].attributes,
                     ATTR_BOLD | ATTR_REVERSE);
    theme_free(theme);
}

static void theme_load_of_an_unknown_name_tells_the_known_ones(void **state)
{
    (void)state;

    assert_null(theme_load("drak", folder, &err));
    assert_string_equal(err.text, "theme 'drak': unknown; there are dark, "
                                  "light, high-contrast, colour-blind, mono");
    assert_null(theme_load("../dark", folder, &err));
    assert_null(theme_load("", NULL, &err));
    assert_null(theme_load(".", NULL, &err));
}

static void theme_load_prefers_the_users_file(void **state)
{
    struct theme *theme;
    (void)state;

    theme = load_text("text: {fg: white}\nok: {fg: green, dim: true}\n"
                      "background: 234\n");

    assert_non_null(theme);
    assert_int_equal(theme->looks[ROLE_OK].foreground.index, 2);
    assert_int_equal(theme->looks[ROLE_OK].attributes, ATTR_DIM);
    assert_int_equal(theme->background.red, 0x1C);
    theme_free(theme);
}

static void theme_load_gives_left_out_roles_the_look_of_text(void **state)
{
    struct theme *theme;
    (void)state;

    /* `text` counts wherever it stands in the file. */
    theme = load_text("ok: {fg: green}\n"
                      "text: {fg: 7, bg: 17, underline: true}\n");

    assert_non_null(theme);
    assert_int_equal(theme->looks[ROLE_DIM].foreground.index, 7);
    assert_int_equal(theme->looks[ROLE_DIM].attributes, ATTR_UNDERLINE);
    assert_int_equal(theme->looks[ROLE_OK].background.index, 17);
    assert_int_equal(theme->looks[ROLE_OK].attributes, 0);
    theme_free(theme);
}

static void theme_load_of_an_empty_file_is_plain(void **state)
{
    struct theme *theme = load_text("# nothing\n");
    (void)state;

    assert_non_null(theme);
    assert_int_equal(theme->looks[ROLE_CRITICAL].attributes, 0);
    assert_int_equal(theme->looks[ROLE_CRITICAL].foreground.kind,
                     COLOR_DEFAULT);
    theme_free(theme);
}

static void theme_load_of_a_wrong_file_tells_where_and_why(void **state)
{
    (void)state;

    assert_refused("ok: {}\ncritcal: {fg: red}\n", 2,
                   "mine.yaml:2: critcal: unknown key; did you mean "
                   "'critical'?");
    assert_refused("ok: {fgg: red}\n", 1,
                   "fgg: unknown key; did you mean "
                   "'fg'?");
    assert_refused("ok: {qqqqqqqq: red}\n", 1, "qqqqqqqq: unknown key");
    assert_refused("ok:\n  fg: redd\n", 2,
                   "'redd' is no colour; say a name (red, bright_red, "
                   "default), 0 to 255, or \"#rrggbb\"");
    assert_refused("ok: {bold: maybe}\n", 1,
                   "bold: 'maybe' is neither true nor false");
    assert_refused("ok: red\n", 1,
                   "a look is expected, such as {fg: red, bold: true}");
    assert_refused("[ok]\n", 1, "a map of roles is expected");
    assert_refused("background: default\n", 1,
                   "'default' is what this key defines; say a colour");
}

static void theme_next_goes_round(void **state)
{
    const char *name = "dark";
    (void)state;

    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        assert_string_equal(name, shipped[i]);
        name = theme_next(name);
    }
    assert_string_equal(name, "dark");
    assert_string_equal(theme_next("mine"), "dark");
}

static void theme_set_banner_takes_a_colour_or_a_role(void **state)
{
    struct theme *theme = theme_load("dark", NULL, &err);
    struct color red;
    (void)state;

    assert_true(color_parse("#ff0000", &red));
    assert_true(theme_set_banner(theme, "#ff0000"));
    assert_true(color_same(theme->looks[ROLE_BANNER].background, red));
    assert_true(theme_set_banner(theme, "critical"));
    assert_true(color_same(theme->looks[ROLE_BANNER].background,
                           theme->looks[ROLE_CRITICAL].foreground));
    assert_false(theme_set_banner(theme, "no such thing"));
    theme_free(theme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(theme_set_banner_takes_a_colour_or_a_role),
        cmocka_unit_test(theme_load_reads_every_shipped_theme),
        cmocka_unit_test(theme_load_tells_the_states_apart_in_every_theme),
        cmocka_unit_test(theme_load_tells_warning_from_critical_in_8_colours),
        cmocka_unit_test(theme_load_of_mono_has_no_colour),
        cmocka_unit_test(theme_load_of_an_unknown_name_tells_the_known_ones),
        cmocka_unit_test(theme_load_prefers_the_users_file),
        cmocka_unit_test(theme_load_gives_left_out_roles_the_look_of_text),
        cmocka_unit_test(theme_load_of_an_empty_file_is_plain),
        cmocka_unit_test(theme_load_of_a_wrong_file_tells_where_and_why),
        cmocka_unit_test(theme_next_goes_round),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
