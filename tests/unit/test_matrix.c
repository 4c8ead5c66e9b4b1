/* test_matrix.c - Prometheus answers, decoded as their bytes arrive. */
#include "tests/test.h"

#include "tests/support/matrix_fixture.h"

static void matrix_decoder_of_a_vector_tells_labels_and_value(void **state)
{
    struct matrix_totals totals = assert_decodes(
        ANSWER("vector", "[{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},"
                         "\"value\":[1795380168.38,\"83793\"]},"
                         "{\"metric\":{},\"value\":[1795380168,\"0.5\"]}]"),
        "{__name__=up,job=a} 1795380168380:83793 {} 1795380168000:0.5 ");
    (void)state;

    assert_int_equal(totals.type, MATRIX_VECTOR);
    assert_int_equal(totals.series, 2);
    assert_int_equal(totals.samples, 2);
    assert_int_equal(totals.histograms, 0);
    assert_int_equal(totals.notes, 0);
}

static void matrix_decoder_of_a_matrix_tells_every_sample(void **state)
{
    struct matrix_totals totals = assert_decodes(
        ANSWER("matrix",
               "[{\"metric\":{\"a\":\"b\"},\"values\":[[1,\"1\"],[1.5,\"-2\"],"
               "[2.25,\"127.60000000000001\"],[3,\"NaN\"],[4,\"+Inf\"],"
               "[5,\"-Inf\"],[6,\"1e+21\"],[7.125,\"0\"]]},"
               "{\"metric\":{\"a\":\"c\"},\"values\":[[1,\"7\"]]},"
               "{\"metric\":{\"a\":\"d\"},\"values\":[]}]") SPACES,
        "{a=b} 1000:1 1500:-2 2250:127.60000000000001 3000:NaN 4000:inf "
        "5000:-inf 6000:1e+21 7125:0 {a=c} 1000:7 {a=d} ");
    (void)state;

    assert_int_equal(totals.type, MATRIX_MATRIX);
    assert_int_equal(totals.series, 3);
    assert_int_equal(totals.samples, 9);
}

static void matrix_decoder_of_unusual_spacing_tells_the_same(void **state)
{
    (void)state;

    assert_decodes(SERIES("\"metric\" : { \"a\" : \"b\" } ,\n \"values\" : [ "
                          "[ 1 , \"1\" ] ,[2,\"2\"] , [3 ,\"3\"],[ 4,\"4\"],"
                          "[5, \"5\"],[6,\"6\" ],[7,\"7\"]\r\n,[8,\"8\"] ]"),
                   "{a=b} 1000:1 2000:2 3000:3 4000:4 5000:5 6000:6 7000:7 "
                   "8000:8 ");
}

static void matrix_decoder_of_unusual_numbers_tells_the_same(void **state)
{
    (void)state;

    assert_decodes(
        SERIES("\"metric\":{},\"values\":[[0,\"1\"],[0.001,\"\\u0031\"],[-1.5,"
               "\"+1\"],[1e1,\"1.\"],[1.2346,\".5\"],[12E-1,\"Inf\"],"
               "[1.23450000000000000000000000001,\"007\"],[123456789012.345,"
               "\"1\"],[1,\"12345678901234567890123\"],[2,\"1e-999\"]]"),
        "{} 0:1 1:1 -1500:1 10000:1 1235:0.5 1200:inf 1235:7 "
        "123456789012345:1 1000:1.2345678901234568e+22 2000:0 ");
}

static void
matrix_decoder_of_a_scalar_tells_a_series_without_labels(void **state)
{
    struct matrix_totals totals = assert_decodes(
        ANSWER("scalar", "[1795379687,\"1\"]"), "{} 1795379687000:1 ");
    (void)state;

    assert_int_equal(totals.type, MATRIX_SCALAR);
    assert_int_equal(totals.series, 1);
    assert_int_equal(totals.samples, 1);
}

static void matrix_decoder_of_a_string_tells_its_text(void **state)
{
    struct matrix_totals totals =
        assert_decodes(ANSWER("string", "[1795379687.008,\"he\\nllo\"]"),
                       "1795379687008:'he\nllo' ");
    (void)state;

    assert_int_equal(totals.type, MATRIX_STRING);
    assert_int_equal(totals.series, 0);
}

