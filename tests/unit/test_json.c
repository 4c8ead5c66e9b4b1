/* test_json.c - JSON told as it is read. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/json.h"

enum { TEXT_LIMIT = 16 };

/* Writes what it is told: {, }, [, ], k:NAME, s:TEXT, n:NUMBER, t, f, 0. */
struct teller {
    struct buf told;
    struct json_reader *reader;
    const char *skip_key;    /* pass over the value of this key */
    const char *fail_text;   /* fail at this string */
    enum json_event skip_at; /* pass over what begins like this */
    size_t skip_depth;       /* at this depth; 0: never */
};

static int tell(void *owner, enum json_event event, const char *text,
                size_t length, struct err *err)
{
    static const char *const marks[JSON_EVENT_COUNT] = {
        "{", "}", "[", "]", "k:", "s:", "n:", "t", "f", "0",
    };
    struct teller *teller = owner;

    (void)buf_add_str(&teller->told, marks[event]);
    (void)buf_add(&teller->told, text, length);
    (void)buf_add_char(&teller->told, ' ');
    if (event == JSON_EVENT_KEY && teller->skip_key &&
        length == strlen(teller->skip_key) &&
        !memcmp(text, teller->skip_key, length))
        json_reader_skip(teller->reader);
    if (event == teller->skip_at && teller->skip_depth &&
        json_reader_depth(teller->reader) == teller->skip_depth)
        json_reader_skip(teller->reader);
    if (event == JSON_EVENT_STRING && teller->fail_text &&
        length == strlen(teller->fail_text) &&
        !memcmp(text, teller->fail_text, length))
        return err_set(err, ERR_REFUSED, 7, "told to");
    return 0;
}

/* Reads the text in pieces of `piece` bytes (0: cut once, at `cut`); leaves
 * what was told in `teller`. */
static int read_pieces(struct teller *teller, const char *text, size_t length,
                       size_t piece, struct err *err)
{
    int rc = 0;

    teller->reader = json_reader_new(tell, teller, TEXT_LIMIT);
    buf_init(&teller->told, 1 << 20);
    for (size_t at = 0; at < length && rc == 0; at += piece) {
        size_t left = length - at;
        /* its own memory, so that reading past it is seen */
        char *bytes = malloc(left < piece ? left : piece);

        assert_non_null(bytes);
        memcpy(bytes, text + at, left < piece ? left : piece);
        rc = json_reader_feed(teller->reader, bytes,
                              left < piece ? left : piece, err);
        free(bytes);
    }
    if (rc == 0)
        rc = json_reader_finish(teller->reader, err);
    json_reader_free(teller->reader);
    return rc;
}

static void assert_told_with(struct teller teller, const char *text,
                             size_t length, const char *told)
{
    for (size_t piece = 1; piece <= length; piece++) {
        struct err err = {0};

        if (read_pieces(&teller, text, length, piece, &err) < 0)
            fail_msg("%.100s in pieces of %zu: %s", text, piece, err.text);
        assert_string_equal(teller.told.bytes, told);
        buf_clear(&teller.told);
    }
}

static void assert_told(const char *text, const char *told)
{
    assert_told_with((struct teller){0}, text, strlen(text), told);
}

static void assert_refused(const char *text, size_t length, const char *message)
{
    for (size_t piece = 1; piece <= length + 1; piece++) {
        struct teller teller = {0};
        struct err err = {0};

        if (read_pieces(&teller, text, length, piece, &err) == 0)
            fail_msg("%.100s was taken", text);
        assert_int_equal(err.kind, ERR_FORMAT);
        assert_string_equal(err.text, message);
        buf_clear(&teller.told);
    }
}

static void json_reader_tells_every_kind_in_order(void **state)
{
    (void)state;

    assert_told("{\"a\":1,\"b\":[true,false,null,\"x\",-0.5e+3],\"c\":{}}",
                "{ k:a n:1 k:b [ t f 0 s:x n:-0.5e+3 ] k:c { } } ");
    assert_told(" [ ] ", "[ ] ");
    assert_told("\t{ \"a\" : [ 1 , 2 ] , \"b\" : \"\" }\r\n",
                "{ k:a [ n:1 n:2 ] k:b s: } ");
}

