/* test_tracing_sources.c - Jaeger's and the Collector's questions, answered
 * well and badly. */
#include "tests/test.h"

#include "base/buf.h"
#include "source/jaeger.h"
#include "source/otel.h"

enum { SERVICES, VERSION, COLLECTOR_1 };

static char *collectors[] = {(char *)"http://c:14269"};
static const struct jaeger_settings jaeger_settings = {
    .base = {.url = (char *)"http://q"},
    .collector_urls = {.urls = collectors, .count = 1}};
static const struct otel_settings otel_settings = {
    .base = {.url = (char *)"http://o:13133/health"},
    .metrics_url = (char *)"http://o:8888"};

static int64_t now_ms = 1000;

/* Asks and answers; returns what `finish` does. */
static int ask(const struct question *question, void *source, int status,
               const char *body, struct err *err)
{
    const struct question_answer told = {.status = status,
                                         .content_type = "x/y",
                                         .latency_ms = 7,
                                         .now_ms = now_ms};
    void *reader = question->begin(source, status);
    size_t length = strlen(body);

    *err = (struct err){0};
    for (size_t at = 0; at < length; at += 5)
        if (question->feed(reader, body + at, length - at < 5 ? length - at : 5,
                           err) < 0) {
            question->drop(reader);
            return -1;
        }
    return question->finish(reader, &told, err);
}

static void assert_path(const struct question *question, void *source,
                        const char *wanted)
{
    struct buf out;

    buf_init(&out, 200);
    question->path(source, &out);
    assert_string_equal(out.bytes, wanted);
    buf_clear(&out);
}

static void jaeger_services_keep_the_last_good_answer(void **state)
{
    static const struct {
        int status;
        const char *body, *error;
    } bad[] = {
        {200, "<html><title>UI</title>",
         "HTTP 200, but a web page instead of JSON: a wrong base path in "
         "query_url, or a login in front of it: UI"},
        {500, "{\"data\":null,\"errors\":[{\"code\":500,\"msg\":\"es away\"}]}",
         "HTTP 500: Jaeger says es away"},
        {503, "", "HTTP 503: not Jaeger's API (x/y)"},
    };
    struct jaeger_source *source = jaeger_source_new(&jaeger_settings);
    const struct jaeger *jaeger = jaeger_source_get(source);
    const struct question *question = &jaeger_questions[SERVICES];
    struct err err;
    (void)state;

    assert_int_equal(jaeger->answered_ms, -1);
    assert_int_equal(
        ask(question, source, 200, "{\"data\":[\"b\",\"a\"]}", &err), 0);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(
            ask(question, source, bad[i].status, bad[i].body, &err), -1);
        assert_string_equal(err.text, bad[i].error);
        assert_int_equal(jaeger->services.count, 2);
        assert_string_equal(jaeger->services.names[0], "a");
        assert_int_equal(jaeger->services.latency_ms, 7);
    }
    assert_int_equal(ask(question, source, 200, "{\"data\":null}", &err), 0);
    assert_int_equal(jaeger->services.count, 0);
    jaeger_source_free(source);
}

static void jaeger_version_is_read_off_the_page(void **state)
{
    struct jaeger_source *source = jaeger_source_new(&jaeger_settings);
    const struct jaeger *jaeger = jaeger_source_get(source);
    struct err err;
    (void)state;

    assert_int_equal(ask(&jaeger_questions[VERSION], source, 200,
                         "<script>const JAEGER_VERSION = {\"gitCommit\":\"x\","
                         "\"gitVersion\":\"v2.5.0\",\"buildDate\":\"\"};",
                         &err),
                     0);

    assert_string_equal(jaeger->version, "2.5.0");
    assert_int_equal(jaeger->major, 2);
    jaeger_source_free(source);
}

