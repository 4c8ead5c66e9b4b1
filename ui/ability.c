/* ability.c - what a terminal can do, worked out once from its terminfo entry.
 *
 * A painter that asked terminfo for every move and colour would be slow and
 * would know no lengths. Nearly all terminals alive use the ECMA-48 forms, so
 * each is checked here against its form; where one differs the painter does
 * without it, but for moves, colours and looks, which go through terminfo.
 */
#include "ui/ability.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "ui/terminfo.h"

enum {
    MODES_MOST = 4096,
    VIDEO_UNDERLINE = 2, /* bits of no_color_video */
    VIDEO_DIM = 16,
};

static void load_caps(struct ability *ability);
static void load_facts(struct ability *ability);
static void load_colors(struct ability *ability,
                        const struct term_options *options);
static void load_modes(struct ability *ability, bool has_mouse);
static bool can_hold_wrap(const struct ability *ability);
static bool knows_osc(const struct ability *ability);
static bool has_string(const struct ability *ability, const char *capability);
static bool has_ansi_color(const struct ability *ability);
static bool is_form(const struct ability *ability, const char *capability,
                    const char *expected);
static bool is_form_of(const struct ability *ability, const char *capability,
                       int first, const char *expected);

int ability_init(struct ability *ability, const struct term_options *options,
                 struct err *err)
{
    memset(ability, 0, sizeof(*ability));
    ability->info = terminfo_load(options->term, err);
    if (!ability->info)
        return -1;
    if (!has_string(ability, "cup"))
        return err_set(err, ERR_REFUSED, 0,
                       "a terminal of type '%s' cannot place its cursor",
                       terminfo_name(ability->info));
    if (!has_string(ability, "clear"))
        return err_set(err, ERR_REFUSED, 0,
                       "a terminal of type '%s' cannot clear its screen",
                       terminfo_name(ability->info));
    load_caps(ability);
    load_facts(ability);
    load_colors(ability, options);
    load_modes(ability, options->has_mouse);
    return 0;
}

void ability_clear(struct ability *ability)
{
    terminfo_free(ability->info);
    for (int i = 0; i < TERM_CAP_COUNT; i++)
        free(ability->caps[i]);
    free(ability->enter);
    free(ability->leave);
    memset(ability, 0, sizeof(*ability));
}

static void load_caps(struct ability *ability)
{
    static const char *const names[TERM_CAP_COUNT] = {
        [TERM_CAP_CLEAR] = "clear",       [TERM_CAP_CLEAR_EOL] = "el",
        [TERM_CAP_RESET] = "sgr0",        [TERM_CAP_BOLD] = "bold",
        [TERM_CAP_DIM] = "dim",           [TERM_CAP_REVERSE] = "rev",
        [TERM_CAP_UNDERLINE] = "smul",    [TERM_CAP_CURSOR_SHOW] = "cnorm",
        [TERM_CAP_CURSOR_HIDE] = "civis",
    };
    char **caps = ability->caps;

    for (int i = 0; i < TERM_CAP_COUNT; i++)
        caps[i] = terminfo_string(ability->info, names[i]);
    if (terminfo_is_guess(ability->info) && !caps[TERM_CAP_CURSOR_SHOW]) {
        free(caps[TERM_CAP_CURSOR_HIDE]);
        caps[TERM_CAP_CURSOR_HIDE] = xstrdup("\033[?25l");
        caps[TERM_CAP_CURSOR_SHOW] = xstrdup("\033[?25h");
    }
    ability->has_ansi_move = is_form(ability, "cup", "\033[8;9H");

    /* sgr0 also leaves line-drawing sets, which nobody here ever enters */
    if (caps[TERM_CAP_RESET] && strstr(caps[TERM_CAP_RESET], "\033[") &&
        is_form(ability, "rev", "\033[7m")) {
        ability->facts |= TERM_FACT_SGR;
        free(caps[TERM_CAP_RESET]);
        caps[TERM_CAP_RESET] = xstrdup("\033[m");
    }
}

static void load_facts(struct ability *ability)
{
    static const struct {
        const char *capability, *form;
        unsigned fact;
    } forms[] = {
        {"rmul", "\033[24m", TERM_FACT_SGR_OFF},
        {"op", "\033[39;49m", TERM_FACT_SGR_DEFAULT},
        {"hpa", "\033[8G", TERM_FACT_COLUMN},
        {"cuu", "\033[7A", TERM_FACT_UP},
        {"cud", "\033[7B", TERM_FACT_DOWN},
        {"cuf", "\033[7C", TERM_FACT_RIGHT},
        {"cub", "\033[7D", TERM_FACT_LEFT},
        {"ech", "\033[7X", TERM_FACT_ERASE_CHARS},
    };
    int clashes = terminfo_number(ability->info, "ncv");
    unsigned facts = ability->facts;

    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        if (is_form(ability, forms[i].capability, forms[i].form))
            facts |= forms[i].fact;
    if (!(facts & TERM_FACT_SGR))
        facts &= ~(unsigned)(TERM_FACT_SGR_OFF | TERM_FACT_SGR_DEFAULT);
    if (terminfo_flag(ability->info, "bce"))
        facts |= TERM_FACT_ERASE_COLOR;
    if (!terminfo_flag(ability->info, "am") ||
        terminfo_flag(ability->info, "xenl") || can_hold_wrap(ability))
        facts |= TERM_FACT_EDGE;
    if (clashes > 0 && (clashes & VIDEO_DIM))
        facts |= TERM_FACT_PLAIN_DIM;
    if (clashes > 0 && (clashes & VIDEO_UNDERLINE))
        facts |= TERM_FACT_PLAIN_LINE;
    ability->facts = facts;
    ability->has_osc = knows_osc(ability);
}

