/* test.h - cmocka and the few words that our tests add to it. */
#ifndef TRACETOP_TESTS_TEST_H
#define TRACETOP_TESTS_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Holds when two doubles differ by at most `epsilon` (or both are NAN). */
#define assert_near(left, right, epsilon)                                      \
    do {                                                                       \
        double left_ = (left), right_ = (right);                               \
        if (!(isnan(left_) && isnan(right_)) &&                                \
            !(fabs(left_ - right_) <= (epsilon)))                              \
            fail_msg("%s = %.17g, %s = %.17g", #left, left_, #right, right_);  \
    } while (0)

/* Where the reference data of the workplace is (SHARED, default ../shared
 * beside the source tree), or NULL: then the test says that it skips. */
static inline const char *test_shared_dir(void)
{
    return getenv("TRACETOP_SHARED");
}

#endif
