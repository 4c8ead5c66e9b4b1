/* pen.c - how the terminal paints just now, and the cheapest way to another. */
#include "ui/pen.h"

#include <string.h>

#include "base/buf.h"
#include "ui/canvas.h"

enum {
    ATTR_WEIGHT = ATTR_BOLD | ATTR_DIM, /* CSI 22 m takes both away */
    ATTR_ON_BLANK = ATTR_REVERSE | ATTR_UNDERLINE,
    BRIGHT = 8,
    PALETTE_FIXED = 16,
};

static int color_on(const struct term *term, struct color color);
static int true_color(struct color color);
static void reduce_to_eight(struct pen *pen, const struct look *look);
static unsigned shown_attributes(const struct term *term, const struct pen *pen,
                                 unsigned attributes);
static bool can_step(unsigned facts, struct pen from, struct pen to);
static void add_steps(const struct term *term, struct pen from, struct pen to,
                      struct buf *out);
static void add_attributes(const struct term *term, unsigned attributes,
                           struct buf *out);
static void join(struct buf *out, size_t start);

struct pen pen_plain(void)
{
    return (struct pen){PEN_DEFAULT, PEN_DEFAULT, 0};
}

struct pen pen_of(const struct term *term, const struct look *look)
{
    struct pen pen = {.foreground = color_on(term, look->foreground),
                      .background = color_on(term, look->background),
                      .attributes = look->attributes};

    if (term_colors(term) == 8)
        reduce_to_eight(&pen, look);
    pen.attributes = (uint8_t)shown_attributes(term, &pen, pen.attributes);
    return pen;
}

struct pen pen_with(const struct term *term, struct pen pen,
                    unsigned attributes)
{
    pen.attributes |= (uint8_t)shown_attributes(term, &pen, attributes);
    return pen;
}

bool pen_equal(struct pen left, struct pen right)
{
    return left.foreground == right.foreground &&
           left.background == right.background &&
           left.attributes == right.attributes;
}

bool pen_equal_blank(struct pen left, struct pen right)
{
    if ((left.attributes | right.attributes) & ATTR_ON_BLANK)
        return pen_equal(left, right);
    return left.background == right.background;
}

struct pen pen_for_blank(struct pen pen, struct pen blank)
{
    if (blank.attributes & ATTR_ON_BLANK)
        return blank;
    pen.background = blank.background;
    pen.attributes &= (uint8_t)~ATTR_ON_BLANK;
    return pen;
}

void pen_change(const struct term *term, struct pen from, struct pen to,
                struct buf *out)
{
    unsigned facts = term_facts(term);
    size_t start = out->length;
    size_t step_length = 0;
    struct buf reset;

    if (pen_equal(from, to))
        return;
    buf_init(&reset, 256);
    term_add_cap(term, TERM_CAP_RESET, &reset);
    add_steps(term, pen_plain(), to, &reset);
    if (facts & TERM_FACT_SGR)
        join(&reset, 0);

    if (can_step(facts, from, to)) {
        add_steps(term, from, to, out);
        if (facts & TERM_FACT_SGR)
            join(out, start);
        step_length = out->length - start;
    }
    if (step_length == 0 || reset.length < step_length) {
        out->length = start;
        (void)buf_add(out, reset.bytes, reset.length);
    }
    buf_clear(&reset);
}

static int color_on(const struct term *term, struct color color)
{
    int colors = term_colors(term);

    if (colors == 0 || color.kind == COLOR_DEFAULT)
        return PEN_DEFAULT;
    if (colors == TERM_RGB && color.kind == COLOR_RGB)
        return true_color(color);
    /* On a terminal of 8, reduce_to_eight() sees to the bright ones */
    if (color.kind == COLOR_INDEX && color.index < (colors < 16 ? 16 : colors))
        return color.index;
    return color_nearest(color, colors);
}

/* The upper 240 of the palette are the same everywhere, and their numbers are
 * half as long as three parts. */
static int true_color(struct color color)
{
    uint8_t index = color_nearest(color, 256);
    struct color nearest = color_of_index(index);

    if (index >= PALETTE_FIXED && nearest.red == color.red &&
        nearest.green == color.green && nearest.blue == color.blue)
        return index;
    return TERM_RGB | color.red << 16 | color.green << 8 | color.blue;
}

/* Eight colours, and brightness as boldness. Bright black (and any dark grey)
 * would be black on black on many screens: the terminal's own colour, dimmed,
 * can be read on all. */
