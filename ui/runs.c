/* runs.c - which cells of a frame differ, in the order to paint them. */
#include "ui/runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum {
    ORDERED_MOST = 64, /* more would cost more time than bytes are worth */
    ERASE_BYTES = 3,   /* CSI K */
    PEN_BYTES = 6,     /* about; to choose an order */
};

/* What a search looks at. */
struct search {
    struct runs *runs;
    const struct shown *shown;
    const struct grid *grid;
};

/* Where the cursor is, and how it paints. */
struct pencil {
    struct place place;
    struct pen pen;
};

static bool is_row_untouched(const struct search *search, int row);
static void find_in_row(const struct search *search, int row);
static int find_tail(const struct search *search, int row);
static bool is_cheap_gap(const struct search *search, const struct run *run,
                         int column);
static void add_run(struct runs *runs, struct run run);
static void put_nearest_first(const struct search *search,
                              struct pencil pencil);
static int cost_in_order(const struct search *search, struct pencil pencil);
static int cost_of_run(const struct search *search, const struct run *run,
                       struct pencil pencil);
static struct pencil pencil_after(const struct search *search,
                                  const struct run *run);
static int compare_runs(const void *left, const void *right);

void runs_find(struct runs *runs, struct shown *shown, const struct grid *grid)
{
    struct search search = {runs, shown, grid};

    runs->count = 0;
    for (int row = 0; row < shown->rows; row++)
        if (!is_row_untouched(&search, row))
            find_in_row(&search, row);
}

void runs_order(struct runs *runs, const struct shown *shown,
                const struct grid *grid, struct place place, struct pen pen)
{
    struct search search = {runs, shown, grid};
    struct pencil start = {place, pen};
    int in_rows;

    if (runs->count < 2 || runs->count > ORDERED_MOST)
        return;
    in_rows = cost_in_order(&search, start);
    put_nearest_first(&search, start);
    if (cost_in_order(&search, start) >= in_rows)
        qsort(runs->items, runs->count, sizeof(runs->items[0]), compare_runs);
}

void runs_clear(struct runs *runs)
{
    free(runs->items);
    memset(runs, 0, sizeof(*runs));
}

/* The quick look, which most rows of most frames pass: cell for cell the same
 * bytes. (A half that lost its glyph is no exception: the glyph differs.) */
static bool is_row_untouched(const struct search *search, int row)
{
    const struct shown *shown = search->shown;

    return row < grid_rows(search->grid) &&
           shown->columns <= grid_columns(search->grid) &&
           !memcmp(grid_at(search->grid, row, 0), shown_at(shown, row, 0),
                   (size_t)shown->columns * sizeof(struct cell));
}

static void find_in_row(const struct search *search, int row)
{
    int tail = find_tail(search, row);
    struct run run = {.row = row, .column = -1};
    struct run last = {.row = row, .column = -1}; /* in the tail */

    for (int column = 0; column < search->shown->columns; column++) {
        struct cell cell =
            shown_wanted(search->shown, search->grid, row, column);
        struct cell *shown = shown_at(search->shown, row, column);

        if (shown_is_same(search->shown, &cell, shown)) {
            *shown = cell; /* the next look at it is quicker */
            continue;
        }
        if (column >= tail) {
            if (last.column < 0)
                last.column = column;
            last.end = column + 1;
            continue;
        }
        if (run.column >= 0 && !is_cheap_gap(search, &run, column)) {
            add_run(search->runs, run);
            run.column = -1;
        }
        if (run.column < 0)
            run.column = column;
        run.end = column + (cell.width > 1 ? 2 : 1);
    }
    if (run.column >= 0)
        add_run(search->runs, run);
    last.is_erasure = last.end - last.column > ERASE_BYTES;
    if (last.column >= 0)
        add_run(search->runs, last);
}

