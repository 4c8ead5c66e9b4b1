/* template_value.c - values of templates, and how Go prints them. */
#include "alert/template_value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"

static void print_map(struct buf *out, const struct value_map *map);
static void print_sample(struct buf *out, const struct value_sample *sample);
static void print_time(struct buf *out, int64_t ms);
static void add_exponent(struct buf *out, const char *digits, int exponent);

struct value value_bool(bool boolean)
{
    return (struct value){.kind = VALUE_BOOL, .boolean = boolean};
}

struct value value_int(int64_t integer)
{
    return (struct value){.kind = VALUE_INT, .integer = integer};
}

struct value value_float(double number)
{
    return (struct value){.kind = VALUE_FLOAT, .number = number};
}

struct value value_string(const char *text, size_t length)
{
    return (struct value){.kind = VALUE_STRING, .text = text, .length = length};
}

const struct value_map *value_labels(struct pool *pool,
                                     const struct labels *labels)
{
    size_t count = labels ? labels_count(labels) : 0;
    struct value_map *map = pool_alloc(pool, 1, sizeof(*map));

    map->is_labels = true;
    map->count = count;
    if (count)
        map->pairs = pool_alloc(pool, 1, count * sizeof(map->pairs[0]));
    for (size_t i = 0; i < count; i++) {
        const char *text = labels_value(labels, i);

        map->pairs[i].key = labels_name(labels, i);
        map->pairs[i].value = value_string(text, strlen(text));
    }
    return map;
}

struct value value_map_get(const struct value_map *map, const char *key)
{
    for (size_t i = 0; i < map->count; i++)
        if (!strcmp(map->pairs[i].key, key))
            return map->pairs[i].value;
    if (map->is_labels)
        return value_string("", 0);
    return (struct value){.kind = VALUE_NONE};
}

bool value_truth(const struct value *value)
{
    switch (value->kind) {
    case VALUE_NONE:
        return false;
    case VALUE_BOOL:
        return value->boolean;
    case VALUE_INT:
        return value->integer != 0;
    case VALUE_FLOAT:
        return value->number != 0;
    case VALUE_STRING:
    case VALUE_VECTOR:
        return value->length > 0;
    case VALUE_MAP:
        return value->map->count > 0;
    default:
        return true;
    }
}

const char *value_type(const struct value *value)
{
    switch (value->kind) {
    case VALUE_BOOL:
        return "bool";
    case VALUE_INT:
        return "int";
    case VALUE_FLOAT:
        return "float64";
    case VALUE_STRING:
        return "string";
    case VALUE_MAP:
        return value->map->is_labels ? "map[string]string"
                                     : "map[string]interface {}";
    case VALUE_SAMPLE:
        return "*template.sample";
    case VALUE_VECTOR:
        return "template.queryResult";
    case VALUE_TIME:
        return "*time.Time";
    case VALUE_ROOT:
        return "struct { Labels map[string]string; ExternalLabels "
               "map[string]string; ExternalURL string; Value float64 }";
    default:
        return "nil";
    }
}

void value_print(struct buf *out, const struct value *value)
{
    switch (value->kind) {
    case VALUE_BOOL:
        buf_add_str(out, value->boolean ? "true" : "false");
        break;
    case VALUE_INT:
        buf_printf(out, "%" PRId64, value->integer);
        break;
    case VALUE_FLOAT:
        value_print_float(out, value->number);
        break;
    case VALUE_STRING:
        buf_add(out, value->text, value->length);
        break;
    case VALUE_MAP:
    case VALUE_ROOT:
        print_map(out, value->map);
        break;
    case VALUE_SAMPLE:
        print_sample(out, value->samples);
        break;
    case VALUE_VECTOR:
        buf_add_char(out, '[');
        for (size_t i = 0; i < value->length; i++) {
            buf_add_str(out, i ? " " : "");
            print_sample(out, &value->samples[i]);
        }
        buf_add_char(out, ']');
        break;
    case VALUE_TIME:
        print_time(out, value->integer);
        break;
    default:
        buf_add_str(out, "<no value>");
    }
}

void value_print_float(struct buf *out, double number)
{
    char text[40], digits[24] = "0";
    int precision = 0, exponent;
    size_t length = 0;

    if (isnan(number) || isinf(number)) {
        buf_add_str(out, isnan(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf");
        return;
    }
    do
        (void)snprintf(text, sizeof(text), "%.*e", precision, number);
    while (strtod(text, NULL) != number && ++precision < 17);
    for (const char *at = text; *at && *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            digits[length++] = *at;
    digits[length] = '\0';
    exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    if (text[0] == '-')
        buf_add_char(out, '-');
    if (exponent < -4 || exponent >= 6) {
        add_exponent(out, digits, exponent);
        return;
    }
    /* Few digits and a small exponent: %f is exact with these decimals. */
    (void)snprintf(text, sizeof(text), "%.*f",
                   (int)length - 1 > exponent ? (int)length - 1 - exponent : 0,
                   fabs(number));
    buf_add_str(out, text);
}

void value_print_quoted(struct buf *out, const char *text, size_t length)
{
    static const char names[] = "abtnvfr"; /* 7 to 13 */

    buf_add_char(out, '"');
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t size = utf8_decode(text + at, length - at, &code);
        unsigned char byte = (unsigned char)text[at];

        if (byte == '"' || byte == '\\')
            buf_printf(out, "\\%c", byte);
        else if (byte >= 7 && byte <= 13)
            buf_printf(out, "\\%c", names[byte - 7]);
        else if (byte < 32 || byte == 127 || (code == 0xFFFD && size == 1))
            buf_printf(out, "\\x%02x", byte);
        else
            buf_add(out, text + at, size);
        at += size;
    }
    buf_add_char(out, '"');
}

static void print_map(struct buf *out, const struct value_map *map)
{
    buf_add_str(out, "map[");
    for (size_t i = 0; i < map->count; i++) {
        buf_printf(out, "%s%s:", i ? " " : "", map->pairs[i].key);
        value_print(out, &map->pairs[i].value);
    }
    buf_add_char(out, ']');
}

static void print_sample(struct buf *out, const struct value_sample *sample)
{
    buf_add_char(out, '{');
    print_map(out, sample->labels);
    buf_add_char(out, ' ');
    value_print_float(out, sample->value);
    buf_add_char(out, '}');
}

static void print_time(struct buf *out, int64_t ms)
{
    struct civil civil = clock_civil(ms);
    int fraction = (int)(((ms % 1000) + 1000) % 1000);

    buf_printf(out, "%04d-%02d-%02d %02d:%02d:%02d", civil.year, civil.month,
               civil.day, civil.hour, civil.minute, civil.second);
    if (fraction % 100 == 0 && fraction)
        buf_printf(out, ".%d", fraction / 100);
    else if (fraction % 10 == 0 && fraction)
        buf_printf(out, ".%02d", fraction / 10);
    else if (fraction)
        buf_printf(out, ".%03d", fraction);
    buf_add_str(out, " +0000 UTC");
}

static void add_exponent(struct buf *out, const char *digits, int exponent)
{
    buf_printf(out, "%c%s%s", digits[0], digits[1] ? "." : "", digits + 1);
    buf_printf(out, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}
