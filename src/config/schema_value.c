/* schema_value.c - one value: from text, checked, and back to text. */
#include "config/schema.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/duration.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "config/url.h"
#include "config/yaml_write.h"

enum { MAX_STRING = 4096, MAX_TEXT = 65536 };

static const char mask[] = "<secret>";

static int parse_string(const struct schema_reader *reader,
                        const struct schema_key *key, const char *text,
                        char **out, struct err *err);
static int check_text(const struct schema_key *key, const char *text,
                      struct err *err);
static int check_choice(const char *words, const char *text, struct err *err);
static char *clean_copy(const struct schema_reader *reader,
                        const struct schema_key *key, const char *text);
static int parse_bool(const char *text, bool *out, struct err *err);
static int parse_whole(const struct schema_key *key, const char *text,
                       long long *out, struct err *err);
static int parse_number(const char *text, double *out, struct err *err);
static int parse_duration(const struct schema_key *key, const char *text,
                          int64_t *out, struct err *err);
static void format_string(struct buf *out, enum schema_type type,
                          const char *text);

int schema_set(const struct schema_reader *reader, const struct schema_key *key,
               void *out, const char *text, struct err *err)
{
    void *field = (char *)out + key->offset;
    long long whole = 0;
    bool is_true = false;

    switch (key->type) {
    case SCHEMA_BOOL:
        return parse_bool(text, field, err);
    case SCHEMA_INVERTED:
        if (parse_bool(text, &is_true, err) < 0)
            return -1;
        *(bool *)field = !is_true;
        return 0;
    case SCHEMA_FLAG:
        if (check_choice(key->words, text, err) < 0)
            return -1;
        *(bool *)field = true;
        return 0;
    case SCHEMA_INT:
        if (parse_whole(key, text, &whole, err) < 0)
            return -1;
        *(int *)field = (int)whole;
        return 0;
    case SCHEMA_SIZE:
        if (parse_whole(key, text, &whole, err) < 0)
            return -1;
        *(size_t *)field = (size_t)whole;
        return 0;
    case SCHEMA_NUMBER:
        if (parse_number(text, field, err) < 0)
            return -1;
        *(bool *)((char *)out + key->extra) = true;
        return 0;
    case SCHEMA_DURATION:
        return parse_duration(key, text, field, err);
    default:
        return parse_string(reader, key, text, field, err);
    }
}

bool schema_format(struct buf *out, enum schema_type type,
                   const struct schema_key *key, const void *field)
{
    char duration[64];
    bool is_true;

    switch (type) {
    case SCHEMA_BOOL:
    case SCHEMA_INVERTED:
        is_true = *(const bool *)field != (type == SCHEMA_INVERTED);
        return buf_add_str(out, is_true ? "true" : "false");
    case SCHEMA_FLAG:
        return *(const bool *)field && buf_add_str(out, key->words);
    case SCHEMA_INT:
        return buf_printf(out, "%d", *(const int *)field);
    case SCHEMA_SIZE:
        return buf_printf(out, "%zu", *(const size_t *)field);
    case SCHEMA_NUMBER:
        return buf_printf(out, "%.17g", *(const double *)field);
    case SCHEMA_DURATION:
        duration_format(duration, sizeof(duration), *(const int64_t *)field);
        return buf_add_str(out, duration);
    default:
        if (!*(char *const *)field)
            return false;
        format_string(out, type, *(char *const *)field);
        return true;
    }
}

bool schema_is_secret_name(const char *name)
{
    static const char *const words[] = {"key",    "token",    "auth",
                                        "cookie", "password", "secret"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasestr(name, words[i]))
            return true;
    return false;
}

static int parse_string(const struct schema_reader *reader,
                        const struct schema_key *key, const char *text,
                        char **out, struct err *err)
{
    enum schema_type type = key->type == SCHEMA_STRINGS ? key->item : key->type;
    const char *words = key->words ? key->words : "http https";
    const char *why;

    if (check_text(key, text, err) < 0)
        return -1;
    if (type == SCHEMA_URL && url_check(text, words, err) < 0)
        return -1;
    if (type == SCHEMA_CHOICE && check_choice(words, text, err) < 0)
        return -1;
    why = key->check ? key->check(text) : NULL;
    if (why && type == SCHEMA_SECRET)
        return err_set(err, ERR_FORMAT, 0, "%s", why);
    if (why)
        return err_set(err, ERR_FORMAT, 0, "'%.60s' %s", text, why);
    free(*out);
    *out = clean_copy(reader, key, text);
    return 0;
}

