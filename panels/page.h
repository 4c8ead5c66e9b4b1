/* page.h - Markdown blocks laid out as styled lines for a width.
 *
 * Layer: panels. Pure: same blocks and width, same lines. Nothing is cut:
 * words wrap, cells of tables wrap inside their columns, code wraps under a
 * hanging indent. How a step stands (ready, running, done) is not part of it:
 * whoever paints a page adds that to the lines that begin a step.
 */
#ifndef TRACETOP_PANELS_PAGE_H
#define TRACETOP_PANELS_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "panels/code.h"
#include "runbook/guide.h"
#include "runbook/lint.h"
#include "ui/canvas.h"

/* Some bytes in one look, at a column. */
struct page_run {
    const char *bytes; /* borrowed from the guide or the page's pool */
    size_t length;
    int column;
    int repeat; /* not 0: a rule of so many cells; no bytes */
    enum role role;
    unsigned attributes; /* set of enum attribute */
};

struct page_line {
    struct page_run *runs;
    size_t count;
    const struct step *step; /* the line belongs to it; or NULL */
    bool begins_step;        /* the line names it */
};

struct page {
    struct page_line *lines;
    size_t count;
    struct pool pool; /* owns lines and runs */
};

struct page_input {
    const struct guide *guide;
    const struct runbook *runbook;      /* NULL: the whole guide */
    const struct lint_report *findings; /* shown beside their steps; or NULL */
    int columns;
};

/* Lays a runbook out.
 * Owns: the caller ends it with page_clear(); borrows from the input. */
void page_make(struct page *page, const struct page_input *input);

/* Frees it. A zeroed struct is fine. */
void page_clear(struct page *page);

/* Paints a line on a row. */
void page_draw_line(const struct page_line *line, const struct canvas *canvas,
                    int row);

/* Writes a line's words as they stand in their columns, cut to `size`. */
void page_line_text(const struct page_line *line, char *out, size_t size);

/* What is laid out one after the other; for page_blocks.c, page_table.c and
 * dialogs. Spans must cover the text without gaps. */
struct page_text {
    const char *bytes;
    size_t length;
    struct spans spans;
    int column;  /* of the first line */
    int hanging; /* column of the lines after it */
    int columns; /* right end, not included */
};

/* Adds a text as wrapped lines. */
void page_add_text(struct page *page, const struct page_text *text);

/* Adds lines of code, each wrapped on its own. */
void page_add_code(struct page *page, const char *code, size_t length,
                   bool is_shell, int column, int columns);

/* Adds an empty line; adds a run to the last line. */
struct page_line *page_add_line(struct page *page);
void page_add_run(struct page *page, struct page_run run);

/* Returns the spans of a Markdown text, on top of a role. */
struct spans page_spans(struct page *page, const struct text *text,
                        enum role role);

/* Adds a table: the rows from one block on. Returns how many blocks it took. */
size_t page_add_table(struct page *page, const struct block *rows, size_t count,
                      int columns);

/* Adds a fence: its steps with their code, and what is none as it stands. */
void page_add_fence(struct page *page, const struct page_input *input,
                    const struct block *block, size_t index, int column);

#endif
