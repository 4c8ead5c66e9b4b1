/* test_rules_api.c - rules and their alerts, whole and in pieces. */
#include "tests/test.h"

#include <stdio.h>

#include "base/paths.h"
#include "source/rules_api.h"
#include "tests/support/told_record.h"

enum { TOLD_MAX = 1 << 20 };

static const char answer[] =
    "{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":\"g\",\"file\":"
    "\"f.yml\",\"rules\":[{\"state\":\"firing\",\"name\":\"Lag\",\"query\":"
    "\"lag > 1\",\"duration\":90,\"keepFiringFor\":30,\"labels\":{\"severity\":"
    "\"warning\"},\"annotations\":{\"summary\":\"{{ $value }}\"},\"alerts\":[{"
    "\"labels\":{\"alertname\":\"Lag\",\"topic\":\"a\\u0007b\"},"
    "\"annotations\":{\"summary\":\"86.7\"},\"state\":\"firing\",\"activeAt\":"
    "\"2026-11-22T20:29:39.294113796Z\",\"value\":\"8.67e+01\"},{\"labels\":{"
    "\"alertname\":\"Lag\"},\"annotations\":{},\"state\":\"pending\","
    "\"activeAt\":\"2026-11-22T20:29:40Z\",\"value\":\"NaN\",\"new\":[1,{}]}],"
    "\"health\":\"ok\",\"type\":\"alerting\"},{\"name\":\"job:x\",\"query\":"
    "\"x\",\"health\":\"ok\",\"type\":\"recording\"},{\"state\":\"inactive\","
    "\"name\":\"Bad\",\"query\":\"a * b\",\"duration\":0,\"labels\":null,"
    "\"alerts\":[],\"health\":\"err\",\"lastError\":\"many-to-many\",\"type\":"
    "\"alerting\"}],\"interval\":5}]}}";
static const char told[] =
    "alert firing {alertname=Lag,topic=a\ab}{summary=86.7} "
    "since=1795379379294 value=86.700000000000003 "
    "fingerprint= silence= inhibited=\n"
    "alert pending {alertname=Lag}{} since=1795379380000 value=nan "
    "fingerprint= silence= inhibited=\n"
    "rule Lag health=ok error= for=90000 keep=30000 {severity=warning}"
    "{summary={{ $value }}} lag > 1\n"
    "rule Bad health=err error=many-to-many for=0 keep=0 {}{} a * b\n"
    "group g file=f.yml interval=5000\n";

static int decode(const char *bytes, size_t length, size_t piece,
                  struct buf *out, struct rules_totals *totals, struct err *err)
{
    struct told_sink sink = told_record_sink(out);
    struct rules_decoder *decoder = rules_decoder_new(&sink);
    int rc = 0;

    for (size_t at = 0; at < length && rc == 0; at += piece)
        rc = rules_decoder_feed(decoder, bytes + at,
                                length - at < piece ? length - at : piece, err);
    if (rc == 0)
        rc = rules_decoder_finish(decoder, totals, err);
    rules_decoder_free(decoder);
    return rc;
}

static void rules_decoder_when_split_anywhere_tells_the_same(void **state)
{
    (void)state;

    for (size_t piece = 1; piece <= sizeof(answer); piece++) {
        struct rules_totals totals = {0};
        struct err err = {0};
        struct buf out;

        buf_init(&out, TOLD_MAX);
        assert_int_equal(
            decode(answer, sizeof(answer) - 1, piece, &out, &totals, &err), 0);
        assert_string_equal(out.bytes, told);
        assert_int_equal(totals.alerts, 2);
        assert_int_equal(totals.rules, 2);
        assert_int_equal(totals.groups, 1);
        assert_int_equal(totals.cut, 0);
        buf_clear(&out);
    }
}

static void rules_decoder_of_an_error_tells_the_servers_words(void **state)
{
    static const char text[] = "{\"status\":\"error\",\"errorType\":"
                               "\"unavailable\",\"error\":\"no ruler\"}";
    struct rules_totals totals = {0};
    struct err err = {0};
    struct buf out;
    (void)state;

    buf_init(&out, TOLD_MAX);
    assert_int_equal(decode(text, strlen(text), 7, &out, &totals, &err), -1);

    assert_int_equal(err.kind, ERR_REFUSED);
    assert_string_equal(err.text, "unavailable: no ruler");
    buf_clear(&out);
}

