/* test_time_axis.c - which clock times stand below a graph. */
#include "tests/test.h"

#include <stdio.h>

#include "ui/time_axis.h"

enum { MINUTE = 60000 };

/* Sunday 2026-11-22 20:14:07 UTC */
static const int64_t start = 1795378447000;

static char shown[256];

/* The labels of a stretch, a blank between them. */
static const char *labels_of(int64_t minutes, int columns)
{
    struct time_label labels[TIME_AXIS_MAX_LABELS];
    size_t count =
        time_axis_labels(start, start + minutes * MINUTE, columns, labels);
    size_t length = 0;

    shown[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        int more = snprintf(shown + length, sizeof(shown) - length, "%s%s",
                            i ? " " : "", labels[i].text);

        length += (size_t)more;
    }
    return shown;
}

static void time_axis_labels_are_round_times(void **state)
{
    (void)state;

    assert_string_equal(labels_of(60, 76),
                        "20:20 20:30 20:40 20:50 21:00 21:10");
    assert_string_equal(labels_of(15, 76), "20:15 20:20 20:25");
    assert_string_equal(labels_of(360, 76), "21:00 22:00 23:00 00:00 01:00 "
                                            "02:00");
    assert_string_equal(labels_of(1, 100), "20:14:15 20:14:30 20:14:45 "
                                           "20:15:00");
}

static void time_axis_labels_of_days_tell_the_day(void **state)
{
    (void)state;

    assert_string_equal(labels_of(1440, 76), "00:00 06:00 12:00 18:00");
    assert_string_equal(labels_of(2880, 76), "Mon 23 12:00 Tue 24 12:00");
    assert_string_equal(labels_of(10080, 76), "Mon 23 Wed 25 Fri 27 Sun 29");
}

static void time_axis_labels_leave_room_for_themselves(void **state)
{
    (void)state;

    assert_string_equal(labels_of(60, 20), "20:30 21:00");
    assert_string_equal(labels_of(60, 9), "21:00");
    for (int columns = 1; columns <= 500; columns++)
        for (int64_t minutes = 1; minutes < 576000; minutes *= 3) {
            struct time_label labels[TIME_AXIS_MAX_LABELS];
            size_t count = time_axis_labels(start, start + minutes * MINUTE,
                                            columns, labels);

            assert_true(count <= 7);
            for (size_t i = 1; i < count; i++) {
                double apart = (double)(labels[i].at_ms - labels[i - 1].at_ms) /
                               (double)(minutes * MINUTE) * columns;

                assert_true(apart >= (double)strlen(labels[i].text) + 3);
            }
        }
}

static void time_axis_labels_of_no_time_are_none(void **state)
{
    struct time_label labels[TIME_AXIS_MAX_LABELS];
    (void)state;

    assert_int_equal(time_axis_labels(start, start, 80, labels), 0);
    assert_int_equal(time_axis_labels(start, start - 1, 80, labels), 0);
    assert_int_equal(time_axis_labels(start, start + MINUTE, 0, labels), 0);
    assert_int_equal(time_axis_labels(-5000, -1000, 80, labels), 0);
    assert_int_equal(time_axis_labels(0, INT64_MAX / 4, 80, labels), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_axis_labels_are_round_times),
        cmocka_unit_test(time_axis_labels_of_days_tell_the_day),
        cmocka_unit_test(time_axis_labels_leave_room_for_themselves),
        cmocka_unit_test(time_axis_labels_of_no_time_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
