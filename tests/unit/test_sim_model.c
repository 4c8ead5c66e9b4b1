/* test_sim_model.c - the simulated platform: repeatable, seamless, in trouble.
 */
#include "tests/test.h"

#include "sim/exposition.h"
#include "sim/model.h"
#include "sim/target.h"

static const int64_t minute_ms = 60000;

static const int64_t told_ms = INT64_C(1795380000000);

static struct model platform(enum scenario scenario)
{
    const struct model_settings settings = {.seed = 1,
                                            .epoch_ms =
                                                told_ms - 60 * minute_ms,
                                            .told_ms = told_ms,
                                            .scenario = scenario};
    struct model model;

    model_init(&model, &settings);
    return model;
}

static struct model platform_at(enum scenario scenario, int64_t at_ms)
{
    struct model model = platform(scenario);

    model_advance(&model, at_ms);
    return model;
}

static double received(const struct model *model, int collector)
{
    double traces = 0;

    for (int i = 0; i < MODEL_SERVICES; i++)
        traces += model_read(model, &model->collectors[collector].received[i]);
    return traces;
}

/* Traces a second of both collectors over the last five minutes. */
static double ingestion(enum scenario scenario, int64_t at_ms)
{
    struct model before = platform_at(scenario, at_ms - 5 * minute_ms);
    struct model now = platform_at(scenario, at_ms);

    return (received(&now, 0) + received(&now, 1) - received(&before, 0) -
            received(&before, 1)) /
           300;
}

/* What histogram_quantile() would say about five minutes of all reads. */
static double read_p99_s(enum scenario scenario, int64_t at_ms)
{
    struct model before = platform_at(scenario, at_ms - 5 * minute_ms);
    struct model now = platform_at(scenario, at_ms);
    double counts[HISTOGRAM_BOUNDS + 1];
    double below = 0, rank = 0;

    for (size_t b = 0; b <= HISTOGRAM_BOUNDS; b++) {
        counts[b] = 0;
        for (size_t i = 0; i < MODEL_OPERATIONS; i++)
            counts[b] += model_read(&now, &now.queries[i].buckets[b]) -
                         model_read(&before, &before.queries[i].buckets[b]);
    }
    rank = 0.99 * counts[HISTOGRAM_BOUNDS];
    for (size_t b = 0; b < HISTOGRAM_BOUNDS; b++) {
        double from = b ? histogram_bounds[b - 1] : 0;

        if (counts[b] >= rank)
            return from + (histogram_bounds[b] - from) * (rank - below) /
                              (counts[b] - below);
        below = counts[b];
    }
    return histogram_bounds[HISTOGRAM_BOUNDS - 1];
}

static char *text_of(const struct model *model, const char *path)
{
    const struct target *target = target_find(path);
    struct buf body;
    struct exposition out = {.out = &body};
    char *text = NULL;

    assert_non_null(target);
    buf_init(&body, 1 << 20);
    target->write(&out, model, target->index);
    assert_false(body.overflow);
    text = buf_take(&body);
    buf_clear(&body);
    return text;
}

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        count++;
    return count;
}

static void model_of_the_same_settings_gives_the_same_text(void **state)
{
    struct model left = platform_at(SCENARIO_CASCADE, told_ms);
    struct model right = platform(SCENARIO_CASCADE);
    (void)state;

    for (int64_t ms = told_ms - 60 * minute_ms; ms <= told_ms; ms += 1700)
        model_advance(&right, ms);
    model_advance(&right, told_ms);

    for (size_t i = 0; target_at(i); i++) {
        char *one = text_of(&left, target_at(i)->path);
        char *other = text_of(&right, target_at(i)->path);

        assert_string_equal(one, other);
        free(one);
        free(other);
    }
}

static void model_with_another_seed_gives_other_noise(void **state)
{
    struct model model = platform(SCENARIO_HEALTHY);
    struct model other;
    (void)state;

    model_init(&other, &(struct model_settings){.seed = 2,
                                                .epoch_ms = model.at_ms,
                                                .told_ms = told_ms});

    assert_true(received(&model, 0) != received(&other, 0));
}

static void model_copy_goes_on_as_the_original_would(void **state)
{
    struct model history = platform_at(SCENARIO_CASCADE, told_ms - 7300);
    struct model live = history;
    double before = received(&history, 0);
    (void)state;

    model_advance(&history, told_ms + 4321);
    model_advance(&live, told_ms);
    model_advance(&live, told_ms + 4321);

    assert_true(received(&live, 0) == received(&history, 0));
    assert_near((received(&live, 0) - before) / 11.621, 4200, 500);
}

