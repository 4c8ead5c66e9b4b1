/* placeholder.c - finding them. */
#include "runbook/placeholder.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { ANGLE_MAX = 60 };

static bool is_standin(const char *word, size_t length);
static bool is_word(char byte);

static const char *const standins[] = {
    "myservice",    "my-service",    "myapp",       "my-app",
    "mypod",        "my-pod",        "mynamespace", "my-namespace",
    "mydeployment", "my-deployment", "changeme",    "change-me",
    "change_me",    "replaceme",     "replace-me",  "replace_me",
    "todo",         "tbd",
};

const char **placeholder_list(const char *text, struct pool *pool,
                              size_t *count)
{
    const char **list = NULL;
    const char *at = text;
    size_t length;

    *count = 0;
    while ((at = placeholder_find(at, &length))) {
        const char *word = pool_copy(pool, at, length);
        bool is_known = false;

        for (size_t i = 0; i < *count && !is_known; i++)
            is_known = !strcmp(list[i], word);
        if (!is_known) {
            list = pool_grow(pool, (void *)list, *count, sizeof(*list));
            list[(*count)++] = word;
        }
        at += length;
    }
    return list;
}

const char *placeholder_find(const char *text, size_t *length)
{
    for (const char *at = text; *at;) {
        size_t span = 0;

        if (*at == '<') {
            span = at > text && at[-1] == '<' ? 0 : placeholder_angle(at);
            if (span) {
                *length = span;
                return at;
            }
            at++;
            continue;
        }
        if (!is_word(*at)) {
            at++;
            continue;
        }
        while (is_word(at[span]))
            span++;
        if (is_standin(at, span)) {
            *length = span;
            return at;
        }
        at += span;
    }
    return NULL;
}

/* <name of the pod>: begins and ends with a letter or digit, so that it is no
 * redirection and no heredoc. */
size_t placeholder_angle(const char *at)
{
    size_t span = 1;

    if (*at != '<' || !is_word(at[1]) || (at[1] >= '0' && at[1] <= '9'))
        return 0;
    while (at[span] && (is_word(at[span]) || strchr(" .'/:", at[span])))
        if (++span > ANGLE_MAX)
            return 0;
    return at[span] == '>' && is_word(at[span - 1]) ? span + 1 : 0;
}

static bool is_standin(const char *word, size_t length)
{
    if (!strchr("mMcCrRtTyYxX", word[0]) && !memchr(word, 'x', length) &&
        !memchr(word, 'X', length))
        return false;
    for (size_t i = 0; i < sizeof(standins) / sizeof(standins[0]); i++)
        if (standins[i][0] == (word[0] | 0x20) &&
            strlen(standins[i]) == length &&
            !strncasecmp(word, standins[i], length))
            return true;
    if (length > 5 &&
        (!strncasecmp(word, "your-", 5) || !strncasecmp(word, "your_", 5)))
        return true;
    for (size_t i = 0; i + 3 <= length; i++) {
        size_t run = 0;

        while (i + run < length &&
               (word[i + run] == 'x' || word[i + run] == 'X'))
            run++;
        if (run >= 3 && (!i || word[i - 1] == '-' || word[i - 1] == '_') &&
            (i + run == length || word[i + run] == '-' || word[i + run] == '_'))
            return true;
        i += run;
    }
    return false;
}

static bool is_word(char byte)
{
    static const bool words[256] = {
        ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
        ['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true,
        ['A'] = true, ['B'] = true, ['C'] = true, ['D'] = true, ['E'] = true,
        ['F'] = true, ['G'] = true, ['H'] = true, ['I'] = true, ['J'] = true,
        ['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true, ['O'] = true,
        ['P'] = true, ['Q'] = true, ['R'] = true, ['S'] = true, ['T'] = true,
        ['U'] = true, ['V'] = true, ['W'] = true, ['X'] = true, ['Y'] = true,
        ['Z'] = true, ['a'] = true, ['b'] = true, ['c'] = true, ['d'] = true,
        ['e'] = true, ['f'] = true, ['g'] = true, ['h'] = true, ['i'] = true,
        ['j'] = true, ['k'] = true, ['l'] = true, ['m'] = true, ['n'] = true,
        ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true, ['s'] = true,
        ['t'] = true, ['u'] = true, ['v'] = true, ['w'] = true, ['x'] = true,
        ['y'] = true, ['z'] = true, ['-'] = true, ['_'] = true,
    };

    return words[(unsigned char)byte];
}
