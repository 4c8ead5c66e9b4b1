/* test_engine.c - feeds, probes and lights against a made-up Prometheus. */
#include "tests/test.h"

#include <stdio.h>

#include "tests/support/engine_fixture.h"

enum { STORAGE = 2 };

static int rig_setup(void **state)
{
    *state = rig_new("/dev/null" /* no rule is evaluated here */);
    return 0;
}

/* Turns the loop until `is_so` holds; each turn waits for an event. */
static void turn_until(struct rig *rig, bool (*is_so)(const struct rig *))
{
    struct err err = {0};

    for (int turn = 0; turn < TURNS_MAX; turn++) {
        if (is_so(rig))
            return;
        assert_int_equal(loop_turn(rig->loop, TURN_MS, &err), 0);
    }
    fail_msg("it never came");
}

static bool is_settled(const struct rig *rig)
{
    return engine_is_settled(rig->engine);
}

static bool has_similar(const struct rig *rig)
{
    return strstr(rig->model->panels[STORAGE].reason, "similar") != NULL;
}

static bool is_ok(const struct rig *rig)
{
    return rig->model->backends[0].state == BACKEND_OK &&
           rig->model->panels[STORAGE].data == PANEL_LIVE &&
           !rig->model->panels[STORAGE].reason[0];
}

static bool is_down(const struct rig *rig)
{
    return rig->model->backends[0].state == BACKEND_DOWN &&
           rig->model->panels[STORAGE].reason[0] != '\0';
}

static const struct panel *storage(const struct rig *rig)
{
    return &rig->model->panels[STORAGE];
}

static const struct series_set *storage_set(const struct rig *rig)
{
    return store_get(rig->model->store, storage(rig)->store_query,
                     STORE_BASE_ZOOM);
}

static void start(struct rig *rig)
{
    struct err err = {0};

    assert_int_equal(engine_start(rig->engine, &err), 0);
}

static void engine_start_back_fills_a_panel_at_once(void **state)
{
    struct rig *rig = *state;
    const struct ring *ring;
    int64_t newest_ms;

    fake_prometheus_know(&rig->fake, "elasticsearch_filesystem", FAKE_TIME);
    start(rig);
    turn_until(rig, is_settled);

    assert_int_equal(storage(rig)->data, PANEL_LIVE);
    assert_int_equal(storage(rig)->query, 0);
    ring = series_set_headline(storage_set(rig));
    newest_ms = ring_newest_ms(ring);
    for (int64_t at_ms = newest_ms - INT64_C(239) * 15000; at_ms <= newest_ms;
         at_ms += 15000)
        assert_near(ring_at(ring, at_ms), (double)at_ms / 1000, 15.0);
}

static void engine_without_data_names_the_metric_and_its_relatives(void **state)
{
    struct rig *rig = *state;

    fake_prometheus_know(&rig->fake, "elasticsearch_filesystem_other",
                         FAKE_REFUSED);
    rig->fake.metrics[0].name = "elasticsearch_filesystem_data_bytes";
    start(rig);
    turn_until(rig, has_similar);

    assert_int_equal(storage(rig)->data, PANEL_EMPTY);
    assert_int_equal(storage(rig)->health.state, HEALTH_UNKNOWN);
    assert_non_null(strstr(storage(rig)->reason, "does not exist here"));
    assert_non_null(
        strstr(storage(rig)->reason, "elasticsearch_filesystem_data_bytes"));
}

static void engine_passes_over_zero_when_the_query_says_so(void **state)
{
    struct rig *rig = *state;
    const struct panel *panel = &rig->model->panels[0];

    fake_prometheus_know(&rig->fake, "traces_saved_by_svc", FAKE_NAN);
    fake_prometheus_know(&rig->fake, "traces_received_total", FAKE_ZERO);
    fake_prometheus_know(&rig->fake, "otelcol_receiver_accepted_spans",
                         FAKE_TIME);
    start(rig);
    turn_until(rig, is_settled);

    assert_int_equal(panel->data, PANEL_LIVE);
    assert_non_null(strstr(panel->def->queries[panel->query].expression,
                           "otelcol_receiver_accepted_spans"));
}

static void engine_falls_back_to_zero_when_nothing_better_is_there(void **state)
{
    struct rig *rig = *state;
    const struct panel *panel = &rig->model->panels[0];

    fake_prometheus_know(&rig->fake, "traces_received_total", FAKE_ZERO);
    start(rig);
    turn_until(rig, is_settled);

    assert_int_equal(panel->data, PANEL_LIVE);
    assert_non_null(strstr(panel->def->queries[panel->query].expression,
                           "traces_received_total"));
    assert_near(panel->health.value, 0.0, 0.0);
}

static void engine_with_one_hung_panel_serves_the_others(void **state)
{
    struct rig *rig = *state;

    fake_prometheus_know(&rig->fake, "elasticsearch_filesystem", FAKE_TIME);
    fake_prometheus_know(&rig->fake, "jaeger_query_latency", FAKE_HANGS);
    start(rig);
    turn_until(rig, is_ok);

    assert_int_equal(storage(rig)->data, PANEL_LIVE);
    assert_int_equal(rig->model->panels[1].data, PANEL_WAITING);
}

