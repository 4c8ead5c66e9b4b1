/* frame.c - header, view, message and hints on one grid. */
#include "panels/frame.h"

#include <string.h>

#include "panels/compact.h"
#include "panels/header.h"
#include "ui/text.h"

enum { LEAST_ROWS = 10, LEAST_COLUMNS = 40 };

static void draw_hints(const struct frame *frame, const struct canvas *canvas);
static int draw_hint(const struct frame *frame, const char *name,
                     const struct canvas *canvas, int column);

void frame_paint(const struct frame *frame, struct grid *grid)
{
    struct view_input input = frame->input;
    struct canvas whole, part;
    struct rect area;
    int rows = grid_rows(grid), columns = grid_columns(grid);

    grid_clear(grid);
    grid_set_cursor(grid, -1, 0);
    whole = canvas_of(grid, frame->is_ascii);
    if (rows < LEAST_ROWS || columns < LEAST_COLUMNS) {
        compact_draw_line(&input, &whole);
        return;
    }
    header_draw(&input, &whole);
    area = frame_view_area(frame, rows, columns);
    part = canvas_cut(&whole, area);
    input.rows = area.rows;
    input.columns = area.columns;
    frame->view->ops->draw(frame->view, &input, &part);
    if (!frame->editor && frame->message[0]) {
        part = canvas_cut(&whole, (struct rect){rows - 2, 0, 1, columns});
        text_draw(&part, (struct rect){0, 1, 1, columns - 2},
                  frame->message_role, frame->message,
                  TEXT_CUT_END | TEXT_NO_PAD);
    }
    part = canvas_cut(&whole, (struct rect){rows - 1, 0, 1, columns});
    if (frame->editor)
        editor_draw(frame->editor, frame->prompt, &part, 0);
    else
        draw_hints(frame, &part);
}

struct rect frame_view_area(const struct frame *frame, int rows, int columns)
{
    int below = frame->message[0] && !frame->editor ? 2 : 1;

    return (struct rect){1, 0, rows - 1 - below, columns};
}

static void draw_hints(const struct frame *frame, const struct canvas *canvas)
{
    const struct view_ops *ops = frame->view->ops;
    const char *names =
        ops->is_typing && ops->is_typing(frame->view) ? "" : ops->hints;
    int column = 1;

    canvas_fill(canvas, (struct rect){0, 0, 1, canvas_columns(canvas)},
                ROLE_HINT);
    while (*names) {
        size_t length = strcspn(names, " ");
        char name[40];

        if (length < sizeof(name)) {
            memcpy(name, names, length);
            name[length] = '\0';
            column = draw_hint(frame, name, canvas, column);
        }
        names += length;
        names += strspn(names, " ");
    }
}

static int draw_hint(const struct frame *frame, const char *name,
                     const struct canvas *canvas, int column)
{
    const struct command *command = command_find(name);
    char keys[80];
    const char *word;
    size_t first;

    if (!command)
        return column;
    keymap_keys(frame->input.keymap, command->id, frame->view->ops->scope, keys,
                sizeof(keys));
    first = strcspn(keys, " ");
    if (!first)
        return column;
    keys[first] = '\0';
    word = command->hint[0] ? command->hint : command->name;
    if (column + text_width(keys) + 1 + text_width(word) + 1 >
        canvas_columns(canvas))
        return column;
    column = canvas_text(canvas, 0, column, ROLE_KEY, keys) + 1;
    return canvas_text(canvas, 0, column, ROLE_HINT, word) + 2;
}
