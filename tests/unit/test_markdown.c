/* test_markdown.c - pages as flat blocks. */
#include "tests/test.h"

#include <stdio.h>

#include "base/paths.h"
#include "base/xalloc.h"
#include "tests/support/markdown_same.h"

static struct markdown page;
static struct err err;

static int parse(const char *text)
{
    err_clear(&err);
    return markdown_parse(&page, text, strlen(text), &err);
}

static void assert_block(size_t index, enum block_kind kind, int line,
                         const char *text)
{
    assert_true(index < page.count);
    assert_int_equal(page.blocks[index].kind, kind);
    assert_int_equal(page.blocks[index].line, line);
    assert_string_equal(page.blocks[index].texts[0].bytes, text);
}

static int clear(void **state)
{
    (void)state;
    markdown_clear(&page);
    return 0;
}

static void markdown_parse_tells_blocks_with_their_lines(void **state)
{
    (void)state;

    assert_int_equal(parse("# One\n\ntext *a*\n\n- item\n  - inner\n3. x\n\n"
                           "---\n"),
                     0);

    assert_int_equal(page.count, 6);
    assert_block(0, BLOCK_HEADING, 1, "One");
    assert_block(1, BLOCK_PARAGRAPH, 3, "text a");
    assert_block(2, BLOCK_ITEM, 5, "item");
    assert_block(3, BLOCK_ITEM, 6, "inner");
    assert_int_equal(page.blocks[3].level, 2);
    assert_block(4, BLOCK_ITEM, 7, "x");
    assert_int_equal(page.blocks[4].number, 3);
    assert_int_equal(page.blocks[5].kind, BLOCK_RULE);
}

static void markdown_parse_gives_styles_as_runs(void **state)
{
    const struct text *text;
    (void)state;

    assert_int_equal(parse("a **b** `c` [d](http://e/)\n"), 0);

    text = &page.blocks[0].texts[0];
    assert_string_equal(text->bytes, "a b c d");
    assert_int_equal(text->run_count, 6);
    assert_int_equal(text->runs[1].style, TEXT_BOLD);
    assert_int_equal(text->runs[1].start, 2);
    assert_int_equal(text->runs[3].style, TEXT_CODE);
    assert_int_equal(text->runs[5].style, TEXT_LINK);
    assert_string_equal(text->runs[5].url, "http://e/");
}

static void markdown_parse_keeps_lines_that_begin_with_a_label(void **state)
{
    (void)state;

    assert_int_equal(parse("**A**: 1\n**B**: 2\nmore\n"), 0);

    assert_block(0, BLOCK_PARAGRAPH, 1, "A: 1\nB: 2 more");
}

static void markdown_parse_gives_table_rows_as_cells(void **state)
{
    (void)state;

    assert_int_equal(parse("| a | b |\n|---|---|\n| c | **d** |\n"), 0);

    assert_int_equal(page.count, 2);
    assert_int_equal(page.blocks[0].kind, BLOCK_ROW);
    assert_true(page.blocks[0].is_header);
    assert_false(page.blocks[1].is_header);
    assert_int_equal(page.blocks[1].text_count, 2);
    assert_string_equal(page.blocks[1].texts[1].bytes, "d");
    assert_int_equal(page.blocks[1].texts[1].runs[0].style, TEXT_BOLD);
}

static void
markdown_parse_tells_the_line_of_words_right_above_a_table(void **state)
{
    (void)state;

    assert_int_equal(parse("# H\n\nwords\n| a |\n|---|\n| 1 |\n"), 0);

    assert_block(1, BLOCK_PARAGRAPH, 3, "words");
    assert_int_equal(page.blocks[1].last_line, 3);
}

static void markdown_parse_reads_the_attributes_of_a_fence(void **state)
{
    const struct fence *fence;
    (void)state;

    assert_int_equal(parse("x\n\n```Bash {risk=destructive confirm=prod "
                           "timeout=10m interactive odd=1}\nls\n```\n"),
                     0);

    fence = page.blocks[1].fence;
    assert_block(1, BLOCK_FENCE, 3, "ls\n");
    assert_int_equal(fence->code_line, 4);
    assert_string_equal(fence->language, "bash");
    assert_string_equal(fence->risk, "destructive");
    assert_string_equal(fence->confirm, "prod");
    assert_string_equal(fence->timeout, "10m");
    assert_true(fence->is_interactive);
    assert_string_equal(fence->unknown, "odd");
}

