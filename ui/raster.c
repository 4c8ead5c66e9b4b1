/* raster.c - dots that become braille, blocks or ASCII. */
#include "ui/raster.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct dots {
    uint8_t bits; /* by dot, from the bottom; braille: right column above 4;
                   * a line among blocks: set of enum arm */
    uint8_t role;
    bool is_area;
};

enum arm { ARM_LEFT = 1, ARM_RIGHT = 2, ARM_UP = 4, ARM_DOWN = 8 };

struct raster {
    enum raster_style style;
    int rows, columns;         /* in cells */
    int cell_width, cell_rows; /* dots of a cell */
    struct dots cells[];
};

static void set_run(struct raster *raster, struct raster_run run,
                    enum role role, bool is_area);
static void set_arms(struct raster *raster, struct raster_step step,
                     enum role role);
static struct raster_run clip(const struct raster *raster,
                              struct raster_run run);
static struct dots *cell_of(struct raster *raster, int column, int level);
static uint8_t bits_of(const struct raster *raster, struct raster_run run,
                       int level);
static bool is_worse(unsigned role, unsigned than);
static void paint_cell(const struct raster *raster, const struct dots *dots,
                       const struct canvas *canvas, struct rect at);
static void braille_text(uint8_t bits, char text[4]);
static const char *block_text(const struct dots *dots);
static char ascii_char(const struct dots *dots);

struct raster *raster_new(int rows, int columns, enum raster_style style)
{
    size_t count = rows > 0 && columns > 0 ? (size_t)rows * (size_t)columns : 0;
    struct raster *raster =
        xcalloc(1, sizeof(*raster) + count * sizeof(raster->cells[0]));

    raster->style = style;
    raster->rows = count ? rows : 0;
    raster->columns = count ? columns : 0;
    raster->cell_width = style == RASTER_BRAILLE ? 2 : 1;
    raster->cell_rows = style == RASTER_BRAILLE ? 4
                        : style == RASTER_BLOCK ? 8
                                                : 2;
    return raster;
}

void raster_free(struct raster *raster)
{
    free(raster);
}

int raster_dot_columns(const struct raster *raster)
{
    return raster->columns * raster->cell_width;
}

int raster_dot_rows(const struct raster *raster)
{
    return raster->rows * raster->cell_rows;
}

void raster_area(struct raster *raster, struct raster_run run, enum role role)
{
    set_run(raster, run, role, true);
}

void raster_line(struct raster *raster, struct raster_step step, enum role role)
{
    struct raster_run run = {step.column, step.to, step.to};

    if (raster->style == RASTER_BLOCK) {
        set_arms(raster, step, role);
        return;
    }
    if (step.from >= 0 && step.from < step.to)
        run.bottom = step.from + 1;
    if (step.from > step.to)
        run.top = step.from - 1;
    set_run(raster, run, role, false);
}

void raster_raise(struct raster *raster, struct raster_run run, enum role role)
{
    run = clip(raster, run);
    for (int level = run.bottom / raster->cell_rows;
         level * raster->cell_rows <= run.top; level++) {
        struct dots *dots = cell_of(raster, run.column, level);

        if (is_worse(role, dots->role))
            dots->role = (uint8_t)role;
    }
}

int raster_row_of(const struct raster *raster, int dot_row)
{
    return raster->rows - 1 - dot_row / raster->cell_rows;
}

bool raster_is_blank(const struct raster *raster, int row, int column,
                     int columns)
{
    if (row < 0 || row >= raster->rows || column < 0 ||
        columns > raster->columns - column)
        return false;
    for (int i = 0; i < columns; i++)
        if (raster->cells[row * raster->columns + column + i].bits)
            return false;
    return true;
}

void raster_paint(const struct raster *raster, const struct canvas *canvas)
{
    const struct dots *dots = raster->cells;

    for (int row = 0; row < raster->rows; row++)
        for (int column = 0; column < raster->columns; column++, dots++)
            if (dots->bits)
                paint_cell(raster, dots, canvas,
                           (struct rect){row, column, 1, 1});
}

static void set_run(struct raster *raster, struct raster_run run,
                    enum role role, bool is_area)
{
    run = clip(raster, run);
    for (int level = run.bottom / raster->cell_rows;
         level * raster->cell_rows <= run.top; level++) {
        struct dots *dots = cell_of(raster, run.column, level);

        if (!dots->bits || !is_worse(dots->role, role))
            dots->role = (uint8_t)role;
        dots->bits = (uint8_t)(dots->bits | bits_of(raster, run, level));
        dots->is_area = is_area;
    }
}

