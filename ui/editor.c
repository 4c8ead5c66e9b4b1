/* editor.c - one line of text being typed. */
#include "ui/editor.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "ui/history.h"

struct editor {
    char *text; /* `limit` bytes and a NUL */
    size_t length, limit;
    size_t cursor;
    char *killed; /* what Ctrl-Y brings back, or NULL */
    struct history history;
    bool in_paste;
};

static enum editor_result paste_key(struct editor *editor, struct key key);
static enum editor_result control_key(struct editor *editor, uint32_t code);
static enum editor_result alt_key(struct editor *editor, uint32_t code);
static enum editor_result named_key(struct editor *editor, struct key key);
static enum editor_result recall(struct editor *editor, bool is_older);
static enum editor_result leave(struct editor *editor,
                                enum editor_result result);
static void replace_text(struct editor *editor, const char *text);
static void insert(struct editor *editor, const char *bytes, size_t length);
static void insert_character(struct editor *editor, uint32_t code);
static void erase(struct editor *editor, size_t from, size_t to);
static void kill(struct editor *editor, size_t from, size_t to);
static size_t glyph_before(const struct editor *editor);
static size_t glyph_after(const struct editor *editor);
static size_t word_before(const struct editor *editor,
                          bool (*is_part)(char byte));
static size_t word_after(const struct editor *editor);
static bool is_letter(char byte);
static bool is_not_blank(char byte);

struct editor *editor_new(size_t limit)
{
    struct editor *editor = xcalloc(1, sizeof(*editor));

    editor->text = xcalloc(limit + 1, 1);
    editor->limit = limit;
    return editor;
}

void editor_free(struct editor *editor)
{
    if (!editor)
        return;
    history_clear(&editor->history);
    free(editor->killed);
    free(editor->text);
    free(editor);
}

const char *editor_text(const struct editor *editor)
{
    return editor->text;
}

void editor_set(struct editor *editor, const char *text)
{
    history_rewind(&editor->history);
    replace_text(editor, text);
}

size_t editor_cursor(const struct editor *editor)
{
    return editor->cursor;
}

enum editor_result editor_key(struct editor *editor, struct key key)
{
    bool is_character = key.code >= ' ' && key.code < KEY_ENTER;

    if (key.code == KEY_PASTE_ON || key.code == KEY_PASTE_OFF) {
        editor->in_paste = key.code == KEY_PASTE_ON;
        return EDITOR_MORE;
    }
    if (is_character && (key.modifiers & KEY_CTRL))
        return key.modifiers & KEY_ALT ? EDITOR_IGNORED
                                       : control_key(editor, key.code);
    if (editor->in_paste)
        return paste_key(editor, key);
    if (is_character && (key.modifiers & KEY_ALT))
        return alt_key(editor, key.code);
    if (!is_character)
        return named_key(editor, key);
    if (utf8_is_hostile(key.code))
        return EDITOR_IGNORED;
    insert_character(editor, key.code);
    return EDITOR_MORE;
}

void editor_remember(struct editor *editor, const char *line)
{
    history_add(&editor->history, line);
}

void editor_draw(const struct editor *editor, const char *prompt,
                 const struct canvas *canvas, int row)
{
    int columns = canvas_columns(canvas);
    size_t prompt_cells = utf8_width(prompt, strlen(prompt));
    size_t most = (size_t)columns / 2; /* the text gets half, at least */
    int left = (int)(prompt_cells < most ? prompt_cells : most);
    size_t room = (size_t)(columns - left);
    size_t cells = utf8_width(editor->text, editor->cursor);
    size_t half = room > 1 ? room / 2 : 1;
    size_t skip = cells < room ? 0 : ((cells - room) / half + 1) * half;
    size_t start = utf8_fit(editor->text, editor->cursor, skip);
    struct canvas part;

    if (columns <= 0 || row < 0 || row >= canvas_rows(canvas))
        return;
    canvas_fill(canvas, (struct rect){row, 0, 1, columns}, ROLE_PROMPT);
    part = canvas_cut(canvas, (struct rect){row, 0, 1, left});
    (void)canvas_text(&part, 0, 0, ROLE_PROMPT, prompt);
    cells = utf8_width(editor->text + start, editor->cursor - start);
    if (cells >= room) { /* the edge cut a wide glyph, which then stayed */
        struct glyph glyph;

        start += utf8_next_glyph(editor->text + start, editor->length - start,
                                 &glyph);
        cells = utf8_width(editor->text + start, editor->cursor - start);
    }
    (void)canvas_text(canvas, row, left, ROLE_PROMPT, editor->text + start);
    grid_set_cursor(canvas->grid, canvas->area.row + row,
                    canvas->area.column + left + (int)cells);
}

/* Pasted lines become one: what would end a line becomes a blank. */
static enum editor_result paste_key(struct editor *editor, struct key key)
{
    if (key.code == KEY_ENTER || key.code == KEY_TAB)
        insert_character(editor, ' ');
    else if (key.code < KEY_ENTER && !utf8_is_hostile(key.code))
        insert_character(editor, key.code);
    return EDITOR_MORE;
}

static enum editor_result control_key(struct editor *editor, uint32_t code)
{
    switch (code) {
    case 'a':
        editor->cursor = 0;
        break;
    case 'e':
        editor->cursor = editor->length;
        break;
    case 'b':
        editor->cursor = glyph_before(editor);
        break;
    case 'f':
        editor->cursor = glyph_after(editor);
        break;
    case 'd':
        erase(editor, editor->cursor, glyph_after(editor));
        break;
    case 'k':
        kill(editor, editor->cursor, editor->length);
        break;
    case 'u':
        kill(editor, 0, editor->cursor);
        break;
    case 'w':
        kill(editor, word_before(editor, is_not_blank), editor->cursor);
        break;
    case 'y':
        if (editor->killed)
            insert(editor, editor->killed, strlen(editor->killed));
        break;
    case 'p':
    case 'n':
        return recall(editor, code == 'p');
    case 'j':
        return leave(editor, EDITOR_ENTER);
    case 'c':
        return leave(editor, EDITOR_CANCEL);
    default:
        return EDITOR_IGNORED;
    }
    return EDITOR_MORE;
}

