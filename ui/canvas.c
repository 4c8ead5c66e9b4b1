/* canvas.c - cells in a grid, and painting on a part of it. */
#include "ui/canvas.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"

struct grid {
    int rows, columns;
    int cursor_row, cursor_column;
    struct cell *cells; /* row by row */
};

static void clear_cells(struct grid *grid);
static struct cell *cell_at(const struct canvas *canvas, int row, int column);
static int paint_bytes(const struct canvas *canvas, int row, int column,
                       enum role role, const char *bytes, size_t length);
static size_t next_glyph(const char *text, size_t length, struct glyph *glyph);
static void put_ascii(const struct canvas *canvas, int row, int column,
                      enum role role, const struct glyph *glyph);
static char ascii_for(uint32_t code);
static void put_glyph(const struct canvas *canvas, int row, int column,
                      enum role role, const struct glyph *glyph);
static void split_wide(struct cell *row, int columns, int column);
static void put_blank(struct cell *cell, enum role role);
static int clamp(int value, int low, int high);
static int end_of(int start, int length);

static const struct {
    uint16_t code;
    char ascii;
} ascii_table[] = {
    {0x00B0, 'o'},  {0x00B5, 'u'}, {0x00B7, '.'}, {0x00D7, 'x'}, {0x03BC, 'u'},
    {0x2010, '-'},  {0x2011, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''},
    {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2022, '*'}, {0x2026, '.'},
    {0x2190, '<'},  {0x2191, '^'}, {0x2192, '>'}, {0x2193, 'v'}, {0x2212, '-'},
    {0x2260, '!'},  {0x2264, '<'}, {0x2265, '>'}, {0x25B2, '^'}, {0x25B6, '>'},
    {0x25BC, 'v'},  {0x25C0, '<'}, {0x25C6, '*'}, {0x25CB, 'o'}, {0x25CF, '*'},
    {0x2713, '+'},  {0x2717, 'X'},
};

struct grid *grid_new(int rows, int columns)
{
    struct grid *grid = xcalloc(1, sizeof(*grid));

    grid_resize(grid, rows, columns);
    return grid;
}

void grid_free(struct grid *grid)
{
    if (!grid)
        return;
    free(grid->cells);
    free(grid);
}

void grid_clear(struct grid *grid)
{
    clear_cells(grid);
    grid_set_cursor(grid, -1, 0);
}

void grid_resize(struct grid *grid, int rows, int columns)
{
    grid->rows = rows > 0 ? rows : 0;
    grid->columns = columns > 0 ? columns : 0;
    free(grid->cells);
    grid->cells = xcalloc((size_t)grid->rows * (size_t)grid->columns + 1,
                          sizeof(*grid->cells));
    grid_clear(grid);
}

int grid_rows(const struct grid *grid)
{
    return grid->rows;
}

int grid_columns(const struct grid *grid)
{
    return grid->columns;
}

