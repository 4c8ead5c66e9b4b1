/* text.c - cutting, padding and wrapping text by cells. */
#include "ui/text.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

static void add_cut(struct buf *out, const char *text, int columns,
                    unsigned flags);
static void add_glyphs(struct buf *out, const char *text, size_t length);
static void add_blanks(struct buf *out, int count);
static int blanks_before(int spare, unsigned flags);
static size_t tail_start(const char *text, size_t length, size_t cells);
static size_t word_start(const char *text, size_t end);
static bool is_percent(const char *word);
static size_t line_end(const char *text, size_t length, int columns);

/* Cells at the end of a name that are worth keeping: a pod's suffix. */
enum { TAIL_COLUMNS = 5 };

int text_width(const char *text)
{
    return (int)utf8_width(text, strlen(text));
}

void text_add(struct buf *out, const char *text, int columns, unsigned flags)
{
    int width = text_width(text);
    int spare, before;

    if (columns <= 0)
        return;
    if (width > columns) {
        add_cut(out, text, columns, flags);
        return;
    }
    spare = columns - width;
    before = flags & TEXT_NO_PAD ? 0 : blanks_before(spare, flags);
    add_blanks(out, before);
    add_glyphs(out, text, strlen(text));
    if (!(flags & TEXT_NO_PAD))
        add_blanks(out, spare - before);
}

void text_draw(const struct canvas *canvas, struct rect area, enum role role,
               const char *text, unsigned flags)
{
    struct buf line;

    buf_init(&line, 1 << 16);
    if (canvas->is_ascii)
        flags |= TEXT_ASCII;
    text_add(&line, text, area.columns, flags);
    canvas_bytes(canvas, area.row, area.column, role, line.bytes, line.length);
    buf_clear(&line);
}

bool text_wrap(const char **rest, int columns, struct text_line *line)
{
    const char *text = *rest;
    size_t length = strcspn(text, "\n");
    size_t end;

    if (!*text)
        return false;
    end = line_end(text, length, columns > 0 ? columns : 1);
    line->text = text;
    line->length = end;
    while (line->length > 0 && text[line->length - 1] == ' ')
        line->length--;
    while (end < length && text[end] == ' ')
        end++;
    *rest = text + end + (end == length && text[end] == '\n');
    return true;
}

int text_wrap_rows(const char *text, int columns)
{
    struct text_line line;
    int rows = 0;

    while (text_wrap(&text, columns, &line))
        rows++;
    return rows;
}

/* The text is wider than `columns`, which is 1 or more. */
static void add_cut(struct buf *out, const char *text, int columns,
                    unsigned flags)
{
    const char *mark = flags & TEXT_ASCII ? "..." : "…";
    int mark_columns = flags & TEXT_ASCII ? 3 : 1;
    size_t length = strlen(text);
    int left, tail, head_columns;
    size_t head, tail_at;

    if (columns <= mark_columns) {
        add_glyphs(out, mark, flags & TEXT_ASCII ? (size_t)columns : 3);
        return;
    }
    left = columns - mark_columns;
    tail = left / 4 > TAIL_COLUMNS ? left / 4 : TAIL_COLUMNS;
    if (tail > left / 2)
        tail = left / 2;
    if (flags & TEXT_CUT_END)
        tail = 0;
    tail_at = tail_start(text, length, (size_t)tail);
    head_columns = left - (int)utf8_width(text + tail_at, length - tail_at);
    head = utf8_fit(text, length, (size_t)head_columns);
    add_glyphs(out, text, head);
    add_glyphs(out, mark, strlen(mark));
    add_glyphs(out, text + tail_at, length - tail_at);
    if (!(flags & TEXT_NO_PAD))
        add_blanks(out, head_columns - (int)utf8_width(text, head));
}

static void add_glyphs(struct buf *out, const char *text, size_t length)
{
    struct glyph glyph;

    for (size_t at = 0; at < length;) {
        at += utf8_next_glyph(text + at, length - at, &glyph);
        buf_add(out, glyph.text, glyph.length);
    }
}

static void add_blanks(struct buf *out, int count)
{
    while (count-- > 0)
        buf_add_char(out, ' ');
}

static int blanks_before(int spare, unsigned flags)
{
    if (flags & TEXT_RIGHT)
        return spare;
    return flags & TEXT_CENTER ? spare / 2 : 0;
}

/* Returns where the last glyphs that fit into `cells` begin. Graphemes can
 * only be found from the front. */
static size_t tail_start(const char *text, size_t length, size_t cells)
{
    size_t skip = utf8_width(text, length) - cells;
    struct glyph glyph;
    size_t at = 0;

    for (size_t width = 0; at < length && width < skip; width += glyph.width)
        at += utf8_next_glyph(text + at, length - at, &glyph);
    return at;
}

/* Returns where the word begins that ends before `end`; `end` itself where
 * one begins there. */
static size_t word_start(const char *text, size_t end)
{
    while (end > 0 && text[end - 1] != ' ')
        end--;
    return end;
}

/* "63 %" is one word. */
static bool is_percent(const char *word)
{
    return word[0] == '%' && !(word[1] >= '0' && word[1] <= 'z');
}

/* Returns how many bytes the first line takes, blanks at its end included. */
static size_t line_end(const char *text, size_t length, int columns)
{
    size_t fits = utf8_fit(text, length, (size_t)columns);
    struct glyph glyph;
    size_t end = fits;

    if (fits >= length || (text[fits] == ' ' && !is_percent(text + fits + 1)))
        return fits;
    end = word_start(text, end);
    while (end > 0 && is_percent(text + end))
        end = word_start(text, end - 1);
    if (end > strspn(text, " "))
        return end;
    /* A glyph wider than the line must not hold it up for ever. */
    return fits ? fits : utf8_next_glyph(text, length, &glyph);
}