static void jaeger_version_when_the_page_has_none_is_a_collectors(void **state)
{
    const struct question *question = &jaeger_questions[VERSION];
    struct jaeger_source *source = jaeger_source_new(&jaeger_settings);
    struct err err;
    (void)state;

    assert_string_equal(jaeger_source_url(source, question->url), "http://q");
    assert_int_equal(ask(question, source, 200, "<html>sign in</html>", &err),
                     1);
    assert_string_equal(jaeger_source_url(source, question->url),
                        "http://c:14269");
    assert_int_equal(ask(question, source, 200,
                         "{\"gitCommit\":\"x\",\"gitVersion\":\"v1.62.0\"}",
                         &err),
                     0);

    assert_string_equal(jaeger_source_get(source)->version, "1.62.0");
    jaeger_source_free(source);
}

static void jaeger_version_when_nobody_knows_is_no_failure(void **state)
{
    const struct question *question = &jaeger_questions[VERSION];
    struct jaeger_source *source = jaeger_source_new(&jaeger_settings);
    struct err err;
    (void)state;

    assert_int_equal(ask(question, source, 404, "", &err), 1);
    assert_int_equal(ask(question, source, 404, "", &err), 0);

    assert_string_equal(jaeger_source_get(source)->version, "");
    assert_string_equal(jaeger_source_url(source, question->url),
                        "http://q"); /* its turn again */
    jaeger_source_free(source);
}

static void jaeger_collector_of_v1_answers_at_once(void **state)
{
    struct jaeger_source *source = jaeger_source_new(&jaeger_settings);
    const struct liveness *health =
        &jaeger_source_get(source)->collectors[0].health;
    const struct question *question = &jaeger_questions[COLLECTOR_1];
    struct err err;
    (void)state;

    assert_path(question, source, "/status");
    assert_int_equal(ask(question, source, 200,
                         "{\"status\":\"Server available\",\"upSince\":"
                         "\"2026-11-22T21:14:07Z\",\"uptime\":\"1h\"}",
                         &err),
                     0);
    assert_true(health->is_well);
    assert_false(health->is_v2);
    assert_int_equal(health->since_ms, INT64_C(1795382047000));

    assert_int_equal(ask(question, source, 503,
                         "{\"status\":\"Server not available\",\"upSince\":"
                         "\"0001-01-01T00:00:00Z\",\"uptime\":\"\"}",
                         &err),
                     -1);
    assert_string_equal(err.text, "HTTP 503: Server not available");
    assert_false(health->is_well);
    assert_int_equal(health->since_ms, -1);
    jaeger_source_free(source);
}

static void otel_health_shows_the_status_not_healthy(void **state)
{
    struct otel_source *source = otel_source_new(&otel_settings);
    const struct liveness *health = &otel_source_get(source)->health;
    const struct question *question = &otel_questions[OTEL_HEALTH];
    struct err err;
    (void)state;

    assert_path(question, source, "/status");
    assert_int_equal(ask(question, source, 404, "404 page not found", &err), 1);
    assert_path(question, source, "?");
    assert_int_equal(ask(question, source, 404, "404 page not found", &err),
                     -1);
    assert_path(question, source, "/status");
    assert_int_equal(
        ask(question, source, 200,
            "{\"start_time\":\"2026-11-22T21:14:07Z\",\"healthy\":true,"
            "\"status\":\"StatusRecoverableError\",\"error\":\"refused\"}",
            &err),
        0);
    assert_true(health->is_v2);
    assert_false(health->is_well);
    assert_string_equal(health->status, "StatusRecoverableError");
    assert_string_equal(health->error, "refused");
    otel_source_free(source);
}

static void otel_health_is_any_text_that_can_be_read(void **state)
{
    static const char *const bad[] = {"", "\x01\x02{{{]]", "{\"status\":\"Ser",
                                      "<!doctype html>"};
    struct otel_source *source = otel_source_new(&otel_settings);
    const struct liveness *health = &otel_source_get(source)->health;
    const struct question *question = &otel_questions[OTEL_HEALTH];
    struct err err;
    (void)state;

    assert_int_equal(ask(question, source, 200, "up and running\n", &err), 0);
    assert_true(health->is_well);
    assert_string_equal(health->status, "up and running");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(ask(question, source, 200, bad[i], &err), -1);
        assert_int_equal(err.kind, ERR_FORMAT);
    }
    otel_source_free(source);
}

