/* model.c - time, faults and readings of the simulated platform. */
#include "sim/model.h"

#include <assert.h>

#include "sim/platform.h"

/* Every fault begins after the start, so that it is met on the way. */
static const int64_t longest_lead_ms = 3600000;

static void plan_backdated(struct model *model, int64_t told_ms);
static void step(struct model *model);
static void step_fault(struct model *model, enum fault fault);

void model_init(struct model *model, const struct model_settings *settings)
{
    int64_t start_ms = settings->epoch_ms;

    *model = (struct model){.seed = settings->seed,
                            .scenario = settings->scenario,
                            .idle_pods = settings->idle_pods};
    if (start_ms > settings->told_ms - longest_lead_ms)
        start_ms = settings->told_ms - longest_lead_ms;
    model->at_ms = start_ms - start_ms % MODEL_STEP_MS;
    plan_backdated(model, settings->told_ms);
    platform_start(model);
    model_advance(model, settings->epoch_ms);
}

void model_advance(struct model *model, int64_t at_ms)
{
    if (at_ms < model->at_ms)
        return;
    while (model->at_ms + MODEL_STEP_MS <= at_ms)
        step(model);
    model->since_s = (double)(at_ms - model->at_ms) / 1000;
}

void model_play(struct model *model, enum scenario scenario)
{
    model->scenario = scenario;
    for (int i = 0; i < FAULT_COUNT; i++) {
        struct fault_state *state = &model->faults[i];
        struct fault_plan plan = scenario_plan(scenario, (enum fault)i);

        if (plan.happens && model_has_fault(model, (enum fault)i))
            continue;
        state->is_planned = plan.happens;
        state->is_quick = true;
        state->onset_ms = model_now_ms(model) + plan.delay_s * INT64_C(1000);
    }
}

void model_cure(struct model *model, enum fault fault)
{
    model->faults[fault].is_planned = false;
    model->faults[fault].is_quick = true;
}

bool model_has_fault(const struct model *model, enum fault fault)
{
    const struct fault_state *state = &model->faults[fault];

    return state->is_planned && model->at_ms >= state->onset_ms;
}

int64_t model_now_ms(const struct model *model)
{
    return model->at_ms + (int64_t)(model->since_s * 1000 + 0.5);
}

double model_read(const struct model *model, const struct counter *counter)
{
    return counter_read(counter, model->since_s);
}

double model_worst_disk_ratio(const struct model *model)
{
    double worst = 0;

    for (int i = 0; i < MODEL_NODES; i++)
        if (model->nodes[i].disk_used_ratio > worst)
            worst = model->nodes[i].disk_used_ratio;
    return worst;
}

double model_lag(const struct model *model)
{
    double lag = 0;

    for (int i = 0; i < MODEL_PARTITIONS; i++)
        if (model->partitions[i].has_commit)
            lag += model->partitions[i].lag;
    return lag;
}

static void plan_backdated(struct model *model, int64_t told_ms)
{
    for (int i = 0; i < FAULT_COUNT; i++) {
        struct fault_plan plan = scenario_plan(model->scenario, (enum fault)i);

        model->faults[i].is_planned = plan.happens;
        model->faults[i].onset_ms = told_ms - plan.lead_s * INT64_C(1000);
    }
}

static void step(struct model *model)
{
    model->at_ms += MODEL_STEP_MS;
    model->since_s = 0;
    for (int i = 0; i < FAULT_COUNT; i++)
        step_fault(model, (enum fault)i);
    platform_step(model, (double)MODEL_STEP_MS / 1000);
}

/* A fault comes and goes over its ramp, never at once: 90 s by nature, 20 s
 * when it is played to someone. */
static void step_fault(struct model *model, enum fault fault)
{
    struct fault_state *state = &model->faults[fault];
    double ramp_s = state->is_quick ? 20 : 90;
    double move = (double)MODEL_STEP_MS / 1000 / ramp_s;
    double goal = model_has_fault(model, fault) ? 1 : 0;

    if (state->level < goal)
        state->level = state->level + move < goal ? state->level + move : goal;
    else
        state->level = state->level - move > goal ? state->level - move : goal;
    assert(state->level >= 0 && state->level <= 1);
}