static void counters_in_an_hour_of_cascade_never_decrease(void **state)
{
    struct model model = platform(SCENARIO_CASCADE);
    struct model last = model;
    (void)state;

    for (int i = 0; i < 5000; i++) {
        model_advance(&model, model_now_ms(&last) + 733);
        for (int c = 0; c < MODEL_COLLECTORS; c++) {
            assert_true(received(&model, c) >= received(&last, c));
            assert_true(
                model_read(&model, &model.collectors[c].save_latency.sum) >=
                model_read(&last, &last.collectors[c].save_latency.sum));
        }
        for (int p = 0; p < MODEL_PARTITIONS; p++)
            assert_true(model_read(&model, &model.partitions[p].produced) -
                            model.partitions[p].lag >=
                        model_read(&last, &last.partitions[p].produced) -
                            last.partitions[p].lag);
        for (int g = 0; g < MODEL_GATEWAYS; g++)
            assert_true(model_read(&model, &model.gateways[g].cpu_seconds) >
                        model_read(&last, &last.gateways[g].cpu_seconds));
        last = model;
    }
}

static void counters_of_a_restarted_collector_begin_at_zero(void **state)
{
    struct model model = platform_at(SCENARIO_COLLECTOR_DOWN, told_ms);
    (void)state;

    model_cure(&model, FAULT_COLLECTOR);
    model_advance(&model, told_ms + 1000);

    assert_false(model.collectors[1].is_down);
    assert_near(received(&model, 1), 0, 0);
    model_advance(&model, told_ms + 11000);
    assert_near(received(&model, 1), 42000, 6000);
}

static void scenario_healthy_is_within_every_threshold(void **state)
{
    struct model model = platform_at(SCENARIO_HEALTHY, told_ms);
    double traces_per_s = ingestion(SCENARIO_HEALTHY, told_ms);
    (void)state;

    assert_near(traces_per_s, 8400, 1300);
    assert_true(read_p99_s(SCENARIO_HEALTHY, told_ms) < 0.4);
    assert_true(model_worst_disk_ratio(&model) < 0.7);
    assert_true(model_lag(&model) < 1000);
    for (int i = 0; i < MODEL_GATEWAYS; i++)
        assert_near(model.gateways[i].cpu_cores, 0.95, 0.35);
}

static void scenario_collector_down_halves_the_ingestion(void **state)
{
    struct model model = platform_at(SCENARIO_COLLECTOR_DOWN, told_ms);
    double before = ingestion(SCENARIO_COLLECTOR_DOWN, told_ms - 7 * minute_ms);
    (void)state;

    assert_true(model.collectors[1].is_down);
    assert_false(
        target_is_up(target_find("/metrics/jaeger-collector-1"), &model));
    assert_true(
        target_is_up(target_find("/metrics/jaeger-collector-0"), &model));
    assert_near(ingestion(SCENARIO_COLLECTOR_DOWN, told_ms) / before, 0.5,
                0.04);
}

static void scenario_disk_full_is_past_85_for_14_minutes(void **state)
{
    struct model before =
        platform_at(SCENARIO_DISK_FULL, told_ms - 15 * minute_ms);
    struct model since =
        platform_at(SCENARIO_DISK_FULL, told_ms - 13 * minute_ms);
    struct model now = platform_at(SCENARIO_DISK_FULL, told_ms);
    struct model later =
        platform_at(SCENARIO_DISK_FULL, told_ms + 8 * minute_ms);
    (void)state;

    assert_true(model_worst_disk_ratio(&before) < 0.85);
    assert_true(model_worst_disk_ratio(&since) > 0.85);
    assert_near(model_worst_disk_ratio(&now), 0.93, 0.01);
    assert_true(model_worst_disk_ratio(&later) > 0.95);
}

static void scenario_slow_queries_is_past_its_limit_for_5_minutes(void **state)
{
    (void)state;

    assert_true(read_p99_s(SCENARIO_SLOW_QUERIES, told_ms - 10 * minute_ms) <
                0.4);
    assert_true(read_p99_s(SCENARIO_SLOW_QUERIES, told_ms - 6 * minute_ms) >
                0.5);
    assert_near(read_p99_s(SCENARIO_SLOW_QUERIES, told_ms), 1.4, 0.4);
}

static void scenario_kafka_lag_is_past_100k_for_5_minutes(void **state)
{
    struct model since =
        platform_at(SCENARIO_KAFKA_LAG, told_ms - 5 * minute_ms);
    struct model now = platform_at(SCENARIO_KAFKA_LAG, told_ms);
    (void)state;

    assert_true(model_lag(&since) > 100000);
    assert_true(model_lag(&now) > 200000);
    assert_false(now.partitions[MODEL_PARTITIONS - 1].has_commit);
    assert_int_equal(now.group_members, 1);
    for (int i = 0; i < MODEL_PARTITIONS; i++)
        assert_true(now.partitions[i].lag < 100000);
}