static void otel_metrics_of_both_name_forms_give_rates(void **state)
{
    struct otel_source *source = otel_source_new(&otel_settings);
    const struct otel_metrics *metrics = &otel_source_get(source)->metrics;
    const struct question *question = &otel_questions[OTEL_METRICS];
    struct err err;
    (void)state;

    assert_path(question, source, "/metrics");
    now_ms = 10000;
    assert_int_equal(
        ask(question, source, 200,
            "otelcol_receiver_accepted_spans_total{receiver=\"a\"} 100\n"
            "otelcol_receiver_accepted_spans_total{receiver=\"b\"} 50\n"
            "otelcol_process_uptime_seconds_total 60\n"
            "otelcol_exporter_queue_size{exporter=\"x\"} 9\n"
            "otelcol_exporter_queue_capacity{exporter=\"x\"} 10\n",
            &err),
        0);
    assert_near(metrics->accepted.total, 150, 0);
    assert_near(metrics->accepted.per_second, NAN, 0);
    assert_near(metrics->queue_ratio, 0.9, 1e-9);
    assert_near(metrics->uptime_s, 60, 0);

    now_ms = 20000;
    assert_int_equal(
        ask(question, source, 200,
            "otelcol_receiver_accepted_spans{service_version=\"0.90\"} 350\n"
            "otelcol_exporter_send_failed_spans 20\n"
            "otelcol_process_uptime 70\n",
            &err),
        0);
    assert_near(metrics->accepted.per_second, 20, 1e-9);
    assert_near(metrics->send_failed.per_second, 2, 1e-9);
    assert_string_equal(metrics->version, "0.90");
    assert_false(metrics->is_restarted);

    now_ms = 30000;
    assert_int_equal(ask(question, source, 200,
                         "otelcol_receiver_accepted_spans 3\n"
                         "otelcol_process_uptime 2\n",
                         &err),
                     0);
    assert_true(metrics->is_restarted);
    assert_near(metrics->accepted.per_second, NAN, 0);
    otel_source_free(source);
}

static void otel_metrics_of_others_are_refused(void **state)
{
    struct otel_source *source = otel_source_new(&otel_settings);
    const struct question *question = &otel_questions[OTEL_METRICS];
    struct err err;
    (void)state;

    assert_int_equal(ask(question, source, 200, "go_info 1\n", &err), -1);
    assert_string_equal(
        err.text,
        "1 samples, none of an OpenTelemetry Collector (otelcol_...)");
    assert_int_equal(ask(question, source, 200, "what is this\n", &err), -1);
    assert_string_equal(err.text,
                        "no metrics page: line 1 is no sample: what is this");
    assert_int_equal(ask(question, source, 502, "<p>Bad Gateway</p>", &err),
                     -1);
    assert_string_equal(
        err.text, "HTTP 502: not a Collector's metrics (x/y): Bad Gateway");
    assert_int_equal(otel_source_get(source)->answered_ms, -1);
    otel_source_free(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jaeger_services_keep_the_last_good_answer),
        cmocka_unit_test(jaeger_version_is_read_off_the_page),
        cmocka_unit_test(jaeger_version_when_the_page_has_none_is_a_collectors),
        cmocka_unit_test(jaeger_version_when_nobody_knows_is_no_failure),
        cmocka_unit_test(jaeger_collector_of_v1_answers_at_once),
        cmocka_unit_test(otel_health_shows_the_status_not_healthy),
        cmocka_unit_test(otel_health_is_any_text_that_can_be_read),
        cmocka_unit_test(otel_metrics_of_both_name_forms_give_rates),
        cmocka_unit_test(otel_metrics_of_others_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
