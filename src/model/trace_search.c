/* trace_search.c - a search for traces as a line, and as Jaeger's query. */
#include "model/trace_search.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/duration.h"

enum { LIMIT = 20, WORD_MAX = 300, QUERY_MAX = 4000 };
static const int64_t lookback_ms = 3600000;

static const char *read_word(const char *line, char *key, char *value);
static int apply(struct trace_search *search, const char *key,
                 const char *value, struct err *err);
static int read_us(const char *text, int64_t *us, struct err *err);
static int add_tag(struct trace_search *search, const char *key,
                   const char *value, struct err *err);
static int copy(char *out, size_t size, const char *text, struct err *err);
static void add_word(struct buf *out, const char *key, const char *value);
static void add_us(struct buf *out, const char *key, int64_t us);
static void add_tags(struct buf *out, const struct trace_search *search);
static void add_json(struct buf *out, const char *text);

void trace_search_init(struct trace_search *search)
{
    *search = (struct trace_search){
        .min_us = -1, .max_us = -1, .lookback_ms = lookback_ms, .limit = LIMIT};
}

int trace_search_parse(struct trace_search *search, const char *line,
                       struct err *err)
{
    char key[WORD_MAX], value[WORD_MAX];

    trace_search_init(search);
    while ((line = read_word(line, key, value))) {
        if (!key[0])
            return err_set(err, ERR_FORMAT, 0,
                           "words are key=value, such as service=NAME "
                           "operation=\"GET /x\" min=100ms error=true");
        if (apply(search, key, value, err) < 0)
            return err_within(err, "%.40s", key);
    }
    if (search->min_us >= 0 && search->max_us >= 0 &&
        search->min_us > search->max_us)
        return err_set(err, ERR_FORMAT, 0, "min is longer than max");
    return 0;
}

void trace_search_format(const struct trace_search *search, struct buf *out)
{
    char text[32];

    add_word(out, "service", search->service);
    add_word(out, "operation", search->operation);
    add_us(out, "min", search->min_us);
    add_us(out, "max", search->max_us);
    if (search->is_errors)
        add_word(out, "error", "true");
    if (search->tags[0])
        buf_printf(out, "%s%s", out->length ? " " : "", search->tags);
    duration_format(text, sizeof(text), search->lookback_ms);
    add_word(out, "lookback", text);
    (void)snprintf(text, sizeof(text), "%d", search->limit);
    add_word(out, "limit", text);
}

void trace_search_query(const struct trace_search *search, int64_t now_ms,
                        struct buf *out)
{
    buf_add_str(out, "?service=");
    trace_search_escape(out, search->service);
    if (search->operation[0]) {
        buf_add_str(out, "&operation=");
        trace_search_escape(out, search->operation);
    }
    /* Old Jaegers know start and end only, in microseconds. */
    buf_printf(out, "&start=%lld&end=%lld&limit=%d",
               (long long)(now_ms - search->lookback_ms) * 1000,
               (long long)now_ms * 1000, search->limit);
    if (search->min_us >= 0)
        buf_printf(out, "&minDuration=%lldus", (long long)search->min_us);
    if (search->max_us >= 0)
        buf_printf(out, "&maxDuration=%lldus", (long long)search->max_us);
    if (search->tags[0] || search->is_errors)
        add_tags(out, search);
}

void trace_search_escape(struct buf *out, const char *text)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        if (isalnum(byte) || strchr("-._~", byte))
            buf_add_char(out, *text);
        else
            buf_printf(out, "%%%02X", byte);
    }
}

/* Returns what follows the word, NULL at the end; an empty key is a word that
 * is none. */
static const char *read_word(const char *line, char *key, char *value)
{
    size_t length, count = 0;
    bool is_quoted;

    line += strspn(line, " ");
    if (!*line)
        return NULL;
    key[0] = value[0] = '\0';
    length = strcspn(line, "= ");
    if (line[length] != '=' || length >= WORD_MAX)
        return line + length;
    (void)snprintf(key, WORD_MAX, "%.*s", (int)length, line);
    line += length + 1;
    is_quoted = *line == '"';
    line += is_quoted;
    while (*line && *line != (is_quoted ? '"' : ' ')) {
        if (is_quoted && line[0] == '\\' && line[1])
            line++;
        if (count < WORD_MAX - 1)
            value[count++] = *line;
        line++;
    }
    value[count] = '\0';
    return line + (is_quoted && *line);
}

