/* template_quote.h - Go's string, character and number constants.
 *
 * Layer: alert, private to template*.c. Source: Go specification, literals.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_QUOTE_H
#define TRACETOP_ALERT_TEMPLATE_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "alert/template_value.h"

/* Reads a constant with its quotes; the pool owns the string.
 * Fails: false. */
bool quote_read_string(struct pool *pool, const char *text, size_t length,
                       struct value *value);

/* Reads 'x' as an integer. Fails: false. */
bool quote_read_char(const char *text, size_t length, struct value *value);

/* Reads an integer or a float. Fails: false. */
bool quote_read_number(const char *text, size_t length, struct value *value);

#endif
