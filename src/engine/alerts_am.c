/* alerts_am.c - one Alertmanager: its alerts, its silences, its version. */
#include "engine/alerts_private.h"

#include <stdio.h>

static void on_alert(void *owner, const struct told_alert *alert);
static void on_alerts_done(void *owner,
                           const struct alertmanager_result *result);
static void on_silence(void *owner, const struct silence *silence);
static void on_silences_done(void *owner,
                             const struct alertmanager_result *result);
static void ask_status(struct alerts_am *am);
static void on_status(void *owner, const char *version, const char *cluster);
static void on_status_done(void *owner,
                           const struct alertmanager_result *result);
static void note(struct alerts_am *am,
                 const struct alertmanager_result *result);
static void finish(struct engine *engine, size_t job,
                   const struct alertmanager_result *result);

void alerts_am_clear(struct alerts_am *am)
{
    alertmanager_free(am->client); /* cancels its calls */
    told_batch_unref(am->batch);
    silence_list_unref(am->silences);
    silence_list_unref(am->known);
}

void alerts_am_ask_alerts(struct alerts_am *am)
{
    const struct alertmanager_sink sink = {.owner = am, .alert = on_alert};
    struct err err = {0};

    am->batch =
        told_batch_new(alert_list_symbols(am->engine->alerts_feed->list),
                       ALERT_FROM_ALERTMANAGER);
    am->alerts_call =
        alertmanager_ask_alerts(am->client, &sink, on_alerts_done, &err);
    if (!am->alerts_call)
        on_alerts_done(am, &(struct alertmanager_result){
                               .err = err, .latency_ms = -1, .silence_id = ""});
}

static void on_alert(void *owner, const struct told_alert *alert)
{
    struct alerts_am *am = owner;
    struct told_sink sink = told_batch_sink(am->batch);

    sink.alert(sink.owner, alert);
}

static void on_alerts_done(void *owner,
                           const struct alertmanager_result *result)
{
    struct alerts_am *am = owner;
    struct engine *engine = am->engine;
    struct alert_list *list = engine->alerts_feed->list;

    am->alerts_call = NULL;
    am->has_asked = true;
    note(am, result);
    if (result->err.kind == ERR_NONE) {
        alert_list_take(list, am->source, am->batch);
        am->batch = NULL;
    } else {
        alert_list_failed(list, am->source, am->err.text);
    }
    told_batch_unref(am->batch);
    am->batch = NULL;
    finish(engine, am->alerts_job, result);
    alerts_feed_dirty(engine);
}

void alerts_am_ask_silences(struct alerts_am *am)
{
    const struct alertmanager_sink sink = {.owner = am, .silence = on_silence};
    struct err err = {0};

    am->silences = silence_list_new();
    am->silences_call =
        alertmanager_ask_silences(am->client, &sink, on_silences_done, &err);
    if (!am->silences_call)
        on_silences_done(am, &(struct alertmanager_result){.err = err,
                                                           .latency_ms = -1,
                                                           .silence_id = ""});
}

static void on_silence(void *owner, const struct silence *silence)
{
    struct alerts_am *am = owner;

    silence_list_add(am->silences, silence);
}

static void on_silences_done(void *owner,
                             const struct alertmanager_result *result)
{
    struct alerts_am *am = owner;
    struct engine *engine = am->engine;

    am->silences_call = NULL;
    if (result->err.kind == ERR_NONE) {
        silence_list_end(am->silences);
        silence_list_unref(am->known);
        am->known = silence_list_ref(am->silences);
        alert_list_take_silences(engine->alerts_feed->list, am->source,
                                 am->silences);
        am->silences = NULL;
    }
    silence_list_unref(am->silences);
    am->silences = NULL;
    finish(engine, am->silences_job, result);
    alerts_feed_dirty(engine);
}

static void ask_status(struct alerts_am *am)
{
    const struct alertmanager_sink sink = {.owner = am, .status = on_status};

    if (!am->status_call)
        am->status_call =
            alertmanager_ask_status(am->client, &sink, on_status_done, NULL);
}

static void on_status(void *owner, const char *version, const char *cluster)
{
    struct alerts_am *am = owner;
    struct backend *backend = &am->engine->backends[BACKEND_ALERTMANAGER];

    (void)cluster;
    (void)snprintf(backend->version, sizeof(backend->version), "%s", version);
}

static void on_status_done(void *owner,
                           const struct alertmanager_result *result)
{
    struct alerts_am *am = owner;

    (void)result;
    am->status_call = NULL;
    engine_changed(am->engine);
}

/* The light tells of all of them: one that is away is worth a look. */
static void note(struct alerts_am *am, const struct alertmanager_result *result)
{
    struct engine *engine = am->engine;
    const struct alerts_feed *feed = engine->alerts_feed;
    struct backend *backend = &engine->backends[BACKEND_ALERTMANAGER];
    const struct err *err = NULL;
    struct err own = {0};

    am->err = *engine_door_reason(engine, &engine->context->alertmanager.base,
                                  &result->err, &own);
    if (result->certificate_ms)
        am->certificate_ms = result->certificate_ms;
    for (size_t i = 0; i < feed->am_count && !err; i++)
        if (feed->ams[i].err.kind != ERR_NONE)
            err = &feed->ams[i].err;
    backend->certificate_ms = 0;
    for (size_t i = 0; i < feed->am_count; i++)
        backend->certificate_ms =
            lights_sooner(backend->certificate_ms, feed->ams[i].certificate_ms);
    if (am->err.kind == ERR_NONE && !engine->is_once &&
        !engine->backends[BACKEND_ALERTMANAGER].version[0])
        ask_status(am);
    lights_note_backend(engine, BACKEND_ALERTMANAGER, err, result->latency_ms);
}

static void finish(struct engine *engine, size_t job,
                   const struct alertmanager_result *result)
{
    sched_finished(engine->sched, job, result->err.kind == ERR_NONE,
                   result->retry_after_s * 1000,
                   loop_now(engine->loop).mono_ms);
    engine_arm(engine);
}
