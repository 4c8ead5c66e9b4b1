/* matchers.c - a line of matchers, parsed and applied. */
#include "alert/matchers.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "alert/regex.h"
#include "base/buf.h"
#include "base/xalloc.h"

/* Where the parser is, and where the next string goes. */
struct cursor {
    const char *line, *at;
    char *room;
};

static void add_quoted(struct buf *out, const char *value);
static int parse_matcher(struct cursor *cursor, struct matcher *matcher,
                         struct err *err);
static int parse_name(struct cursor *cursor, struct matcher *matcher,
                      struct err *err);
static int parse_operator(struct cursor *cursor, struct matcher *matcher,
                          struct err *err);
static int parse_value(struct cursor *cursor, struct matcher *matcher,
                       struct err *err);
static void skip_blanks(struct cursor *cursor);
static int fail(const struct cursor *cursor, const char *wanted,
                struct err *err);

int matchers_parse(struct matchers *matchers, const char *line, struct err *err)
{
    struct cursor cursor = {.line = line, .at = line};

    /* Each string is no longer than its text, and ends with a NUL where the
     * text had an operator or a quote. */
    *matchers = (struct matchers){.strings = xmalloc(2 * strlen(line) + 2)};
    cursor.room = matchers->strings;
    for (;;) {
        if (matchers->count == MATCHERS_MAX) {
            (void)err_set(err, ERR_LIMIT, 0, "more than %d matchers",
                          MATCHERS_MAX);
            break;
        }
        if (parse_matcher(&cursor, &matchers->items[matchers->count], err) < 0)
            break;
        matchers->count++;
        skip_blanks(&cursor);
        if (!*cursor.at)
            return 0;
        if (*cursor.at++ != ',') {
            cursor.at--;
            (void)fail(&cursor, "a comma", err);
            break;
        }
    }
    matchers_clear(matchers);
    return -1;
}

void matchers_clear(struct matchers *matchers)
{
    free(matchers->strings);
    *matchers = (struct matchers){0};
}

void matchers_add(struct buf *out, const struct matcher *matchers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct matcher *matcher = &matchers[i];
        const char *operator= matcher->is_regex
            ? (matcher->is_equal ? "=~" : "!~")
            : (matcher->is_equal ? "=" : "!=");

        buf_printf(out, "%s%s%s", i ? ", " : "", matcher->name, operator);
        add_quoted(out, matcher->value);
    }
}

bool matchers_hit(const struct matchers *matchers, const struct labels *labels)
{
    for (size_t i = 0; i < matchers->count; i++) {
        const struct matcher *matcher = &matchers->items[i];
        const char *value = labels_get(labels, matcher->name);
        bool is_match = false;

        if (!value)
            value = "";
        if (matcher->is_regex) {
            char *whole = xasprintf("^(?:%s)$", matcher->value);
            int rc = regex_match(whole, value, &is_match, NULL);

            free(whole);
            if (rc < 0)
                return false;
        } else {
            is_match = !strcmp(matcher->value, value);
        }
        if (is_match != matcher->is_equal)
            return false;
    }
    return matchers->count > 0;
}

static void add_quoted(struct buf *out, const char *value)
{
    buf_add_char(out, '"');
    for (; *value; value++) {
        if (*value == '\\' || *value == '"')
            buf_add_char(out, '\\');
        if (*value == '\n')
            buf_add_str(out, "\\n");
        else
            buf_add_char(out, *value);
    }
    buf_add_char(out, '"');
}

static int parse_matcher(struct cursor *cursor, struct matcher *matcher,
                         struct err *err)
{
    skip_blanks(cursor);
    if (parse_name(cursor, matcher, err) < 0)
        return -1;
    skip_blanks(cursor);
    if (parse_operator(cursor, matcher, err) < 0)
        return -1;
    skip_blanks(cursor);
    return parse_value(cursor, matcher, err);
}

static int parse_name(struct cursor *cursor, struct matcher *matcher,
                      struct err *err)
{
    matcher->name = cursor->room;
    while (isalnum((unsigned char)*cursor->at) || *cursor->at == '_')
        *cursor->room++ = *cursor->at++;
    *cursor->room++ = '\0';
    if (!matcher->name[0] || isdigit((unsigned char)matcher->name[0]))
        return fail(cursor, "a label name", err);
    return 0;
}

static int parse_operator(struct cursor *cursor, struct matcher *matcher,
                          struct err *err)
{
    static const struct {
        const char *text;
        bool is_regex, is_equal;
    } operators[] = {
        {"=~", true, true},
        {"!~", true, false},
        {"!=", false, false},
        {"=", false, true},
    };

    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        size_t length = strlen(operators[i].text);

        if (strncmp(cursor->at, operators[i].text, length) != 0)
            continue;
        cursor->at += length;
        matcher->is_regex = operators[i].is_regex;
        matcher->is_equal = operators[i].is_equal;
        return 0;
    }
    return fail(cursor, "one of = != =~ !~", err);
}

static int parse_value(struct cursor *cursor, struct matcher *matcher,
                       struct err *err)
{
    matcher->value = cursor->room;
    if (*cursor->at != '"')
        return fail(cursor, "a value in double quotes", err);
    for (cursor->at++; *cursor->at && *cursor->at != '"'; cursor->at++) {
        if (*cursor->at == '\\' && cursor->at[1] == 'n') {
            *cursor->room++ = '\n';
            cursor->at++;
            continue;
        }
        if (*cursor->at == '\\' &&
            (cursor->at[1] == '"' || cursor->at[1] == '\\'))
            cursor->at++;
        *cursor->room++ = *cursor->at;
    }
    *cursor->room++ = '\0';
    if (*cursor->at != '"')
        return fail(cursor, "the closing quote", err);
    cursor->at++;
    return 0;
}

static void skip_blanks(struct cursor *cursor)
{
    cursor->at += strspn(cursor->at, " \t");
}

static int fail(const struct cursor *cursor, const char *wanted,
                struct err *err)
{
    return err_set(err, ERR_FORMAT, 0, "at '%.20s' (%d): %s is wanted",
                   cursor->at, (int)(cursor->at - cursor->line) + 1, wanted);
}
