/* table.c - widths of columns, and rows painted with them. */
#include "ui/table.h"

#include <assert.h>

#include "ui/text.h"

static void drop_columns(struct table *table);
static int worst_rank(const struct table *table);
static int used_columns(const struct table *table);
static void grow_columns(struct table *table);
static void shrink_columns(struct table *table);

void table_layout(struct table *table, const struct table_column *columns,
                  size_t count, int room)
{
    int at = 1;

    assert(count <= TABLE_MAX_COLUMNS);
    *table = (struct table){.columns = columns, .count = count, .room = room};
    for (size_t i = 0; i < count; i++)
        table->widths[i] = columns[i].width > 0 ? columns[i].width : 0;
    drop_columns(table);
    grow_columns(table);
    shrink_columns(table);
    for (size_t i = 0; i < count; i++) {
        table->starts[i] = at;
        if (table->widths[i] > 0)
            at += table->widths[i] + 1;
    }
}

void table_header(const struct table *table, const struct canvas *canvas,
                  int row)
{
    for (size_t i = 0; i < table->count; i++)
        text_draw(canvas,
                  (struct rect){row, table->starts[i], 1, table->widths[i]},
                  ROLE_DIM, table->columns[i].title, table->columns[i].flags);
}

void table_row(const struct table *table, const struct canvas *canvas, int row,
               const struct table_cell *cells, bool is_selected)
{
    for (size_t i = 0; i < table->count; i++)
        text_draw(canvas,
                  (struct rect){row, table->starts[i], 1, table->widths[i]},
                  cells[i].role, cells[i].text ? cells[i].text : "",
                  table->columns[i].flags);
    if (!is_selected)
        return;
    canvas_paint(canvas, (struct rect){row, 0, 1, table->room}, ROLE_SELECTED);
    canvas_text(canvas, row, 0, ROLE_SELECTED, ">");
}

size_t table_scroll(size_t first, size_t selected, size_t count, int rows)
{
    size_t room = rows > 0 ? (size_t)rows : 1;

    if (count <= room)
        return 0;
    if (selected >= count)
        selected = count - 1;
    if (first > count - room)
        first = count - room;
    if (selected < first)
        return selected;
    return selected - first >= room ? selected - room + 1 : first;
}

/* Takes columns away, worst rank first, from the right, until the rest fits. */
static void drop_columns(struct table *table)
{
    while (used_columns(table) > table->room) {
        int rank = worst_rank(table);
        size_t i = table->count;

        if (rank <= 0)
            return;
        while (i-- > 0)
            if (table->widths[i] > 0 && table->columns[i].rank == rank)
                break;
        table->widths[i] = 0;
    }
}

static int worst_rank(const struct table *table)
{
    int rank = 0;

    for (size_t i = 0; i < table->count; i++)
        if (table->widths[i] > 0 && table->columns[i].rank > rank)
            rank = table->columns[i].rank;
    return rank;
}

/* Cells of the mark, the columns and the blanks between them. */
static int used_columns(const struct table *table)
{
    int used = 0;

    for (size_t i = 0; i < table->count; i++)
        if (table->widths[i] > 0)
            used += table->widths[i] + 1;
    return used;
}

/* The rounding goes to the columns on the left. */
static void grow_columns(struct table *table)
{
    int spare = table->room - used_columns(table);
    int shares = 0;

    for (size_t i = 0; i < table->count; i++)
        if (table->widths[i] > 0 && table->columns[i].grow > 0)
            shares += table->columns[i].grow;
    for (size_t i = 0; i < table->count && spare > 0 && shares > 0; i++) {
        const struct table_column *column = &table->columns[i];
        int more;

        if (table->widths[i] <= 0 || column->grow <= 0)
            continue;
        more = (spare * column->grow + shares - 1) / shares;
        table->widths[i] += more;
        spare -= more;
        shares -= column->grow;
    }
}

/* When even the columns that stay are too wide: growing ones give way first,
 * then whatever is at the right. */
static void shrink_columns(struct table *table)
{
    int missing = used_columns(table) - table->room;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = table->count; i-- > 0 && missing > 0;) {
            int give = table->widths[i] - (pass == 0 ? 1 : 0);

            if (give <= 0 || (pass == 0 && table->columns[i].grow <= 0))
                continue;
            give = give < missing ? give : missing;
            table->widths[i] -= give;
            missing -= give;
            if (table->widths[i] == 0)
                missing--; /* its blank goes too */
        }
}
