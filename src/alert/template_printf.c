/* template_printf.c - Go's printf: %v %d %s %q %f %e %g %x %t and their kin.
 *
 * Source: Go fmt. A verb that does not fit its value is said as Go says it:
 * "%!d(float64=1)".
 */
#include "alert/template_func.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { MOST_WIDTH = 1000 };

struct verb {
    bool has_zero, has_minus, has_plus, has_space, has_sharp;
    int width, precision; /* -1: not given */
    char letter[5];       /* the verb, UTF-8 */
};

static size_t read_verb(const char *text, struct verb *verb);
static size_t read_number(const char *text, int *number);
static void add_value(struct buf *out, const struct verb *verb,
                      const struct value *value);
static bool add_float(struct buf *out, const struct verb *verb, double number);
static bool add_int(struct buf *out, const struct verb *verb, int64_t number);
static bool add_string(struct buf *out, const struct verb *verb,
                       const struct value *value);
static void add_hex(struct buf *out, const struct value *value, bool is_upper);
static void add_mismatch(struct buf *out, const struct verb *verb,
                         const struct value *value);
static void add_padded(struct buf *out, const struct verb *verb,
                       const char *text, size_t length);
static void add_described(struct buf *out, const struct value *value);

bool template_printf(struct template_call *call)
{
    const char *format;
    size_t used = 1;
    struct buf out;

    if (!call_text(call, 0, &format))
        return false;
    buf_init(&out, TEMPLATE_MAX_BYTES);
    while (*format) {
        size_t plain = strcspn(format, "%");
        struct verb verb;

        buf_add(&out, format, plain);
        format += plain;
        if (!*format)
            break;
        format += read_verb(format, &verb);
        if (!verb.letter[0])
            buf_add_str(&out, "%!(NOVERB)");
        else if (verb.letter[0] == '%')
            buf_add_char(&out, '%');
        else if (used >= call->count)
            buf_printf(&out, "%%!%s(MISSING)", verb.letter);
        else
            add_value(&out, &verb, &call->args[used++]);
    }
    if (used < call->count) {
        buf_add_str(&out, "%!(EXTRA ");
        for (size_t i = used; i < call->count; i++) {
            buf_add_str(&out, i > used ? ", " : "");
            add_described(&out, &call->args[i]);
        }
        buf_add_char(&out, ')');
    }
    return call_give_buf(call, &out);
}

/* Reads "%-08.3f"; returns its length. */
static size_t read_verb(const char *text, struct verb *verb)
{
    size_t at = 1, size;
    uint32_t code;

    *verb = (struct verb){.width = -1, .precision = -1};
    for (;; at++) {
        verb->has_zero |= text[at] == '0';
        verb->has_minus |= text[at] == '-';
        verb->has_plus |= text[at] == '+';
        verb->has_space |= text[at] == ' ';
        verb->has_sharp |= text[at] == '#';
        if (!text[at] || !strchr("0-+ #", text[at]))
            break;
    }
    at += read_number(text + at, &verb->width);
    if (text[at] == '.') {
        verb->precision = 0;
        at++;
        at += read_number(text + at, &verb->precision);
    }
    if (!text[at])
        return at;
    size = utf8_decode(text + at, strlen(text + at), &code);
    memcpy(verb->letter, text + at, size);
    return at + size;
}

static size_t read_number(const char *text, int *number)
{
    size_t at = 0;

    for (; isdigit((unsigned char)text[at]); at++) {
        *number = *number < 0 ? 0 : *number;
        *number = *number * 10 + (text[at] - '0');
        if (*number > MOST_WIDTH)
            *number = MOST_WIDTH;
    }
    return at;
}

static void add_value(struct buf *out, const struct verb *verb,
                      const struct value *value)
{
    bool is_done = false;
    struct buf text;

    switch (value->kind) {
    case VALUE_FLOAT:
        is_done = add_float(out, verb, value->number);
        break;
    case VALUE_INT:
        is_done = add_int(out, verb, value->integer);
        break;
    case VALUE_STRING:
        is_done = add_string(out, verb, value);
        break;
    default:
        is_done = strchr("vs", verb->letter[0]) ||
                  (value->kind == VALUE_BOOL && verb->letter[0] == 't');
        is_done &= !(verb->letter[0] == 's' &&
                     (value->kind == VALUE_BOOL || value->kind == VALUE_NONE));
        if (!is_done)
            break;
        buf_init(&text, TEMPLATE_MAX_BYTES);
        if (value->kind == VALUE_NONE)
            buf_add_str(&text, "<nil>");
        else
            value_print(&text, value);
        add_padded(out, verb, text.bytes, text.length);
        buf_clear(&text);
    }
    if (!is_done)
        add_mismatch(out, verb, value);
}

