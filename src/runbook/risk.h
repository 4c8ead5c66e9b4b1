/* risk.h - what a shell text may do: read, change, or destroy.
 *
 * Layer: runbook. Every simple command of the text is judged by a table of
 * command patterns; so are those in substitutions, behind sudo, xargs, kubectl
 * exec and sh -c, and what is piped into a shell. The worst one wins. What is
 * not in the table counts as change: nothing is harmless for being unknown.
 */
#ifndef TRACETOP_RUNBOOK_RISK_H
#define TRACETOP_RUNBOOK_RISK_H

#include "base/pool.h"
#include "runbook/shell_words.h"

enum risk {
    RISK_READ,
    RISK_CHANGE,
    RISK_DESTRUCTIVE,
};

struct risk_verdict {
    enum risk risk;
    const char *reason; /* "kubectl delete: removes the object" */
};

/* Judges a script that shell_parse() has read. One with a problem is at least
 * a change. Owns: the reason is static or the pool's. */
struct risk_verdict risk_judge(const struct shell_script *script,
                               struct pool *pool);

/* Reads and judges a text of `length` bytes. Owns: as risk_judge(). */
struct risk_verdict risk_judge_text(const char *text, size_t length,
                                    struct pool *pool);

/* Returns "read", "change" or "destructive". */
const char *risk_name(enum risk risk);

/* Returns whether `name` is one of these, and which. */
bool risk_parse(const char *name, enum risk *risk);

#endif
