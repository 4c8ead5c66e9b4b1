/* export_svg.c - a painted grid as a stand-alone SVG picture. */
#include "ui/export.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "ui/canvas.h"
#include "ui/svg_path.h"
#include "ui/svg_shape.h"
#include "ui/theme.h"

/* How the cells of one role and one set of attributes look. */
struct ink {
    struct color foreground, background;
    bool is_bold, is_underlined;
};

struct picture {
    const struct grid *grid;
    const struct theme *theme;
    struct buf *out;
    struct svg_cells cells; /* those that are written now */
    struct ink ink;
};

static void write_head(struct picture *picture, const char *title);
static void write_escaped(struct buf *out, const char *text, size_t length);
static void write_backgrounds(struct picture *picture);
static void write_background(struct picture *picture, int row, int start,
                             int end, struct color color);
static void write_ink(struct picture *picture);
static void write_blocks(struct picture *picture);
static void write_lines(struct picture *picture, bool is_down, bool is_dashed);
static void write_texts(struct picture *picture);
static int write_text(struct picture *picture, int row, int column);
static bool is_plain(const struct cell *cell);
static struct ink ink_of(const struct theme *theme, unsigned role,
                         unsigned attributes);
static struct color mix(struct color left, struct color right);
static void write_color(struct buf *out, struct color color);

/* In units. A font of this size has glyphs as wide as a cell in most monospaced
 * fonts; textLength sees to the others. */
static const char font[] =
    "font-size=\"19.9\" "
    "font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\"";

enum {
    BASELINE = 18,
    MAX_ATTRIBUTES = 16,
    TITLE_MAX_BYTES = 4096,
    PATH_MAX_BYTES = 16 << 20
};

void export_svg(const struct grid *grid, const struct theme *theme,
                const char *title, struct buf *out)
{
    struct picture picture = {.grid = grid, .theme = theme, .out = out};
    bool is_used[ROLE_COUNT][MAX_ATTRIBUTES] = {{false}};

    write_head(&picture, title);
    write_backgrounds(&picture);
    for (int row = 0; row < grid_rows(grid); row++)
        for (int column = 0; column < grid_columns(grid); column++) {
            const struct cell *cell = grid_at(grid, row, column);

            if (shape_is_shown(cell))
                is_used[cell->role][cell->attributes % MAX_ATTRIBUTES] = true;
        }
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        for (unsigned set = 0; set < MAX_ATTRIBUTES; set++)
            if (is_used[role][set]) {
                picture.ink = ink_of(theme, role, set);
                picture.cells =
                    (struct svg_cells){grid, (uint8_t)role, (uint8_t)set};
                write_ink(&picture);
            }
    buf_add_str(out, "</svg>\n");
}

static void write_head(struct picture *picture, const char *title)
{
    int width = grid_columns(picture->grid) * SVG_CELL_WIDTH;
    int height = grid_rows(picture->grid) * SVG_CELL_HEIGHT;
    struct buf *out = picture->out;

    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
               "height=\"%d\" viewBox=\"0 0 %d %d\" %s>\n",
               width, height, width, height, font);
    if (title) {
        struct buf safe;

        buf_init(&safe, TITLE_MAX_BYTES);
        utf8_scrub(&safe, title, strlen(title), false);
        buf_add_str(out, "<title>");
        write_escaped(out, safe.bytes, safe.length);
        buf_add_str(out, "</title>\n");
        buf_clear(&safe);
    }
    buf_printf(out, "<rect width=\"%d\" height=\"%d\" fill=\"", width, height);
    write_color(out, picture->theme->background);
    buf_add_str(out, "\"/>\n");
}

static void write_escaped(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '&':
            buf_add_str(out, "&amp;");
            break;
        case '<':
            buf_add_str(out, "&lt;");
            break;
        case '>':
            buf_add_str(out, "&gt;");
            break;
        default:
            /* XML has no U+FFFE and U+FFFF, which end in BE and BF. */
            if (length - i >= 3 && !memcmp(text + i, "\xEF\xBF", 2) &&
                (text[i + 2] == '\xBE' || text[i + 2] == '\xBF')) {
                buf_add_str(out, "\xEF\xBF\xBD");
                i += 2;
            } else {
                buf_add_char(out, text[i]);
            }
        }
    }
}

static void write_backgrounds(struct picture *picture)
{
    const struct grid *grid = picture->grid;

    for (int row = 0; row < grid_rows(grid); row++) {
        struct color shown = picture->theme->background;
        int start = 0;

        for (int column = 0; column < grid_columns(grid); column++) {
            const struct cell *cell = grid_at(grid, row, column);
            struct ink ink =
                ink_of(picture->theme, cell->role, cell->attributes);

            if (color_same(ink.background, shown))
                continue;
            write_background(picture, row, start, column, shown);
            shown = ink.background;
            start = column;
        }
        write_background(picture, row, start, grid_columns(grid), shown);
    }
}

static void write_background(struct picture *picture, int row, int start,
                             int end, struct color color)
{
    if (start == end || color_same(color, picture->theme->background))
        return;
    buf_printf(picture->out,
               "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"",
               start * SVG_CELL_WIDTH, row * SVG_CELL_HEIGHT,
               (end - start) * SVG_CELL_WIDTH, SVG_CELL_HEIGHT);
    write_color(picture->out, color);
    buf_add_str(picture->out, "\"/>\n");
}

