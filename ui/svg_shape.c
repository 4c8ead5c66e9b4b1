/* svg_shape.c - blocks, braille and lines taken apart. */
#include "ui/svg_shape.h"

#include <stddef.h>

#include "base/utf8.h"

static uint32_t code_of(const struct cell *cell);
static uint8_t braille_mask(unsigned pattern, int half);
static uint8_t block_mask(uint32_t code, int half);

static const struct {
    uint16_t code;
    uint8_t arms;
} lines[] = {
    {0x2500, SHAPE_LEFT | SHAPE_RIGHT},
    {0x2501, SHAPE_LEFT | SHAPE_RIGHT},
    {0x2502, SHAPE_UP | SHAPE_DOWN},
    {0x2503, SHAPE_UP | SHAPE_DOWN},
    {0x2504, SHAPE_LEFT | SHAPE_RIGHT | SHAPE_DASHED},
    {0x2506, SHAPE_UP | SHAPE_DOWN | SHAPE_DASHED},
    {0x2508, SHAPE_LEFT | SHAPE_RIGHT | SHAPE_DASHED},
    {0x250A, SHAPE_UP | SHAPE_DOWN | SHAPE_DASHED},
    {0x250C, SHAPE_RIGHT | SHAPE_DOWN},
    {0x2510, SHAPE_LEFT | SHAPE_DOWN},
    {0x2514, SHAPE_RIGHT | SHAPE_UP},
    {0x2518, SHAPE_LEFT | SHAPE_UP},
    {0x251C, SHAPE_RIGHT | SHAPE_UP | SHAPE_DOWN},
    {0x2524, SHAPE_LEFT | SHAPE_UP | SHAPE_DOWN},
    {0x252C, SHAPE_LEFT | SHAPE_RIGHT | SHAPE_DOWN},
    {0x2534, SHAPE_LEFT | SHAPE_RIGHT | SHAPE_UP},
    {0x253C, SHAPE_LEFT | SHAPE_RIGHT | SHAPE_UP | SHAPE_DOWN},
    {0x254C, SHAPE_LEFT | SHAPE_RIGHT | SHAPE_DASHED},
    {0x254E, SHAPE_UP | SHAPE_DOWN | SHAPE_DASHED},
    {0x256D, SHAPE_RIGHT | SHAPE_DOWN},
    {0x256E, SHAPE_LEFT | SHAPE_DOWN},
    {0x256F, SHAPE_LEFT | SHAPE_UP},
    {0x2570, SHAPE_RIGHT | SHAPE_UP},
    {0x2574, SHAPE_LEFT},
    {0x2575, SHAPE_UP},
    {0x2576, SHAPE_RIGHT},
    {0x2577, SHAPE_DOWN},
};

uint8_t shape_mask(const struct cell *cell, int half)
{
    uint32_t code = code_of(cell);

    if (code >= 0x2800 && code <= 0x28FF)
        return braille_mask(code - 0x2800, half);
    if (code >= 0x2580 && code <= 0x2595)
        return block_mask(code, half);
    return 0;
}

unsigned shape_arms(const struct cell *cell)
{
    uint32_t code = code_of(cell);

    if (code < 0x2500 || code > 0x257F)
        return 0;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        if (lines[i].code == code)
            return lines[i].arms;
    return 0;
}

bool shape_is_shown(const struct cell *cell)
{
    return cell->length > 1 || (cell->length == 1 && cell->text[0] != ' ');
}

bool shape_is_text(const struct cell *cell)
{
    return shape_is_shown(cell) && !shape_mask(cell, 0) &&
           !shape_mask(cell, 1) && !shape_arms(cell);
}

/* Only whole code points of three bytes are of interest here. */
static uint32_t code_of(const struct cell *cell)
{
    uint32_t code;

    if (cell->length != 3)
        return 0;
    return utf8_decode(cell->text, cell->length, &code) == 3 ? code : 0;
}

/* A dot is two eighths high.
 * Source: Unicode Standard, Braille Patterns. */
static uint8_t braille_mask(unsigned pattern, int half)
{
    static const uint8_t dots[2][4] = {{0x40, 0x04, 0x02, 0x01},
                                       {0x80, 0x20, 0x10, 0x08}};
    unsigned mask = 0;

    for (int row = 0; row < 4; row++)
        if (pattern & dots[half][row])
            mask |= 3U << (2 * row);
    return (uint8_t)mask;
}

/* Source: Unicode Standard, Block Elements. */
static uint8_t block_mask(uint32_t code, int half)
{
    switch (code) {
    case 0x2580:
        return 0xF0;
    case 0x258C:
        return half == 0 ? 0xFF : 0;
    case 0x2590:
        return half == 1 ? 0xFF : 0;
    case 0x2594:
        return 0x80;
    default:
        if (code >= 0x2581 && code <= 0x2588)
            return (uint8_t)((1U << (code - 0x2580)) - 1);
        return 0;
    }
}
