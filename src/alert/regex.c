/* regex.c - patterns by PCRE2. */
#include "alert/regex.h"

#include "config.h"

#ifndef HAVE_PCRE2

int regex_match(const char *pattern, const char *text, bool *is_match,
                struct err *err)
{
    (void)pattern;
    (void)text;
    (void)is_match;
    return err_set(err, ERR_REFUSED, 0, "built without regular expressions");
}

int regex_replace(const char *pattern, const char *by, const char *text,
                  struct buf *out, struct err *err)
{
    (void)pattern;
    (void)by;
    (void)text;
    (void)out;
    return err_set(err, ERR_REFUSED, 0, "built without regular expressions");
}

#else

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buf.h"

enum {
    MATCH_LIMIT = 100000, /* steps of one match */
    DEPTH_LIMIT = 5000,
    HEAP_LIMIT_KIB = 4096,
    MAX_PATTERN = 1000,
};

struct regex {
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *match;
};

static int regex_open(struct regex *regex, const char *pattern,
                      struct err *err);
static void regex_close(struct regex *regex);
static int find(const struct regex *regex, const char *text, size_t from,
                struct err *err);
static void add_replacement(const struct regex *regex, const char *by,
                            const char *text, struct buf *out);
static size_t add_group(const struct regex *regex, const char *by,
                        const char *text, struct buf *out);
static int group_number(const struct regex *regex, const char *name);

int regex_match(const char *pattern, const char *text, bool *is_match,
                struct err *err)
{
    struct regex regex = {0};
    int rc = -1;

    if (regex_open(&regex, pattern, err) == 0)
        rc = find(&regex, text, 0, err);
    *is_match = rc > 0;
    regex_close(&regex);
    return rc < 0 ? -1 : 0;
}

int regex_replace(const char *pattern, const char *by, const char *text,
                  struct buf *out, struct err *err)
{
    struct regex regex = {0};
    size_t length = strlen(text), copied = 0, at = 0;
    int rc = regex_open(&regex, pattern, err);

    while (rc == 0 && at <= length && !out->overflow) {
        const size_t *ends;

        rc = find(&regex, text, at, err);
        if (rc <= 0)
            break;
        rc = 0;
        ends = pcre2_get_ovector_pointer(regex.match);
        if (ends[1] < ends[0]) /* \K in a look-ahead */
            break;
        buf_add(out, text + copied, ends[0] - copied);
        add_replacement(&regex, by, text, out);
        copied = at = ends[1];
        if (ends[0] == ends[1]) { /* an empty match: go on behind a letter */
            at++;
            while (at < length && ((unsigned char)text[at] & 0xc0) == 0x80)
                at++;
        }
    }
    if (rc == 0)
        buf_add(out, text + copied, length - copied);
    regex_close(&regex);
    return rc < 0 ? -1 : 0;
}

static int regex_open(struct regex *regex, const char *pattern, struct err *err)
{
    PCRE2_UCHAR why[120];
    PCRE2_SIZE at;
    int code;

    if (strlen(pattern) > MAX_PATTERN)
        return err_set(err, ERR_LIMIT, 0, "a pattern of over %d bytes",
                       MAX_PATTERN);
    regex->code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                      PCRE2_UTF | PCRE2_MATCH_INVALID_UTF |
                          PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
                      &code, &at, NULL);
    if (!regex->code) {
        (void)pcre2_get_error_message(code, why, sizeof(why));
        return err_set(err, ERR_FORMAT, 0, "error parsing regexp: %s: `%.80s`",
                       (const char *)why, pattern);
    }
    regex->limits = pcre2_match_context_create(NULL);
    regex->match = pcre2_match_data_create_from_pattern(regex->code, NULL);
    if (!regex->limits || !regex->match)
        return err_set(err, ERR_LIMIT, 0, "no memory for a pattern");
    (void)pcre2_set_match_limit(regex->limits, MATCH_LIMIT);
    (void)pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
    return 0;
}

static void regex_close(struct regex *regex)
{
    pcre2_match_data_free(regex->match);
    pcre2_match_context_free(regex->limits);
    pcre2_code_free(regex->code);
}

/* Returns 1 when found, 0 when not, -1 and `err`. */
static int find(const struct regex *regex, const char *text, size_t from,
                struct err *err)
{
    int rc = pcre2_match(regex->code, (PCRE2_SPTR)text, strlen(text), from, 0,
                         regex->match, regex->limits);

    if (rc == PCRE2_ERROR_NOMATCH)
        return 0;
    if (rc < 0)
        return err_set(err, ERR_LIMIT, 0, "the pattern takes too many steps");
    return 1;
}

static void add_replacement(const struct regex *regex, const char *by,
                            const char *text, struct buf *out)
{
    while (*by) {
        if (*by != '$') {
            buf_add_char(out, *by++);
        } else if (by[1] == '$') {
            buf_add_char(out, '$');
            by += 2;
        } else {
            by += add_group(regex, by, text, out);
        }
    }
}

/* Adds the group that `$1x`, `${1}` or `$name` names (Go takes the longest
 * name; one that is unknown is empty). Returns the length of its name. */
static size_t add_group(const struct regex *regex, const char *by,
                        const char *text, struct buf *out)
{
    const size_t *ends = pcre2_get_ovector_pointer(regex->match);
    size_t from = by[1] == '{' ? 2 : 1, length = 0;
    char name[64] = "";
    int number;

    while (by[from + length] == '_' ||
           isalnum((unsigned char)by[from + length]))
        length++;
    if (!length || (from == 2 && by[from + length] != '}')) {
        buf_add_char(out, '$');
        return 1;
    }
    if (length < sizeof(name))
        memcpy(name, by + from, length);
    number = group_number(regex, name);
    if (number >= 0 && (size_t)number < pcre2_get_ovector_count(regex->match)) {
        const size_t *group = ends + 2 * (size_t)number;

        if (group[0] != PCRE2_UNSET)
            buf_add(out, text + group[0], group[1] - group[0]);
    }
    return from + length + (from == 2);
}

static int group_number(const struct regex *regex, const char *name)
{
    if (strspn(name, "0123456789") == strlen(name) && *name && strlen(name) < 5)
        return (int)strtol(name, NULL, 10);
    return pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR)name);
}

#endif
