/* series_text.c - series as promtool's unit tests write them. */
#include "tests/support/series_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/xalloc.h"

enum { MAX_LABELS = 64, MAX_TEXT = 1 << 16 };

struct pair {
    char *name, *value;
};

struct values {
    struct series_value *items;
    size_t count, capacity;
};

static int read_pairs(const char *text, struct pair *pairs, size_t *count,
                      struct err *err);
static int read_matcher(const char **at, struct pair *pair, struct err *err);
static char *read_name(const char **at, const char *also);
static char *read_string(const char **at);
static int escaped(const char **at);
static const char *skip_spaces(const char *at);
static int read_item(const char *text, size_t length, struct values *values,
                     struct err *err);
static const char *read_number(const char *text, const char *end,
                               double *value);
static int read_times(const char *at, const char *end, size_t *times,
                      struct err *err);
static int add(struct values *values, enum series_value_kind kind, double value,
               struct err *err);
static size_t item_length(const char *text);

const struct labels *series_text_labels(struct symtab *table, const char *text,
                                        struct err *err)
{
    struct pair pairs[MAX_LABELS] = {{0}};
    struct label_text texts[MAX_LABELS];
    const struct labels *labels = NULL;
    size_t count = 0;

    if (read_pairs(text, pairs, &count, err) == 0) {
        for (size_t i = 0; i < count && pairs[i].value; i++)
            texts[i] =
                (struct label_text){pairs[i].name, strlen(pairs[i].name),
                                    pairs[i].value, strlen(pairs[i].value)};
        labels = labels_intern(table, texts, count);
    }
    for (size_t i = 0; i < MAX_LABELS; i++) {
        free(pairs[i].name);
        free(pairs[i].value);
    }
    return labels;
}

static int read_pairs(const char *text, struct pair *pairs, size_t *count,
                      struct err *err)
{
    const char *at = skip_spaces(text);
    char *metric = read_name(&at, "_:");

    if (metric)
        pairs[(*count)++] = (struct pair){xstrdup("__name__"), metric};
    at = skip_spaces(at);
    if (*at == '{') {
        at = skip_spaces(at + 1);
        while (*at && *at != '}') {
            if (*count == MAX_LABELS)
                return err_set(err, ERR_LIMIT, 0, "more than %d labels",
                               MAX_LABELS);
            if (read_matcher(&at, &pairs[(*count)++], err) < 0)
                return -1;
            at = skip_spaces(at);
            if (*at != ',' && *at != '}')
                return err_set(err, ERR_FORMAT, 0,
                               "'%.40s': ',' or '}' is missing", text);
            at = skip_spaces(at + (*at == ','));
        }
        if (*at != '}')
            return err_set(err, ERR_FORMAT, 0, "'%.60s': '}' is missing", text);
        at = skip_spaces(at + 1);
    }
    if (*at || at == text)
        return err_set(err, ERR_FORMAT, 0,
                       "'%.60s' is no series, such as up{job=\"a\"}", text);
    return 0;
}

static int read_matcher(const char **at, struct pair *pair, struct err *err)
{
    pair->name = read_name(at, "_");
    *at = skip_spaces(*at);
    if (!pair->name || **at != '=')
        return err_set(err, ERR_FORMAT, 0,
                       "near '%.40s': a label is written name=\"value\"", *at);
    *at = skip_spaces(*at + 1);
    pair->value = read_string(at);
    if (!pair->value)
        return err_set(err, ERR_FORMAT, 0,
                       "label '%.40s': its value must be in quotes",
                       pair->name);
    return 0;
}

/* Returns a name of letters, digits and `also`, or NULL. */
static char *read_name(const char **at, const char *also)
{
    const char *start = *at;

    if (isdigit((unsigned char)*start))
        return NULL;
    while (**at && (isalnum((unsigned char)**at) || strchr(also, **at)))
        (*at)++;
    return *at == start ? NULL : xstrndup(start, (size_t)(*at - start));
}

/* A string in any of Go's quotes, or NULL. */
static char *read_string(const char **at)
{
    char quote = **at;
    struct buf out;
    char *text = NULL;

    if (!quote || !strchr("\"'`", quote))
        return NULL;
    buf_init(&out, MAX_TEXT);
    for ((*at)++; **at && **at != quote;) {
        int byte = (unsigned char)*(*at)++;

        if (byte == '\\' && quote != '`')
            byte = escaped(at);
        if (byte <= 0)
            break;
        (void)buf_add_char(&out, (char)byte);
    }
    if (**at == quote && !out.overflow) {
        (*at)++;
        text = buf_take(&out);
    }
    buf_clear(&out);
    return text;
}

