/* template_quote.c - constants as Go writes them. */
#include "alert/template_quote.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/utf8.h"

static size_t read_escape(const char *text, size_t length, char quote,
                          struct buf *out);
static size_t read_code(const char *text, size_t length, struct buf *out);

bool quote_read_string(struct pool *pool, const char *text, size_t length,
                       struct value *value)
{
    struct buf out;
    bool is_right = length >= 2;

    if (length >= 2 && text[0] == '`') {
        *value =
            value_string(pool_copy(pool, text + 1, length - 2), length - 2);
        return true;
    }
    buf_init(&out, length);
    for (size_t at = 1; is_right && at + 1 < length;) {
        size_t used = 1;

        if (text[at] == '\\')
            used = read_escape(text + at, length - 1 - at, '"', &out);
        else
            buf_add_char(&out, text[at]);
        is_right = used > 0;
        at += used;
    }
    if (is_right)
        *value =
            value_string(pool_copy(pool, out.bytes, out.length), out.length);
    buf_clear(&out);
    return is_right;
}

bool quote_read_char(const char *text, size_t length, struct value *value)
{
    uint32_t code = 0;
    size_t used = 0;
    struct buf out;

    if (length < 3)
        return false;
    if (text[1] != '\\') {
        used = utf8_decode(text + 1, length - 2, &code);
    } else {
        buf_init(&out, 8);
        used = read_escape(text + 1, length - 2, '\'', &out);
        if (used && out.length)
            (void)utf8_decode(out.bytes, out.length, &code);
        buf_clear(&out);
    }
    *value = value_int((int64_t)code);
    return used == length - 2;
}

bool quote_read_number(const char *text, size_t length, struct value *value)
{
    char digits[DECIMAL_MAX + 1];
    size_t count = 0;
    char *end;
    long long integer;
    double number;

    if (length >= sizeof(digits))
        return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] != '_')
            digits[count++] = text[i];
    digits[count] = '\0';
    errno = 0;
    integer = strtoll(digits, &end, 0);
    if (end != digits && !*end && !errno) {
        *value = value_int(integer);
        return true;
    }
    end = digits + (digits[0] == '+');
    if (!isdigit((unsigned char)end[end[0] == '-']) &&
        end[end[0] == '-'] != '.')
        return false;
    if (!decimal_parse(end, strlen(end), &number))
        return false;
    *value = value_float(number);
    return true;
}

/* Adds what the escape at `text` stands for; returns its length or 0. */
static size_t read_escape(const char *text, size_t length, char quote,
                          struct buf *out)
{
    static const char names[] = "abtnvfr"; /* 7 to 13 */
    const char *name;

    if (length < 2)
        return 0;
    if (text[1] == '\\' || text[1] == quote) {
        buf_add_char(out, text[1]);
        return 2;
    }
    name = text[1] ? strchr(names, text[1]) : NULL;
    if (name) {
        buf_add_char(out, (char)(7 + (name - names)));
        return 2;
    }
    return read_code(text, length, out);
}

/* \x41, \101, \u00e9 or \U000000e9. */
static size_t read_code(const char *text, size_t length, struct buf *out)
{
    bool is_octal = text[1] >= '0' && text[1] <= '7';
    size_t from = is_octal ? 1 : 2;
    size_t count = is_octal         ? 3
                   : text[1] == 'x' ? 2
                   : text[1] == 'u' ? 4
                   : text[1] == 'U' ? 8
                                    : 0;
    unsigned long code;
    char digits[9] = "", bytes[4], *end;

    if (!count || length < from + count)
        return 0;
    memcpy(digits, text + from, count);
    code = strtoul(digits, &end, is_octal ? 8 : 16);
    if (*end || !isxdigit((unsigned char)digits[0]))
        return 0;
    if (count <= 3) {
        if (code > 255)
            return 0;
        buf_add_char(out, (char)code);
        return from + count;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    buf_add(out, bytes, utf8_encode((uint32_t)code, bytes));
    return from + count;
}
