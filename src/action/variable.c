/* variable.c - looking for names in a shell text. */
#include "action/variable.h"

#include <stdlib.h>
#include <string.h>

#include "action/shell_place.h"
#include "base/xalloc.h"

static size_t name_length(const char *at);
static bool is_name_byte(char byte);
static const char *find_name(const char *text, const char *name,
                             bool is_expanded);
static bool is_expanded_at(const char *text, const char *at);
static bool has_standby(const char *name, size_t length);

void variable_make_name(char *out, size_t size, const char *prefix,
                        const char *word)
{
    size_t used = 0;

    while (*prefix && used + 1 < size)
        out[used++] = *prefix++;
    for (; *word && used + 1 < size; word++) {
        char byte = *word;

        if (byte >= 'a' && byte <= 'z')
            byte = (char)(byte - 'a' + 'A');
        else if (!(byte >= 'A' && byte <= 'Z') && !(byte >= '0' && byte <= '9'))
            byte = '_';
        out[used++] = byte;
    }
    out[used] = '\0';
}

bool variable_is_used(const char *text, const char *name)
{
    return find_name(text, name, true) != NULL;
}

bool variable_is_set(const char *text, const char *name)
{
    return find_name(text, name, false) != NULL;
}

bool variable_is_usual(const char *name)
{
    static const char *const usual[] = {
        "BASHPID",    "BASH_REMATCH", "BASH_SOURCE",   "BASH_VERSION",
        "COLUMNS",    "EPOCHSECONDS", "EPOCHREALTIME", "EUID",
        "FUNCNAME",   "GROUPS",       "HOSTNAME",      "HOSTTYPE",
        "IFS",        "LINENO",       "LINES",         "MACHTYPE",
        "OLDPWD",     "OPTARG",       "OPTIND",        "OSTYPE",
        "PIPESTATUS", "PPID",         "PWD",           "RANDOM",
        "REPLY",      "SECONDS",      "SHLVL",         "UID",
    };

    for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
        if (!strcmp(usual[i], name))
            return true;
    return false;
}

void variable_each(const char *text, variable_fn *fn, void *owner)
{
    size_t length = strlen(text);
    unsigned char *places = xmalloc(length + 1);
    bool is_clear = shell_place_map(text, length, places);

    for (size_t i = 0; i + 1 < length; i++) {
        bool is_braced = text[i + 1] == '{';
        const char *name = text + i + 1 + is_braced;
        size_t span;

        if (text[i] != '$' || (i && text[i - 1] == '\\') ||
            (is_clear && !shell_place_expands(places[i])))
            continue;
        if (is_braced && (*name == '#' || *name == '!'))
            name++;
        span = name_length(name);
        if (span >= 2 && name[0] >= 'A' && name[0] <= 'Z' &&
            !memchr(name, 'a', span) && !(is_braced && has_standby(name, span)))
            fn(owner, name, span);
    }
    free(places);
}

/* Only names in capitals are environment; the others are the text's own. */
static size_t name_length(const char *at)
{
    size_t span = 0;
    bool is_capital = true;

    while (is_name_byte(at[span])) {
        is_capital = is_capital && !(at[span] >= 'a' && at[span] <= 'z');
        span++;
    }
    return is_capital ? span : 0;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static const char *find_name(const char *text, const char *name,
                             bool is_expanded)
{
    size_t length = strlen(name);

    for (const char *at = text; (at = strstr(at, name)); at += length) {
        if (is_name_byte(at[length]) || (at > text && is_name_byte(at[-1])))
            continue;
        if (is_expanded_at(text, at) == is_expanded)
            return at;
    }
    return NULL;
}

static bool is_expanded_at(const char *text, const char *at)
{
    if (at > text && strchr("#!", at[-1]))
        at--;
    if (at > text && at[-1] == '$')
        return true;
    return at > text + 1 && at[-1] == '{' && at[-2] == '$';
}

/* ${NAME:-other}, ${NAME:=other}, ${NAME:?words}, ${NAME:+other}. */
static bool has_standby(const char *name, size_t length)
{
    const char *at = name + length;

    if (*at == ':')
        at++;
    return *at && strchr("-=?+", *at);
}
