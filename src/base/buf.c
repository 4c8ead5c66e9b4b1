/* buf.c - a growing byte buffer with a hard cap. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static bool reserve(struct buf *buf, size_t more);

void buf_init(struct buf *buf, size_t limit)
{
    *buf = (struct buf){.limit = limit, .capacity = 1};
    buf->bytes = xcalloc(1, 1);
}

void buf_clear(struct buf *buf)
{
    free(buf->bytes);
    *buf = (struct buf){0};
}

void buf_reset(struct buf *buf)
{
    buf->length = 0;
    buf->bytes[0] = '\0';
    buf->overflow = false;
}

bool buf_add(struct buf *buf, const void *bytes, size_t length)
{
    if (!reserve(buf, length))
        return false;
    if (length)
        memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    buf->bytes[buf->length] = '\0';
    return true;
}

bool buf_add_str(struct buf *buf, const char *text)
{
    return buf_add(buf, text, strlen(text));
}

bool buf_add_char(struct buf *buf, char byte)
{
    return buf_add(buf, &byte, 1);
}

bool buf_printf(struct buf *buf, const char *fmt, ...)
{
    va_list args;
    int length;

    va_start(args, fmt);
    length = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (length < 0 || !reserve(buf, (size_t)length))
        return false;
    va_start(args, fmt);
    (void)vsnprintf(buf->bytes + buf->length, (size_t)length + 1, fmt, args);
    va_end(args);
    buf->length += (size_t)length;
    return true;
}

void buf_drop(struct buf *buf, size_t length)
{
    if (length > buf->length)
        length = buf->length;
    if (!length)
        return;
    memmove(buf->bytes, buf->bytes + length, buf->length - length + 1);
    buf->length -= length;
}

char *buf_take(struct buf *buf)
{
    char *bytes = buf->bytes;

    buf_init(buf, buf->limit);
    return bytes;
}

static bool reserve(struct buf *buf, size_t more)
{
    size_t need;
    size_t capacity = buf->capacity;

    if (more > buf->limit - buf->length) {
        buf->overflow = true;
        return false;
    }
    need = buf->length + more + 1;
    if (need <= capacity)
        return true;
    while (capacity < need)
        capacity = capacity < 64 ? 64 : capacity * 2;
    if (capacity > buf->limit + 1)
        capacity = buf->limit + 1;
    buf->bytes = xrealloc(buf->bytes, capacity, 1);
    buf->capacity = capacity;
    return true;
}
