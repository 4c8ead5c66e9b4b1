/* health_lines.c - the lines of the check. */
#include "panels/health_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "health/check.h"
#include "model/desk.h"
#include "panels/state.h"
#include "runbook/guide.h"
#include "ui/text.h"

enum { NAME_COLUMNS = 15, RUNBOOK_COLUMNS = 28 };

static void add_check(struct health_lines *lines, const struct check *check,
                      const struct model *model, int64_t now_ms);
static const struct runbook *runbook_of(const struct check *check,
                                        const struct model *model);
static void add_wrapped(struct health_lines *lines, const char *rest,
                        int columns, enum role role);

void health_lines_make(struct health_lines *lines, const struct model *model,
                       int64_t now_ms)
{
    for (size_t i = 0; i < CHECK_COUNT; i++)
        add_check(lines, &check_table[i], model, now_ms);
    health_sections_add(lines, model, now_ms);
}

void health_lines_clear(struct health_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->items[i].text);
    free(lines->items);
    *lines = (struct health_lines){0};
}

struct health_line *health_lines_add(struct health_lines *lines, enum role role,
                                     struct buf *text)
{
    struct health_line *line;

    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity ? 2 * lines->capacity : 64;
        lines->items =
            xrealloc(lines->items, lines->capacity, sizeof(*lines->items));
    }
    line = &lines->items[lines->count++];
    *line = (struct health_line){.role = role, .text = buf_take(text)};
    return line;
}

/* "elasticsearch  red: 3 primaries unassigned            elasticsearch-red";
 * what is not well is told to its end, on more lines. */
static void add_check(struct health_lines *lines, const struct check *check,
                      const struct model *model, int64_t now_ms)
{
    const struct runbook *runbook = runbook_of(check, model);
    struct check_result result;
    struct health_line *line;
    struct text_line first = {0};
    bool is_well;
    const char *rest = result.summary;
    int room = lines->columns - 3 - NAME_COLUMNS - 1;
    struct buf text, part;

    check_run(check, model, now_ms, &result);
    if (result.is_left_out)
        return;
    is_well = result.status == HEALTH_OK;
    if (!is_well && runbook)
        room -= RUNBOOK_COLUMNS + 1;
    if (room < 12)
        room = 12;
    buf_init(&text, 4000);
    buf_init(&part, 1000);
    text_add(&text, check->name, NAME_COLUMNS, 0);
    (void)text_wrap(&rest, room, &first);
    (void)buf_add(&part, first.text, first.length);
    text_add(&text, part.bytes, room + 1, TEXT_CUT_END);
    if (!is_well && runbook)
        buf_printf(&text, "%s", runbook->id);
    line = health_lines_add(lines, state_of_health(result.status)->role, &text);
    if (is_well)
        line->role = ROLE_TEXT;
    line->has_symbol = true;
    line->state = result.status;
    line->runbook = runbook ? runbook->id : NULL;
    add_wrapped(lines, rest, room, line->role);
    buf_clear(&part);
    buf_clear(&text);
}

static const struct runbook *runbook_of(const struct check *check,
                                        const struct model *model)
{
    const struct guide *guide = model->desk ? model->desk->guide : NULL;
    const struct runbook *runbook = NULL;

    for (size_t i = 0;
         guide && !runbook && i < CHECK_ALERTS && check->alerts[i]; i++)
        runbook = guide_find_for_alert(guide, check->alerts[i], NULL);
    return runbook;
}

static void add_wrapped(struct health_lines *lines, const char *rest,
                        int columns, enum role role)
{
    struct text_line more;

    while (*rest && text_wrap(&rest, columns, &more)) {
        struct buf text;

        buf_init(&text, 2000);
        text_add(&text, "", NAME_COLUMNS, 0);
        (void)buf_add(&text, more.text, more.length);
        health_lines_add(lines, role, &text)->is_more = true;
        buf_clear(&text);
    }
}
