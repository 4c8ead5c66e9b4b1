/* json.c - a JSON reader that can be stopped after any byte.
 *
 * Between tokens the state is what may come next (`expect`) and one bit for
 * each open bracket. Inside a token it is `lex` and what was read so far: a
 * token that lies in one piece is told from there, only one that is split or
 * escaped goes through a buffer.
 */
#include "base/json.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/json_number.h"
#include "base/json_text.h"
#include "base/xalloc.h"

enum { NUMBER_MAX = 1023 };

enum expect {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_END, /* after "[" */
    EXPECT_KEY,
    EXPECT_KEY_OR_END, /* after "{" */
    EXPECT_COLON,
    EXPECT_COMMA_OR_END,
    EXPECT_NOTHING,
};

enum lex {
    LEX_BETWEEN, /* not inside a token */
    LEX_STRING,
    LEX_NUMBER,
    LEX_WORD, /* true, false or null */
};

struct json_reader {
    json_event_fn *fn;
    void *owner;
    json_bulk_fn *bulk; /* NULL: none */
    void *bulk_owner;
    size_t bulk_depth;

    enum expect expect;
    enum lex lex;
    size_t depth;
    uint64_t is_object; /* bit d: the bracket at depth d + 1 is a "{" */
    enum json_event last;
    bool is_skipping;
    size_t skip_depth; /* skipping ends with the value that ends here */

    bool is_key; /* LEX_STRING: it names a member */
    struct json_text text;
    enum json_number number;
    struct buf digits; /* of a number that is split */
    const char *word;  /* LEX_WORD: what is to come of it */
    enum json_event word_event;

    uint64_t passed;   /* bytes of the pieces before this one */
    uint64_t token_at; /* bytes before the token begun last */
    const char *piece;
    struct err failure;
};

static const char *step(struct json_reader *reader, const char *at,
                        const char *end);
static const char *between(struct json_reader *reader, const char *at,
                           const char *end);
static const char *take_bulk(struct json_reader *reader, const char *at,
                             const char *end);
static const char *begin_value(struct json_reader *reader, const char *at);
static const char *begin_string(struct json_reader *reader, const char *at,
                                bool is_key);
static const char *open_bracket(struct json_reader *reader, const char *at,
                                bool is_object);
static const char *close_bracket(struct json_reader *reader, const char *at);
static const char *in_string(struct json_reader *reader, const char *at,
                             const char *end);
static const char *in_number(struct json_reader *reader, const char *at,
                             const char *end);
static bool end_number(struct json_reader *reader, const char *run,
                       size_t length);
static const char *in_word(struct json_reader *reader, const char *at);
static bool tell(struct json_reader *reader, enum json_event event,
                 const char *text, size_t length);
static void value_done(struct json_reader *reader);
static bool in_object(const struct json_reader *reader);
static void mark_token(struct json_reader *reader, const char *at);
static const char *fail(struct json_reader *reader, const char *what);
static const char *unexpected(struct json_reader *reader, const char *at,
                              const char *wanted);

struct json_reader *json_reader_new(json_event_fn *fn, void *owner,
                                    size_t text_limit)
{
    struct json_reader *reader = xcalloc(1, sizeof(*reader));

    reader->fn = fn;
    reader->owner = owner;
    json_text_init(&reader->text, text_limit);
    buf_init(&reader->digits, NUMBER_MAX);
    return reader;
}

void json_reader_free(struct json_reader *reader)
{
    if (!reader)
        return;
    json_text_clear(&reader->text);
    buf_clear(&reader->digits);
    free(reader);
}

int json_reader_feed(struct json_reader *reader, const char *bytes,
                     size_t length, struct err *err)
{
    const char *at = bytes;

    reader->piece = bytes;
    while (reader->failure.kind == ERR_NONE && at < bytes + length) {
        const char *after = step(reader, at, bytes + length);

        assert(after || reader->failure.kind != ERR_NONE);
        at = after;
    }
    reader->passed += length;
    if (reader->failure.kind == ERR_NONE)
        return 0;
    if (err)
        *err = reader->failure;
    return -1;
}

int json_reader_finish(struct json_reader *reader, struct err *err)
{
    if (reader->failure.kind == ERR_NONE && reader->lex == LEX_NUMBER &&
        reader->depth == 0 &&
        json_number_after(reader->number, '\0') == JSON_NUMBER_END)
        (void)end_number(reader, "", 0);
    if (reader->failure.kind == ERR_NONE && reader->expect != EXPECT_NOTHING)
        (void)err_set(&reader->failure, ERR_FORMAT, 0,
                      reader->passed ? "broken JSON: cut short after %llu bytes"
                                     : "broken JSON: empty",
                      (unsigned long long)reader->passed);
    if (reader->failure.kind == ERR_NONE)
        return 0;
    if (err)
        *err = reader->failure;
    return -1;
}

