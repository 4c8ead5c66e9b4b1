/* vt.c - a terminal small enough to trust. */
#include "tests/support/vt.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "ui/canvas.h"
#include "ui/term.h"

enum { PARAMETERS = 20 };

struct vt {
    struct vt_kind kind;
    int rows, columns;
    struct vt_cell *cells;
    int row, column;
    struct vt_cell pen; /* its text is not used */
    bool is_wrapping;   /* the next glyph goes to the next row */
    bool has_wrap, has_cursor, is_alternate;
    int scrolls, mistakes;
};

struct csi {
    bool is_private;
    int count, values[PARAMETERS]; /* -1 where left out */
    char final;
};

static size_t feed_csi(struct vt *vt, const char *bytes, size_t length);
static void run_csi(struct vt *vt, const struct csi *csi);
static void set_mode(struct vt *vt, int mode, bool is_on);
static void set_looks(struct vt *vt, const struct csi *csi);
static int set_look(struct vt *vt, const struct csi *csi, int index);
static int set_long_color(struct vt *vt, const struct csi *csi, int index);
static void put_glyph(struct vt *vt, const struct glyph *glyph);
static void erase(struct vt *vt, int row, int from, int to);
static void split_wide(struct vt *vt, int row, int column);
static void line_feed(struct vt *vt);
static void go_to(struct vt *vt, int row, int column);
static struct vt_cell *cell_at(const struct vt *vt, int row, int column);
static int value_of(const struct csi *csi, int index, int otherwise);

struct vt *vt_new(int rows, int columns, struct vt_kind kind)
{
    struct vt *vt = xcalloc(1, sizeof(*vt));

    vt->kind = kind;
    vt->has_wrap = vt->has_cursor = true;
    vt->pen.foreground = vt->pen.background = -1;
    vt_resize(vt, rows, columns);
    return vt;
}

void vt_free(struct vt *vt)
{
    if (vt)
        free(vt->cells);
    free(vt);
}

void vt_resize(struct vt *vt, int rows, int columns)
{
    struct vt old = *vt;

    vt->rows = rows;
    vt->columns = columns;
    vt->cells = xcalloc((size_t)rows * (size_t)columns, sizeof(*vt->cells));
    for (int row = 0; row < rows; row++)
        erase(vt, row, 0, columns);
    for (int row = 0; row < rows && row < old.rows; row++)
        for (int column = 0; column < columns && column < old.columns; column++)
            *cell_at(vt, row, column) = *cell_at(&old, row, column);
    free(old.cells);
    go_to(vt, vt->row, vt->column);
}

void vt_feed(struct vt *vt, const char *bytes, size_t length)
{
    size_t at = 0;

    while (at < length) {
        struct glyph glyph;
        size_t run = at;

        switch (bytes[at]) {
        case '\033':
            at += feed_csi(vt, bytes + at, length - at);
            continue;
        case '\r':
            go_to(vt, vt->row, 0);
            at++;
            continue;
        case '\b':
            go_to(vt, vt->row, vt->column - 1);
            at++;
            continue;
        case '\n':
            line_feed(vt);
            at++;
            continue;
        default:
            break;
        }
        while (run < length && (unsigned char)bytes[run] >= 0x20)
            run++;
        if (run == at) {
            vt->mistakes++;
            at++;
            continue;
        }
        at += utf8_next_glyph(bytes + at, run - at, &glyph);
        put_glyph(vt, &glyph);
    }
}

const struct vt_cell *vt_at(const struct vt *vt, int row, int column)
{
    return cell_at(vt, row, column);
}

void vt_cursor(const struct vt *vt, int *row, int *column)
{
    *row = vt->row;
    *column = vt->column;
}

bool vt_shows_cursor(const struct vt *vt)
{
    return vt->has_cursor;
}

bool vt_is_alternate(const struct vt *vt)
{
    return vt->is_alternate;
}

int vt_scrolls(const struct vt *vt)
{
    return vt->scrolls;
}

int vt_mistakes(const struct vt *vt)
{
    return vt->mistakes;
}

