/* confirm_view.c - the dialog: read, then No is the answer unless typed. */
#include "panels/confirm_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/desk.h"
#include "panels/confirm_draw.h"
#include "ui/editor.h"
#include "ui/text.h"

static struct view *create(const char *argument, const struct model *model,
                           struct err *err);
static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);
static bool take_key(struct view *view, const struct view_input *input,
                     struct key key, struct view_request *request);
static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out);
static void destroy(struct view *view);
static bool scroll(struct confirm_view *self, const struct view_input *input,
                   struct key key);
static bool is_yes(const struct confirm_view *self, enum proposal_stage stage,
                   struct key key);
static bool take_field_key(struct confirm_view *self, struct key key,
                           struct view_request *request);
static bool take_edit_key(struct confirm_view *self, struct key key,
                          struct view_request *request);
static bool take_word_key(struct confirm_view *self,
                          const struct proposal *proposal, struct key key,
                          struct view_request *request);
static bool take_answer_key(struct confirm_view *self,
                            enum proposal_stage stage, struct key key,
                            struct view_request *request);
static bool take_common_key(struct confirm_view *self,
                            const struct proposal *proposal, struct key key,
                            struct view_request *request);
static void ask(struct view_request *request, const char *line);

const struct view_ops confirm_view_ops = {
    .name = "confirm",
    .scope = SCOPE_CONFIRM,
    .hints = "",
    .create = create,
    .draw = draw,
    .key = take_key,
    .copy = copy,
    .destroy = destroy,
};

enum proposal_stage proposal_stage(const struct proposal *proposal,
                                   int64_t mono_ms)
{
    if (proposal->plan.missing_count)
        return PROPOSAL_FIELDS;
    if (proposal->plan.is_printed && !proposal->plan.refusal)
        return PROPOSAL_PRINTED;
    if (proposal->refusal[0])
        return PROPOSAL_REFUSED;
    if (proposal->is_waiting)
        return PROPOSAL_WAITING;
    if (proposal->consent.state != CONSENT_ASKED ||
        consent_left_ms(&proposal->consent, mono_ms) <= 0)
        return PROPOSAL_EXPIRED;
    return proposal->consent.kind == CONSENT_ENTER ? PROPOSAL_ENTER
           : proposal->consent.kind == CONSENT_YES ? PROPOSAL_YES
                                                   : PROPOSAL_WORD;
}

const char *confirm_view_typed(const struct view *view)
{
    return ((const struct confirm_view *)view)->typed;
}

const char *confirm_view_edited(const struct view *view)
{
    const struct confirm_view *self = (const struct confirm_view *)view;

    return self->is_editing ? editor_text(self->edit) : NULL;
}

const char *confirm_view_value(const struct view *view, size_t place)
{
    const struct confirm_view *self = (const struct confirm_view *)view;

    return place < self->field_count ? editor_text(self->fields[place]) : NULL;
}

void confirm_view_point_at(struct view *view, size_t place, const char *wrong)
{
    struct confirm_view *self = (struct confirm_view *)view;

    self->field = place;
    (void)snprintf(self->wrong, sizeof(self->wrong), "%s", wrong);
}

static struct view *create(const char *argument, const struct model *model,
                           struct err *err)
{
    const struct proposal *proposal =
        model->desk ? model->desk->proposal : NULL;
    struct confirm_view *self;

    (void)argument;
    if (!proposal) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "nothing waits for a yes; choose a step of a runbook");
        return NULL;
    }
    self = xcalloc(1, sizeof(*self));
    self->view.ops = &confirm_view_ops;
    self->edit = editor_new(PLAN_COMMAND_MAX);
    self->word = editor_new(sizeof(self->typed) - 1);
    self->field_count = proposal->plan.missing_count;
    if (self->field_count > PROPOSAL_VALUES_MAX)
        self->field_count = PROPOSAL_VALUES_MAX;
    for (size_t i = 0; i < self->field_count; i++)
        self->fields[i] = editor_new(PLAN_VALUE_MAX);
    return &self->view;
}

static void destroy(struct view *view)
{
    struct confirm_view *self = (struct confirm_view *)view;

    for (size_t i = 0; i < self->field_count; i++)
        editor_free(self->fields[i]);
    editor_free(self->edit);
    editor_free(self->word);
    free(self);
}

static void draw(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas)
{
    if (input->model->desk && input->model->desk->proposal)
        confirm_draw((const struct confirm_view *)view, input, canvas);
}

static void copy(const struct view *view, const struct view_input *input,
                 struct buf *out)
{
    (void)view;
    if (input->model->desk && input->model->desk->proposal)
        buf_add_str(out, input->model->desk->proposal->plan.command);
}

static bool take_key(struct view *view, const struct view_input *input,
                     struct key key, struct view_request *request)
{
    struct confirm_view *self = (struct confirm_view *)view;
    const struct proposal *proposal =
        input->model->desk ? input->model->desk->proposal : NULL;
    enum proposal_stage stage;

