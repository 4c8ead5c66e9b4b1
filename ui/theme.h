/* theme.h - what each role looks like.
 *
 * Layer: ui. YAML by role: `critical: {fg: "#ff5f5f", bg: default, bold: true}`
 * with colours by name (the 8 ANSI names, bright_ forms, `default`), by number
 * 0 to 255, or as #rrggbb. A role that a theme leaves out looks like `text`; a
 * colour that a role leaves out is that of `text`, attributes are its own.
 * `background` and `foreground` are what a terminal would show by default.
 */
#ifndef TRACETOP_UI_THEME_H
#define TRACETOP_UI_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "ui/color.h"
#include "ui/role.h"

struct look {
    struct color foreground, background;
    uint8_t attributes; /* set of enum attribute of canvas.h */
};

struct theme {
    char *name;
    struct color background, foreground; /* RGB; for pictures, where no terminal
                                          * brings its own */
    struct look looks[ROLE_COUNT];
};

/* Loads a theme by name: `user_dir`/NAME.yaml if there is one (`user_dir` may
 * be NULL), else the compiled-in one. Owns: the caller frees it.
 * Fails: NULL and `err`; an unknown name is told with the known ones. */
struct theme *theme_load(const char *name, const char *user_dir,
                         struct err *err);

/* Gives ROLE_BANNER the background that a context asks for: a colour, or the
 * colour of a role by name ("critical"). Fails: false, nothing changed, when
 * the text names neither. */
bool theme_set_banner(struct theme *theme, const char *banner);

/* Frees it. NULL is fine. */
void theme_free(struct theme *theme);

/* Returns the name of the shipped theme after `name` (the first after the
 * last), for the T key. Borrowed for ever. */
const char *theme_next(const char *name);

#endif