/* The byte behind a backslash, -1 for an escape that is not read. */
static int escaped(const char **at)
{
    static const char from[] = "abfnrtv\\\"'", to[] = "\a\b\f\n\r\t\v\\\"'";
    const char *found = **at ? strchr(from, **at) : NULL;

    if (!found)
        return -1;
    (*at)++;
    return (unsigned char)to[found - from];
}

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

int series_text_values(const char *text, struct series_value **values,
                       size_t *count, struct err *err)
{
    struct values read = {0};
    const char *at = skip_spaces(text);

    while (*at) {
        size_t length = item_length(at);

        if (read_item(at, length, &read, err) < 0) {
            free(read.items);
            return -1;
        }
        at = skip_spaces(at + length);
    }
    *values = read.items;
    *count = read.count;
    return 0;
}

/* Up to a space that is not within {{ and }}. */
static size_t item_length(const char *text)
{
    size_t length = 0;
    int depth = 0;

    while (text[length] && (depth || !strchr(" \t\r\n", text[length]))) {
        depth += (text[length] == '{') - (text[length] == '}');
        length++;
    }
    return length;
}

/* `_`, `stale`, `{{...}}`, `a`, `axn`, `a+bxn`, `a-bxn`, `_xn`. */
static int read_item(const char *text, size_t length, struct values *values,
                     struct err *err)
{
    const char *end = text + length, *at = text;
    double value = 0, step = 0;
    size_t times = 0;

    if (length == 5 && !memcmp(text, "stale", 5))
        return add(values, SERIES_STALE, 0, err);
    if (*at == '{')
        return add(values, SERIES_HISTOGRAM, 0, err);
    if (*at == '_') {
        times = 1;
        if (at + 1 < end && read_times(at + 1, end, &times, err) < 0)
            return -1;
        while (times--)
            if (add(values, SERIES_MISSING, 0, err) < 0)
                return -1;
        return 0;
    }
    at = read_number(at, end, &value);
    if (at && at < end && *at != 'x') {
        at = read_number(at, end, &step);
        at = at == end ? NULL : at; /* how often is missing */
    }
    if (!at)
        return err_set(err, ERR_FORMAT, 0, "'%.*s' is no value, such as 0+10x5",
                       length < 40 ? (int)length : 40, text);
    if (at < end && read_times(at, end, &times, err) < 0)
        return -1;
    for (size_t i = 0; i <= times; i++, value += step)
        if (add(values, SERIES_NUMBER, value, err) < 0)
            return -1;
    return 0;
}

/* Hexadecimal is not meant: "0x5" is 0 and five times more. */
static const char *read_number(const char *text, const char *end, double *value)
{
    const char *stop = text;

    while (stop < end && *stop != 'x' &&
           (stop == text || (*stop != '+' && *stop != '-') || stop[-1] == 'e' ||
            stop[-1] == 'E'))
        stop++;
    return decimal_parse(text, (size_t)(stop - text), value) ? stop : NULL;
}

static int read_times(const char *at, const char *end, size_t *times,
                      struct err *err)
{
    size_t digits = at < end ? strspn(at + 1, "0123456789") : 0;

    if (at >= end || *at != 'x' || !digits || digits > 9 ||
        at + 1 + digits != end)
        return err_set(err, ERR_FORMAT, 0,
                       "near '%.*s': how often is written x5",
                       end - at < 40 ? (int)(end - at) : 40, at);
    *times = (size_t)strtoul(at + 1, NULL, 10);
    return 0;
}

static int add(struct values *values, enum series_value_kind kind, double value,
               struct err *err)
{
    if (values->count == SERIES_VALUES_MAX)
        return err_set(err, ERR_LIMIT, 0, "more than %d values",
                       SERIES_VALUES_MAX);
    if (values->count == values->capacity) {
        values->capacity = values->capacity ? values->capacity * 2 : 64;
        values->items =
            xrealloc(values->items, values->capacity, sizeof(values->items[0]));
    }
    values->items[values->count++] = (struct series_value){kind, value};
    return 0;
}
