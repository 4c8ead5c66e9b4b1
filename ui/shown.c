/* shown.c - what the terminal shows, and what it should show instead. */
#include "ui/shown.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static const struct cell blank = {
    .text = " ", .length = 1, .width = 1, .role = SHOWN_CLEARED};

void shown_reset(struct shown *shown, const struct theme *theme, int rows,
                 int columns)
{
    size_t count = (size_t)rows * (size_t)columns;

    for (int i = 0; i < ROLE_COUNT; i++)
        shown->pens[i] = pen_of(shown->term, &theme->looks[i]);
    shown->pens[SHOWN_CLEARED] = pen_plain();
    shown->rows = rows;
    shown->columns = columns;
    shown->cells = xrealloc(shown->cells, count, sizeof(*shown->cells));
    for (size_t i = 0; i < count; i++)
        shown->cells[i] = blank;
}

void shown_clear(struct shown *shown)
{
    free(shown->cells);
    shown->cells = NULL;
}

struct cell *shown_at(const struct shown *shown, int row, int column)
{
    return &shown->cells[(size_t)row * (size_t)shown->columns + (size_t)column];
}

struct cell shown_wanted(const struct shown *shown, const struct grid *grid,
                         int row, int column)
{
    struct cell cell;

    if (row >= grid_rows(grid) || column >= grid_columns(grid))
        return blank;
    cell = *grid_at(grid, row, column);
    /* half of a wide glyph that the terminal's edge, or a painter, cut */
    if ((cell.width > 1 && column + 1 >= shown->columns) ||
        (cell.length == 0 &&
         (column == 0 || grid_at(grid, row, column - 1)->width < 2))) {
        cell.text[0] = ' ';
        cell.length = cell.width = 1;
    }
    if (!term_is_utf8(shown->term) &&
        (cell.length == 0 || (unsigned char)cell.text[0] >= 0x80)) {
        cell.text[0] = cell.length == 0 ? ' ' : '?';
        cell.length = cell.width = 1;
    }
    return cell;
}

bool shown_is_same(const struct shown *shown, const struct cell *left,
                   const struct cell *right)
{
    if (left->length != right->length || left->width != right->width ||
        memcmp(left->text, right->text, left->length) != 0)
        return false;
    if (left->length == 0) /* the glyph on its left tells how it looks */
        return true;
    if (left->role == right->role && left->attributes == right->attributes)
        return true;
    if (shown_is_blank(left))
        return pen_equal_blank(shown_pen(shown, left), shown_pen(shown, right));
    return pen_equal(shown_pen(shown, left), shown_pen(shown, right));
}

struct pen shown_pen(const struct shown *shown, const struct cell *cell)
{
    struct pen pen = shown->pens[cell->role];

    return cell->attributes ? pen_with(shown->term, pen, cell->attributes)
                            : pen;
}

bool shown_can_erase(const struct shown *shown, struct pen pen)
{
    if (pen.attributes & (ATTR_REVERSE | ATTR_UNDERLINE))
        return false;
    return pen.background == PEN_DEFAULT ||
           (term_facts(shown->term) & TERM_FACT_ERASE_COLOR);
}

bool shown_is_blank(const struct cell *cell)
{
    return cell->length == 1 && cell->text[0] == ' ';
}