/* What no string may hold: nothing, too much, or bytes that act on a terminal
 * or part an HTTP header. */
static int check_text(const struct schema_key *key, const char *text,
                      struct err *err)
{
    bool is_long = key->type == SCHEMA_TEXT;
    size_t limit = is_long ? MAX_TEXT : MAX_STRING;
    size_t length = strlen(text);
    size_t used;
    uint32_t code;

    if (key->type == SCHEMA_SECRET && strcmp(text, mask) == 0)
        return err_set(err, ERR_FORMAT, 0,
                       "is the mask of a secret; name a file instead");
    if (length == 0 && !key->may_be_empty)
        return err_set(err, ERR_FORMAT, 0, "is empty");
    if (length > limit)
        return err_set(err, ERR_FORMAT, 0, "is longer than %zu bytes", limit);
    for (size_t i = 0; i < length; i += used) {
        used = utf8_decode(text + i, length - i, &code);
        if (is_long && (code == '\n' || code == '\t'))
            continue;
        if (code < 0x20 || (code >= 0x7f && code < 0xa0))
            return err_set(err, ERR_FORMAT, 0,
                           "holds a control character (U+%04X)",
                           (unsigned)code);
        if (code == 0xfffd && used == 1)
            return err_set(err, ERR_FORMAT, 0, "is not UTF-8");
    }
    return 0;
}

static int check_choice(const char *words, const char *text, struct err *err)
{
    size_t length = strlen(text);

    for (const char *word = words; *word;) {
        size_t size = strcspn(word, " ");

        if (size == length && strncmp(word, text, length) == 0)
            return 0;
        word += size + strspn(word + size, " ");
    }
    return err_set(err, ERR_FORMAT, 0, "'%.60s' is not known; known: %s", text,
                   words);
}

/* A URL loses its last slashes, since paths are added to it; a path becomes
 * absolute; a text loses the line ends that YAML's blocks leave behind. */
static char *clean_copy(const struct schema_reader *reader,
                        const struct schema_key *key, const char *text)
{
    enum schema_type type = key->type == SCHEMA_STRINGS ? key->item : key->type;
    size_t length = strlen(text);

    if (type == SCHEMA_PATH && reader && reader->folder)
        return paths_join(reader->folder, text, reader->env);
    while (length > 0 && ((type == SCHEMA_URL && text[length - 1] == '/') ||
                          (type == SCHEMA_TEXT && text[length - 1] == '\n')))
        length--;
    return xstrndup(text, length);
}

static int parse_bool(const char *text, bool *out, struct err *err)
{
    static const char *const words[] = {"false", "true", "no",
                                        "yes",   "off",  "on"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(text, words[i]) == 0) {
            *out = i % 2 == 1;
            return 0;
        }
    }
    return err_set(err, ERR_FORMAT, 0, "'%.60s' is neither true nor false",
                   text);
}

static int parse_whole(const struct schema_key *key, const char *text,
                       long long *out, struct err *err)
{
    char *end = NULL;
    long long value;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno || end == text || *end || !strchr("-0123456789", text[0]) ||
        value < key->least || value > key->most)
        return err_set(err, ERR_FORMAT, 0,
                       "'%.60s' is not a whole number from %lld to %lld", text,
                       (long long)key->least, (long long)key->most);
    *out = value;
    return 0;
}

static int parse_number(const char *text, double *out, struct err *err)
{
    char *end = NULL;
    double value = strtod(text, &end);

    if (end == text || *end || text[strspn(text, "-+.0123456789eE")] ||
        !isfinite(value))
        return err_set(err, ERR_FORMAT, 0, "'%.60s' is not a number", text);
    *out = value;
    return 0;
}

static int parse_duration(const struct schema_key *key, const char *text,
                          int64_t *out, struct err *err)
{
    char least[64];
    char most[64];
    int64_t value = 0;

    if (duration_parse(text, &value, err) < 0)
        return -1;
    duration_format(least, sizeof(least), key->least);
    duration_format(most, sizeof(most), key->most);
    if (key->most > 0 && (value < key->least || value > key->most))
        return err_set(err, ERR_FORMAT, 0, "'%.60s' is not within %s to %s",
                       text, least, most);
    *out = value;
    return 0;
}

static void format_string(struct buf *out, enum schema_type type,
                          const char *text)
{
    yaml_write_text(out, type == SCHEMA_SECRET ? mask : text);
}