/* Draws a step as a line that bends where it changes rows. */
static void set_arms(struct raster *raster, struct raster_step step,
                     enum role role)
{
    int from = (step.from < 0 ? step.to : step.from) / raster->cell_rows;
    int to = step.to / raster->cell_rows;
    int low = from < to ? from : to, high = from < to ? to : from;

    for (int level = low; level <= high; level++) {
        struct dots *dots = cell_of(raster, step.column, level);
        unsigned arms = level == from ? ARM_LEFT : 0;

        if (level == to)
            arms |= ARM_RIGHT;
        if (level < high)
            arms |= ARM_UP;
        if (level > low)
            arms |= ARM_DOWN;
        *dots = (struct dots){.bits = (uint8_t)arms, .role = (uint8_t)role};
    }
}

/* Cuts a run to the raster; one outside it becomes empty (top below bottom). */
static struct raster_run clip(const struct raster *raster,
                              struct raster_run run)
{
    int dot_rows = raster_dot_rows(raster);

    if (run.bottom < 0)
        run.bottom = 0;
    if (run.top >= dot_rows)
        run.top = dot_rows - 1;
    if (run.column < 0 || run.column >= raster_dot_columns(raster) ||
        run.top < run.bottom)
        run = (struct raster_run){.column = 0, .bottom = 0, .top = -1};
    return run;
}

static struct dots *cell_of(struct raster *raster, int column, int level)
{
    return &raster->cells[(raster->rows - 1 - level) * raster->columns +
                          column / raster->cell_width];
}

/* The bits of a run within the cell at `level` cells from the bottom. */
static uint8_t bits_of(const struct raster *raster, struct raster_run run,
                       int level)
{
    int base = level * raster->cell_rows;
    int bottom = run.bottom > base ? run.bottom - base : 0;
    int top = run.top - base;
    unsigned bits;

    if (top >= raster->cell_rows)
        top = raster->cell_rows - 1;
    bits = (2U << top) - (1U << bottom);
    if (raster->cell_width == 2 && run.column % 2)
        bits <<= 4;
    return (uint8_t)bits;
}

static bool is_worse(unsigned role, unsigned than)
{
    return role > than && than >= ROLE_GRAPH && role <= ROLE_GRAPH_CRITICAL;
}

static void paint_cell(const struct raster *raster, const struct dots *dots,
                       const struct canvas *canvas, struct rect at)
{
    char text[4];

    switch (raster->style) {
    case RASTER_BRAILLE:
        braille_text(dots->bits, text);
        canvas_glyph(canvas, at.row, at.column, dots->role, text, '#');
        break;
    case RASTER_BLOCK:
        canvas_glyph(canvas, at.row, at.column, dots->role, block_text(dots),
                     '#');
        break;
    case RASTER_ASCII:
        text[0] = ascii_char(dots);
        text[1] = '\0';
        canvas_glyph(canvas, at.row, at.column, dots->role, text, text[0]);
        break;
    }
}

/* Source: Unicode Standard, Braille Patterns: dots 1 2 3 7 run down the left
 * column, 4 5 6 8 down the right one. */
static void braille_text(uint8_t bits, char text[4])
{
    static const uint8_t left[16] = {0x00, 0x40, 0x04, 0x44, 0x02, 0x42,
                                     0x06, 0x46, 0x01, 0x41, 0x05, 0x45,
                                     0x03, 0x43, 0x07, 0x47};
    static const uint8_t right[16] = {0x00, 0x80, 0x20, 0xA0, 0x10, 0x90,
                                      0x30, 0xB0, 0x08, 0x88, 0x28, 0xA8,
                                      0x18, 0x98, 0x38, 0xB8};
    unsigned pattern = (unsigned)left[bits & 15] | right[bits >> 4];

    text[0] = '\xE2';
    text[1] = (char)(0xA0 + (pattern >> 6));
    text[2] = (char)(0x80 + (pattern & 0x3F));
    text[3] = '\0';
}

static const char *block_text(const struct dots *dots)
{
    static const char *const eighths[] = {"▁", "▂", "▃", "▄",
                                          "▅", "▆", "▇", "█"};
    static const char *const lines[16] = {
        [ARM_LEFT | ARM_RIGHT] = "─", [ARM_UP | ARM_DOWN] = "│",
        [ARM_LEFT | ARM_UP] = "┘",    [ARM_LEFT | ARM_DOWN] = "┐",
        [ARM_RIGHT | ARM_UP] = "└",   [ARM_RIGHT | ARM_DOWN] = "┌",
    };
    int top = 7;

    if (!dots->is_area)
        return lines[dots->bits];
    while (!(dots->bits >> top))
        top--;
    return eighths[top];
}

static char ascii_char(const struct dots *dots)
{
    if (dots->bits == 1)
        return '.';
    if (dots->bits == 2)
        return '\'';
    return dots->is_area ? ':' : '|';
}
