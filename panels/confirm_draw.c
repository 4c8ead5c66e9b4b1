/* confirm_draw.c - the dialog's frame, its text and its last lines. */
#include "panels/confirm_draw.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "data/units.h"
#include "model/desk.h"
#include "panels/step_state.h"
#include "ui/text.h"

enum { COLUMNS_MOST = 104, FOOT_ROWS = 3, LEFT_FROM_MS = 15000 };

/* Where the parts lie within the canvas. */
struct shape {
    struct rect frame;
    struct rect text; /* relative to the frame, as is the next */
    struct rect foot;
};

static struct shape shape_of(const struct confirm_view *self, int lines,
                             int rows, int columns);
static int inner_columns(int columns);
static void make_text(struct page *page, const struct view_input *input);
static void draw_frame(const struct view_input *input,
                       const struct canvas *canvas);
static void draw_title(const struct proposal *proposal,
                       const struct canvas *canvas);
static void draw_foot(const struct confirm_view *self,
                      const struct view_input *input,
                      const struct canvas *canvas);
static void draw_fields(const struct confirm_view *self,
                        const struct proposal *proposal,
                        const struct canvas *canvas);
static void draw_question(const struct confirm_view *self,
                          const struct view_input *input,
                          const struct canvas *canvas);
static void draw_buttons(const struct confirm_view *self,
                         const struct canvas *canvas);
static const char *keys_of(const struct confirm_view *self,
                           enum proposal_stage stage,
                           const struct proposal *proposal);

void confirm_draw(const struct confirm_view *self,
                  const struct view_input *input, const struct canvas *canvas)
{
    struct canvas frame, part;
    struct shape shape;
    struct page page;
    int top, below;

    make_text(&page, input);
    shape = shape_of(self, (int)page.count, canvas_rows(canvas),
                     canvas_columns(canvas));
    frame = canvas_cut(canvas, shape.frame);
    draw_frame(input, &frame);
    part = canvas_cut(&frame, shape.text);
    top = confirm_top(self, input);
    for (int row = 0; row < canvas_rows(&part) && top + row < (int)page.count;
         row++)
        page_draw_line(&page.lines[top + row], &part, row);
    below = (int)page.count - top - canvas_rows(&part);
    if (below > 0 || top > 0) {
        char more[80];

        (void)snprintf(
            more, sizeof(more),
            below > 0 ? " %d more lines: PgDn " : " PgUp: the start ", below);
        (void)canvas_text(&frame, shape.foot.row - 1,
                          canvas_columns(&frame) - text_width(more) - 2,
                          below > 0 ? ROLE_WARNING : ROLE_DIM, more);
    }
    part = canvas_cut(&frame, shape.foot);
    draw_foot(self, input, &part);
    page_clear(&page);
}

bool confirm_is_at_end(const struct confirm_view *self,
                       const struct view_input *input)
{
    struct confirm_view end = {.field_count = self->field_count,
                               .top = INT_MAX};

    return confirm_top(self, input) == confirm_top(&end, input);
}

int confirm_top(const struct confirm_view *self, const struct view_input *input)
{
    struct page page;
    struct shape shape;
    int last;

    make_text(&page, input);
    shape = shape_of(self, (int)page.count, input->rows, input->columns);
    last = (int)page.count - shape.text.rows;
    page_clear(&page);
    if (last < 0)
        last = 0;
    return self->top < 0 ? 0 : self->top < last ? self->top : last;
}

static void make_text(struct page *page, const struct view_input *input)
{
    const struct desk *desk = input->model->desk;

    confirm_text_make(page, desk->proposal, desk->findings,
                      inner_columns(input->columns));
}

static int inner_columns(int columns)
{
    int inner = (columns < COLUMNS_MOST ? columns : COLUMNS_MOST) - 4;

    return inner > 1 ? inner : 1;
}

static struct shape shape_of(const struct confirm_view *self, int lines,
                             int rows, int columns)
{
    int inner = inner_columns(columns);
    int foot = FOOT_ROWS + (int)self->field_count;
    int text = lines;

    if (foot > rows - 4)
        foot = rows - 4 > 1 ? rows - 4 : 1;
    if (text > rows - 3 - foot)
        text = rows - 3 - foot;
    if (text < 1)
        text = 1;
    return (struct shape){
        .frame = {(rows - text - foot - 3) / 3 > 0
                      ? (rows - text - foot - 3) / 3
                      : 0,
                  (columns - inner - 4) / 2, text + foot + 3, inner + 4},
        .text = {1, 2, text, inner},
        .foot = {text + 2, 2, foot, inner},
    };
}