static bool add_float(struct buf *out, const struct verb *verb, double number)
{
    char letter = verb->letter[0], format[24], text[1600];
    struct verb pad = *verb;
    struct buf plain;
    int length;

    if (letter == 'v')
        letter = 'g';
    if (letter == 'F')
        letter = 'f';
    if (!strchr("eEfgG", letter))
        return false;
    if (!isfinite(number) || (verb->precision < 0 && strchr("gG", letter))) {
        buf_init(&plain, 100);
        if (number >= 0 && verb->has_plus && isfinite(number))
            buf_add_char(&plain, '+');
        value_print_float(&plain, number);
        pad.has_zero &= isfinite(number);
        add_padded(out, &pad, plain.bytes, plain.length);
        buf_clear(&plain);
        return true;
    }
    (void)snprintf(format, sizeof(format), "%%%s%s%s%s*.*%c",
                   verb->has_minus ? "-" : "", verb->has_plus ? "+" : "",
                   verb->has_space ? " " : "",
                   verb->has_zero && !verb->has_minus ? "0" : "", letter);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    length =
        snprintf(text, sizeof(text), format, verb->width < 0 ? 0 : verb->width,
                 verb->precision < 0 ? 6 : verb->precision, number);
#pragma GCC diagnostic pop
    buf_add(out, text, (size_t)length);
    return true;
}

static bool add_int(struct buf *out, const struct verb *verb, int64_t number)
{
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    const char *sign = number < 0        ? "-"
                       : verb->has_plus  ? "+"
                       : verb->has_space ? " "
                                         : "";
    char text[80], bytes[4];
    int length;

    switch (verb->letter[0]) {
    case 'v':
    case 'd':
        length = snprintf(text, sizeof(text), "%s%" PRIu64, sign, size);
        break;
    case 'x':
        length = snprintf(text, sizeof(text), "%s%" PRIx64, sign, size);
        break;
    case 'X':
        length = snprintf(text, sizeof(text), "%s%" PRIX64, sign, size);
        break;
    case 'o':
        length = snprintf(text, sizeof(text), "%s%" PRIo64, sign, size);
        break;
    case 'U':
        length = snprintf(text, sizeof(text), "U+%04" PRIX64, size);
        break;
    case 'c':
        length = (int)utf8_encode(
            number < 0 || number > 0x10FFFF ? 0xFFFD : (uint32_t)number, bytes);
        memcpy(text, bytes, (size_t)length);
        break;
    default:
        return false;
    }
    add_padded(out, verb, text, (size_t)length);
    return true;
}

static bool add_string(struct buf *out, const struct verb *verb,
                       const struct value *value)
{
    size_t length = value->length;
    struct buf text;

    buf_init(&text, TEMPLATE_MAX_BYTES);
    switch (verb->letter[0]) {
    case 'v':
    case 's':
        if (verb->precision >= 0) {
            size_t at = 0;
            uint32_t code;

            for (int i = 0; i < verb->precision && at < length; i++)
                at += utf8_decode(value->text + at, length - at, &code);
            length = at;
        }
        buf_add(&text, value->text, length);
        break;
    case 'q':
        value_print_quoted(&text, value->text, length);
        break;
    case 'x':
    case 'X':
        add_hex(&text, value, verb->letter[0] == 'X');
        break;
    default:
        buf_clear(&text);
        return false;
    }
    add_padded(out, verb, text.bytes, text.length);
    buf_clear(&text);
    return true;
}

static void add_hex(struct buf *out, const struct value *value, bool is_upper)
{
    for (size_t i = 0; i < value->length; i++)
        buf_printf(out, is_upper ? "%02X" : "%02x",
                   (unsigned char)value->text[i]);
}

static void add_mismatch(struct buf *out, const struct verb *verb,
                         const struct value *value)
{
    buf_printf(out, "%%!%s(", verb->letter);
    add_described(out, value);
    buf_add_char(out, ')');
}

/* Width counts characters; zeros go behind the sign. */
static void add_padded(struct buf *out, const struct verb *verb,
                       const char *text, size_t length)
{
    size_t characters = 0, at = 0, blanks = 0;
    uint32_t code;

    while (at < length) {
        at += utf8_decode(text + at, length - at, &code);
        characters++;
    }
    if (verb->width > 0 && (size_t)verb->width > characters)
        blanks = (size_t)verb->width - characters;
    at = 0;
    if (verb->has_zero && !verb->has_minus && length &&
        (text[0] == '-' || text[0] == '+')) {
        buf_add_char(out, text[0]);
        at = 1;
    }
    for (size_t i = 0; i < blanks && !verb->has_minus; i++)
        buf_add_char(out, verb->has_zero ? '0' : ' ');
    buf_add(out, text + at, length - at);
    for (size_t i = 0; i < blanks && verb->has_minus; i++)
        buf_add_char(out, ' ');
}

/* "float64=1", as in a mismatch. */
static void add_described(struct buf *out, const struct value *value)
{
    if (value->kind == VALUE_NONE) {
        buf_add_str(out, "<nil>");
        return;
    }
    buf_printf(out, "%s=", value_type(value));
    value_print(out, value);
}
