/* rules_here.c - alerting rules that Prometheus has not loaded. */
#include "engine/rules_here_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert/rule_state.h"
#include "base/xalloc.h"
#include "engine/alerts_private.h"
#include "engine/rule_answer.h"

enum {
    INTERVAL_MS = 60000, /* Prometheus' default */
    LOOK_BACK_MS = 3600000,
    LOOK_BACK_STEPS = 40,
    AT_ONCE = 4, /* questions in flight */
    SLICE = 200, /* elements or instances of a turn: some 1 ms */
};

static void add_rules(struct rules_here *here);
static bool has_rule(const struct told_batch *batch, const char *name);
static bool set_missing(struct here *one, bool is_missing);
static void pump(struct rules_here *here);
static void ask(struct here *one);
static struct window window_of(const struct here *one, int64_t now_ms);
static void on_done(void *owner, const struct prometheus_result *result);
static void on_work(void *owner);
static bool judge(struct rules_here *here, size_t *budget);
static void finish(struct here *one, bool is_ok);
static void work_later(struct rules_here *here);
struct rules_here *rules_here_new(struct engine *engine)
{
    struct rules_here *here = xcalloc(1, sizeof(*here));

    here->engine = engine;
    (void)rules_load(&here->set, engine->settings, &here->findings);
    here->source = alert_list_add_source(engine->alerts_feed->list, "tracetop",
                                         ALERT_FROM_HERE);
    here->work = loop_timer_add(engine->loop, on_work, here);
    add_rules(here);
    return here;
}

void rules_here_free(struct rules_here *here)
{
    if (!here)
        return;
    for (size_t i = 0; i < here->count; i++) {
        prometheus_cancel(here->rules[i].call);
        rule_answer_free(here->rules[i].answer);
        rule_state_free(here->rules[i].state);
    }
    loop_timer_remove(here->work);
    told_batch_unref(here->batch);
    free(here->rules);
    rule_set_clear(&here->set);
    rule_findings_clear(&here->findings);
    free(here);
}

void rules_here_told(struct rules_here *here, const struct told_batch *batch)
{
    bool has_changed = !here->is_known;

    for (size_t i = 0; i < here->count; i++)
        has_changed |=
            set_missing(&here->rules[i],
                        !batch || !has_rule(batch, here->rules[i].rule->name));
    here->is_known = true;
    if (!has_changed)
        return;
    here->is_stale = true;
    work_later(here);
    engine_arm(here->engine);
}

bool rules_here_start(struct rules_here *here, size_t job)
{
    for (size_t i = 0; i < here->count; i++)
        if (here->rules[i].job == job) {
            here->rules[i].is_waiting = true;
            pump(here);
            return true;
        }
    return false;
}

bool rules_here_is_settled(const struct rules_here *here)
{
    for (size_t i = 0; i < here->count; i++)
        if (here->rules[i].is_missing && !here->rules[i].has_ended)
            return false;
    return here->is_known && !here->is_stale && !here->batch;
}

static void add_rules(struct rules_here *here)
{
    struct engine *engine = here->engine;
    size_t count = 0;

    for (size_t i = 0; i < here->set.group_count; i++)
        count += here->set.groups[i].rule_count;
    here->rules = xcalloc(count + 1, sizeof(*here->rules));
    for (size_t i = 0; i < here->set.group_count; i++) {
        const struct rule_group *group = &here->set.groups[i];
        int64_t interval_ms =
            group->interval_ms ? group->interval_ms : INTERVAL_MS;

        for (size_t k = 0; k < group->rule_count; k++) {
            const struct rule_setting setting = {
                .table = alert_list_symbols(engine->alerts_feed->list),
                .rule = &group->rules[k],
                .limit = group->limit};

            if (!group->rules[k].is_alert)
                continue;
            here->rules[here->count++] = (struct here){
                .all = here,
                .rule = &group->rules[k],
                .group = group,
                .state = rule_state_new(&setting),
                .job =
                    sched_add(engine->sched, BACKEND_PROMETHEUS, interval_ms),
            };
            sched_enable(engine->sched, here->rules[here->count - 1].job,
                         false);
        }
    }
}

static bool has_rule(const struct told_batch *batch, const char *name)
{
    for (size_t i = 0; i < batch->rule_count; i++)
        if (!strcmp(batch->rules[i].name, name))
            return true;
    return false;
}

/* A rule that Prometheus has got meanwhile is Prometheus' again. Says whether
 * anything changed. */
