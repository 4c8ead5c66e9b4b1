/* terminfo.c - one entry of the terminfo database, by capability names. */
#include "ui/terminfo.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* after curses.h, which it needs */
#include <term.h>

#include "base/buf.h"
#include "base/xalloc.h"

enum { NAME_BYTES = 128, CAPABILITY_BYTES = 16, STRING_MOST = 4096 };

struct terminfo {
    TERMINAL *entry;
    char name[NAME_BYTES];
    bool is_guess;
};

static bool load_named(struct terminfo *info);
static void cut_name(char *name);
static const char *find_string(const struct terminfo *info,
                               const char *capability);
static void add_without_padding(struct buf *out, const char *text);

struct terminfo *terminfo_load(const char *name, struct err *err)
{
    struct terminfo *info = xcalloc(1, sizeof(*info));
    bool is_named = name && *name;

    (void)use_extended_names(true);
    (void)snprintf(info->name, sizeof(info->name), "%s",
                   is_named ? name : "ansi");
    while (!load_named(info)) {
        if (!strcmp(info->name, "ansi")) {
            (void)err_set(err, ERR_REFUSED, 0,
                          "no terminfo entry for TERM '%s', nor for 'ansi'",
                          is_named ? name : "");
            terminfo_free(info);
            return NULL;
        }
        info->is_guess = true;
        cut_name(info->name);
    }
    return info;
}

void terminfo_free(struct terminfo *info)
{
    if (!info)
        return;
    if (info->entry)
        (void)del_curterm(info->entry);
    free(info);
}

const char *terminfo_name(const struct terminfo *info)
{
    return info->name;
}

bool terminfo_is_guess(const struct terminfo *info)
{
    return info->is_guess;
}

bool terminfo_flag(const struct terminfo *info, const char *capability)
{
    char name[CAPABILITY_BYTES]; /* the library takes no const */

    (void)set_curterm(info->entry);
    (void)snprintf(name, sizeof(name), "%s", capability);
    return tigetflag(name) > 0;
}

int terminfo_number(const struct terminfo *info, const char *capability)
{
    char name[CAPABILITY_BYTES];
    int number;

    (void)set_curterm(info->entry);
    (void)snprintf(name, sizeof(name), "%s", capability);
    number = tigetnum(name);
    return number < 0 ? -1 : number;
}

char *terminfo_string(const struct terminfo *info, const char *capability)
{
    const char *found = find_string(info, capability);
    struct buf out;
    char *text;

    if (!found)
        return NULL;
    buf_init(&out, STRING_MOST);
    add_without_padding(&out, found);
    text = buf_take(&out);
    buf_clear(&out);
    return text;
}

bool terminfo_expand(const struct terminfo *info, const char *capability,
                     int first, int second, struct buf *out)
{
    const char *found = find_string(info, capability);

    if (!found)
        return false;
    add_without_padding(out, tiparm(found, first, second));
    return true;
}

static bool load_named(struct terminfo *info)
{
    int found = 0;

    /* The descriptor is asked for its baud rate alone: any will do */
    if (setupterm(info->name, STDOUT_FILENO, &found) != OK || found != 1)
        return false;
    info->entry = cur_term;
    return true;
}

static void cut_name(char *name)
{
    size_t end = strlen(name);

    while (end > 0 && name[end] != '-' && name[end] != '.')
        end--;
    name[end] = '\0';
    if (end == 0)
        (void)snprintf(name, NAME_BYTES, "ansi");
}

static const char *find_string(const struct terminfo *info,
                               const char *capability)
{
    char name[CAPABILITY_BYTES];
    const char *found;

    (void)set_curterm(info->entry);
    (void)snprintf(name, sizeof(name), "%s", capability);
    found = tigetstr(name);
    return !found || found == (const char *)-1 || !*found ? NULL : found;
}

/* Adds a string but for its padding, "$<5/>". */
static void add_without_padding(struct buf *out, const char *text)
{
    while (text && *text) {
        if (text[0] == '$' && text[1] == '<') {
            size_t digits = strspn(text + 2, "0123456789.*/");

            if (digits > 0 && text[2 + digits] == '>') {
                text += 2 + digits + 1;
                continue;
            }
        }
        (void)buf_add_char(out, *text++);
    }
}
