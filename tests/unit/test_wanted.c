/* test_wanted.c - parts of a JSON answer by their paths. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "source/wanted.h"

enum { SLOT_A, SLOT_B, SLOT_C };

static void note(struct buf *log, const char *what, int slot,
                 const struct wanted_place *place, const char *text)
{
    char keys[200];

    wanted_join(place, 0, keys, sizeof(keys));
    (void)buf_printf(log, "%s%d %s%s%s;", what, slot, keys, *text ? "=" : "",
                     text);
}

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    assert_int_equal(strlen(text), length);
    note(owner, "", slot, place, text);
}

static void on_begin(void *owner, int slot, const struct wanted_place *place)
{
    note(owner, "<", slot, place, "");
}

static void on_end(void *owner, int slot, const struct wanted_place *place)
{
    note(owner, ">", slot, place, "");
}

/* Reads `json` whole and byte by byte; both must tell the same. */
static void assert_told(const struct wanted *wants, size_t count,
                        const char *json, const char *want)
{
    for (size_t piece = 1; piece < 1000; piece += 998) {
        struct buf log;
        const struct wanted_sink sink = {.owner = &log,
                                         .api = "Test",
                                         .text = on_text,
                                         .begin = on_begin,
                                         .end = on_end};
        struct wanted_reader *reader;
        struct err err = {0};
        size_t length = strlen(json);

        buf_init(&log, 100000);
        reader = wanted_reader_new(wants, count, &sink);
        for (size_t at = 0; at < length; at += piece)
            assert_int_equal(
                wanted_reader_feed(reader, json + at,
                                   length - at < piece ? length - at : piece,
                                   &err),
                0);
        assert_int_equal(wanted_reader_finish(reader, &err), 0);
        assert_string_equal(log.bytes, want);
        wanted_reader_free(reader);
        buf_clear(&log);
    }
}

static void reader_with_names_tells_those_and_passes_over_the_rest(void **state)
{
    static const struct wanted wants[] = {{"a", SLOT_A}, {"b/c", SLOT_B}};
    (void)state;

    assert_told(wants, 2,
                "{\"x\":{\"a\":1},\"a\":2,\"b\":{\"d\":[1,{}],\"c\":true,"
                "\"c2\":4},\"c\":5}",
                "0 a=2;1 b.c=true;");
}

static void reader_with_any_key_tells_each_with_its_name(void **state)
{
    static const struct wanted wants[] = {
        {"nodes/?", SLOT_A}, {"nodes/?/name", SLOT_B}, {"nodes/?/l/?", SLOT_C}};
    (void)state;

    assert_told(wants, 3,
                "{\"nodes\":{\"k1\":{\"name\":\"n\",\"l\":[\"x\",null,3]},"
                "\"k2\":{}}}",
                "<0 nodes.k1;1 nodes.k1.name=n;2 nodes.k1.l.=x;"
                "2 nodes.k1.l.=3;>0 nodes.k1;<0 nodes.k2;>0 nodes.k2;");
}

static void reader_with_an_open_end_tells_nested_and_flat_alike(void **state)
{
    static const struct wanted wants[] = {{"s/+", SLOT_A}};
    (void)state;

    assert_told(wants, 1, "{\"s\":{\"a\":{\"b\":\"1\"}}}", "0 s.a.b=1;");
    assert_told(wants, 1, "{\"s\":{\"a.b\":\"1\"}}", "0 s.a.b=1;");
    assert_told(wants, 1, "{\"s\":\"x\",\"t\":{\"a\":2}}", "");
}

static void reader_of_a_list_at_the_root_tells_its_elements(void **state)
{
    static const struct wanted wants[] = {{"?", SLOT_A}, {"?/i", SLOT_B}};
    (void)state;

    assert_told(wants, 2, "[{\"i\":\"a\"},{\"i\":null},7]",
                "<0 ;1 .i=a;>0 ;<0 ;>0 ;0 =7;");
}

static void reader_when_a_key_is_both_text_and_object_tells_each(void **state)
{
    static const struct wanted wants[] = {{"error", SLOT_A},
                                          {"error/type", SLOT_B}};
    (void)state;

    assert_told(wants, 2, "{\"error\":\"no handler\"}", "0 error=no handler;");
    assert_told(wants, 2, "{\"error\":{\"type\":\"t\"}}",
                "<0 error;1 error.type=t;>0 error;");
}

static void reader_of_long_keys_and_deep_nests_passes_over_them(void **state)
{
    static const struct wanted wants[] = {{"?", SLOT_A}, {"s/+", SLOT_B}};
    char json[1200] = "{\"";
    (void)state;

    memset(json + 2, 'k', WANTED_KEY_MAX + 1);
    (void)snprintf(json + 2 + WANTED_KEY_MAX + 1, 100, "\":1,\"b\":2}");
    assert_told(wants, 2, json, "0 b=2;");

    json[0] = '\0';
    for (int i = 0; i < 30; i++)
        strncat(json, "{\"s\":", sizeof(json) - strlen(json) - 1);
    strncat(json, "1", sizeof(json) - strlen(json) - 1);
    for (int i = 0; i < 30; i++)
        strncat(json, "}", sizeof(json) - strlen(json) - 1);
    assert_told(wants, 2, json, "<0 s;>0 s;");
}

static void reader_of_what_is_not_json_says_of_whom(void **state)
{
    static const struct wanted wants[] = {{"a", SLOT_A}};
    const struct wanted_sink sink = {.api = "Test", .text = on_text};
    struct wanted_reader *reader = wanted_reader_new(wants, 1, &sink);
    struct err err = {0};
    (void)state;

    assert_int_equal(wanted_reader_feed(reader, "{\"b\":}", 6, &err), -1);

    assert_int_equal(err.kind, ERR_FORMAT);
    assert_memory_equal(err.text, "Test: ", 6);
    assert_int_equal(wanted_reader_finish(reader, &err), -1);
    wanted_reader_free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            reader_with_names_tells_those_and_passes_over_the_rest),
        cmocka_unit_test(reader_with_any_key_tells_each_with_its_name),
        cmocka_unit_test(reader_with_an_open_end_tells_nested_and_flat_alike),
        cmocka_unit_test(reader_of_a_list_at_the_root_tells_its_elements),
        cmocka_unit_test(reader_when_a_key_is_both_text_and_object_tells_each),
        cmocka_unit_test(reader_of_long_keys_and_deep_nests_passes_over_them),
        cmocka_unit_test(reader_of_what_is_not_json_says_of_whom),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