/* Runs the sequence at `bytes`; returns its length. */
static size_t feed_csi(struct vt *vt, const char *bytes, size_t length)
{
    struct csi csi = {.count = 1, .values = {-1}};
    size_t at = 2;

    if (length < 3 || bytes[1] != '[') {
        vt->mistakes++;
        return 1;
    }
    if (bytes[at] == '?') {
        csi.is_private = true;
        at++;
    }
    for (; at < length; at++) {
        char byte = bytes[at];
        int *value = &csi.values[csi.count - 1];

        if (byte >= '0' && byte <= '9') {
            *value = (*value < 0 ? 0 : *value) * 10 + byte - '0';
        } else if (byte == ';' && csi.count < PARAMETERS) {
            csi.values[csi.count++] = -1;
        } else {
            csi.final = byte;
            run_csi(vt, &csi);
            return at + 1;
        }
    }
    vt->mistakes++;
    return length;
}

static void run_csi(struct vt *vt, const struct csi *csi)
{
    int count = value_of(csi, 0, 1);

    if (csi->is_private && !strchr("hlc", csi->final))
        vt->mistakes++;
    if ((csi->final == 'G' || csi->final == 'X') && !vt->kind.has_column)
        vt->mistakes++;
    switch (csi->final) {
    case 'A':
        go_to(vt, vt->row - count, vt->column);
        break;
    case 'B':
        go_to(vt, vt->row + count, vt->column);
        break;
    case 'C':
        go_to(vt, vt->row, vt->column + count);
        break;
    case 'D':
        go_to(vt, vt->row, vt->column - count);
        break;
    case 'G':
        go_to(vt, vt->row, count - 1);
        break;
    case 'H':
        go_to(vt, count - 1, value_of(csi, 1, 1) - 1);
        break;
    case 'J':
        if (value_of(csi, 0, 0) == 0)
            erase(vt, vt->row, vt->column, vt->columns);
        for (int row = value_of(csi, 0, 0) == 2 ? 0 : vt->row + 1;
             row < vt->rows; row++)
            erase(vt, row, 0, vt->columns);
        break;
    case 'K':
        erase(vt, vt->row, vt->column, vt->columns);
        break;
    case 'X':
        erase(vt, vt->row, vt->column, vt->column + count);
        break;
    case 'h':
    case 'l':
        if (csi->is_private)
            set_mode(vt, count, csi->final == 'h');
        else
            vt->mistakes += value_of(csi, 0, 0) != 34; /* screen's cnorm */
        break;
    case 'm':
        set_looks(vt, csi);
        break;
    case 'c': /* the linux console's cursor shape */
    case 't': /* xterm's smcup saves the title */
        break;
    default:
        vt->mistakes++;
    }
}

static void set_mode(struct vt *vt, int mode, bool is_on)
{
    switch (mode) {
    case 7:
        vt->has_wrap = is_on;
        break;
    case 25:
        vt->has_cursor = is_on;
        break;
    case 1049:
        vt->is_alternate = is_on;
        break;
    case 12:
    case 2004:
        break;
    default:
        vt->mistakes++;
    }
}

static void set_looks(struct vt *vt, const struct csi *csi)
{
    int index = 0;

    while (index < csi->count)
        index += set_look(vt, csi, index);
}

/* Sets the look of one parameter; returns how many it took. */
static int set_look(struct vt *vt, const struct csi *csi, int index)
{
    int look = value_of(csi, index, 0);
    unsigned attributes = vt->pen.attributes;

    if (look == 38 || look == 48)
        return set_long_color(vt, csi, index);
    if ((look == 22 || look == 24 || look == 27 || look == 39 || look == 49) &&
        !vt->kind.has_sgr_off)
        vt->mistakes++;
    if (look >= 30 &&
        (vt->kind.colors == 0 || (look >= 90 && vt->kind.colors < 16)))
        vt->mistakes++;
    if (look == 0) {
        attributes = 0;
        vt->pen.foreground = vt->pen.background = -1;
    } else if (look == 1)
        attributes |= ATTR_BOLD;
    else if (look == 2)
        attributes |= ATTR_DIM;
    else if (look == 4)
        attributes |= ATTR_UNDERLINE;
    else if (look == 7)
        attributes |= ATTR_REVERSE;
    else if (look == 22)
        attributes &= ~(unsigned)(ATTR_BOLD | ATTR_DIM);
    else if (look == 24)
        attributes &= ~(unsigned)ATTR_UNDERLINE;
    else if (look == 27)
        attributes &= ~(unsigned)ATTR_REVERSE;
    else if (look >= 30 && look <= 37)
        vt->pen.foreground = look - 30;
    else if (look == 39)
        vt->pen.foreground = -1;
    else if (look >= 40 && look <= 47)
        vt->pen.background = look - 40;
    else if (look == 49)
        vt->pen.background = -1;
    else if (look >= 90 && look <= 97)
        vt->pen.foreground = look - 90 + 8;
    else if (look >= 100 && look <= 107)
        vt->pen.background = look - 100 + 8;
    else
        vt->mistakes++;
    vt->pen.attributes = (uint8_t)attributes;
    return 1;
}

