/* kube_select.c - label selectors and field selectors. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sim/kube_private.h"

static int match_label(char *text, json_t *labels);
static int match_set(char *text, json_t *labels);
static int is_member(char *set, const char *value);
static int match_field(char *text, const char *known, json_t *object);
static char *cut_requirement(char **rest);
static char *trim(char *text);
static bool is_label_text(const char *text);
static bool is_known(const char *field, const char *known);

int kube_match_labels(const char *selector, json_t *labels)
{
    char *copy = xstrdup(selector), *rest = copy, *requirement = NULL;
    int fits = 1;

    while (fits >= 0 && (requirement = cut_requirement(&rest))) {
        int one = match_label(trim(requirement), labels);

        fits = one < 0 ? -1 : fits && one;
    }
    free(copy);
    return fits;
}

int kube_match_fields(const char *selector, const char *known, json_t *object)
{
    char *copy = xstrdup(selector), *rest = copy, *requirement = NULL;
    int fits = 1;

    while (fits >= 0 && (requirement = cut_requirement(&rest))) {
        int one = match_field(requirement, known, object);

        fits = one < 0 ? -1 : fits && one;
    }
    free(copy);
    return fits;
}

/* "a=b", "a==b", "a!=b", "a", "!a", and the forms with a set. */
static int match_label(char *text, json_t *labels)
{
    char *equals = strchr(text, '=');
    const char *value = NULL;
    bool is_not = equals && equals > text && equals[-1] == '!';

    if (!equals && strchr(text, '('))
        return match_set(text, labels);
    if (!equals) {
        is_not = text[0] == '!';
        text = trim(text + is_not);
        if (!*text || !is_label_text(text))
            return -1;
        return (json_object_get(labels, text) != NULL) != is_not;
    }
    *equals = '\0';
    if (is_not)
        equals[-1] = '\0';
    equals += !is_not && equals[1] == '=' ? 2 : 1;
    text = trim(text);
    equals = trim(equals);
    if (!*text || !is_label_text(text) || !is_label_text(equals))
        return -1;
    value = json_string_value(json_object_get(labels, text));
    return (value && strcmp(value, equals) == 0) != is_not;
}

/* "a in (b,c)", "a notin (b,c)". */
static int match_set(char *text, json_t *labels)
{
    char *open = strchr(text, '('), *close = strchr(text, ')');
    char *word = NULL;
    const char *value = NULL;
    bool is_not = false;

    if (!close || *trim(close + 1))
        return -1;
    *open = *close = '\0';
    text = trim(text);
    word = strpbrk(text, " \t");
    if (!word)
        return -1;
    *word++ = '\0';
    word = trim(word);
    is_not = strcmp(word, "notin") == 0;
    if ((!is_not && strcmp(word, "in") != 0) || !is_label_text(text))
        return -1;
    value = json_string_value(json_object_get(labels, text));
    return is_member(open + 1, value) != is_not;
}

/* An empty set has one member, "", as in life. */
static int is_member(char *set, const char *value)
{
    char *comma = NULL;

    for (; value; set = comma + 1) {
        comma = strchr(set, ',');
        if (comma)
            *comma = '\0';
        if (strcmp(trim(set), value) == 0)
            return 1;
        if (!comma)
            break;
    }
    return 0;
}

static int match_field(char *text, const char *known, json_t *object)
{
    char *equals = strchr(text, '=');
    bool is_not = equals && equals > text && equals[-1] == '!';

    if (!equals)
        return -1;
    *equals = '\0';
    if (is_not)
        equals[-1] = '\0';
    equals += !is_not && equals[1] == '=' ? 2 : 1;
    if (strcmp(text, "metadata.name") != 0 &&
        strcmp(text, "metadata.namespace") != 0 && !is_known(text, known))
        return -1;
    return (strcmp(kube_string(object, text), equals) == 0) != is_not;
}

/* Commas within brackets part nothing. */
static char *cut_requirement(char **rest)
{
    char *start = *rest, *at = start;
    int depth = 0;

    if (!start || !*start)
        return NULL;
    for (; *at && (*at != ',' || depth > 0); at++)
        depth += (*at == '(') - (*at == ')');
    *rest = *at ? at + 1 : at;
    *at = '\0';
    return start;
}

static char *trim(char *text)
{
    size_t length = 0;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length && strchr(" \t", text[length - 1]))
        text[--length] = '\0';
    return text;
}

static bool is_label_text(const char *text)
{
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")] ==
           '\0';
}

static bool is_known(const char *field, const char *known)
{
    size_t length = strlen(field);

    for (const char *at = strstr(known, field); at; at = strstr(at + 1, field))
        if ((at == known || at[-1] == ' ') && at[length] == ' ')
            return true;
    return false;
}
