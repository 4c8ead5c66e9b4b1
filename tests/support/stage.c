/* stage.c - everything between a grid and a terminal. */
#include "tests/support/stage.h"

static const struct color by_default = {.kind = COLOR_DEFAULT};

static void fill_theme(struct theme *theme);
static void set_look(struct theme *theme, enum role role,
                     struct color foreground, struct color background,
                     unsigned attributes);
static struct color rgb(unsigned red, unsigned green, unsigned blue);

void stage_open(struct stage *stage, const char *name, const char *colorterm,
                int rows, int columns)
{
    struct term_options options = {.term = name,
                                   .colorterm = colorterm,
                                   .is_utf8 = true,
                                   .has_color = true};

    memset(stage, 0, sizeof(*stage));
    pty_open(&stage->pty, rows, columns);
    options.in_fd = options.out_fd = stage->pty.inner;
    stage->bytes = malloc(STAGE_BYTES);
    assert_non_null(stage->bytes);
    stage->term = term_open(&options, NULL);
    assert_non_null(stage->term);
    (void)pty_read(&stage->pty, stage->bytes, STAGE_BYTES);
    stage->screen = screen_new(stage->term);
    fill_theme(&stage->theme);
    stage->grid = grid_new(rows, columns);
    stage->canvas = canvas_of(stage->grid, false);
}

static void fill_theme(struct theme *theme)
{
    const struct color red = color_of_index(1), bright = color_of_index(10),
                       blue = color_of_index(4), grey = color_of_index(8);

    memset(theme, 0, sizeof(*theme));
    set_look(theme, ROLE_DIM, by_default, by_default, ATTR_DIM);
    set_look(theme, ROLE_STRONG, by_default, by_default, ATTR_BOLD);
    set_look(theme, ROLE_TITLE, by_default, by_default, ATTR_UNDERLINE);
    set_look(theme, ROLE_RULE, grey, by_default, 0);
    set_look(theme, ROLE_RULE_FOCUS, bright, by_default, 0);
    set_look(theme, ROLE_HEADER, by_default, blue, 0);
    set_look(theme, ROLE_HINT, by_default, by_default, ATTR_REVERSE);
    set_look(theme, ROLE_KEY, rgb(255, 95, 95), by_default, ATTR_BOLD);
    set_look(theme, ROLE_OK, rgb(1, 2, 3), rgb(250, 251, 252), 0);
    set_look(theme, ROLE_WARNING, red, by_default, 0);
    set_look(theme, ROLE_CRITICAL, red, blue, ATTR_BOLD | ATTR_UNDERLINE);
}

static void set_look(struct theme *theme, enum role role,
                     struct color foreground, struct color background,
                     unsigned attributes)
{
    theme->looks[role] =
        (struct look){foreground, background, (uint8_t)attributes};
}

static struct color rgb(unsigned red, unsigned green, unsigned blue)
{
    return (struct color){.kind = COLOR_RGB,
                          .red = (uint8_t)red,
                          .green = (uint8_t)green,
                          .blue = (uint8_t)blue};
}

void stage_close(struct stage *stage)
{
    grid_free(stage->grid);
    screen_free(stage->screen);
    term_close(stage->term);
    pty_close(&stage->pty);
    free(stage->bytes);
}

void stage_show(struct stage *stage)
{
    assert_int_equal(
        screen_show(stage->screen, stage->grid, &stage->theme, NULL), 1);
    stage->length = pty_read(&stage->pty, stage->bytes, STAGE_BYTES);
    while (term_pending(stage->term) > 0) {
        assert_int_equal(term_flush(stage->term, NULL), 0);
        stage->length += pty_read(&stage->pty, stage->bytes + stage->length,
                                  STAGE_BYTES - stage->length);
    }
}