static void matrix_decoder_of_no_series_is_a_success(void **state)
{
    (void)state;

    assert_int_equal(assert_decodes(ANSWER("vector", "[]"), "").type,
                     MATRIX_VECTOR);
    assert_int_equal(assert_decodes(ANSWER("matrix", "[]"), "").type,
                     MATRIX_MATRIX);
    assert_int_equal(assert_decodes(ANSWER("matrix", "null"), "").series, 0);
}

static void matrix_decoder_takes_members_in_any_order(void **state)
{
    (void)state;

    assert_decodes("{\"data\":{\"result\":[{\"metric\":{\"a\":\"b\"},\"value\":"
                   "[1,\"2\"]}],\"resultType\":\"vector\"},\"status\":"
                   "\"success\"}",
                   "{a=b} 1000:2 ");
    assert_decodes("{\"data\":{\"result\":[1,\"2\"],\"resultType\":\"scalar\"},"
                   "\"status\":\"success\"}",
                   "{} 1000:2 ");
    assert_decodes("{\"data\":{\"result\":[1,\"2\"],\"resultType\":\"string\"},"
                   "\"status\":\"success\"}",
                   "1000:'2' ");
    assert_decodes(POINT("\"value\":[1,\"2\"],\"metric\":{\"a\":\"b\"}"),
                   "{a=b} 1000:2 ");
    assert_decodes(SERIES("\"values\":[[1,\"2\"],[2,\"3\"]],"
                          "\"metric\":{\"a\":\"b\"}"),
                   "{a=b} 1000:2 2000:3 ");
}

static void matrix_decoder_passes_over_unknown_members(void **state)
{
    (void)state;

    assert_decodes("{\"x\":[{\"status\":\"error\"}],\"status\":\"success\","
                   "\"isPartial\":false,\"data\":{\"stats\":{\"result\":[1]},"
                   "\"resultType\":\"matrix\",\"result\":[{\"extra\":[[1]],"
                   "\"metric\":{\"a\":\"b\"},\"values\":[[1,\"2\"]],\"z\":null}"
                   "],\"explanation\":null},\"y\":{}}",
                   "{a=b} 1000:2 ");
}

static void matrix_decoder_counts_histograms_and_passes_them_over(void **state)
{
    struct matrix_totals totals;
    (void)state;

    totals = assert_decodes(
        ANSWER("matrix",
               "[{\"metric\":{\"a\":\"b\"},\"histograms\":[[1,{\"count\":\"5\","
               "\"buckets\":[[0,\"1\",\"2\",\"3\"]]}],[2,{}]]},{\"metric\":{},"
               "\"values\":[[1,\"2\"]],\"histograms\":[[3,{}]]}]"),
        "{a=b} {} 1000:2 ");
    assert_int_equal(totals.histograms, 3);
    assert_int_equal(totals.series, 2);
    assert_int_equal(totals.samples, 1);

    totals = assert_decodes(
        POINT("\"metric\":{\"a\":\"b\"},\"histogram\":[1,{\"sum\":\"0\"}]"),
        "{a=b} ");
    assert_int_equal(totals.histograms, 1);
}

static void
matrix_decoder_tells_warnings_and_infos_wherever_they_are(void **state)
{
    struct matrix_totals totals = assert_decodes(
        "{\"warnings\":[\"one\"],\"status\":\"success\",\"data\":{\"resultType"
        "\":\"vector\",\"result\":[]},\"warnings\":[\"t\\u00e9\",\"\"],"
        "\"infos\":[\"why\"]}",
        "warning(one) warning(t\xc3\xa9) warning() info(why) ");
    (void)state;

    assert_int_equal(totals.notes, 4);
    assert_decodes("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\""
                   ",\"result\":[]},\"warnings\":null,\"infos\":[]}",
                   "");
}

static void matrix_decoder_of_an_error_gives_the_server_words(void **state)
{
    (void)state;

    assert_refused_as(ERROR(",\"errorType\":\"bad_data\",\"error\":\"1:10: "
                            "parse \\\"error\\\"\""),
                      ERR_REFUSED, "bad_data: 1:10: parse \"error\"");
    assert_refused_as("{\"data\":null,\"error\":\"late\",\"errorType\":"
                      "\"timeout\",\"status\":\"error\"}",
                      ERR_REFUSED, "timeout: late");
    assert_refused_as(ERROR(",\"data\":{\"resultType\":\"\",\"result\":null},"
                            "\"errorType\":\"execution\",\"error\":\"many\""),
                      ERR_REFUSED, "execution: many");
    assert_refused_as(ERROR(",\"error\":\"a\\nb\""), ERR_REFUSED, "error: a?b");
    assert_refused_as(ERROR(""), ERR_REFUSED, "error: ");
}

