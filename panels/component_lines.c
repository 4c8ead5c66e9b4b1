/* component_lines.c - a component's own numbers, under its panel's graph. */
#include "panels/component_lines.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "data/units.h"
#include "panels/elasticsearch_lines.h"
#include "panels/rule.h"
#include "panels/state.h"
#include "panels/tracing_lines.h"
#include "ui/text.h"

static bool is_told(const struct component *component, size_t index);

static const struct component_lines *const kinds[] = {
    &elasticsearch_lines,
    &jaeger_lines,
    &otel_lines,
    &kafka_lines,
};

const struct component_lines *component_lines_find(const char *component)
{
    for (size_t i = 0; component && i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (!strcmp(kinds[i]->component, component))
            return kinds[i];
    return NULL;
}

void component_story_add(struct component_story *story, enum role role,
                         const char *fmt, ...)
{
    struct component_line *line;
    va_list args;

    if (story->count == sizeof(story->lines) / sizeof(story->lines[0]))
        return;
    line = &story->lines[story->count++];
    line->role = role;
    va_start(args, fmt);
    (void)vsnprintf(line->text, sizeof(line->text), fmt, args);
    va_end(args);
}

void component_story_add_failures(struct component_story *story,
                                  const struct component *component,
                                  int64_t now_ms)
{
    for (size_t i = 0; i < component->count; i++) {
        const struct asked *asked = &component->asked[i];
        char age[UNITS_MAX];

        if (!*asked->error || is_told(component, i))
            continue;
        state_age(age, now_ms - asked->answered_ms);
        if (asked->answered_ms < 0)
            component_story_add(story, ROLE_WARNING, "%s: %s", asked->name,
                                asked->error);
        else
            component_story_add(story, ROLE_WARNING, "%s: %s; as of %s ago",
                                asked->name, asked->error, age);
    }
}

void component_line_draw(const struct component_line *line,
                         const struct canvas *canvas, int row)
{
    const struct rect area = {row, 3, 1, canvas_columns(canvas) - 4};

    if (line->role == ROLE_CRITICAL)
        canvas_glyph(canvas, row, 1, line->role, "✗", 'X');
    else if (line->role == ROLE_WARNING)
        canvas_glyph(canvas, row, 1, line->role, "!", '!');
    text_draw(canvas, area, line->role, line->text, TEXT_CUT_END);
}

void component_rule_draw(const struct component_rule *rule, int64_t now_ms,
                         const struct canvas *canvas)
{
    char age[UNITS_MAX], end[80] = " no answer yet ", more[40] = "";
    int columns = canvas_columns(canvas);
    int column;

    if (rule->answered_ms >= 0) {
        state_age(age, now_ms - rule->answered_ms);
        (void)snprintf(end, sizeof(end), " %s ago ", age);
    }
    if (rule->left_out > 0)
        (void)snprintf(more, sizeof(more), " +%d lines ", rule->left_out);
    rule_fill(canvas, 0, columns, ROLE_RULE);
    column = columns - 1 - text_width(end) - text_width(more);
    text_draw(canvas, (struct rect){0, 2, 1, column - 3}, rule->role,
              rule->title, TEXT_CUT_END | TEXT_NO_PAD);
    canvas_text(canvas, 0, 1, ROLE_RULE, " ");
    if (2 + text_width(rule->title) < column)
        canvas_text(canvas, 0, 2 + text_width(rule->title), ROLE_RULE, " ");
    column = canvas_text(canvas, 0, column, ROLE_DIM, more);
    canvas_text(canvas, 0, column, ROLE_DIM, end);
}

static bool is_told(const struct component *component, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!strcmp(component->asked[i].error, component->asked[index].error))
            return true;
    return false;
}
