/* markdown.c - a page read part by part. */
#include "runbook/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "runbook/markdown_check.h"
#include "runbook/markdown_walk.h"

/* A page, cut where a heading begins a new block whatever stands above. Small
 * parts are read in a short turn, and with little memory. */
struct markdown_reading {
    char *text;
    size_t length;
    size_t part_size;
    size_t at; /* where the next part begins */
    int line;  /* of the page, there */
};

static void read_tree(struct markdown_part *part);
static void find_cut(const struct markdown_reading *reading, size_t size,
                     struct markdown_part *part, int *lines);
static bool is_heading(const char *line);
static void end_reading(struct markdown *page);

int markdown_parse(struct markdown *page, const char *bytes, size_t length,
                   struct err *err)
{
    int rc = markdown_begin(page, bytes, length, MARKDOWN_PART, err);

    while (rc == 0 && page->reading)
        rc = markdown_more(page, err);
    return rc;
}

int markdown_begin(struct markdown *page, const char *bytes, size_t length,
                   size_t part_size, struct err *err)
{
    char *text;

    memset(page, 0, sizeof(*page));
    text = markdown_copy(bytes, &length, err);
    if (!text)
        return -1;
    page->reading = xcalloc(1, sizeof(*page->reading));
    *page->reading = (struct markdown_reading){
        .text = text, .length = length, .part_size = part_size, .line = 1};
    /* What "[name]: url" defines holds for the whole page. */
    if (strstr(text, "]:"))
        page->reading->part_size = length;
    return 0;
}

int markdown_more(struct markdown *page, struct err *err)
{
    struct markdown_reading *reading = page->reading;
    struct markdown_part part = {.text = reading->text + reading->at,
                                 .line = reading->line};
    size_t size = reading->part_size;
    bool is_last;
    int lines, rc;

    for (;; size = 2 * part.length) {
        find_cut(reading, size, &part, &lines);
        is_last = reading->at + part.length == reading->length;
        if (markdown_check(part.text, part.length, part.line, err) < 0) {
            end_reading(page);
            return -1;
        }
        read_tree(&part);
        if (is_last || !markdown_ends_open(&part))
            break;
        cmark_arena_reset(); /* it was no heading */
    }
    rc = markdown_walk(page, &part, err);
    page->line_count = reading->line - 1 + cmark_node_get_end_line(part.root);
    cmark_arena_reset(); /* frees the tree */
    reading->at += part.length;
    reading->line += lines;
    if (is_last || rc < 0)
        end_reading(page);
    return rc;
}

void markdown_clear(struct markdown *page)
{
    end_reading(page);
    pool_clear(&page->pool);
    memset(page, 0, sizeof(*page));
}

static void end_reading(struct markdown *page)
{
    if (page->reading)
        free(page->reading->text);
    free(page->reading);
    page->reading = NULL;
}

static void read_tree(struct markdown_part *part)
{
    cmark_parser *parser;
    cmark_syntax_extension *table;

    cmark_gfm_core_extensions_ensure_registered();
    /* One parse at a time: the pool of the library is the process's. It takes
     * half the time of an allocation for each node. */
    parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT,
                                       cmark_get_arena_mem_allocator());
    table = cmark_find_syntax_extension("table");
    if (table)
        cmark_parser_attach_syntax_extension(parser, table);
    cmark_parser_feed(parser, part->text, part->length);
    part->root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
}

/* Gives the length of a part of `size` bytes or more, and its lines: up to a
 * heading below an empty line that seems to be in no code fence, else all that
 * is left. The parser has the last word on what is a fence. */
static void find_cut(const struct markdown_reading *reading, size_t size,
                     struct markdown_part *part, int *lines)
{
    const char *end = reading->text + reading->length;
    const char *line = part->text;
    bool is_empty = false; /* the line above */
    bool is_fence = false;

    for (*lines = 0; line < end; ++*lines) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *next = newline ? newline + 1 : end;

        if (!strncmp(line, "```", 3) || !strncmp(line, "~~~", 3))
            is_fence = !is_fence;
        if (is_empty && !is_fence && (size_t)(line - part->text) >= size &&
            is_heading(line))
            break;
        is_empty = *line == '\n';
        line = next;
    }
    part->length = (size_t)(line - part->text);
}

static bool is_heading(const char *line)
{
    size_t level = strspn(line, "#");

    return level >= 1 && level <= 6 && line[level] == ' ';
}
