/* platform.c - collectors, query, Elasticsearch, Kafka and gateways at work. */
#include "sim/platform.h"

#include <math.h>

#include "sim/model.h"
#include "sim/noise.h"

/* Keys of the noise curves; each part adds its index. */
enum {
    NOISE_TRAFFIC = 100,
    NOISE_SERVICE = 200,
    NOISE_QUERY = 300,
    NOISE_HEAP = 400,
    NOISE_LAG = 500,
    NOISE_CPU = 600,
    NOISE_QUEUE = 700,
};

static void step_collector(struct model *model, int index, double dt_s);
static void stop_or_start(struct model *model, struct collector *collector);
static void step_queries(struct model *model, double dt_s);
static void step_disk(struct model *model, int index, double dt_s);
static void step_node(struct model *model, int index, double dt_s);
static void step_lag(struct model *model, double dt_s);
static void step_gateway(struct model *model, int index, double dt_s);
static double unrest(const struct model *model, int key);
static double traces_per_s(const struct model *model);
static double spans_per_s(const struct model *model);
static double saved_spans_per_s(const struct model *model);
static double usual_disk_ratio(int64_t at_ms);
static double disk_growth(const struct model *model);
static double refused_share(const struct model *model);

static const double traces_usual_per_s = 8400;
static const double lag_usual = 420;
static const double low_watermark = 0.85, flood_stage = 0.95;

static const struct {
    double share; /* of all traces */
    double spans; /* per trace */
} services[MODEL_SERVICES] = {
    {0.34, 6.2}, {0.21, 8.4}, {0.14, 5.1}, {0.11, 9.7},
    {0.08, 4.3}, {0.06, 7.5}, {0.04, 3.8}, {0.02, 11.2},
};

/* find_traces, get_trace, get_services, get_operations, find_trace_ids */
static const struct latency usual_reads[MODEL_OPERATIONS] = {
    {1.4, 0.055, 0.62}, {2.6, 0.024, 0.66}, {0.9, 0.009, 0.55},
    {0.7, 0.008, 0.55}, {0, 0.02, 0.6},
};

static const double partition_shares[MODEL_PARTITIONS] = {
    0.24, 0.20, 0.17, 0.15, 0.13, 0.11,
};

void platform_start(struct model *model)
{
    const double worked_s = 3 * 86400;

    for (int i = 0; i < MODEL_NODES; i++)
        model->nodes[i].indexed.value = 1.1e9 + 3e7 * i;
    platform_step(model, 0);
    for (int c = 0; c < MODEL_COLLECTORS; c++)
        model->collectors[c].started_ms =
            model->at_ms - (int64_t)(worked_s * 1000);
    platform_step(model, worked_s);
}

void platform_step(struct model *model, double dt_s)
{
    for (int i = 0; i < MODEL_NODES; i++)
        step_disk(model, i, dt_s);
    for (int i = 0; i < MODEL_COLLECTORS; i++)
        step_collector(model, i, dt_s);
    step_queries(model, dt_s);
    for (int i = 0; i < MODEL_NODES; i++)
        step_node(model, i, dt_s);
    step_lag(model, dt_s);
    for (int i = 0; i < MODEL_GATEWAYS; i++)
        step_gateway(model, i, dt_s);
}

double platform_spans_per_trace(int service)
{
    return services[service].spans;
}

double platform_partition_share(int partition)
{
    return partition_shares[partition];
}