static enum editor_result alt_key(struct editor *editor, uint32_t code)
{
    switch (code) {
    case 'b':
        editor->cursor = word_before(editor, is_letter);
        break;
    case 'f':
        editor->cursor = word_after(editor);
        break;
    case 'd':
        kill(editor, editor->cursor, word_after(editor));
        break;
    default:
        return EDITOR_IGNORED;
    }
    return EDITOR_MORE;
}

static enum editor_result named_key(struct editor *editor, struct key key)
{
    bool by_word = key.modifiers & (KEY_CTRL | KEY_ALT);

    switch (key.code) {
    case KEY_ENTER:
        return leave(editor, EDITOR_ENTER);
    case KEY_ESC:
        return leave(editor, EDITOR_CANCEL);
    case KEY_TAB:
        return key.modifiers ? EDITOR_IGNORED : EDITOR_COMPLETE;
    case KEY_BACKSPACE:
        if (editor->length == 0)
            return leave(editor, EDITOR_CANCEL);
        if (by_word)
            kill(editor, word_before(editor, is_letter), editor->cursor);
        else
            erase(editor, glyph_before(editor), editor->cursor);
        break;
    case KEY_DELETE:
        erase(editor, editor->cursor, glyph_after(editor));
        break;
    case KEY_LEFT:
        editor->cursor =
            by_word ? word_before(editor, is_letter) : glyph_before(editor);
        break;
    case KEY_RIGHT:
        editor->cursor = by_word ? word_after(editor) : glyph_after(editor);
        break;
    case KEY_HOME:
        editor->cursor = 0;
        break;
    case KEY_END:
        editor->cursor = editor->length;
        break;
    case KEY_UP:
    case KEY_DOWN:
        return recall(editor, key.code == KEY_UP);
    default:
        return EDITOR_IGNORED;
    }
    return EDITOR_MORE;
}

static enum editor_result recall(struct editor *editor, bool is_older)
{
    const char *line = is_older ? history_older(&editor->history, editor->text)
                                : history_newer(&editor->history);

    if (line)
        replace_text(editor, line);
    return EDITOR_MORE;
}

/* Ends the line: the next one starts below the history, with no paste open. */
static enum editor_result leave(struct editor *editor,
                                enum editor_result result)
{
    history_rewind(&editor->history);
    editor->in_paste = false;
    return result;
}

static void replace_text(struct editor *editor, const char *text)
{
    editor->length = editor->cursor = 0;
    editor->text[0] = '\0';
    insert(editor, text, strlen(text));
}

/* Puts whole glyphs in at the cursor, as many as there is room for. */
static void insert(struct editor *editor, const char *bytes, size_t length)
{
    size_t room = editor->limit - editor->length;
    char *at = editor->text + editor->cursor;
    struct glyph glyph;

    if (length > room) {
        size_t fit = 0, next = 0;

        while (next <= room) {
            fit = next;
            next += utf8_next_glyph(bytes + next, length - next, &glyph);
        }
        length = fit;
    }
    memmove(at + length, at, editor->length - editor->cursor + 1);
    memcpy(at, bytes, length);
    editor->length += length;
    editor->cursor += length;
}

static void insert_character(struct editor *editor, uint32_t code)
{
    char bytes[4];

    insert(editor, bytes, utf8_encode(code, bytes));
}

static void erase(struct editor *editor, size_t from, size_t to)
{
    memmove(editor->text + from, editor->text + to, editor->length - to + 1);
    editor->length -= to - from;
    editor->cursor = from;
}

static void kill(struct editor *editor, size_t from, size_t to)
{
    if (from == to)
        return;
    free(editor->killed);
    editor->killed = xstrndup(editor->text + from, to - from);
    erase(editor, from, to);
}

static size_t glyph_before(const struct editor *editor)
{
    size_t before = 0, at = 0;
    struct glyph glyph;

    while (at < editor->cursor) {
        before = at;
        at += utf8_next_glyph(editor->text + at, editor->length - at, &glyph);
    }
    return before;
}

static size_t glyph_after(const struct editor *editor)
{
    size_t left = editor->length - editor->cursor;
    struct glyph glyph;

    if (left == 0)
        return editor->length;
    return editor->cursor +
           utf8_next_glyph(editor->text + editor->cursor, left, &glyph);
}

static size_t word_before(const struct editor *editor,
                          bool (*is_part)(char byte))
{
    size_t at = editor->cursor;

    while (at > 0 && !is_part(editor->text[at - 1]))
        at--;
    while (at > 0 && is_part(editor->text[at - 1]))
        at--;
    return at;
}

static size_t word_after(const struct editor *editor)
{
    size_t at = editor->cursor;

    while (at < editor->length && !is_letter(editor->text[at]))
        at++;
    while (at < editor->length && is_letter(editor->text[at]))
        at++;
    return at;
}

static bool is_letter(char byte)
{
    unsigned char value = (unsigned char)byte;

    return value >= 0x80 || (value >= '0' && value <= '9') ||
           (value >= 'A' && value <= 'Z') || (value >= 'a' && value <= 'z');
}

static bool is_not_blank(char byte)
{
    return byte != ' ';
}
