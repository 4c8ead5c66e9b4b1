/* settings_origin.h - where each value of the settings comes from.
 *
 * Layer: config, private to the settings. A value is known by its place in
 * memory, so that the tables of keys need not be walked a second time.
 */
#ifndef TRACETOP_CONFIG_SETTINGS_ORIGIN_H
#define TRACETOP_CONFIG_SETTINGS_ORIGIN_H

#include "config/settings.h"

/* Notes that `field` was set on a line of the file (`name` NULL), or by an
 * option or variable of that name (borrowed for ever; `line` is 0). */
void settings_origin_set(struct settings *settings, const void *field, int line,
                         const char *name);

/* Gives the note of the one to the other, which has none (one value was made
 * from the other). */
void settings_origin_share(struct settings *settings, const void *left,
                           const void *right);

/* Writes "default", "line 3" or the name. Borrowed: until the next call. */
const char *settings_origin(const struct settings *settings, const void *field);

/* Frees the notes. */
void settings_origin_clear(struct settings *settings);

#endif
