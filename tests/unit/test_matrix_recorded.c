/* test_matrix_recorded.c - answers that real servers gave, decoded.
 *
 * The reference data is not part of the source tree: its folder comes in
 * $TRACETOP_SHARED; without it these tests skip.
 */
#include "tests/test.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>

#include "base/xalloc.h"
#include "tests/support/matrix_record.h"

struct expectation {
    const char *file; /* under fixtures/prometheus/ */
    enum matrix_type type;
    size_t series;
    size_t samples;
};

#define RECORDED "recorded_2.42.0/"

static const struct expectation expectations[] = {
    {RECORDED "absent.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "alerts_series.json", MATRIX_VECTOR, 15, 15},
    {RECORDED "empty.json", MATRIX_VECTOR, 0, 0},
    {RECORDED "fixed_p1_sum.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "fixed_p2_v1.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "fixed_p2_v1_by_op.json", MATRIX_VECTOR, 4, 4},
    {RECORDED "fixed_p4_cpu.json", MATRIX_VECTOR, 2, 2},
    {RECORDED "fixed_p5_sum.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "guide_es_red.json", MATRIX_VECTOR, 0, 0},
    {RECORDED "guide_low_trace.json", MATRIX_VECTOR, 8, 8},
    {RECORDED "guide_p1_alert.json", MATRIX_VECTOR, 0, 0},
    {RECORDED "guide_p1_rate_traces.json", MATRIX_VECTOR, 12, 12},
    {RECORDED "guide_p2_alert.json", MATRIX_VECTOR, 2, 2},
    {RECORDED "guide_p2_p99.json", MATRIX_VECTOR, 8, 8},
    {RECORDED "guide_p3_disk.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "guide_p4_cpu.json", MATRIX_VECTOR, 4, 4},
    {RECORDED "guide_p5_alert.json", MATRIX_VECTOR, 0, 0},
    {RECORDED "guide_p5_lag.json", MATRIX_VECTOR, 6, 6},
    {RECORDED "matrix_via_instant.json", MATRIX_MATRIX, 3, 9},
    {RECORDED "range_before_data.json", MATRIX_MATRIX, 1, 14},
    {RECORDED "range_counter_reset_raw.json", MATRIX_MATRIX, 2, 54},
    {RECORDED "range_gap_up.json", MATRIX_MATRIX, 3, 111},
    {RECORDED "range_p1.json", MATRIX_MATRIX, 1, 41},
    {RECORDED "range_p2_with_nan.json", MATRIX_MATRIX, 8, 168},
    {RECORDED "range_quantile_gap_nan.json", MATRIX_MATRIX, 1, 30},
    {RECORDED "range_rate_over_reset.json", MATRIX_MATRIX, 2, 74},
    {RECORDED "range_up.json", MATRIX_MATRIX, 5, 105},
    {RECORDED "scalar.json", MATRIX_SCALAR, 1, 1},
    {RECORDED "special_nan.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "special_ninf.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "special_pinf.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "string.json", MATRIX_STRING, 0, 0},
    {RECORDED "trap_p2_v2_otel_buckets.json", MATRIX_VECTOR, 1, 1},
    {RECORDED "vector_up.json", MATRIX_VECTOR, 9, 9},
    {RECORDED "warn_limit_unknown.json", MATRIX_VECTOR, 9, 9},
    {"jaeger_testdata/empty_response.json", MATRIX_MATRIX, 0, 0},
    {"jaeger_testdata/service_datapoint_response.json", MATRIX_MATRIX, 1, 1},
    {"jaeger_testdata/service_span_name_datapoint_response.json", MATRIX_MATRIX,
     1, 1},
};

static const size_t expectation_count =
    sizeof(expectations) / sizeof(expectations[0]);

static void skip_without_fixtures(void)
{
    if (test_shared_dir())
        return;
    print_message("TRACETOP_SHARED is not set: recorded answers are skipped\n");
    skip();
}

/* Reads a file of fixtures/prometheus/; the caller ends it. */
static struct buf read_fixture(const char *name)
{
    char *path =
        xasprintf("%s/fixtures/prometheus/%s", test_shared_dir(), name);
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    struct buf text;
    size_t length;

    if (!file)
        fail_msg("%s: cannot be read", path);
    buf_init(&text, 1 << 20);
    while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0)
        assert_true(buf_add(&text, bytes, length));
    (void)fclose(file);
    free(path);
    return text;
}

static struct matrix_record decode_fixture(const char *name, size_t piece)
{
    struct buf text = read_fixture(name);
    struct matrix_record record =
        matrix_record_decode(text.bytes, text.length, piece);

    buf_clear(&text);
    return record;
}

static void recorded_answers_have_their_series_and_samples(void **state)
{
    (void)state;
    skip_without_fixtures();

    for (size_t i = 0; i < expectation_count; i++) {
        const struct expectation *expected = &expectations[i];
        struct matrix_record record = decode_fixture(expected->file, 1 << 20);

        if (record.rc < 0)
            fail_msg("%s: %s", expected->file, record.err.text);
        assert_int_equal(record.totals.type, expected->type);
        assert_int_equal(record.totals.series, expected->series);
        assert_int_equal(record.totals.samples, expected->samples);
        buf_clear(&record.told);
    }
}

/* Adds what a tree of the same answer says, in the record's words. */
static void tell_pair(const struct matrix_sink *sink, const json_t *pair)
{
    double at_s = json_number_value(json_array_get(pair, 0));

    sink->sample(sink->owner, (int64_t)llround(at_s * 1000),
                 strtod(json_string_value(json_array_get(pair, 1)), NULL));
}

static void tell_element(const struct matrix_sink *sink, json_t *element)
{
    struct label_text pairs[64];
    size_t count = 0, index;
    const char *name;
    json_t *value;

    json_object_foreach(json_object_get(element, "metric"), name, value)
    {
        assert_true(count < 64);
        pairs[count++] =
            (struct label_text){.name = name,
                                .name_length = strlen(name),
                                .value = json_string_value(value),
                                .value_length = json_string_length(value)};
    }
    sink->series(sink->owner, pairs, count);
    if (json_object_get(element, "value"))
        tell_pair(sink, json_object_get(element, "value"));
    json_array_foreach(json_object_get(element, "values"), index, value)
        tell_pair(sink, value);
}

static void recorded_answers_are_what_a_tree_says(void **state)
{
    size_t compared = 0;
    (void)state;
    skip_without_fixtures();

    for (size_t i = 0; i < expectation_count; i++) {
        struct buf text = read_fixture(expectations[i].file);
        struct matrix_record record =
            matrix_record_decode(text.bytes, text.length, 100);
        struct matrix_record tree = {0};
        struct matrix_sink sink = matrix_record_sink(&tree);
        json_t *root = json_loadb(text.bytes, text.length, 0, NULL);
        json_t *element;
        size_t index;

        buf_init(&tree.told, 1 << 20);
        if (expectations[i].type == MATRIX_VECTOR ||
            expectations[i].type == MATRIX_MATRIX) {
            json_array_foreach(
                json_object_get(json_object_get(root, "data"), "result"), index,
                element) tell_element(&sink, element);
            assert_string_equal(record.told.bytes, tree.told.bytes);
            compared++;
        }
        json_decref(root);
        buf_clear(&record.told);
        buf_clear(&tree.told);
        buf_clear(&text);
    }
    assert_int_equal(compared, 36);
}

static void recorded_values_are_exact(void **state)
{
    static const struct {
        const char *file;
        const char *told;
    } cases[] = {
        {"special_nan.json", "{instance=127.0.0.1:19090,job=prometheus} "
                             "1795379687032:NaN "},
        {"special_pinf.json", "{instance=127.0.0.1:19090,job=prometheus} "
                              "1795379687041:inf "},
        {"special_ninf.json", "{instance=127.0.0.1:19090,job=prometheus} "
                              "1795379687050:-inf "},
        {"fixed_p1_sum.json", "{} 1795380168277:127.60000000000001 "},
        {"fixed_p2_v1.json", "{} 1795380168311:3.6657142857142953 "},
        {"fixed_p5_sum.json", "{consumergroup=jaeger-ingester,"
                              "topic=jaeger-spans} 1795380168400:128813 "},
        {"scalar.json", "{} 1795379687000:1 "},
        {"string.json", "1795379687008:'hello' "},
        {"empty.json", ""},
    };
    (void)state;
    skip_without_fixtures();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *name = xasprintf(RECORDED "%s", cases[i].file);
        struct matrix_record record = decode_fixture(name, 7);

        assert_string_equal(record.told.bytes, cases[i].told);
        buf_clear(&record.told);
        free(name);
    }
}

static void recorded_answers_split_anywhere_are_the_same(void **state)
{
    (void)state;
    skip_without_fixtures();

    for (size_t i = 0; i < expectation_count; i++) {
        struct buf text = read_fixture(expectations[i].file);
        struct matrix_record whole =
            matrix_record_decode(text.bytes, text.length, text.length);

        for (size_t piece = 1; piece < 70; piece++) {
            struct matrix_record split =
                matrix_record_decode(text.bytes, text.length, piece);

            assert_int_equal(split.rc, 0);
            assert_string_equal(split.told.bytes, whole.told.bytes);
            buf_clear(&split.told);
        }
        buf_clear(&whole.told);
        buf_clear(&text);
    }
}

static void recorded_answers_cut_short_are_errors(void **state)
{
    (void)state;
    skip_without_fixtures();

    for (size_t i = 0; i < expectation_count; i++) {
        struct buf text = read_fixture(expectations[i].file);

        while (text.length && strchr(" \n", text.bytes[text.length - 1]))
            text.length--;
        for (size_t length = 0; length < text.length; length++) {
            struct matrix_record record =
                matrix_record_decode(text.bytes, length, 1 << 20);

            if (record.rc == 0)
                fail_msg("%s cut at %zu", expectations[i].file, length);
            assert_int_equal(record.err.kind, ERR_FORMAT);
            buf_clear(&record.told);
        }
        buf_clear(&text);
    }
}

static void recorded_refusals_keep_the_server_words(void **state)
{
    static const struct {
        const char *file;
        const char *text;
    } cases[] = {
        {"err_bad_query.json",
         "bad_data: invalid parameter \"query\": 1:10: parse error: missing "
         "unit character in duration"},
        {"err_11000_points.json",
         "bad_data: exceeded maximum resolution of 11,000 points per "
         "timeseries. Try decreasing the query resolution (?step=XX)"},
        {"err_timeout.json",
         "timeout: query timed out in expression evaluation"},
        {"err_admin_disabled.json", "unavailable: admin APIs disabled"},
        {"err_exec_same_labelset.json",
         "execution: vector cannot contain metrics with the same labelset"},
    };
    (void)state;
    skip_without_fixtures();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *name = xasprintf(RECORDED "%s", cases[i].file);
        struct matrix_record record = decode_fixture(name, 50);

        assert_int_equal(record.rc, -1);
        assert_int_equal(record.err.kind, ERR_REFUSED);
        assert_string_equal(record.err.text, cases[i].text);
        buf_clear(&record.told);
        free(name);
    }
}

/* Answers of other endpoints, plain texts and so on. */
static void recorded_answers_of_other_endpoints_are_refused(void **state)
{
    static const char *const files[] = {
        "alertmanagers.json",
        "alerts.json",
        "err_404_path.json",
        "label_names.json",
        "metadata_one.json",
        "metadata_absent.json",
        "rules.json",
        "status_tsdb.json",
        "targets.json",
        "series.json",
        "err_401_basic_auth.txt",
    };
    (void)state;
    skip_without_fixtures();

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char *name = xasprintf(RECORDED "%s", files[i]);
        struct matrix_record record = decode_fixture(name, 1 << 20);

        assert_int_equal(record.rc, -1);
        assert_int_equal(record.err.kind, ERR_FORMAT);
        assert_string_equal(record.told.bytes, "");
        buf_clear(&record.told);
        free(name);
    }
}

