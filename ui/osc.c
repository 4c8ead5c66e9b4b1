/* osc.c - requests to the terminal as control strings: copy, title. */
#include "ui/osc.h"

#include <assert.h>

#include "base/buf.h"

/* GNU screen cuts a control string at 256 bytes in old versions. */
enum { SCREEN_CHUNK = 240, PADDING = 64 };

static void add_wrapped_for_tmux(struct buf *out, const struct buf *request);
static void add_wrapped_for_screen(struct buf *out, const struct buf *request);
static void add_base64(struct buf *out, const char *text, size_t length);

bool osc_add_copy(struct buf *out, enum osc_route route, const char *text,
                  size_t length)
{
    struct buf request;

    assert(length <= OSC_COPY_MOST);
    buf_init(&request, OSC_COPY_MOST / 3 * 4 + 64);
    (void)buf_add_str(&request, "\033]52;c;");
    add_base64(&request, text, length);
    (void)buf_add_char(&request, '\a');

    if (route != OSC_SCREEN)
        (void)buf_add(out, request.bytes, request.length);
    if (route == OSC_TMUX)
        add_wrapped_for_tmux(out, &request);
    if (route == OSC_SCREEN)
        add_wrapped_for_screen(out, &request);
    buf_clear(&request);
    return !out->overflow;
}

bool osc_add_title(struct buf *out, const char *text)
{
    (void)buf_add_str(out, "\033]0;");
    (void)buf_add_str(out, text);
    (void)buf_add_char(out, '\a');
    return !out->overflow;
}

static void add_wrapped_for_tmux(struct buf *out, const struct buf *request)
{
    (void)buf_add_str(out, "\033Ptmux;");
    for (size_t i = 0; i < request->length; i++) {
        if (request->bytes[i] == '\033')
            (void)buf_add_char(out, '\033');
        (void)buf_add_char(out, request->bytes[i]);
    }
    (void)buf_add_str(out, "\033\\");
}

static void add_wrapped_for_screen(struct buf *out, const struct buf *request)
{
    for (size_t at = 0; at < request->length; at += SCREEN_CHUNK) {
        size_t left = request->length - at;

        (void)buf_add_str(out, "\033P");
        (void)buf_add(out, request->bytes + at,
                      left < SCREEN_CHUNK ? left : SCREEN_CHUNK);
        (void)buf_add_str(out, "\033\\");
    }
}

static void add_base64(struct buf *out, const char *text, size_t length)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

    for (size_t at = 0; at < length; at += 3) {
        size_t left = length - at;
        unsigned bits = (unsigned)(unsigned char)text[at] << 16;
        char four[4];

        if (left > 1)
            bits |= (unsigned)(unsigned char)text[at + 1] << 8;
        if (left > 2)
            bits |= (unsigned char)text[at + 2];
        four[0] = digits[bits >> 18];
        four[1] = digits[bits >> 12 & 63];
        four[2] = digits[left > 1 ? bits >> 6 & 63 : PADDING];
        four[3] = digits[left > 2 ? bits & 63 : PADDING];
        (void)buf_add(out, four, sizeof(four));
    }
}
