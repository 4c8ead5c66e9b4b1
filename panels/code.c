/* code.c - finding comments, variables and placeholders in a line. */
#include "panels/code.h"

#include <ctype.h>
#include <string.h>

#include "runbook/placeholder.h"

static size_t variable_length(const char *at, size_t left);
static bool is_comment(const char *line, size_t at, char quote);

void spans_add(struct spans *spans, struct pool *pool, struct span span)
{
    if (!span.length)
        return;
    spans->items =
        pool_grow(pool, spans->items, spans->count, sizeof(*spans->items));
    spans->items[spans->count++] = span;
}

struct spans code_spans(struct pool *pool, const char *line, size_t length,
                        bool is_shell)
{
    struct spans spans = {0};
    size_t start = 0, at = 0;
    char quote = '\0';

    while (is_shell && at < length) {
        size_t special;
        enum role role = ROLE_INFO;

        if (is_comment(line, at, quote)) {
            special = length - at;
            role = ROLE_DIM;
        } else if (line[at] == '\\' && at + 1 < length) {
            at += 2;
            continue;
        } else if (quote != '\'' && line[at] == '$') {
            special = variable_length(line + at, length - at);
        } else {
            special = placeholder_angle(line + at);
            role = ROLE_WARNING;
        }
        if (special > length - at)
            special = length - at;
        if (!special) {
            if (line[at] == quote)
                quote = '\0';
            else if (!quote && (line[at] == '\'' || line[at] == '"'))
                quote = line[at];
            at++;
            continue;
        }
        spans_add(&spans, pool, (struct span){start, at - start, ROLE_CODE, 0});
        spans_add(&spans, pool, (struct span){at, special, role, 0});
        at += special;
        start = at;
    }
    spans_add(&spans, pool, (struct span){start, length - start, ROLE_CODE, 0});
    return spans;
}

static bool is_comment(const char *line, size_t at, char quote)
{
    return line[at] == '#' && !quote &&
           (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t');
}

/* Returns the length of "$NAME" or "${...}"; 0 for another dollar. */
static size_t variable_length(const char *at, size_t left)
{
    size_t length = 1;

    if (left > 1 && at[1] == '{') {
        const char *end = memchr(at, '}', left);

        return end ? (size_t)(end - at) + 1 : 0;
    }
    while (length < left &&
           (isalnum((unsigned char)at[length]) || at[length] == '_'))
        length++;
    return length > 1 ? length : 0;
}