/* COLORTERM travels through SSH and into GNU screen with the rest of the
 * environment, so it counts only where nothing speaks against it. */
static void load_colors(struct ability *ability,
                        const struct term_options *options)
{
    const struct terminfo *info = ability->info;
    int count = terminfo_number(info, "colors");
    bool is_direct = options->colorterm && !options->in_screen &&
                     (count >= 256 || terminfo_is_guess(info)) &&
                     (!strcmp(options->colorterm, "truecolor") ||
                      !strcmp(options->colorterm, "24bit"));

    if (terminfo_flag(info, "Tc") || terminfo_flag(info, "RGB") ||
        terminfo_number(info, "RGB") > 0 || has_string(ability, "RGB"))
        is_direct = true;
    if (!options->has_color || !has_string(ability, "setaf") ||
        !has_string(ability, "setab"))
        ability->colors = 0;
    else if (is_direct && (ability->facts & TERM_FACT_SGR))
        ability->colors = 1 << 24;
    else
        ability->colors = count >= 256  ? 256
                          : count >= 16 ? 16
                          : count >= 8  ? 8
                                        : 0;
    ability->has_ansi_color = ability->colors > 256 || has_ansi_color(ability);
}

/* Writes down, while there is time, what takes the terminal and what gives it
 * back: a fatal path may not expand anything. A terminal that TERM names but
 * nobody here knows is likely newer than this database, and a private mode that
 * it does not know does no harm. */
static void load_modes(struct ability *ability, bool has_mouse)
{
    const struct terminfo *info = ability->info;
    bool has_alternate =
        has_string(ability, "smcup") && has_string(ability, "rmcup");
    bool is_guess = terminfo_is_guess(info);
    struct buf enter, leave;

    buf_init(&enter, MODES_MOST);
    buf_init(&leave, MODES_MOST);
    if (ability->caps[TERM_CAP_RESET])
        (void)buf_add_str(&leave, ability->caps[TERM_CAP_RESET]);
    if (has_alternate)
        (void)terminfo_expand(info, "smcup", 0, 0, &enter);
    else if (is_guess)
        (void)buf_add_str(&enter, "\033[?1049h");
    if (can_hold_wrap(ability)) {
        /* A glyph that is wider there than we think must not wrap */
        (void)terminfo_expand(info, "rmam", 0, 0, &enter);
        (void)terminfo_expand(info, "smam", 0, 0, &leave);
    }
    if (ability->caps[TERM_CAP_CURSOR_HIDE])
        (void)buf_add_str(&enter, ability->caps[TERM_CAP_CURSOR_HIDE]);
    if (ability->has_ansi_move) {
        (void)buf_add_str(&enter, "\033[?2004h");
        (void)buf_add_str(&leave, "\033[?2004l");
    }
    if (ability->has_ansi_move && has_mouse) {
        (void)buf_add_str(&enter, "\033[?1000h\033[?1006h");
        (void)buf_add_str(&leave, "\033[?1006l\033[?1000l");
    }
    if (has_alternate)
        (void)terminfo_expand(info, "rmcup", 0, 0, &leave);
    else
        (void)terminfo_expand(info, "clear", 0, 0, &leave);
    if (!has_alternate && is_guess)
        (void)buf_add_str(&leave, "\033[?1049l");
    if (ability->caps[TERM_CAP_CURSOR_SHOW])
        (void)buf_add_str(&leave, ability->caps[TERM_CAP_CURSOR_SHOW]);
    assert(!enter.overflow && !leave.overflow);
    ability->enter = buf_take(&enter);
    ability->leave = buf_take(&leave);
    buf_clear(&enter);
    buf_clear(&leave);
}

/* Says whether automatic wrapping can be turned off, and on again. */
static bool can_hold_wrap(const struct ability *ability)
{
    return has_string(ability, "rmam") && has_string(ability, "smam");
}

/* Says whether control strings are safe to send: the linux console and old
 * terminals print them. */
static bool knows_osc(const struct ability *ability)
{
    static const char *const families[] = {"screen", "tmux", "rxvt"};
    const char *name = terminfo_name(ability->info);

    if (terminfo_is_guess(ability->info) ||
        terminfo_flag(ability->info, "XT") || has_string(ability, "Ms"))
        return true;
    for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
        if (!strncmp(name, families[i], strlen(families[i])))
            return true;
    return false;
}

static bool has_string(const struct ability *ability, const char *capability)
{
    char *found = terminfo_string(ability->info, capability);

    free(found);
    return found != NULL;
}

/* Says whether colours are what add_color() of term.c can write by itself. */
static bool has_ansi_color(const struct ability *ability)
{
    return is_form_of(ability, "setaf", 3, "\033[33m") &&
           is_form_of(ability, "setab", 3, "\033[43m") &&
           (ability->colors < 16 ||
            (is_form_of(ability, "setaf", 9, "\033[91m") &&
             is_form_of(ability, "setab", 9, "\033[101m"))) &&
           (ability->colors < 256 ||
            (is_form_of(ability, "setaf", 200, "\033[38;5;200m") &&
             is_form_of(ability, "setab", 200, "\033[48;5;200m")));
}

/* Says whether a capability, expanded with 7 and 8, has the expected form. */
static bool is_form(const struct ability *ability, const char *capability,
                    const char *expected)
{
    return is_form_of(ability, capability, 7, expected);
}

static bool is_form_of(const struct ability *ability, const char *capability,
                       int first, const char *expected)
{
    struct buf out;
    bool is_same;

    buf_init(&out, MODES_MOST);
    is_same =
        terminfo_expand(ability->info, capability, first, first + 1, &out) &&
        !strcmp(out.bytes, expected);
    buf_clear(&out);
    return is_same;
}
