/* markdown_check.c - lengths, encoding and nesting, line by line. */
#include "runbook/markdown_check.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "runbook/markdown.h"

static size_t copy_lines(char *out, const char *bytes, size_t length);
static void blank_front_matter(char *text, size_t length);
static int check_line(const char *line, size_t length, int number,
                      struct err *err);
static size_t ascii_span(const char *text, size_t length);
static bool is_utf8(const char *text, size_t length);
static int nesting(const char *line, size_t length);
static int columns(const char *line, size_t length);

char *markdown_copy(const char *bytes, size_t *length, struct err *err)
{
    char *text;

    if (*length > MARKDOWN_BYTES_MAX) {
        err_set(err, ERR_LIMIT, 0, "%zu bytes; %d is the most", *length,
                MARKDOWN_BYTES_MAX);
        return NULL;
    }
    if (*length >= 2 && ((bytes[0] == '\xff' && bytes[1] == '\xfe') ||
                         (bytes[0] == '\xfe' && bytes[1] == '\xff'))) {
        err_set(err, ERR_FORMAT, 1, "line 1: this is UTF-16; save it as UTF-8");
        return NULL;
    }
    if (*length >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) {
        bytes += 3;
        *length -= 3;
    }
    text = xmalloc(*length + 1);
    *length = copy_lines(text, bytes, *length);
    blank_front_matter(text, *length);
    return text;
}

int markdown_check(const char *text, size_t length, int number, struct err *err)
{
    const char *end = text + length;
    const char *nul = memchr(text, '\0', length);

    for (const char *line = text; line < end; number++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *stop = newline ? newline : end;

        if (nul && nul < stop)
            return err_set(err, ERR_FORMAT, number,
                           "line %d: holds a NUL byte; this is no text",
                           number);
        if (check_line(line, (size_t)(stop - line), number, err) < 0)
            return -1;
        line = stop + 1;
    }
    return 0;
}

/* "\r\n" and "\r" become "\n". */
static size_t copy_lines(char *out, const char *bytes, size_t length)
{
    size_t used = 0;

    if (!memchr(bytes, '\r', length)) {
        memcpy(out, bytes, length);
        used = length;
    } else {
        for (size_t i = 0; i < length; i++) {
            if (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n')
                continue;
            out[used++] = bytes[i];
            if (bytes[i] == '\r')
                out[used - 1] = '\n';
        }
    }
    out[used] = '\0';
    return used;
}

static void blank_front_matter(char *text, size_t length)
{
    char *end;

    if (length < 8 || memcmp(text, "---\n", 4) != 0)
        return;
    end = strstr(text + 3, "\n---\n");
    if (!end || end - text > 4096)
        return;
    for (char *at = text; at < end + 4; at++)
        if (*at != '\n')
            *at = ' ';
}

static int check_line(const char *line, size_t length, int number,
                      struct err *err)
{
    if (length > MARKDOWN_LINE_MAX)
        return err_set(err, ERR_LIMIT, 0,
                       "line %d: %zu bytes in one line; %d is the most", number,
                       length, MARKDOWN_LINE_MAX);
    if (!is_utf8(line, length))
        return err_set(err, ERR_FORMAT, number, "line %d: not UTF-8", number);
    if (nesting(line, length) > MARKDOWN_DEPTH_MAX)
        return err_set(err, ERR_LIMIT, 0,
                       "line %d: lists or quotes nested beyond %d", number,
                       MARKDOWN_DEPTH_MAX);
    if (columns(line, length) > MARKDOWN_COLUMNS_MAX)
        return err_set(err, ERR_LIMIT, 0,
                       "line %d: a table with more than %d columns", number,
                       MARKDOWN_COLUMNS_MAX);
    return 0;
}

/* Returns how many bytes in front are ASCII: most lines are, wholly. */
static size_t ascii_span(const char *text, size_t length)
{
    size_t i = 0;
    uint64_t word;

    for (; i + sizeof(word) <= length; i += sizeof(word)) {
        memcpy(&word, text + i, sizeof(word));
        if (word & 0x8080808080808080ULL)
            break;
    }
    while (i < length && (unsigned char)text[i] < 0x80)
        i++;
    return i;
}

static bool is_utf8(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length) {
        uint32_t code;
        size_t taken;

        i += ascii_span(text + i, length - i);
        if (i == length)
            break;
        taken = utf8_decode(text + i, length - i, &code);
        if (code == 0xFFFD &&
            (taken != 3 || memcmp(text + i, "\xef\xbf\xbd", 3) != 0))
            return false;
        i += taken;
    }
    return true;
}

/* Counts the markers of quotes and lists that the line begins with. */
static int nesting(const char *line, size_t length)
{
    int count = 0;

    for (size_t i = 0; i < length; i++) {
        char next = ' ';

        if (i + 1 < length)
            next = line[i + 1];
        switch (line[i]) {
        case '>':
            count++;
            break;
        case '-':
        case '*':
        case '+':
        case '.':
        case ')':
            count += next == ' ' || next == '\t';
            break;
        default:
            if (line[i] != ' ' && line[i] != '\t' &&
                (line[i] < '0' || line[i] > '9'))
                return count;
        }
    }
    return count;
}

/* Counts the columns of a table's second line (|---|:-:|), 0 for another. */
static int columns(const char *line, size_t length)
{
    int count = 0;

    for (size_t i = 0; i < length; i++) {
        char at = line[i];

        if (at == '|')
            count++;
        else if (at != '-' && at != ':' && at != ' ' && at != '\t' && at != '>')
            return 0;
    }
    return count;
}