static void json_reader_takes_any_value_alone(void **state)
{
    (void)state;

    assert_told("12", "n:12 ");
    assert_told("0", "n:0 ");
    assert_told(" -0.0E-1 ", "n:-0.0E-1 ");
    assert_told("\"a\"", "s:a ");
    assert_told("true", "t ");
    assert_told("null", "0 ");
}

static void json_reader_unescapes_strings(void **state)
{
    (void)state;

    assert_told("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\u0041\\u00e9\\u20AC\"]",
                "[ s:\"\\/\b\f\n\r\t s:A\xc3\xa9\xe2\x82\xac ] ");
    assert_told("\"\\ud83d\\uDE00\"", "s:\xf0\x9f\x98\x80 ");
    assert_told("\"ab\\u0000cd\"", "s:ab");
    assert_told("{\"k\\u0065y\":\"a\\nb\"}", "{ k:key s:a\nb } ");
}

static void json_reader_replaces_lone_surrogates(void **state)
{
    (void)state;

    assert_told("\"\\ud83d\"", "s:\xef\xbf\xbd ");
    assert_told("\"\\ude00x\"", "s:\xef\xbf\xbdx ");
    assert_told("\"\\ud83dx\"", "s:\xef\xbf\xbdx ");
    assert_told("\"\\ud83d\\n\"", "s:\xef\xbf\xbd\n ");
    assert_told("\"\\ud83d\\ud83d\\ude00\"", "s:\xef\xbf\xbd\xf0\x9f\x98\x80 ");
    assert_told("\"\\ud83d\\u0041\"", "s:\xef\xbf\xbd"
                                      "A ");
}

static void json_reader_replaces_broken_utf8(void **state)
{
    (void)state;

    assert_told("\"h\xc3\xa9llo\"", "s:h\xc3\xa9llo ");
    assert_told("\"a\xff"
                "b\"",
                "s:a\xef\xbf\xbd"
                "b ");
    assert_told("\"\xc3\"", "s:\xef\xbf\xbd ");
    assert_told("\"\xef\xbf\xbd\"", "s:\xef\xbf\xbd ");
}

