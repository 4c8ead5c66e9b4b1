/* facts_feed.c - asks Prometheus the single numbers that the checks want. */
#include "engine/facts_feed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "engine/engine_private.h"
#include "model/fact.h"

enum { INTERVAL_MS = 60000 };
#define ALL_FACTS ((1u << FACT_COUNT) - 1)
static const size_t NO_QUERY = PANEL_NO_QUERY;
static const int64_t WEEK_MS = INT64_C(604800000), HALF_HOUR_MS = 1800000;

/* All of them go in one question, told apart by a label. NULL: asked on its
 * own, made from a panel's query at another time. */
static const char *const expressions[FACT_COUNT] = {
    [FACT_TARGETS] = "count(up)",
    [FACT_TARGETS_UP] = "sum(up)",
    [FACT_PODS] = "sum(kube_pod_status_phase{namespace=\"$namespace\","
                  "phase!=\"Succeeded\"})",
    [FACT_PODS_READY] = "sum(kube_pod_status_ready{namespace=\"$namespace\","
                        "condition=\"true\"})",
    [FACT_PODS_STUCK] =
        "sum(kube_pod_container_status_waiting_reason{namespace=\"$namespace\","
        "reason!~\"ContainerCreating|PodInitializing\"})",
    [FACT_RESTARTS] = "sum(increase(kube_pod_container_status_restarts_total{"
                      "namespace=\"$namespace\"}[1h]))",
    [FACT_CLUSTER_COLOR] =
        "2 * max(elasticsearch_cluster_health_status{color=\"red\"}) + "
        "max(elasticsearch_cluster_health_status{color=\"yellow\"})",
    [FACT_UNASSIGNED] = "sum(elasticsearch_cluster_health_unassigned_shards)",
    [FACT_COLLECTOR_PODS] =
        "count(count by (pod) (container_cpu_usage_seconds_total{"
        "namespace=\"$namespace\",pod=~\"otel-collector.*\"}))",
    [FACT_THROTTLED_RATIO] =
        "max(rate(container_cpu_cfs_throttled_periods_total{"
        "namespace=\"$namespace\",pod=~\"otel-collector.*\"}[5m]) / "
        "rate(container_cpu_cfs_periods_total{"
        "namespace=\"$namespace\",pod=~\"otel-collector.*\"}[5m]))",
    [FACT_CONSUMERS] =
        "sum(kafka_consumergroup_members{consumergroup=\"$kafka_group\"})",
};

enum asking_kind { ASKING_NOW, ASKING_LAST_WEEK, ASKING_KINDS };

struct asking_fact {
    struct engine *engine;
    enum asking_kind kind;
    size_t job;
    struct prometheus_call *call; /* NULL: nothing in flight */
    double values[FACT_COUNT];    /* of the answer under way */
    size_t fact;                  /* of the series under way, or FACT_COUNT */
    size_t query;                 /* of the panel, that was asked last */
    bool has_asked;
};

struct facts_feed {
    struct fact facts[FACT_COUNT];
    struct asking_fact askings[ASKING_KINDS];
    unsigned wanted; /* set of 1 << id */
};

static bool has_prometheus(const struct engine *engine);
static unsigned facts_of(enum asking_kind kind);
static size_t query_of(const struct asking_fact *asking);
static void ask(struct asking_fact *asking);
static char *expression_of(const struct asking_fact *asking);
static void on_series(void *owner, const struct label_text *pairs,
                      size_t count);
static void on_sample(void *owner, int64_t at_ms, double value);
static void on_done(void *owner, const struct prometheus_result *result);
static void end(struct asking_fact *asking, const struct err *err,
                int64_t retry_after_ms);

void facts_feed_init(struct engine *engine)
{
    struct facts_feed *feed = xcalloc(1, sizeof(*feed));

    engine->facts_feed = feed;
    for (size_t i = 0; i < ASKING_KINDS; i++) {
        feed->askings[i] = (struct asking_fact){
            .engine = engine,
            .kind = (enum asking_kind)i,
            .job = sched_add(engine->sched, BACKEND_PROMETHEUS, INTERVAL_MS),
            .query = NO_QUERY,
        };
        sched_enable(engine->sched, feed->askings[i].job, false);
    }
    for (size_t i = 0; i < FACT_COUNT; i++) {
        feed->facts[i] = (struct fact){.value = NAN, .answered_ms = -1};
        if (!has_prometheus(engine))
            (void)snprintf(feed->facts[i].error, sizeof(feed->facts[i].error),
                           "prometheus is not configured");
    }
    engine->model.facts = feed->facts;
}

