/* markdown_walk.c - cmark-gfm's tree made a flat list. */
#include "runbook/markdown_walk.h"

#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

/* The walk over the tree: what is open at this place. */
struct walk {
    struct markdown *page;
    struct buf bytes; /* of the text being built */
    struct text_run *runs;
    size_t run_count, run_capacity;
    int bold, italic;
    const char *url; /* of the link we are in */
    int lists, quotes;
    struct text *cells;
    size_t cell_count;
    bool is_item; /* the next paragraph is the first of its item */
    int number;
    int before;           /* lines of the page in front of the part */
    const char *at, *end; /* the part from its line `at_line` on */
    int at_line;
};

static void begin(struct walk *walk, const struct markdown_part *part);
static bool is_closed(struct walk *walk, cmark_node *node);
static bool is_closing(cmark_node *node, const char *line, size_t length);
static int walk_tree(struct walk *walk, cmark_node *root, struct err *err);
static void enter_block(struct walk *walk, cmark_node *node);
static void leave_block(struct walk *walk, cmark_node *node);
static bool is_table(cmark_node *node, const char *part);
static bool walk_inline(struct walk *walk, cmark_node *node, bool enters);
static void enter_item(struct walk *walk, cmark_node *node);
static struct block *add_block(struct walk *walk, enum block_kind kind,
                               cmark_node *node);
static int add_code(struct walk *walk, cmark_node *node, struct err *err);
static void add_run(struct walk *walk, const char *text, unsigned style);
static void set_text(struct walk *walk, struct block *block);
static struct text take_text(struct walk *walk);
static void read_info(struct markdown *page, struct fence *fence,
                      const char *info);
static void read_attribute(struct markdown *page, struct fence *fence,
                           const char *word, size_t length);

int markdown_walk(struct markdown *page, const struct markdown_part *part,
                  struct err *err)
{
    struct walk walk = {.page = page};
    int rc;

    begin(&walk, part);
    buf_init(&walk.bytes, 2 * (size_t)MARKDOWN_BYTES_MAX);
    rc = walk_tree(&walk, part->root, err);
    buf_clear(&walk.bytes);
    free(walk.runs);
    return rc;
}

bool markdown_ends_open(const struct markdown_part *part)
{
    cmark_node *last = cmark_node_last_child(part->root);
    struct walk walk = {0};
    int length, offset;
    char mark;

    if (!last || cmark_node_get_type(last) == CMARK_NODE_HTML_BLOCK)
        return last != NULL;
    begin(&walk, part);
    return cmark_node_get_type(last) == CMARK_NODE_CODE_BLOCK &&
           cmark_node_get_fenced(last, &length, &offset, &mark) &&
           !is_closed(&walk, last);
}

static void begin(struct walk *walk, const struct markdown_part *part)
{
    walk->before = part->line - 1;
    walk->at = part->text;
    walk->end = part->text + part->length;
    walk->at_line = 1;
}

/* A fence that is never closed takes the rest of the page for commands: the
 * one mistake of form that must not pass. */
static bool is_closed(struct walk *walk, cmark_node *node)
{
    int last = cmark_node_get_end_line(node);
    const char *newline;

    while (walk->at_line < last) {
        newline = memchr(walk->at, '\n', (size_t)(walk->end - walk->at));
        if (!newline)
            break;
        walk->at = newline + 1;
        walk->at_line++;
    }
    newline = memchr(walk->at, '\n', (size_t)(walk->end - walk->at));
    if (!newline)
        newline = walk->end;
    return last > cmark_node_get_start_line(node) &&
           is_closing(node, walk->at, (size_t)(newline - walk->at));
}

static bool is_closing(cmark_node *node, const char *line, size_t length)
{
    int want = 0, offset = 0, count = 0;
    char mark = 0;

    (void)cmark_node_get_fenced(node, &want, &offset, &mark);
    while (length && strchr(" \t", line[length - 1]))
        length--;
    while (length && line[length - 1] == mark) {
        length--;
        count++;
    }
    while (length && strchr(" \t>", line[length - 1]))
        length--;
    return count >= want && !length;
}

static int walk_tree(struct walk *walk, cmark_node *root, struct err *err)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    int rc = 0;

    while (rc == 0 && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);

        if (walk_inline(walk, node, event == CMARK_EVENT_ENTER))
            continue;
        if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK)
            rc = add_code(walk, node, err);
        else if (event == CMARK_EVENT_ENTER)
            enter_block(walk, node);
        else
            leave_block(walk, node);
    }
    cmark_iter_free(iter);
    return rc;
}