static void json_reader_of_what_is_not_json_says_where(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"", "broken JSON: empty"},
        {"  ", "broken JSON: cut short after 2 bytes"},
        {"<html>", "broken JSON at byte 1: '<' instead of a value"},
        {"{\"a\":1", "broken JSON: cut short after 6 bytes"},
        {"[1,]", "broken JSON at byte 4: ']' instead of a value"},
        {"[,1]", "broken JSON at byte 2: ',' instead of a value"},
        {"[1 2]", "broken JSON at byte 4: '2' instead of ',' or ']'"},
        {"[1}", "broken JSON at byte 3: '}' instead of ',' or ']'"},
        {"{\"a\":1]", "broken JSON at byte 7: ']' instead of ',' or '}'"},
        {"{,}", "broken JSON at byte 2: ',' instead of a key"},
        {"{\"a\":1,}", "broken JSON at byte 8: '}' instead of a key"},
        {"{\"a\",1}", "broken JSON at byte 5: ',' instead of ':'"},
        {"{a:1}", "broken JSON at byte 2: 'a' instead of a key"},
        {"{1:1}", "broken JSON at byte 2: '1' instead of a key"},
        {"{\"a\":}", "broken JSON at byte 6: '}' instead of a value"},
        {"1 2", "broken JSON at byte 3: '2' instead of the end"},
        {"{}{}", "broken JSON at byte 3: '{' instead of the end"},
        {"[]]", "broken JSON at byte 3: ']' instead of the end"},
        {"]", "broken JSON at byte 1: ']' instead of a value"},
        {"}", "broken JSON at byte 1: '}' instead of a value"},
        {"tru", "broken JSON: cut short after 3 bytes"},
        {"trux", "broken JSON at byte 4: 'x' instead of true, false or null"},
        {"truee", "broken JSON at byte 5: 'e' instead of the end"},
        {"True", "broken JSON at byte 1: 'T' instead of a value"},
        {"NaN", "broken JSON at byte 1: 'N' instead of a value"},
        {"01", "broken JSON at byte 2: '1' instead of a digit"},
        {"-", "broken JSON: cut short after 1 bytes"},
        {"-x", "broken JSON at byte 2: 'x' instead of a digit"},
        {"+1", "broken JSON at byte 1: '+' instead of a value"},
        {".5", "broken JSON at byte 1: '.' instead of a value"},
        {"1.", "broken JSON: cut short after 2 bytes"},
        {"[1.]", "broken JSON at byte 4: ']' instead of a digit"},
        {"1.e1", "broken JSON at byte 3: 'e' instead of a digit"},
        {"1e", "broken JSON: cut short after 2 bytes"},
        {"[1e+]", "broken JSON at byte 5: ']' instead of a digit"},
        {"1e5.2", "broken JSON at byte 4: '.' instead of the end"},
        {"0x10", "broken JSON at byte 2: 'x' instead of the end"},
        {"\"", "broken JSON: cut short after 1 bytes"},
        {"\"a\n\"", "broken JSON at byte 3: byte 0x0a instead of the string "
                    "to go on"},
        {"\"\\x\"", "broken JSON at byte 3: 'x' instead of an escape"},
        {"\"\\u12G4\"", "broken JSON at byte 6: 'G' instead of an escape"},
        {"\"\\u12\"", "broken JSON at byte 6: '\"' instead of an escape"},
        {"'a'", "broken JSON at byte 1: ''' instead of a value"},
        {"[1]//", "broken JSON at byte 4: '/' instead of the end"},
        {"\xef\xbb\xbf{}",
         "broken JSON at byte 1: byte 0xef instead of a value"},
        {"\f1", "broken JSON at byte 1: byte 0x0c instead of a value"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_refused(cases[i].text, strlen(cases[i].text), cases[i].message);
}

static void json_reader_of_a_nul_byte_refuses_it_everywhere(void **state)
{
    (void)state;

    assert_refused("\0", 1,
                   "broken JSON at byte 1: byte 0x00 instead of a value");
    assert_refused("1\0", 2,
                   "broken JSON at byte 2: byte 0x00 instead of the end");
    assert_refused(
        "\"\0\"", 3,
        "broken JSON at byte 2: byte 0x00 instead of the string to go on");
    assert_refused("\"\\\0\"", 4,
                   "broken JSON at byte 3: byte 0x00 instead of an escape");
}

static void json_reader_of_every_prefix_is_cut_short(void **state)
{
    static const char text[] =
        "{\"a\":[1,-2.5e3,\"x\\u00e9\",true,null],\"b\":{\"c\":false}}";
    (void)state;

    for (size_t length = 0; length < strlen(text); length++) {
        struct teller teller = {0};
        struct err err = {0};

        assert_int_equal(read_pieces(&teller, text, length, length + 1, &err),
                         -1);
        assert_non_null(strstr(err.text, length ? "cut short" : "empty"));
        buf_clear(&teller.told);
    }
}

static void json_reader_nests_64_deep_and_no_deeper(void **state)
{
    char text[256];
    (void)state;

    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    text[128] = '\0';
    for (size_t piece = 1; piece < 129; piece += 63) {
        struct teller teller = {0};

        assert_int_equal(read_pieces(&teller, text, 128, piece, NULL), 0);
        assert_int_equal(teller.told.length, 256);
        buf_clear(&teller.told);
    }
    memset(text, '[', 100);
    assert_refused(text, 128, "broken JSON at byte 65: nested deeper than 64");
}

static void json_reader_tells_arrays_in_objects_in_arrays_apart(void **state)
{
    (void)state;

    assert_told("[{\"a\":[{\"b\":[]}]},[[],{}]]",
                "[ { k:a [ { k:b [ ] } ] } [ [ ] { } ] ] ");
}

