/* risk_table.h - the command patterns that risk.h judges by.
 *
 * Layer: runbook; part of risk.h.
 */
#ifndef TRACETOP_RUNBOOK_RISK_TABLE_H
#define TRACETOP_RUNBOOK_RISK_TABLE_H

#include <stddef.h>

#include "runbook/risk.h"

/* A pattern. `words` are parted by blanks: one that begins with '-' must be
 * among the options (as "--x=y" it also meets "--x y"; "-x" also meets "-xy"
 * of one-letter options), the others must be the operands in that order, from
 * the first; '*' stands for anything in them. Of all patterns that a command
 * meets, the one with most words counts; of equals, the worse. */
struct risk_rule {
    const char *programs; /* names by blanks, without path and ".sh" */
    const char *words;    /* "" meets every call */
    enum risk risk;
    const char *reason;
};

extern const struct risk_rule risk_table[];
extern const size_t risk_table_count;

/* The options of a program that take the word behind them. */
struct risk_options {
    const char *programs;
    const char *options; /* by blanks */
};

extern const struct risk_options risk_options[];
extern const size_t risk_options_count;

#endif