static void reduce_to_eight(struct pen *pen, const struct look *look)
{
    bool is_named =
        look->foreground.kind == COLOR_INDEX && look->foreground.index < BRIGHT;

    if (pen->background >= BRIGHT)
        pen->background -= BRIGHT;
    if (pen->foreground > BRIGHT) {
        pen->foreground -= BRIGHT;
        pen->attributes |= ATTR_BOLD;
    } else if (pen->foreground == BRIGHT ||
               (pen->foreground == 0 && !is_named)) {
        pen->foreground = PEN_DEFAULT;
        if (pen->background == PEN_DEFAULT)
            pen->attributes |= ATTR_DIM;
    }
    if (pen->foreground != PEN_DEFAULT && pen->foreground == pen->background)
        pen->foreground = pen->background == 0 ? BRIGHT - 1 : 0;
}

static unsigned shown_attributes(const struct term *term, const struct pen *pen,
                                 unsigned attributes)
{
    bool is_colored =
        pen->foreground != PEN_DEFAULT || pen->background != PEN_DEFAULT;
    unsigned facts = term_facts(term);

    if (!term_has(term, TERM_CAP_BOLD))
        attributes &= ~(unsigned)ATTR_BOLD;
    if (!term_has(term, TERM_CAP_DIM) ||
        (is_colored && (facts & TERM_FACT_PLAIN_DIM)))
        attributes &= ~(unsigned)ATTR_DIM;
    if (!term_has(term, TERM_CAP_REVERSE))
        attributes &= ~(unsigned)ATTR_REVERSE;
    if (!term_has(term, TERM_CAP_UNDERLINE) ||
        (is_colored && (facts & TERM_FACT_PLAIN_LINE)))
        attributes &= ~(unsigned)ATTR_UNDERLINE;
    return attributes;
}

/* Says whether the terminal can get there without a reset. */
static bool can_step(unsigned facts, struct pen from, struct pen to)
{
    bool is_to_default =
        (to.foreground == PEN_DEFAULT && from.foreground != PEN_DEFAULT) ||
        (to.background == PEN_DEFAULT && from.background != PEN_DEFAULT);

    if ((from.attributes & ~to.attributes) && !(facts & TERM_FACT_SGR_OFF))
        return false;
    return !is_to_default || (facts & TERM_FACT_SGR_DEFAULT);
}

static void add_steps(const struct term *term, struct pen from, struct pen to,
                      struct buf *out)
{
    unsigned gone = from.attributes & ~(unsigned)to.attributes;
    unsigned added = to.attributes & ~(unsigned)from.attributes;

    if (gone & ATTR_WEIGHT) {
        (void)buf_add_str(out, "\033[22m");
        added |= to.attributes & ATTR_WEIGHT;
    }
    if (gone & ATTR_UNDERLINE)
        (void)buf_add_str(out, "\033[24m");
    if (gone & ATTR_REVERSE)
        (void)buf_add_str(out, "\033[27m");
    add_attributes(term, added, out);
    if (to.foreground != from.foreground) {
        if (to.foreground == PEN_DEFAULT)
            (void)buf_add_str(out, "\033[39m");
        else
            term_add_foreground(term, to.foreground, out);
    }
    if (to.background != from.background) {
        if (to.background == PEN_DEFAULT)
            (void)buf_add_str(out, "\033[49m");
        else
            term_add_background(term, to.background, out);
    }
}

static void add_attributes(const struct term *term, unsigned attributes,
                           struct buf *out)
{
    if (attributes & ATTR_BOLD)
        term_add_cap(term, TERM_CAP_BOLD, out);
    if (attributes & ATTR_DIM)
        term_add_cap(term, TERM_CAP_DIM, out);
    if (attributes & ATTR_UNDERLINE)
        term_add_cap(term, TERM_CAP_UNDERLINE, out);
    if (attributes & ATTR_REVERSE)
        term_add_cap(term, TERM_CAP_REVERSE, out);
}

/* Makes one sequence of several: CSI 1 m CSI 31 m becomes CSI 1 ; 31 m. At most
 * 15 parameters come together; the linux console takes 16. */
static void join(struct buf *out, size_t start)
{
    size_t to = start;

    for (size_t from = start; from < out->length; from++) {
        if (out->length - from > 2 && !memcmp(out->bytes + from, "m\033[", 3)) {
            out->bytes[to++] = ';';
            from += 2;
        } else {
            out->bytes[to++] = out->bytes[from];
        }
    }
    out->length = to;
    out->bytes[to] = '\0';
}
