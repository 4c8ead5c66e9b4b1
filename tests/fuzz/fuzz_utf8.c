/* fuzz_utf8.c - any bytes become glyphs that a terminal can be given. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
static void check_glyphs(const char *text, size_t length, struct buf *glyphs);
static void check_glyph(const struct glyph *glyph);
static void check_fit(const char *text, size_t length, size_t cells);
static void hold(int condition);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const size_t limit = size * 3 + 16; /* a bad byte becomes three */
    struct buf glyphs;
    struct buf once;
    struct buf twice;

    buf_init(&glyphs, limit);
    buf_init(&once, limit);
    buf_init(&twice, limit);
    check_glyphs(text, size, &glyphs);
    for (size_t cells = 0; cells < 8; cells++)
        check_fit(text, size, cells);

    utf8_scrub(&once, text, size, false);
    hold(!once.overflow && once.length == glyphs.length);
    hold(memcmp(once.bytes, glyphs.bytes, once.length) == 0);
    hold(utf8_width(once.bytes, once.length) == utf8_width(text, size));

    buf_reset(&once);
    utf8_scrub(&once, text, size, true);
    utf8_scrub(&twice, once.bytes, once.length, true);
    hold(!once.overflow && once.length == twice.length);
    hold(memcmp(once.bytes, twice.bytes, once.length) == 0);
    buf_clear(&twice);
    buf_clear(&once);
    buf_clear(&glyphs);
    return 0;
}

static void check_glyphs(const char *text, size_t length, struct buf *glyphs)
{
    size_t cells = 0;

    for (size_t at = 0; at < length;) {
        struct glyph glyph;
        size_t used = utf8_next_glyph(text + at, length - at, &glyph);

        hold(used >= 1 && used <= length - at);
        check_glyph(&glyph);
        hold(buf_add(glyphs, glyph.text, glyph.length));
        cells += glyph.width;
        at += used;
    }
    hold(cells == utf8_width(text, length));
}

static void check_glyph(const struct glyph *glyph)
{
    hold(glyph->width >= 1 && glyph->width <= 2);
    hold(glyph->length >= 1 && glyph->length <= 10);
    for (size_t at = 0; at < glyph->length;) {
        uint32_t code;
        size_t used = utf8_decode(glyph->text + at, glyph->length - at, &code);

        hold(!utf8_is_hostile(code));
        hold(code != 0xFFFD || used == 3); /* written, not broken */
        at += used;
    }
}

static void check_fit(const char *text, size_t length, size_t cells)
{
    size_t used = utf8_fit(text, length, cells);

    hold(used <= length && utf8_width(text, used) <= cells);
    hold(used == length || utf8_width(text, length) > cells);
}

static void hold(int condition)
{
    if (!condition)
        abort();
}
