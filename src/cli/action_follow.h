/* action_follow.h - a run's output as it comes, until it is over.
 *
 * Layer: cli.
 */
#ifndef TRACETOP_CLI_ACTION_FOLLOW_H
#define TRACETOP_CLI_ACTION_FOLLOW_H

#include <stdbool.h>

struct follow_wish {
    const char *state_dir;
    const char *id;
    bool is_quiet;   /* wait only */
    bool may_cancel; /* Ctrl-C cancels it; else it goes on without us */
};

/* Writes the output to stdout and, at the end, how it ended to stderr. On a
 * terminal it is scrubbed. Returns the exit code of the step, or 1 after
 * saying why it cannot be followed. */
int action_follow(const struct follow_wish *wish);

/* Writes what was kept of the output. Returns cli_write()'s answer. */
int action_follow_print(const char *state_dir, const char *id);

#endif
