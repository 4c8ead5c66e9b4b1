/* promql_text.c - foreign text inside of a PromQL expression. */
#include "data/promql_text.h"

#include <string.h>

#include "base/buf.h"

static void add_byte(struct buf *out, char byte);

void promql_text_add(struct buf *out, const char *text)
{
    for (; *text; text++)
        add_byte(out, *text);
}

/* The string's own backslashes come on top of those of the expression. */
void promql_text_add_regex(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\.+*?()|[]{}^$", *text))
            add_byte(out, '\\');
        add_byte(out, *text);
    }
}

/* A line end is the one byte that a string may not hold as it is. */
static void add_byte(struct buf *out, char byte)
{
    if (byte == '\n') {
        (void)buf_add_str(out, "\\n");
        return;
    }
    if (byte == '"' || byte == '\\')
        (void)buf_add_char(out, '\\');
    (void)buf_add_char(out, byte);
}
