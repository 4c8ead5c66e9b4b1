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
    const char *program; /* without path and ".sh" */
    const char *words;   /* "" meets every call */
    enum risk risk;
    const char *reason;
};

/* All of them, those of a program one after the other, programs in the order
 * of strcmp(3). */
extern const struct risk_rule risk_rules[];
extern const size_t risk_rules_count;

/* Returns the first of the `count` rules of a program, which follow each
 * other, or NULL when there are none. Those of another name for the same tool
 * are found by that of risk_tool_of(). */
const struct risk_rule *risk_rules_of(const char *program, size_t *count);

#endif
