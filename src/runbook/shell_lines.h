/* shell_lines.h - which lines of a fence are for the shell.
 *
 * Layer: runbook; part of steps.h. A fence may show more than commands: what
 * they print, the YAML to put somewhere, the #! of a file.
 */
#ifndef TRACETOP_RUNBOOK_SHELL_LINES_H
#define TRACETOP_RUNBOOK_SHELL_LINES_H

#include "base/pool.h"
#include "runbook/markdown.h"
#include "runbook/shell_words.h"

/* Returns the code of a shell fence with the prompts taken off and each line
 * that is not for the shell made empty: it has as many lines as before.
 * `script` is that code, read. Owns: the pool. */
const char *shell_lines_clean(const struct block *block, struct pool *pool,
                              struct shell_script *script);

#endif
