/* risk_tools.h - what a program is, as far as its risk goes.
 *
 * Layer: runbook; part of risk.h.
 */
#ifndef TRACETOP_RUNBOOK_RISK_TOOLS_H
#define TRACETOP_RUNBOOK_RISK_TOOLS_H

#include <stdbool.h>
#include <stddef.h>

/* How its words are read before the table of patterns is asked. */
enum tool_kind {
    TOOL_PLAIN, /* the table says all */
    TOOL_READS, /* only reads, however it is called, or changes nothing
                 * outside the shell */
    TOOL_SHELL, /* sh -c TEXT */
    TOOL_EVAL,  /* its words are commands */
    TOOL_CURL,  /* see risk_curl.h */
    TOOL_EXECS, /* runs a command elsewhere when asked to "exec" */
    TOOL_AWK,   /* its program may run others */
    TOOL_FIND,  /* -exec */
    TOOL_RUNS,  /* runs the command behind its options: sudo, timeout */
};

struct risk_tool {
    const char *name;
    const char *like;    /* the tool whose rules hold for it too, or NULL */
    const char *options; /* that take the word behind them, by blanks; or
                          * NULL */
    enum tool_kind kind;
    bool has_dry_run; /* with --dry-run it only says what it would do */
};

/* All of them, by name in the order of strcmp(3). */
extern const struct risk_tool risk_tools[];
extern const size_t risk_tools_count;

/* Returns the tool of that name, or the one that it stands for; NULL when
 * nothing special is known of it. */
const struct risk_tool *risk_tool_of(const char *program);

#endif
