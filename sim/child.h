/* child.h - programs started by the runner, and their end.
 *
 * Layer: sim. A helper program (Prometheus, promtool) gets its own process
 * group, so that keys typed at the terminal do not reach it, and is told to end
 * should the runner die. The runner keeps the signals it waits for blocked;
 * children start with none blocked.
 */
#ifndef TRACETOP_SIM_CHILD_H
#define TRACETOP_SIM_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/* Returns the path of a program: `name` itself if it has a slash, else the
 * first in PATH. Owns: free() it.
 * Fails: NULL and `err` that names Debian's `package`. */
char *child_find(const char *name, const char *package, struct err *err);

/* Starts a helper whose output goes to the file `log`, appended.
 * Fails: -1 and `err`; a program that cannot be run ends with 127. */
pid_t child_start(const char *const argv[], const char *log, struct err *err);

/* Forks a helper that is this program: returns as fork(2) does; 0 in the
 * child, in its own process group. Fails: -1 and `err`. */
pid_t child_fork(struct err *err);

/* Starts the command in the foreground: our process group, our terminal.
 * Fails: -1 and `err`; a command that cannot be run ends with 127. */
pid_t child_start_foreground(const char *const argv[], struct err *err);

/* Sends SIGTERM, after 2 s SIGKILL, and waits for the end. 0 is fine. */
void child_stop(pid_t pid);

/* Says whether the child has ended; then `*status` is as of waitpid(2). */
bool child_has_ended(pid_t pid, int *status);

/* Blocks the signals that the runner waits for: SIGCHLD, SIGINT, SIGTERM,
 * SIGHUP. */
void child_block_signals(void);

/* Waits for one of them, at most `max_ms` (-1: as long as it takes).
 * Returns its number, or 0 when the time is over. */
int child_wait_signal(int max_ms);

#endif
