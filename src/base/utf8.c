/* utf8.c - strangers' text as glyphs of one or two cells.
 *
 * What utf8proc calls one cluster is not always what terminals advance by. So
 * a cluster keeps its first character and the marks that add no width; what
 * would make it wider than two cells becomes a glyph of its own, and what only
 * some terminals merge (skin tones, the tail of a family, emoji selectors) is
 * dropped, so that the cells we count are the cells they use. A space and
 * U+FFFD take no marks: they may stand for something else, and text that was
 * made safe once is to stay as it is.
 */
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"

enum {
    REPLACEMENT = 0xFFFD,
    LAST_CODE = 0x10FFFF,
    TEXT_MOST = 10, /* bytes in a glyph; a cell of the canvas has no more */
    /* From Arabic on, joiners and tags belong to spelling or to emoji. In the
     * scripts before, they only make two names look the same. */
    FIRST_JOINED_SCRIPT = 0x600,
};

enum fate { FATE_JOINS, FATE_IS_DROPPED, FATE_STANDS_ALONE };

static bool is_plain(char byte);
static bool is_continuation(unsigned char byte, uint32_t lead);
static size_t sequence_length(unsigned char lead);
static size_t read_space(const char *text, size_t length);
static size_t read_cluster(const char *text, size_t length, uint32_t base,
                           struct glyph *glyph);
static enum fate fate_of(uint32_t code, size_t bytes, uint32_t base,
                         struct glyph *glyph);
static void glyph_start(struct glyph *glyph, uint32_t code, int width);
static bool is_droppable(uint32_t code, uint32_t base);
static bool is_selector(uint32_t code);
static bool is_syllable_rest(uint32_t code);
static bool can_stand_alone(uint32_t code);
static int width_of(uint32_t code);
static bool is_spacing_mark(uint32_t code);
static int bound_class(uint32_t code);
static bool add_some(struct buf *out, const char *bytes, size_t length);

size_t utf8_decode(const char *text, size_t length, uint32_t *code)
{
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned char lead = bytes[0];
    size_t need = sequence_length(lead);
    uint32_t value;

    *code = need == 1 ? lead : REPLACEMENT;
    if (need <= 1)
        return 1;
    value = lead & (0x7fU >> need);
    for (size_t i = 1; i < need; i++) {
        if (i >= length || !is_continuation(bytes[i], i == 1 ? lead : 0))
            return i;
        value = value << 6 | (bytes[i] & 0x3fU);
    }
    *code = value;
    return need;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code > LAST_CODE || (code >= 0xD800 && code <= 0xDFFF))
        code = REPLACEMENT;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code,
                                        (utf8proc_uint8_t *)out);
}

size_t utf8_next_glyph(const char *text, size_t length, struct glyph *glyph)
{
    uint32_t code;
    size_t used;

    if (is_plain(text[0]) &&
        (length == 1 || text[0] == ' ' || !(text[1] & 0x80))) {
        glyph->text[0] = text[0];
        glyph->length = 1;
        glyph->width = 1;
        return 1;
    }
    used = read_space(text, length);
    if (used) {
        glyph_start(glyph, ' ', 1);
        return used;
    }
    used = utf8_decode(text, length, &code);
    if (code == REPLACEMENT || !can_stand_alone(code)) {
        glyph_start(glyph, REPLACEMENT, 1);
        return used;
    }
    glyph_start(glyph, code, width_of(code));
    return used + read_cluster(text + used, length - used, code, glyph);
}

size_t utf8_width(const char *text, size_t length)
{
    struct glyph glyph;
    size_t cells = 0;

    for (size_t at = 0; at < length; cells += glyph.width)
        at += utf8_next_glyph(text + at, length - at, &glyph);
    return cells;
}

size_t utf8_fit(const char *text, size_t length, size_t cells)
{
    struct glyph glyph;
    size_t at = 0;

    while (at < length) {
        size_t used = utf8_next_glyph(text + at, length - at, &glyph);

        if (glyph.width > cells)
            break;
        cells -= glyph.width;
        at += used;
    }
    return at;
}

void utf8_scrub(struct buf *out, const char *text, size_t length,
                bool keep_newlines)
{
    size_t at = 0;

    while (at < length) {
        struct glyph glyph;
        size_t run = 0;
        size_t used;
        bool is_newline;

        while (at + run < length && is_plain(text[at + run]))
            run++;
        /* the last of the run may be the base of a cluster */
        if (run > 1 && !add_some(out, text + at, run - 1))
            return;
        at += run > 1 ? run - 1 : 0;
        used = utf8_next_glyph(text + at, length - at, &glyph);
        is_newline = text[at + used - 1] == '\n';
        if (is_newline && keep_newlines)
            glyph.text[0] = '\n';
        if (!buf_add(out, glyph.text, glyph.length))
            return;
        at += used;
    }
}