void json_reader_skip(struct json_reader *reader)
{
    if (reader->is_skipping)
        return;
    assert(reader->last == JSON_EVENT_KEY || reader->last == JSON_EVENT_ARRAY ||
           reader->last == JSON_EVENT_OBJECT);
    reader->is_skipping = true;
    reader->skip_depth = reader->depth - (reader->last != JSON_EVENT_KEY);
}

void json_reader_bulk(struct json_reader *reader, json_bulk_fn *fn, void *owner)
{
    assert(reader->last == JSON_EVENT_ARRAY);
    reader->bulk = fn;
    reader->bulk_owner = owner;
    reader->bulk_depth = reader->depth;
}

const char *json_event_name(enum json_event event)
{
    static const char *const names[JSON_EVENT_COUNT] = {
        "an object", "the end",  "an array", "the end", "a key",
        "a text",    "a number", "true",     "false",   "null",
    };

    return names[event];
}

size_t json_reader_depth(const struct json_reader *reader)
{
    return reader->depth;
}

/* Takes a byte or more. Returns the place after them, NULL on failure. */
static const char *step(struct json_reader *reader, const char *at,
                        const char *end)
{
    switch (reader->lex) {
    case LEX_BETWEEN:
        return between(reader, at, end);
    case LEX_STRING:
        return in_string(reader, at, end);
    case LEX_NUMBER:
        return in_number(reader, at, end);
    case LEX_WORD:
        return in_word(reader, at);
    }
    return NULL;
}

