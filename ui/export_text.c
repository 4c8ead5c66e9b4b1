/* export_text.c - a painted grid as plain text and as ANSI text. */
#include "ui/export.h"

#include <string.h>

#include "base/buf.h"
#include "ui/canvas.h"
#include "ui/theme.h"

static int text_columns(const struct grid *grid, int row);
static int shown_columns(const struct grid *grid, const struct theme *theme,
                         int row);
static bool is_blank(const struct cell *cell);
static struct look look_of(const struct theme *theme, const struct cell *cell);
static bool looks_alike(const struct cell *cell, const struct look *look,
                        const struct look *shown);
static bool same_look(const struct look *left, const struct look *right);
static void add_look(struct buf *out, const struct look *look, bool has_rgb);
static void add_color(struct buf *out, const struct color *color, int base,
                      bool has_rgb);

void export_text(const struct grid *grid, struct buf *out)
{
    for (int row = 0; row < grid_rows(grid); row++) {
        export_row(grid, row, out);
        buf_add_char(out, '\n');
    }
}

void export_row(const struct grid *grid, int row, struct buf *out)
{
    int columns = text_columns(grid, row);

    for (int column = 0; column < columns; column++) {
        const struct cell *cell = grid_at(grid, row, column);

        buf_add(out, cell->text, cell->length);
    }
}

void export_ansi(const struct grid *grid, const struct theme *theme,
                 bool has_rgb, struct buf *out)
{
    const struct look plain = {0};

    for (int row = 0; row < grid_rows(grid); row++) {
        struct look shown = plain;
        int columns = shown_columns(grid, theme, row);

        for (int column = 0; column < columns; column++) {
            const struct cell *cell = grid_at(grid, row, column);
            struct look look = look_of(theme, cell);

            if (cell->length && !looks_alike(cell, &look, &shown)) {
                add_look(out, &look, has_rgb);
                shown = look;
            }
            buf_add(out, cell->text, cell->length);
        }
        if (!same_look(&plain, &shown))
            buf_add_str(out, "\x1b[0m");
        buf_add_char(out, '\n');
    }
}

static int text_columns(const struct grid *grid, int row)
{
    int columns = grid_columns(grid);

    while (columns > 0) {
        const struct cell *cell = grid_at(grid, row, columns - 1);

        if (!cell->length || !is_blank(cell))
            break;
        columns--;
    }
    return columns;
}

/* As text_columns(), but a blank that has a background or a line counts. */
static int shown_columns(const struct grid *grid, const struct theme *theme,
                         int row)
{
    int columns = grid_columns(grid);

    while (columns > 0) {
        const struct cell *cell = grid_at(grid, row, columns - 1);
        struct look look = look_of(theme, cell);

        if (!cell->length || !is_blank(cell) ||
            look.background.kind != COLOR_DEFAULT ||
            (look.attributes & (ATTR_REVERSE | ATTR_UNDERLINE)))
            break;
        columns--;
    }
    return columns;
}

static bool is_blank(const struct cell *cell)
{
    return cell->length == 1 && cell->text[0] == ' ';
}

static struct look look_of(const struct theme *theme, const struct cell *cell)
{
    struct look look = theme->looks[cell->role];

    look.attributes = (uint8_t)(look.attributes | cell->attributes);
    return look;
}

/* A blank has no foreground to show: it does not ask for a change of it. */
static bool looks_alike(const struct cell *cell, const struct look *look,
                        const struct look *shown)
{
    const unsigned lines = ATTR_REVERSE | ATTR_UNDERLINE;

    if (is_blank(cell) && !(look->attributes & lines) &&
        !(shown->attributes & lines))
        return color_same(look->background, shown->background);
    return same_look(look, shown);
}

static bool same_look(const struct look *left, const struct look *right)
{
    return color_same(left->foreground, right->foreground) &&
           color_same(left->background, right->background) &&
           left->attributes == right->attributes;
}

static void add_look(struct buf *out, const struct look *look, bool has_rgb)
{
    static const struct {
        unsigned attribute;
        const char *code;
    } codes[] = {
        {ATTR_BOLD, ";1"},
        {ATTR_DIM, ";2"},
        {ATTR_UNDERLINE, ";4"},
        {ATTR_REVERSE, ";7"},
    };

    buf_add_str(out, "\x1b[0");
    for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
        if (look->attributes & codes[i].attribute)
            buf_add_str(out, codes[i].code);
    add_color(out, &look->foreground, 30, has_rgb);
    add_color(out, &look->background, 40, has_rgb);
    buf_add_char(out, 'm');
}

/* `base` is 30 for the foreground, 40 for the background. */
static void add_color(struct buf *out, const struct color *color, int base,
                      bool has_rgb)
{
    int index = color->index;

    if (color->kind == COLOR_DEFAULT)
        return;
    if (color->kind == COLOR_RGB && has_rgb) {
        buf_printf(out, ";%d;2;%d;%d;%d", base + 8, color->red, color->green,
                   color->blue);
        return;
    }
    if (color->kind == COLOR_RGB)
        index = color_nearest(*color, 256);
    if (index < 8)
        buf_printf(out, ";%d", base + index);
    else if (index < 16)
        buf_printf(out, ";%d", base + 60 + index - 8);
    else
        buf_printf(out, ";%d;5;%d", base + 8, index);
}
