/* page.c - wrapping styled text into lines. */
#include "panels/page.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/text.h"

static void add_block(struct page *page, const struct page_input *input,
                      size_t index);
static void add_heading(struct page *page, const struct block *block,
                        int columns);
static void add_paragraph(struct page *page, const struct block *block,
                          int columns);
static bool is_tight(const struct block *before, const struct block *block);
static void add_pieces(struct page *page, const struct page_text *text,
                       size_t start, size_t length, int column);

void page_make(struct page *page, const struct page_input *input)
{
    const struct markdown *markdown = &input->guide->page;
    size_t from = input->runbook ? input->runbook->block : 0;
    size_t end = input->runbook ? input->runbook->block_end : markdown->count;

    memset(page, 0, sizeof(*page));
    while (from < end) {
        const struct block *block = &markdown->blocks[from];

        if (page->count && !is_tight(block - 1, block))
            (void)page_add_line(page);
        if (block->kind == BLOCK_ROW) {
            from += page_add_table(page, block, end - from, input->columns);
            continue;
        }
        add_block(page, input, from);
        from++;
    }
}

void page_clear(struct page *page)
{
    pool_clear(&page->pool);
    memset(page, 0, sizeof(*page));
}

void page_draw_line(const struct page_line *line, const struct canvas *canvas,
                    int row)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct page_run *run = &line->runs[i];
        int end;

        if (run->repeat) {
            canvas_repeat(canvas,
                          (struct rect){row, run->column, 1, run->repeat},
                          run->role, "─", '-');
            continue;
        }
        end = canvas_bytes(canvas, row, run->column, run->role, run->bytes,
                           run->length);
        if (run->attributes)
            canvas_attributes(
                canvas, (struct rect){row, run->column, 1, end - run->column},
                run->attributes);
    }
}

void page_line_text(const struct page_line *line, char *out, size_t size)
{
    size_t at = 0;
    int column = 0;

    for (size_t i = 0; i < line->count; i++) {
        const struct page_run *run = &line->runs[i];

        for (; column < run->column && at + 1 < size; column++)
            out[at++] = ' ';
        for (size_t byte = 0; byte < run->length && at + 1 < size; byte++)
            out[at++] = run->bytes[byte];
        column = run->column + (int)utf8_width(run->bytes, run->length);
    }
    out[at] = '\0';
}

struct page_line *page_add_line(struct page *page)
{
    page->lines =
        pool_grow(&page->pool, page->lines, page->count, sizeof(*page->lines));
    page->lines[page->count] = (struct page_line){0};
    return &page->lines[page->count++];
}

void page_add_run(struct page *page, struct page_run run)
{
    struct page_line *line = &page->lines[page->count - 1];

    line->runs =
        pool_grow(&page->pool, line->runs, line->count, sizeof(*line->runs));
    line->runs[line->count++] = run;
}

void page_add_text(struct page *page, const struct page_text *text)
{
    const char *rest = pool_copy(&page->pool, text->bytes, text->length);
    const char *copy = rest;
    struct page_text own = *text;
    struct text_line line;
    int column = text->column;

    own.bytes = copy;
    while (text_wrap(&rest, text->columns - column, &line)) {
        (void)page_add_line(page);
        add_pieces(page, &own, (size_t)(line.text - copy), line.length, column);
        column = text->hanging;
    }
}

void page_add_code(struct page *page, const char *code, size_t length,
                   bool is_shell, int column, int columns)
{
    while (length) {
        size_t line = 0, indent = 0;
        int inner;

        while (line < length && code[line] != '\n')
            line++;
        while (indent < line && code[indent] == ' ')
            indent++;
        inner = column + ((int)indent < (columns - column) / 2
                              ? (int)indent
                              : (columns - column) / 2);
        if (line == indent)
            (void)page_add_line(page);
        page_add_text(page,
                      &(struct page_text){
                          .bytes = code + indent,
                          .length = line - indent,
                          .spans = code_spans(&page->pool, code + indent,
                                              line - indent, is_shell),
                          .column = inner,
                          .hanging = inner + 4 < columns ? inner + 4 : inner,
                          .columns = columns,
                      });
        line += line < length;
        code += line;
        length -= line;
    }
}

struct spans page_spans(struct page *page, const struct text *text,
                        enum role role)
{
    struct spans spans = {0};

