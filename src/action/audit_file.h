/* audit_file.h - the audit log as a file, opened and locked.
 *
 * Layer: action; private to the audit.
 */
#ifndef TRACETOP_ACTION_AUDIT_FILE_H
#define TRACETOP_ACTION_AUDIT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define AUDIT_EVENT_TORN "torn" /* the line before it is what a crash left */

/* Opens and locks the log, to append (it is made) or to read. Closing it
 * unlocks it. Fails: -1 and `err`: not a file of ours alone, or somebody held
 * its lock for too long; to read, -1 with ENOENT when there is none. */
int audit_file_open(const char *state_dir, bool is_append, struct err *err);

/* Takes a line, without its newline; the last one may be torn. Returning
 * false ends the walk. */
typedef bool audit_line_fn(void *owner, const char *line, size_t length,
                           bool is_torn);

/* Walks all lines of an open log. Fails: -1 and `err`. */
int audit_file_walk(int fd, audit_line_fn *fn, void *owner, struct err *err);

/* Returns whether the log has a line of that event about that action: 1, 0,
 * or -1 and `err`. */
int audit_file_has(const char *state_dir, const char *event, const char *action,
                   struct err *err);

#endif