static void engine_after_an_outage_asks_for_all_that_is_missing(void **state)
{
    struct rig *rig = *state;
    int64_t asked_before_ms = 0;
    const struct fake_asked *last = NULL;

    fake_prometheus_know(&rig->fake, "elasticsearch_filesystem", FAKE_TIME);
    start(rig);
    turn_until(rig, is_settled);
    for (size_t i = 0; i < rig->fake.asked_count; i++)
        if (strstr(rig->fake.asked[i].expression, "elasticsearch"))
            asked_before_ms = rig->fake.asked[i].end_ms;
    rig->fake.is_away = true;
    engine_refresh(rig->engine);
    turn_until(rig, is_down);
    assert_string_equal(rig->model->mode, "offline");
    rig->fake.is_away = false;
    engine_refresh(rig->engine);
    turn_until(rig, is_ok);

    for (size_t i = 0; i < rig->fake.asked_count; i++)
        if (strstr(rig->fake.asked[i].expression, "elasticsearch"))
            last = &rig->fake.asked[i];
    if (!last) {
        fail_msg("storage was never asked");
        return;
    }
    /* Either the slots since the last answer, or the value of this moment. */
    assert_true(last->start_ms <= asked_before_ms + 15000 ||
                last->start_ms == last->end_ms);
    assert_string_equal(rig->model->mode, "prometheus");
}

static void engine_touch_marks_old_data_stale_and_no_longer_ok(void **state)
{
    struct rig *rig = *state;
    struct moment later;

    fake_prometheus_know(&rig->fake, "kafka_consumergroup_lag", FAKE_ZERO);
    start(rig);
    turn_until(rig, is_settled);
    assert_int_equal(rig->model->panels[4].health.state, HEALTH_OK);
    later = loop_now(rig->loop);
    later.wall_ms += 40000;
    later.mono_ms += 40000;
    engine_touch(rig->engine, later);

    assert_int_equal(rig->model->panels[4].data, PANEL_STALE);
    assert_int_equal(rig->model->panels[4].health.state, HEALTH_UNKNOWN);
}

static bool has_past(const struct rig *rig)
{
    return storage(rig)->past &&
           series_set_answer_samples(storage(rig)->past) > 0;
}

static void engine_show_of_an_earlier_stretch_asks_for_it(void **state)
{
    struct rig *rig = *state;
    const int64_t end_ms = INT64_C(1700000000000);
    const struct fake_asked *last;

    fake_prometheus_know(&rig->fake, "elasticsearch_filesystem", FAKE_TIME);
    start(rig);
    turn_until(rig, is_settled);
    engine_show(rig->engine, 3, end_ms);
    turn_until(rig, has_past);

    last = &rig->fake.asked[rig->fake.asked_count - 1];
    assert_int_equal(last->step_ms, 300000);
    assert_int_equal(last->end_ms, end_ms / 300000 * 300000);
    assert_true(last->end_ms - last->start_ms >= INT64_C(86400000));
    assert_ptr_equal(model_series(rig->model, storage(rig)),
                     storage(rig)->past);
    engine_show(rig->engine, 1, -1);
    assert_null(storage(rig)->past);
}

static bool was_asked_again(const struct rig *rig)
{
    return rig->fake.asked_count > 5;
}

static void engine_pause_keeps_due_jobs_until_it_goes_on(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};

    for (size_t i = 0; i < 5; i++)
        fake_prometheus_know(
            &rig->fake,
            (const char *const[]){"traces_saved", "query_latency",
                                  "elasticsearch_filesystem", "container_cpu",
                                  "consumergroup_lag"}[i],
            FAKE_TIME);
    engine_pause(rig->engine, true);
    start(rig);
    assert_int_equal(loop_turn(rig->loop, 0, &err), 0);
    assert_int_equal(rig->fake.asked_count, 0);

    engine_pause(rig->engine, false);
    turn_until(rig, is_settled);
    assert_int_equal(rig->fake.asked_count, 5);
    engine_refresh(rig->engine);
    turn_until(rig, was_asked_again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)
        CASE(engine_start_back_fills_a_panel_at_once),
        CASE(engine_without_data_names_the_metric_and_its_relatives),
        CASE(engine_passes_over_zero_when_the_query_says_so),
        CASE(engine_falls_back_to_zero_when_nothing_better_is_there),
        CASE(engine_with_one_hung_panel_serves_the_others),
        CASE(engine_after_an_outage_asks_for_all_that_is_missing),
        CASE(engine_touch_marks_old_data_stale_and_no_longer_ok),
        CASE(engine_show_of_an_earlier_stretch_asks_for_it),
        CASE(engine_pause_keeps_due_jobs_until_it_goes_on),
#undef CASE
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