/* No recording may be left out of the tests above by oversight. */
static void recorded_answers_all_decode_or_say_why_not(void **state)
{
    char *path;
    DIR *dir;
    const struct dirent *entry;
    size_t good = 0, refused = 0, other = 0;
    (void)state;
    skip_without_fixtures();

    path = xasprintf("%s/fixtures/prometheus/" RECORDED, test_shared_dir());
    dir = opendir(path);
    assert_non_null(dir);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while ((entry = readdir(dir))) {
        char *name = xasprintf(RECORDED "%s", entry->d_name);

        if (strstr(name, ".json")) {
            struct matrix_record record = decode_fixture(name, 1000);

            good += record.rc == 0;
            refused += record.rc < 0 && record.err.kind == ERR_REFUSED;
            other += record.rc < 0 && record.err.kind == ERR_FORMAT;
            buf_clear(&record.told);
        }
        free(name);
    }
    (void)closedir(dir);
    free(path);
    assert_int_equal(good, 35);
    assert_int_equal(refused, 11);
    assert_int_equal(other, 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_answers_have_their_series_and_samples),
        cmocka_unit_test(recorded_answers_are_what_a_tree_says),
        cmocka_unit_test(recorded_values_are_exact),
        cmocka_unit_test(recorded_answers_split_anywhere_are_the_same),
        cmocka_unit_test(recorded_answers_cut_short_are_errors),
        cmocka_unit_test(recorded_refusals_keep_the_server_words),
        cmocka_unit_test(recorded_answers_of_other_endpoints_are_refused),
        cmocka_unit_test(recorded_answers_all_decode_or_say_why_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