static void draw_frame(const struct view_input *input,
                       const struct canvas *canvas)
{
    int rows = canvas_rows(canvas), columns = canvas_columns(canvas);
    static const char nothing[] = " Esc: nothing ";

    canvas_fill(canvas, (struct rect){0, 0, rows, columns}, ROLE_DIALOG);
    canvas_repeat(canvas, (struct rect){0, 0, 1, columns}, ROLE_RULE_FOCUS, "─",
                  '-');
    canvas_repeat(canvas, (struct rect){rows - 1, 0, 1, columns},
                  ROLE_RULE_FOCUS, "─", '-');
    canvas_repeat(canvas, (struct rect){0, 0, rows, 1}, ROLE_RULE_FOCUS, "│",
                  '|');
    canvas_repeat(canvas, (struct rect){0, columns - 1, rows, 1},
                  ROLE_RULE_FOCUS, "│", '|');
    canvas_glyph(canvas, 0, 0, ROLE_RULE_FOCUS, "┌", '+');
    canvas_glyph(canvas, 0, columns - 1, ROLE_RULE_FOCUS, "┐", '+');
    canvas_glyph(canvas, rows - 1, 0, ROLE_RULE_FOCUS, "└", '+');
    canvas_glyph(canvas, rows - 1, columns - 1, ROLE_RULE_FOCUS, "┘", '+');
    (void)canvas_text(canvas, rows - 1, columns - 3 - (int)sizeof(nothing) + 1,
                      ROLE_DIM, nothing);
    draw_title(input->model->desk->proposal, canvas);
}

static void draw_title(const struct proposal *proposal,
                       const struct canvas *canvas)
{
    const struct plan *plan = &proposal->plan;
    int columns = canvas_columns(canvas);
    char title[400], risk[40];
    size_t length;

    (void)snprintf(risk, sizeof(risk), " %s%s ",
                   plan->is_dry_run ? "dry run, " : "", risk_name(plan->risk));
    for (length = 0; plan->risk == RISK_DESTRUCTIVE && risk[length]; length++)
        risk[length] = (char)toupper((unsigned char)risk[length]);
    (void)snprintf(title, sizeof(title), " Run step %d of %s ", plan->step,
                   plan->runbook_title);
    text_draw(canvas, (struct rect){0, 1, 1, columns - text_width(risk) - 5},
              ROLE_TITLE, title, TEXT_CUT_END | TEXT_NO_PAD);
    (void)canvas_text(
        canvas, 0, columns - text_width(risk) - 2,
        plan->risk == RISK_READ ? ROLE_DIM : risk_role(plan->risk), risk);
}

/* What is asked, the keys, and what was wrong. */
static void draw_foot(const struct confirm_view *self,
                      const struct view_input *input,
                      const struct canvas *canvas)
{
    const struct proposal *proposal = input->model->desk->proposal;
    enum proposal_stage stage = proposal_stage(proposal, input->now.mono_ms);
    int rows = canvas_rows(canvas), columns = canvas_columns(canvas);
    const char *wrong = self->wrong[0] ? self->wrong : proposal->notice;
    const char *keys = keys_of(self, stage, proposal);

    text_draw(canvas, (struct rect){rows - 2, 0, 1, columns}, ROLE_WARNING,
              wrong, TEXT_CUT_END | TEXT_NO_PAD);
    (void)canvas_text(canvas, rows - 1, columns - text_width(keys), ROLE_DIM,
                      keys);
    if (self->is_editing)
        editor_draw(self->edit, "edit: ", canvas, 0);
    else if (stage == PROPOSAL_FIELDS)
        draw_fields(self, proposal, canvas);
    else
        draw_question(self, input, canvas);
}

