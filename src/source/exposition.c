/* exposition.c - samples of a /metrics page as it arrives. */
#include "source/exposition.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/xalloc.h"

struct exposition_reader {
    exposition_fn *fn;
    void *owner;
    struct buf line;
    size_t line_number;
    size_t count;
    struct err failed; /* kind ERR_NONE: not yet */
    struct label_text labels[EXPOSITION_LABELS_MAX];
};

/* Where the reading of a line stands; it is unescaped in place. */
struct cursor {
    char *at, *end;
};

static int take_line(struct exposition_reader *reader);
static bool read_sample(struct exposition_reader *reader, struct cursor *cursor,
                        struct exposition_sample *sample);
static bool read_labels(struct exposition_reader *reader, struct cursor *cursor,
                        struct exposition_sample *sample);
static bool read_name(struct cursor *cursor, const char **name, size_t *length);
static bool read_quoted(struct cursor *cursor, const char **text,
                        size_t *length);
static bool read_value(struct cursor *cursor, double *value);
static void skip_blanks(struct cursor *cursor);
static bool is_name_byte(char byte);
static bool take(struct cursor *cursor, char byte);

struct exposition_reader *exposition_reader_new(exposition_fn *fn, void *owner)
{
    struct exposition_reader *reader = xcalloc(1, sizeof(*reader));

    reader->fn = fn;
    reader->owner = owner;
    buf_init(&reader->line, EXPOSITION_LINE_MAX);
    return reader;
}

void exposition_reader_free(struct exposition_reader *reader)
{
    if (!reader)
        return;
    buf_clear(&reader->line);
    free(reader);
}

int exposition_reader_feed(struct exposition_reader *reader, const char *bytes,
                           size_t length, struct err *err)
{
    while (length > 0 && reader->failed.kind == ERR_NONE) {
        const char *newline = memchr(bytes, '\n', length);
        size_t taken = newline ? (size_t)(newline - bytes) : length;

        if (!buf_add(&reader->line, bytes, taken))
            (void)err_set(&reader->failed, ERR_FORMAT,
                          (int)reader->line_number + 1,
                          "line %zu is longer than %d bytes",
                          reader->line_number + 1, EXPOSITION_LINE_MAX);
        else if (newline)
            (void)take_line(reader);
        taken += newline != NULL;
        bytes += taken;
        length -= taken;
    }
    if (reader->failed.kind == ERR_NONE)
        return 0;
    if (err)
        *err = reader->failed;
    return -1;
}

int exposition_reader_finish(struct exposition_reader *reader, struct err *err)
{
    if (reader->failed.kind == ERR_NONE && reader->line.length > 0)
        (void)take_line(reader);
    return exposition_reader_feed(reader, NULL, 0, err);
}

size_t exposition_reader_count(const struct exposition_reader *reader)
{
    return reader->count;
}

const char *exposition_label(const struct exposition_sample *sample,
                             const char *name, size_t *length)
{
    size_t wanted = strlen(name);

    for (size_t i = 0; i < sample->label_count; i++) {
        const struct label_text *label = &sample->labels[i];

        if (label->name_length == wanted &&
            !memcmp(label->name, name, wanted)) {
            *length = label->value_length;
            return label->value;
        }
    }
    return NULL;
}

static int take_line(struct exposition_reader *reader)
{
    struct cursor cursor = {reader->line.bytes,
                            reader->line.bytes + reader->line.length};
    struct exposition_sample sample = {.labels = reader->labels};

    reader->line_number++;
    skip_blanks(&cursor);
    if (cursor.at < cursor.end && *cursor.at != '#') {
        if (!read_sample(reader, &cursor, &sample))
            return err_set(&reader->failed, ERR_FORMAT,
                           (int)(reader->line_number % 2000000000),
                           "line %zu is no sample: %.60s", reader->line_number,
                           reader->line.bytes);
        reader->count++;
        reader->fn(reader->owner, &sample);
    }
    buf_reset(&reader->line);
    return 0;
}

/* name{label="value",...} value [time] [# exemplar], or {"name",...} value */
static bool read_sample(struct exposition_reader *reader, struct cursor *cursor,
                        struct exposition_sample *sample)
{
    if (*cursor->at != '{' &&
        !read_name(cursor, &sample->name, &sample->name_length))
        return false;
    skip_blanks(cursor);
    if (take(cursor, '{') && !read_labels(reader, cursor, sample))
        return false;
    return sample->name && read_value(cursor, &sample->value);
}

static bool read_labels(struct exposition_reader *reader, struct cursor *cursor,
                        struct exposition_sample *sample)
{
    for (;;) {
        struct label_text *label = &reader->labels[sample->label_count];
        bool is_quoted;

        skip_blanks(cursor);
        if (take(cursor, '}'))
            return true;
        if (sample->label_count == EXPOSITION_LABELS_MAX)
            return false;
        is_quoted = cursor->at < cursor->end && *cursor->at == '"';
        if (is_quoted ? !read_quoted(cursor, &label->name, &label->name_length)
                      : !read_name(cursor, &label->name, &label->name_length))
            return false;
        skip_blanks(cursor);
        if (take(cursor, '=')) {
            skip_blanks(cursor);
            if (!read_quoted(cursor, &label->value, &label->value_length))
                return false;
            sample->label_count++;
        } else if (is_quoted && !sample->name) {
            sample->name = label->name;
            sample->name_length = label->name_length;
        } else {
            return false;
        }
        skip_blanks(cursor);
        if (!take(cursor, ',') &&
            (cursor->at == cursor->end || *cursor->at != '}'))
            return false;
    }
}

static bool read_name(struct cursor *cursor, const char **name, size_t *length)
{
    char *start = cursor->at;

    while (cursor->at < cursor->end && is_name_byte(*cursor->at))
        cursor->at++;
    *name = start;
    *length = (size_t)(cursor->at - start);
    return *length > 0 && !(*start >= '0' && *start <= '9');
}

static bool read_quoted(struct cursor *cursor, const char **text,
                        size_t *length)
{
    char *out;

    if (!take(cursor, '"'))
        return false;
    out = cursor->at;
    *text = out;
    while (cursor->at < cursor->end && *cursor->at != '"') {
        char byte = *cursor->at++;

        if (byte == '\\' && cursor->at < cursor->end) {
            byte = *cursor->at++;
            if (byte == 'n')
                byte = '\n';
            else if (byte != '\\' && byte != '"')
                *out++ = '\\';
        }
        *out++ = byte;
    }
    *length = (size_t)(out - *text);
    return take(cursor, '"');
}

static bool read_value(struct cursor *cursor, double *value)
{
    const char *start;

    skip_blanks(cursor);
    start = cursor->at;
    while (cursor->at < cursor->end && !strchr(" \t\r", *cursor->at))
        cursor->at++;
    return decimal_parse(start, (size_t)(cursor->at - start), value);
}

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end &&
           (*cursor->at == ' ' || *cursor->at == '\t' || *cursor->at == '\r'))
        cursor->at++;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == ':';
}

static bool take(struct cursor *cursor, char byte)
{
    if (cursor->at == cursor->end || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}
