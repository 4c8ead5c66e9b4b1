/* paths.h - where the user's files are, by the XDG Base Directory rules.
 *
 * Layer: base. Environment values arrive as arguments, so tests need none; a
 * NULL `env` stands for the environment of the process.
 * Source: XDG Base Directory Specification 0.8.
 */
#ifndef TRACETOP_BASE_PATHS_H
#define TRACETOP_BASE_PATHS_H

#include <stddef.h>

#include "base/err.h"

struct paths {
    char *config_dir;  /* $XDG_CONFIG_HOME/tracetop */
    char *state_dir;   /* $XDG_STATE_HOME/tracetop */
    char *runtime_dir; /* $XDG_RUNTIME_DIR/tracetop, else under state_dir */
};

/* Looks a variable up; NULL when unset. Tests bring their own. */
typedef const char *paths_getenv_fn(const char *name);

/* Fills the paths from the environment (relative XDG values are ignored, as
 * the specification says; without HOME, the password file's home is used).
 * Owns: the caller ends them with paths_clear(). */
void paths_init(struct paths *paths, paths_getenv_fn *env);

/* Frees the paths. */
void paths_clear(struct paths *paths);

/* Makes the directory and its parents with mode 0700 and checks that it is a
 * directory of ours that no one else may write.
 * Fails: -1 and `err` naming the folder and what is wrong with it. */
int paths_make_private(const char *dir, struct err *err);

/* Returns `dir`/`name`, or `name` itself when it is absolute; a leading "~/"
 * becomes HOME. Owns: free() it. */
char *paths_join(const char *dir, const char *name, paths_getenv_fn *env);

/* Reads a whole file of at most `limit` bytes.
 * Owns: free() `*bytes`; a NUL follows the last byte.
 * Fails: -1 and `err` (ERR_SYSTEM, or ERR_LIMIT when it is larger). */
int paths_read_file(const char *path, size_t limit, char **bytes,
                    size_t *length, struct err *err);

#endif
