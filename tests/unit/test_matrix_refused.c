/* test_matrix_refused.c - answers that are broken, hostile or no answers. */
#include "tests/test.h"

#include "tests/support/matrix_fixture.h"

static void matrix_decoder_of_a_wrong_type_says_which(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"[]", "an array where an object should be"},
        {"1", "a number where an object should be"},
        {"null", "null where an object should be"},
        {"{\"status\":1}", "a number where the text of \"status\" should be"},
        {"{\"status\":null}", "null where the text of \"status\" should be"},
        {"{\"error\":{}}", "an object where the text of \"error\" should be"},
        {"{\"errorType\":[]}",
         "an array where the text of \"errorType\" should be"},
        {"{\"warnings\":\"a\"}",
         "a text where the array of warnings or infos should be"},
        {"{\"infos\":[1]}",
         "a number where the text of a warning or info should be"},
        {"{\"data\":[]}", "an array where the object of \"data\" should be"},
        {"{\"data\":\"x\"}", "a text where the object of \"data\" should be"},
        {"{\"data\":{\"resultType\":1}}",
         "a number where the text of \"resultType\" should be"},
        {"{\"data\":{\"result\":{}}}",
         "an object where the array of \"result\" should be"},
        {"{\"data\":{\"result\":[[]]}}", "an array where a series should be"},
        {"{\"data\":{\"result\":[true]}}", "true where a series should be"},
        {"{\"data\":{\"result\":[null]}}", "null where a series should be"},
        {SERIES("\"metric\":[]"),
         "an array where the object of \"metric\" should be"},
        {SERIES("\"metric\":null"),
         "null where the object of \"metric\" should be"},
        {SERIES("\"metric\":{\"a\":1}"),
         "a number where the text of a label should be"},
        {SERIES("\"metric\":{\"a\":{}}"),
         "an object where the text of a label should be"},
        {SERIES("\"values\":{}"),
         "an object where the array of \"values\" should be"},
        {SERIES("\"values\":null"),
         "null where the array of \"values\" should be"},
        {SERIES("\"values\":[1]"),
         "a number where a pair of \"values\" should be"},
        {SERIES("\"values\":[{}]"),
         "an object where a pair of \"values\" should be"},
        {SERIES("\"values\":[[]]"),
         "the end where the time of a sample should be"},
        {SERIES("\"values\":[[\"1\",\"2\"]]"),
         "a text where the time of a sample should be"},
        {SERIES("\"values\":[[1]]"),
         "the end where the text of a sample's value should be"},
        {SERIES("\"values\":[[1,2]]"),
         "a number where the text of a sample's value should be"},
        {SERIES("\"values\":[[1,null]]"),
         "null where the text of a sample's value should be"},
        {SERIES("\"values\":[[1,\"2\",3]]"),
         "a number where the end of a sample should be"},
        {POINT("\"value\":1"),
         "a number where the pair of \"value\" should be"},
        {POINT("\"value\":{}"),
         "an object where the pair of \"value\" should be"},
        {POINT("\"histogram\":{}"),
         "an object where the pair of \"histogram\" should be"},
        {SERIES("\"histograms\":1"),
         "a number where the array of \"histograms\" should be"},
        {SERIES("\"histograms\":[1]"),
         "a number where a pair of \"histograms\" should be"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char message[240];

        (void)snprintf(message, sizeof(message), REFUSED "%s",
                       cases[i].message);
        assert_refused(cases[i].text, message);
    }
}

static void matrix_decoder_of_a_missing_part_says_which(void **state)
{
    (void)state;

    assert_refused("{}", REFUSED "no \"status\"");
    assert_refused("{\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
                   REFUSED "no \"status\"");
    assert_refused("{\"status\":\"fine\"}",
                   REFUSED "\"status\" is neither success nor error");
    assert_refused("{\"status\":\"success\"}", REFUSED "no \"result\"");
    assert_refused("{\"status\":\"success\",\"data\":{}}",
                   REFUSED "no \"result\"");
    assert_refused("{\"status\":\"success\",\"data\":null}",
                   REFUSED "no \"result\"");
    assert_refused("{\"status\":\"success\",\"data\":{\"result\":[]}}",
                   REFUSED "resultType \"\"");
    assert_refused(ANSWER("streams", "[]"), REFUSED "resultType \"streams\"");
    assert_refused(SERIES("\"values\":[]"),
                   REFUSED "a series without \"metric\"");
    assert_refused(SERIES("\"metric\":{}"), REFUSED "a series without values");
}