const struct cell *grid_at(const struct grid *grid, int row, int column)
{
    assert(row >= 0 && row < grid->rows);
    assert(column >= 0 && column < grid->columns);
    return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

void grid_set_cursor(struct grid *grid, int row, int column)
{
    bool is_inside =
        row >= 0 && row < grid->rows && column >= 0 && column < grid->columns;

    grid->cursor_row = is_inside ? row : -1;
    grid->cursor_column = is_inside ? column : 0;
}

void grid_cursor(const struct grid *grid, int *row, int *column)
{
    *row = grid->cursor_row;
    *column = grid->cursor_column;
}

struct canvas canvas_of(struct grid *grid, bool is_ascii)
{
    return (struct canvas){
        .grid = grid,
        .area = {0, 0, grid->rows, grid->columns},
        .is_ascii = is_ascii,
    };
}

struct canvas canvas_cut(const struct canvas *canvas, struct rect area)
{
    struct canvas part = *canvas;
    int top = clamp(area.row, 0, canvas->area.rows);
    int left = clamp(area.column, 0, canvas->area.columns);
    int bottom = clamp(end_of(area.row, area.rows), top, canvas->area.rows);
    int right =
        clamp(end_of(area.column, area.columns), left, canvas->area.columns);

    part.area.row += top;
    part.area.column += left;
    part.area.rows = bottom - top;
    part.area.columns = right - left;
    return part;
}

int canvas_rows(const struct canvas *canvas)
{
    return canvas->area.rows;
}

int canvas_columns(const struct canvas *canvas)
{
    return canvas->area.columns;
}

int canvas_text(const struct canvas *canvas, int row, int column,
                enum role role, const char *text)
{
    return paint_bytes(canvas, row, column, role, text, strlen(text));
}

int canvas_bytes(const struct canvas *canvas, int row, int column,
                 enum role role, const char *bytes, size_t length)
{
    return paint_bytes(canvas, row, column, role, bytes, length);
}

int canvas_printf(const struct canvas *canvas, int row, int column,
                  enum role role, const char *fmt, ...)
{
    char room[256];
    char *text = room;
    va_list args, again;
    int length, end;

    va_start(args, fmt);
    va_copy(again, args);
    length = vsnprintf(room, sizeof(room), fmt, args);
    va_end(args);
    if (length < 0)
        length = 0;
    if ((size_t)length >= sizeof(room)) {
        text = xmalloc((size_t)length + 1);
        (void)vsnprintf(text, (size_t)length + 1, fmt, again);
    }
    va_end(again);
    end = paint_bytes(canvas, row, column, role, text, (size_t)length);
    if (text != room)
        free(text);
    return end;
}

void canvas_glyph(const struct canvas *canvas, int row, int column,
                  enum role role, const char *utf8, char ascii)
{
    if (canvas->is_ascii) {
        char text = ascii;

        paint_bytes(canvas, row, column, role, &text, 1);
    } else {
        struct glyph glyph;
        size_t length = strlen(utf8);

        if (!length)
            return;
        next_glyph(utf8, length, &glyph);
        put_glyph(canvas, row, column, role, &glyph);
    }
}

void canvas_repeat(const struct canvas *canvas, struct rect area,
                   enum role role, const char *utf8, char ascii)
{
    struct canvas part = canvas_cut(canvas, area);

    for (int row = 0; row < part.area.rows; row++)
        for (int column = 0; column < part.area.columns; column++)
            canvas_glyph(&part, row, column, role, utf8, ascii);
}

void canvas_fill(const struct canvas *canvas, struct rect area, enum role role)
{
    struct canvas part = canvas_cut(canvas, area);

    for (int row = 0; row < part.area.rows; row++) {
        if (!part.area.columns)
            return;
        struct cell *line = cell_at(&part, row, 0) - part.area.column;

        split_wide(line, part.grid->columns, part.area.column);
        split_wide(line, part.grid->columns,
                   part.area.column + part.area.columns);
        for (int i = 0; i < part.area.columns; i++)
            put_blank(&line[part.area.column + i], role);
    }
}

void canvas_paint(const struct canvas *canvas, struct rect area, enum role role)
{
    struct canvas part = canvas_cut(canvas, area);

    for (int row = 0; row < part.area.rows; row++)
        for (int column = 0; column < part.area.columns; column++)
            cell_at(&part, row, column)->role = (uint8_t)role;
}

void canvas_attributes(const struct canvas *canvas, struct rect area,
                       unsigned attributes)
{
    struct canvas part = canvas_cut(canvas, area);

    for (int row = 0; row < part.area.rows; row++)
        for (int column = 0; column < part.area.columns; column++) {
            struct cell *cell = cell_at(&part, row, column);

            cell->attributes = (uint8_t)(cell->attributes | attributes);
        }
}

static void clear_cells(struct grid *grid)
{
    size_t count = (size_t)grid->rows * (size_t)grid->columns;

    for (size_t i = 0; i < count; i++)
        put_blank(&grid->cells[i], ROLE_TEXT);
}

/* Row and column are relative to the canvas and must be inside it. */
static struct cell *cell_at(const struct canvas *canvas, int row, int column)
{
    const struct rect *area = &canvas->area;

    return &canvas->grid->cells[(size_t)(area->row + row) *
                                    (size_t)canvas->grid->columns +
                                (size_t)(area->column + column)];
}

static int paint_bytes(const struct canvas *canvas, int row, int column,
                       enum role role, const char *bytes, size_t length)
{
    bool is_shown = row >= 0 && row < canvas->area.rows;
    size_t at = 0;

    while (at < length && column < canvas->area.columns) {
        struct glyph glyph;

        at += next_glyph(bytes + at, length - at, &glyph);
        if (is_shown && canvas->is_ascii && glyph.length > 1)
            put_ascii(canvas, row, column, role, &glyph);
        else if (is_shown)
            put_glyph(canvas, row, column, role, &glyph);
        column += glyph.width;
    }
    return column <= canvas->area.columns ? column : canvas->area.columns;
}

/* Finding grapheme boundaries is slow; most of what is painted is ASCII, or
 * our own lines, blocks and braille, which never join with a neighbour. */
static size_t next_glyph(const char *text, size_t length, struct glyph *glyph)
{
    const unsigned char *byte = (const unsigned char *)text;

    if (byte[0] >= 0x20 && byte[0] < 0x7F && (length == 1 || byte[1] < 0x80)) {
        glyph->text[0] = text[0];
        glyph->length = 1;
        glyph->width = 1;
        return 1;
    }
    if (length >= 3 && byte[0] == 0xE2 && (length == 3 || byte[3] < 0x80) &&
        (byte[1] == 0x94 || byte[1] == 0x95 || byte[1] == 0x96 ||
         (byte[1] >= 0xA0 && byte[1] <= 0xA3)) &&
        (byte[2] & 0xC0) == 0x80) {
        memcpy(glyph->text, text, 3);
        glyph->length = 3;
        glyph->width = 1;
        return 3;
    }
    return utf8_next_glyph(text, length, glyph);
}

/* Keeps the width, so that both forms of a line are laid out alike. */
static void put_ascii(const struct canvas *canvas, int row, int column,
                      enum role role, const struct glyph *glyph)
{
    uint32_t code;
    struct glyph plain = {.length = 1, .width = 1};

    utf8_decode(glyph->text, glyph->length, &code);
    plain.text[0] = ascii_for(code);
    put_glyph(canvas, row, column, role, &plain);
    plain.text[0] = ' ';
    if (glyph->width == 2)
        put_glyph(canvas, row, column + 1, role, &plain);
}

static char ascii_for(uint32_t code)
{
    if (code >= 0x2500 && code <= 0x257F) {
        if (code <= 0x2501 || code == 0x2504 || code == 0x2505 ||
            code == 0x2508 || code == 0x2509 || code == 0x254C ||
            code == 0x2550)
            return '-';
        if (code <= 0x250B || code == 0x254E || code == 0x2551)
            return '|';
        return '+';
    }
    if (code >= 0x2580 && code <= 0x259F)
        return '#';
    if (code >= 0x2800 && code <= 0x28FF)
        return code == 0x2800 ? ' ' : ':';
    for (size_t i = 0; i < sizeof(ascii_table) / sizeof(*ascii_table); i++)
        if (ascii_table[i].code == code)
            return ascii_table[i].ascii;
    /* A letter with marks is still best read as that letter. */
    if (code < 0x80)
        return (char)code;
    return '?';
}

static void put_glyph(const struct canvas *canvas, int row, int column,
                      enum role role, const struct glyph *glyph)
{
    int width = glyph->width;
    struct cell *line;
    int at;

    if (row < 0 || row >= canvas->area.rows || column >= canvas->area.columns)
        return;
    if (column < 0 || column + width > canvas->area.columns) {
        /* Half a wide glyph at an edge: a blank stands for it. */
        at = column < 0 ? 0 : column;
        if (width == 2 && column >= -1)
            canvas_fill(canvas, (struct rect){row, at, 1, 1}, role);
        return;
    }
    line = cell_at(canvas, row, 0) - canvas->area.column;
    at = canvas->area.column + column;
    split_wide(line, canvas->grid->columns, at);
    split_wide(line, canvas->grid->columns, at + width);
    memcpy(line[at].text, glyph->text, glyph->length);
    line[at].length = glyph->length;
    line[at].width = glyph->width;
    line[at].role = (uint8_t)role;
    line[at].attributes = 0;
    if (width == 2)
        line[at + 1] = (struct cell){.width = 1, .role = (uint8_t)role};
}

/* Makes a blank of both halves when a boundary between two columns cuts a wide
 * glyph. */
static void split_wide(struct cell *row, int columns, int column)
{
    if (column <= 0 || column >= columns || row[column].length)
        return;
    put_blank(&row[column - 1], row[column - 1].role);
    put_blank(&row[column], row[column].role);
}

static void put_blank(struct cell *cell, enum role role)
{
    cell->text[0] = ' ';
    cell->length = 1;
    cell->width = 1;
    cell->role = (uint8_t)role;
    cell->attributes = 0;
}

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

/* Where a stretch ends; lengths may be anything. */
static int end_of(int start, int length)
{
    long long end = (long long)start + (length > 0 ? length : 0);

    return end > 0x7FFFFFFF ? 0x7FFFFFFF : (int)end;
}
