/* state.c - states to symbols and words. */
#include "panels/state.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/units.h"

static const struct state_look look_ok = {ROLE_OK, "·", '.', "ok"};
static const struct state_look look_warning = {ROLE_WARNING, "!", '!',
                                               "warning"};
static const struct state_look look_critical = {ROLE_CRITICAL, "✗", 'X',
                                                "critical"};
static const struct state_look look_unknown = {ROLE_UNKNOWN, "?", '?',
                                               "unknown"};
static const struct state_look look_pending = {ROLE_PENDING, "~", '~',
                                               "pending"};
static const struct state_look look_info = {ROLE_INFO, "i", 'i', "info"};
static const struct state_look look_waiting = {ROLE_DIM, "…", '_', "waiting"};
static const struct state_look look_off = {ROLE_DIM, "-", '-', "off"};

static void limit_text(const struct panel *panel, char *out, size_t size);

const struct state_look *state_of_health(enum health_state state)
{
    switch (state) {
    case HEALTH_OK:
        return &look_ok;
    case HEALTH_WARNING:
        return &look_warning;
    case HEALTH_CRITICAL:
        return &look_critical;
    case HEALTH_UNKNOWN:
        break;
    }
    return &look_unknown;
}

const struct state_look *state_of_panel(const struct panel *panel)
{
    if (panel->data == PANEL_WAITING)
        return panel->reason[0] ? &look_unknown : &look_waiting;
    if (panel->health.state == HEALTH_OK && panel->health.breached)
        return panel->health.is_pending ? &look_pending : &look_info;
    return state_of_health(panel->health.state);
}

const struct state_look *state_of_backend(const struct backend *backend)
{
    switch (backend->state) {
    case BACKEND_OK:
        return &look_ok;
    case BACKEND_SLOW:
        return &look_warning;
    case BACKEND_DOWN:
        return &look_critical;
    case BACKEND_WAITING:
        return &look_waiting;
    case BACKEND_OFF:
        break;
    }
    return &look_off;
}

void state_headline(const struct panel *panel, int64_t now_ms, int cells,
                    int is_ascii, char *out, size_t size)
{
    const struct state_look *look = state_of_panel(panel);
    char symbol[8], value[UNITS_MAX] = "", age[UNITS_MAX] = "";
    const char *word = look->word;
    char forms[5][80];

    (void)snprintf(symbol, sizeof(symbol), "%s", look->symbol);
    if (is_ascii)
        (void)snprintf(symbol, sizeof(symbol), "%c", look->ascii);
    if (panel->data == PANEL_LIVE || panel->data == PANEL_STALE)
        units_format(value, panel->health.value, panel_unit(panel), is_ascii);
    if (panel->data == PANEL_STALE) {
        word = "stale";
        state_age(age, panel_age_ms(panel, now_ms));
    } else if (panel->data == PANEL_EMPTY) {
        word = "no data";
    } else if (panel->health.breached && panel->health.since_ms >= 0) {
        state_age(age, now_ms - panel->health.since_ms);
    }
    (void)snprintf(forms[0], sizeof(forms[0]), "%s%s%s %s%s%s", value,
                   value[0] ? " " : "", symbol, word, age[0] ? " " : "", age);
    (void)snprintf(forms[1], sizeof(forms[1]), "%s%s%s %s", value,
                   value[0] ? " " : "", symbol, age[0] ? age : word);
    (void)snprintf(
        forms[2], sizeof(forms[2]), "%s%s%s%s%s%s", value, value[0] ? " " : "",
        symbol, panel->data == PANEL_STALE ? "?" : "", age[0] ? " " : "", age);
    (void)snprintf(forms[3], sizeof(forms[3]), "%s%s%s", value,
                   value[0] ? " " : "", symbol);
    (void)snprintf(forms[4], sizeof(forms[4]), "%s", symbol);
    for (int form = 0; form < 5; form++) {
        (void)snprintf(out, size, "%s", forms[form]);
        if ((int)utf8_width(out, strlen(out)) <= cells)
            return;
    }
}

void state_reason(const struct panel *panel, int64_t now_ms, char *out,
                  size_t size)
{
    char age[UNITS_MAX], wait[UNITS_MAX];
    const struct health *health = &panel->health;

    out[0] = '\0';
    if (panel->data == PANEL_STALE) {
        int64_t age_ms = panel_age_ms(panel, now_ms);

        state_age(age, age_ms);
        units_format_age(wait, panel->next_try_ms - now_ms);
        if (age_ms < 0)
            (void)snprintf(out, size, "%s",
                           panel->reason[0]
                               ? panel->reason
                               : "no traffic: the query has series but no "
                                 "values");
        else
            (void)snprintf(out, size, "%s old; next try %s%s%s", age, wait,
                           panel->reason[0] ? ": " : "", panel->reason);
        return;
    }
    if (panel->reason[0]) {
        (void)snprintf(out, size, "%s", panel->reason);
        return;
    }
    if (!health->breached || panel->data != PANEL_LIVE)
        return;
    limit_text(panel, out, size);
    state_age(age, now_ms - health->since_ms);
    state_age(wait, health->fires_at_ms - now_ms);
    if (health->is_pending)
        (void)snprintf(out + strlen(out), size - strlen(out),
                       " for %s; counts in %s", age, wait);
    else
        (void)snprintf(out + strlen(out), size - strlen(out), " for %s", age);
}

int state_weight(const struct panel *panel)
{
    const struct state_look *look = state_of_panel(panel);

    if (look == &look_critical)
        return 5;
    if (look == &look_warning)
        return 4;
    if (look == &look_unknown)
        return 3;
    if (look == &look_pending)
        return 2;
    return look == &look_info ? 1 : 0;
}

void state_age(char out[UNITS_MAX], int64_t age_ms)
{
    char *minutes;

    units_format_age(out, age_ms);
    minutes = strchr(out, 'm');
    if (minutes)
        minutes[1] = '\0';
}

/* "above 85 % (high watermark)" */
static void limit_text(const struct panel *panel, char *out, size_t size)
{
    const struct panel_threshold *threshold = panel->health.breached;
    char limit[UNITS_MAX];

    units_format(limit, threshold->limit, panel_unit(panel), false);
    (void)snprintf(
        out, size, "%s %s%s%s%s", threshold->is_above ? "above" : "below",
        limit, threshold->label ? " (" : "",
        threshold->label ? threshold->label : "", threshold->label ? ")" : "");
}
