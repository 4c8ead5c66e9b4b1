/* runbook_view.c - a runbook to read, with its steps to run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "model/desk.h"
#include "panels/page.h"
#include "panels/rule.h"
#include "panels/runbooks_view.h"
#include "panels/step_state.h"
#include "ui/text.h"

enum { PAGE_COLUMNS_MOST = 110, LEFT = 1, STATE_LEAST = 60 };

/* The page as it was laid out last; kept since a large one takes a while. */
struct laid_out {
    struct page page;
    const struct guide *guide;
    int columns;
};

struct runbook_view {
    struct view view;
    char id[160];
    int top;  /* line of the page in the first row */
    int step; /* number of the selected step; 0: none */
    struct laid_out *laid_out;
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static void destroy(struct view *view);
static const struct runbook *find(const struct runbook_view *self,
                                  const struct model *model);
static const struct page *page_of(const struct runbook_view *self,
                                  const struct view_input *input);
static int top_of(const struct runbook_view *self, const struct page *page,
                  int rows);
static int selected_step(const struct runbook_view *self,
                         const struct page *page, int rows);
static void draw_rule(const struct runbook *runbook,
                      const struct view_input *input,
                      const struct canvas *canvas);
static void draw_line(const struct page_line *line,
                      const struct view_input *input, const char *runbook,
                      const struct canvas *canvas, int row);
static void draw_match(const struct page_line *line, const char *search,
                       const struct canvas *canvas, int row);
static bool scroll(struct runbook_view *self, const struct page *page, int rows,
                   enum command_id id);
static void go_to_step(struct runbook_view *self, const struct page *page,
                       int rows, int number);
static void search(struct runbook_view *self, const struct page *page,
                   const char *words, int direction);

const struct view_ops runbook_view_ops = {
    .name = "runbook",
    .scope = SCOPE_RUNBOOK,
    .hints = "enter step dry-run search search-next copy actions help back",
    .create = create,
    .draw = draw,
    .command = command,
    .copy = copy,
    .destroy = destroy,
};

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    struct runbook_view *self;

    if (model->desk && model->desk->guide &&
        !guide_find(model->desk->guide, argument)) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "no runbook '%.80s' in the guide; r lists them",
                      argument);
        return NULL;
    }
    self = xcalloc(1, sizeof(*self));
    self->view.ops = &runbook_view_ops;
    self->laid_out = xcalloc(1, sizeof(*self->laid_out));
    (void)snprintf(self->id, sizeof(self->id), "%s", argument);
    return &self->view;
}

static void destroy(struct view *view)
{
    struct runbook_view *self = (struct runbook_view *)view;

    page_clear(&self->laid_out->page);
    free(self->laid_out);
    free(self);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    const struct runbook_view *self = (const struct runbook_view *)view;
    const struct runbook *runbook = find(self, input->model);
    const struct page *page = page_of(self, input);
    int rows = canvas_rows(canvas) - 1, top, selected;

    if (!page) {
        (void)canvas_text(canvas, 0, 1, ROLE_DIM,
                          input->model->desk && input->model->desk->guide
                              ? "this runbook is gone; Esc goes back"
                              : "reading the guide");
        return;
    }
    draw_rule(runbook, input, canvas);
    top = top_of(self, page, rows);
    selected = selected_step(self, page, rows);
    for (int row = 0; row < rows && top + row < (int)page->count; row++) {
        const struct page_line *line = &page->lines[top + row];
        struct canvas part =
            canvas_cut(canvas, (struct rect){row + 1, LEFT, 1,
                                             canvas_columns(canvas) - LEFT});

        draw_line(line, input, runbook->id, &part, 0);
        if (input->search[0])
            draw_match(line, input->search, &part, 0);
        if (line->begins_step && line->step->number == selected)
            canvas_glyph(canvas, row + 1, 0, ROLE_STRONG, "›", '>');
    }
}