    if (!proposal)
        return false;
    stage = proposal_stage(proposal, input->now.mono_ms);
    if (key.code == KEY_ESC && self->is_editing) {
        self->is_editing = false;
        return true;
    }
    if (key.code == KEY_ESC) {
        ask(request, "confirm nothing");
        return true;
    }
    if (scroll(self, input, key))
        return true;
    if (is_yes(self, stage, key) && !confirm_is_at_end(self, input)) {
        (void)scroll(self, input, (struct key){.code = KEY_PGDN});
        (void)snprintf(self->wrong, sizeof(self->wrong),
                       "Read it to its end first: nothing has been run.");
        return true;
    }
    self->wrong[0] = '\0';
    if (self->is_editing)
        return take_edit_key(self, key, request);
    if (stage == PROPOSAL_FIELDS)
        return take_field_key(self, key, request);
    if (stage == PROPOSAL_WORD)
        return take_word_key(self, proposal, key, request);
    return take_answer_key(self, stage, key, request) ||
           take_common_key(self, proposal, key, request) ||
           !(key.modifiers & KEY_CTRL);
}

static bool scroll(struct confirm_view *self, const struct view_input *input,
                   struct key key)
{
    int page = input->rows / 2 > 1 ? input->rows / 2 : 1;

    if (key.code == KEY_UP)
        self->top--;
    else if (key.code == KEY_DOWN)
        self->top++;
    else if (key.code == KEY_PGUP)
        self->top -= page;
    else if (key.code == KEY_PGDN)
        self->top += page;
    else
        return false;
    self->top = confirm_top(self, input);
    return true;
}

/* Whether the key says that it shall run. */
static bool is_yes(const struct confirm_view *self, enum proposal_stage stage,
                   struct key key)
{
    if (self->is_editing || (key.modifiers & KEY_CTRL))
        return false;
    if (key.code == KEY_ENTER)
        return stage == PROPOSAL_ENTER || stage == PROPOSAL_WORD ||
               (stage == PROPOSAL_YES && self->has_focus_on_yes);
    return stage == PROPOSAL_YES && key.code == 'y';
}

static bool take_field_key(struct confirm_view *self, struct key key,
                           struct view_request *request)
{
    if (key.code == KEY_TAB ||
        (key.code == KEY_ENTER && self->field + 1 < self->field_count)) {
        size_t step = key.modifiers & KEY_SHIFT ? self->field_count - 1 : 1;

        self->field = (self->field + step) % self->field_count;
        return true;
    }
    if (key.code == KEY_ENTER) {
        ask(request, "confirm fields");
        return true;
    }
    (void)editor_key(self->fields[self->field], key);
    return !(key.modifiers & KEY_CTRL) || key.code != 'c';
}

static bool take_edit_key(struct confirm_view *self, struct key key,
                          struct view_request *request)
{
    if (key.code == KEY_ENTER) {
        ask(request, "confirm edited");
        return true;
    }
    if ((key.modifiers & KEY_CTRL) && key.code == 'c')
        return false;
    (void)editor_key(self->edit, key);
    return true;
}

/* A letter that begins the word is typed; `e` and `d` are commands only while
 * nothing is typed and the word begins otherwise. */
static bool take_word_key(struct confirm_view *self,
                          const struct proposal *proposal, struct key key,
                          struct view_request *request)
{
    bool is_empty = !editor_text(self->word)[0];

    if (key.code == KEY_ENTER) {
        (void)snprintf(self->typed, sizeof(self->typed), "%s",
                       editor_text(self->word));
        editor_set(self->word, "");
        ask(request, "confirm yes");
        return true;
    }
    if ((key.modifiers & KEY_CTRL) && key.code == 'c')
        return false;
    if (((is_empty && key.code != (uint32_t)proposal->consent.word[0] &&
          !key.modifiers) ||
         (key.modifiers & KEY_ALT)) &&
        take_common_key(self, proposal, key, request))
        return true;
    (void)editor_key(self->word, key);
    return true;
}

static bool take_answer_key(struct confirm_view *self,
                            enum proposal_stage stage, struct key key,
                            struct view_request *request)
{
    if (key.modifiers & KEY_CTRL)
        return false;
    if (stage == PROPOSAL_YES && (key.code == KEY_TAB || key.code == KEY_LEFT ||
                                  key.code == KEY_RIGHT)) {
        self->has_focus_on_yes = !self->has_focus_on_yes;
        return true;
    }
    if (is_yes(self, stage, key)) {
        (void)snprintf(self->typed, sizeof(self->typed), "%s",
                       stage == PROPOSAL_YES ? "y" : "");
        ask(request, "confirm yes");
        return true;
    }
    if (stage == PROPOSAL_EXPIRED && key.code == KEY_ENTER) {
        self->has_focus_on_yes = false;
        ask(request, "confirm anew");
        return true;
    }
    if (key.code == 'n' || key.code == 'q' || key.code == KEY_ENTER) {
        if (stage != PROPOSAL_WAITING || key.code != KEY_ENTER)
            ask(request, "confirm nothing");
        return true;
    }
    return false;
}

static bool take_common_key(struct confirm_view *self,
                            const struct proposal *proposal, struct key key,
                            struct view_request *request)
{
    const char *command = proposal->plan.command;

    if (key.modifiers & KEY_CTRL)
        return false;
    if (key.code == 'd') {
        ask(request, "confirm dry");
        return true;
    }
    if (key.code != 'e')
        return false;
    if (strchr(command, '\n')) {
        ask(request, "confirm editor");
        return true;
    }
    editor_set(self->edit, command);
    self->is_editing = true;
    return true;
}

static void ask(struct view_request *request, const char *line)
{
    (void)snprintf(request->line, sizeof(request->line), "%s", line);
}
