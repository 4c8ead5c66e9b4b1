/* alert_rows.c - grouping, filtering and painting lines of alerts. */
#include "panels/alert_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "data/units.h"
#include "panels/state.h"
#include "ui/text.h"

/* What is to be answered at once is overdue after P0's response time. */
enum { AT_ONCE_MS = 900000 };

enum { AGE_COLUMNS = 6, CLOCK_COLUMNS = 14, NAME_MOST = 44 };

/* A runbook is named where enough is left for what the alert says. */
enum { RUNBOOK_MOST = 24, TEXT_LEAST = 24 };

static bool is_wanted(const struct alert *alert,
                      const struct alert_choice *choice);
static uint64_t group_key(const struct alert *alert);
static bool is_open(const struct alert_choice *choice,
                    const struct alert *alert);
static void add_group(struct alert_rows *rows, const struct alert *alerts,
                      size_t count, const struct alert_choice *choice);
static void describe(const struct alert_row *row, const struct canvas *canvas);
static int draw_runbook(const struct alert_row *row,
                        const struct canvas *canvas, int from, int to);
static const char *telling_label(const struct alert_row *row);
static const char *telling_name(const struct alert *alerts, size_t count);

void alert_rows_init(struct alert_rows *rows, const struct alerts *alerts,
                     const struct alert_choice *choice)
{
    size_t count = alerts ? alerts->count : 0;

    /* At most a line for each group and one for each alert. */
    *rows = (struct alert_rows){
        .rows = xcalloc(2 * count + 1, sizeof(*rows->rows))};
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start;
             end < count && alert_rows_is_same_group(&alerts->items[start],
                                                     &alerts->items[end]);)
            end++;
        add_group(rows, alerts->items + start, end - start, choice);
    }
}

void alert_rows_clear(struct alert_rows *rows)
{
    free(rows->rows);
    *rows = (struct alert_rows){0};
}

void alert_rows_toggle(struct alert_choice *choice, const struct alert *alert)
{
    uint64_t key = group_key(alert);

    for (size_t i = 0; i < choice->open_count; i++) {
        if (choice->open[i] == key) {
            choice->open[i] = choice->open[--choice->open_count];
            return;
        }
    }
    if (choice->open_count < ALERT_ROWS_OPEN_MAX)
        choice->open[choice->open_count++] = key;
}

void alert_row_draw(const struct alert_row *row, int64_t now_ms,
                    const struct canvas *canvas)
{
    const struct alert *alert = row->alert;
    int columns = canvas_columns(canvas);
    int clock = columns - CLOCK_COLUMNS - 1;
    int age = clock - AGE_COLUMNS - 1;
    int name = columns * 2 / 5 < NAME_MOST ? columns * 2 / 5 : NAME_MOST;
    char text[300], count[24] = "";
    int left = row->is_member ? 4 : 3;
    enum role role = alert_symbol(alert, canvas, 0, left - 2);
    struct canvas part;

    if (!row->is_member && row->count > 1)
        (void)snprintf(count, sizeof(count), " %s%zu",
                       canvas->is_ascii ? "x" : "×", row->count);
    text_draw(canvas,
              (struct rect){0, left, 1, name - left - text_width(count)}, role,
              row->is_member ? telling_label(row) : alert->name, TEXT_NO_PAD);
    (void)canvas_text(
        canvas, 0,
        left + (text_width(alert->name) < name - left - text_width(count)
                    ? text_width(alert->name)
                    : name - left - text_width(count)),
        ROLE_STRONG, count);
    part = canvas_cut(
        canvas,
        (struct rect){0, name + 1, 1,
                      draw_runbook(row, canvas, name + 1, age - 1) - name - 1});
    describe(row, &part);
    state_age(text, now_ms - alert->since_ms);
    text_draw(canvas, (struct rect){0, age, 1, AGE_COLUMNS}, ROLE_DIM, text,
              TEXT_RIGHT);
    role = alert_clock(row->clock ? row->clock : alert, now_ms, text,
                       sizeof(text));
    text_draw(canvas, (struct rect){0, clock + 1, 1, CLOCK_COLUMNS - 1}, role,
              text, TEXT_NO_PAD | TEXT_CUT_END);
}

