/* color.h - colours as themes name them and terminals know them.
 *
 * Layer: ui. Pure.
 */
#ifndef TRACETOP_UI_COLOR_H
#define TRACETOP_UI_COLOR_H

#include <stdbool.h>
#include <stdint.h>

enum color_kind { COLOR_DEFAULT, COLOR_INDEX, COLOR_RGB };

struct color {
    uint8_t kind;             /* enum color_kind */
    uint8_t index;            /* 0 to 255 */
    uint8_t red, green, blue; /* set for COLOR_INDEX too (xterm's palette) */
};

/* Reads "default", a name ("red", "bright_red"), a number of the palette, or
 * "#rrggbb". Fails: false, `color` untouched. */
bool color_parse(const char *text, struct color *color);

/* Returns a colour of the palette. */
struct color color_of_index(uint8_t index);

/* Says whether two colours are the same for a terminal. */
bool color_same(struct color left, struct color right);

/* Returns the nearest of the first `colors` (8, 16 or 256) palette entries.
 * Of 8 and 16 the hue decides, since people set those to their own shades; of
 * 256 only the fixed ones (from 16 on) are given for an RGB colour. */
uint8_t color_nearest(struct color color, int colors);

#endif