static void draw_fields(const struct confirm_view *self,
                        const struct proposal *proposal,
                        const struct canvas *canvas)
{
    char prompt[80];

    (void)canvas_text(canvas, 0, 0, ROLE_STRONG,
                      "It needs to know, to put into the environment:");
    for (size_t i = 0; i < self->field_count; i++) {
        int row = 1 + (int)i;

        (void)snprintf(prompt, sizeof(prompt), "%.60s  ",
                       proposal->plan.missing[i]);
        if (i == self->field)
            continue;
        (void)canvas_printf(canvas, row, 0, ROLE_DIM, "%s%s", prompt,
                            editor_text(self->fields[i]));
    }
    /* Last, since it places the cursor. */
    (void)snprintf(prompt, sizeof(prompt), "%.60s  ",
                   proposal->plan.missing[self->field]);
    editor_draw(self->fields[self->field], prompt, canvas,
                1 + (int)self->field);
}

static void draw_question(const struct confirm_view *self,
                          const struct view_input *input,
                          const struct canvas *canvas)
{
    const struct proposal *proposal = input->model->desk->proposal;
    const struct rect line = {0, 0, 1, canvas_columns(canvas)};
    int64_t left_ms = consent_left_ms(&proposal->consent, input->now.mono_ms);
    char text[300];

    switch (proposal_stage(proposal, input->now.mono_ms)) {
    case PROPOSAL_FIELDS:
        return;
    case PROPOSAL_REFUSED:
        text_draw(canvas, line, ROLE_WARNING, proposal->refusal,
                  TEXT_CUT_END | TEXT_NO_PAD);
        return;
    case PROPOSAL_PRINTED:
        text_draw(canvas, line, ROLE_OK,
                  "A dry run of this is to read it: nothing has been run.",
                  TEXT_CUT_END | TEXT_NO_PAD);
        return;
    case PROPOSAL_WAITING:
        text_draw(canvas, line, ROLE_DIM, "asking kubectl where it points",
                  TEXT_CUT_END | TEXT_NO_PAD);
        return;
    case PROPOSAL_EXPIRED:
        text_draw(canvas, line, ROLE_WARNING,
                  "The question is older than 60 s and void. Enter asks anew.",
                  TEXT_CUT_END | TEXT_NO_PAD);
        return;
    case PROPOSAL_ENTER:
        (void)canvas_text(canvas, 0, 0, ROLE_STRONG,
                          "It only reads. Enter runs it.");
        break;
    case PROPOSAL_YES:
        draw_buttons(self, canvas);
        break;
    case PROPOSAL_WORD:
        (void)snprintf(text, sizeof(text),
                       "Type  %s  to run it:  ", proposal->consent.word);
        editor_draw(self->word, text, canvas, 0);
        break;
    }
    if (left_ms < LEFT_FROM_MS)
        (void)canvas_printf(canvas, 0, canvas_columns(canvas) - 6, ROLE_WARNING,
                            "%3d s", (int)(left_ms / 1000));
}

static void draw_buttons(const struct confirm_view *self,
                         const struct canvas *canvas)
{
    int column = canvas_text(canvas, 0, 0, ROLE_STRONG, "Run it?  ");

    column = canvas_text(canvas, 0, column,
                         self->has_focus_on_yes ? ROLE_DIM : ROLE_SELECTED,
                         self->has_focus_on_yes ? "  No  " : " [No] ") +
             1;
    (void)canvas_text(canvas, 0, column,
                      self->has_focus_on_yes ? ROLE_SELECTED : ROLE_DIM,
                      self->has_focus_on_yes ? " [Yes] " : "  Yes  ");
}

static const char *keys_of(const struct confirm_view *self,
                           enum proposal_stage stage,
                           const struct proposal *proposal)
{
    char first = proposal->consent.word[0];

    if (self->is_editing)
        return "Enter judges it anew · Esc as it was";
    switch (stage) {
    case PROPOSAL_FIELDS:
        return "Tab next · Enter goes on";
    case PROPOSAL_YES:
        return "y runs · e edit · d dry run";
    case PROPOSAL_WORD:
        return first == 'e' || first == 'd'
                   ? "Enter runs · Alt-e edit · Alt-d dry run"
                   : "Enter runs · e edit · d dry run";
    case PROPOSAL_PRINTED:
        return "e edit · d for real";
    case PROPOSAL_ENTER:
        return "Enter runs · e edit · d dry run";
    case PROPOSAL_REFUSED:
    case PROPOSAL_WAITING:
    case PROPOSAL_EXPIRED:
        break;
    }
    return "e edit · d dry run";
}