enum role alert_clock(const struct alert *alert, int64_t now_ms, char *out,
                      size_t size)
{
    char time[UNITS_MAX];
    int64_t left_ms = alert->respond_by_ms - now_ms;

    out[0] = '\0';
    switch (alert->state) {
    case ALERT_PENDING:
        state_age(time, alert->fires_at_ms - now_ms);
        (void)snprintf(out, size, "fires in %s", time);
        return ROLE_PENDING;
    case ALERT_SILENCED:
        units_format_clock(time, alert->silenced_until_ms, false);
        (void)snprintf(out, size, "%s%s",
                       alert->silenced_until_ms < 0 ? "silenced" : "until ",
                       alert->silenced_until_ms < 0 ? "" : time);
        return ROLE_DIM;
    case ALERT_INHIBITED:
        (void)snprintf(out, size, "inhibited");
        return ROLE_DIM;
    case ALERT_RESOLVED:
        state_age(time, now_ms - alert->resolved_ms);
        (void)snprintf(out, size, "%s ago", time);
        return ROLE_OK;
    case ALERT_FIRING:
        break;
    }
    if (alert->acknowledged_by[0]) {
        (void)snprintf(out, size, "ack %s", alert->acknowledged_by);
        return ROLE_DIM;
    }
    if (alert->respond_by_ms < 0)
        return ROLE_DIM;
    if (alert->respond_by_ms <= alert->since_ms && -left_ms < AT_ONCE_MS) {
        (void)snprintf(out, size, "respond now");
        return ROLE_CRITICAL;
    }
    if (left_ms <= 0) {
        (void)snprintf(out, size, "overdue");
        return ROLE_CRITICAL;
    }
    state_age(time, left_ms);
    (void)snprintf(out, size, "%s left", time);
    return ROLE_TEXT;
}

enum role alert_symbol(const struct alert *alert, const struct canvas *canvas,
                       int row, int column)
{
    static const struct {
        const char *utf8;
        enum role role;
        char ascii;
    } of_state[] = {
        [ALERT_FIRING] = {"i", ROLE_INFO, 'i'},
        [ALERT_PENDING] = {"~", ROLE_PENDING, '~'},
        [ALERT_SILENCED] = {"z", ROLE_DIM, 'z'},
        [ALERT_INHIBITED] = {"/", ROLE_DIM, '/'},
        [ALERT_RESOLVED] = {"✓", ROLE_OK, 'v'},
    };
    enum role role = of_state[alert->state].role;
    const char *utf8 = of_state[alert->state].utf8;
    char ascii = of_state[alert->state].ascii;

    if (alert->state == ALERT_FIRING && alert->severity == SEVERITY_CRITICAL) {
        role = ROLE_CRITICAL;
        utf8 = "✗";
        ascii = 'X';
    } else if (alert->state == ALERT_FIRING &&
               alert->severity == SEVERITY_WARNING) {
        role = ROLE_WARNING;
        utf8 = "!";
        ascii = '!';
    }
    canvas_glyph(canvas, row, column, role, utf8, ascii);
    return role;
}

/* Which one it is and its value, then what it means as far as there is room:
 * the name is cut, the number never. Of a group the oldest speaks. */
static void describe(const struct alert_row *row, const struct canvas *canvas)
{
    const struct alert *alert = row->alert;
    const char *label = row->is_member ? "" : telling_label(row);
    int columns = canvas_columns(canvas), column;
    char value[UNITS_MAX] = "";

    if (!isnan(alert->value) && !alert_value_is_idle(alert))
        units_format(value, alert->value, alert_unit(alert), canvas->is_ascii);
    column = columns - (value[0] ? text_width(value) + 1 : 0);
    if (text_width(label) < column)
        column = text_width(label);
    text_draw(canvas, (struct rect){0, 0, 1, column}, ROLE_TEXT, label,
              TEXT_NO_PAD);
    column += label[0] != '\0';
    column = canvas_text(canvas, 0, column, ROLE_STRONG, value);
    if (!row->is_member && columns - column - 2 >= TEXT_LEAST)
        text_draw(canvas, (struct rect){0, column + 2, 1, columns - column - 2},
                  ROLE_DIM, alert->summary, TEXT_NO_PAD | TEXT_CUT_END);
}

