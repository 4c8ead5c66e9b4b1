/* run_folder.h - folders of runs, made by hand.
 *
 * For tests only.
 */
#ifndef TRACETOP_TESTS_SUPPORT_RUN_FOLDER_H
#define TRACETOP_TESTS_SUPPORT_RUN_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/unit/action_fixture.h"

/* Makes a folder beside the runs, or a run's own. */
void run_folder_make(const struct fixture *fixture, const char *name);

/* Writes a file below the folder of all runs. */
void run_folder_put(const struct fixture *fixture, const char *name,
                    const char *text);

/* Returns whether something of that name is there. */
bool run_folder_has(const struct fixture *fixture, const char *name);

/* Returns how many entries there are, of whatever name. */
size_t run_folder_count(const struct fixture *fixture);

/* Makes the runs `from` to `to`, which ended at a wall time and are settled. */
void run_folder_add(const struct fixture *fixture, int from, int to,
                    const char *state, int64_t ended_wall_ms);

#endif
