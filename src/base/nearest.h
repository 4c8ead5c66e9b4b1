/* nearest.h - did you mean ...?
 *
 * Layer: base. Words within a few slips of the keyboard of each other: a
 * letter too many, missing, wrong, or two swapped count one each; case does
 * not count.
 */
#ifndef TRACETOP_BASE_NEAREST_H
#define TRACETOP_BASE_NEAREST_H

#include <stddef.h>

enum { NEAREST_MAX = 64 }; /* bytes; longer words are near to nothing */

/* Returns how many slips apart two words are, NEAREST_MAX at most.
 * Source: optimal string alignment (restricted Damerau-Levenshtein). */
size_t nearest_distance(const char *left, const char *right);

/* Returns the one of `words` that is nearest to `word` (the first of equals)
 * within a third of its length; else the first that holds it whole ("url":
 * "query_url"); else NULL. Borrowed from `words`; NULLs in it are skipped. */
const char *nearest_word(const char *word, const char *const *words,
                         size_t count);

/* Writes the words parted by ", ", as many as fit whole; ", ..." says that
 * some did not. */
void nearest_list(char *out, size_t size, const char *const *words,
                  size_t count);

#endif
