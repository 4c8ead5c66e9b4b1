/* frame.c - header, view, message and hints on one grid. */
#include "panels/frame.h"

#include <stdio.h>
#include <string.h>

#include "panels/compact.h"
#include "panels/header.h"
#include "ui/text.h"

enum { LEAST_ROWS = 10, LEAST_COLUMNS = 40 };

/* "x next step  ": a key and a word. */
struct hint {
    char key[80];
    const char *word;
    int columns; /* with the blanks behind it */
};

static void draw_hints(const struct frame *frame, const struct canvas *canvas);
static struct hint hint_of(const struct frame *frame, const char *name);
static int draw_hint(const struct hint *hint, const struct canvas *canvas,
                     int column);
static void draw_typing_hints(const char *hints, const struct canvas *canvas);

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
    if (frame->message[0]) {
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
    int below = frame->message[0] ? 2 : 1;

    return (struct rect){1, 0, rows - 1 - below, columns};
}

static void draw_hints(const struct frame *frame, const struct canvas *canvas)
{
    const struct view_ops *ops = frame->view->ops;
    struct hint help = hint_of(frame, "help");
    struct hint hint;
    bool is_full = false;
    int column = 1;

    canvas_fill(canvas, (struct rect){0, 0, 1, canvas_columns(canvas)},
                ROLE_HINT);
    if (ops->is_typing && ops->is_typing(frame->view)) {
        draw_typing_hints(ops->typing_hints ? ops->typing_hints : "", canvas);
        return;
    }
    for (const char *names = ops->hints; *names; names += strspn(names, " ")) {
        size_t length = strcspn(names, " ");
        char name[40];
        bool is_help;

        (void)snprintf(name, sizeof(name), "%.*s", (int)length, names);
        names += length;
        is_help = !strcmp(name, "help");
        hint = hint_of(frame, name);
        /* The way to all other keys keeps its place. */
        is_full = is_full || (strstr(names, "help") &&
                              column + hint.columns + help.columns - 1 >
                                  canvas_columns(canvas));
        if (is_full && !is_help)
            continue;
        column = draw_hint(&hint, canvas, column);
    }
}

/* What is hinted at for a command; no columns when it has no key here. */
static struct hint hint_of(const struct frame *frame, const char *name)
{
    const struct command *command = command_find(name);
    struct hint hint = {.columns = 0};

    if (!command)
        return hint;
    keymap_keys(frame->input.keymap, command->id, frame->view->ops->scope,
                hint.key, sizeof(hint.key));
    hint.key[strcspn(hint.key, " ")] = '\0';
    hint.word = command->hint[0] ? command->hint : command->name;
    if (hint.key[0])
        hint.columns = text_width(hint.key) + 1 + text_width(hint.word) + 2;
    return hint;
}

/* Returns where the next one goes; one that does not fit is left out. */
static int draw_hint(const struct hint *hint, const struct canvas *canvas,
                     int column)
{
    if (!hint->columns || column + hint->columns - 1 > canvas_columns(canvas))
        return column;
    column = canvas_text(canvas, 0, column, ROLE_KEY, hint->key) + 1;
    return canvas_text(canvas, 0, column, ROLE_HINT, hint->word) + 2;
}

static void draw_typing_hints(const char *hints, const struct canvas *canvas)
{
    int column = 1;

    while (*hints) {
        int key = (int)strcspn(hints, " "), all = (int)strcspn(hints, "|");
        struct hint hint;
        char word[60];

        (void)snprintf(hint.key, sizeof(hint.key), "%.*s", key, hints);
        (void)snprintf(word, sizeof(word), "%.*s", all - key - 1,
                       hints + key + 1);
        hint.word = word;
        hint.columns = text_width(hint.key) + 1 + text_width(word) + 2;
        column = draw_hint(&hint, canvas, column);
        hints += all;
        hints += strspn(hints, "|");
    }
}