static void markdown_parse_takes_headings_in_a_fence_for_code(void **state)
{
    (void)state;

    assert_int_equal(parse("```markdown\n# No\n```\n## Yes\n"), 0);

    assert_int_equal(page.count, 2);
    assert_block(0, BLOCK_FENCE, 1, "# No\n");
    assert_block(1, BLOCK_HEADING, 4, "Yes");
}

static void markdown_parse_passes_over_front_matter(void **state)
{
    (void)state;

    assert_int_equal(parse("---\ntitle: T\n---\n\r\n# H\r\n"), 0);

    assert_int_equal(page.count, 1);
    assert_block(0, BLOCK_HEADING, 5, "H");
}

static void markdown_parse_of_an_open_fence_fails_with_its_line(void **state)
{
    (void)state;

    assert_int_equal(parse("a\n\n```bash\nrm -rf x\n\n# Next\n"), -1);

    assert_int_equal(err.kind, ERR_FORMAT);
    assert_int_equal(err.code, 3);
    assert_string_equal(err.text, "line 3: this code fence is never closed");
}

static void markdown_parse_of_what_is_no_text_fails_with_its_line(void **state)
{
    (void)state;

    assert_int_equal(markdown_parse(&page, "a\nb\0c\n", 6, &err), -1);
    assert_string_equal(err.text, "line 2: holds a NUL byte; this is no text");
    assert_int_equal(parse("a\n\n\xe4\n"), -1);
    assert_string_equal(err.text, "line 3: not UTF-8");
    assert_int_equal(parse("\xff\xfe#"), -1);
    assert_string_equal(err.text, "line 1: this is UTF-16; save it as UTF-8");
    assert_int_equal(parse("\xef\xbb\xbf# \xef\xbf\xbd\n"), 0);
    assert_block(0, BLOCK_HEADING, 1, "\xef\xbf\xbd");
}

static void markdown_parse_refuses_what_is_beyond_its_caps(void **state)
{
    char *text = xmalloc(MARKDOWN_BYTES_MAX + 1);
    (void)state;

    memset(text, '\n', MARKDOWN_BYTES_MAX + 1);
    assert_int_equal(markdown_parse(&page, text, MARKDOWN_BYTES_MAX + 1, &err),
                     -1);
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_string_equal(err.text, "10485761 bytes; 10485760 is the most");
    memset(text, 'a', MARKDOWN_LINE_MAX + 1);
    assert_int_equal(markdown_parse(&page, text, MARKDOWN_LINE_MAX + 1, &err),
                     -1);
    assert_int_equal(err.kind, ERR_LIMIT);
    memset(text, '>', MARKDOWN_DEPTH_MAX + 1);
    assert_int_equal(markdown_parse(&page, text, MARKDOWN_DEPTH_MAX + 1, &err),
                     -1);
    assert_string_equal(err.text, "line 1: lists or quotes nested beyond 64");
    memset(text, '|', MARKDOWN_COLUMNS_MAX + 1);
    assert_int_equal(
        markdown_parse(&page, text, MARKDOWN_COLUMNS_MAX + 1, &err), -1);
    assert_string_equal(err.text, "line 1: a table with more than 100 columns");
    free(text);
}

/* Returns how many parts it took. */
static size_t parse_in_parts(struct markdown *parts, const char *bytes,
                             size_t length)
{
    size_t count = 0;

    assert_int_equal(markdown_begin(parts, bytes, length, 1, &err), 0);
    for (; parts->reading; count++)
        assert_int_equal(markdown_more(parts, &err), 0);
    return count;
}