static void
matrix_decoder_of_another_shape_than_the_type_refuses_it(void **state)
{
    (void)state;

    assert_refused(ANSWER("vector", "[{\"metric\":{},\"values\":[]}]"),
                   REFUSED "the result is no vector");
    assert_refused(ANSWER("matrix", "[{\"metric\":{},\"value\":[1,\"2\"]}]"),
                   REFUSED "the result is no matrix");
    assert_refused(ANSWER("vector", "[1,\"2\"]"),
                   REFUSED "the result is no vector");
    assert_refused(ANSWER("scalar", "[]"), REFUSED "the result is no scalar");
    assert_refused(ANSWER("string", "[{\"metric\":{},\"value\":[1,\"2\"]}]"),
                   REFUSED "the result is no string");
    assert_refused(ANSWER("scalar", "[1]"), REFUSED "a time without a value");
    assert_refused(ANSWER("scalar", "[1,2]"),
                   REFUSED "a number where it may not be");
    assert_refused(ANSWER("scalar", "[\"1\"]"),
                   REFUSED "a text where it may not be");
    assert_refused(ANSWER("scalar", "[1,\"2\",\"3\"]"),
                   REFUSED "a text where it may not be");
    assert_refused(ANSWER("scalar", "[1,\"x\"]"),
                   REFUSED "a value that is no number");
    assert_refused(ANSWER("vector", "[1,{}]"), REFUSED "a series in a scalar");
    assert_refused(
        ANSWER("vector", "[{\"metric\":{},\"value\":[1,\"2\"]},1,\"2\"]"),
        REFUSED "a number where it may not be");
}

static void matrix_decoder_of_an_impossible_sample_refuses_it(void **state)
{
    static const char *const values[] = {
        "",   "x",  "1x",  "nan", "inf",     "1e999",    "-1e999",   "0x10",
        " 1", "1 ", "--1", "1_0", "\\u0000", "1\\u0000", "infinity", "1,5",
    };
    static const char *const times[] = {
        "9007199254741", "-9007199254741", "1e300",
        "1e999",         "1e13",           "99999999999999999999999999",
    };
    char text[200];
    (void)state;

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        (void)snprintf(text, sizeof(text),
                       SERIES("\"metric\":{},\"values\":[[1,\"1\"],[2,\"%s\"],"
                              "[3,\"3\"]]"),
                       values[i]);
        assert_refused(text, REFUSED "a value that is no number");
    }
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        (void)snprintf(text, sizeof(text),
                       SERIES("\"metric\":{},\"values\":[[1,\"1\"],[%s,\"2\"],"
                              "[3,\"3\"]]"),
                       times[i]);
        assert_refused(text, REFUSED "a time out of range");
    }
}

/* The quick way must not take what the strict one refuses. */
static void matrix_decoder_of_broken_pairs_refuses_them(void **state)
{
    static const char *const pairs[] = {
        "[01,\"1\"]",  "[1.,\"1\"]",         "[.5,\"1\"]", "[+1,\"1\"]",
        "[1,\"1\"",    "[1,\"1\"]]",         "[1,\"1]",    "[1,1\"]",
        "[1;\"1\"]",   "[1,\"1\",]",         "[,\"1\"]",   "[1,\"1\"}",
        "[1,'1']",     "[1,\"NaN]",          "[1,NaN]",    "[NaN,\"1\"]",
        "[1 1,\"1\"]", "[1,\"1\"][2,\"2\"]", "(1,\"1\")",  "[-,\"1\"]",
    };
    char text[300];
    (void)state;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct matrix_record record;

        (void)snprintf(text, sizeof(text),
                       SERIES("\"metric\":{},\"values\":[[1,\"1\"],%s,"
                              "[3,\"3\"],[4,\"4\"],[5,\"5\"],[6,\"6\"]]"),
                       pairs[i]);
        record = decode_every_way(text, strlen(text));
        assert_int_equal(record.rc, -1);
        assert_int_equal(record.err.kind, ERR_FORMAT);
        assert_int_equal(strncmp(record.told.bytes, "{} 1000:1 ", 10), 0);
        buf_clear(&record.told);
    }
}

static void matrix_decoder_of_every_prefix_is_an_error(void **state)
{
    static const char text[] =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\""
        ":[{\"metric\":{\"a\":\"b\"},\"values\":[[1.5,\"1\"],[2,\"NaN\"],[3,"
        "\"-1.25e-3\"]]},{\"metric\":{},\"histograms\":[[1,{}]],\"values\":[]}]"
        "},\"warnings\":[\"w\"]}";
    (void)state;

    for (size_t length = 0; length < strlen(text); length++) {
        struct matrix_record record =
            matrix_record_decode(text, length, length + 1);

        assert_int_equal(record.rc, -1);
        assert_int_equal(record.err.kind, ERR_FORMAT);
        assert_int_equal(record.totals.type, MATRIX_NONE);
        buf_clear(&record.told);
    }
    assert_int_equal(assert_decodes(text, "{a=b} 1500:1 2000:NaN 3000:-0.00125 "
                                          "{} warning(w) ")
                         .samples,
                     3);
}

