/* xalloc.h - memory that is there or the program is not.
 *
 * Layer: base. Each call returns memory or does not return: when there is none
 * the registered hook runs (it gives the terminal back) and the process aborts.
 */
#ifndef TRACETOP_BASE_XALLOC_H
#define TRACETOP_BASE_XALLOC_H

#include <stddef.h>

/* Returns `size` bytes, uninitialised. Owns: the caller frees with free(). */
void *xmalloc(size_t size);

/* Returns `count` times `size` zero bytes. Owns: free() them. */
void *xcalloc(size_t count, size_t size);

/* Returns `old` grown or cut to `count` times `size` bytes; the product is
 * checked. `old` may be NULL. Owns: free() it; `old` is no longer valid. */
void *xrealloc(void *old, size_t count, size_t size);

/* Returns a copy of a string. Owns: free() it. */
char *xstrdup(const char *text);

/* Returns a NUL-ended copy of `length` bytes. Owns: free() it. */
char *xstrndup(const char *text, size_t length);

/* Returns a formatted string. Owns: free() it. */
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Runs `hook` once before the process aborts for want of memory. The only
 * process-wide setting in the program; app.c makes it. NULL takes it away. */
void xalloc_on_failure(void (*hook)(void));

#endif
