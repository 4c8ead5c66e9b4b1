/* test_editor.c - one line of text being typed. */
#include "tests/test.h"

#include <stdio.h>

#include "ui/editor.h"

static enum editor_result press(struct editor *editor, const char *name)
{
    struct key key;

    assert_true(key_parse(name, &key));
    return editor_key(editor, key);
}

static enum editor_result press_code(struct editor *editor, uint32_t code)
{
    return editor_key(editor, (struct key){.code = code});
}

/* Types ASCII. */
static void type(struct editor *editor, const char *text)
{
    for (; *text; text++)
        assert_int_equal(press_code(editor, (unsigned char)*text), EDITOR_MORE);
}

static void assert_line(const struct editor *editor, const char *text,
                        size_t cursor)
{
    assert_string_equal(editor_text(editor), text);
    assert_int_equal(editor_cursor(editor), cursor);
}

static void editor_key_inserts_at_the_cursor(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    type(editor, "rage 6h");
    (void)press(editor, "Home");
    (void)press(editor, "Right");
    (void)press(editor, "Ctrl-F");
    type(editor, "n");

    assert_line(editor, "range 6h", 3);
    (void)press(editor, "End");
    assert_line(editor, "range 6h", 8);
    (void)press(editor, "Ctrl-A");
    (void)press(editor, "Left");
    assert_line(editor, "range 6h", 0);
    (void)press(editor, "Ctrl-E");
    (void)press(editor, "Ctrl-B");
    assert_line(editor, "range 6h", 7);
    editor_free(editor);
}

static void editor_key_moves_and_erases_whole_glyphs(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    (void)press_code(editor, 0xe9);
    (void)press_code(editor, 'e');
    (void)press_code(editor, 0x301); /* a mark on the e */
    (void)press_code(editor, 0x5b57);
    assert_line(editor,
                "\xc3\xa9"
                "e\xcc\x81\xe5\xad\x97",
                8);
    (void)press(editor, "Left");
    assert_line(editor,
                "\xc3\xa9"
                "e\xcc\x81\xe5\xad\x97",
                5);
    (void)press(editor, "Backspace");
    assert_line(editor, "\xc3\xa9\xe5\xad\x97", 2);
    (void)press(editor, "Del");
    assert_line(editor, "\xc3\xa9", 2);
    (void)press(editor, "Ctrl-D");
    assert_line(editor, "\xc3\xa9", 2);
    editor_free(editor);
}

static void editor_key_kills_and_yanks(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    type(editor, "one two-three");
    assert_int_equal(press(editor, "Ctrl-W"), EDITOR_MORE);
    assert_line(editor, "one ", 4);
    assert_int_equal(press(editor, "Ctrl-Y"), EDITOR_MORE);
    assert_line(editor, "one two-three", 13);
    assert_int_equal(press(editor, "Alt-b"), EDITOR_MORE);
    assert_line(editor, "one two-three", 8);
    assert_int_equal(press(editor, "Ctrl-K"), EDITOR_MORE);
    assert_line(editor, "one two-", 8);
    assert_int_equal(press(editor, "Ctrl-U"), EDITOR_MORE);
    assert_line(editor, "", 0);
    assert_int_equal(press(editor, "Ctrl-K"), EDITOR_MORE);
    assert_int_equal(press(editor, "Ctrl-Y"), EDITOR_MORE);
    assert_line(editor, "one two-", 8);
    editor_free(editor);
}

static void editor_key_goes_by_words(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    type(editor, "one two-three");
    (void)press(editor, "Ctrl-Left");
    (void)press(editor, "Ctrl-Left");
    assert_line(editor, "one two-three", 4);
    (void)press(editor, "Alt-f");
    assert_line(editor, "one two-three", 7);
    (void)press(editor, "Alt-d");
    assert_line(editor, "one two", 7);
    (void)press(editor, "Alt-Backspace");
    assert_line(editor, "one ", 4);
    editor_free(editor);
}

