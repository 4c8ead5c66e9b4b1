/* buf.h - bytes that grow to a cap given at construction.
 *
 * Layer: base. Once the cap is met the buffer stops taking bytes and says so
 * for ever after (`overflow`), so a caller may check once, at the end. The
 * bytes are always followed by a NUL that is not counted.
 */
#ifndef TRACETOP_BASE_BUF_H
#define TRACETOP_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *bytes;     /* never NULL after buf_init(); NUL-ended */
    size_t length;   /* without the NUL */
    size_t capacity; /* bytes allocated */
    size_t limit;    /* most bytes it will hold, without the NUL */
    bool overflow;   /* something did not fit and was dropped */
};

/* Makes an empty buffer that will hold at most `limit` bytes.
 * Owns: the caller ends it with buf_clear(). */
void buf_init(struct buf *buf, size_t limit);

/* Frees the bytes. A zeroed struct is fine. */
void buf_clear(struct buf *buf);

/* Empties the buffer and forgets an overflow; keeps the memory. */
void buf_reset(struct buf *buf);

/* Adds `length` bytes. Fails: false, nothing added, when they do not fit. */
bool buf_add(struct buf *buf, const void *bytes, size_t length);

/* Adds a string, without its NUL. Fails: as buf_add(). */
bool buf_add_str(struct buf *buf, const char *text);

/* Adds one byte. Fails: as buf_add(). */
bool buf_add_char(struct buf *buf, char byte);

/* Adds formatted text. Fails: as buf_add(). */
bool buf_printf(struct buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Drops the first `length` bytes (at most all of them). */
void buf_drop(struct buf *buf, size_t length);

/* Returns the bytes as a NUL-ended string and leaves an empty buffer.
 * Owns: the caller frees them with free(). */
char *buf_take(struct buf *buf);

#endif
