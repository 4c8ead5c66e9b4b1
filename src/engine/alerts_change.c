/* alerts_change.c - silences made and ended, alerts acknowledged. */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "engine/alerts_private.h"

static struct alerts_am *choose(struct engine *engine, const char *id,
                                struct err *err);
static struct alerts_change *change_new(struct alerts_am *am,
                                        engine_done_fn *done, void *owner);
static void open_door(struct alerts_change *change,
                      const struct silence_draft *draft, const char *id,
                      struct err *err);
static int begin(struct alerts_change *change);
static void drop(struct alerts_change *change);
static void on_done(void *owner, const struct alertmanager_result *result);

int engine_silence(struct engine *engine, const struct silence_draft *draft,
                   engine_done_fn *done, void *owner, struct err *err)
{
    struct alerts_am *am = choose(engine, draft->id, err);
    struct alerts_change *change;

    if (!am)
        return -1;
    change = change_new(am, done, owner);
    if (silence_door_is_needed(engine->context))
        open_door(change, draft, NULL, err);
    else
        change->call =
            alertmanager_silence(am->client, draft, on_done, change, err);
    return begin(change);
}

int engine_expire_silence(struct engine *engine, const char *id,
                          engine_done_fn *done, void *owner, struct err *err)
{
    struct alerts_am *am = choose(engine, id, err);
    struct alerts_change *change;

    if (!am)
        return -1;
    change = change_new(am, done, owner);
    if (silence_door_is_needed(engine->context))
        open_door(change, NULL, id, err);
    else
        change->call =
            alertmanager_expire(am->client, id, on_done, change, err);
    return begin(change);
}

int engine_acknowledge(struct engine *engine, const struct alert *alert,
                       const char *by, struct err *err)
{
    const struct passwd *user = by ? NULL : getpwuid(geteuid());
    int rc;

    if (!by)
        by = user ? user->pw_name : "unknown";
    rc = ack_book_add(engine->alerts_feed->acks, alert->labels, by,
                      loop_now(engine->loop).wall_ms, err);
    alerts_feed_dirty(engine);
    return rc;
}

/* The one that has the silence, else the first that answers. */
static struct alerts_am *choose(struct engine *engine, const char *id,
                                struct err *err)
{
    struct alerts_feed *feed = engine->alerts_feed;
    struct alerts_am *first = NULL;

    if (engine->settings->is_read_only) {
        err_set(err, ERR_REFUSED, 0, "read-only: silences are not changed");
        return NULL;
    }
    for (size_t i = 0; i < feed->am_count; i++) {
        struct alerts_am *am = &feed->ams[i];

        if (id && silence_list_find(am->known, id))
            return am;
        if (am->client && (!first || (first->err.kind != ERR_NONE &&
                                      am->err.kind == ERR_NONE)))
            first = am;
    }
    if (!first)
        err_set(err, ERR_REFUSED, 0,
                "no Alertmanager is configured; set alertmanager: {url: ...}");
    return first;
}

static struct alerts_change *change_new(struct alerts_am *am,
                                        engine_done_fn *done, void *owner)
{
    struct alerts_feed *feed = am->engine->alerts_feed;
    struct alerts_change *change = xcalloc(1, sizeof(*change));

    change->am = am;
    change->done = done;
    change->owner = owner;
    change->next = feed->changes;
    feed->changes = change;
    return change;
}

static void open_door(struct alerts_change *change,
                      const struct silence_draft *draft, const char *id,
                      struct err *err)
{
    struct engine *engine = change->am->engine;

    change->door = silence_door_open(
        &(struct silence_door_order){.loop = engine->loop,
                                     .http = engine->http,
                                     .context = engine->context,
                                     .runtime_dir =
                                         engine->settings->paths.runtime_dir,
                                     .draft = draft,
                                     .id = id,
                                     .owner = change,
                                     .done = on_done},
        err);
}

static int begin(struct alerts_change *change)
{
    if (change->call || change->door)
        return 0;
    drop(change);
    return -1;
}

static void drop(struct alerts_change *change)
{
    struct alerts_change **link = &change->am->engine->alerts_feed->changes;

    while (*link != change)
        link = &(*link)->next;
    *link = change->next;
    silence_door_free(change->door);
    free(change);
}

static void on_done(void *owner, const struct alertmanager_result *result)
{
    struct alerts_change *change = owner;
    struct engine *engine = change->am->engine;
    const struct engine_outcome outcome = {.err = result->err,
                                           .silence_id = result->silence_id};
    engine_done_fn *done = change->done;
    void *done_owner = change->owner;

    sched_kick(engine->sched, change->am->alerts_job);
    sched_kick(engine->sched, change->am->silences_job);
    engine_arm(engine);
    drop(change);
    done(done_owner, &outcome);
}
