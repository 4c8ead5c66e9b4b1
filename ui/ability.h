/* ability.h - what a terminal can do, worked out once from its terminfo entry.
 *
 * Layer: ui; used by term.c, whose enums it answers.
 */
#ifndef TRACETOP_UI_ABILITY_H
#define TRACETOP_UI_ABILITY_H

#include <stdbool.h>

#include "base/err.h"
#include "ui/term.h"

struct terminfo;

struct ability {
    struct terminfo *info;
    char *caps[TERM_CAP_COUNT]; /* NULL where there is none */
    char *enter, *leave; /* what takes the terminal, and what gives it back */
    unsigned facts;      /* set of enum term_fact */
    int colors;          /* as term_colors() */
    bool has_ansi_move;  /* cup is CSI row ; column H */
    bool has_ansi_color; /* setaf and setab are SGR 30, 90 and 38;5 */
    bool has_osc;        /* control strings are not printed */
};

/* Fills in what the terminal of `options` can do.
 * Owns: the caller ends it with ability_clear(), in any case.
 * Fails: -1 and `err` (ERR_REFUSED): no entry, or no way to clear the screen
 * or to place the cursor. */
int ability_init(struct ability *ability, const struct term_options *options,
                 struct err *err);

/* Frees what it holds. A zeroed struct is fine. */
void ability_clear(struct ability *ability);

#endif
