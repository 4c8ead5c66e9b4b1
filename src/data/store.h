/* store.h - everything that was measured, by query and zoom.
 *
 * Layer: data. Owns the symbol table and a series set for each query at each
 * zoom that was shown. The base zoom (1h at 15 s) is always kept: thresholds
 * read it. The bound in bytes is known before anything is allocated.
 */
#ifndef TRACETOP_DATA_STORE_H
#define TRACETOP_DATA_STORE_H

#include <stddef.h>

#include "data/series.h"
#include "data/window.h"

struct store; /* private to store.c */

enum { STORE_BASE_ZOOM = 1 }; /* index into zoom_table: 1h, 15 s */

/* Returns an empty store that keeps at most `series_limit` series for each
 * query. Owns: the caller frees it. */
struct store *store_new(size_t series_limit);

/* Frees all sets and the symbol table. NULL is fine. */
void store_free(struct store *store);

/* Returns the table that all labels live in. */
struct symtab *store_symbols(struct store *store);

/* Adds a query with its headline rule; returns its index, from 0. The strings
 * of `headline` are copied; its step, capacity and limit are ignored. */
size_t store_add_query(struct store *store, const struct series_spec *headline);

/* Returns the set of a query at a zoom, made on first use. Zooms of the same
 * step share one set and one coverage. Borrowed. */
struct series_set *store_open(struct store *store, size_t query, size_t zoom);

/* Returns the set if it was opened, else NULL. Borrowed. */
const struct series_set *store_get(const struct store *store, size_t query,
                                   size_t zoom);

/* Returns the coverage of a set, to plan the next window with. Borrowed. */
struct coverage *store_coverage(struct store *store, size_t query, size_t zoom);

/* Forgets what a query held at every zoom (another alternative took over). */
void store_reset_query(struct store *store, size_t query);

/* Returns the bytes held now, and the most they can become with the queries
 * added so far and every zoom opened (labels not counted in the bound). */
size_t store_bytes(const struct store *store);
size_t store_bytes_bound(const struct store *store);

#endif
