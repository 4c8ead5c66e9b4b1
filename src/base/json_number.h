/* json_number.h - the grammar of a JSON number, one byte at a time.
 *
 * Layer: base; part of json.h's reader.
 * Source: RFC 8259, section 6.
 */
#ifndef TRACETOP_BASE_JSON_NUMBER_H
#define TRACETOP_BASE_JSON_NUMBER_H

enum json_number {
    JSON_NUMBER_START, /* a '-' or a digit must come first */
    JSON_NUMBER_SIGN,
    JSON_NUMBER_ZERO,
    JSON_NUMBER_INTEGER,
    JSON_NUMBER_POINT,
    JSON_NUMBER_FRACTION,
    JSON_NUMBER_E,
    JSON_NUMBER_E_SIGN,
    JSON_NUMBER_EXPONENT,
    JSON_NUMBER_END,    /* the byte is no part of it; it is whole */
    JSON_NUMBER_BROKEN, /* the byte may not come here */
};

/* Returns the state after one more byte. Ask with a NUL to learn at the end of
 * the text whether the number is whole. */
enum json_number json_number_after(enum json_number state, char byte);

#endif
