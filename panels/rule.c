/* rule.c - the line that a title stands on. */
#include "panels/rule.h"

void rule_fill(const struct canvas *canvas, int from, int to, enum role role)
{
    if (from < to)
        canvas_repeat(canvas, (struct rect){0, from, 1, to - from}, role, "─",
                      '-');
}