static int apply(struct trace_search *search, const char *key,
                 const char *value, struct err *err)
{
    long number;
    char *end;

    if (!strcmp(key, "service"))
        return copy(search->service, sizeof(search->service), value, err);
    if (!strcmp(key, "operation"))
        return copy(search->operation, sizeof(search->operation), value, err);
    if (!strcmp(key, "min"))
        return read_us(value, &search->min_us, err);
    if (!strcmp(key, "max"))
        return read_us(value, &search->max_us, err);
    if (!strcmp(key, "lookback")) {
        if (duration_parse(value, &search->lookback_ms, err) < 0)
            return -1;
        return search->lookback_ms > 0
                   ? 0
                   : err_set(err, ERR_FORMAT, 0, "longer than nothing, please");
    }
    if (!strcmp(key, "limit")) {
        number = strtol(value, &end, 10);
        if (*end || number < 1 || number > TRACE_FOUND_MAX)
            return err_set(err, ERR_FORMAT, 0, "a number from 1 to %d",
                           TRACE_FOUND_MAX);
        search->limit = (int)number;
        return 0;
    }
    if (!strcmp(key, "error") &&
        (!strcmp(value, "true") || !strcmp(value, "false"))) {
        search->is_errors = value[0] == 't';
        return 0;
    }
    return add_tag(search, key, value, err);
}

/* A duration; here also with "us", which Prometheus' have not. */
static int read_us(const char *text, int64_t *us, struct err *err)
{
    size_t length = strlen(text);
    int64_t ms;
    char *end;

    if (length > 2 && length < 16 && !strcmp(text + length - 2, "us")) {
        *us = strtoll(text, &end, 10);
        if (end == text + length - 2 && *us >= 0)
            return 0;
        return err_set(err, ERR_FORMAT, 0, "'%s' is no duration", text);
    }
    if (duration_parse(text, &ms, err) < 0)
        return -1;
    if (ms < 0 || ms > INT64_MAX / 1000)
        return err_set(err, ERR_FORMAT, 0, "'%s' is too long", text);
    *us = ms * 1000;
    return 0;
}

static int add_tag(struct trace_search *search, const char *key,
                   const char *value, struct err *err)
{
    struct buf line;
    int rc;

    buf_init(&line, 2000);
    buf_add_str(&line, search->tags);
    add_word(&line, key, value);
    rc = copy(search->tags, sizeof(search->tags), line.bytes, err);
    buf_clear(&line);
    return rc;
}

static int copy(char *out, size_t size, const char *text, struct err *err)
{
    if (strlen(text) >= size)
        return err_set(err, ERR_FORMAT, 0, "longer than %zu bytes", size - 1);
    (void)snprintf(out, size, "%s", text);
    return 0;
}

static void add_word(struct buf *out, const char *key, const char *value)
{
    bool is_quoted = value[strcspn(value, " \"\\")] != '\0';

    if (!value[0])
        return;
    buf_printf(out, "%s%s=%s", out->length ? " " : "", key,
               is_quoted ? "\"" : "");
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, *value);
    }
    if (is_quoted)
        buf_add_char(out, '"');
}

static void add_us(struct buf *out, const char *key, int64_t us)
{
    char text[32];

    if (us < 0)
        return;
    if (us % 1000)
        (void)snprintf(text, sizeof(text), "%lldus", (long long)us);
    else
        duration_format(text, sizeof(text), us / 1000);
    add_word(out, key, text);
}

/* Tags go as a JSON object of texts. */
static void add_tags(struct buf *out, const struct trace_search *search)
{
    char key[WORD_MAX], value[WORD_MAX];
    const char *line = search->tags;
    struct buf json;

    buf_init(&json, QUERY_MAX);
    buf_add_char(&json, '{');
    while ((line = read_word(line, key, value))) {
        if (json.length > 1)
            buf_add_char(&json, ',');
        add_json(&json, key);
        buf_add_char(&json, ':');
        add_json(&json, value);
    }
    if (search->is_errors)
        buf_printf(&json, "%s\"error\":\"true\"", json.length > 1 ? "," : "");
    buf_add_char(&json, '}');
    buf_add_str(out, "&tags=");
    trace_search_escape(out, json.bytes);
    buf_clear(&json);
}

static void add_json(struct buf *out, const char *text)
{
    buf_add_char(out, '"');
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte == '"' || byte == '\\')
            buf_printf(out, "\\%c", *text);
        else if (byte < 0x20)
            buf_printf(out, "\\u%04x", byte);
        else
            buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}