static int set_long_color(struct vt *vt, const struct csi *csi, int index)
{
    int *color = value_of(csi, index, 0) == 38 ? &vt->pen.foreground
                                               : &vt->pen.background;
    int kind = value_of(csi, index + 1, 0);

    if (kind == 5 && vt->kind.colors >= 256) {
        *color = value_of(csi, index + 2, 0);
        return 3;
    }
    if (kind == 2 && vt->kind.colors == TERM_RGB) {
        *color = TERM_RGB | value_of(csi, index + 2, 0) << 16 |
                 value_of(csi, index + 3, 0) << 8 | value_of(csi, index + 4, 0);
        return 5;
    }
    vt->mistakes++;
    return csi->count;
}

static void put_glyph(struct vt *vt, const struct glyph *glyph)
{
    if (vt->is_wrapping) {
        go_to(vt, vt->row, 0);
        line_feed(vt);
    }
    if (vt->column + glyph->width > vt->columns) {
        vt->mistakes++; /* terminals disagree about what comes now */
        return;
    }
    for (int i = 0; i < glyph->width; i++)
        split_wide(vt, vt->row, vt->column + i);
    for (int i = 0; i < glyph->width; i++)
        *cell_at(vt, vt->row, vt->column + i) = vt->pen;
    memcpy(cell_at(vt, vt->row, vt->column)->text, glyph->text, glyph->length);
    cell_at(vt, vt->row, vt->column)->length = glyph->length;
    vt->column += glyph->width;
    if (vt->column < vt->columns)
        return;
    vt->column = vt->columns - 1;
    if (!vt->has_wrap)
        return;
    if (vt->kind.wraps_late) {
        vt->is_wrapping = true;
    } else {
        vt->column = 0;
        line_feed(vt);
    }
}

static void erase(struct vt *vt, int row, int from, int to)
{
    for (int column = from; column < to && column < vt->columns; column++) {
        struct vt_cell *cell = cell_at(vt, row, column);

        split_wide(vt, row, column);
        *cell = (struct vt_cell){.text = " ", .length = 1, .foreground = -1};
        cell->background = vt->kind.erases_color ? vt->pen.background : -1;
    }
}

/* Blanks the other half of a wide glyph that is about to lose one. */
static void split_wide(struct vt *vt, int row, int column)
{
    struct vt_cell *cell = cell_at(vt, row, column);
    struct vt_cell *other = NULL;

    if (cell->length == 0 && column > 0)
        other = cell - 1;
    else if (cell->length > 0 && column + 1 < vt->columns &&
             cell[1].length == 0)
        other = cell + 1;
    if (!other)
        return;
    other->text[0] = ' ';
    other->length = 1;
    if (cell->length == 0)
        cell->length = 1;
}

static void line_feed(struct vt *vt)
{
    if (vt->row + 1 < vt->rows) {
        vt->row++;
        return;
    }
    vt->scrolls++;
    memmove(vt->cells, cell_at(vt, 1, 0),
            (size_t)(vt->rows - 1) * (size_t)vt->columns * sizeof(*vt->cells));
    erase(vt, vt->rows - 1, 0, vt->columns);
}

static void go_to(struct vt *vt, int row, int column)
{
    vt->is_wrapping = false;
    vt->row = row < 0 ? 0 : row >= vt->rows ? vt->rows - 1 : row;
    vt->column = column < 0              ? 0
                 : column >= vt->columns ? vt->columns - 1
                                         : column;
}

static struct vt_cell *cell_at(const struct vt *vt, int row, int column)
{
    return &vt->cells[(size_t)row * (size_t)vt->columns + (size_t)column];
}

static int value_of(const struct csi *csi, int index, int otherwise)
{
    if (index >= csi->count || csi->values[index] < 0)
        return otherwise;
    return csi->values[index];
}
