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

enum { NAME_COLUMNS = 15, ROOM_LEAST = 12 };

static void add_check(struct health_lines *lines, const struct check *check,
                      const struct model *model, int64_t now_ms);
static const struct runbook *runbook_of(const struct check *check,
                                        const struct model *model);
static void add_wrapped(struct health_lines *lines, const char *rest,
                        int columns, enum role role);
static void add_pointer(struct health_lines *lines, const char *runbook,
                        int room, enum role role);

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

/* "elasticsearch  red: 3 primaries unassigned        -> elasticsearch-red";
 * all of it is told, on as many lines as that takes. */
static void add_check(struct health_lines *lines, const struct check *check,
                      const struct model *model, int64_t now_ms)
{
    const struct runbook *runbook = runbook_of(check, model);
    struct check_result result;
    struct health_line *line;
    struct text_line part = {0};
    const char *rest = result.summary;
    int room = lines->columns - 3 - NAME_COLUMNS - 1;
    enum role role;
    struct buf text;

    check_run(check, model, now_ms, &result);
    if (result.is_left_out)
        return;
    role = result.status == HEALTH_OK ? ROLE_TEXT
                                      : state_of_health(result.status)->role;
    if (room < ROOM_LEAST)
        room = ROOM_LEAST;
    buf_init(&text, 4000);
    text_add(&text, check->name, NAME_COLUMNS, 0);
    (void)text_wrap(&rest, room, &part);
    (void)buf_add(&text, part.text, part.length);
    line = health_lines_add(lines, role, &text);
    line->has_symbol = true;
    line->state = result.status;
    line->runbook = runbook ? runbook->id : NULL;
    add_wrapped(lines, rest, room, role);
    if (result.status != HEALTH_OK && runbook)
        add_pointer(lines, runbook->id, room, role);
    buf_clear(&text);
}

/* The runbook ends the last line, or stands on one of its own. */
static void add_pointer(struct health_lines *lines, const char *runbook,
                        int room, enum role role)
{
    struct health_line *last = &lines->items[lines->count - 1];
    int wanted = text_width(runbook) + 3;
    int spare = NAME_COLUMNS + room - text_width(last->text) - wanted;
    struct buf text;

    buf_init(&text, 4000);
    if (spare >= 2) {
        buf_printf(&text, "%s%*s-> %s", last->text, spare, "", runbook);
        free(last->text);
        last->text = buf_take(&text);
    } else {
        spare = room > wanted ? room - wanted : 0;
        buf_printf(&text, "%*s-> %s", NAME_COLUMNS + spare, "", runbook);
        health_lines_add(lines, role, &text)->is_more = true;
    }
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
