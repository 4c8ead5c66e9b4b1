/* input.h - terminal bytes to keys. Pure; fuzzed.
 *
 * Layer: ui. Knows the sequences of the terminals in use (xterm, VT, linux,
 * rxvt, tmux, screen) and UTF-8. Unknown sequences are swallowed whole, never
 * leaked as letters. A lone ESC becomes KEY_ESC when the caller says that
 * nothing followed it (see input_is_waiting()).
 */
#ifndef TRACETOP_UI_INPUT_H
#define TRACETOP_UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/key.h"

enum { INPUT_ESC_WAIT_MS = 40 };

struct input; /* private to input.c */

/* Returns a decoder with nothing pending. Owns: the caller frees it. */
struct input *input_new(void);
void input_free(struct input *input);

typedef void input_key_fn(void *owner, struct key key);

/* Decodes bytes, split anywhere, and calls `fn` for each key. */
void input_feed(struct input *input, const char *bytes, size_t length,
                input_key_fn *fn, void *owner);

/* Says whether a sequence has begun and not ended; then, INPUT_ESC_WAIT_MS
 * after the last byte, the caller calls input_timeout(). */
bool input_is_waiting(const struct input *input);

/* Ends what is pending: a lone ESC is KEY_ESC, ESC and a letter is Alt. */
void input_timeout(struct input *input, input_key_fn *fn, void *owner);

#endif
