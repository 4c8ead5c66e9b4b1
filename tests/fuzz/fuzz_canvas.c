/* fuzz_canvas.c - strangers' text painted anywhere; then exported.
 *
 * Each round takes five bytes (place, canvas, what to do, length) and the text
 * after them. Afterwards every cell must be whole: a safe glyph of its width,
 * and the right half of a wide one always behind its left half.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "ui/canvas.h"
#include "ui/export.h"
#include "ui/text.h"

enum { ROWS = 4, COLUMNS = 16, ROUND_BYTES = 5 };

static size_t paint(struct grid *grid, const uint8_t *data, size_t size);
static void check_cell(const struct grid *grid, int row, int column);
static void require(bool holds);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct grid *grid = grid_new(ROWS, COLUMNS);
    struct buf out;

    while (size > ROUND_BYTES) {
        size_t used = paint(grid, data, size);

        data += used;
        size -= used;
    }
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++)
            check_cell(grid, row, column);
    buf_init(&out, 1 << 16);
    export_text(grid, &out);
    require(!out.overflow);
    buf_clear(&out);
    grid_free(grid);
    return 0;
}

/* Returns how many bytes the round took. */
static size_t paint(struct grid *grid, const uint8_t *data, size_t size)
{
    struct canvas canvas = canvas_of(grid, data[2] & 1);
    struct rect area = {(int8_t)data[0] % (ROWS + 2),
                        (int8_t)data[1] % (COLUMNS + 4), data[2] >> 4,
                        data[3] & 15};
    size_t length = data[4] % 64;
    const char *text = (const char *)data + ROUND_BYTES;
    char *whole;

    if (length > size - ROUND_BYTES)
        length = size - ROUND_BYTES;
    whole = strndup(text, length);
    if (data[2] & 2)
        canvas = canvas_cut(&canvas, area);
    switch (data[3] >> 4 & 3) {
    case 0:
        (void)canvas_bytes(&canvas, area.row, area.column, ROLE_TEXT, text,
                           length);
        break;
    case 1:
        text_draw(&canvas, area, ROLE_OK, whole, data[2] >> 2 & 31);
        break;
    case 2:
        canvas_glyph(&canvas, area.row, area.column, ROLE_TEXT, whole, '?');
        break;
    default:
        canvas_fill(&canvas, area, ROLE_TEXT);
        break;
    }
    free(whole);
    return ROUND_BYTES + length;
}

static void check_cell(const struct grid *grid, int row, int column)
{
    const struct cell *cell = grid_at(grid, row, column);
    struct glyph glyph;

    require(cell->length <= sizeof(cell->text));
    if (cell->length == 0) {
        require(column > 0 && grid_at(grid, row, column - 1)->width == 2);
        return;
    }
    require(cell->width == 1 || cell->width == 2);
    if (cell->width == 2)
        require(column + 1 < COLUMNS &&
                grid_at(grid, row, column + 1)->length == 0);
    require(utf8_next_glyph(cell->text, cell->length, &glyph) == cell->length);
    require(glyph.width == cell->width && glyph.length == cell->length);
    require(memcmp(glyph.text, cell->text, cell->length) == 0);
}

static void require(bool holds)
{
    if (!holds)
        abort();
}
