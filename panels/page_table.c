/* page_table.c - the tables of a page: columns as wide as they need. */
#include <string.h>

#include "base/utf8.h"
#include "panels/page.h"

enum { GAP = 2, LEAST_COLUMNS = 6 };

static size_t table_rows(const struct block *rows, size_t count,
                         size_t *columns);
static void measure(const struct block *rows, size_t count, int *widths,
                    size_t columns);
static void shrink(int *widths, size_t columns, int room);
static void add_row(struct page *page, const struct block *row,
                    const int *widths, size_t columns);
static void merge(struct page *page, size_t line, const struct page_line *cell);

size_t page_add_table(struct page *page, const struct block *rows, size_t count,
                      int columns)
{
    int widths[MARKDOWN_COLUMNS_MAX] = {0};
    size_t cells, taken = table_rows(rows, count, &cells);
    int total = 0;

    measure(rows, taken, widths, cells);
    shrink(widths, cells, columns);
    for (size_t i = 0; i < cells; i++)
        total += widths[i] + (i ? GAP : 0);
    for (size_t i = 0; i < taken; i++) {
        add_row(page, &rows[i], widths, cells);
        if (rows[i].is_header) {
            (void)page_add_line(page);
            page_add_run(page,
                         (struct page_run){.repeat = total, .role = ROLE_RULE});
        }
    }
    return taken;
}

/* Counts the rows of the table that begins here, and its columns. */
static size_t table_rows(const struct block *rows, size_t count,
                         size_t *columns)
{
    size_t taken = 0;

    *columns = 0;
    while (taken < count && rows[taken].kind == BLOCK_ROW &&
           (!taken || !rows[taken].is_header)) {
        if (rows[taken].text_count > *columns)
            *columns = rows[taken].text_count;
        taken++;
    }
    if (*columns > MARKDOWN_COLUMNS_MAX)
        *columns = MARKDOWN_COLUMNS_MAX;
    return taken;
}

static void measure(const struct block *rows, size_t count, int *widths,
                    size_t columns)
{
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < rows[row].text_count && i < columns; i++) {
            const struct text *text = &rows[row].texts[i];
            int width = (int)utf8_width(text->bytes, text->length);

            if (width > widths[i])
                widths[i] = width;
        }
}

/* Takes cells from the widest column until all fit. */
static void shrink(int *widths, size_t columns, int room)
{
    int total = columns ? GAP * ((int)columns - 1) : 0;

    for (size_t i = 0; i < columns; i++)
        total += widths[i];
    while (total > room) {
        size_t widest = 0;

        for (size_t i = 1; i < columns; i++)
            if (widths[i] > widths[widest])
                widest = i;
        if (widths[widest] <= LEAST_COLUMNS)
            return;
        widths[widest]--;
        total--;
    }
}

/* Lays every cell out on its own and puts their lines side by side. */
static void add_row(struct page *page, const struct block *row,
                    const int *widths, size_t columns)
{
    size_t first = page->count;
    int column = 0;

    for (size_t i = 0; i < row->text_count && i < columns; i++) {
        const struct text *text = &row->texts[i];
        struct page cell = {0};

        cell.pool = page->pool;
        page_add_text(&cell, &(struct page_text){
                                 .bytes = text->bytes,
                                 .length = text->length,
                                 .spans = page_spans(
                                     &cell, text,
                                     row->is_header ? ROLE_STRONG : ROLE_TEXT),
                                 .column = column,
                                 .hanging = column,
                                 .columns = column + widths[i]});
        page->pool = cell.pool;
        for (size_t line = 0; line < cell.count; line++)
            merge(page, first + line, &cell.lines[line]);
        column += widths[i] + GAP;
    }
    if (page->count == first)
        (void)page_add_line(page);
}

static void merge(struct page *page, size_t line, const struct page_line *cell)
{
    if (line == page->count)
        (void)page_add_line(page);
    for (size_t i = 0; i < cell->count; i++) {
        struct page_line *into = &page->lines[line];

        into->runs = pool_grow(&page->pool, into->runs, into->count,
                               sizeof(*into->runs));
        into->runs[into->count++] = cell->runs[i];
    }
}
