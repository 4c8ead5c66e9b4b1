/* screen.c - shows a grid on a terminal, writing only what changed.
 *
 * The screen keeps what the terminal shows, as cells like those of the grid
 * (shown.c). A frame is made in three steps: find the runs of cells that differ
 * (runs.c); put them into an order in which the cursor goes a short way and the
 * pen changes seldom, since a graph that moves on by a column is a run of one
 * cell on each of many rows; paint them. Cursor and pen stay as the last frame
 * left them: a clock that ticks is one backspace and one digit.
 *
 * Not used: REP (many terminals that say they are xterm do not have it), scroll
 * regions (a dashboard does not scroll), synchronized output (a frame is one
 * write already).
 */
#include "ui/screen.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "ui/motion.h"
#include "ui/pen.h"
#include "ui/runs.h"
#include "ui/shown.h"

enum {
    FRAME_MOST = 128 << 20,
    BLANKS_WORTH_ERASING = 12, /* in the middle of a row */
};

struct screen {
    struct term *term;
    struct shown shown;
    const struct theme *theme; /* the one that `shown` is painted in */
    bool is_known;             /* what follows is true of the terminal */
    bool has_cursor;           /* it can be seen */
    struct place place;        /* where the cursor stands */
    struct pen pen;            /* how the terminal paints */
    struct runs runs;
    struct buf out;
    size_t bytes;
};

static void start_anew(struct screen *screen, const struct theme *theme,
                       int rows, int columns);
static void paint_run(struct screen *screen, const struct grid *grid,
                      const struct run *run);
static void paint_erasure(struct screen *screen, const struct grid *grid,
                          const struct run *run);
static int paint_blanks(struct screen *screen, const struct grid *grid,
                        const struct run *run, int column);
static void paint_cell(struct screen *screen, const struct cell *cell, int row,
                       int column);
static bool has_certain_width(const struct cell *cell);
static void place_cursor(struct screen *screen, const struct grid *grid);
static void move_to(struct screen *screen, int row, int column);
static void use_pen(struct screen *screen, struct pen pen);
static void take_over(struct screen *screen, const struct grid *grid, int row,
                      struct run cells);

struct screen *screen_new(struct term *term)
{
    struct screen *screen = xcalloc(1, sizeof(*screen));

    screen->term = term;
    screen->shown.term = term;
    buf_init(&screen->out, FRAME_MOST);
    return screen;
}

void screen_free(struct screen *screen)
{
    if (!screen)
        return;
    shown_clear(&screen->shown);
    runs_clear(&screen->runs);
    buf_clear(&screen->out);
    free(screen);
}

void screen_forget(struct screen *screen)
{
    screen->is_known = false;
}

int screen_show(struct screen *screen, const struct grid *grid,
                const struct theme *theme, struct err *err)
{
    int rows, columns;

    if (term_pending(screen->term) > 0)
        return 0;
    buf_reset(&screen->out);
    term_size(screen->term, &rows, &columns);
    if (!screen->is_known || theme != screen->theme ||
        rows != screen->shown.rows || columns != screen->shown.columns)
        start_anew(screen, theme, rows, columns);

    runs_find(&screen->runs, &screen->shown, grid);
    runs_order(&screen->runs, &screen->shown, grid, screen->place, screen->pen);
    for (size_t i = 0; i < screen->runs.count; i++)
        paint_run(screen, grid, &screen->runs.items[i]);
    place_cursor(screen, grid);
    if (screen->out.length == 0)
        return 1;
    screen->bytes += screen->out.length;
    if (term_write(screen->term, screen->out.bytes, screen->out.length, err) <
        0) {
        screen->is_known = false;
        return -1;
    }
    return 1;
}

size_t screen_bytes(const struct screen *screen)
{
    return screen->bytes;
}

/* Clears the terminal, so that what it shows is known. */
static void start_anew(struct screen *screen, const struct theme *theme,
                       int rows, int columns)
{
    shown_reset(&screen->shown, theme, rows, columns);
    term_add_cap(screen->term, TERM_CAP_RESET, &screen->out);
    term_add_cap(screen->term, TERM_CAP_CLEAR, &screen->out);
    if (screen->has_cursor)
        term_add_cap(screen->term, TERM_CAP_CURSOR_HIDE, &screen->out);
    screen->theme = theme;
    screen->has_cursor = false;
    screen->pen = pen_plain();
    screen->place = (struct place){0, 0};
    screen->is_known = true;
}

