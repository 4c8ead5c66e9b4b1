/* test_list_view.c - the selection of rows that come and go. */
#include "tests/test.h"

#include "panels/list_view.h"

/* Rows are letters: "abc" has three. */
static uint64_t identify(const void *items, size_t index)
{
    return (uint64_t)(unsigned char)((const char *)items)[index];
}

static struct list_rows rows_of(const char *letters)
{
    return (struct list_rows){.count = strlen(letters),
                              .items = letters,
                              .identify = identify,
                              .is_filtered = true};
}

static void assert_window(const struct list_view *list, const char *letters,
                          int shown, const char *seen, char selected)
{
    const struct list_rows rows = rows_of(letters);
    const struct list_window window = list_view_window(list, &rows, shown);

    assert_int_equal(window.end - window.first, strlen(seen));
    assert_memory_equal(letters + window.first, seen, strlen(seen));
    assert_int_equal(letters[window.selected], selected);
}

static void select_letter(struct list_view *list, const char *letters,
                          char letter)
{
    const struct list_rows rows = rows_of(letters);

    list_view_select(list, &rows, (size_t)(strchr(letters, letter) - letters));
}

static void assert_move(struct list_view *list, const char *letters,
                        enum command_id command, int shown, char selected)
{
    const struct list_rows rows = rows_of(letters);

    assert_true(list_view_move(list, &rows, command, shown));
    assert_int_equal(letters[list_view_selected(list, &rows)], selected);
}

static void list_view_of_no_rows_has_an_empty_window(void **state)
{
    struct list_view list = {0};
    const struct list_rows rows = rows_of("");
    (void)state;

    assert_true(list_view_move(&list, &rows, COMMAND_DOWN, 5));
    assert_true(list_view_move(&list, &rows, COMMAND_LAST, 5));
    assert_false(list_view_click(&list, &rows, 0, 5));

    assert_int_equal(list_view_selected(&list, &rows), 0);
    assert_window(&list, "", 5, "", '\0');
    assert_window(&list, "abc", 5, "abc", 'a'); /* nothing was chosen */
}

static void list_view_window_of_few_rows_has_them_all(void **state)
{
    struct list_view list = {0};
    (void)state;

    select_letter(&list, "abc", 'c');

    assert_window(&list, "abc", 10, "abc", 'c');
    assert_window(&list, "abc", 3, "abc", 'c');
}

static void list_view_window_of_no_room_is_empty(void **state)
{
    struct list_view list = {0};
    (void)state;

    assert_window(&list, "abc", 0, "", 'a');
    assert_window(&list, "abc", -3, "", 'a');
}

static void list_view_selected_before_a_choice_is_the_first_row(void **state)
{
    struct list_view list = {0};
    (void)state;

    assert_window(&list, "bc", 5, "bc", 'b');
    assert_window(&list, "abc", 5, "abc", 'a');
}

static void list_view_selected_stays_with_its_row_when_others_come(void **state)
{
    struct list_view list = {0};
    (void)state;

    select_letter(&list, "cde", 'd');

    assert_window(&list, "abcde", 5, "abcde", 'd');
    assert_window(&list, "dabce", 5, "dabce", 'd');
}

static void list_view_selected_stays_with_its_row_when_others_go(void **state)
{
    struct list_view list = {0};
    (void)state;

    select_letter(&list, "abcde", 'd');

    assert_window(&list, "de", 5, "de", 'd');
    assert_window(&list, "d", 5, "d", 'd');
}

static void
list_view_selected_of_a_row_that_is_gone_is_at_its_place(void **state)
{
    struct list_view list = {0};
    (void)state;

    select_letter(&list, "abcde", 'c');

    assert_window(&list, "abde", 5, "abde", 'd');
    assert_window(&list, "ab", 5, "ab", 'b');
    assert_window(&list, "abcde", 5, "abcde", 'c'); /* it is back */
}

static void list_view_selected_of_equal_rows_keeps_the_place(void **state)
{
    struct list_view list = {0};
    const struct list_rows rows = rows_of("xxxx");
    (void)state;

    list_view_select(&list, &rows, 2);

    assert_int_equal(list_view_selected(&list, &rows), 2);
}

static void list_view_move_goes_by_rows_and_stops_at_the_ends(void **state)
{
    struct list_view list = {0};
    (void)state;

    assert_move(&list, "abc", COMMAND_UP, 5, 'a');
    assert_move(&list, "abc", COMMAND_DOWN, 5, 'b');
    assert_move(&list, "abc", COMMAND_DOWN, 5, 'c');
    assert_move(&list, "abc", COMMAND_DOWN, 5, 'c');
    assert_move(&list, "abc", COMMAND_FIRST, 5, 'a');
    assert_move(&list, "abc", COMMAND_LAST, 5, 'c');
}

