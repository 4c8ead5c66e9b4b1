/* slug.c - headings and alert names to ids. */
#include "runbook/slug.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_upper(char byte);
static bool is_lower(char byte);

const char *slug_of_title(const char *title, struct pool *pool)
{
    char *slug = pool_alloc(pool, strlen(title) + 8, 1);
    size_t length = 0;

    for (const char *at = title; *at; at++) {
        if (isalnum((unsigned char)*at) && (unsigned char)*at < 0x80)
            slug[length++] = (char)tolower((unsigned char)*at);
        else if (*at == '\'') /* don't: dont */
            continue;
        else if (length && slug[length - 1] != '-')
            slug[length++] = '-';
    }
    while (length && slug[length - 1] == '-')
        slug[--length] = '\0';
    if (!length)
        memcpy(slug, "runbook", sizeof("runbook"));
    return slug;
}

const char *slug_of_alert(const char *name, struct pool *pool)
{
    char *slug = pool_alloc(pool, strlen(name) * 2 + 8, 1);
    size_t length = 0;

    for (const char *at = name; *at; at++) {
        /* A word begins at fooBar and at the B of FOOBar. */
        bool begins = at > name && is_upper(*at) &&
                      (!is_upper(at[-1]) || is_lower(at[1]));

        if (begins && length && slug[length - 1] != '-')
            slug[length++] = '-';
        slug[length++] = isalnum((unsigned char)*at)
                             ? (char)tolower((unsigned char)*at)
                             : '-';
    }
    return slug;
}

const char *slug_strip(const char *heading, bool *is_named)
{
    static const char *const words[] = {"Runbook",  "Playbook", "Issue",
                                        "Scenario", "Strategy", "Procedure",
                                        "Alert"};
    const char *at = heading;
    size_t span = strspn(at, "0123456789.");

    *is_named = false;
    if (span && (at[span] == ' ' || at[span] == ')'))
        at += span + 1;
    at += strspn(at, " ");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const char *rest = at + strlen(words[i]);

        if (strncasecmp(at, words[i], strlen(words[i])) != 0)
            continue;
        rest += strspn(rest, " #0123456789.");
        if (*rest != ':' && strncmp(rest, "- ", 2) != 0 &&
            strncmp(rest, "\xe2\x80\x93 ", 4) != 0 &&
            strncmp(rest, "\xe2\x80\x94 ", 4) != 0)
            continue;
        rest += strcspn(rest, " ");
        rest += strspn(rest, " ");
        if (!*rest)
            continue;
        *is_named = i != 4; /* a strategy is no answer to an alert */
        return rest;
    }
    return *at ? at : heading;
}

bool slug_is_alert(const char *word, size_t length)
{
    size_t humps = 0;

    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)word[i]) && word[i] != '_')
            return false;
        humps +=
            is_upper(word[i]) && (!i || !is_upper(word[i - 1]) ||
                                  (i + 1 < length && is_lower(word[i + 1])));
    }
    return humps >= 2 && length >= 6 && length <= 100 &&
           isalpha((unsigned char)word[0]);
}

static bool is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}