static bool command(struct view *view, const struct view_input *input,
                    const struct binding *binding, struct view_request *request)
{
    struct runbook_view *self = (struct runbook_view *)view;
    const struct page *page = page_of(self, input);
    int rows = input->rows > 1 ? input->rows - 1 : 1;
    int number;

    if (!page)
        return false;
    self->top = top_of(self, page, rows);
    number = selected_step(self, page, rows);
    switch (binding->command) {
    case COMMAND_STEP:
        go_to_step(self, page, rows, (int)strtol(binding->argument, NULL, 10));
        return true;
    case COMMAND_FOCUS_NEXT:
        go_to_step(self, page, rows, number + 1);
        return true;
    case COMMAND_FOCUS_PREVIOUS:
        go_to_step(self, page, rows, number > 1 ? number - 1 : 1);
        return true;
    case COMMAND_ENTER:
    case COMMAND_DRY_RUN:
        if (number)
            (void)snprintf(request->line, sizeof(request->line), "%s %.120s %d",
                           binding->command == COMMAND_ENTER ? "run"
                                                             : "dry-run",
                           self->id, number);
        return true;
    case COMMAND_SEARCH_NEXT:
        search(self, page, input->search, 1);
        return true;
    case COMMAND_SEARCH_PREVIOUS:
        search(self, page, input->search, -1);
        return true;
    case COMMAND_RUNBOOK:
        return !binding->argument[0]; /* it is on screen */
    default:
        return scroll(self, page, rows, binding->command);
    }
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    const struct runbook_view *self = (const struct runbook_view *)view;
    const struct runbook *runbook = find(self, input->model);
    const struct page *page = page_of(self, input);
    int number = page ? selected_step(self, page, input->rows - 1) : 0;
    const struct step *step = number ? runbook_step(runbook, number) : NULL;

    if (step)
        buf_add_str(out, step->command);
}

static const struct runbook *find(const struct runbook_view *self,
                                  const struct model *model)
{
    return model->desk && model->desk->guide
               ? guide_find(model->desk->guide, self->id)
               : NULL;
}

static const struct page *page_of(const struct runbook_view *self,
                                  const struct view_input *input)
{
    const struct runbook *runbook = find(self, input->model);
    struct laid_out *laid_out = self->laid_out;
    int columns = input->columns - LEFT - 1;

    if (!runbook)
        return NULL;
    if (columns > PAGE_COLUMNS_MOST)
        columns = PAGE_COLUMNS_MOST;
    if (laid_out->guide != input->model->desk->guide ||
        laid_out->columns != columns) {
        page_clear(&laid_out->page);
        page_make(&laid_out->page,
                  &(struct page_input){.guide = input->model->desk->guide,
                                       .runbook = runbook,
                                       .findings = input->model->desk->findings,
                                       .columns = columns});
        laid_out->guide = input->model->desk->guide;
        laid_out->columns = columns;
    }
    return &laid_out->page;
}

static int top_of(const struct runbook_view *self, const struct page *page,
                  int rows)
{
    int last = (int)page->count - rows;

    if (last < 0)
        last = 0;
    return self->top < last ? self->top : last;
}

/* The chosen step while it is seen, else the first one that is. */
static int selected_step(const struct runbook_view *self,
                         const struct page *page, int rows)
{
    int top = top_of(self, page, rows), first = 0;

    for (int row = 0; row < rows && top + row < (int)page->count; row++) {
        const struct page_line *line = &page->lines[top + row];

        if (!line->step)
            continue;
        if (line->step->number == self->step)
            return self->step;
        if (line->begins_step && !first)
            first = line->step->number;
    }
    return first;
}

