/* audit.h - the log of everything that was run, each line tied to the last.
 *
 * Layer: action. $STATE/audit.jsonl: one JSON object a line, with the SHA-256
 * of the line before it. Several programs may append at once. What a crash
 * left of a line stays, and the line after it says so.
 */
#ifndef TRACETOP_ACTION_AUDIT_H
#define TRACETOP_ACTION_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { AUDIT_LINE_MAX = 1024 * 1024 };

/* One thing that is told in a line besides time, event and action. */
struct audit_field {
    const char *name;
    const char *text; /* UTF-8; NULL: the number is told */
    int64_t number;
};

struct audit_entry {
    int64_t at_wall_ms;
    const char *event;  /* "start", "end", "cancel", "lost" */
    const char *action; /* its id */
    const struct audit_field *fields;
    size_t field_count;
};

/* Appends a line and returns once it is on the disk. The folder must be one
 * that paths_make_private() accepts.
 * Fails: -1 and `err`; then nothing was appended. */
int audit_append(const char *state_dir, const struct audit_entry *entry,
                 struct err *err);

struct audit_report {
    size_t lines;  /* whole ones */
    size_t torn;   /* left by crashes, each told by the line after it */
    bool is_torn;  /* the last line is one, and nobody has told it yet */
    size_t broken; /* number of the first line that is not as it was written,
                    * 1-based; 0: none */
    char why[160]; /* for `broken` */
    char last[65]; /* hash of the last whole line, to keep somewhere else */
};

/* Checks every line of the log; one that is not there is an empty one. A log
 * that was cut at its end is whole: compare `last` with one kept elsewhere.
 * Fails: -1 and `err` when it cannot be read. */
int audit_verify(const char *state_dir, struct audit_report *report,
                 struct err *err);

#endif
