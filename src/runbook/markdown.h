/* markdown.h - a Markdown page as a flat list of blocks with line numbers.
 *
 * Layer: runbook. What a viewer paints and what guide.h reads: headings,
 * paragraphs as styled runs, list items, table rows, code fences. The page is
 * a person's file, so it may be anything: what is not text, is nested beyond
 * reason or leaves a code fence open is refused with its line.
 * Source: CommonMark 0.29 with GitHub's tables, by cmark-gfm.
 */
#ifndef TRACETOP_RUNBOOK_MARKDOWN_H
#define TRACETOP_RUNBOOK_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/err.h"

enum {
    MARKDOWN_BYTES_MAX = 10 * 1024 * 1024,
    MARKDOWN_LINE_MAX = 64 * 1024, /* bytes of one line */
    MARKDOWN_DEPTH_MAX = 64,       /* lists and quotes in each other */
    MARKDOWN_COLUMNS_MAX = 100,    /* of a table */
    MARKDOWN_PART = 192 * 1024,    /* bytes to read in one go */
};

enum block_kind {
    BLOCK_HEADING,   /* level 1 to 6 */
    BLOCK_PARAGRAPH, /* level: of the list item it belongs to, 0 for none */
    BLOCK_ITEM,      /* the first paragraph of a list item */
    BLOCK_ROW,       /* of a table; one text a cell */
    BLOCK_FENCE,     /* code; texts[0] is the code without styles */
    BLOCK_HTML,      /* as it stands */
    BLOCK_RULE,      /* a horizontal line */
};

enum text_style {
    TEXT_BOLD = 1,
    TEXT_ITALIC = 2,
    TEXT_CODE = 4,
    TEXT_LINK = 8, /* `url` says where to */
};

struct text_run {
    size_t start; /* byte of the text */
    size_t length;
    unsigned style;  /* of enum text_style, or'ed */
    const char *url; /* or NULL */
};

/* Text is UTF-8 as it stood: scrub it before it meets a terminal. A newline is
 * a hard break. */
struct text {
    const char *bytes; /* NUL-ended */
    size_t length;
    struct text_run *runs; /* without gaps; none for an empty text */
    size_t run_count;
};

/* The words behind the backticks: ```bash {risk=destructive timeout=10m}. */
struct fence {
    const char *language; /* lower case; "" for a bare or indented one */
    const char *risk;     /* read, change, destructive; NULL: not given */
    const char *confirm;  /* the word to type, or NULL */
    const char *timeout;  /* a duration, or NULL */
    const char *unknown;  /* the first attribute that is none, or NULL */
    bool is_interactive;  /* wants a terminal */
    int code_line;        /* line of the first line of code */
};

struct block {
    enum block_kind kind;
    int line;       /* 1-based */
    int last_line;  /* the last of it */
    int level;      /* heading: 1 to 6; item and paragraph: nesting of lists */
    int quote;      /* nesting of block quotes */
    int number;     /* item of a numbered list: its number; else 0 */
    bool is_header; /* row: the first of its table */
    struct text *texts;
    size_t text_count;   /* rows: the cells; rules: 0; else 1 */
    struct fence *fence; /* of fences */
};

struct markdown {
    struct block *blocks;
    size_t count;
    int line_count;
    struct pool pool;                 /* owns all of it */
    struct markdown_reading *reading; /* NULL when it is whole; owned */
};

/* Reads a page. Front matter (between `---` lines at the top) is passed over.
 * Owns: the caller ends it with markdown_clear(), also after a failure.
 * Fails: -1 and `err` as "line N: why": ERR_LIMIT when it is too large, nested
 * too deeply; ERR_FORMAT when it is not text or a fence stays open. */
int markdown_parse(struct markdown *page, const char *bytes, size_t length,
                   struct err *err);

/* Begins to read a page in parts of `part_size` bytes or some more: where they
 * end makes no difference to what is read. markdown_more() goes on until
 * `reading` is NULL. Owns, Fails: as markdown_parse(). */
int markdown_begin(struct markdown *page, const char *bytes, size_t length,
                   size_t part_size, struct err *err);

/* Reads one more part. Fails: as markdown_parse(). */
int markdown_more(struct markdown *page, struct err *err);

/* Frees the page. A zeroed struct is fine. */
void markdown_clear(struct markdown *page);

#endif
