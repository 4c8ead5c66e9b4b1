/* json_text.c - one JSON string, unescaped as its bytes arrive. */
#include "base/json_text.h"

#include <string.h>

#include "base/utf8.h"

enum { REPLACEMENT = 0xFFFD };
enum { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_UNICODE, ESCAPE_UNICODE_LAST = 5 };

static const char *find_special(const char *at, const char *end, bool *is_high);
static bool finish(struct json_text *text, const char *run, const char *at);
static enum json_text_state take_escape(struct json_text *text, char byte);
static enum json_text_state take_digit(struct json_text *text, char byte);
static bool take_code(struct json_text *text, uint32_t code);
static bool keep(struct json_text *text, const char *bytes, size_t length);
static bool keep_code(struct json_text *text, uint32_t code);
static bool keep_lone_surrogate(struct json_text *text);
static void clean(struct json_text *text);

void json_text_init(struct json_text *text, size_t limit)
{
    *text = (struct json_text){.limit = limit};
    buf_init(&text->kept, limit);
    buf_init(&text->clean, 3 * limit);
}

void json_text_clear(struct json_text *text)
{
    buf_clear(&text->kept);
    buf_clear(&text->clean);
}

void json_text_begin(struct json_text *text, bool is_silent)
{
    text->is_silent = is_silent;
    text->is_kept = false;
    text->is_high = false;
    text->escape = ESCAPE_NONE;
    text->high = 0;
    buf_reset(&text->kept);
}

const char *json_text_feed(struct json_text *text, const char *at,
                           const char *end, enum json_text_state *state)
{
    *state = JSON_TEXT_MORE;
    while (at < end) {
        const char *run = at;

        if (text->escape != ESCAPE_NONE) {
            *state = take_escape(text, *at);
            if (*state != JSON_TEXT_MORE)
                return at;
            at++;
            continue;
        }
        at = find_special(at, end, &text->is_high);
        if (at < end && *at == '"') {
            *state =
                finish(text, run, at) ? JSON_TEXT_DONE : JSON_TEXT_TOO_LONG;
            return at + 1;
        }
        if (!keep(text, run, (size_t)(at - run))) {
            *state = JSON_TEXT_TOO_LONG;
            return at;
        }
        if (at == end)
            return at;
        if (*at != '\\') {
            *state = JSON_TEXT_CONTROL;
            return at;
        }
        text->escape = ESCAPE_BEGUN;
        at++;
    }
    return at;
}

/* Returns the first quote, backslash or control character. Looks at eight
 * bytes at once; a byte that could be one of them ends the strides. */
static const char *find_special(const char *at, const char *end, bool *is_high)
{
    const uint64_t ones = 0x0101010101010101U, tops = 0x8080808080808080U;
    uint64_t seen = 0;

    while (end - at >= 8) {
        uint64_t eight, quote, slash;

        memcpy(&eight, at, 8);
        quote = eight ^ ones * '"';
        slash = eight ^ ones * '\\';
        if ((((quote - ones) & ~quote) | ((slash - ones) & ~slash) |
             ((eight - ones * 0x20) & ~eight)) &
            tops)
            break;
        seen |= eight;
        at += 8;
    }
    for (; at < end; at++) {
        unsigned char byte = (unsigned char)*at;

        if (byte == '"' || byte == '\\' || byte < 0x20)
            break;
        seen |= byte;
    }
    *is_high |= (seen & tops) != 0;
    return at;
}

/* Ends the string with its last run. Fails: false when it is too long. */
static bool finish(struct json_text *text, const char *run, const char *at)
{
    size_t length = (size_t)(at - run);

    if (text->is_silent)
        return true;
    if (text->is_kept || text->high) {
        if (!keep(text, run, length) || !keep_lone_surrogate(text))
            return false;
        run = text->kept.bytes;
        length = text->kept.length;
    }
    if (length > text->limit)
        return false;
    text->bytes = run;
    text->length = length;
    if (text->is_high)
        clean(text);
    return true;
}

static enum json_text_state take_escape(struct json_text *text, char byte)
{
    static const char names[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *name;

    if (text->escape >= ESCAPE_UNICODE)
        return take_digit(text, byte);
    if (byte == 'u') {
        text->escape = ESCAPE_UNICODE;
        text->code = 0;
        return JSON_TEXT_MORE;
    }
    name = byte ? strchr(names, byte) : NULL;
    if (!name)
        return JSON_TEXT_ESCAPE;
    text->escape = ESCAPE_NONE;
    return keep(text, &meanings[name - names], 1) ? JSON_TEXT_MORE
                                                  : JSON_TEXT_TOO_LONG;
}

static enum json_text_state take_digit(struct json_text *text, char byte)
{
    uint32_t digit;

    if (byte >= '0' && byte <= '9')
        digit = (uint32_t)(byte - '0');
    else if (byte >= 'a' && byte <= 'f')
        digit = (uint32_t)(byte - 'a') + 10;
    else if (byte >= 'A' && byte <= 'F')
        digit = (uint32_t)(byte - 'A') + 10;
    else
        return JSON_TEXT_ESCAPE;
    text->code = text->code << 4 | digit;
    if (text->escape++ < ESCAPE_UNICODE_LAST)
        return JSON_TEXT_MORE;
    text->escape = ESCAPE_NONE;
    return take_code(text, text->code) ? JSON_TEXT_MORE : JSON_TEXT_TOO_LONG;
}

/* Joins surrogates; a lone one is kept as U+FFFD. */
static bool take_code(struct json_text *text, uint32_t code)
{
    if (text->high && code >= 0xDC00 && code <= 0xDFFF) {
        code = 0x10000 + ((text->high - 0xD800) << 10) + (code - 0xDC00);
        text->high = 0;
        return keep_code(text, code);
    }
    if (!keep_lone_surrogate(text))
        return false;
    if (code >= 0xD800 && code <= 0xDBFF) {
        text->high = code;
        return true;
    }
    if (code >= 0xDC00 && code <= 0xDFFF)
        code = REPLACEMENT;
    return keep_code(text, code);
}

/* Fails: false when the string gets too long. */
static bool keep(struct json_text *text, const char *bytes, size_t length)
{
    if (!length || text->is_silent)
        return true;
    if (!keep_lone_surrogate(text))
        return false;
    text->is_kept = true;
    return buf_add(&text->kept, bytes, length);
}

static bool keep_code(struct json_text *text, uint32_t code)
{
    char bytes[4];

    return keep(text, bytes, utf8_encode(code, bytes));
}

static bool keep_lone_surrogate(struct json_text *text)
{
    if (!text->high)
        return true;
    text->high = 0;
    return keep_code(text, REPLACEMENT);
}

/* Replaces what is not UTF-8, when there is any. */
static void clean(struct json_text *text)
{
    const char *at = text->bytes, *end = at + text->length;

    buf_reset(&text->clean);
    while (at < end) {
        char bytes[4];
        uint32_t code;

        at += utf8_decode(at, (size_t)(end - at), &code);
        (void)buf_add(&text->clean, bytes, utf8_encode(code, bytes));
    }
    text->bytes = text->clean.bytes;
    text->length = text->clean.length;
}