void facts_feed_clear(struct engine *engine)
{
    if (!engine->facts_feed)
        return;
    for (size_t i = 0; i < ASKING_KINDS; i++)
        prometheus_cancel(engine->facts_feed->askings[i].call);
    free(engine->facts_feed);
    engine->facts_feed = NULL;
}

void engine_want_facts(struct engine *engine)
{
    if (!engine->facts_feed->wanted)
        facts_feed_want(engine, ALL_FACTS);
}

void facts_feed_want(struct engine *engine, unsigned facts)
{
    struct facts_feed *feed = engine->facts_feed;

    if (!has_prometheus(engine))
        return;
    feed->wanted = facts;
    for (size_t i = 0; i < ASKING_KINDS; i++)
        sched_enable(engine->sched, feed->askings[i].job,
                     (facts & facts_of((enum asking_kind)i)) != 0);
    engine_arm(engine);
}

bool facts_feed_start(struct engine *engine, size_t job)
{
    for (size_t i = 0; i < ASKING_KINDS; i++)
        if (engine->facts_feed->askings[i].job == job) {
            ask(&engine->facts_feed->askings[i]);
            return true;
        }
    return false;
}

bool facts_feed_is_settled(const struct engine *engine)
{
    const struct facts_feed *feed = engine->facts_feed;

    for (size_t i = 0; i < FACT_COUNT; i++)
        if (feed->wanted & 1u << i && feed->facts[i].answered_ms < 0 &&
            !feed->facts[i].error[0])
            return false;
    return true;
}

/* Last week's number is asked at once, by the query that the panel most likely
 * has; when it turns out to be another one, again. */
void facts_feed_wake(struct engine *engine)
{
    struct facts_feed *feed = engine->facts_feed;
    struct asking_fact *asking = feed ? &feed->askings[ASKING_LAST_WEEK] : NULL;
    struct fact *fact = feed ? &feed->facts[FACT_LAST_WEEK] : NULL;

    if (!feed || !(feed->wanted & 1u << FACT_LAST_WEEK) || !asking->has_asked ||
        asking->query == query_of(asking))
        return;
    if (asking->call) {
        prometheus_cancel(asking->call);
        asking->call = NULL;
        sched_finished(engine->sched, asking->job, true, 0,
                       loop_now(engine->loop).mono_ms);
    }
    asking->has_asked = false;
    *fact = (struct fact){.value = NAN, .answered_ms = -1};
    sched_kick(engine->sched, asking->job);
    engine_arm(engine);
}

static unsigned facts_of(enum asking_kind kind)
{
    unsigned facts = 0;

    for (size_t i = 0; i < FACT_COUNT; i++)
        if ((kind == ASKING_NOW) == (expressions[i] != NULL))
            facts |= 1u << i;
    return facts;
}

/* The ingestion panel's; while it looks for one, the first, or for one who asks
 * once the one that it tries. */
static size_t query_of(const struct asking_fact *asking)
{
    const struct engine *engine = asking->engine;
    const size_t index = model_find_panel(&engine->model, "ingestion");
    const struct probe *probe;

    if (index == PANEL_NO_QUERY)
        return NO_QUERY;
    probe = &engine->panel_feeds[index].probe;
    if (!probe->is_running)
        return engine->panels[index].query;
    if (!engine->is_once)
        return asking->has_asked ? asking->query : 0;
    return probe->next < engine->panels[index].def->query_count ? probe->next
                                                                : NO_QUERY;
}

static bool has_prometheus(const struct engine *engine)
{
    const struct backend_settings *backend = &engine->context->prometheus;

    return backend->url && !backend->is_off;
}

