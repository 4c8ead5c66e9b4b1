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

/* Returns the one of `words` that is nearest to `word` (the first of equals),
 * or NULL when none is within a third of its length. Borrowed from `words`;
 * NULLs in it are skipped. */
const char *nearest_word(const char *word, const char *const *words,
                         size_t count);

#endif
