/* nearest.c - the distance between two words, and the nearest of many. */
#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LEAST_PART = 3 }; /* letters that make a part of a word telling */

static bool same_letter(char left, char right);
static size_t smallest(size_t a, size_t b, size_t c);

size_t nearest_distance(const char *left, const char *right)
{
    size_t rows[3][NEAREST_MAX + 1]; /* before last, last, this */
    size_t left_length = strnlen(left, NEAREST_MAX + 1);
    size_t right_length = strnlen(right, NEAREST_MAX + 1);

    if (left_length > NEAREST_MAX || right_length > NEAREST_MAX)
        return strcmp(left, right) == 0 ? 0 : NEAREST_MAX;
    for (size_t j = 0; j <= right_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= left_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above2 = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= right_length; j++) {
            bool same = same_letter(left[i - 1], right[j - 1]);

            row[j] = smallest(above[j] + 1, row[j - 1] + 1,
                              above[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && same_letter(left[i - 1], right[j - 2]) &&
                same_letter(left[i - 2], right[j - 1]))
                row[j] = smallest(row[j], above2[j - 2] + 1, row[j]);
        }
    }
    return rows[left_length % 3][right_length];
}

const char *nearest_word(const char *word, const char *const *words,
                         size_t count)
{
    size_t limit = (strlen(word) + 2) / 3;
    const char *nearest = NULL;

    if (strlen(word) > NEAREST_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t distance = words[i] ? nearest_distance(word, words[i]) : limit;

        if (!words[i] || distance > limit || distance >= strlen(words[i]) ||
            (nearest && distance >= nearest_distance(word, nearest)))
            continue;
        nearest = words[i];
    }
    for (size_t i = 0; i < count && !nearest && strlen(word) >= LEAST_PART; i++)
        if (words[i] && strcasestr(words[i], word))
            nearest = words[i];
    return nearest;
}

void nearest_list(char *out, size_t size, const char *const *words,
                  size_t count)
{
    static const char more[] = ", ...";
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        size_t need = strlen(words[i]) + (i > 0 ? 2 : 0);
        size_t rest = i + 1 < count ? sizeof(more) : 1;

        if (used + need + rest > size) {
            (void)snprintf(out + used, size - used, "%s", more);
            return;
        }
        used += (size_t)snprintf(out + used, size - used, "%s%s",
                                 i > 0 ? ", " : "", words[i]);
    }
}

static bool same_letter(char left, char right)
{
    return tolower((unsigned char)left) == tolower((unsigned char)right);
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    if (b < a)
        a = b;
    return c < a ? c : a;
}
