/* trace_fields.h - the fields of a search for traces, being typed into.
 *
 * Layer: panels. Service and operation offer the names that hold what was
 * typed; Tab takes the first of them and goes on to the next field.
 */
#ifndef TRACETOP_PANELS_TRACE_FIELDS_H
#define TRACETOP_PANELS_TRACE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/key.h"
#include "model/model.h"
#include "model/trace.h"
#include "ui/canvas.h"

struct buf;

enum { TRACE_FIELDS_ROWS = 4 };

enum trace_field {
    TRACE_FIELD_SERVICE,
    TRACE_FIELD_OPERATION,
    TRACE_FIELD_MIN,
    TRACE_FIELD_MAX,
    TRACE_FIELD_LOOKBACK,
    TRACE_FIELD_LIMIT,
    TRACE_FIELD_ERROR,
    TRACE_FIELD_TAGS,
    TRACE_FIELDS
};

struct trace_fields; /* private to trace_fields.c */

/* The names that a field offers. Borrowed from the model. */
struct trace_names {
    char *const *items;
    size_t count;
};

/* Returns fields with the defaults. Owns: the caller frees it. */
struct trace_fields *trace_fields_new(void);

/* Frees them. NULL is fine. */
void trace_fields_free(struct trace_fields *fields);

/* Puts a search in. */
void trace_fields_set(struct trace_fields *fields,
                      const struct trace_search *search);

/* Writes what is in them as a line for trace_search_parse(). */
void trace_fields_line(const struct trace_fields *fields, struct buf *out);

/* Returns the text of a field. Borrowed. */
const char *trace_fields_text(const struct trace_fields *fields,
                              enum trace_field field);

/* Returns the field with the cursor. */
enum trace_field trace_fields_at(const struct trace_fields *fields);

/* Takes a key: Tab and Shift-Tab, Up and Down among the names offered, text.
 * Returns false for others (Enter, Esc). */
bool trace_fields_key(struct trace_fields *fields, const struct model *model,
                      struct key key);

/* Takes the name that is marked, when what was typed is not one itself. */
void trace_fields_complete(struct trace_fields *fields,
                           const struct model *model);

/* Paints the fields; with the cursor only when `has_cursor`. */
void trace_fields_draw(const struct trace_fields *fields,
                       const struct canvas *canvas, bool has_cursor);

/* Paints the names that the field with the cursor offers, the marked one
 * first seen. Returns false when it offers none. */
bool trace_fields_draw_names(const struct trace_fields *fields,
                             const struct model *model,
                             const struct canvas *canvas);

#endif