    for (size_t i = 0; i < text->run_count; i++) {
        const struct text_run *run = &text->runs[i];
        struct span span = {run->start, run->length, role, 0};

        if (run->style & TEXT_CODE)
            span.role = ROLE_CODE;
        else if (run->style & TEXT_BOLD)
            span.role = ROLE_STRONG;
        if (run->style & TEXT_BOLD)
            span.attributes |= ATTR_BOLD;
        if (run->style & (TEXT_ITALIC | TEXT_LINK))
            span.attributes |= ATTR_UNDERLINE;
        spans_add(&spans, &page->pool, span);
    }
    return spans;
}

static void add_block(struct page *page, const struct page_input *input,
                      size_t index)
{
    const struct block *block = &input->guide->page.blocks[index];

    switch (block->kind) {
    case BLOCK_HEADING:
        add_heading(page, block, input->columns);
        break;
    case BLOCK_FENCE:
        page_add_fence(page, input, block, index,
                       2 * (block->level + block->quote));
        break;
    case BLOCK_RULE:
        (void)page_add_line(page);
        page_add_run(page, (struct page_run){.repeat = input->columns,
                                             .role = ROLE_RULE});
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_ITEM:
    case BLOCK_HTML:
    case BLOCK_ROW:
        add_paragraph(page, block, input->columns);
        break;
    }
}

static void add_heading(struct page *page, const struct block *block,
                        int columns)
{
    enum role role = block->level <= 2 ? ROLE_TITLE : ROLE_STRONG;
    struct spans spans = page_spans(page, &block->texts[0], role);

    for (size_t i = 0; i < spans.count; i++)
        spans.items[i].attributes |= ATTR_BOLD;
    page_add_text(page, &(struct page_text){.bytes = block->texts[0].bytes,
                                            .length = block->texts[0].length,
                                            .spans = spans,
                                            .columns = columns});
}

static void add_paragraph(struct page *page, const struct block *block,
                          int columns)
{
    static const char bullet[] = "•";
    const struct text *text = &block->texts[0];
    int column = 2 * (block->level + block->quote) + (block->number > 0);
    size_t first = page->count;
    char number[16];

    if (column > columns / 2)
        column = columns / 2;
    page_add_text(
        page, &(struct page_text){.bytes = text->bytes,
                                  .length = text->length,
                                  .spans = page_spans(page, text, ROLE_TEXT),
                                  .column = column,
                                  .hanging = column,
                                  .columns = columns});
    if (block->kind == BLOCK_ITEM && page->count > first) {
        struct page_line *line = &page->lines[first];
        struct page_run mark = {.bytes = bullet,
                                .length = sizeof(bullet) - 1,
                                .column = column - 2,
                                .role = ROLE_DIM};

        if (block->number) {
            (void)snprintf(number, sizeof(number), "%d.", block->number);
            mark.bytes = pool_strdup(&page->pool, number);
            mark.length = strlen(number);
            mark.column = column - 1 - (int)mark.length;
        }
        if (mark.column < 0)
            mark.column = 0;
        /* Behind the words, since a run is painted where its column says. */
        line->runs = pool_grow(&page->pool, line->runs, line->count,
                               sizeof(*line->runs));
        memmove(line->runs + 1, line->runs, line->count * sizeof(*line->runs));
        line->runs[0] = mark;
        line->count++;
    }
}

/* Items of a list stand together, and so do the rows of a table. */
static bool is_tight(const struct block *before, const struct block *block)
{
    if (block->kind == BLOCK_ROW)
        return before->kind == BLOCK_ROW && !block->is_header;
    if (block->kind == BLOCK_ITEM)
        return before->kind == BLOCK_ITEM ||
               (before->kind == BLOCK_PARAGRAPH &&
                (before->level > 0 || block->level > before->level));
    return false;
}

/* Adds the parts of the spans that lie in a stretch of the text. */
static void add_pieces(struct page *page, const struct page_text *text,
                       size_t start, size_t length, int column)
{
    for (size_t i = 0; i < text->spans.count; i++) {
        const struct span *span = &text->spans.items[i];
        size_t from = span->start > start ? span->start : start;
        size_t end = span->start + span->length;

        if (end > start + length)
            end = start + length;
        if (from >= end)
            continue;
        page_add_run(page, (struct page_run){.bytes = text->bytes + from,
                                             .length = end - from,
                                             .column = column,
                                             .role = span->role,
                                             .attributes = span->attributes});
        column += (int)utf8_width(text->bytes + from, end - from);
    }
}
