/* json_number.c - the grammar of a JSON number, one byte at a time. */
#include "base/json_number.h"

#include <stdbool.h>

static enum json_number begin(char byte);
static enum json_number after_digits(char byte);

enum json_number json_number_after(enum json_number state, char byte)
{
    bool is_digit = byte >= '0' && byte <= '9';

    switch (state) {
    case JSON_NUMBER_START:
        return byte == '-' ? JSON_NUMBER_SIGN : begin(byte);
    case JSON_NUMBER_SIGN:
        return begin(byte);
    case JSON_NUMBER_ZERO:
        if (is_digit)
            return JSON_NUMBER_BROKEN;
        return byte == '.' ? JSON_NUMBER_POINT : after_digits(byte);
    case JSON_NUMBER_INTEGER:
        if (is_digit)
            return JSON_NUMBER_INTEGER;
        return byte == '.' ? JSON_NUMBER_POINT : after_digits(byte);
    case JSON_NUMBER_POINT:
        return is_digit ? JSON_NUMBER_FRACTION : JSON_NUMBER_BROKEN;
    case JSON_NUMBER_FRACTION:
        return is_digit ? JSON_NUMBER_FRACTION : after_digits(byte);
    case JSON_NUMBER_E:
        if (byte == '+' || byte == '-')
            return JSON_NUMBER_E_SIGN;
        return is_digit ? JSON_NUMBER_EXPONENT : JSON_NUMBER_BROKEN;
    case JSON_NUMBER_E_SIGN:
        return is_digit ? JSON_NUMBER_EXPONENT : JSON_NUMBER_BROKEN;
    case JSON_NUMBER_EXPONENT:
        return is_digit ? JSON_NUMBER_EXPONENT : JSON_NUMBER_END;
    case JSON_NUMBER_END:
    case JSON_NUMBER_BROKEN:
        break;
    }
    return JSON_NUMBER_BROKEN;
}

static enum json_number begin(char byte)
{
    if (byte == '0')
        return JSON_NUMBER_ZERO;
    return byte >= '1' && byte <= '9' ? JSON_NUMBER_INTEGER
                                      : JSON_NUMBER_BROKEN;
}

static enum json_number after_digits(char byte)
{
    return byte == 'e' || byte == 'E' ? JSON_NUMBER_E : JSON_NUMBER_END;
}
