/* guide_source.h - the guide that is in force: the user's, or the built-in.
 *
 * Layer: cli. The configuration's `guide`, else guide.md beside it, else the
 * one compiled in. A user's guide that cannot be read is told, and the
 * built-in one stands in: at three in the morning some guide is better than
 * none. It must be a regular file: nothing here waits for a pipe.
 */
#ifndef TRACETOP_CLI_GUIDE_SOURCE_H
#define TRACETOP_CLI_GUIDE_SOURCE_H

#include "config/settings.h"
#include "runbook/guide.h"

/* Reads the guide in force. `broken` gets what was wrong with the user's one,
 * when the built-in one stands in; else it stays clear.
 * Owns: the caller ends it with guide_clear(), also after a failure.
 * Fails: -1 and `err`: no guide is compiled in, or it is broken. */
int guide_source_load(struct guide *guide, const struct settings *settings,
                      struct err *broken, struct err *err);

/* Begins to read the guide in force, for guide_source_more() to go on. Owns,
 * Fails: as guide_source_load(). */
int guide_source_begin(struct guide *guide, const struct settings *settings,
                       struct err *broken, struct err *err);

/* Goes on as guide_more() does, but begins anew with the built-in one where
 * the user's turns out to be broken. Returns 1 while there is more to do.
 * Fails: as guide_source_load(). */
int guide_source_more(struct guide *guide, size_t count, struct err *broken,
                      struct err *err);

/* Reads the user's guide only to say what is wrong with it; fine when there
 * is none. Fails: -1 and `err`: the built-in one would stand in for it. */
int guide_source_check(const struct settings *settings, struct err *err);

/* Reads the guide of a file, which may be a pipe. Owns, Fails: as
 * guide_parse(). */
int guide_source_read(struct guide *guide, const char *path, struct err *err);

#endif
