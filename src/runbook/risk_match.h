/* risk_match.h - a call against the table of patterns.
 *
 * Layer: runbook; part of risk.h.
 */
#ifndef TRACETOP_RUNBOOK_RISK_MATCH_H
#define TRACETOP_RUNBOOK_RISK_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "runbook/risk_table.h"
#include "runbook/risk_tools.h"
#include "runbook/shell_words.h"

/* A program and its arguments. */
struct risk_call {
    const char *program;          /* words[0] without path and ".sh" */
    const struct risk_tool *tool; /* or NULL */
    const struct shell_word *words;
    size_t count; /* 1 or more */
};

/* Returns the rule that counts for the call, or NULL when it is not known. */
const struct risk_rule *risk_match(const struct risk_call *call);

/* Returns whether an option stands among the words, see struct risk_rule for
 * its forms. */
bool risk_has_option(const struct risk_call *call, const char *option,
                     size_t length);

/* Returns the place of the first operand behind words[0]; `count` when there
 * is none. */
size_t risk_skip_options(const struct risk_call *call);

/* Returns whether `name` is one of the words of `names`, parted by blanks. */
bool risk_is_named(const char *names, const char *name);

#endif
