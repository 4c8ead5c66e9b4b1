/* terminfo.h - one entry of the terminfo database, by capability names.
 *
 * Layer: ui; used by ability.c. The only file pair that knows ncurses' tinfo
 * library. Names are those of terminfo(5), "cup" or "RGB". Strings come without
 * padding: nothing that is alive needs it, and no delay would reach it.
 */
#ifndef TRACETOP_UI_TERMINFO_H
#define TRACETOP_UI_TERMINFO_H

#include <stdbool.h>

#include "base/err.h"

struct buf;
struct terminfo; /* private to terminfo.c */

/* Returns the entry of `name`; failing that, of `name` cut at its last '-' or
 * '.', again and again; then of "ansi". `name` may be NULL.
 * Owns: the caller frees it. Fails: NULL and `err`. */
struct terminfo *terminfo_load(const char *name, struct err *err);

/* Frees it. NULL is fine. */
void terminfo_free(struct terminfo *info);

/* Returns the name of the entry in use. Borrowed. */
const char *terminfo_name(const struct terminfo *info);

/* Says whether a name was given and is not in the database. */
bool terminfo_is_guess(const struct terminfo *info);

bool terminfo_flag(const struct terminfo *info, const char *capability);

/* Returns the number; -1 when there is none. */
int terminfo_number(const struct terminfo *info, const char *capability);

/* Returns the string, not expanded, or NULL for none or an empty one.
 * Owns: the caller frees it. */
char *terminfo_string(const struct terminfo *info, const char *capability);

/* Adds the string, expanded with two parameters (those that it does not use do
 * not matter). Fails: false, nothing added, when there is none. */
bool terminfo_expand(const struct terminfo *info, const char *capability,
                     int first, int second, struct buf *out);

#endif
