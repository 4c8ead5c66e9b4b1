/* color.c - names, numbers and nearest palette entries of colours. */
#include "ui/color.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static bool parse_name(const char *text, struct color *color);
static bool parse_number(const char *text, struct color *color);
static bool parse_hex(const char *text, struct color *color);
static uint8_t nearest_of_cube(struct color color);
static int distance(struct color left, struct color right);
static uint8_t nearest_by_hue(struct color color, int colors);
static uint8_t nearest_gray(int light, int colors);
static uint8_t index_of_hue(int hue, int light);
static int hue_of(struct color color, int most, int least);
static int light_of(struct color color);

static const char *const names[8] = {"black", "red",     "green", "yellow",
                                     "blue",  "magenta", "cyan",  "white"};

/* Source: xterm, XTerm-col.ad (the first 16) and 256colres.h. */
static const uint8_t first_16[16][3] = {
    {0x00, 0x00, 0x00}, {0xCD, 0x00, 0x00}, {0x00, 0xCD, 0x00},
    {0xCD, 0xCD, 0x00}, {0x00, 0x00, 0xEE}, {0xCD, 0x00, 0xCD},
    {0x00, 0xCD, 0xCD}, {0xE5, 0xE5, 0xE5}, {0x7F, 0x7F, 0x7F},
    {0xFF, 0x00, 0x00}, {0x00, 0xFF, 0x00}, {0xFF, 0xFF, 0x00},
    {0x5C, 0x5C, 0xFF}, {0xFF, 0x00, 0xFF}, {0x00, 0xFF, 0xFF},
    {0xFF, 0xFF, 0xFF},
};
static const uint8_t cube_levels[6] = {0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF};

enum { CUBE_START = 16, GRAY_START = 232 };

bool color_parse(const char *text, struct color *color)
{
    if (!strcmp(text, "default")) {
        *color = (struct color){.kind = COLOR_DEFAULT};
        return true;
    }
    return parse_name(text, color) || parse_number(text, color) ||
           parse_hex(text, color);
}

struct color color_of_index(uint8_t index)
{
    struct color color = {.kind = COLOR_INDEX, .index = index};

    if (index < CUBE_START) {
        color.red = first_16[index][0];
        color.green = first_16[index][1];
        color.blue = first_16[index][2];
    } else if (index < GRAY_START) {
        int place = index - CUBE_START;

        color.red = cube_levels[place / 36];
        color.green = cube_levels[place / 6 % 6];
        color.blue = cube_levels[place % 6];
    } else {
        uint8_t gray = (uint8_t)(8 + 10 * (index - GRAY_START));

        color.red = color.green = color.blue = gray;
    }
    return color;
}

bool color_same(struct color left, struct color right)
{
    if (left.kind != right.kind)
        return false;
    if (left.kind == COLOR_INDEX)
        return left.index == right.index;
    return left.kind == COLOR_DEFAULT ||
           (left.red == right.red && left.green == right.green &&
            left.blue == right.blue);
}

uint8_t color_nearest(struct color color, int colors)
{
    if (color.kind == COLOR_INDEX && color.index < colors)
        return color.index;
    return colors >= 256 ? nearest_of_cube(color)
                         : nearest_by_hue(color, colors);
}

static bool parse_name(const char *text, struct color *color)
{
    static const char bright[] = "bright_";
    int base = 0;

    if (!strncmp(text, bright, sizeof(bright) - 1)) {
        text += sizeof(bright) - 1;
        base = 8;
    }
    for (int i = 0; i < 8; i++)
        if (!strcmp(text, names[i])) {
            *color = color_of_index((uint8_t)(base + i));
            return true;
        }
    return false;
}

static bool parse_number(const char *text, struct color *color)
{
    int number = 0;

    if (!*text || strlen(text) > 3 ||
        strspn(text, "0123456789") != strlen(text))
        return false;
    for (; *text; text++)
        number = number * 10 + (*text - '0');
    if (number > 255)
        return false;
    *color = color_of_index((uint8_t)number);
    return true;
}

static bool parse_hex(const char *text, struct color *color)
{
    unsigned long rgb;

    if (text[0] != '#' || strlen(text) != 7)
        return false;
    for (int i = 1; i < 7; i++)
        if (!isxdigit((unsigned char)text[i]))
            return false;
    rgb = strtoul(text + 1, NULL, 16);
    *color = (struct color){
        .kind = COLOR_RGB,
        .red = (uint8_t)(rgb >> 16),
        .green = (uint8_t)(rgb >> 8),
        .blue = (uint8_t)rgb,
    };
    return true;
}

static uint8_t nearest_of_cube(struct color color)
{
    int best = CUBE_START, best_distance = distance(color, color_of_index(16));

    for (int i = CUBE_START + 1; i < 256; i++) {
        int away = distance(color, color_of_index((uint8_t)i));

        if (away < best_distance) {
            best = i;
            best_distance = away;
        }
    }
    return (uint8_t)best;
}

/* The eye is keenest on green, least so on blue; which of red and blue weighs
 * more depends on how red the colours are ("redmean"). */
static int distance(struct color left, struct color right)
{
    int mean = (left.red + right.red) / 2;
    int red = left.red - right.red;
    int green = left.green - right.green;
    int blue = left.blue - right.blue;

    return ((512 + mean) * red * red >> 8) + 4 * green * green +
           ((767 - mean) * blue * blue >> 8);
}

static uint8_t nearest_by_hue(struct color color, int colors)
{
    int most = color.red > color.green ? color.red : color.green;
    int least = color.red < color.green ? color.red : color.green;
    int light = light_of(color);
    int index;

    most = color.blue > most ? color.blue : most;
    least = color.blue < least ? color.blue : least;
    if (most - least < 0x20 || (most - least) * 5 < most)
        return nearest_gray(light, colors);
    index = index_of_hue(hue_of(color, most, least), light);
    return (uint8_t)(colors >= 16 && most >= 0xE0 ? index + 8 : index);
}

/* Of 8 colours there is no gray: what can be read at all becomes white. */
static uint8_t nearest_gray(int light, int colors)
{
    if (colors < 16)
        return light < 0x40 ? 0 : 7;
    if (light < 0x38)
        return 0;
    if (light < 0xA0)
        return 8;
    return light < 0xE8 ? 7 : 15;
}

/* Orange goes with yellow, as a warning does. Plain blue is hard to read on
 * black, so a lighter sky blue goes with cyan. */
static uint8_t index_of_hue(int hue, int light)
{
    if (hue < 30 || hue >= 335)
        return 1;
    if (hue < 75)
        return 3;
    if (hue < 160)
        return 2;
    if (hue < 190)
        return 6;
    if (hue < 250)
        return hue < 225 && light >= 0x70 ? 6 : 4;
    return 5;
}

/* In degrees: red 0, green 120, blue 240. */
static int hue_of(struct color color, int most, int least)
{
    int range = most - least;
    int hue;

    if (most == color.red)
        hue = 60 * (color.green - color.blue) / range;
    else if (most == color.green)
        hue = 120 + 60 * (color.blue - color.red) / range;
    else
        hue = 240 + 60 * (color.red - color.green) / range;
    return hue < 0 ? hue + 360 : hue;
}

static int light_of(struct color color)
{
    return (299 * color.red + 587 * color.green + 114 * color.blue) / 1000;
}
