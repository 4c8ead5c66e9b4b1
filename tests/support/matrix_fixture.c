/* matrix_fixture.c - answers, decoded in pieces of every size. */
#include "tests/support/matrix_fixture.h"

struct matrix_record decode_every_way(const char *text, size_t length)
{
    struct matrix_record whole =
        matrix_record_decode(text, length, length ? length : 1);

    for (size_t piece = 1; piece < length; piece++) {
        struct matrix_record split = matrix_record_decode(text, length, piece);

        assert_int_equal(split.rc, whole.rc);
        assert_int_equal(split.err.kind, whole.err.kind);
        assert_string_equal(split.err.text, whole.err.text);
        assert_string_equal(split.told.bytes, whole.told.bytes);
        assert_memory_equal(&split.totals, &whole.totals, sizeof(whole.totals));
        buf_clear(&split.told);
    }
    return whole;
}

struct matrix_totals assert_decodes(const char *text, const char *told)
{
    struct matrix_record record = decode_every_way(text, strlen(text));

    if (record.rc < 0)
        fail_msg("%s: %s", text, record.err.text);
    assert_string_equal(record.told.bytes, told);
    buf_clear(&record.told);
    return record.totals;
}

void assert_refused_as(const char *text, enum err_kind kind,
                       const char *message)
{
    struct matrix_record record = decode_every_way(text, strlen(text));

    if (record.rc == 0)
        fail_msg("%s was taken", text);
    assert_string_equal(record.err.text, message);
    assert_int_equal(record.err.kind, kind);
    buf_clear(&record.told);
}

void assert_refused(const char *text, const char *message)
{
    assert_refused_as(text, ERR_FORMAT, message);
}
