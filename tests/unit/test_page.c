/* test_page.c - Markdown as lines of a width. */
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#include "panels/page.h"

struct laid {
    struct guide guide;
    struct lint_report findings;
    struct page page;
};

static void lay(struct laid *laid, const char *text, int columns)
{
    struct err err = {0};

    memset(laid, 0, sizeof(*laid));
    assert_int_equal(
        guide_parse(&laid->guide, "test", text, strlen(text), &err), 0);
    lint_guide(&laid->findings, &laid->guide);
    page_make(&laid->page,
              &(struct page_input){.guide = &laid->guide,
                                   .runbook = laid->guide.count
                                                  ? &laid->guide.runbooks[0]
                                                  : NULL,
                                   .columns = columns});
}

static void clear(struct laid *laid)
{
    page_clear(&laid->page);
    lint_clear(&laid->findings);
    guide_clear(&laid->guide);
}

static void assert_lines(const struct laid *laid, const char *const *want,
                         size_t count)
{
    char text[400];

    for (size_t i = 0; i < count && i < laid->page.count; i++) {
        page_line_text(&laid->page.lines[i], text, sizeof(text));
        assert_string_equal(text, want[i]);
    }
    assert_int_equal(laid->page.count, count);
}

static void page_of_words_wraps_between_them(void **state)
{
    static const char *const want[] = {"Title", "", "one two", "three four"};
    struct laid laid;
    (void)state;

    lay(&laid, "# Title\n\none two three four\n", 10);

    assert_lines(&laid, want, 4);
    clear(&laid);
}

static void page_of_emphasis_has_a_run_for_each_look(void **state)
{
    struct laid laid;
    (void)state;

    lay(&laid, "a **b** `c`\n", 40);

    assert_int_equal(laid.page.count, 1);
    assert_int_equal(laid.page.lines[0].count, 4);
    assert_int_equal(laid.page.lines[0].runs[1].role, ROLE_STRONG);
    assert_int_equal(laid.page.lines[0].runs[1].column, 2);
    assert_int_equal(laid.page.lines[0].runs[3].role, ROLE_CODE);
    assert_int_equal(laid.page.lines[0].runs[3].column, 4);
    clear(&laid);
}

static void page_of_a_list_keeps_marks_and_nesting(void **state)
{
    static const char *const want[] = {
        "• one", "• two words", "  that wrap", "  • deep", "", " 7. seven"};
    struct laid laid;
    (void)state;

    lay(&laid, "- one\n- two words that wrap\n  - deep\n", 12);

    assert_lines(&laid, want, 4);
    clear(&laid);
}

static void page_of_a_table_wraps_inside_its_columns(void **state)
{
    static const char *const want[] = {"name  what", "", "a     long words",
                                       "      that wrap", "b     short"};
    struct laid laid;
    (void)state;

    lay(&laid,
        "| name | what |\n|---|---|\n| a | long words that wrap |\n"
        "| b | short |\n",
        16);

    assert_lines(&laid, want, 5);
    assert_int_equal(laid.page.lines[1].runs[0].repeat, 16);
    clear(&laid);
}

static void page_of_a_fence_names_its_steps(void **state)
{
    static const char *const want[] = {"Disk full",      "",       "  1 Look",
                                       "    df -h",      "",       "  2 Free",
                                       "    rm -f x \\", "      y"};
    struct laid laid;
    (void)state;

    lay(&laid,
        "# Disk full\n\n```bash\n# 1. Look\ndf -h\n\n# 2. Free\nrm -f x \\\n"
        "  y\n```\n",
        40);

    assert_lines(&laid, want, 8);
    assert_true(laid.page.lines[2].begins_step);
    assert_int_equal(laid.page.lines[2].step->number, 1);
    assert_int_equal(laid.page.lines[7].step->number, 2);
    assert_false(laid.page.lines[7].begins_step);
    clear(&laid);
}

static void page_of_any_width_loses_no_step(void **state)
{
    struct laid laid;
    (void)state;

    for (int columns = 1; columns < 90; columns++) {
        size_t steps = 0;

        lay(&laid,
            "# T\n\n> - a **long** item\n\n| a | b |\n|-|-|\n| c | d |\n\n"
            "```bash\n# 1. x\nls \\\n        -l\n# 2. y\nls\n```\n",
            columns);
        for (size_t i = 0; i < laid.page.count; i++)
            steps += laid.page.lines[i].begins_step;

        assert_int_equal(steps, 2);
        clear(&laid);
    }
}

static void code_spans_of_a_line_find_what_stands_out(void **state)
{
    static const char line[] = "echo \"$A\" '$B' <pod> # why";
    struct pool pool = {0};
    struct spans spans;
    (void)state;

    spans = code_spans(&pool, line, strlen(line), true);

    assert_int_equal(spans.count, 6);
    assert_int_equal(spans.items[1].start, 6);
    assert_int_equal(spans.items[1].role, ROLE_INFO);
    assert_int_equal(spans.items[3].role, ROLE_WARNING);
    assert_int_equal(spans.items[5].role, ROLE_DIM);
    pool_clear(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_of_words_wraps_between_them),
        cmocka_unit_test(page_of_emphasis_has_a_run_for_each_look),
        cmocka_unit_test(page_of_a_list_keeps_marks_and_nesting),
        cmocka_unit_test(page_of_a_table_wraps_inside_its_columns),
        cmocka_unit_test(page_of_a_fence_names_its_steps),
        cmocka_unit_test(page_of_any_width_loses_no_step),
        cmocka_unit_test(code_spans_of_a_line_find_what_stands_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