static void editor_key_ends_the_line(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    assert_int_equal(press(editor, "Backspace"), EDITOR_CANCEL);
    type(editor, "x");
    assert_int_equal(press(editor, "Enter"), EDITOR_ENTER);
    assert_int_equal(press(editor, "Ctrl-J"), EDITOR_ENTER);
    assert_int_equal(press(editor, "Tab"), EDITOR_COMPLETE);
    assert_int_equal(press(editor, "Esc"), EDITOR_CANCEL);
    assert_int_equal(press(editor, "Ctrl-C"), EDITOR_CANCEL);
    assert_int_equal(press(editor, "Backspace"), EDITOR_MORE);
    assert_int_equal(press(editor, "Shift-Tab"), EDITOR_IGNORED);
    assert_int_equal(press(editor, "F5"), EDITOR_IGNORED);
    assert_int_equal(press(editor, "PgUp"), EDITOR_IGNORED);
    assert_int_equal(press(editor, "Ctrl-L"), EDITOR_IGNORED);
    assert_int_equal(press(editor, "Alt-x"), EDITOR_IGNORED);
    assert_int_equal(press_code(editor, KEY_MOUSE), EDITOR_IGNORED);
    assert_int_equal(press_code(editor, 0x202e), EDITOR_IGNORED);
    assert_line(editor, "", 0);
    editor_free(editor);
}

static void editor_key_past_the_limit_adds_nothing(void **state)
{
    struct editor *editor = editor_new(4);
    (void)state;

    type(editor, "abc");
    (void)press_code(editor, 0xe9);
    assert_line(editor, "abc", 3);
    type(editor, "de");
    assert_line(editor, "abcd", 4);
    editor_set(editor, "abc\xc3\xa9"
                       "f");
    assert_line(editor, "abc", 3);
    editor_free(editor);
}

static void editor_key_in_a_paste_is_text_on_one_line(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    assert_int_equal(press_code(editor, KEY_PASTE_ON), EDITOR_MORE);
    type(editor, "a");
    assert_int_equal(press_code(editor, KEY_ENTER), EDITOR_MORE);
    assert_int_equal(press_code(editor, KEY_TAB), EDITOR_MORE);
    type(editor, "b");
    assert_int_equal(press_code(editor, KEY_PASTE_OFF), EDITOR_MORE);
    assert_line(editor, "a  b", 4);
    assert_int_equal(press(editor, "Enter"), EDITOR_ENTER);

    (void)press_code(editor, KEY_PASTE_ON);
    assert_int_equal(press(editor, "Ctrl-C"), EDITOR_CANCEL);
    assert_int_equal(press(editor, "Enter"), EDITOR_ENTER);
    editor_free(editor);
}

static void editor_up_and_down_walk_the_history(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    editor_remember(editor, "one");
    editor_remember(editor, "two");
    editor_remember(editor, "two");
    editor_remember(editor, "");
    type(editor, "dra");
    (void)press(editor, "Up");
    assert_line(editor, "two", 3);
    (void)press(editor, "Ctrl-P");
    (void)press(editor, "Up");
    assert_line(editor, "one", 3);
    (void)press(editor, "Down");
    assert_line(editor, "two", 3);
    (void)press(editor, "Ctrl-N");
    assert_line(editor, "dra", 3);
    (void)press(editor, "Down");
    assert_line(editor, "dra", 3);

    (void)press(editor, "Up");
    (void)press(editor, "Enter");
    editor_set(editor, "");
    (void)press(editor, "Up");
    assert_line(editor, "two", 3);
    editor_free(editor);
}

static void editor_remember_keeps_a_hundred_lines(void **state)
{
    struct editor *editor = editor_new(100);
    char line[32];
    (void)state;

    for (int i = 0; i < 105; i++) {
        (void)snprintf(line, sizeof(line), "line %d", i);
        editor_remember(editor, line);
    }
    for (int i = 0; i < 200; i++)
        (void)press(editor, "Up");

    assert_line(editor, "line 5", 6);
    editor_free(editor);
}

