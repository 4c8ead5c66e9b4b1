/* app.h - the dashboard in a terminal.
 *
 * Wires the two one-way streets: sources to the screen, keys to commands.
 */
#ifndef TRACETOP_APP_H
#define TRACETOP_APP_H

#include "base/err.h"
#include "config/settings.h"

struct app_options {
    const char *view;     /* NULL: the overview */
    const char *argument; /* for the view; NULL: none */
};

/* Opens the dashboard on the terminal and returns when the user left.
 * `settings` outlives it; the context in force may be another one afterwards.
 * Returns the exit code. Fails: -1 and `err` before anything was drawn. */
int app_run(struct settings *settings, const struct app_options *options,
            struct err *err);

#endif