static void scenario_cascade_is_all_of_them(void **state)
{
    struct model model = platform_at(SCENARIO_CASCADE, told_ms);
    struct model lag = platform_at(SCENARIO_CASCADE, told_ms - 5 * minute_ms);
    (void)state;

    assert_true(model_worst_disk_ratio(&model) > 0.9);
    assert_true(read_p99_s(SCENARIO_CASCADE, told_ms) > 0.5);
    assert_true(model_lag(&lag) > 100000);
    assert_true(model.collectors[1].is_down);
}

static void play_from_now_on_shows_within_two_minutes(void **state)
{
    struct model model = platform_at(SCENARIO_HEALTHY, told_ms);
    (void)state;

    model_play(&model, SCENARIO_DISK_FULL);
    model_advance(&model, told_ms + 2 * minute_ms);
    assert_true(model_worst_disk_ratio(&model) > 0.90);

    model_play(&model, SCENARIO_KAFKA_LAG);
    model_advance(&model, told_ms + 4 * minute_ms);
    assert_true(model_lag(&model) > 100000);
    assert_true(model_worst_disk_ratio(&model) < 0.85);
}

static void cure_brings_the_numbers_back(void **state)
{
    struct model model = platform_at(SCENARIO_CASCADE, told_ms);
    (void)state;

    for (int i = 0; i < FAULT_COUNT; i++)
        model_cure(&model, (enum fault)i);
    model_advance(&model, told_ms + 3 * minute_ms);

    assert_true(model_worst_disk_ratio(&model) < 0.7);
    assert_true(model_lag(&model) < 1000);
    assert_false(model.collectors[1].is_down);
    assert_near(model.faults[FAULT_QUERY].level, 0, 0);
}

static void kube_text_when_scaled_has_the_replicas(void **state)
{
    struct model model = platform_at(SCENARIO_COLLECTOR_DOWN, told_ms);
    char *text = NULL;
    (void)state;

    model.replicas_more[0] = 1;
    text = text_of(&model, "/metrics/kube-state-metrics");

    assert_non_null(strstr(text, "kube_deployment_spec_replicas{namespace="
                                 "\"observability\",deployment=\"jaeger-"
                                 "collector\"} 3\n"));
    assert_non_null(strstr(text, "kube_deployment_status_replicas_available{"
                                 "namespace=\"observability\",deployment="
                                 "\"jaeger-collector\"} 2\n"));
    free(text);
}

static void collector_text_has_120_zero_series_for_other_services(void **state)
{
    struct model model = platform_at(SCENARIO_HEALTHY, told_ms);
    char *text = text_of(&model, "/metrics/jaeger-collector-0");
    (void)state;

    assert_int_equal(count_of(text, "jaeger_collector_traces_received_total{"),
                     120 + 2 * MODEL_SERVICES);
    assert_int_equal(count_of(text, "svc=\"other-services\",transport="
                                    "\"unknown\"} 0\n"),
                     40 + 8);
    assert_non_null(strstr(
        text, "jaeger_collector_traces_received_total{debug=\"false\",format="
              "\"proto\",sampler_type=\"unrecognized\",svc=\"frontend\","
              "transport=\"grpc\"} "));
    assert_non_null(strstr(
        text,
        "jaeger_collector_traces_saved_by_svc_total{debug=\"false\","
        "result=\"ok\",sampler_type=\"unrecognized\",svc=\"frontend\"} "));
    assert_non_null(
        strstr(text, "jaeger_collector_queue_capacity{host=\"jaeger-collector-"
                     "0\"} 2000\n"));
    free(text);
}

static void query_text_has_an_operation_without_traffic(void **state)
{
    struct model model = platform_at(SCENARIO_HEALTHY, told_ms);
    char *text = text_of(&model, "/metrics/jaeger-query");
    (void)state;

    assert_int_equal(count_of(text, "jaeger_query_latency_bucket{"),
                     2 * 12 * MODEL_OPERATIONS);
    assert_non_null(
        strstr(text, "jaeger_query_latency_bucket{operation=\"find_trace_ids\","
                     "result=\"ok\",le=\"+Inf\"} 0\n"));
    assert_non_null(strstr(text, "le=\"0.005\"} "));
    free(text);
}