/* Names the runbook at the end of the room for the text, if both fit; returns
 * up to where the text may go. */
static int draw_runbook(const struct alert_row *row,
                        const struct canvas *canvas, int from, int to)
{
    int columns = row->runbook ? text_width(row->runbook) : 0;
    int at;

    if (columns > RUNBOOK_MOST)
        columns = RUNBOOK_MOST;
    at = to - columns - 1;
    if (!columns || row->is_member || at - 3 - from < TEXT_LEAST)
        return to;
    (void)canvas_text(canvas, 0, at - 2, ROLE_DIM, "r ");
    text_draw(canvas, (struct rect){0, at, 1, columns}, ROLE_DIM, row->runbook,
              TEXT_NO_PAD);
    return at - 3;
}

/* The value of the label that says which one it is. */
static const char *telling_label(const struct alert_row *row)
{
    const char *name = row->label ? row->label : telling_name(row->alert, 1);
    const char *value = name ? labels_get(row->alert->labels, name) : NULL;

    return value ? value : "";
}

/* Names the label that tells the alerts of a group apart: the first of the
 * usual ones that differs, else the first that they have. */
static const char *telling_name(const struct alert *alerts, size_t count)
{
    static const char *const names[] = {
        "pod",   "node",      "name",     "host",    "mountpoint", "partition",
        "topic", "namespace", "instance", "cluster", "job",        "component",
    };
    const char *first = NULL;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = labels_get(alerts[0].labels, names[i]);

        for (size_t at = 1; value && at < count; at++) {
            const char *other = labels_get(alerts[at].labels, names[i]);

            if (!other || strcmp(other, value) != 0)
                return names[i];
        }
        if (value && !first)
            first = names[i];
    }
    return first;
}

static bool is_wanted(const struct alert *alert,
                      const struct alert_choice *choice)
{
    if (choice->hides_silenced &&
        (alert->state == ALERT_SILENCED || alert->state == ALERT_INHIBITED))
        return false;
    if (!choice->search[0] || strcasestr(alert->name, choice->search) ||
        strcasestr(alert->summary, choice->search))
        return true;
    for (size_t i = 0; alert->labels && i < labels_count(alert->labels); i++)
        if (strcasestr(labels_value(alert->labels, i), choice->search))
            return true;
    return false;
}

bool alert_rows_is_same_group(const struct alert *left,
                              const struct alert *right)
{
    return left->state == right->state && left->severity == right->severity &&
           !strcmp(left->name, right->name);
}

/* FNV-1a over the name, with the state: a silenced group folds on its own. */
static uint64_t group_key(const struct alert *alert)
{
    uint64_t hash = 0xcbf29ce484222325U ^ (uint64_t)alert->state;

    for (const char *at = alert->name; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 0x100000001b3U;
    return hash;
}

static bool is_open(const struct alert_choice *choice,
                    const struct alert *alert)
{
    uint64_t key = group_key(alert);

    for (size_t i = 0; i < choice->open_count; i++)
        if (choice->open[i] == key)
            return true;
    return false;
}

/* Adds the line of a group, and its members' when it is unfolded. */
static void add_group(struct alert_rows *rows, const struct alert *alerts,
                      size_t count, const struct alert_choice *choice)
{
    struct alert_row *group = &rows->rows[rows->count];

    for (size_t i = 0; i < count; i++) {
        if (!is_wanted(&alerts[i], choice)) {
            rows->hidden++;
            continue;
        }
        if (!group->count++)
            group->alert = &alerts[i];
        if (!group->clock && !alerts[i].acknowledged_by[0])
            group->clock = &alerts[i];
    }
    if (!group->count)
        return;
    rows->count++;
    group->is_open = group->count > 1 && is_open(choice, group->alert);
    /* Of a line alone it is found out when it is drawn: few of many are. */
    if (group->is_open || (group->count == 1 && count > 1))
        group->label = telling_name(alerts, count);
    for (size_t i = 0; group->is_open && i < count; i++)
        if (is_wanted(&alerts[i], choice))
            rows->rows[rows->count++] =
                (struct alert_row){.alert = &alerts[i],
                                   .label = group->label,
                                   .count = 1,
                                   .is_member = true};
}
