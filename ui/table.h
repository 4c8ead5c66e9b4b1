/* table.h - rows of aligned columns: lists and legends.
 *
 * Layer: ui. The layout is worked out once for a width; then the view paints
 * header and rows with it. The first cell of a row is kept for the mark of the
 * selected one. Columns are one blank apart.
 */
#ifndef TRACETOP_UI_TABLE_H
#define TRACETOP_UI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

enum { TABLE_MAX_COLUMNS = 16 };

struct table_column {
    const char *title;
    int width;      /* cells; the least when it grows */
    int grow;       /* its share of the cells left over; 0: none */
    int rank;       /* when there is no room, the largest rank goes first; a
                     * column of rank 0 stays */
    unsigned flags; /* set of enum text_flag of text.h */
};

struct table_cell {
    const char *text; /* borrowed while the row is painted; NULL: empty */
    enum role role;
};

/* A layout. A plain value. */
struct table {
    const struct table_column *columns; /* borrowed */
    size_t count;
    int widths[TABLE_MAX_COLUMNS]; /* 0: there is no room for the column */
    int starts[TABLE_MAX_COLUMNS];
    int room;
};

/* Works out the widths of at most TABLE_MAX_COLUMNS columns in `room` cells. */
void table_layout(struct table *table, const struct table_column *columns,
                  size_t count, int room);

/* Paints the titles. */
void table_header(const struct table *table, const struct canvas *canvas,
                  int row);

/* Paints one row; `cells` has one for each column. The selected row has its
 * mark and the role of the selection. */
void table_row(const struct table *table, const struct canvas *canvas, int row,
               const struct table_cell *cells, bool is_selected);

/* Returns the first row to show so that `selected` is seen in `rows` rows and
 * the list moves no more than it must from `first`. */
size_t table_scroll(size_t first, size_t selected, size_t count, int rows);

#endif
