/* term.c - the terminal itself: modes, size, capabilities. */
#include "ui/term.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "ui/ability.h"
#include "ui/osc.h"
#include "ui/terminfo.h"
#include "ui/tty.h"

enum { TITLE_MOST = 200, OSC_MOST = 1 << 18 };

struct term {
    struct tty *tty;
    struct ability ability;
    bool is_utf8;
    bool has_mouse;
    enum osc_route route;
};

static void add_color(const struct term *term, const char *capability,
                      int index, struct buf *out);

struct term *term_open(const struct term_options *options, struct err *err)
{
    struct term *term = xcalloc(1, sizeof(*term));
    struct term *opened = NULL;

    term->is_utf8 = options->is_utf8;
    term->has_mouse = options->has_mouse;
    term->route = options->in_tmux     ? OSC_TMUX
                  : options->in_screen ? OSC_SCREEN
                                       : OSC_DIRECT;
    term->tty = tty_open(options->in_fd, options->out_fd, err);
    if (!term->tty || ability_init(&term->ability, options, err) < 0 ||
        term_retake(term, err) < 0)
        goto out;
    opened = term;
    term = NULL; /* now the caller's */
out:
    term_close(term);
    return opened;
}

void term_close(struct term *term)
{
    if (!term)
        return;
    if (term->ability.leave)
        term_release(term);
    tty_close(term->tty);
    ability_clear(&term->ability);
    free(term);
}

void term_release(struct term *term)
{
    /* a report on its way would show up in the shell as letters */
    if (term->has_mouse)
        tty_drop_input(term->tty);
    term_emergency(term);
}

int term_retake(struct term *term, struct err *err)
{
    if (tty_take(term->tty, err) < 0)
        return -1;
    return tty_write(term->tty, term->ability.enter,
                     strlen(term->ability.enter), err);
}

void term_emergency(struct term *term)
{
    tty_give_back(term->tty, term->ability.leave, strlen(term->ability.leave));
}

void term_size(const struct term *term, int *rows, int *columns)
{
    tty_size(term->tty, rows, columns);
}

int term_colors(const struct term *term)
{
    return term->ability.colors;
}

bool term_is_utf8(const struct term *term)
{
    return term->is_utf8;
}

int term_out_fd(const struct term *term)
{
    return tty_out_fd(term->tty);
}

int term_in_fd(const struct term *term)
{
    return tty_in_fd(term->tty);
}

int term_write(struct term *term, const char *bytes, size_t length,
               struct err *err)
{
    return tty_write(term->tty, bytes, length, err);
}

int term_flush(struct term *term, struct err *err)
{
    return tty_flush(term->tty, err);
}

size_t term_pending(const struct term *term)
{
    return tty_pending(term->tty);
}

bool term_has(const struct term *term, enum term_cap cap)
{
    return term->ability.caps[cap] != NULL;
}

void term_add_cap(const struct term *term, enum term_cap cap, struct buf *out)
{
    if (term->ability.caps[cap])
        (void)buf_add_str(out, term->ability.caps[cap]);
}

void term_add_move(const struct term *term, int row, int column,
                   struct buf *out)
{
    if (!term->ability.has_ansi_move) {
        (void)terminfo_expand(term->ability.info, "cup", row, column, out);
    } else if (column == 0 && row == 0) {
        (void)buf_add_str(out, "\033[H");
    } else if (column == 0) {
        (void)buf_printf(out, "\033[%dH", row + 1);
    } else if (row == 0) {
        (void)buf_printf(out, "\033[;%dH", column + 1);
    } else {
        (void)buf_printf(out, "\033[%d;%dH", row + 1, column + 1);
    }
}

void term_add_foreground(const struct term *term, int index, struct buf *out)
{
    add_color(term, "setaf", index, out);
}

void term_add_background(const struct term *term, int index, struct buf *out)
{
    add_color(term, "setab", index, out);
}

unsigned term_facts(const struct term *term)
{
    return term->ability.facts;
}

int term_copy(struct term *term, const char *text, size_t length,
              struct err *err)
{
    struct buf safe, request;
    int rc = -1;

    buf_init(&safe, OSC_COPY_MOST);
    buf_init(&request, OSC_MOST);
    if (!term->ability.has_osc) {
        (void)err_set(err, ERR_REFUSED, 0,
                      "a terminal of type '%s' cannot copy",
                      terminfo_name(term->ability.info));
        goto out;
    }
    utf8_scrub(&safe, text, length, true);
    if (safe.overflow) {
        (void)err_set(err, ERR_LIMIT, 0,
                      "%zu bytes are too many to copy; terminals take %d",
                      length, OSC_COPY_MOST);
        goto out;
    }
    (void)osc_add_copy(&request, term->route, safe.bytes, safe.length);
    rc = term_write(term, request.bytes, request.length, err);
out:
    buf_clear(&safe);
    buf_clear(&request);
    return rc;
}

int term_title(struct term *term, const char *text, struct err *err)
{
    struct buf safe, request;
    int rc;

    if (!term->ability.has_osc)
        return 0;
    buf_init(&safe, OSC_MOST);
    buf_init(&request, OSC_MOST);
    utf8_scrub(&safe, text, utf8_fit(text, strlen(text), TITLE_MOST), false);
    for (size_t i = 0; !term->is_utf8 && i < safe.length; i++)
        if ((unsigned char)safe.bytes[i] >= 0x80)
            safe.bytes[i] = '?';
    (void)osc_add_title(&request, safe.bytes);
    rc = term_write(term, request.bytes, request.length, err);
    buf_clear(&safe);
    buf_clear(&request);
    return rc;
}

int term_bell(struct term *term, struct err *err)
{
    return term_write(term, "\a", 1, err);
}

static void add_color(const struct term *term, const char *capability,
                      int index, struct buf *out)
{
    int base = strcmp(capability, "setab") ? 30 : 40; /* as in SGR */

    assert(index >= 0 && term->ability.colors > 0);
    if (index & TERM_RGB)
        (void)buf_printf(out, "\033[%d;2;%d;%d;%dm", base + 8,
                         index >> 16 & 255, index >> 8 & 255, index & 255);
    else if (!term->ability.has_ansi_color)
        (void)terminfo_expand(term->ability.info, capability, index, 0, out);
    else if (index < 8)
        (void)buf_printf(out, "\033[%dm", base + index);
    else if (index < 16)
        (void)buf_printf(out, "\033[%dm", base + 60 + index - 8);
    else
        (void)buf_printf(out, "\033[%d;5;%dm", base + 8, index);
}
