/* help.c - every command that counts here, with its keys. */
#include "panels/help.h"

#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "panels/rule.h"
#include "ui/text.h"

enum { KEYS_COLUMNS = 14, NAME_COLUMNS = 20, WIDE_COLUMNS = 72 };

struct help {
    struct view view;
    unsigned scope; /* of the view that asked */
    char of[32];    /* its name */
    size_t first;   /* line at the top */
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static size_t line_count(const struct help *self);
static const struct command *command_at(const struct help *self, size_t line);
static void draw_line(const struct help *self, const struct command *item,
                      const struct view_input *input,
                      const struct canvas *canvas);
static bool find_line(struct help *self, const struct view_input *input,
                      bool is_forward);
static bool line_matches(const struct command *item, const char *search);

const struct view_ops help_ops = {
    .name = "help",
    .scope = SCOPE_LIST,
    .hints = "up down search back",
    .create = create,
    .draw = draw,
    .command = command,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct help *self = xcalloc(1, sizeof(*self));

    (void)model;
    (void)err;
    self->view.ops = &help_ops;
    self->scope = SCOPE_OVERVIEW;
    (void)snprintf(self->of, sizeof(self->of), "%s",
                   argument[0] ? argument : "overview");
    for (size_t i = 0; i < view_count; i++)
        if (!strcmp(view_table[i]->name, self->of))
            self->scope = view_table[i]->scope;
    return &self->view;
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct help *self = (const struct help *)view;
    int column;

    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    column =
        canvas_printf(canvas, 0, 1, ROLE_TITLE, " Keys of the %s ", self->of);
    rule_fill(canvas, column, canvas_columns(canvas), ROLE_RULE_FOCUS);
    for (int row = 1; row < canvas_rows(canvas); row++) {
        const struct command *item =
            command_at(self, self->first + (size_t)row - 1);
        const struct rect area = {row, 0, 1, canvas_columns(canvas)};
        struct canvas line = canvas_cut(canvas, area);

        if (!item)
            return;
        draw_line(self, item, input, &line);
    }
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct help *self = (struct help *)view;
    size_t lines = line_count(self);
    size_t page = input->rows > 2 ? (size_t)input->rows - 2 : 1;
    size_t last = lines > page + 1 ? lines - page - 1 : 0;

    (void)request;
    switch (binding->command) {
    case COMMAND_UP:
        self->first -= self->first > 0;
        return true;
    case COMMAND_DOWN:
        self->first += self->first < last;
        return true;
    case COMMAND_PAGE_UP:
        self->first = self->first > page ? self->first - page : 0;
        return true;
    case COMMAND_PAGE_DOWN:
        self->first = self->first + page < last ? self->first + page : last;
        return true;
    case COMMAND_FIRST:
        self->first = 0;
        return true;
    case COMMAND_LAST:
        self->first = last;
        return true;
    case COMMAND_SEARCH_NEXT:
        return find_line(self, input, true);
    case COMMAND_SEARCH_PREVIOUS:
        return find_line(self, input, false);
    case COMMAND_ENTER:
        return true;
    default:
        return false;
    }
}

static void draw_line(const struct help *self, const struct command *item,
                      const struct view_input *input,
                      const struct canvas *canvas)
{
    bool is_wide = canvas_columns(canvas) >= WIDE_COLUMNS;
    char keys[80], name[60];
    int column = 1;
    enum role role = input->search[0] && line_matches(item, input->search)
                         ? ROLE_MATCH
                         : ROLE_TEXT;

    keymap_keys(input->keymap, item->id, self->scope, keys, sizeof(keys));
    text_draw(canvas, (struct rect){0, column, 1, KEYS_COLUMNS}, ROLE_KEY, keys,
              TEXT_CUT_END);
    column += KEYS_COLUMNS + 1;
    if (is_wide) {
        (void)snprintf(name, sizeof(name), ":%s %s", item->name,
                       item->argument);
        text_draw(canvas, (struct rect){0, column, 1, NAME_COLUMNS}, ROLE_DIM,
                  name, TEXT_CUT_END);
        column += NAME_COLUMNS + 1;
    }
    text_draw(canvas,
              (struct rect){0, column, 1, canvas_columns(canvas) - column - 1},
              role, item->help, TEXT_CUT_END | TEXT_NO_PAD);
}

static size_t line_count(const struct help *self)
{
    size_t count = 0;

    while (command_at(self, count))
        count++;
    return count;
}

/* What counts only here comes first. */
static const struct command *command_at(const struct help *self, size_t line)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < command_count; i++) {
            const struct command *item = &command_table[i];
            bool is_own =
                (item->scope & self->scope) && !(item->scope & SCOPE_ALL);
            bool is_common = item->scope & SCOPE_ALL;

            if (pass == 0 ? !is_own : !is_common)
                continue;
            if (!line--)
                return item;
        }
    }
    return NULL;
}

static bool find_line(struct help *self, const struct view_input *input,
                      bool is_forward)
{
    size_t lines = line_count(self);

    for (size_t tried = 1; tried <= lines; tried++) {
        size_t step = is_forward ? tried : lines - tried;
        size_t at = (self->first + step) % lines;

        if (line_matches(command_at(self, at), input->search)) {
            self->first = at;
            return true;
        }
    }
    return true;
}

static bool line_matches(const struct command *item, const char *search)
{
    return strcasestr(item->name, search) || strcasestr(item->help, search);
}