static void json_reader_of_a_long_string_refuses_it(void **state)
{
    (void)state;

    assert_told("\"0123456789abcdef\"", "s:0123456789abcdef ");
    assert_told("\"0123456789abcde\\n\"", "s:0123456789abcde\n ");
    assert_refused("[\"0123456789abcdefg\"]", 21,
                   "broken JSON at byte 2: a string that is too long");
    assert_refused("[\"0123456789abcdef\\n\"]", 22,
                   "broken JSON at byte 2: a string that is too long");
    assert_refused("[\"0123456789abcdefg\n\"]", 22,
                   "broken JSON at byte 2: a string that is too long");
    assert_refused("{\"0123456789abcdefg\":1}", 23,
                   "broken JSON at byte 2: a string that is too long");
}

static void json_reader_of_a_long_number_refuses_it(void **state)
{
    char text[1100];
    struct teller teller = {0};
    (void)state;

    memset(text, '7', sizeof(text));
    assert_int_equal(read_pieces(&teller, text, 1023, 100, NULL), 0);
    assert_int_equal(teller.told.length, 1026);
    buf_clear(&teller.told);
    assert_refused(text, 1024,
                   "broken JSON at byte 1: a number that is too long");
    text[1050] = '.';
    text[1051] = '.';
    assert_refused(text, 1100,
                   "broken JSON at byte 1: a number that is too long");
}

static void json_reader_skip_from_a_key_passes_over_its_value(void **state)
{
    static const char *const values[] = {
        "1",
        "-1.5e3",
        "\"x\"",
        "\"a string over the limit of those that are told\\ud83d\"",
        "true",
        "null",
        "[]",
        "{}",
        "[1,{\"x\":[\"}\"]},\"]\"]",
        "{\"no\":{\"no\":[1]},\"b\":2}",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        char text[200];
        struct teller teller = {.skip_key = "no"};

        (void)snprintf(text, sizeof(text), "{\"a\":0,\"no\":%s,\"b\":[1]}",
                       values[i]);
        assert_told_with(teller, text, strlen(text),
                         "{ k:a n:0 k:no k:b [ n:1 ] } ");
        (void)snprintf(text, sizeof(text), "[{\"no\": %s }]", values[i]);
        assert_told_with(teller, text, strlen(text), "[ { k:no } ] ");
    }
}

static void json_reader_skip_from_a_bracket_passes_over_the_rest(void **state)
{
    struct teller arrays = {.skip_at = JSON_EVENT_ARRAY, .skip_depth = 2};
    struct teller objects = {.skip_at = JSON_EVENT_OBJECT, .skip_depth = 1};
    const char *text = "[1,[2,[3],{\"a\":[4]}],5,[],6]";
    const char *object = "{\"a\":{\"b\":[1,2]}} ";
    (void)state;

    assert_told_with(arrays, text, strlen(text), "[ n:1 [ n:5 [ n:6 ] ");
    assert_told_with(objects, object, strlen(object), "{ ");
}

static void json_reader_skip_still_checks_what_it_passes_over(void **state)
{
    static const char text[] = "{\"no\":[1,}";
    struct teller teller = {.skip_key = "no"};
    struct err err = {0};
    (void)state;

    assert_int_equal(read_pieces(&teller, text, strlen(text), 3, &err), -1);

    assert_string_equal(err.text,
                        "broken JSON at byte 10: '}' instead of a value");
    buf_clear(&teller.told);
}

static void json_reader_after_a_failure_fails_the_same_way(void **state)
{
    struct teller teller = {.fail_text = "stop"};
    struct err first = {0}, second = {0}, third = {0};
    (void)state;

    buf_init(&teller.told, 100);
    teller.reader = json_reader_new(tell, &teller, TEXT_LIMIT);
    assert_int_equal(
        json_reader_feed(teller.reader, "[\"go\",\"stop\",1]", 15, &first), -1);
    assert_int_equal(json_reader_feed(teller.reader, "x", 1, &second), -1);
    assert_int_equal(json_reader_finish(teller.reader, &third), -1);

    assert_string_equal(teller.told.bytes, "[ s:go s:stop ");
    assert_string_equal(first.text, "told to");
    assert_int_equal(first.code, 7);
    assert_memory_equal(&first, &second, sizeof(first));
    assert_memory_equal(&first, &third, sizeof(first));
    json_reader_free(teller.reader);
    buf_clear(&teller.told);
}