static void draw_rule(const struct runbook *runbook,
                      const struct view_input *input,
                      const struct canvas *canvas)
{
    int columns = canvas_columns(canvas), column, room;
    char alert[120] = "";

    if (runbook->alert_count)
        (void)snprintf(alert, sizeof(alert), " %.90s%s", runbook->alerts[0],
                       runbook->alert_count > 1 ? " …" : "");
    room = columns - text_width(alert) - 6;
    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "─", '-');
    text_draw(canvas, (struct rect){0, 2, 1, room}, ROLE_TITLE, runbook->title,
              TEXT_CUT_END | TEXT_NO_PAD);
    column = 2 + (text_width(runbook->title) < room ? text_width(runbook->title)
                                                    : room);
    rule_fill(canvas, column + 1, columns - text_width(alert) - 1,
              ROLE_RULE_FOCUS);
    (void)canvas_text(canvas, 0, columns - text_width(alert) - 1, ROLE_DIM,
                      alert);
    (void)input;
}

/* A line of the page; the one that begins a step says how that stands. */
static void draw_line(const struct page_line *line,
                      const struct view_input *input, const char *runbook,
                      const struct canvas *canvas, int row)
{
    const struct step *step = line->step;
    int columns = canvas_columns(canvas) < PAGE_COLUMNS_MOST + 1
                      ? canvas_columns(canvas)
                      : PAGE_COLUMNS_MOST + 1;
    char state[80];
    enum role role;
    int at;
    struct canvas words;

    if (!line->begins_step) {
        page_draw_line(line, canvas, row);
        return;
    }
    role = step_state(
        step,
        step_last_action(input->model->desk->actions, runbook, step->number),
        input->now.wall_ms, state, sizeof(state));
    at = columns - text_width(state) - 1;
    (void)canvas_text(canvas, row, at, role, state);
    at -= text_width(risk_name(step->risk)) + 2;
    (void)canvas_text(canvas, row, at, risk_role(step->risk),
                      risk_name(step->risk));
    words = canvas_cut(canvas, (struct rect){row, 0, 1, at - 1});
    page_draw_line(line, &words, 0);
}

static void draw_match(const struct page_line *line, const char *search,
                       const struct canvas *canvas, int row)
{
    char text[1024];
    const char *at = text;

    page_line_text(line, text, sizeof(text));
    while ((at = strcasestr(at, search)) != NULL) {
        int column = (int)utf8_width(text, (size_t)(at - text));

        canvas_paint(
            canvas,
            (struct rect){row, column, 1, (int)utf8_width(at, strlen(search))},
            ROLE_MATCH);
        at += strlen(search);
    }
}

static bool scroll(struct runbook_view *self, const struct page *page, int rows,
                   enum command_id id)
{
    switch (id) {
    case COMMAND_UP:
        self->top--;
        break;
    case COMMAND_DOWN:
        self->top++;
        break;
    case COMMAND_PAGE_UP:
        self->top -= rows > 2 ? rows - 2 : 1;
        break;
    case COMMAND_PAGE_DOWN:
        self->top += rows > 2 ? rows - 2 : 1;
        break;
    case COMMAND_FIRST:
        self->top = 0;
        break;
    case COMMAND_LAST:
        self->top = (int)page->count;
        break;
    default:
        return false;
    }
    if (self->top < 0)
        self->top = 0;
    return true;
}

/* Selects a step and brings it to the screen, a line of context above. */
static void go_to_step(struct runbook_view *self, const struct page *page,
                       int rows, int number)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct page_line *line = &page->lines[i];

        if (!line->begins_step || line->step->number != number)
            continue;
        self->step = number;
        if ((int)i < self->top + 1 || (int)i >= self->top + rows - 3)
            self->top = i ? (int)i - 1 : 0;
        return;
    }
}

static void search(struct runbook_view *self, const struct page *page,
                   const char *words, int direction)
{
    for (size_t tried = 1; words[0] && tried <= page->count; tried++) {
        size_t step = direction > 0 ? tried : page->count - tried;
        size_t at = ((size_t)self->top + step) % page->count;
        char text[1024];

        page_line_text(&page->lines[at], text, sizeof(text));
        if (strcasestr(text, words)) {
            self->top = (int)at;
            return;
        }
    }
}