static void write_ink(struct picture *picture)
{
    struct buf *out = picture->out;

    buf_add_str(out, "<g fill=\"");
    write_color(out, picture->ink.foreground);
    buf_add_str(out, "\" stroke-width=\"1.6\"");
    if (picture->ink.is_bold)
        buf_add_str(out, " font-weight=\"bold\"");
    if (picture->ink.is_underlined)
        buf_add_str(out, " text-decoration=\"underline\"");
    buf_add_str(out, ">\n");
    write_blocks(picture);
    for (int is_down = 0; is_down < 2; is_down++)
        for (int is_dashed = 0; is_dashed < 2; is_dashed++)
            write_lines(picture, is_down == 1, is_dashed == 1);
    write_texts(picture);
    buf_add_str(out, "</g>\n");
}

static void write_blocks(struct picture *picture)
{
    struct buf path;

    buf_init(&path, PATH_MAX_BYTES);
    svg_path_blocks(&picture->cells, &path);
    if (path.length)
        buf_printf(picture->out,
                   "<path shape-rendering=\"crispEdges\" d=\"%s\"/>\n",
                   path.bytes);
    buf_clear(&path);
}

static void write_lines(struct picture *picture, bool is_down, bool is_dashed)
{
    static const char *const styles[2][2] = {
        {"stroke-linecap=\"square\"", "stroke-dasharray=\"2 4\""},
        {"stroke-linecap=\"square\"", "stroke-dasharray=\"7 5\""},
    };
    struct buf path;

    buf_init(&path, PATH_MAX_BYTES);
    svg_path_lines(&picture->cells, is_down, is_dashed, &path);
    if (path.length) {
        buf_printf(picture->out, "<path fill=\"none\" %s stroke=\"",
                   styles[is_down][is_dashed]);
        write_color(picture->out, picture->ink.foreground);
        buf_printf(picture->out, "\" d=\"%s\"/>\n", path.bytes);
    }
    buf_clear(&path);
}

static void write_texts(struct picture *picture)
{
    const struct grid *grid = picture->grid;

    for (int row = 0; row < grid_rows(grid); row++)
        for (int column = 0; column < grid_columns(grid);)
            column = write_text(picture, row, column);
}

/* Writes the run that begins at a cell and returns the column after it. Single
 * blanks stay within a run. A glyph that may come from another font has its
 * own, so that it cannot push what follows. */
static int write_text(struct picture *picture, int row, int column)
{
    const struct grid *grid = picture->grid;
    const struct cell *cell = grid_at(grid, row, column);
    int end = column, at = column;

    if (!svg_has(&picture->cells, cell) || !shape_is_text(cell))
        return column + 1;
    end = column + cell->width;
    for (at = end; is_plain(cell) && at < grid_columns(grid); at++) {
        const struct cell *next = grid_at(grid, row, at);

        if (!svg_has(&picture->cells, next) || !is_plain(next) ||
            (next->text[0] == ' ' && at > end))
            break;
        if (next->text[0] != ' ')
            end = at + 1;
    }
    buf_printf(picture->out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\">",
               column * SVG_CELL_WIDTH, row * SVG_CELL_HEIGHT + BASELINE,
               (end - column) * SVG_CELL_WIDTH);
    for (at = column; at < end; at++)
        write_escaped(picture->out, grid_at(grid, row, at)->text,
                      grid_at(grid, row, at)->length);
    buf_add_str(picture->out, "</text>\n");
    return end;
}

static bool is_plain(const struct cell *cell)
{
    return cell->length == 1;
}

static struct ink ink_of(const struct theme *theme, unsigned role,
                         unsigned attributes)
{
    const struct look *look = &theme->looks[role];
    unsigned all = look->attributes | attributes;
    struct ink ink = {
        .foreground = look->foreground,
        .background = look->background,
        .is_bold = (all & ATTR_BOLD) != 0,
        .is_underlined = (all & ATTR_UNDERLINE) != 0,
    };

    if (ink.foreground.kind == COLOR_DEFAULT)
        ink.foreground = theme->foreground;
    if (ink.background.kind == COLOR_DEFAULT)
        ink.background = theme->background;
    if (all & ATTR_REVERSE) {
        struct color swap = ink.foreground;

        ink.foreground = ink.background;
        ink.background = swap;
    }
    if (all & ATTR_DIM)
        ink.foreground = mix(ink.foreground, ink.background);
    return ink;
}

static struct color mix(struct color left, struct color right)
{
    return (struct color){
        .kind = COLOR_RGB,
        .red = (uint8_t)((3 * left.red + 2 * right.red) / 5),
        .green = (uint8_t)((3 * left.green + 2 * right.green) / 5),
        .blue = (uint8_t)((3 * left.blue + 2 * right.blue) / 5),
    };
}

static void write_color(struct buf *out, struct color color)
{
    buf_printf(out, "#%02x%02x%02x", color.red, color.green, color.blue);
}