/* Takes runs of "1," and notes each as a number told. */
static size_t take_ones(void *owner, const char *bytes, size_t length)
{
    struct teller *teller = owner;
    size_t taken = 0;

    while (length - taken >= 2 && !memcmp(bytes + taken, "1,", 2)) {
        (void)buf_add_str(&teller->told, "n:1 ");
        taken += 2;
    }
    return taken;
}

static int tell_with_bulk(void *owner, enum json_event event, const char *text,
                          size_t length, struct err *err)
{
    struct teller *teller = owner;

    if (event == JSON_EVENT_ARRAY && json_reader_depth(teller->reader) == 2)
        json_reader_bulk(teller->reader, take_ones, teller);
    return tell(owner, event, text, length, err);
}

static void json_reader_bulk_takes_elements_of_its_array_only(void **state)
{
    static const char text[] = "[1,1,[1,1,2,1, 1,[1,1],1],1,1,[],[1],[1,1]]";
    (void)state;

    for (size_t piece = 1; piece <= strlen(text); piece++) {
        struct teller teller = {0};

        buf_init(&teller.told, 1000);
        teller.reader = json_reader_new(tell_with_bulk, &teller, TEXT_LIMIT);
        for (size_t at = 0; at < strlen(text); at += piece)
            assert_int_equal(json_reader_feed(teller.reader, text + at,
                                              strlen(text) - at < piece
                                                  ? strlen(text) - at
                                                  : piece,
                                              NULL),
                             0);
        assert_int_equal(json_reader_finish(teller.reader, NULL), 0);
        assert_string_equal(teller.told.bytes,
                            "[ n:1 n:1 [ n:1 n:1 n:2 n:1 n:1 [ n:1 n:1 ] n:1 "
                            "] n:1 n:1 [ ] [ n:1 ] [ n:1 n:1 ] ] ");
        json_reader_free(teller.reader);
        buf_clear(&teller.told);
    }
}

static void json_reader_bulk_that_ends_in_a_comma_wants_a_value(void **state)
{
    struct teller teller = {0};
    struct err err = {0};
    (void)state;

    buf_init(&teller.told, 1000);
    teller.reader = json_reader_new(tell_with_bulk, &teller, TEXT_LIMIT);
    assert_int_equal(json_reader_feed(teller.reader, "[[1,1,]]", 8, &err), -1);

    assert_string_equal(err.text,
                        "broken JSON at byte 7: ']' instead of a value");
    json_reader_free(teller.reader);
    buf_clear(&teller.told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_reader_tells_every_kind_in_order),
        cmocka_unit_test(json_reader_takes_any_value_alone),
        cmocka_unit_test(json_reader_unescapes_strings),
        cmocka_unit_test(json_reader_replaces_lone_surrogates),
        cmocka_unit_test(json_reader_replaces_broken_utf8),
        cmocka_unit_test(json_reader_of_what_is_not_json_says_where),
        cmocka_unit_test(json_reader_of_a_nul_byte_refuses_it_everywhere),
        cmocka_unit_test(json_reader_of_every_prefix_is_cut_short),
        cmocka_unit_test(json_reader_nests_64_deep_and_no_deeper),
        cmocka_unit_test(json_reader_tells_arrays_in_objects_in_arrays_apart),
        cmocka_unit_test(json_reader_of_a_long_string_refuses_it),
        cmocka_unit_test(json_reader_of_a_long_number_refuses_it),
        cmocka_unit_test(json_reader_skip_from_a_key_passes_over_its_value),
        cmocka_unit_test(json_reader_skip_from_a_bracket_passes_over_the_rest),
        cmocka_unit_test(json_reader_skip_still_checks_what_it_passes_over),
        cmocka_unit_test(json_reader_after_a_failure_fails_the_same_way),
        cmocka_unit_test(json_reader_bulk_takes_elements_of_its_array_only),
        cmocka_unit_test(json_reader_bulk_that_ends_in_a_comma_wants_a_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