static void step_collector(struct model *model, int index, double dt_s)
{
    struct collector *collector = &model->collectors[index];
    double refused = refused_share(model);
    double spans = 0;

    if (index == MODEL_COLLECTORS - 1)
        stop_or_start(model, collector);
    for (int i = 0; i < MODEL_SERVICES; i++) {
        double wobble = unrest(model, NOISE_SERVICE + i);
        double rate = traces_per_s(model) / MODEL_COLLECTORS *
                      services[i].share * (1 + 0.06 * wobble);

        rate = collector->is_down ? 0 : rate;
        spans += rate * services[i].spans;
        counter_step(&collector->received[i], rate, dt_s);
        counter_step(&collector->saved[i], rate * (1 - refused), dt_s);
        counter_step(&collector->failed[i], rate * refused, dt_s);
    }
    counter_step(&collector->dropped_spans, refused > 0.2 ? spans * 0.02 : 0,
                 dt_s);
    histogram_step(
        &collector->save_latency,
        (struct latency){
            spans, 0.004 * (1 + 6 * model->faults[FAULT_QUERY].level), 0.7},
        dt_s);
    collector->queue_length =
        22 + 18 * unrest(model, NOISE_QUEUE + index) + 1700 * refused / 0.3;
}

/* A process that comes back counts from zero. */
static void stop_or_start(struct model *model, struct collector *collector)
{
    bool is_down = model_has_fault(model, FAULT_COLLECTOR);

    if (collector->is_down && !is_down)
        *collector = (struct collector){.started_ms = model->at_ms};
    collector->is_down = is_down;
}

static void step_queries(struct model *model, double dt_s)
{
    double slower = exp(model->faults[FAULT_QUERY].level * log(7));
    double reads = 0;

    for (int i = 0; i < MODEL_OPERATIONS; i++) {
        struct latency latency = usual_reads[i];
        double wobble = unrest(model, NOISE_QUERY + i);

        latency.per_s *= 1 + 0.25 * wobble + 0.2 * noise_daily(model->at_ms);
        latency.median_s *= slower * (1 + 0.08 * wobble);
        reads += latency.per_s;
        histogram_step(&model->queries[i], latency, dt_s);
    }
    counter_step(&model->query_errors,
                 reads * (0.001 + 0.03 * model->faults[FAULT_QUERY].level),
                 dt_s);
}

static void step_disk(struct model *model, int index, double dt_s)
{
    struct node *node = &model->nodes[index];
    double usual = usual_disk_ratio(model->at_ms) - 0.03 * index;

    if (model_has_fault(model, FAULT_DISK))
        node->disk_extra += disk_growth(model) * dt_s;
    else
        node->disk_extra -= 0.004 * dt_s;
    if (node->disk_extra < 0)
        node->disk_extra = 0;
    if (usual + node->disk_extra > 0.978 - 0.01 * index)
        node->disk_extra = 0.978 - 0.01 * index - usual;
    node->disk_used_ratio = usual + node->disk_extra;
}

/* Ratio a second. The climb to the low watermark takes the same time from any
 * level; above it Elasticsearch moves shards away and it goes slower. */
static double disk_growth(const struct model *model)
{
    const struct node *worst = &model->nodes[0];
    bool is_quick = model->faults[FAULT_DISK].is_quick;
    double climb_s = is_quick ? 40 : 24 * 60;

    if (worst->disk_used_ratio < low_watermark)
        return (low_watermark - usual_disk_ratio(model->at_ms)) / climb_s;
    if (is_quick && worst->disk_used_ratio < 0.925)
        return 0.004;
    return 0.0055 / 60;
}

/* Fills over the day; curation frees it at midnight UTC, over half an hour. */
static double usual_disk_ratio(int64_t at_ms)
{
    double day = (double)(at_ms % 86400000) / 86400000;
    double freed = day < 1.0 / 48 ? 1 - day * 48 : 0;

    return 0.615 + 0.03 * (day + freed);
}

static void step_node(struct model *model, int index, double dt_s)
{
    struct node *node = &model->nodes[index];
    double slow = model->faults[FAULT_QUERY].level;
    double searches = 40 * (1 + 0.2 * noise_daily(model->at_ms));
    double wobble = unrest(model, NOISE_HEAP + index);

    node->heap_used_ratio =
        0.58 + 0.12 * wobble + slow * (index == 0 ? 0.26 : 0.12);
    counter_step(&node->indexed, saved_spans_per_s(model) / MODEL_NODES, dt_s);
    counter_step(&node->searches, searches, dt_s);
    counter_step(&node->search_seconds, searches * (0.012 + 0.18 * slow), dt_s);
}