static const char *between(struct json_reader *reader, const char *at,
                           const char *end)
{
    if (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
        return at + 1;
    switch (reader->expect) {
    case EXPECT_VALUE_OR_END:
        if (*at == ']')
            return close_bracket(reader, at);
        return take_bulk(reader, at, end);
    case EXPECT_VALUE:
        return take_bulk(reader, at, end);
    case EXPECT_KEY_OR_END:
        if (*at == '}')
            return close_bracket(reader, at);
        return begin_string(reader, at, true);
    case EXPECT_KEY:
        return begin_string(reader, at, true);
    case EXPECT_COLON:
        if (*at != ':')
            return unexpected(reader, at, "':'");
        reader->expect = EXPECT_VALUE;
        return at + 1;
    case EXPECT_COMMA_OR_END:
        if (*at != ',')
            return close_bracket(reader, at);
        reader->expect = in_object(reader) ? EXPECT_KEY : EXPECT_VALUE;
        return at + 1;
    case EXPECT_NOTHING:
        return unexpected(reader, at, "the end");
    }
    return NULL;
}

static const char *take_bulk(struct json_reader *reader, const char *at,
                             const char *end)
{
    size_t taken;

    if (!reader->bulk || reader->bulk_depth != reader->depth)
        return begin_value(reader, at);
    taken = reader->bulk(reader->bulk_owner, at, (size_t)(end - at));
    assert(taken <= (size_t)(end - at));
    if (!taken)
        return begin_value(reader, at);
    reader->expect = EXPECT_VALUE;
    return at + taken;
}

static const char *begin_value(struct json_reader *reader, const char *at)
{
    static const struct {
        const char *word;
        enum json_event event;
    } words[] = {
        {"true", JSON_EVENT_TRUE},
        {"false", JSON_EVENT_FALSE},
        {"null", JSON_EVENT_NULL},
    };

    if (*at == '"')
        return begin_string(reader, at, false);
    if (*at == '[' || *at == '{')
        return open_bracket(reader, at, *at == '{');
    mark_token(reader, at);
    if (*at == '-' || (*at >= '0' && *at <= '9')) {
        reader->lex = LEX_NUMBER;
        reader->number = JSON_NUMBER_START;
        buf_reset(&reader->digits);
        return at;
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (*at != words[i].word[0])
            continue;
        reader->lex = LEX_WORD;
        reader->word = words[i].word;
        reader->word_event = words[i].event;
        return at;
    }
    return unexpected(reader, at, "a value");
}

static const char *begin_string(struct json_reader *reader, const char *at,
                                bool is_key)
{
    if (*at != '"')
        return unexpected(reader, at, "a key");
    mark_token(reader, at);
    json_text_begin(&reader->text, reader->is_skipping);
    reader->lex = LEX_STRING;
    reader->is_key = is_key;
    return at + 1;
}

static const char *open_bracket(struct json_reader *reader, const char *at,
                                bool is_object)
{
    uint64_t bit = (uint64_t)1 << (reader->depth % JSON_DEPTH_MAX);

    if (reader->depth == JSON_DEPTH_MAX) {
        mark_token(reader, at);
        return fail(reader, "nested deeper than 64");
    }
    reader->is_object =
        is_object ? reader->is_object | bit : reader->is_object & ~bit;
    reader->depth++;
    reader->expect = is_object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
    if (!tell(reader, is_object ? JSON_EVENT_OBJECT : JSON_EVENT_ARRAY, "", 0))
        return NULL;
    return at + 1;
}

static const char *close_bracket(struct json_reader *reader, const char *at)
{
    bool is_object = in_object(reader);

    if (*at != (is_object ? '}' : ']'))
        return unexpected(reader, at, is_object ? "',' or '}'" : "',' or ']'");
    if (reader->bulk_depth == reader->depth)
        reader->bulk = NULL;
    reader->depth--;
    if (!tell(reader, is_object ? JSON_EVENT_OBJECT_END : JSON_EVENT_ARRAY_END,
              "", 0))
        return NULL;
    value_done(reader);
    return at + 1;
}

static const char *in_string(struct json_reader *reader, const char *at,
                             const char *end)
{
    enum json_text_state state;

    at = json_text_feed(&reader->text, at, end, &state);
    switch (state) {
    case JSON_TEXT_MORE:
        return at;
    case JSON_TEXT_DONE:
        break;
    case JSON_TEXT_TOO_LONG:
        return fail(reader, "a string that is too long");
    case JSON_TEXT_CONTROL:
        return unexpected(reader, at, "the string to go on");
    case JSON_TEXT_ESCAPE:
        return unexpected(reader, at, "an escape");
    }
    reader->lex = LEX_BETWEEN;
    if (!tell(reader, reader->is_key ? JSON_EVENT_KEY : JSON_EVENT_STRING,
              reader->text.bytes, reader->text.length))
        return NULL;
    if (reader->is_key)
        reader->expect = EXPECT_COLON;
    else
        value_done(reader);
    return at;
}

static const char *in_number(struct json_reader *reader, const char *at,
                             const char *end)
{
    enum json_number next = reader->number;
    const char *run = at;
    size_t length;

    for (; at < end; at++) {
        next = json_number_after(reader->number, *at);
        if (next == JSON_NUMBER_BROKEN || next == JSON_NUMBER_END)
            break;
        reader->number = next;
    }
    length = (size_t)(at - run);
    if (!reader->is_skipping && reader->digits.length + length > NUMBER_MAX)
        return fail(reader, "a number that is too long");
    if (next == JSON_NUMBER_BROKEN)
        return unexpected(reader, at, "a digit");
    if (next == JSON_NUMBER_END)
        return end_number(reader, run, length) ? at : NULL;
    if (!reader->is_skipping)
        (void)buf_add(&reader->digits, run, length);
    return at;
}

static bool end_number(struct json_reader *reader, const char *run,
                       size_t length)
{
    if (reader->digits.length) {
        (void)buf_add(&reader->digits, run, length);
        run = reader->digits.bytes;
        length = reader->digits.length;
    }
    reader->lex = LEX_BETWEEN;
    if (!tell(reader, JSON_EVENT_NUMBER, run, length))
        return false;
    value_done(reader);
    return true;
}

static const char *in_word(struct json_reader *reader, const char *at)
{
    if (*at != *reader->word)
        return unexpected(reader, at, "true, false or null");
    if (*++reader->word)
        return at + 1;
    reader->lex = LEX_BETWEEN;
    if (!tell(reader, reader->word_event, "", 0))
        return NULL;
    value_done(reader);
    return at + 1;
}

/* Fails: false when the caller ends the reading. */
static bool tell(struct json_reader *reader, enum json_event event,
                 const char *text, size_t length)
{
    struct err err = {0};

    if (reader->is_skipping)
        return true;
    reader->last = event;
    if (reader->fn(reader->owner, event, text, length, &err) == 0)
        return true;
    assert(err.kind != ERR_NONE);
    reader->failure = err;
    return false;
}

static void value_done(struct json_reader *reader)
{
    reader->expect = reader->depth ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
    if (reader->is_skipping && reader->depth == reader->skip_depth)
        reader->is_skipping = false;
}

static bool in_object(const struct json_reader *reader)
{
    return reader->is_object >> (reader->depth - 1) & 1;
}

static void mark_token(struct json_reader *reader, const char *at)
{
    reader->token_at = reader->passed + (uint64_t)(at - reader->piece);
}

/* Fails at the token that was begun last. Returns NULL. */
static const char *fail(struct json_reader *reader, const char *what)
{
    (void)err_set(&reader->failure, ERR_FORMAT, 0,
                  "broken JSON at byte %llu: %s",
                  (unsigned long long)reader->token_at + 1, what);
    return NULL;
}

/* Fails at a byte. Returns NULL. */
static const char *unexpected(struct json_reader *reader, const char *at,
                              const char *wanted)
{
    char what[64];
    unsigned char byte = (unsigned char)*at;

    mark_token(reader, at);
    if (byte > 0x20 && byte < 0x7f)
        (void)snprintf(what, sizeof(what), "'%c' instead of %s", byte, wanted);
    else
        (void)snprintf(what, sizeof(what), "byte 0x%02x instead of %s", byte,
                       wanted);
    return fail(reader, what);
}
