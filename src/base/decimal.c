/* decimal.c - decimal text to numbers.
 *
 * A number is `digits` * 10^`exponent`. Three ways give the nearest double
 * without strtod(3): both parts exact in a double, so that one operation
 * rounds once; a 128-bit product; or a 64-bit quotient whose lowest bit also
 * says "and something is left", which is all that rounding to 53 bits needs.
 */
#include "base/decimal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 19 }; /* 10^19 - 1 fits into 64 bits */

struct decimal {
    uint64_t digits;
    int64_t exponent;
    bool is_negative;
    bool is_cut; /* it has more digits; these are the first */
};

static const char *scan_parts(const char *text, const char *end,
                              struct decimal *decimal);
static const char *scan_digits(const char *text, const char *end,
                               uint64_t *digits);
static const char *scan_exponent(const char *text, const char *end,
                                 int64_t *exponent);
static void cut_digits(const char *text, const char *end,
                       struct decimal *decimal);
static bool combine(const struct decimal *decimal, double *value);
static bool scan_slowly(const char *text, const char *end, double *value);
static bool to_ms(const struct decimal *decimal, int64_t *ms);

static const double powers_of_ten[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static const uint64_t powers_of_five[] = {
    1U,
    5U,
    25U,
    125U,
    625U,
    3125U,
    15625U,
    78125U,
    390625U,
    1953125U,
    9765625U,
    48828125U,
    244140625U,
    1220703125U,
    6103515625U,
    30517578125U,
    152587890625U,
    762939453125U,
    3814697265625U,
    19073486328125U,
    95367431640625U,
    476837158203125U,
    2384185791015625U,
    11920928955078125U,
    59604644775390625U,
    298023223876953125U,
    1490116119384765625U,
    7450580596923828125U,
};

const char *decimal_scan(const char *text, const char *end, double *value)
{
    struct decimal decimal;
    const char *after = scan_parts(text, end, &decimal);

    if (!after)
        return NULL;
    if (decimal.is_cut || !combine(&decimal, value))
        return scan_slowly(text, after, value) ? after : NULL;
    if (decimal.is_negative)
        *value = -*value;
    return after;
}

bool decimal_parse(const char *text, size_t length, double *value)
{
    const char *end = text + length;
    double number = 0;

    if (length == 3 && !memcmp(text, "NaN", 3))
        number = NAN;
    else if ((length == 4 && !memcmp(text, "+Inf", 4)) ||
             (length == 3 && !memcmp(text, "Inf", 3)))
        number = INFINITY;
    else if (length == 4 && !memcmp(text, "-Inf", 4))
        number = -INFINITY;
    else if (decimal_scan(text, end, &number) != end)
        return false;
    *value = number;
    return true;
}

bool decimal_parse_ms(const char *text, size_t length, int64_t *ms)
{
    const char *end = text + length;
    struct decimal decimal;

    return scan_parts(text, end, &decimal) == end && to_ms(&decimal, ms);
}

static const char *scan_parts(const char *text, const char *end,
                              struct decimal *decimal)
{
    const char *digits, *point, *after;

    *decimal = (struct decimal){0};
    if (text < end && (*text == '-' || *text == '+'))
        decimal->is_negative = *text++ == '-';
    digits = text;
    point = scan_digits(text, end, &decimal->digits);
    after = point;
    if (point < end && *point == '.') {
        after = scan_digits(point + 1, end, &decimal->digits);
        decimal->exponent = point + 1 - after;
    }
    if (after - digits - (after > point) <= 0)
        return NULL;
    if (after - digits > DIGITS_MAX)
        cut_digits(digits, after, decimal);
    if (after < end && (*after == 'e' || *after == 'E'))
        after = scan_exponent(after, end, &decimal->exponent);
    return after;
}

/* Eight at a time while there are eight: three multiplications fold pairs,
 * then fours, then all. */
static const char *scan_digits(const char *text, const char *end,
                               uint64_t *digits)
{
    uint64_t sum = *digits;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (end - text >= 8) {
        uint64_t eight;

        memcpy(&eight, text, 8);
        if (((eight & 0xF0F0F0F0F0F0F0F0U) |
             (((eight + 0x0606060606060606U) & 0xF0F0F0F0F0F0F0F0U) >> 4)) !=
            0x3333333333333333U)
            break;
        eight = (eight & 0x0F0F0F0F0F0F0F0FU) * 2561 >> 8;
        eight = (eight & 0x00FF00FF00FF00FFU) * 6553601 >> 16;
        eight = (eight & 0x0000FFFF0000FFFFU) * 42949672960001U >> 32;
        sum = sum * 100000000 + eight;
        text += 8;
    }
#endif
    while (text < end && *text >= '0' && *text <= '9')
        sum = sum * 10 + (uint64_t)(*text++ - '0');
    *digits = sum;
    return text;
}

/* Adds the exponent at `text` ("e-07"), or takes nothing when it has no
 * digits. It stops growing where every double has long ended. */
static const char *scan_exponent(const char *text, const char *end,
                                 int64_t *exponent)
{
    const char *after = text + 1;
    bool is_negative = false;
    int64_t sum = 0;

    if (after < end && (*after == '-' || *after == '+'))
        is_negative = *after++ == '-';
    if (after == end || *after < '0' || *after > '9')
        return text;
    for (; after < end && *after >= '0' && *after <= '9'; after++)
        if (sum < 1000000)
            sum = sum * 10 + (*after - '0');
    *exponent += is_negative ? -sum : sum;
    return after;
}

/* Keeps the first DIGITS_MAX digits, leading zeros not counted, when there are
 * more. */
static void cut_digits(const char *text, const char *end,
                       struct decimal *decimal)
{
    uint64_t digits = 0;
    int count = 0;

    for (; text < end; text++) {
        if (*text == '.' || (*text == '0' && count == 0))
            continue;
        if (count++ < DIGITS_MAX)
            digits = digits * 10 + (uint64_t)(*text - '0');
    }
    if (count <= DIGITS_MAX)
        return;
    decimal->is_cut = true;
    decimal->digits = digits;
    decimal->exponent += count - DIGITS_MAX;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide_uint;

/* Returns the double nearest to digits / 10^power; `digits` is not 0. */
static double divide(uint64_t digits, int power)
{
    int shift = __builtin_clzll(digits);
    int divisor_shift = __builtin_clzll(powers_of_five[power]);
    uint64_t divisor = powers_of_five[power] << divisor_shift;
    wide_uint dividend = (wide_uint)(digits << shift) << 63;
    uint64_t quotient = (uint64_t)(dividend / divisor);
    int scale = divisor_shift - shift - 63 - power;
    uint64_t scale_bits = (uint64_t)(scale + 1023) << 52;
    double factor;

    quotient |= dividend != (wide_uint)quotient * divisor;
    memcpy(&factor, &scale_bits, sizeof(factor));
    return (double)quotient * factor;
}
#endif

/* Fails: false when it takes more than integers to be exact. */
static bool combine(const struct decimal *decimal, double *value)
{
    uint64_t digits = decimal->digits;
    int exponent;

    if (digits == 0) {
        *value = 0;
        return true;
    }
    if (decimal->exponent < -27 || decimal->exponent > 22)
        return false;
    exponent = (int)decimal->exponent;
#if FLT_EVAL_METHOD == 0
    if (digits <= (uint64_t)1 << 53 && exponent >= -22) {
        *value = exponent < 0 ? (double)digits / powers_of_ten[-exponent]
                              : (double)digits * powers_of_ten[exponent];
        return true;
    }
#endif
#ifdef __SIZEOF_INT128__
    if (exponent < 0) {
        *value = divide(digits, -exponent);
        return true;
    }
    if (exponent <= 19) {
        *value =
            (double)((wide_uint)digits * powers_of_five[exponent] << exponent);
        return true;
    }
#endif
    return false;
}

/* strtod(3) on a copy that ends where the number does. */
static bool scan_slowly(const char *text, const char *end, double *value)
{
    char copy[DECIMAL_MAX + 1];
    size_t length = (size_t)(end - text);

    if (length > DECIMAL_MAX)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    *value = strtod(copy, NULL);
    return !isinf(*value);
}

static bool to_ms(const struct decimal *decimal, int64_t *ms)
{
    const uint64_t most = (uint64_t)1 << 53;
    uint64_t digits = decimal->digits;
    int64_t exponent = decimal->exponent + 3;

    for (; exponent > 0 && digits && digits <= most; exponent--)
        digits *= 10;
    for (; exponent < -1 && digits; exponent++)
        digits /= 10;
    if (exponent == -1)
        digits = digits / 10 + (digits % 10 >= 5);
    if (digits > most)
        return false;
    *ms = decimal->is_negative ? -(int64_t)digits : (int64_t)digits;
    return true;
}
