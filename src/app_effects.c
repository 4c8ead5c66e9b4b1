/* app_effects.c - looks at a panel's number before a run and after it. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "panels/effect_look.h"
#include "panels/effect_text.h"

enum { BEFORE_LATE_MS = 10 * 1000 };

static struct effect *effect_of(const struct app *app,
                                const struct action *action);
static void begin(struct app *app, const struct action *action);
static void look(struct app *app, const struct action *action,
                 struct effect *effect, int point);

void app_read_effects(struct app *app)
{
    free(app->effects.items);
    app->effects.items =
        xcalloc(app->actions.count + 1, sizeof(*app->effects.items));
    app->effects.count = 0;
    for (size_t i = 0; i < app->actions.count; i++)
        if (app->actions.actions[i].panel[0] &&
            effect_read(&app->effects.items[app->effects.count],
                        app->settings->paths.state_dir,
                        app->actions.actions[i].id))
            app->effects.count++;
    app->desk.effects = &app->effects;
}

void app_note_effects(struct app *app)
{
    int64_t now_ms = loop_now(app->loop).wall_ms;

    for (size_t i = 0; i < app->actions.count; i++) {
        const struct action *action = &app->actions.actions[i];
        struct effect *effect = effect_of(app, action);
        int point;

        if (!action->panel[0] || action->is_dry_run)
            continue;
        if (!effect && now_ms - action->started_wall_ms < BEFORE_LATE_MS)
            begin(app, action);
        point = effect ? effect_due(effect, action, now_ms) : -1;
        if (point >= 0)
            look(app, action, effect, point);
    }
}

static struct effect *effect_of(const struct app *app,
                                const struct action *action)
{
    for (size_t i = 0; i < app->effects.count; i++)
        if (!strcmp(app->effects.items[i].id, action->id))
            return &app->effects.items[i];
    return NULL;
}

/* The list has room for one effect of each action. */
static void begin(struct app *app, const struct action *action)
{
    struct effect *effect = &app->effects.items[app->effects.count];
    struct err err = {0};

    effect_begin(effect, engine_model(app->engine), action);
    app->effects.count++;
    if (effect_write(effect, app->settings->paths.state_dir, &err) < 0)
        app_say(app, ROLE_WARNING, "action %s: %s", action->id, err.text);
}

static void look(struct app *app, const struct action *action,
                 struct effect *effect, int point)
{
    const struct model *model = engine_model(app->engine);
    int64_t now_ms = loop_now(app->loop).wall_ms;
    struct err err = {0};
    char text[240];

    effect_look(effect, point, model, action, now_ms);
    if (effect_write(effect, app->settings->paths.state_dir, &err) < 0) {
        app_say(app, ROLE_WARNING, "action %s: %s", action->id, err.text);
        return;
    }
    effect_format(effect, action, now_ms, !term_is_utf8(app->term), text,
                  sizeof(text));
    app_say(app, ROLE_MESSAGE, "action %s: %s", action->id, text);
}