static void rules_decoder_of_another_shape_says_where(void **state)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"[]", "not an answer of Prometheus: an array where \"rules\" should "
               "be"},
        {"{\"data\":{\"groups\":{}}}",
         "not an answer of Prometheus: an object where \"groups\" should be"},
        {"{\"data\":{\"groups\":[{\"rules\":[{\"labels\":[]}]}]}}",
         "not an answer of Prometheus: an array where \"labels\" should be"},
        {"{\"data\":{\"groups\":[]}}",
         "not an answer of Prometheus: no \"status\""},
        {"{\"status\":\"success\",\"data\":null}",
         "not an answer of Prometheus: no \"data\""},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct rules_totals totals = {0};
        struct err err = {0};
        struct buf out;

        buf_init(&out, TOLD_MAX);
        assert_int_equal(decode(cases[i].text, strlen(cases[i].text), 3, &out,
                                &totals, &err),
                         -1);
        assert_string_equal(err.text, cases[i].words);
        assert_int_equal(err.kind, ERR_FORMAT);
        buf_clear(&out);
    }
}

static void rules_decoder_cuts_a_huge_annotation(void **state)
{
    struct rules_totals totals = {0};
    struct err err = {0};
    struct buf text, out;
    (void)state;

    buf_init(&text, 1 << 20);
    buf_init(&out, TOLD_MAX);
    (void)buf_add_str(&text, "{\"status\":\"success\",\"data\":{\"groups\":[{"
                             "\"rules\":[{\"alerts\":[{\"annotations\":{"
                             "\"a\":\"x");
    for (int i = 0; i < 32768; i++)
        (void)buf_add_str(&text, "\xc3\xa9");
    (void)buf_add_str(&text, "\"}}]}]}]}}");

    assert_int_equal(decode(text.bytes, text.length, 4096, &out, &totals, &err),
                     0);

    /* "{}{a=", 4,095 bytes up to a whole character, the ellipsis, "} since" */
    assert_int_equal(strstr(out.bytes, "} since") - strstr(out.bytes, "{a="),
                     3 + 4095 + 3);
    assert_memory_equal(strstr(out.bytes, "} since") - 3, "\xe2\x80\xa6", 3);
    assert_int_equal(totals.cut, 1);
    buf_clear(&out);
    buf_clear(&text);
}

static void rules_decoder_of_a_recorded_answer_tells_every_alert(void **state)
{
    const char *dir = test_shared_dir();
    struct rules_totals totals = {0};
    struct err err = {0};
    size_t length;
    char *path, *bytes;
    struct buf out;
    (void)state;

    if (!dir) {
        print_message("no TRACETOP_SHARED: skipped\n");
        skip();
    }
    path = paths_join(
        dir, "fixtures/prometheus/recorded_2.42.0/rules_alert_only.json", NULL);
    assert_int_equal(paths_read_file(path, 1 << 20, &bytes, &length, &err), 0);
    buf_init(&out, TOLD_MAX);

    assert_int_equal(decode(bytes, length, 1000, &out, &totals, &err), 0);

    assert_int_equal(totals.groups, 3);
    assert_int_equal(totals.rules, 10);
    assert_int_equal(totals.alerts, 16);
    assert_non_null(strstr(
        out.bytes, "rule BrokenManyToMany health=err error=found duplicate"));
    assert_non_null(strstr(out.bytes, "value=86.692902094968"));
    buf_clear(&out);
    free(bytes);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_decoder_when_split_anywhere_tells_the_same),
        cmocka_unit_test(rules_decoder_of_an_error_tells_the_servers_words),
        cmocka_unit_test(rules_decoder_of_another_shape_says_where),
        cmocka_unit_test(rules_decoder_cuts_a_huge_annotation),
        cmocka_unit_test(rules_decoder_of_a_recorded_answer_tells_every_alert),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