static void matrix_decoder_of_a_long_error_keeps_its_start(void **state)
{
    struct matrix_record record;
    char text[2000];
    int length;
    (void)state;

    length = snprintf(text, sizeof(text),
                      "{\"status\":\"error\",\"errorType\":\"%090d\",\"error\":"
                      "\"%0900d\"}",
                      7, 8);
    record = matrix_record_decode(text, (size_t)length, 100);

    assert_int_equal(record.rc, -1);
    assert_int_equal(record.err.kind, ERR_REFUSED);
    assert_int_equal(strspn(record.err.text, "0"), 64);
    assert_int_equal(strlen(record.err.text), sizeof(record.err.text) - 1);
    buf_clear(&record.told);
}

static void matrix_decoder_of_duplicate_keys_takes_the_last(void **state)
{
    (void)state;

    assert_decodes("{\"status\":\"error\",\"error\":\"x\",\"data\":null,\"data"
                   "\":{\"resultType\":\"scalar\",\"resultType\":\"vector\","
                   "\"result\":[{\"metric\":{\"a\":\"x\",\"b\":\"y\",\"a\":"
                   "\"z\"},\"value\":[1,\"2\"]}]},\"status\":\"success\"}",
                   "{a=z,b=y} 1000:2 ");
    assert_decodes(SERIES("\"metric\":{\"a\":\"x\"},\"metric\":{\"b\":\"y\"},"
                          "\"values\":[[1,\"2\"]]"),
                   "{b=y} 1000:2 ");
    assert_decodes(SERIES("\"values\":[[1,\"2\"]],\"metric\":{\"a\":\"x\"},"
                          "\"metric\":{\"b\":\"y\"}"),
                   "{b=y} 1000:2 ");
    assert_refused_as(ERROR(",\"error\":\"a\",\"error\":\"b\""), ERR_REFUSED,
                      "error: b");
}

/* What the sink already has cannot be taken back. */
static void matrix_decoder_of_data_given_twice_refuses_it(void **state)
{
    (void)state;

    assert_refused(SERIES("\"metric\":{},\"values\":[],\"values\":[]"),
                   REFUSED "\"values\" twice in a series");
    assert_refused(POINT("\"metric\":{},\"value\":[1,\"2\"],\"value\":[]"),
                   REFUSED "\"value\" twice in a series");
    assert_refused(SERIES("\"metric\":{},\"values\":[[1,\"2\"]],\"metric\":{}"),
                   REFUSED "\"metric\" twice");
    assert_refused("{\"data\":{\"result\":[],\"result\":[]}}",
                   REFUSED "\"result\" twice");
    assert_refused("{\"data\":{\"result\":[]},\"data\":{}}",
                   REFUSED "\"data\" twice");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrix_decoder_of_a_vector_tells_labels_and_value),
        cmocka_unit_test(matrix_decoder_of_a_matrix_tells_every_sample),
        cmocka_unit_test(matrix_decoder_of_unusual_spacing_tells_the_same),
        cmocka_unit_test(matrix_decoder_of_unusual_numbers_tells_the_same),
        cmocka_unit_test(
            matrix_decoder_of_a_scalar_tells_a_series_without_labels),
        cmocka_unit_test(matrix_decoder_of_a_string_tells_its_text),
        cmocka_unit_test(matrix_decoder_of_no_series_is_a_success),
        cmocka_unit_test(matrix_decoder_takes_members_in_any_order),
        cmocka_unit_test(matrix_decoder_passes_over_unknown_members),
        cmocka_unit_test(matrix_decoder_counts_histograms_and_passes_them_over),
        cmocka_unit_test(
            matrix_decoder_tells_warnings_and_infos_wherever_they_are),
        cmocka_unit_test(matrix_decoder_of_an_error_gives_the_server_words),
        cmocka_unit_test(matrix_decoder_of_a_long_error_keeps_its_start),
        cmocka_unit_test(matrix_decoder_of_duplicate_keys_takes_the_last),
        cmocka_unit_test(matrix_decoder_of_data_given_twice_refuses_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