static void assert_drawn(const struct grid *grid, const char *expected,
                         int cursor)
{
    char row[100];
    size_t length = 0;
    int at_row, at_column;

    for (int column = 0; column < grid_columns(grid); column++) {
        const struct cell *cell = grid_at(grid, 1, column);

        memcpy(row + length, cell->text, cell->length);
        length += cell->length;
    }
    row[length] = '\0';
    grid_cursor(grid, &at_row, &at_column);
    assert_string_equal(row, expected);
    assert_int_equal(at_row, 1);
    assert_int_equal(at_column, cursor);
}

static void editor_draw_scrolls_to_show_the_cursor(void **state)
{
    struct editor *editor = editor_new(100);
    struct grid *grid = grid_new(3, 12);
    struct canvas canvas = canvas_of(grid, false);
    (void)state;

    editor_draw(editor, ":", &canvas, 1);
    assert_drawn(grid, ":           ", 1);
    type(editor, "0123456789");
    editor_draw(editor, ":", &canvas, 1);
    assert_drawn(grid, ":0123456789 ", 11);
    type(editor, "a");
    editor_draw(editor, ":", &canvas, 1);
    assert_drawn(grid, ":56789a     ", 7);
    (void)press(editor, "Home");
    editor_draw(editor, ":", &canvas, 1);
    assert_drawn(grid, ":0123456789a", 1);
    editor_draw(editor, "a long prompt:", &canvas, 1);
    assert_drawn(grid, "a long012345", 6);
    editor_free(editor);
    grid_free(grid);
}

static void editor_draw_never_cuts_a_wide_glyph_at_the_cursor(void **state)
{
    struct editor *editor = editor_new(100);
    struct grid *grid = grid_new(3, 8);
    struct canvas canvas = canvas_of(grid, false);
    int row, column;
    (void)state;

    for (int i = 0; i < 20; i++) {
        (void)press_code(editor, i % 5 ? 0x5b57 : 'x');
        editor_draw(editor, ":", &canvas, 1);
        grid_cursor(grid, &row, &column);
        assert_int_equal(row, 1);
        assert_in_range(column, 1, 7);
    }
    editor_free(editor);
    grid_free(grid);
}

static void editor_draw_places_the_cursor_in_the_grid(void **state)
{
    struct editor *editor = editor_new(100);
    struct grid *grid = grid_new(5, 20);
    struct canvas whole = canvas_of(grid, false);
    struct canvas part = canvas_cut(&whole, (struct rect){2, 5, 2, 10});
    int row, column;
    (void)state;

    type(editor, "ab");
    editor_draw(editor, "> ", &part, 1);
    grid_cursor(grid, &row, &column);

    assert_int_equal(row, 3);
    assert_int_equal(column, 9);
    editor_free(editor);
    grid_free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(editor_key_inserts_at_the_cursor),
        cmocka_unit_test(editor_key_moves_and_erases_whole_glyphs),
        cmocka_unit_test(editor_key_kills_and_yanks),
        cmocka_unit_test(editor_key_goes_by_words),
        cmocka_unit_test(editor_key_ends_the_line),
        cmocka_unit_test(editor_key_past_the_limit_adds_nothing),
        cmocka_unit_test(editor_key_in_a_paste_is_text_on_one_line),
        cmocka_unit_test(editor_up_and_down_walk_the_history),
        cmocka_unit_test(editor_remember_keeps_a_hundred_lines),
        cmocka_unit_test(editor_draw_scrolls_to_show_the_cursor),
        cmocka_unit_test(editor_draw_never_cuts_a_wide_glyph_at_the_cursor),
        cmocka_unit_test(editor_draw_places_the_cursor_in_the_grid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