static void ask(struct asking_fact *asking)
{
    struct engine *engine = asking->engine;
    const struct matrix_sink sink = {
        .owner = asking, .series = on_series, .sample = on_sample};
    int64_t at_ms = loop_now(engine->loop).wall_ms;
    char *expression;
    struct err err = {0};

    for (size_t i = 0; i < FACT_COUNT; i++)
        asking->values[i] = NAN;
    asking->query = query_of(asking);
    asking->has_asked = true;
    expression = expression_of(asking);
    if (asking->kind == ASKING_LAST_WEEK)
        at_ms -= WEEK_MS - HALF_HOUR_MS; /* the hour around then */
    if (expression)
        asking->call =
            prometheus_ask(engine->prometheus, expression, false,
                           &(struct window){.start_ms = at_ms, .end_ms = at_ms},
                           &sink, on_done, asking, &err);
    else
        (void)err_set(&err, ERR_REFUSED, 0, "no query for it has data");
    if (!asking->call)
        end(asking, &err, 0);
    free(expression);
}

static char *expression_of(const struct asking_fact *asking)
{
    const struct context_settings *context = asking->engine->context;
    const struct panel_variables variables = {
        .namespace_name = context->namespace_name,
        .kafka_group = context->kafka.group,
        .kafka_topic = context->kafka.topic,
    };
    const size_t index = model_find_panel(&asking->engine->model, "ingestion");
    struct buf out;
    char *expression;

    if (asking->kind == ASKING_LAST_WEEK)
        return asking->query == NO_QUERY
                   ? NULL
                   : xasprintf("avg_over_time((sum(%s))[1h:5m])",
                               asking->engine->panels[index]
                                   .def->queries[asking->query]
                                   .expression);
    buf_init(&out, 65536);
    for (size_t i = 0; i < FACT_COUNT; i++)
        if (expressions[i] && asking->engine->facts_feed->wanted & 1u << i)
            buf_printf(&out,
                       "%slabel_replace(%s, \"fact\", \"%zu\", \"\", \"\")",
                       out.length ? " or " : "", expressions[i], i);
    expression = panel_def_expand(out.bytes, &variables);
    buf_clear(&out);
    return expression;
}

static void on_series(void *owner, const struct label_text *pairs, size_t count)
{
    struct asking_fact *asking = owner;

    asking->fact =
        asking->kind == ASKING_LAST_WEEK ? FACT_LAST_WEEK : FACT_COUNT;
    for (size_t i = 0; i < count; i++) {
        size_t fact = 0;

        if (pairs[i].name_length != 4 || memcmp(pairs[i].name, "fact", 4) != 0)
            continue;
        for (size_t j = 0; j < pairs[i].value_length && fact < FACT_COUNT; j++)
            fact = fact * 10 + (size_t)(pairs[i].value[j] - '0') % 10;
        asking->fact = fact;
    }
}

static void on_sample(void *owner, int64_t at_ms, double value)
{
    struct asking_fact *asking = owner;

    (void)at_ms;
    if (asking->fact < FACT_COUNT)
        asking->values[asking->fact] = value;
}

static void on_done(void *owner, const struct prometheus_result *result)
{
    struct asking_fact *asking = owner;
    bool is_ok = result->err.kind == ERR_NONE;

    asking->call = NULL;
    if (asking->engine->backends[BACKEND_PROMETHEUS].state == BACKEND_WAITING)
        lights_note(asking->engine,
                    result); /* the panels say how quick it is */
    end(asking, is_ok ? NULL : &result->err,
        result->retry_after_s > 0 ? result->retry_after_s * 1000 : 0);
}

static void end(struct asking_fact *asking, const struct err *err,
                int64_t retry_after_ms)
{
    struct engine *engine = asking->engine;
    struct moment now = loop_now(engine->loop);

    for (size_t i = 0; i < FACT_COUNT; i++) {
        bool is_own = (asking->kind == ASKING_NOW) == (expressions[i] != NULL);
        struct fact *fact = &engine->facts_feed->facts[i];

        if (!is_own)
            continue;
        if (err) {
            fact->value = NAN;
            (void)snprintf(fact->error, sizeof(fact->error), "%.190s",
                           err->text);
        } else {
            fact->value = asking->values[i];
            fact->answered_ms = now.wall_ms;
            fact->error[0] = '\0';
        }
    }
    sched_finished(engine->sched, asking->job, err == NULL, retry_after_ms,
                   now.mono_ms);
    engine_arm(engine);
    engine_changed(engine);
}
