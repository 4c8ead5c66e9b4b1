/* symbol.h - strings that are held once and counted.
 *
 * Layer: data. For labels.c: names and values of label sets. Two equal strings
 * of one table are the same pointer.
 */
#ifndef TRACETOP_DATA_SYMBOL_H
#define TRACETOP_DATA_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/hashset.h"

struct symbol {
    uint32_t refs;
    uint32_t hash;
    uint32_t length; /* without the NUL that follows */
    char text[];
};

struct symbols {
    struct hashset set;
    size_t bytes; /* of the strings */
};

/* Makes an empty table. Owns: the caller ends it with symbols_clear(). */
void symbols_init(struct symbols *symbols);

/* Frees the table; every string must have been given back. */
void symbols_clear(struct symbols *symbols);

/* Returns the bytes held by strings and table. */
size_t symbols_bytes(const struct symbols *symbols);

/* Returns the symbol of a text whose text_hash() is `hash`.
 * Owns: one reference, ended with symbol_unref(). */
struct symbol *symbols_take(struct symbols *symbols, const char *text,
                            size_t length, uint64_t hash);

/* Gives one reference back. */
void symbol_unref(struct symbols *symbols, struct symbol *symbol);

/* Orders two symbols by their bytes; a shorter one first. */
int symbol_compare(const struct symbol *left, const struct symbol *right);

/* Says whether a symbol is this text. */
bool symbol_equal(const struct symbol *symbol, const char *text, size_t length);

/* Orders two texts by their bytes; a shorter one first. */
int text_compare(const char *left, size_t left_length, const char *right,
                 size_t right_length);

/* Returns a hash of a text; the same in every table and every run. */
uint64_t text_hash(const char *text, size_t length);

/* Returns `hash` with every bit spread over all the others. */
uint64_t hash_mix(uint64_t hash);

#endif