/* One row of the page before stays in sight. */
static void list_view_move_by_a_page_keeps_one_row(void **state)
{
    struct list_view list = {0};
    (void)state;

    assert_move(&list, "abcdefgh", COMMAND_PAGE_DOWN, 4, 'd');
    assert_move(&list, "abcdefgh", COMMAND_PAGE_DOWN, 4, 'g');
    assert_move(&list, "abcdefgh", COMMAND_PAGE_DOWN, 4, 'h');
    assert_move(&list, "abcdefgh", COMMAND_PAGE_UP, 4, 'e');
    assert_move(&list, "abcdefgh", COMMAND_PAGE_UP, 4, 'b');
    assert_move(&list, "abcdefgh", COMMAND_PAGE_UP, 4, 'a');
    assert_move(&list, "abcdefgh", COMMAND_PAGE_DOWN, 1, 'b');
    assert_move(&list, "abcdefgh", COMMAND_PAGE_DOWN, 0, 'c');
}

static void list_view_move_begins_where_the_row_is_now(void **state)
{
    struct list_view list = {0};
    (void)state;

    select_letter(&list, "cde", 'd');

    assert_move(&list, "abcde", COMMAND_DOWN, 5, 'e');
}

static void list_view_move_to_what_is_found_is_for_filtered_rows(void **state)
{
    struct list_view list = {0};
    struct list_rows rows = rows_of("abc");
    (void)state;

    select_letter(&list, "abc", 'c');
    rows.is_filtered = false;
    assert_false(list_view_move(&list, &rows, COMMAND_SEARCH_NEXT, 5));
    assert_int_equal(list_view_selected(&list, &rows), 2);

    assert_move(&list, "abc", COMMAND_SEARCH_NEXT, 5, 'a');
}

static void list_view_move_of_another_command_is_refused(void **state)
{
    struct list_view list = {0};
    const struct list_rows rows = rows_of("abc");
    (void)state;

    assert_false(list_view_move(&list, &rows, COMMAND_ENTER, 5));
    assert_int_equal(list_view_selected(&list, &rows), 0);
}

static void list_view_window_after_a_resize_has_the_selected_row(void **state)
{
    struct list_view list = {0};
    (void)state;

    select_letter(&list, "abcdefgh", 'f');

    assert_window(&list, "abcdefgh", 8, "abcdefgh", 'f');
    assert_window(&list, "abcdefgh", 3, "def", 'f');
    assert_window(&list, "abcdefgh", 1, "f", 'f');
}

static void list_view_scroll_moves_no_more_than_it_must(void **state)
{
    struct list_view list = {0};
    const struct list_rows rows = rows_of("abcdefgh");
    (void)state;

    select_letter(&list, "abcdefgh", 'f');
    list_view_scroll(&list, &rows, 3);
    assert_window(&list, "abcdefgh", 3, "def", 'f');

    assert_move(&list, "abcdefgh", COMMAND_UP, 3, 'e');
    list_view_scroll(&list, &rows, 3);
    assert_window(&list, "abcdefgh", 3, "def", 'e');
    select_letter(&list, "abcdefgh", 'b');
    list_view_scroll(&list, &rows, 3);
    assert_window(&list, "abcdefgh", 3, "bcd", 'b');
    assert_window(&list, "bc", 3, "bc", 'b'); /* fewer rows: from the top */
}

static void list_view_click_chooses_the_row_that_is_seen_there(void **state)
{
    struct list_view list = {0};
    const struct list_rows rows = rows_of("abcdefgh");
    (void)state;

    select_letter(&list, "abcdefgh", 'f');
    assert_true(list_view_click(&list, &rows, 0, 3)); /* "def" */
    assert_int_equal(list_view_selected(&list, &rows), 3);

    assert_false(list_view_click(&list, &rows, -1, 3));
    assert_false(list_view_click(&list, &rows, 3, 3));
    assert_int_equal(list_view_selected(&list, &rows), 3);
}

static void list_view_hash_tells_texts_apart(void **state)
{
    (void)state;

    assert_true(list_view_hash("") == UINT64_C(14695981039346656037));
    assert_true(list_view_hash("a") == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(list_view_hash("ab") != list_view_hash("ba"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_view_of_no_rows_has_an_empty_window),
        cmocka_unit_test(list_view_window_of_few_rows_has_them_all),
        cmocka_unit_test(list_view_window_of_no_room_is_empty),
        cmocka_unit_test(list_view_selected_before_a_choice_is_the_first_row),
        cmocka_unit_test(
            list_view_selected_stays_with_its_row_when_others_come),
        cmocka_unit_test(list_view_selected_stays_with_its_row_when_others_go),
        cmocka_unit_test(
            list_view_selected_of_a_row_that_is_gone_is_at_its_place),
        cmocka_unit_test(list_view_selected_of_equal_rows_keeps_the_place),
        cmocka_unit_test(list_view_move_goes_by_rows_and_stops_at_the_ends),
        cmocka_unit_test(list_view_move_by_a_page_keeps_one_row),
        cmocka_unit_test(list_view_move_begins_where_the_row_is_now),
        cmocka_unit_test(list_view_move_to_what_is_found_is_for_filtered_rows),
        cmocka_unit_test(list_view_move_of_another_command_is_refused),
        cmocka_unit_test(list_view_window_after_a_resize_has_the_selected_row),
        cmocka_unit_test(list_view_scroll_moves_no_more_than_it_must),
        cmocka_unit_test(list_view_click_chooses_the_row_that_is_seen_there),
        cmocka_unit_test(list_view_hash_tells_texts_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
