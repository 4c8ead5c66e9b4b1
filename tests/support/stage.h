/* stage.h - everything between a grid and a terminal.
 *
 * For tests only. The terminal is a pty; what is written to it is read back.
 */
#ifndef TRACETOP_TESTS_SUPPORT_STAGE_H
#define TRACETOP_TESTS_SUPPORT_STAGE_H

#include "tests/test.h"

#include "tests/support/pty.h"
#include "ui/screen.h"

enum { STAGE_BYTES = 1 << 20 };

struct stage {
    struct pty pty;
    struct term *term;
    struct screen *screen;
    struct theme theme; /* has a look of every kind */
    struct grid *grid;
    struct canvas canvas;
    char *bytes; /* of the last frame */
    size_t length;
};

/* Opens a terminal of that TERM and COLORTERM (or NULL), in UTF-8. */
void stage_open(struct stage *stage, const char *name, const char *colorterm,
                int rows, int columns);

void stage_close(struct stage *stage);

/* Shows the grid and reads all of its bytes. */
void stage_show(struct stage *stage);

#endif