static void enter_block(struct walk *walk, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    if (type == CMARK_NODE_LIST) {
        walk->lists++;
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
        walk->quotes++;
    } else if (type == CMARK_NODE_ITEM) {
        enter_item(walk, node);
    } else if (type == CMARK_NODE_HTML_BLOCK) {
        add_run(walk, cmark_node_get_literal(node), 0);
        set_text(walk, add_block(walk, BLOCK_HTML, node));
    } else if (type == CMARK_NODE_THEMATIC_BREAK) {
        (void)add_block(walk, BLOCK_RULE, node);
    } else if (is_table(node, "table_row") || is_table(node, "table_header")) {
        walk->cells = NULL;
        walk->cell_count = 0;
    }
}

static void leave_block(struct walk *walk, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    struct block *block;

    if (type == CMARK_NODE_LIST) {
        walk->lists--;
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
        walk->quotes--;
    } else if (type == CMARK_NODE_HEADING) {
        block = add_block(walk, BLOCK_HEADING, node);
        block->level = cmark_node_get_heading_level(node);
        set_text(walk, block);
    } else if (type == CMARK_NODE_PARAGRAPH) {
        block =
            add_block(walk, walk->is_item ? BLOCK_ITEM : BLOCK_PARAGRAPH, node);
        block->number = walk->is_item ? walk->number : 0;
        walk->is_item = false;
        set_text(walk, block);
    } else if (is_table(node, "table_cell")) {
        walk->cells = pool_grow(&walk->page->pool, walk->cells,
                                walk->cell_count, sizeof(*walk->cells));
        walk->cells[walk->cell_count++] = take_text(walk);
    } else if (is_table(node, "table_row") || is_table(node, "table_header")) {
        block = add_block(walk, BLOCK_ROW, node);
        block->texts = walk->cells;
        block->text_count = walk->cell_count;
        block->is_header = is_table(node, "table_header");
    }
}

/* The extension's node types have no public names but these. */
static bool is_table(cmark_node *node, const char *part)
{
    return !strcmp(cmark_node_get_type_string(node), part);
}

/* Returns whether the node is one inside a text. */
static bool walk_inline(struct walk *walk, cmark_node *node, bool enters)
{
    cmark_node_type type = cmark_node_get_type(node);
    cmark_node *next;

    if (type == CMARK_NODE_STRONG) {
        walk->bold += enters ? 1 : -1;
    } else if (type == CMARK_NODE_EMPH) {
        walk->italic += enters ? 1 : -1;
    } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
        walk->url =
            enters ? pool_strdup(&walk->page->pool, cmark_node_get_url(node))
                   : NULL;
    } else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE) {
        add_run(walk, cmark_node_get_literal(node), 0);
    } else if (type == CMARK_NODE_CODE) {
        add_run(walk, cmark_node_get_literal(node), TEXT_CODE);
    } else if (type == CMARK_NODE_LINEBREAK) {
        add_run(walk, "\n", 0);
    } else if (type == CMARK_NODE_SOFTBREAK) {
        /* Lines that begin with a **Label** were meant as lines. */
        next = cmark_node_next(node);
        add_run(walk,
                next && cmark_node_get_type(next) == CMARK_NODE_STRONG ? "\n"
                                                                       : " ",
                0);
    } else {
        return false;
    }
    return true;
}

static void enter_item(struct walk *walk, cmark_node *node)
{
    cmark_node *list = cmark_node_parent(node);
    cmark_node *child = cmark_node_first_child(node);
    struct block *block;

    walk->number = 0;
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST) {
        walk->number = cmark_node_get_list_start(list);
        for (cmark_node *before = cmark_node_previous(node); before;
             before = cmark_node_previous(before))
            walk->number++;
    }
    walk->is_item = true;
    if (child && cmark_node_get_type(child) == CMARK_NODE_PARAGRAPH)
        return;
    block = add_block(walk, BLOCK_ITEM, node);
    block->number = walk->number;
    walk->is_item = false;
    set_text(walk, block);
}