static void matrix_decoder_of_bytes_after_the_end_refuses_them(void **state)
{
    (void)state;

    assert_decodes(ANSWER("vector", "[]") "\n \r\n", "");
    assert_refused(ANSWER("vector", "[]") "{}",
                   "broken JSON at byte 64: '{' instead of the end");
    assert_refused("", "broken JSON: empty");
    assert_refused("<!DOCTYPE html>",
                   "broken JSON at byte 1: '<' instead of a value");
    assert_refused("404 page not found\n",
                   REFUSED "a number where an object should be");
}

static void matrix_decoder_of_deep_nesting_refuses_it(void **state)
{
    char text[300];
    (void)state;

    (void)snprintf(text, sizeof(text), "{\"x\":%0100d}", 0);
    memset(strchr(text, '0'), '[', 100);
    assert_refused(text, "broken JSON at byte 69: nested deeper than 64");
}

static void matrix_decoder_of_512_labels_takes_them_and_no_more(void **state)
{
    struct matrix_record record;
    struct buf text;
    (void)state;

    for (int count = 512; count <= 513; count++) {
        buf_init(&text, 1 << 20);
        (void)buf_add_str(&text, "{\"status\":\"success\",\"data\":{"
                                 "\"resultType\":\"vector\",\"result\":[{"
                                 "\"metric\":{");
        for (int i = 0; i < count; i++)
            (void)buf_printf(&text, "%s\"l%d\":\"v\"", i ? "," : "", i);
        (void)buf_add_str(&text, ",\"l7\":\"w\"},\"value\":[1,\"2\"]}]}}");
        record = matrix_record_decode(text.bytes, text.length, 4096);
        assert_int_equal(record.rc, count == 512 ? 0 : -1);
        if (count == 512)
            assert_non_null(strstr(record.told.bytes, "l6=v,l7=w,l8=v"));
        else
            assert_string_equal(record.err.text,
                                "a series with over 512 labels");
        buf_clear(&record.told);
        buf_clear(&text);
    }
}

/* Adds `count` times `text`. */
static void add_times(struct buf *buf, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        assert_true(buf_add_str(buf, text));
}

static void matrix_decoder_of_huge_labels_refuses_them(void **state)
{
    struct matrix_record record;
    struct buf text;
    (void)state;

    buf_init(&text, 4 << 20);
    (void)buf_add_str(&text, "{\"data\":{\"result\":[{\"metric\":{\"a\":\"");
    add_times(&text, 75000, "0123456789");
    (void)buf_add_str(&text, "\",\"b\":\"");
    add_times(&text, 75000, "0123456789");
    (void)buf_add_str(&text, "\"");
    record = matrix_record_decode(text.bytes, text.length, 65536);
    assert_string_equal(record.err.text, "a series with over 1 MiB of labels");
    buf_clear(&record.told);

    buf_reset(&text);
    (void)buf_add_str(&text, "{\"data\":{\"result\":[{\"metric\":{\"a\":\"");
    add_times(&text, 110000, "0123456789");
    record = matrix_record_decode(text.bytes, text.length, 65536);
    assert_string_equal(record.err.text,
                        "broken JSON at byte 35: a string that is too long");
    buf_clear(&record.told);
    buf_clear(&text);
}

static void matrix_decoder_of_much_before_the_labels_says_so(void **state)
{
    struct matrix_record record;
    struct buf text;
    (void)state;

    for (size_t count = 65536; count <= 65537; count++) {
        buf_init(&text, 4 << 20);
        (void)buf_add_str(&text, "{\"status\":\"success\",\"data\":{"
                                 "\"resultType\":\"matrix\",\"result\":[{"
                                 "\"values\":[[1,\"2\"]");
        add_times(&text, count - 1, ",[3,\"4\"]");
        (void)buf_add_str(&text, "],\"metric\":{\"a\":\"b\"}}]}}");
        record = matrix_record_decode(text.bytes, text.length, 65536);
        if (count == 65536) {
            assert_int_equal(record.rc, 0);
            assert_int_equal(record.totals.samples, 65536);
            assert_int_equal(
                strncmp(record.told.bytes, "{a=b} 1000:2 3000:4 ", 20), 0);
        } else {
            assert_string_equal(
                record.err.text,
                "over 1 MiB of samples before the labels of a series");
            assert_string_equal(record.told.bytes, "");
        }
        buf_clear(&record.told);
        buf_clear(&text);
    }
}

