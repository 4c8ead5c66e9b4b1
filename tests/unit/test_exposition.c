/* test_exposition.c - samples of a metrics page, whole and in pieces. */
#include "tests/test.h"

#include "base/buf.h"
#include "source/exposition.h"

static void tell(void *owner, const struct exposition_sample *sample)
{
    struct buf *out = owner;

    buf_add(out, sample->name, sample->name_length);
    for (size_t i = 0; i < sample->label_count; i++) {
        buf_printf(out, " %.*s=", (int)sample->labels[i].name_length,
                   sample->labels[i].name);
        buf_add(out, sample->labels[i].value, sample->labels[i].value_length);
    }
    buf_printf(out, " %.17g\n", sample->value);
}

static int read_pieces(const char *text, size_t piece, struct buf *out,
                       struct err *err)
{
    struct exposition_reader *reader = exposition_reader_new(tell, out);
    size_t length = strlen(text);
    int rc = 0;

    for (size_t at = 0; at < length && rc == 0; at += piece)
        rc = exposition_reader_feed(
            reader, text + at, length - at < piece ? length - at : piece, err);
    if (rc == 0)
        rc = exposition_reader_finish(reader, err);
    exposition_reader_free(reader);
    return rc;
}

static const char page[] =
    "# HELP a_total Words, with {braces} 1\r\n# TYPE a_total counter\n"
    "a_total 1\n\n"
    "a_total{x=\"1\",y = \"q\\\"\\\\\\n}\",} 2.5e3 1700000000000\n"
    "\tb:c{le=\"+Inf\"} +Inf # {trace_id=\"z\"} 1 2\n"
    "n NaN\n{\"my.name\",k=\"v\"} -3\nlast 7\n# EOF";

static void exposition_when_split_anywhere_tells_the_same(void **state)
{
    (void)state;

    for (size_t piece = 1; piece <= sizeof(page); piece++) {
        struct err err = {0};
        struct buf out;

        buf_init(&out, 4000);
        assert_int_equal(read_pieces(page, piece, &out, &err), 0);

        assert_string_equal(out.bytes, "a_total 1\n"
                                       "a_total x=1 y=q\"\\\n} 2500\n"
                                       "b:c le=+Inf inf\nn nan\n"
                                       "my.name k=v -3\nlast 7\n");
        buf_clear(&out);
    }
}

static void exposition_of_what_is_none_names_the_line(void **state)
{
    static const char *const bad[] = {
        "ok 1\n<html>\n",
        "ok 1\na{x=1} 2\n",
        "ok 1\na{x=\"1\" 2\n",
        "ok 1\na\n",
        "ok 1\na one\n",
        "ok 1\n9a 1\n",
        "ok 1\na{x=\"1\"y=\"\"} 1",
        "ok 1\n{x=\"1\"} 1\n",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct err err = {0};
        struct buf out;

        buf_init(&out, 4000);
        assert_int_equal(read_pieces(bad[i], 4, &out, &err), -1);
        assert_int_equal(err.kind, ERR_FORMAT);
        assert_int_equal(err.code, 2);
        assert_string_equal(out.bytes, "ok 1\n");
        buf_clear(&out);
    }
}

static void exposition_with_an_endless_line_refuses_it(void **state)
{
    struct buf out, line;
    struct err err = {0};
    (void)state;

    buf_init(&out, 4000);
    buf_init(&line, 100000);
    for (int i = 0; i < EXPOSITION_LINE_MAX + 2; i++)
        buf_add_char(&line, 'a');

    assert_int_equal(read_pieces(line.bytes, 1000, &out, &err), -1);

    assert_string_equal(err.text, "line 1 is longer than 65536 bytes");
    buf_clear(&line);
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exposition_when_split_anywhere_tells_the_same),
        cmocka_unit_test(exposition_of_what_is_none_names_the_line),
        cmocka_unit_test(exposition_with_an_endless_line_refuses_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