static void storage_text_has_the_exporters_labels(void **state)
{
    struct model model = platform_at(SCENARIO_DISK_FULL, told_ms);
    char *text = text_of(&model, "/metrics/elasticsearch-exporter");
    (void)state;

    assert_non_null(strstr(
        text,
        "elasticsearch_filesystem_data_size_bytes{cluster=\"tracing\","
        "es_client_node=\"true\",es_data_node=\"true\",es_ingest_node=\"true\","
        "es_master_node=\"true\",host=\"10.42.2.11\",name=\"elasticsearch-"
        "master-0\",mount=\"/usr/share/elasticsearch/data (/dev/sdb)\",path=\"/"
        "usr/share/elasticsearch/data\"} 322122547200\n"));
    assert_non_null(strstr(text, "elasticsearch_cluster_health_status{cluster="
                                 "\"tracing\",color=\"yellow\"} 1\n"));
    assert_int_equal(
        count_of(text, "elasticsearch_filesystem_data_available_bytes{"),
        MODEL_NODES);
    free(text);
}

static void kafka_text_says_minus_one_without_a_commit(void **state)
{
    struct model model = platform_at(SCENARIO_KAFKA_LAG, told_ms);
    char *text = text_of(&model, "/metrics/kafka-exporter");
    (void)state;

    assert_int_equal(count_of(text, "kafka_consumergroup_lag{"),
                     MODEL_PARTITIONS);
    assert_non_null(
        strstr(text, "kafka_consumergroup_lag{consumergroup=\"jaeger-ingester\""
                     ",partition=\"5\",topic=\"jaeger-spans\"} -1\n"));
    free(text);
}

static void cadvisor_text_has_pod_and_container_series(void **state)
{
    struct model model = platform_at(SCENARIO_HEALTHY, told_ms);
    char *text = text_of(&model, "/metrics/cadvisor");
    (void)state;

    assert_int_equal(count_of(text, "container_cpu_usage_seconds_total{"),
                     2 * MODEL_GATEWAYS);
    assert_int_equal(
        count_of(text, "container_cpu_usage_seconds_total{container=\"\","),
        MODEL_GATEWAYS);
    assert_int_equal(count_of(text, "container_cpu_cfs_periods_total{"),
                     MODEL_GATEWAYS);
    free(text);
}

static void exposition_in_a_back_fill_has_final_labels_and_seconds(void **state)
{
    struct buf out;
    struct exposition exposition = {
        .out = &out, .target_labels = "job=\"x\"", .at_ms = 1795380000250};
    (void)state;

    buf_init(&out, 1000);
    exposition_family(&exposition, "a", "gauge", "help");
    exposition_sample(&exposition, "a");
    exposition_label(&exposition, "path", "C:\\\"x\"\n");
    exposition_value(&exposition, 0.5);
    exposition_sample(&exposition, "up");
    exposition_count(&exposition, 1.9);

    assert_string_equal(out.bytes,
                        "a{path=\"C:\\\\\\\"x\\\"\\n\",job=\"x\"} 0.5 "
                        "1795380000.250\nup{job=\"x\"} 1 1795380000.250\n");
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_of_the_same_settings_gives_the_same_text),
        cmocka_unit_test(model_with_another_seed_gives_other_noise),
        cmocka_unit_test(model_copy_goes_on_as_the_original_would),
        cmocka_unit_test(counters_in_an_hour_of_cascade_never_decrease),
        cmocka_unit_test(counters_of_a_restarted_collector_begin_at_zero),
        cmocka_unit_test(scenario_healthy_is_within_every_threshold),
        cmocka_unit_test(scenario_collector_down_halves_the_ingestion),
        cmocka_unit_test(scenario_disk_full_is_past_85_for_14_minutes),
        cmocka_unit_test(scenario_slow_queries_is_past_its_limit_for_5_minutes),
        cmocka_unit_test(scenario_kafka_lag_is_past_100k_for_5_minutes),
        cmocka_unit_test(scenario_cascade_is_all_of_them),
        cmocka_unit_test(play_from_now_on_shows_within_two_minutes),
        cmocka_unit_test(cure_brings_the_numbers_back),
        cmocka_unit_test(collector_text_has_120_zero_series_for_other_services),
        cmocka_unit_test(query_text_has_an_operation_without_traffic),
        cmocka_unit_test(storage_text_has_the_exporters_labels),
        cmocka_unit_test(kafka_text_says_minus_one_without_a_commit),
        cmocka_unit_test(kube_text_when_scaled_has_the_replicas),
        cmocka_unit_test(cadvisor_text_has_pod_and_container_series),
        cmocka_unit_test(
            exposition_in_a_back_fill_has_final_labels_and_seconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
