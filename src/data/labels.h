/* labels.h - label sets, each held once.
 *
 * Layer: data. A symbol table interns every name and value, and every sorted
 * set of them: two equal sets are the same pointer, so a lookup is a pointer
 * compare. Sets are counted; the last labels_unref() frees the strings too, so
 * label churn (pods that come and go) leaves nothing behind.
 */
#ifndef TRACETOP_DATA_LABELS_H
#define TRACETOP_DATA_LABELS_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct symtab; /* private to labels.c */
struct labels; /* private to labels.c; immutable */

/* One pair as it comes out of a decoder; not NUL-ended. */
struct label_text {
    const char *name;
    size_t name_length;
    const char *value;
    size_t value_length;
};

/* Returns an empty table. Owns: the caller frees it. */
struct symtab *symtab_new(void);

/* Frees the table; every set must have been given back. NULL is fine. */
void symtab_free(struct symtab *table);

/* Returns the bytes held by strings, sets and the table itself. */
size_t symtab_bytes(const struct symtab *table);

/* Returns the set of these pairs, in any order; pairs with an empty value are
 * left out (Prometheus: absent and empty are the same); of equal names the
 * last stays. Owns: one reference, given back with labels_unref(). */
const struct labels *labels_intern(struct symtab *table,
                                   const struct label_text *pairs,
                                   size_t count);

/* Takes one more reference and returns the same set. */
const struct labels *labels_ref(const struct labels *labels);

/* Gives one reference back. NULL is fine. */
void labels_unref(struct symtab *table, const struct labels *labels);

/* Returns how many pairs the set has. */
size_t labels_count(const struct labels *labels);

/* Returns a pair's name or value, by name order; `index` below the count.
 * Borrowed: as long as the set lives. */
const char *labels_name(const struct labels *labels, size_t index);
const char *labels_value(const struct labels *labels, size_t index);

/* Returns the value of a name, or NULL when the set has none. */
const char *labels_get(const struct labels *labels, const char *name);

/* Orders sets as Prometheus does: name by name, value by value, a shorter set
 * first. Returns less than, equal to or greater than 0. */
int labels_compare(const struct labels *left, const struct labels *right);

/* Returns a hash of the set, equal for equal sets of different tables. */
uint64_t labels_hash(const struct labels *labels);

/* Adds `name{a="b",c="d"}` as Prometheus prints it (escaped, not scrubbed). */
void labels_format(const struct labels *labels, struct buf *out);

#endif