static bool set_missing(struct here *one, bool is_missing)
{
    if (one->is_missing == is_missing)
        return false;
    one->is_missing = is_missing;
    sched_enable(one->all->engine->sched, one->job, is_missing);
    return true;
}

static void pump(struct rules_here *here)
{
    for (size_t i = 0; i < here->count && here->in_flight < AT_ONCE; i++) {
        struct here *one = &here->rules[i];

        if (!one->is_waiting)
            continue;
        one->is_waiting = false;
        ask(one);
    }
    work_later(here);
}

static void ask(struct here *one)
{
    struct rules_here *here = one->all;
    struct engine *engine = here->engine;
    int64_t now_ms = loop_now(engine->loop).wall_ms;
    struct window window = window_of(one, now_ms);
    struct matrix_sink sink;
    struct err err = {0};

    one->answer =
        rule_answer_new(alert_list_symbols(engine->alerts_feed->list), &window);
    sink = rule_answer_sink(one->answer);
    one->call =
        prometheus_ask(engine->prometheus, one->rule->expression,
                       !one->has_history, &window, &sink, on_done, one, &err);
    if (one->call) {
        here->in_flight++;
        return;
    }
    (void)snprintf(one->error, sizeof(one->error), "%s", err.text);
    here->in_flight++;
    finish(one, false);
}

/* The first time the way back, then this moment. */
static struct window window_of(const struct here *one, int64_t now_ms)
{
    int64_t back_ms =
        one->rule->for_ms > LOOK_BACK_MS ? one->rule->for_ms : LOOK_BACK_MS;
    int64_t step_ms = (back_ms / LOOK_BACK_STEPS + 999) / 1000 * 1000;

    if (one->has_history)
        return (struct window){.start_ms = now_ms,
                               .end_ms = now_ms,
                               .step_ms = 1000,
                               .is_live = true};
    return (struct window){.start_ms = now_ms - LOOK_BACK_STEPS * step_ms,
                           .end_ms = now_ms,
                           .step_ms = step_ms};
}

static void on_done(void *owner, const struct prometheus_result *result)
{
    struct here *one = owner;

    one->call = NULL;
    one->error[0] = '\0';
    if (result->err.kind == ERR_NONE) {
        one->is_judging = true;
        work_later(one->all);
        return;
    }
    /* That Prometheus is away is said elsewhere, once. */
    if (!result->is_transport)
        (void)snprintf(one->error, sizeof(one->error), "%.*s",
                       (int)sizeof(one->error) - 1, result->err.text);
    finish(one, false);
    pump(one->all);
}

/* A slice of what there is to do: a list that was begun is written first, as
 * the states may not change under it. */
static void on_work(void *owner)
{
    struct rules_here *here = owner;
    size_t budget = SLICE;

    if (here->batch && !rules_here_publish(here, &budget)) {
        work_later(here);
        return;
    }
    while (judge(here, &budget))
        ;
    if (!here->in_flight && here->is_stale)
        (void)rules_here_publish(here, &budget);
    work_later(here);
}

/* Feeds one answer to its rule's state; false when nothing is left to do, or
 * the budget. */
static bool judge(struct rules_here *here, size_t *budget)
{
    struct here *one = NULL;
    struct err err = {0};
    int rc;

    for (size_t i = 0; i < here->count && !one; i++)
        if (here->rules[i].is_judging)
            one = &here->rules[i];
    if (!one)
        return false;
    rc = rule_answer_step(one->answer, one->state, budget, &err);
    if (rc == 0)
        return false;
    one->is_judging = false;
    one->has_history = one->has_history || rc > 0;
    if (rc < 0)
        (void)snprintf(one->error, sizeof(one->error), "%.*s",
                       (int)sizeof(one->error) - 1, err.text);
    finish(one, rc > 0);
    pump(here);
    return *budget > 0;
}

/* Has on_work() called in another turn if there is something for it to do. */
static void work_later(struct rules_here *here)
{
    bool has_work = here->batch || (!here->in_flight && here->is_stale);

    for (size_t i = 0; i < here->count && !has_work; i++)
        has_work = here->rules[i].is_judging;
    if (has_work && !loop_timer_is_set(here->work))
        loop_timer_set(here->work, loop_now(here->engine->loop).mono_ms);
}

static void finish(struct here *one, bool is_ok)
{
    struct engine *engine = one->all->engine;

    rule_answer_free(one->answer);
    one->answer = NULL;
    one->has_ended = true;
    one->all->in_flight--;
    one->all->is_stale = true;
    sched_finished(engine->sched, one->job, is_ok, 0,
                   loop_now(engine->loop).mono_ms);
    engine_arm(engine);
}