static struct block *add_block(struct walk *walk, enum block_kind kind,
                               cmark_node *node)
{
    struct markdown *page = walk->page;
    struct block *block;
    cmark_node *lines;

    page->blocks = pool_grow(&page->pool, page->blocks, page->count,
                             sizeof(*page->blocks));
    block = &page->blocks[page->count++];
    block->kind = kind;
    /* A paragraph right above a table has no lines of its own. */
    lines = cmark_node_get_start_line(node) ? node : cmark_node_next(node);
    block->line = walk->before + cmark_node_get_start_line(lines);
    block->last_line =
        walk->before + (lines == node ? cmark_node_get_end_line(node)
                                      : cmark_node_get_start_line(lines));
    block->level = walk->lists;
    block->quote = walk->quotes;
    return block;
}

static int add_code(struct walk *walk, cmark_node *node, struct err *err)
{
    struct markdown *page = walk->page;
    struct block *block = add_block(walk, BLOCK_FENCE, node);
    struct fence *fence = pool_alloc(&page->pool, 1, sizeof(*fence));
    int length, offset;
    char mark;
    int is_fenced = cmark_node_get_fenced(node, &length, &offset, &mark);

    if (is_fenced && !is_closed(walk, node))
        return err_set(err, ERR_FORMAT, block->line,
                       "line %d: this code fence is never closed", block->line);
    read_info(page, fence, cmark_node_get_fence_info(node));
    fence->code_line = block->line + (is_fenced ? 1 : 0);
    block->fence = fence;
    add_run(walk, cmark_node_get_literal(node), 0);
    set_text(walk, block);
    return 0;
}

static void add_run(struct walk *walk, const char *text, unsigned style)
{
    struct text_run *last =
        walk->run_count ? &walk->runs[walk->run_count - 1] : NULL;
    size_t length = text ? strlen(text) : 0;
    size_t start = walk->bytes.length;

    style |= (walk->bold ? TEXT_BOLD : 0U) | (walk->italic ? TEXT_ITALIC : 0U) |
             (walk->url ? TEXT_LINK : 0U);
    if (!length || !buf_add(&walk->bytes, text, length))
        return;
    if (last && last->style == style && last->url == walk->url) {
        last->length += length;
        return;
    }
    if (walk->run_count == walk->run_capacity) {
        walk->run_capacity = walk->run_capacity ? walk->run_capacity * 2 : 64;
        walk->runs =
            xrealloc(walk->runs, walk->run_capacity, sizeof(*walk->runs));
    }
    walk->runs[walk->run_count++] =
        (struct text_run){start, length, style, walk->url};
}

static void set_text(struct walk *walk, struct block *block)
{
    block->texts = pool_alloc(&walk->page->pool, 1, sizeof(*block->texts));
    block->text_count = 1;
    block->texts[0] = take_text(walk);
}

static struct text take_text(struct walk *walk)
{
    struct pool *pool = &walk->page->pool;
    struct text text = {.length = walk->bytes.length,
                        .run_count = walk->run_count};

    text.bytes = pool_copy(pool, walk->bytes.bytes, text.length);
    text.runs = pool_alloc(pool, text.run_count, sizeof(*text.runs));
    if (text.run_count)
        memcpy(text.runs, walk->runs, text.run_count * sizeof(*text.runs));
    buf_reset(&walk->bytes);
    walk->run_count = 0;
    return text;
}

static void read_info(struct markdown *page, struct fence *fence,
                      const char *info)
{
    size_t length = strcspn(info, " \t{");
    char *language = pool_copy(&page->pool, info, length);
    const char *word = info + strcspn(info, "{");

    for (char *at = language; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    fence->language = language;
    if (!*word)
        return;
    word++;
    for (;;) {
        word += strspn(word, " \t,");
        length = strcspn(word, " \t,}");
        if (!length)
            return;
        read_attribute(page, fence, word, length);
        word += length;
    }
}

static void read_attribute(struct markdown *page, struct fence *fence,
                           const char *word, size_t length)
{
    char *copy = pool_copy(&page->pool, word, length);
    char *value = strchr(copy, '=');

    if (value)
        *value++ = '\0';
    if (value && !strcmp(copy, "risk"))
        fence->risk = value;
    else if (value && !strcmp(copy, "confirm"))
        fence->confirm = value;
    else if (value && !strcmp(copy, "timeout"))
        fence->timeout = value;
    else if (!value && !strcmp(copy, "interactive"))
        fence->is_interactive = true;
    else if (!fence->unknown)
        fence->unknown = copy;
}