bool utf8_is_hostile(uint32_t code)
{
    if (code < 0x7f)
        return code < 0x20;
    if (code > LAST_CODE)
        return true;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CC: /* control */
    case UTF8PROC_CATEGORY_CF: /* format: bidi, joiners, tags */
    case UTF8PROC_CATEGORY_CS: /* surrogate */
    case UTF8PROC_CATEGORY_CN: /* unassigned: nobody knows how wide */
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

static bool is_plain(char byte)
{
    return byte >= 0x20 && byte < 0x7f;
}

/* Says whether a byte may follow; `lead` is that of a second byte, which
 * alone tells overlong forms, surrogates and too large values. */
static bool is_continuation(unsigned char byte, uint32_t lead)
{
    switch (lead) {
    case 0xE0:
        return byte >= 0xA0 && byte <= 0xBF;
    case 0xED:
        return byte >= 0x80 && byte <= 0x9F;
    case 0xF0:
        return byte >= 0x90 && byte <= 0xBF;
    case 0xF4:
        return byte >= 0x80 && byte <= 0x8F;
    default:
        return byte >= 0x80 && byte <= 0xBF;
    }
}

/* Returns the bytes that a lead byte promises, 0 when it is none. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    if (lead < 0xE0)
        return 2;
    return lead < 0xF0 ? 3 : 4;
}

/* Returns the bytes of a tab or a newline (CR LF is one), or 0. */
static size_t read_space(const char *text, size_t length)
{
    if (text[0] == '\t' || text[0] == '\n')
        return 1;
    return text[0] == '\r' && length > 1 && text[1] == '\n' ? 2 : 0;
}

static size_t read_cluster(const char *text, size_t length, uint32_t base,
                           struct glyph *glyph)
{
    utf8proc_int32_t state = 0;
    uint32_t before = base;
    size_t at = 0;

    while (at < length && text[at] & 0x80) {
        uint32_t code;
        size_t used = utf8_decode(text + at, length - at, &code);
        enum fate fate;

        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
                                             (utf8proc_int32_t)code, &state))
            break;
        fate = fate_of(code, used, base, glyph);
        if (fate == FATE_STANDS_ALONE)
            break;
        if (fate == FATE_JOINS && glyph->length + used <= TEXT_MOST) {
            memcpy(glyph->text + glyph->length, text + at, used);
            glyph->length = (uint8_t)(glyph->length + used);
        }
        before = code;
        at += used;
    }
    return at;
}

/* Decides what becomes of a code point of so many bytes that utf8proc puts
 * into the cluster of `base`, and widens the glyph if it joins. */
static enum fate fate_of(uint32_t code, size_t bytes, uint32_t base,
                         struct glyph *glyph)
{
    const int class = bound_class(code);
    const int base_class = bound_class(base);
    const int width = width_of(code);

    if (utf8_is_hostile(code) || is_selector(code))
        return is_droppable(code, base) ? FATE_IS_DROPPED : FATE_STANDS_ALONE;
    if (is_syllable_rest(code))
        return base_class == UTF8PROC_BOUNDCLASS_PREPEND ? FATE_STANDS_ALONE
                                                         : FATE_JOINS;
    if (width == 0)
        return FATE_JOINS;
    if (base_class == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC)
        return FATE_IS_DROPPED;
    if (!is_spacing_mark(code) &&
        (base_class != UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR ||
         class != base_class))
        return FATE_STANDS_ALONE;
    if (glyph->width + width > 2 || glyph->length + bytes > TEXT_MOST)
        return FATE_STANDS_ALONE;
    glyph->width = 2; /* two halves of a flag; a letter and its vowel sign */
    return FATE_JOINS;
}

/* Says whether a code point that has no picture may vanish after `base`. After
 * half a flag it would let two halves meet that were apart. */
static bool is_droppable(uint32_t code, uint32_t base)
{
    const int class = bound_class(code);

    if (bound_class(base) == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR)
        return false;
    if (is_selector(code))
        return true;
    return base >= FIRST_JOINED_SCRIPT && (class == UTF8PROC_BOUNDCLASS_ZWJ ||
                                           class == UTF8PROC_BOUNDCLASS_EXTEND);
}

static bool is_selector(uint32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) ||
           (code >= 0xE0100 && code <= 0xE01EF);
}

/* Says whether it is a vowel or final of a Hangul syllable, which fills up the
 * two cells that the first letter has. */
static bool is_syllable_rest(uint32_t code)
{
    const int class = bound_class(code);

    return class == UTF8PROC_BOUNDCLASS_V || class == UTF8PROC_BOUNDCLASS_T;
}

/* A mark without a letter before it would be drawn onto a neighbour's. */
static bool can_stand_alone(uint32_t code)
{
    return !utf8_is_hostile(code) && width_of(code) > 0 &&
           !is_syllable_rest(code);
}

static int width_of(uint32_t code)
{
    int width = utf8proc_charwidth((utf8proc_int32_t)code);

    /* terminals give spacing marks a cell, as wcwidth() does */
    return width == 0 && is_spacing_mark(code) ? 1 : width;
}

static bool is_spacing_mark(uint32_t code)
{
    return utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_MC;
}

static void glyph_start(struct glyph *glyph, uint32_t code, int width)
{
    glyph->length = (uint8_t)utf8_encode(code, glyph->text);
    glyph->width = (uint8_t)width;
}

static int bound_class(uint32_t code)
{
    return (int)utf8proc_get_property((utf8proc_int32_t)code)->boundclass;
}

/* Adds as many bytes as there is room for; false when that is not all. */
static bool add_some(struct buf *out, const char *bytes, size_t length)
{
    size_t room = out->limit - out->length;

    if (length > room)
        (void)buf_add(out, bytes, room);
    return buf_add(out, bytes + (length > room ? room : 0),
                   length > room ? length - room : length);
}
