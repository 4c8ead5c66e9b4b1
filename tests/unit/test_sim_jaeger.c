/* test_sim_jaeger.c - simulated traces, health ports and the Kafka tool. */
#include "tests/test.h"

#include <jansson.h>

#include "sim/traces.h"
#include "tests/support/sim_rig.h"

static json_t *ask_json(struct sim_rig *rig, const char *path)
{
    json_t *json = json_loads(sim_ask(rig, "GET", path, ""), 0, NULL);

    assert_non_null(json);
    return json;
}

static void trace_make_gives_the_same_trace_for_the_same_id(void **state)
{
    struct sim_rig *rig = *state;
    struct trace_span first[TRACE_USUAL_SPANS], again[TRACE_USUAL_SPANS];
    uint64_t id = trace_id(model_now_ms(&rig->model) / 1000 - 60, 2);
    size_t count = trace_make(&rig->model, id, first, TRACE_USUAL_SPANS);

    assert_true(count > 3);
    assert_int_equal(trace_make(&rig->model, id, again, TRACE_USUAL_SPANS),
                     count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(first[i].id, again[i].id);
    assert_int_equal(trace_make(&rig->model, id ^ 4, again, TRACE_USUAL_SPANS),
                     0);
}

static void trace_make_when_a_collector_is_down_loses_parents(void **state)
{
    struct sim_rig *rig = *state;
    struct trace_span spans[TRACE_USUAL_SPANS];
    int lost = 0;

    rig->model.collectors[1].is_down = true;
    for (unsigned k = 0; k < 200; k++) {
        uint64_t id = trace_id(model_now_ms(&rig->model) / 1000 - 60, k);
        size_t count = trace_make(&rig->model, id, spans, TRACE_USUAL_SPANS);

        for (size_t i = 1; i < count; i++) {
            bool is_known = false;

            for (size_t p = 0; p < i; p++)
                is_known = is_known || spans[p].id == spans[i].parent;
            lost += !is_known;
        }
    }

    assert_in_range(lost, 40, 400);
}

static void jaeger_search_gives_traces_of_the_service_only(void **state)
{
    struct sim_rig *rig = *state;
    json_t *json;

    rig->query[0] = "service";
    rig->query[1] = "payment-service";
    rig->query[2] = "limit";
    rig->query[3] = "5";
    json = ask_json(rig, "/jaeger/api/traces");
    assert_int_equal(json_array_size(json_object_get(json, "data")), 5);
    json_decref(json);

    rig->query[1] = "nobody";
    json = ask_json(rig, "/jaeger/api/traces");
    assert_int_equal(json_array_size(json_object_get(json, "data")), 0);
    json_decref(json);

    rig->query[0] = NULL;
    json = ask_json(rig, "/jaeger/api/traces");
    assert_int_equal(rig->reply.status, 400);
    json_decref(json);
}

static void jaeger_trace_of_a_size_has_that_many_spans(void **state)
{
    struct sim_rig *rig = *state;
    char path[60];
    json_t *json, *spans;

    (void)snprintf(path, sizeof(path), "/jaeger/api/traces/%016llx",
                   (unsigned long long)trace_id_of_size(10000));
    json = ask_json(rig, path);
    spans = json_object_get(json_array_get(json_object_get(json, "data"), 0),
                            "spans");

    assert_int_equal(json_array_size(spans), 10000);
    json_decref(json);
    (void)sim_ask(rig, "GET", "/jaeger/api/traces/0123", "");
    assert_int_equal(rig->reply.status, 404);
    (void)sim_ask(rig, "GET", "/jaeger/api/traces/xyz", "");
    assert_int_equal(rig->reply.status, 400);
}

static void collector_when_down_closes_the_connection(void **state)
{
    struct sim_rig *rig = *state;

    assert_non_null(strstr(sim_ask(rig, "GET", "/jaeger-collector-1/", ""),
                           "Server available"));
    rig->model.collectors[1].is_down = true;
    (void)sim_ask(rig, "GET", "/jaeger-collector-1/", "");
    assert_int_equal(rig->reply.status, 0);
}

static void kafka_tool_begins_with_a_blank_line_and_has_six_rows(void **state)
{
    struct sim_rig *rig = *state;
    const char *text = sim_ask(rig, "GET", "/kafka/describe", "");
    int lines = 0;

    assert_int_equal(text[0], '\n');
    assert_int_equal(strncmp(text + 1, "GROUP ", 6), 0);
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    assert_int_equal(lines, 2 + MODEL_PARTITIONS);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, sim_rig_setup, sim_rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(trace_make_gives_the_same_trace_for_the_same_id),
        CASE(trace_make_when_a_collector_is_down_loses_parents),
        CASE(jaeger_search_gives_traces_of_the_service_only),
        CASE(jaeger_trace_of_a_size_has_that_many_spans),
        CASE(collector_when_down_closes_the_connection),
        CASE(kafka_tool_begins_with_a_blank_line_and_has_six_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