static void step_lag(struct model *model, double dt_s)
{
    const struct fault_state *fault = &model->faults[FAULT_KAFKA];
    bool is_behind = model_has_fault(model, FAULT_KAFKA);
    double total = 0;
    double growth;

    for (int i = 0; i < MODEL_PARTITIONS; i++)
        total += model->partitions[i].lag;
    growth = fault->is_quick && total < 150000 ? 3000 : 400;
    if (total > 260000)
        growth = 60;
    for (int i = 0; i < MODEL_PARTITIONS; i++) {
        struct partition *partition = &model->partitions[i];
        double share = partition_shares[i];
        double usual =
            lag_usual * share * (1 + 0.7 * unrest(model, NOISE_LAG + i));

        if (is_behind)
            partition->lag += growth * share * dt_s;
        else if (partition->lag > usual + 4000 * share)
            partition->lag -= 4000 * share * dt_s;
        else
            partition->lag = usual;
        counter_step(&partition->produced, saved_spans_per_s(model) * share,
                     dt_s);
        partition->has_commit = i != MODEL_PARTITIONS - 1 ||
                                !model_has_fault(model, FAULT_NO_COMMIT);
    }
    model->group_members = is_behind ? 1 : 3;
}

static void step_gateway(struct model *model, int index, double dt_s)
{
    struct gateway *gateway = &model->gateways[index];
    double spans = spans_per_s(model) / MODEL_GATEWAYS;
    double trouble = model->faults[FAULT_COLLECTOR].level;
    double wobble = unrest(model, NOISE_CPU + index);

    gateway->cpu_cores = 0.88 + 0.05 * index + 0.12 * wobble +
                         0.1 * noise_daily(model->at_ms) + 0.22 * trouble;
    gateway->memory_bytes = 7.4e8 + 5e7 * wobble + 4.5e8 * trouble;
    gateway->queue_size = 8 + 6 * wobble + 690 * trouble;
    counter_step(&gateway->cpu_seconds, gateway->cpu_cores, dt_s);
    counter_step(&gateway->periods, 10, dt_s);
    counter_step(&gateway->throttled_periods, 0.05 + 0.6 * trouble, dt_s);
    counter_step(&gateway->accepted_spans, spans, dt_s);
    counter_step(&gateway->sent_spans, spans * (1 - 0.5 * trouble), dt_s);
    counter_step(&gateway->failed_spans, spans * 0.04 * trouble, dt_s);
    counter_step(&gateway->refused_spans, spans * 0.02 * trouble, dt_s);
}

static double unrest(const struct model *model, int key)
{
    return noise_traffic(model->seed, (uint64_t)key, model->at_ms);
}

static double traces_per_s(const struct model *model)
{
    return traces_usual_per_s * (1 + 0.1 * noise_daily(model->at_ms) +
                                 0.03 * unrest(model, NOISE_TRAFFIC));
}

static double spans_per_s(const struct model *model)
{
    double spans = 0;

    for (int i = 0; i < MODEL_SERVICES; i++)
        spans += services[i].share * services[i].spans;
    return traces_per_s(model) * spans;
}

static double saved_spans_per_s(const struct model *model)
{
    int up = 0;

    for (int i = 0; i < MODEL_COLLECTORS; i++)
        up += !model->collectors[i].is_down;
    return spans_per_s(model) * up / MODEL_COLLECTORS *
           (1 - refused_share(model));
}

/* From the flood stage on, indices with a shard on a full node take no more. */
static double refused_share(const struct model *model)
{
    double over = (model_worst_disk_ratio(model) - flood_stage) / 0.01;

    return over <= 0 ? 0 : 0.3 * fmin(over, 1);
}
