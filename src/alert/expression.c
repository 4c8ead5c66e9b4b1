/* expression.c - brackets, quotes, and the end of an expression. */
#include "alert/expression.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { MAX_DEPTH = 256 };

struct scan {
    const char *at;
    int line;
    char open[MAX_DEPTH]; /* brackets that wait for their partner */
    int lines[MAX_DEPTH];
    size_t depth;
    const char *last; /* the last thing that is no blank or comment */
    struct err *err;
};

static int scan_bracket(struct scan *scan);
static int scan_quoted(struct scan *scan);
static int check_end(const struct scan *scan, const char *text);

int expression_check(const char *text, struct err *err)
{
    struct scan scan = {.at = text, .line = 1, .err = err};
    int rc = 0;

    while (rc == 0 && *scan.at) {
        char byte = *scan.at;

        if (byte == '#') {
            scan.at += strcspn(scan.at, "\n");
            continue;
        }
        if (!isspace((unsigned char)byte))
            scan.last = scan.at;
        scan.line += byte == '\n';
        if (strchr("\"'`", byte))
            rc = scan_quoted(&scan);
        else if (strchr("()[]{}", byte))
            rc = scan_bracket(&scan);
        scan.at++;
    }
    if (rc == 0 && scan.depth)
        return err_set(err, ERR_FORMAT, scan.lines[scan.depth - 1],
                       "parse error: '%c' is not closed",
                       scan.open[scan.depth - 1]);
    return rc == 0 ? check_end(&scan, text) : rc;
}

static int scan_bracket(struct scan *scan)
{
    static const char pairs[] = "()[]{}";
    size_t place = (size_t)(strchr(pairs, *scan->at) - pairs);

    if (place % 2 == 0) {
        if (scan->depth == MAX_DEPTH)
            return err_set(scan->err, ERR_FORMAT, scan->line,
                           "parse error: nested more than %d deep", MAX_DEPTH);
        scan->open[scan->depth] = *scan->at;
        scan->lines[scan->depth++] = scan->line;
        return 0;
    }
    if (!scan->depth || scan->open[scan->depth - 1] != pairs[place - 1])
        return err_set(scan->err, ERR_FORMAT, scan->line,
                       "parse error: unexpected '%c'", *scan->at);
    scan->depth--;
    return 0;
}

/* Leaves `at` on the closing quote. */
static int scan_quoted(struct scan *scan)
{
    char quote = *scan->at;
    const char *at = scan->at + 1;
    int line = scan->line;

    for (; *at && *at != quote; at++) {
        if (*at == '\n' && quote != '`')
            break;
        scan->line += *at == '\n';
        if (*at == '\\' && quote != '`' && at[1])
            at++;
    }
    if (*at != quote)
        return err_set(scan->err, ERR_FORMAT, line,
                       "parse error: unterminated quoted string");
    scan->at = at;
    return 0;
}

static int check_end(const struct scan *scan, const char *text)
{
    static const char *const words[] = {"and", "or", "unless", "offset"};
    const char *from = scan->last;

    if (!from)
        return err_set(scan->err, ERR_FORMAT, 1,
                       "parse error: no expression found in input");
    if (strchr("+-*/%^=<>!~,", *from))
        return err_set(scan->err, ERR_FORMAT, scan->line,
                       "parse error: nothing behind '%c'", *from);
    while (from > text &&
           (isalnum((unsigned char)from[-1]) || strchr("_:", from[-1])))
        from--;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t length = strlen(words[i]);

        if (from > text && (size_t)(scan->last + 1 - from) == length &&
            !strncasecmp(from, words[i], length))
            return err_set(scan->err, ERR_FORMAT, scan->line,
                           "parse error: nothing behind '%s'", words[i]);
    }
    return 0;
}
