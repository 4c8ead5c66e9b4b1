/* rule.c - the line that a title stands on. */
#include "panels/rule.h"

#include "ui/text.h"

void rule_fill(const struct canvas *canvas, int from, int to, enum role role)
{
    if (from < to)
        canvas_repeat(canvas, (struct rect){0, from, 1, to - from}, role, "─",
                      '-');
}

int rule_title(const struct canvas *canvas, const char *title,
               const char *search)
{
    int column = canvas_printf(canvas, 0, 2, ROLE_TITLE, "%s ", title);

    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    if (search[0])
        column = canvas_printf(canvas, 0, column, ROLE_MATCH, "'%s' ", search);
    return column;
}

void rule_head(const struct canvas *canvas, const char *title,
               const char *right, enum role role)
{
    int end = canvas_columns(canvas) - text_width(right) - 1;
    int room = text_width(title) < end - 4 ? text_width(title) : end - 4;

    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    text_draw(canvas, (struct rect){0, 2, 1, room}, ROLE_TITLE, title,
              TEXT_CUT_END | TEXT_NO_PAD);
    rule_fill(canvas, 3 + room, end - 1, ROLE_RULE_FOCUS);
    (void)canvas_text(canvas, 0, end, role, right);
}
