/* editor.c - a line of text, its cursor, its history. */
#include "ui/editor.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"

enum { HISTORY_MAX = 100 };

struct editor {
    struct buf text;
    size_t cursor; /* in bytes, at the start of a glyph or at the end */
    char *killed;  /* by Ctrl-K, U or W; NULL: nothing */
    char *draft;   /* what was typed before Up; NULL: not in the history */
    char *history[HISTORY_MAX]; /* oldest first */
    size_t history_count;
    size_t place; /* in the history; history_count: the draft */
};

static enum editor_result control_key(struct editor *editor, uint32_t letter);
static void alt_key(struct editor *editor, uint32_t letter);
static void insert(struct editor *editor, const char *bytes, size_t length);
static void remove_range(struct editor *editor, size_t from, size_t to);
static void kill_range(struct editor *editor, size_t from, size_t to);
static size_t glyph_before(const struct editor *editor, size_t at);
static size_t glyph_after(const struct editor *editor, size_t at);
static size_t word_before(const struct editor *editor);
static size_t word_after(const struct editor *editor);
static void recall(struct editor *editor, int step);
static void take(char **slot, const char *text);

struct editor *editor_new(size_t limit)
{
    struct editor *editor = xcalloc(1, sizeof(*editor));

    buf_init(&editor->text, limit);
    return editor;
}

void editor_free(struct editor *editor)
{
    if (!editor)
        return;
    for (size_t i = 0; i < editor->history_count; i++)
        free(editor->history[i]);
    free(editor->killed);
    free(editor->draft);
    buf_clear(&editor->text);
    free(editor);
}

const char *editor_text(const struct editor *editor)
{
    return editor->text.bytes;
}

void editor_set(struct editor *editor, const char *text)
{
    size_t length = strlen(text);

    if (length > editor->text.limit)
        length = utf8_fit(text, editor->text.limit, editor->text.limit);
    buf_reset(&editor->text);
    (void)buf_add(&editor->text, text, length);
    editor->cursor = editor->text.length;
    editor->place = editor->history_count;
}

size_t editor_cursor(const struct editor *editor)
{
    return editor->cursor;
}

enum editor_result editor_key(struct editor *editor, struct key key)
{
    char bytes[4];

    if (key.modifiers & KEY_CTRL)
        return control_key(editor, key.code);
    if (key.modifiers & KEY_ALT) {
        alt_key(editor, key.code);
        return EDITOR_MORE;
    }
    switch (key.code) {
    case KEY_ENTER:
        return EDITOR_ENTER;
    case KEY_ESC:
        return EDITOR_CANCEL;
    case KEY_TAB:
        return EDITOR_COMPLETE;
    case KEY_BACKSPACE:
        if (!editor->text.length)
            return EDITOR_CANCEL;
        remove_range(editor, glyph_before(editor, editor->cursor),
                     editor->cursor);
        return EDITOR_MORE;
    case KEY_DELETE:
        remove_range(editor, editor->cursor,
                     glyph_after(editor, editor->cursor));
        return EDITOR_MORE;
    case KEY_LEFT:
        editor->cursor = glyph_before(editor, editor->cursor);
        return EDITOR_MORE;
    case KEY_RIGHT:
        editor->cursor = glyph_after(editor, editor->cursor);
        return EDITOR_MORE;
    case KEY_HOME:
        editor->cursor = 0;
        return EDITOR_MORE;
    case KEY_END:
        editor->cursor = editor->text.length;
        return EDITOR_MORE;
    case KEY_UP:
    case KEY_DOWN:
        recall(editor, key.code == KEY_UP ? -1 : 1);
        return EDITOR_MORE;
    default:
        break;
    }
    if (key.code >= KEY_ENTER || key.code == KEY_NONE ||
        utf8_is_hostile(key.code))
        return EDITOR_IGNORED;
    insert(editor, bytes, utf8_encode(key.code, bytes));
    return EDITOR_MORE;
}

void editor_remember(struct editor *editor, const char *line)
{
    if (!editor->history_count ||
        strcmp(editor->history[editor->history_count - 1], line) != 0) {
        if (editor->history_count == HISTORY_MAX) {
            free(editor->history[0]);
            memmove(editor->history, editor->history + 1,
                    (HISTORY_MAX - 1) * sizeof(*editor->history));
            editor->history_count--;
        }
        editor->history[editor->history_count++] = xstrdup(line);
    }
    editor->place = editor->history_count;
}