/* Returns where the row's last blanks begin that one erasure would paint. */
static int find_tail(const struct search *search, int row)
{
    const struct shown *shown = search->shown;
    int tail = shown->columns;
    struct pen first = {0};

    if (!term_has(shown->term, TERM_CAP_CLEAR_EOL))
        return tail;
    while (tail > 0) {
        struct cell cell = shown_wanted(shown, search->grid, row, tail - 1);
        struct pen pen = shown_pen(shown, &cell);

        if (tail == shown->columns)
            first = pen;
        if (!shown_is_blank(&cell) || !shown_can_erase(shown, pen) ||
            !pen_equal_blank(first, pen))
            break;
        tail--;
    }
    return tail;
}

/* Says whether writing again what stands between a run and the next changed
 * cell takes no more bytes than a move. */
static bool is_cheap_gap(const struct search *search, const struct run *run,
                         int column)
{
    const struct shown *shown = search->shown;
    struct cell last =
        shown_wanted(shown, search->grid, run->row, run->end - 1);
    struct pen before = shown_pen(shown, &last);
    int left = motion_cost(shown->term, (struct place){run->row, run->end},
                           (struct place){run->row, column});

    for (int at = run->end; at < column; at++) {
        struct cell cell = shown_wanted(shown, search->grid, run->row, at);

        struct pen pen = shown_pen(shown, &cell);

        left -= cell.length;
        if (left < 0 || cell.width != 1 ||
            (shown_is_blank(&cell) ? !pen_equal_blank(pen, before)
                                   : !pen_equal(pen, before)))
            return false;
    }
    return true;
}

static void add_run(struct runs *runs, struct run run)
{
    if (runs->count == runs->capacity) {
        runs->capacity = 2 * runs->capacity + ORDERED_MOST;
        runs->items =
            xrealloc(runs->items, runs->capacity, sizeof(*runs->items));
    }
    runs->items[runs->count++] = run;
}

/* Puts the nearest run first, then the nearest to that one, and so on. */
static void put_nearest_first(const struct search *search, struct pencil pencil)
{
    struct run *items = search->runs->items;
    size_t count = search->runs->count;

    for (size_t done = 0; done < count; done++) {
        int least = cost_of_run(search, &items[done], pencil);
        size_t best = done;
        struct run run;

        for (size_t i = done + 1; i < count && least > 0; i++) {
            int cost = cost_of_run(search, &items[i], pencil);

            if (cost < least) {
                best = i;
                least = cost;
            }
        }
        run = items[best];
        memmove(&items[done + 1], &items[done],
                (best - done) * sizeof(items[0]));
        items[done] = run;
        pencil = pencil_after(search, &run);
    }
}

static int cost_in_order(const struct search *search, struct pencil pencil)
{
    const struct runs *runs = search->runs;
    int cost = 0;

    for (size_t i = 0; i < runs->count; i++) {
        cost += cost_of_run(search, &runs->items[i], pencil);
        pencil = pencil_after(search, &runs->items[i]);
    }
    return cost;
}

/* Returns what it costs to get to a run and paint as it does. */
static int cost_of_run(const struct search *search, const struct run *run,
                       struct pencil pencil)
{
    const struct shown *shown = search->shown;
    struct cell cell = shown_wanted(shown, search->grid, run->row, run->column);
    struct pen pen = shown_pen(shown, &cell);
    bool has_pen = shown_is_blank(&cell) ? pen_equal_blank(pencil.pen, pen)
                                         : pen_equal(pencil.pen, pen);
    struct place to = {run->row, run->column};

    return motion_cost(shown->term, pencil.place, to) +
           (has_pen ? 0 : PEN_BYTES);
}

static struct pencil pencil_after(const struct search *search,
                                  const struct run *run)
{
    const struct shown *shown = search->shown;
    struct cell last =
        shown_wanted(shown, search->grid, run->row, run->end - 1);
    int column = run->is_erasure ? run->column : run->end;

    return (struct pencil){{run->row, column < shown->columns ? column : -1},
                           shown_pen(shown, &last)};
}

static int compare_runs(const void *left, const void *right)
{
    const struct run *a = left, *b = right;

    return a->row != b->row ? a->row - b->row : a->column - b->column;
}
