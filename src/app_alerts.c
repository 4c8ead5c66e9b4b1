/* app_alerts.c - what people do about alerts: see, acknowledge, silence. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panels/alert_rows.h"
#include "panels/alerts_view.h"
#include "panels/silence_view.h"

static void send_silence(struct app *app);
static void on_silenced(void *owner, const struct engine_outcome *outcome);
static void on_expired(void *owner, const struct engine_outcome *outcome);
static bool is_news(const struct alert *alert, int64_t since_ms);

void app_show_alerts(struct app *app)
{
    if (strcmp(app_view(app)->ops->name, "alerts") != 0)
        app_push_view(app, "alerts", "");
}

void app_acknowledge(struct app *app, const char *argument)
{
    const struct alerts *alerts = engine_model(app->engine)->alerts;
    const struct alert *alert = alerts_find(alerts, argument);
    struct err err = {0};
    size_t count = 0;
    int rc = 0;

    if (!alert) {
        app_say(app, ROLE_DIM, "no alert is selected");
        return;
    }
    /* The list is built anew later, not while it is gone through. */
    for (size_t i = 0; i < alerts->count; i++) {
        const struct alert *other = &alerts->items[i];

        if (other != alert && (!alerts_means_group(argument) ||
                               !alert_rows_is_same_group(alert, other)))
            continue;
        count++;
        if (engine_acknowledge(app->engine, other, NULL, &err) < 0)
            rc = -1;
    }
    if (rc < 0)
        app_say(app, ROLE_WARNING, "acknowledged, but: %s", err.text);
    else if (count > 1)
        app_say(app, ROLE_MESSAGE, "acknowledged %zu of %s", count,
                alert->name);
    else
        app_say(app, ROLE_MESSAGE, "acknowledged %s", alert->name);
}

void app_silence(struct app *app, const char *argument)
{
    if (!strcmp(argument, "send"))
        send_silence(app);
    else if (!argument[0])
        app_say(app, ROLE_DIM, "no alert is selected");
    else
        app_push_view(app, "silence", argument);
}

void app_expire(struct app *app, const char *identity)
{
    const struct alert *alert =
        alerts_find(engine_model(app->engine)->alerts, identity);
    struct err err = {0};

    if (!alert || !alert->silence_id[0])
        app_say(app, ROLE_DIM, "no silence is selected");
    else if (engine_expire_silence(app->engine, alert->silence_id, on_expired,
                                   app, &err) < 0)
        app_say(app, ROLE_WARNING, "%s", err.text);
    else
        app_say(app, ROLE_DIM, "ending the silence");
}

void app_extend(struct app *app, const char *identity)
{
    const struct alert *alert =
        alerts_find(engine_model(app->engine)->alerts, identity);
    char argument[64];

    if (!alert || !alert->silence_id[0]) {
        app_say(app, ROLE_DIM, "no silence is selected");
        return;
    }
    (void)snprintf(argument, sizeof(argument), SILENCE_VIEW_EXTEND "%s",
                   identity);
    app_push_view(app, "silence", argument);
}

/* Rings for a critical alert that was not there at the last look, and puts
 * the count into the terminal's title. */
void app_notice_alerts(struct app *app)
{
    const struct alerts *alerts = engine_model(app->engine)->alerts;
    struct err err = {0};
    size_t critical = 0;
    int64_t newest_ms = app->noticed_ms;
    bool is_new = false;
    char title[80];

    if (!alerts || !alerts->is_known)
        return;
    for (size_t i = 0; i < alerts->count; i++) {
        const struct alert *alert = &alerts->items[i];

        if (alert->state != ALERT_FIRING ||
            alert->severity != SEVERITY_CRITICAL)
            continue;
        critical++;
        is_new = is_new || is_news(alert, app->noticed_ms);
        if (alert->since_ms > newest_ms)
            newest_ms = alert->since_ms;
    }
    if (is_new && app->noticed_ms >= 0 && app->settings->has_bell)
        (void)term_bell(app->term, &err);
    if (critical != app->titled_critical && app->settings->has_title) {
        (void)snprintf(title, sizeof(title),
                       critical ? "tracetop: %zu critical" : "tracetop",
                       critical);
        (void)term_title(app->term, title, &err);
        app->titled_critical = critical;
    }
    app->noticed_ms = newest_ms < 0 ? 0 : newest_ms;
}

static bool is_news(const struct alert *alert, int64_t since_ms)
{
    return alert->since_ms > since_ms && !alert->acknowledged_by[0];
}

/* The silence view is on screen, and its fields are right. */
static void send_silence(struct app *app)
{
    struct silence_draft draft = {0};
    struct silence_wish wish;
    struct err err = {0};
    const char *user = getenv("USER");
    int64_t now_ms = loop_now(app->loop).wall_ms;

    if (app_view(app)->ops != &silence_view_ops)
        return;
    if (silence_view_read(app_view(app), &wish, &err) < 0) {
        app_say(app, ROLE_WARNING, "%s", err.text);
        return;
    }
    draft.matchers = wish.matchers.items;
    draft.matcher_count = wish.matchers.count;
    draft.id = wish.id;
    draft.starts_ms = wish.id ? wish.starts_ms : now_ms;
    draft.ends_ms =
        (wish.ends_ms > now_ms ? wish.ends_ms : now_ms) + wish.duration_ms;
    draft.created_by = user && user[0] ? user : "tracetop";
    draft.comment = wish.comment;
    if (engine_silence(app->engine, &draft, on_silenced, app, &err) < 0)
        app_say(app, ROLE_WARNING, "%s", err.text);
    else
        app_say(app, ROLE_DIM, "asking Alertmanager for the silence");
    matchers_clear(&wish.matchers);
}

static void on_silenced(void *owner, const struct engine_outcome *outcome)
{
    struct app *app = owner;

    if (outcome->err.kind != ERR_NONE) {
        app_say(app, ROLE_WARNING, "%s", outcome->err.text);
        return;
    }
    if (app_view(app)->ops == &silence_view_ops)
        app_pop_view(app);
    app_say(app, ROLE_MESSAGE, "silenced: %s", outcome->silence_id);
}

static void on_expired(void *owner, const struct engine_outcome *outcome)
{
    struct app *app = owner;

    if (outcome->err.kind != ERR_NONE)
        app_say(app, ROLE_WARNING, "%s", outcome->err.text);
    else
        app_say(app, ROLE_MESSAGE, "the silence has ended");
}
