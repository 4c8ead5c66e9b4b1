/* action_screen.h - what a step wrote, made safe to show.
 *
 * Layer: panels. Sequences for a terminal are dropped whole, a carriage return
 * begins its line anew as progress bars want it, other control bytes become
 * U+FFFD. Bounded: the oldest lines go first.
 */
#ifndef TRACETOP_PANELS_ACTION_SCREEN_H
#define TRACETOP_PANELS_ACTION_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action/action.h"
#include "base/buf.h"

enum {
    ACTION_SCREEN_BYTES = 1024 * 1024,
    ACTION_SCREEN_LINES = 20000,
};

enum action_screen_state {
    SCREEN_TEXT,
    SCREEN_ESCAPE,  /* behind an ESC */
    SCREEN_CSI,     /* until a final byte */
    SCREEN_STRING,  /* OSC, DCS: until BEL or ST */
    SCREEN_ST,      /* behind the ESC of an ST */
    SCREEN_RETURN,  /* behind a carriage return */
    SCREEN_CHARSET, /* one more byte */
};

struct action_screen {
    char id[ACTION_ID_SIZE];
    struct buf text; /* whole lines and the one being written */
    size_t *lines;   /* where each begins */
    size_t count, capacity;
    uint64_t dropped;  /* lines that are no longer here */
    uint64_t left_out; /* bytes that were never kept */
    enum action_screen_state state;
    bool is_whole; /* all that was kept is here */
};

/* Makes an empty screen. Owns: the caller ends it with the next one. */
void action_screen_init(struct action_screen *screen, const char *id);

/* Frees it. A zeroed struct is fine. */
void action_screen_clear(struct action_screen *screen);

/* Takes more output. */
void action_screen_feed(struct action_screen *screen, const char *bytes,
                        size_t length);

/* Adds a line of ours: so many bytes were left out here. */
void action_screen_skip(struct action_screen *screen, uint64_t bytes);

/* Returns a line, not NUL-ended, `*length` bytes: not scrubbed further than
 * above, for a canvas to paint. Borrowed until the next feed. */
const char *action_screen_line(const struct action_screen *screen, size_t index,
                               size_t *length);

#endif