static void matrix_decoder_of_hostile_labels_hands_them_on_as_utf8(void **state)
{
    (void)state;

    assert_decodes(POINT("\"metric\":{\"a\\nb\":\"\\u001b[31m\\ud800\\\"\","
                         "\"\":\"\xff\"},\"value\":[1,\"2\"]"),
                   "{a\nb=\033[31m\xef\xbf\xbd\",=\xef\xbf\xbd} 1000:2 ");
}

static void matrix_decoder_after_a_failure_fails_the_same_way(void **state)
{
    struct matrix_record record = {0};
    struct matrix_sink sink = matrix_record_sink(&record);
    struct matrix_decoder *decoder = matrix_decoder_new(&sink);
    struct err first = {0}, second = {0}, third = {0};
    (void)state;

    buf_init(&record.told, 1000);
    assert_int_equal(matrix_decoder_feed(decoder, "{\"status\":1", 11, &first),
                     0);
    assert_int_equal(matrix_decoder_feed(decoder, "}", 1, &first), -1);
    assert_int_equal(matrix_decoder_feed(decoder, "{}", 2, &second), -1);
    assert_int_equal(matrix_decoder_finish(decoder, &record.totals, &third),
                     -1);

    assert_memory_equal(&first, &second, sizeof(first));
    assert_memory_equal(&first, &third, sizeof(first));
    matrix_decoder_free(decoder);
    buf_clear(&record.told);
}

static void matrix_decoder_free_amid_an_answer_frees_all(void **state)
{
    static const char text[] = "{\"data\":{\"result\":[{\"values\":[[1,\"2\"]],"
                               "\"metric\":{\"a\":\"b";
    struct matrix_record record = {0};
    struct matrix_sink sink = matrix_record_sink(&record);
    struct matrix_decoder *decoder = matrix_decoder_new(&sink);
    (void)state;

    assert_int_equal(matrix_decoder_feed(decoder, text, strlen(text), NULL), 0);
    matrix_decoder_free(decoder);
    matrix_decoder_free(NULL);
}

static void matrix_decoder_without_note_and_string_sinks_counts(void **state)
{
    static const char text[] =
        "{\"status\":\"success\",\"warnings\":[\"w\"],\"data\":{\"resultType\":"
        "\"string\",\"result\":[1,\"x\"]}}";
    struct matrix_record record = {0};
    struct matrix_sink sink = matrix_record_sink(&record);
    struct matrix_decoder *decoder;
    (void)state;

    sink.note = NULL;
    sink.string = NULL;
    decoder = matrix_decoder_new(&sink);
    assert_int_equal(matrix_decoder_feed(decoder, text, strlen(text), NULL), 0);

    assert_int_equal(matrix_decoder_finish(decoder, &record.totals, NULL), 0);
    assert_int_equal(record.totals.notes, 1);
    assert_int_equal(record.totals.type, MATRIX_STRING);
    matrix_decoder_free(decoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrix_decoder_of_a_wrong_type_says_which),
        cmocka_unit_test(matrix_decoder_of_a_missing_part_says_which),
        cmocka_unit_test(
            matrix_decoder_of_another_shape_than_the_type_refuses_it),
        cmocka_unit_test(matrix_decoder_of_an_impossible_sample_refuses_it),
        cmocka_unit_test(matrix_decoder_of_broken_pairs_refuses_them),
        cmocka_unit_test(matrix_decoder_of_every_prefix_is_an_error),
        cmocka_unit_test(matrix_decoder_of_bytes_after_the_end_refuses_them),
        cmocka_unit_test(matrix_decoder_of_deep_nesting_refuses_it),
        cmocka_unit_test(matrix_decoder_of_512_labels_takes_them_and_no_more),
        cmocka_unit_test(matrix_decoder_of_huge_labels_refuses_them),
        cmocka_unit_test(matrix_decoder_of_much_before_the_labels_says_so),
        cmocka_unit_test(
            matrix_decoder_of_hostile_labels_hands_them_on_as_utf8),
        cmocka_unit_test(matrix_decoder_after_a_failure_fails_the_same_way),
        cmocka_unit_test(matrix_decoder_free_amid_an_answer_frees_all),
        cmocka_unit_test(matrix_decoder_without_note_and_string_sinks_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
