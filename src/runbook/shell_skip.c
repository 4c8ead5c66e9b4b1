/* shell_skip.c - matching quotes and brackets. */
#include "runbook/shell_skip.h"

#include <string.h>

#include "runbook/shell_words.h"

static size_t skip_dollar(const char *text, size_t at, size_t end, int depth);

size_t shell_skip_single(const char *text, size_t at, size_t end)
{
    const char *close = at < end ? memchr(text + at, '\'', end - at) : NULL;

    return close ? (size_t)(close - text) + 1 : end + 1;
}

size_t shell_skip_escaped(const char *text, size_t at, size_t end, char mark)
{
    for (; at < end; at++) {
        if (text[at] == '\\')
            at++;
        else if (text[at] == mark)
            return at + 1;
    }
    return end + 1;
}

size_t shell_skip_double(const char *text, size_t at, size_t end, int depth)
{
    while (at < end) {
        if (text[at] == '"')
            return at + 1;
        if (text[at] == '\\')
            at += 2;
        else if (text[at] == '`')
            at = shell_skip_escaped(text, at + 1, end, '`');
        else if (text[at] == '$')
            at = skip_dollar(text, at, end, depth);
        else
            at++;
    }
    return end + 1;
}

size_t shell_skip_brackets(const char *text, size_t at, size_t end,
                           const char *pair, int depth)
{
    int open = 1;

    if (depth > SHELL_DEPTH_MAX)
        return end + 1;
    while (at < end) {
        if (text[at] == '\\')
            at += 2;
        else if (text[at] == '\'')
            at = shell_skip_single(text, at + 1, end);
        else if (text[at] == '"')
            at = shell_skip_double(text, at + 1, end, depth + 1);
        else if (text[at] == '`')
            at = shell_skip_escaped(text, at + 1, end, '`');
        else if (text[at] == '$')
            at = skip_dollar(text, at, end, depth);
        else if (text[at] == pair[0]) {
            open++;
            at++;
        } else if (text[at++] == pair[1] && --open == 0) {
            return at;
        }
    }
    return end + 1;
}

/* `at` is at the dollar sign. */
static size_t skip_dollar(const char *text, size_t at, size_t end, int depth)
{
    char next = '\0';

    if (at + 1 < end)
        next = text[at + 1];
    if (next == '(')
        return shell_skip_brackets(text, at + 2, end, "()", depth + 1);
    if (next == '{')
        return shell_skip_brackets(text, at + 2, end, "{}", depth + 1);
    return at + 1;
}
