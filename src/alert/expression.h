/* expression.h - what can be said of an expression without parsing it.
 *
 * Layer: alert. Finds quotes and brackets that are left open and an operator
 * with nothing behind it; everything else is for Prometheus to refuse.
 */
#ifndef TRACETOP_ALERT_EXPRESSION_H
#define TRACETOP_ALERT_EXPRESSION_H

#include "base/err.h"

/* Fails: -1 and `err` (ERR_FORMAT, code is the line inside the expression). */
int expression_check(const char *text, struct err *err);

#endif
