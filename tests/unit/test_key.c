/* test_key.c - the names people write for keys. */
#include "tests/test.h"

#include "base/key.h"

static void assert_parses(const char *name, uint32_t code, unsigned modifiers)
{
    struct key key = {0};

    if (!key_parse(name, &key))
        fail_msg("'%s' is refused", name);
    assert_int_equal(key.code, code);
    assert_int_equal(key.modifiers, modifiers);
}

static void assert_refuses(const char *name)
{
    struct key key = {.code = 77, .modifiers = 7};

    if (key_parse(name, &key))
        fail_msg("'%s' is taken", name);
    assert_int_equal(key.code, 77);
    assert_int_equal(key.modifiers, 7);
}

static void assert_formats(uint32_t code, unsigned modifiers, const char *name)
{
    struct key key = {.code = code, .modifiers = (uint8_t)modifiers};
    char text[32];

    key_format(text, sizeof(text), key);
    assert_string_equal(text, name);
}

static bool same(const char *left, const char *right)
{
    struct key keys[2] = {{0}};

    assert_true(key_parse(left, &keys[0]));
    assert_true(key_parse(right, &keys[1]));
    return key_equal(keys[0], keys[1]);
}

static void key_parse_of_a_character_is_that_character(void **state)
{
    (void)state;

    assert_parses("q", 'q', 0);
    assert_parses("G", 'G', 0);
    assert_parses("-", '-', 0);
    assert_parses("[", '[', 0);
    assert_parses(" ", ' ', 0);
    assert_parses("é", 0xE9, 0);
    assert_parses("f", 'f', 0);
    assert_parses("5", '5', 0);
}

static void key_parse_reads_names_in_either_case(void **state)
{
    (void)state;

    assert_parses("Space", ' ', 0);
    assert_parses("ENTER", KEY_ENTER, 0);
    assert_parses("return", KEY_ENTER, 0);
    assert_parses("esc", KEY_ESC, 0);
    assert_parses("Tab", KEY_TAB, 0);
    assert_parses("pgup", KEY_PGUP, 0);
    assert_parses("PgDn", KEY_PGDN, 0);
    assert_parses("PageDown", KEY_PGDN, 0);
    assert_parses("del", KEY_DELETE, 0);
    assert_parses("Backspace", KEY_BACKSPACE, 0);
    assert_parses("F1", KEY_F1, 0);
    assert_parses("f5", KEY_F1 + 4, 0);
    assert_parses("F12", KEY_F12, 0);
}

static void key_parse_reads_modifiers_in_any_order(void **state)
{
    (void)state;

    assert_parses("Ctrl-L", 'l', KEY_CTRL);
    assert_parses("ctrl-l", 'l', KEY_CTRL);
    assert_parses("Alt-x", 'x', KEY_ALT);
    assert_parses("Alt-X", 'X', KEY_ALT);
    assert_parses("Shift-Tab", KEY_TAB, KEY_SHIFT);
    assert_parses("Alt-Ctrl-x", 'x', KEY_CTRL | KEY_ALT);
    assert_parses("Shift-Ctrl-Alt-Left", KEY_LEFT,
                  KEY_SHIFT | KEY_CTRL | KEY_ALT);
    assert_parses("Ctrl--", '-', KEY_CTRL);
    assert_parses("Ctrl-Space", ' ', KEY_CTRL);
}

static void key_parse_joins_what_terminals_send_alike(void **state)
{
    (void)state;

    assert_parses("Ctrl-I", KEY_TAB, 0);
    assert_parses("Ctrl-m", KEY_ENTER, 0);
    assert_parses("Ctrl-[", KEY_ESC, 0);
    assert_parses("Alt-Ctrl-h", KEY_BACKSPACE, KEY_ALT);
    assert_parses("Shift-a", 'A', 0);
    assert_parses("Alt-Shift-A", 'A', KEY_ALT);
}

static void key_parse_of_no_key_refuses(void **state)
{
    (void)state;

    assert_refuses("");
    assert_refuses("Ctrl-");
    assert_refuses("Ctrl-Ctrl-a");
    assert_refuses("Hyper-a");
    assert_refuses("qq");
    assert_refuses("F0");
    assert_refuses("F01");
    assert_refuses("F13");
    assert_refuses("F99999999999999999999");
    assert_refuses("F1x");
    assert_refuses("Shift-1");
    assert_refuses("\x1b");
    assert_refuses("\xff");
    assert_refuses("Alt-\xe2\x80\xae"); /* U+202E, which turns text round */
    assert_refuses("(event)");
}

static void key_format_writes_the_names(void **state)
{
    (void)state;

    assert_formats('q', 0, "q");
    assert_formats(' ', 0, "Space");
    assert_formats('l', KEY_CTRL, "Ctrl-L");
    assert_formats('x', KEY_ALT, "Alt-x");
    assert_formats(KEY_TAB, KEY_SHIFT, "Shift-Tab");
    assert_formats(KEY_F1 + 9, 0, "F10");
    assert_formats(0xE9, 0, "é");
    assert_formats(KEY_BACKSPACE, KEY_CTRL | KEY_ALT | KEY_SHIFT,
                   "Ctrl-Alt-Shift-Backspace");
    assert_formats(KEY_MOUSE, 0, "(event)");
    assert_formats(KEY_NONE, 0, "(event)");
    assert_formats(UINT32_MAX, 0, "(event)");
}

static void key_format_then_parse_gives_every_key_back(void **state)
{
    (void)state;

    for (uint32_t code = ' '; code <= KEY_F12; code++) {
        struct key key = {.code = code};
        struct key back = {0};
        char text[32];

        if (code >= 0x7f && code < KEY_ENTER && code % 97)
            continue;
        for (unsigned modifiers = 0; modifiers < 8; modifiers++) {
            key.modifiers = (uint8_t)modifiers;
            key_format(text, sizeof(text), key);
            if (key_parse(text, &back))
                assert_true(key_equal(key, back));
            else
                assert_true(code > ' ' && code < KEY_ENTER);
        }
    }
}

static void key_equal_tells_presses_apart(void **state)
{
    struct key press = {.code = KEY_MOUSE, .mouse = MOUSE_PRESS, .column = 3};
    struct key there = {.code = KEY_MOUSE, .mouse = MOUSE_PRESS, .column = 4};
    (void)state;

    assert_true(same("Ctrl-a", "Ctrl-A"));
    assert_true(same("Ctrl-I", "Tab"));
    assert_false(same("a", "A"));
    assert_false(same("Alt-a", "Alt-A"));
    assert_false(same("Tab", "Shift-Tab"));
    assert_false(same("a", "Ctrl-a"));
    assert_true(key_equal(press, press));
    assert_false(key_equal(press, there));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_parse_of_a_character_is_that_character),
        cmocka_unit_test(key_parse_reads_names_in_either_case),
        cmocka_unit_test(key_parse_reads_modifiers_in_any_order),
        cmocka_unit_test(key_parse_joins_what_terminals_send_alike),
        cmocka_unit_test(key_parse_of_no_key_refuses),
        cmocka_unit_test(key_format_writes_the_names),
        cmocka_unit_test(key_format_then_parse_gives_every_key_back),
        cmocka_unit_test(key_equal_tells_presses_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