static void paint_run(struct screen *screen, const struct grid *grid,
                      const struct run *run)
{
    int column = run->column;

    if (run->is_erasure) {
        paint_erasure(screen, grid, run);
        return;
    }
    while (column < run->end) {
        struct cell cell = shown_wanted(&screen->shown, grid, run->row, column);
        int count = paint_blanks(screen, grid, run, column);

        if (count == 0) {
            count = 1;
            if (cell.length > 0)
                paint_cell(screen, &cell, run->row, column);
        }
        column += count;
    }
    take_over(screen, grid, run->row, *run);
}

static void paint_erasure(struct screen *screen, const struct grid *grid,
                          const struct run *run)
{
    struct cell cell =
        shown_wanted(&screen->shown, grid, run->row, run->column);
    struct pen pen = shown_pen(&screen->shown, &cell);

    move_to(screen, run->row, run->column);
    use_pen(screen, pen_for_blank(screen->pen, pen));
    term_add_cap(screen->term, TERM_CAP_CLEAR_EOL, &screen->out);
    take_over(
        screen, grid, run->row,
        (struct run){.column = run->column, .end = screen->shown.columns});
}

/* Erases many blanks inside a run. Returns how many, 0 for none. */
static int paint_blanks(struct screen *screen, const struct grid *grid,
                        const struct run *run, int column)
{
    const struct shown *shown = &screen->shown;
    struct cell cell = shown_wanted(shown, grid, run->row, column);
    struct pen pen = shown_pen(shown, &cell);
    int end = column;

    if (!(term_facts(screen->term) & TERM_FACT_ERASE_CHARS) ||
        run->end - column < BLANKS_WORTH_ERASING ||
        !shown_can_erase(shown, pen))
        return 0;
    while (shown_is_blank(&cell) &&
           pen_equal_blank(pen, shown_pen(shown, &cell)) && ++end < run->end)
        cell = shown_wanted(shown, grid, run->row, end);
    if (end - column < BLANKS_WORTH_ERASING)
        return 0;
    move_to(screen, run->row, column);
    use_pen(screen, pen_for_blank(screen->pen, pen));
    (void)buf_printf(&screen->out, "\033[%dX", end - column);
    return end - column;
}

static void paint_cell(struct screen *screen, const struct cell *cell, int row,
                       int column)
{
    bool has_edge = term_facts(screen->term) & TERM_FACT_EDGE;
    bool is_last = column + cell->width >= screen->shown.columns;
    struct pen pen = shown_pen(&screen->shown, cell);

    /* It would scroll the whole screen up: better that one cell stays blank */
    if (is_last && row == screen->shown.rows - 1 && !has_edge)
        return;
    move_to(screen, row, column);
    use_pen(screen,
            shown_is_blank(cell) ? pen_for_blank(screen->pen, pen) : pen);
    (void)buf_add(&screen->out, cell->text, cell->length);
    screen->place.column += cell->width;
    /* After the last column the cursor stays there or beyond it, or goes on to
     * the next row, as terminals like. */
    if (is_last || !has_certain_width(cell))
        screen->place.column = -1;
    if (is_last && !has_edge)
        screen->place.row = -1;
}

/* Terminals disagree about the widths of emoji and of letters with marks. */
static bool has_certain_width(const struct cell *cell)
{
    unsigned char lead = (unsigned char)cell->text[0];
    int first = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

    return first == cell->length && first < 4;
}

static void place_cursor(struct screen *screen, const struct grid *grid)
{
    int row, column;
    bool is_wanted;

    grid_cursor(grid, &row, &column);
    is_wanted = row >= 0 && row < screen->shown.rows && column >= 0 &&
                column < screen->shown.columns;
    if (is_wanted)
        move_to(screen, row, column);
    if (is_wanted != screen->has_cursor)
        term_add_cap(screen->term,
                     is_wanted ? TERM_CAP_CURSOR_SHOW : TERM_CAP_CURSOR_HIDE,
                     &screen->out);
    screen->has_cursor = is_wanted;
}

static void move_to(struct screen *screen, int row, int column)
{
    struct place to = {row, column};

    if (screen->place.row == row && screen->place.column == column)
        return;
    motion_add(screen->term, screen->place, to, &screen->out);
    screen->place = to;
}

static void use_pen(struct screen *screen, struct pen pen)
{
    pen_change(screen->term, screen->pen, pen, &screen->out);
    screen->pen = pen;
}

/* Notes that cells are shown as the grid wants them. */
static void take_over(struct screen *screen, const struct grid *grid, int row,
                      struct run cells)
{
    for (int column = cells.column; column < cells.end; column++)
        *shown_at(&screen->shown, row, column) =
            shown_wanted(&screen->shown, grid, row, column);
}
