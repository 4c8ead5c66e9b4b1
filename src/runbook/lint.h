/* lint.h - what is wrong or dangerous in a guide, before somebody runs it.
 *
 * Layer: runbook. Two const tables of rules: what a text must not hold
 * (lint_text.c) and what a command must not be (lint_checks.c), and a few that
 * need the whole guide. They know the components of a tracing platform: which
 * settings, APIs, labels and pods there are, and what a command really does.
 */
#ifndef TRACETOP_RUNBOOK_LINT_H
#define TRACETOP_RUNBOOK_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "runbook/guide.h"

enum lint_severity {
    LINT_INFO,
    LINT_WARNING, /* does not do what it should, or is a risk of its own */
    LINT_ERROR,   /* wrong, or does harm that its text does not say */
};

struct lint_finding {
    int line;            /* of the page */
    const char *runbook; /* its id, or NULL; borrowed from the guide */
    int step;            /* its number, or 0 */
    enum lint_severity severity;
    const char *rule;    /* "missing-namespace" */
    const char *message; /* what really happens, and what to do */
};

struct lint_report {
    struct lint_finding *findings; /* by line */
    size_t count;
    struct pool pool; /* owns them */
    const struct guide *guide;
    bool has_namespace;  /* some command of it names one */
    size_t next_runbook; /* where lint_more() goes on: first all runbooks */
    size_t next_block;   /* then all fences */
};

/* Judges a guide. The report borrows from it.
 * Owns: the caller ends it with lint_clear(). */
void lint_guide(struct lint_report *report, const struct guide *guide);

/* Begins to judge a guide, which must be whole: lint_more() goes on.
 * Owns: the caller ends it with lint_clear(). */
void lint_begin(struct lint_report *report, const struct guide *guide);

/* Reads the steps of `count` more fences, or judges as many. Returns false when
 * all is judged; before, the findings are neither all nor in order. */
bool lint_more(struct lint_report *report, size_t count);

/* Frees the report. A zeroed struct is fine. */
void lint_clear(struct lint_report *report);

/* Returns how many findings have that severity or a worse one. */
size_t lint_count(const struct lint_report *report,
                  enum lint_severity severity);

/* Returns "info", "warning" or "error". */
const char *lint_severity_name(enum lint_severity severity);

#endif
