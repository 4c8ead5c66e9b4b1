/* err.c - the text of a failure, cut to one printable line. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void scrub(char *text);

int err_set(struct err *err, enum err_kind kind, int code, const char *fmt, ...)
{
    va_list args;

    if (!err)
        return -1;
    err->kind = kind;
    err->code = code;
    va_start(args, fmt);
    (void)vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    scrub(err->text);
    return -1;
}

int err_within(struct err *err, const char *fmt, ...)
{
    char whole[2 * sizeof(err->text) + 2];
    va_list args;
    int length;

    if (!err)
        return -1;
    va_start(args, fmt);
    length = vsnprintf(whole, sizeof(err->text), fmt, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof(err->text))
        length = (int)strlen(whole);
    (void)snprintf(whole + length, sizeof(whole) - (size_t)length, ": %s",
                   err->text);
    memcpy(err->text, whole, sizeof(err->text) - 1);
    err->text[sizeof(err->text) - 1] = '\0';
    scrub(err->text);
    return -1;
}

void err_clear(struct err *err)
{
    if (err)
        *err = (struct err){0};
}

static void scrub(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at; at++)
        if (*at < 0x20 || *at == 0x7f)
            *at = '?';
}
