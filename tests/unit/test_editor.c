/* test_editor.c - a line of text being typed. */
#include "tests/test.h"

#include "ui/editor.h"

static void press(struct editor *editor, const char *name)
{
    struct key key;

    assert_true(key_parse(name, &key));
    (void)editor_key(editor, key);
}

static void type(struct editor *editor, const char *text)
{
    for (; *text; text++)
        (void)editor_key(editor, (struct key){.code = (uint32_t)*text});
}

static void editor_key_of_letters_inserts_at_the_cursor(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    type(editor, "rnge");
    press(editor, "Home");
    press(editor, "Right");
    type(editor, "a");

    assert_string_equal(editor_text(editor), "range");
    assert_int_equal(editor_cursor(editor), 2);
    editor_free(editor);
}

static void editor_key_moves_and_deletes_by_glyph(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    editor_set(editor, "a\xc3\xa9"
                       "e\xcc\x81z");
    press(editor, "Left");
    press(editor, "Backspace");
    assert_string_equal(editor_text(editor), "a\xc3\xa9z");
    press(editor, "Left");
    press(editor, "Del");

    assert_string_equal(editor_text(editor), "az");
    assert_int_equal(editor_cursor(editor), 1);
    editor_free(editor);
}

static void editor_key_kills_and_yanks_words(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    editor_set(editor, "panel storage");
    press(editor, "Ctrl-W");
    assert_string_equal(editor_text(editor), "panel ");
    press(editor, "Ctrl-A");
    press(editor, "Ctrl-Y");
    assert_string_equal(editor_text(editor), "storagepanel ");
    press(editor, "Ctrl-U");
    assert_string_equal(editor_text(editor), "panel ");
    press(editor, "Ctrl-K");

    assert_string_equal(editor_text(editor), "");
    editor_free(editor);
}

static void editor_key_up_and_down_walk_the_history(void **state)
{
    struct editor *editor = editor_new(100);
    (void)state;

    editor_remember(editor, "one");
    editor_remember(editor, "two");
    editor_remember(editor, "two");
    type(editor, "dra");
    press(editor, "Up");
    assert_string_equal(editor_text(editor), "two");
    press(editor, "Up");
    press(editor, "Up");
    assert_string_equal(editor_text(editor), "one");
    press(editor, "Down");
    press(editor, "Down");

    assert_string_equal(editor_text(editor), "dra");
    editor_free(editor);
}

static void editor_key_tells_when_the_line_is_over(void **state)
{
    struct editor *editor = editor_new(100);
    struct key key = {.code = KEY_BACKSPACE};
    (void)state;

    assert_int_equal(editor_key(editor, key), EDITOR_CANCEL);
    key.code = KEY_ESC;
    assert_int_equal(editor_key(editor, key), EDITOR_CANCEL);
    key.code = KEY_ENTER;
    assert_int_equal(editor_key(editor, key), EDITOR_ENTER);
    key.code = KEY_TAB;
    assert_int_equal(editor_key(editor, key), EDITOR_COMPLETE);
    key.code = 0x202e; /* right-to-left override */
    assert_int_equal(editor_key(editor, key), EDITOR_IGNORED);
    assert_string_equal(editor_text(editor), "");
    editor_free(editor);
}

static void editor_at_its_limit_takes_no_more(void **state)
{
    struct editor *editor = editor_new(3);
    (void)state;

    type(editor, "abcd");

    assert_string_equal(editor_text(editor), "abc");
    editor_set(editor, "wxyz");
    assert_string_equal(editor_text(editor), "wxy");
    editor_free(editor);
}

static void editor_draw_scrolls_to_the_cursor(void **state)
{
    struct editor *editor = editor_new(100);
    struct grid *grid = grid_new(1, 6);
    struct canvas canvas = canvas_of(grid, false);
    int row, column;
    (void)state;

    editor_set(editor, "abcdefgh");
    editor_draw(editor, ":", &canvas, 0);
    grid_cursor(grid, &row, &column);

    assert_int_equal(row, 0);
    assert_int_equal(column, 5);
    assert_memory_equal(grid_at(grid, 0, 1)->text, "e", 1);
    assert_memory_equal(grid_at(grid, 0, 4)->text, "h", 1);
    grid_free(grid);
    editor_free(editor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(editor_key_of_letters_inserts_at_the_cursor),
        cmocka_unit_test(editor_key_moves_and_deletes_by_glyph),
        cmocka_unit_test(editor_key_kills_and_yanks_words),
        cmocka_unit_test(editor_key_up_and_down_walk_the_history),
        cmocka_unit_test(editor_key_tells_when_the_line_is_over),
        cmocka_unit_test(editor_at_its_limit_takes_no_more),
        cmocka_unit_test(editor_draw_scrolls_to_the_cursor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
