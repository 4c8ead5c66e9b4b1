/* keymap.h - which key does what, where.
 *
 * Layer: action. Starts from the command table; the configuration rebinds. A
 * binding is a command line ("range 6h"), so a key can carry an argument.
 */
#ifndef TRACETOP_ACTION_KEYMAP_H
#define TRACETOP_ACTION_KEYMAP_H

#include <stddef.h>

#include "action/command.h"
#include "base/err.h"
#include "base/key.h"

struct keymap; /* private to keymap.c */

struct binding {
    struct key key;
    unsigned scope;
    enum command_id command;
    const char *argument; /* "" for none; borrowed from the keymap */
};

/* Returns the keymap of the command table. Owns: the caller frees it. */
struct keymap *keymap_new(void);
void keymap_free(struct keymap *keymap);

/* Binds a key by name to a command line, in every scope, in place of what it
 * did. Fails: -1 and `err` naming the key or the command, with the nearest. */
int keymap_bind(struct keymap *keymap, const char *key, const char *line,
                struct err *err);

/* Returns what a key does in a scope (its own scope first, then SCOPE_ALL), or
 * NULL. Borrowed: until the next change. */
const struct binding *keymap_find(const struct keymap *keymap, struct key key,
                                  unsigned scope);

/* Writes the keys of a command in a scope, "q Esc", for help and hints; ""
 * when it has none. */
void keymap_keys(const struct keymap *keymap, enum command_id command,
                 unsigned scope, char *out, size_t size);

#endif