void editor_draw(const struct editor *editor, const char *prompt,
                 const struct canvas *canvas, int row)
{
    const char *text = editor->text.bytes;
    int left = canvas_text(canvas, row, 0, ROLE_PROMPT, prompt);
    size_t room = canvas_columns(canvas) > left + 1
                      ? (size_t)(canvas_columns(canvas) - left - 1)
                      : 0;
    size_t first = 0;
    int column;

    /* Scrolled by whole glyphs until the cursor is seen. */
    while (first < editor->cursor &&
           utf8_width(text + first, editor->cursor - first) > room)
        first = glyph_after(editor, first);
    (void)canvas_text(canvas, row, left, ROLE_TEXT, text + first);
    column = left + (int)utf8_width(text + first, editor->cursor - first);
    grid_set_cursor(canvas->grid, canvas->area.row + row,
                    canvas->area.column + column);
}

static enum editor_result control_key(struct editor *editor, uint32_t letter)
{
    switch (letter | 0x20) {
    case 'a':
        editor->cursor = 0;
        break;
    case 'b':
        editor->cursor = glyph_before(editor, editor->cursor);
        break;
    case 'c':
    case 'g':
        return EDITOR_CANCEL;
    case 'd':
        remove_range(editor, editor->cursor,
                     glyph_after(editor, editor->cursor));
        break;
    case 'e':
        editor->cursor = editor->text.length;
        break;
    case 'f':
        editor->cursor = glyph_after(editor, editor->cursor);
        break;
    case 'k':
        kill_range(editor, editor->cursor, editor->text.length);
        break;
    case 'u':
        kill_range(editor, 0, editor->cursor);
        break;
    case 'w':
        kill_range(editor, word_before(editor), editor->cursor);
        break;
    case 'y':
        if (editor->killed)
            insert(editor, editor->killed, strlen(editor->killed));
        break;
    default:
        return EDITOR_IGNORED;
    }
    return EDITOR_MORE;
}

static void alt_key(struct editor *editor, uint32_t letter)
{
    if ((letter | 0x20) == 'b')
        editor->cursor = word_before(editor);
    else if ((letter | 0x20) == 'f')
        editor->cursor = word_after(editor);
    else if ((letter | 0x20) == 'd')
        kill_range(editor, editor->cursor, word_after(editor));
}

static void insert(struct editor *editor, const char *bytes, size_t length)
{
    struct buf *text = &editor->text;

    if (!buf_add(text, bytes, length)) /* makes room, or there is none */
        return;
    memmove(text->bytes + editor->cursor + length, text->bytes + editor->cursor,
            text->length - length - editor->cursor);
    memcpy(text->bytes + editor->cursor, bytes, length);
    editor->cursor += length;
}

static void remove_range(struct editor *editor, size_t from, size_t to)
{
    struct buf *text = &editor->text;

    memmove(text->bytes + from, text->bytes + to, text->length - to + 1);
    text->length -= to - from;
    editor->cursor = from;
}

static void kill_range(struct editor *editor, size_t from, size_t to)
{
    if (from == to)
        return;
    free(editor->killed);
    editor->killed = xstrndup(editor->text.bytes + from, to - from);
    remove_range(editor, from, to);
}

static size_t glyph_before(const struct editor *editor, size_t at)
{
    size_t before = 0;

    for (size_t next = 0; next < at;) {
        before = next;
        next = glyph_after(editor, next);
    }
    return before;
}

static size_t glyph_after(const struct editor *editor, size_t at)
{
    struct glyph glyph;

    if (at >= editor->text.length)
        return editor->text.length;
    return at + utf8_next_glyph(editor->text.bytes + at,
                                editor->text.length - at, &glyph);
}

static size_t word_before(const struct editor *editor)
{
    const char *text = editor->text.bytes;
    size_t at = editor->cursor;

    while (at && text[at - 1] == ' ')
        at--;
    while (at && text[at - 1] != ' ')
        at--;
    return at;
}

static size_t word_after(const struct editor *editor)
{
    const char *text = editor->text.bytes;
    size_t at = editor->cursor;

    at += strspn(text + at, " ");
    return at + strcspn(text + at, " ");
}

static void recall(struct editor *editor, int step)
{
    size_t place = editor->place;

    if ((step < 0 && !place) || (step > 0 && place == editor->history_count))
        return;
    if (place == editor->history_count)
        take(&editor->draft, editor->text.bytes);
    place = step < 0 ? place - 1 : place + 1;
    editor_set(editor, place == editor->history_count ? editor->draft
                                                      : editor->history[place]);
    editor->place = place;
}

static void take(char **slot, const char *text)
{
    free(*slot);
    *slot = xstrdup(text);
}
