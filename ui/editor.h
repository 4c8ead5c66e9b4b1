/* editor.h - one line of text being typed.
 *
 * Layer: ui. Emacs keys (Ctrl-A E B F K U W Y, Alt-B F, arrows, Home, End,
 * Del), history with Up and Down, paste. Used by `:`, `/` and the dialogs.
 */
#ifndef TRACETOP_UI_EDITOR_H
#define TRACETOP_UI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/key.h"
#include "ui/canvas.h"

struct editor; /* private to editor.c */

enum editor_result {
    EDITOR_MORE,
    EDITOR_ENTER,
    EDITOR_CANCEL,
    EDITOR_COMPLETE,
    EDITOR_IGNORED
};

/* Returns an empty editor that holds at most `limit` bytes.
 * Owns: the caller frees it. */
struct editor *editor_new(size_t limit);
void editor_free(struct editor *editor);

/* Returns the text, NUL-ended. Borrowed: until the next change. */
const char *editor_text(const struct editor *editor);

/* Puts a text in and the cursor at its end. */
void editor_set(struct editor *editor, const char *text);

/* Returns the cursor's place in bytes. */
size_t editor_cursor(const struct editor *editor);

/* Applies a key. EDITOR_COMPLETE for Tab: the caller completes and calls
 * editor_set(). EDITOR_CANCEL for Esc and Ctrl-C, and for Backspace on an
 * empty line. */
enum editor_result editor_key(struct editor *editor, struct key key);

/* Remembers a line for Up and Down (at most 100; no doubles in a row). */
void editor_remember(struct editor *editor, const char *line);

/* Paints prompt and text on one row, scrolled so that the cursor is seen, and
 * places the hardware cursor. */
void editor_draw(const struct editor *editor, const char *prompt,
                 const struct canvas *canvas, int row);

#endif
