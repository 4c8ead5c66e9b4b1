/* compact.c - one line for each panel, or one line for all. */
#include "panels/compact.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/units.h"
#include "panels/attention.h"
#include "panels/state.h"
#include "ui/text.h"

static void draw_panel(const struct panel *panel, size_t number,
                       const struct view_input *input,
                       const struct canvas *canvas);

void compact_draw(const struct view_input *input, size_t focus,
                  const struct canvas *canvas)
{
    const struct model *model = input->model;
    const struct panel *worst = attention_worst_panel(model);
    char reason[400];
    int row = 0;

    for (size_t i = 0; i < model->panel_count && row < canvas_rows(canvas);
         i++, row++) {
        const struct rect area = {row, 0, 1, canvas_columns(canvas)};
        struct canvas line = canvas_cut(canvas, area);

        draw_panel(&model->panels[i], i + 1, input, &line);
        if (focus == i)
            canvas_glyph(&line, 0, 0, ROLE_STRONG, "›", '>');
    }
    if (!worst || row + 1 >= canvas_rows(canvas))
        return;
    state_reason(worst, input->now.wall_ms, reason, sizeof(reason));
    (void)canvas_printf(canvas, row + 1, 1, state_of_panel(worst)->role,
                        "%s:", worst->def->title);
    for (const char *rest = reason; row + 2 < canvas_rows(canvas); row++) {
        struct text_line line;

        if (!text_wrap(&rest, canvas_columns(canvas) - 2, &line))
            return;
        (void)canvas_bytes(canvas, row + 2, 1, ROLE_DIM, line.text,
                           line.length);
    }
}

void compact_draw_line(const struct view_input *input,
                       const struct canvas *canvas)
{
    const struct panel *worst = attention_worst_panel(input->model);
    size_t count = attention_panels(input->model);
    char headline[120];
    int column;

    if (!worst) {
        (void)canvas_printf(canvas, 0, 0, ROLE_OK, "tracetop: %s",
                            attention_calm(input->model));
        return;
    }
    state_headline(worst, input->now.wall_ms,
                   canvas_columns(canvas) - text_width(worst->def->title) - 1,
                   canvas->is_ascii, headline, sizeof(headline));
    column = canvas_printf(canvas, 0, 0, state_of_panel(worst)->role, "%s %s",
                           worst->def->title, headline);
    if (count > 1)
        (void)canvas_printf(canvas, 0, column, ROLE_DIM, " +%zu", count - 1);
}

static void draw_panel(const struct panel *panel, size_t number,
                       const struct view_input *input,
                       const struct canvas *canvas)
{
    const struct state_look *look = state_of_panel(panel);
    int columns = canvas_columns(canvas);
    char headline[120];
    int width;

    (void)canvas_printf(canvas, 0, 1, ROLE_TITLE, "%zu %s", number,
                        panel->def->title);
    state_headline(panel, input->now.wall_ms,
                   columns - 5 - text_width(panel->def->title),
                   canvas->is_ascii, headline, sizeof(headline));
    width = text_width(headline);
    (void)canvas_text(canvas, 0, columns - width - 1,
                      look->role == ROLE_OK ? ROLE_TEXT : look->role, headline);
}