static void markdown_more_cuts_only_where_a_heading_begins_a_block(void **state)
{
    static const struct {
        const char *text;
        size_t parts;
    } rows[] = {
        {"", 1},
        {"# A\n\ntext\n\n# B\n\n## C\n", 3},
        {"# A\n# B\n", 1}, /* no empty line between them */
        {"a\n\n#b\n", 1},
        {"a\n\n    # b\n", 1},
        {"# A\n\n```bash\nls\n\n# x\nid\n```\n\n# B\n", 2},
        {"# A\n\n~~~\n```\n\n# x\n~~~\n\n# B\n", 1},
        {"- a\n\n  ```\n  x\n\n# B\n\n  ```\n  y\n  ```\n\n# C\n", 0},
        {"- a\n  1. b\n\n     c\n\n# B\n\n2. d\n", 2},
        {"> a\n\n# B\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n# C\n", 3},
        {"<!-- a\n\n# no\n\n-->\n\n# B\n", 1},
        {"<div>\n\n# B\n\n</div>\n\n# C\n", 1},
        {"[a][b]\n\n# B\n\n[b]: http://x\n", 1},
        {"a  \nb\n\n\n\n# B\n\nc\n\n\n", 2},
        {"---\na: b\n\n# c\n---\n\n# B\n", 2},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t length = strlen(rows[i].text);
        struct markdown parts;
        bool is_whole = markdown_parse(&page, rows[i].text, length, &err) == 0;

        if (!rows[i].parts) { /* a fence that nothing closes */
            assert_false(is_whole);
        } else {
            assert_true(is_whole);
            size_t count = parse_in_parts(&parts, rows[i].text, length);

            if (count != rows[i].parts)
                fail_msg("%zu parts: %s", count, rows[i].text);
            assert_true(markdown_is_same(&page, &parts));
            markdown_clear(&parts);
        }
        markdown_clear(&page);
    }
}

static void markdown_more_reads_the_shipped_guide_as_one_piece(void **state)
{
    const char *folder = getenv("TRACETOP_SRCDIR");
    struct markdown parts;
    char path[4096];
    char *bytes;
    size_t length;
    (void)state;
    (void)snprintf(path, sizeof(path), "%s/guide/tracing.md",
                   folder ? folder : ".");
    assert_int_equal(
        paths_read_file(path, MARKDOWN_BYTES_MAX, &bytes, &length, &err), 0);

    assert_int_equal(markdown_begin(&page, bytes, length, length, &err), 0);
    assert_int_equal(markdown_more(&page, &err), 0);

    assert_null(page.reading);
    assert_true(parse_in_parts(&parts, bytes, length) > 20);
    assert_true(markdown_is_same(&page, &parts));
    markdown_clear(&parts);
    free(bytes);
}

static void markdown_more_tells_the_line_of_the_page(void **state)
{
    const char *text = "# A\n\n# B\n\n```bash\nrm -rf x\n\n# Next\n";
    int rc;
    (void)state;
    err_clear(&err);

    rc = markdown_begin(&page, text, strlen(text), 1, &err);
    while (rc == 0 && page.reading)
        rc = markdown_more(&page, &err);

    assert_int_equal(rc, -1);
    assert_null(page.reading);
    assert_string_equal(err.text, "line 5: this code fence is never closed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(markdown_parse_tells_blocks_with_their_lines,
                                  clear),
        cmocka_unit_test_teardown(markdown_parse_gives_styles_as_runs, clear),
        cmocka_unit_test_teardown(
            markdown_parse_keeps_lines_that_begin_with_a_label, clear),
        cmocka_unit_test_teardown(markdown_parse_gives_table_rows_as_cells,
                                  clear),
        cmocka_unit_test_teardown(
            markdown_parse_tells_the_line_of_words_right_above_a_table, clear),
        cmocka_unit_test_teardown(
            markdown_parse_reads_the_attributes_of_a_fence, clear),
        cmocka_unit_test_teardown(
            markdown_parse_takes_headings_in_a_fence_for_code, clear),
        cmocka_unit_test_teardown(markdown_parse_passes_over_front_matter,
                                  clear),
        cmocka_unit_test_teardown(
            markdown_parse_of_an_open_fence_fails_with_its_line, clear),
        cmocka_unit_test_teardown(
            markdown_parse_of_what_is_no_text_fails_with_its_line, clear),
        cmocka_unit_test_teardown(
            markdown_parse_refuses_what_is_beyond_its_caps, clear),
        cmocka_unit_test_teardown(
            markdown_more_cuts_only_where_a_heading_begins_a_block, clear),
        cmocka_unit_test_teardown(
            markdown_more_reads_the_shipped_guide_as_one_piece, clear),
        cmocka_unit_test_teardown(markdown_more_tells_the_line_of_the_page,
                                  clear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
