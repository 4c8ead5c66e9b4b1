/* metric_names.c - metric names in an expression, and their relatives. */
#include "model/metric_names.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

struct word {
    const char *at;
    size_t length;
};

static const char *skip_string(const char *at);
static const char *skip_pair(const char *at, char open, char close);
static const char *skip_blanks(const char *at);
static bool is_name_byte(char byte);
static bool is_keyword(struct word word);
static bool takes_labels(struct word word);
static bool is_grouped(const char *at);
static bool word_is(struct word word, const char *text);
static void add_first_word(void *owner, const char *name, size_t length);
static size_t next_word(const char **at, struct word *word);

void metric_names_each(const char *expression, metric_name_fn *fn, void *owner)
{
    const char *at = expression;

    while (*at) {
        struct word word = {at, 0};

        if (*at == '"' || *at == '\'' || *at == '`') {
            at = skip_string(at);
        } else if (*at == '{') {
            at = skip_pair(at, '{', '}');
        } else if (*at == '[') {
            at = skip_pair(at, '[', ']');
        } else if (*at == '#') {
            at += strcspn(at, "\n");
        } else if (isdigit((unsigned char)*at) || *at == '.') {
            while (is_name_byte(*at) || *at == '.')
                at++;
        } else if (is_name_byte(*at)) {
            while (is_name_byte(*at))
                at++;
            word.length = (size_t)(at - word.at);
            at = skip_blanks(at);
            if (takes_labels(word) && *at == '(')
                at = skip_pair(at, '(', ')');
            else if (*at != '(' && !is_keyword(word) && !is_grouped(at))
                fn(owner, word.at, word.length);
        } else {
            at++;
        }
    }
}

int metric_names_regex(const char *expression, struct buf *out)
{
    size_t before = out->length;

    metric_names_each(expression, add_first_word, out);
    if (out->length == before)
        return -1;
    buf_add_str(out, ").*");
    return 0;
}

unsigned metric_names_likeness(const char *left, const char *right)
{
    size_t words = 0, shared = 0;
    struct word mine, theirs;
    const char *at = left;

    while (next_word(&at, &mine)) {
        const char *other = right;

        words++;
        while (next_word(&other, &theirs)) {
            if (mine.length == theirs.length &&
                !memcmp(mine.at, theirs.at, mine.length)) {
                shared++;
                break;
            }
        }
    }
    for (at = right; next_word(&at, &theirs);)
        words++;
    return words ? (unsigned)(2000 * shared / words) : 0;
}

/* Writes "(first|second" as the names come; the caller closes it. The word is
 * all name bytes, so there is nothing to escape. */
static void add_first_word(void *owner, const char *name, size_t length)
{
    struct buf *out = owner;
    const char *end = memchr(name, '_', length);
    size_t take = end ? (size_t)(end - name) : length;
    char piece[80];

    if (take >= sizeof(piece) - 2)
        return;
    memcpy(piece + 1, name, take);
    piece[take + 1] = '\0';
    if (strstr(out->bytes, piece + 1))
        return;
    piece[0] = out->length ? '|' : '(';
    buf_add_str(out, piece);
}

static size_t next_word(const char **at, struct word *word)
{
    *at += strspn(*at, "_:");
    word->at = *at;
    word->length = strcspn(*at, "_:");
    *at += word->length;
    return word->length;
}

static const char *skip_string(const char *at)
{
    char quote = *at++;

    while (*at && *at != quote) {
        if (*at == '\\' && quote != '`' && at[1])
            at++;
        at++;
    }
    return *at ? at + 1 : at;
}

static const char *skip_pair(const char *at, char open, char close)
{
    size_t depth = 0;

    while (*at) {
        if (*at == '"' || *at == '\'' || *at == '`') {
            at = skip_string(at);
            continue;
        }
        if (*at == open)
            depth++;
        else if (*at == close && --depth == 0)
            return at + 1;
        at++;
    }
    return at;
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static bool is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == ':';
}

static bool is_keyword(struct word word)
{
    static const char *const keywords[] = {
        "and",        "or",  "unless",  "atan2",       "bool",  "offset",
        "inf",        "nan", "by",      "on",          "start", "ignoring",
        "group_left", "end", "without", "group_right",
    };

    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
        if (word_is(word, keywords[i]))
            return true;
    return false;
}

static bool takes_labels(struct word word)
{
    return word_is(word, "by") || word_is(word, "without") ||
           word_is(word, "on") || word_is(word, "ignoring") ||
           word_is(word, "group_left") || word_is(word, "group_right");
}

/* Says whether `by` or `without` stands here: what came before aggregates. */
static bool is_grouped(const char *at)
{
    struct word word = {at, 0};

    while (is_name_byte(at[word.length]))
        word.length++;
    return word_is(word, "by") || word_is(word, "without");
}

static bool word_is(struct word word, const char *text)
{
    return strlen(text) == word.length &&
           !strncasecmp(word.at, text, word.length);
}
