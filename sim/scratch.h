/* scratch.h - a private folder for as long as the runner lives.
 *
 * Layer: sim.
 */
#ifndef TRACETOP_SIM_SCRATCH_H
#define TRACETOP_SIM_SCRATCH_H

#include <stddef.h>

#include "base/err.h"

/* Makes a folder with mode 0700 under TMPDIR or /tmp and returns its path.
 * Owns: the caller ends it with scratch_close(). Fails: NULL and `err`. */
char *scratch_open(struct err *err);

/* Removes the folder with all that is in it and frees the path. NULL is fine.*/
void scratch_close(char *folder);

/* Writes a whole file. Fails: -1 and `err`. */
int scratch_write(const char *path, const char *bytes, size_t length,
                  struct err *err);

/* Puts the last line of a log file into `err`, after what is there. */
void scratch_add_last_line(const char *path, struct err *err);

#endif
