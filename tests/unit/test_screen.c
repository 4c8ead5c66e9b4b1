/* test_screen.c - frames on a terminal: what it shows, and in how many bytes.*/
#include "tests/test.h"

#include <errno.h>
#include <stdio.h>

#include "tests/support/pty.h"
#include "tests/support/vt.h"
#include "ui/pen.h"
#include "ui/screen.h"

enum { BYTES = 1 << 20, TEXT_ROLES = 12 };

#define CLEARED "\033[m\033[H\033[2J"

/* Everything between a grid and a terminal. */
struct stage {
    struct pty pty;
    struct term *term;
    struct screen *screen;
    struct theme theme;
    struct grid *grid;
    struct canvas canvas;
    char *bytes; /* of the last frame */
    size_t length;
};

static const struct color by_default = {.kind = COLOR_DEFAULT};

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

static void open_stage(struct stage *stage, const char *name,
                       const char *colorterm, int rows, int columns)
{
    struct term_options options = {.term = name,
                                   .colorterm = colorterm,
                                   .is_utf8 = true,
                                   .has_color = true};

    memset(stage, 0, sizeof(*stage));
    pty_open(&stage->pty, rows, columns);
    options.in_fd = options.out_fd = stage->pty.inner;
    stage->bytes = malloc(BYTES);
    assert_non_null(stage->bytes);
    stage->term = term_open(&options, NULL);
    assert_non_null(stage->term);
    (void)pty_read(&stage->pty, stage->bytes, BYTES);
    stage->screen = screen_new(stage->term);
    fill_theme(&stage->theme);
    stage->grid = grid_new(rows, columns);
    stage->canvas = canvas_of(stage->grid, false);
}

static void close_stage(struct stage *stage)
{
    grid_free(stage->grid);
    screen_free(stage->screen);
    term_close(stage->term);
    pty_close(&stage->pty);
    free(stage->bytes);
}

/* Shows the grid and reads all of its bytes. */
static void show(struct stage *stage)
{
    assert_int_equal(
        screen_show(stage->screen, stage->grid, &stage->theme, NULL), 1);
    stage->length = pty_read(&stage->pty, stage->bytes, BYTES);
    while (term_pending(stage->term) > 0) {
        assert_int_equal(term_flush(stage->term, NULL), 0);
        stage->length += pty_read(&stage->pty, stage->bytes + stage->length,
                                  BYTES - stage->length);
    }
}

static void assert_frame(struct stage *stage, const char *expected)
{
    show(stage);
    assert_string_equal(stage->bytes, expected);
}

/* A small generator of our own: the same frames on every machine. */
static unsigned next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33);
}

static int below(uint64_t *seed, int limit)
{
    return (int)(next_random(seed) % (unsigned)limit);
}

static void paint_something(struct stage *stage, uint64_t *seed)
{
    static const char *const texts[] = {
        "x",
        "42.1k/s",
        "\xe2\xa3\xbf\xe2\xa3\xbf\xe2\xa3\xb7",
        "日本語",
        "a字b",
        "\xf0\x9f\x94\xa5",
        "e\xcc\x81",
        "─────────────────────",
        "        ",
        "ok   ok",
        "21:14:07Z",
        "\xe2\x9c\x97",
    };
    int rows = grid_rows(stage->grid), columns = grid_columns(stage->grid);
    int row = below(seed, rows), column = below(seed, columns);
    enum role role = (enum role)below(seed, TEXT_ROLES);
    struct rect area = {row, column, 1 + below(seed, 3), 1 + below(seed, 40)};

    switch (below(seed, 8)) {
    case 0:
        canvas_fill(&stage->canvas, area, role);
        break;
    case 1:
        canvas_paint(&stage->canvas, area, role);
        break;
    case 2:
        canvas_attributes(&stage->canvas, area, (unsigned)below(seed, 16));
        break;
    case 3: /* up to the edge */
        area.columns = columns;
        canvas_fill(&stage->canvas, area, role);
        break;
    default:
        (void)canvas_text(
            &stage->canvas, row, column, role,
            texts[below(seed, (int)(sizeof(texts) / sizeof(texts[0])))]);
    }
}

static struct cell wanted_cell(const struct stage *stage, int row, int column,
                               int columns)
{
    const struct cell none = {.text = " ", .length = 1, .width = 1};
    struct cell cell;

    if (row >= grid_rows(stage->grid) || column >= grid_columns(stage->grid))
        return none;
    cell = *grid_at(stage->grid, row, column);
    if (cell.width > 1 && column == columns - 1) {
        cell.text[0] = ' ';
        cell.length = 1;
    }
    return cell;
}

static void assert_cell(const struct stage *stage, const struct vt *vt, int row,
                        int column, int columns)
{
    struct cell cell = wanted_cell(stage, row, column, columns);
    const struct vt_cell *shown = vt_at(vt, row, column);
    struct pen pen = pen_with(
        stage->term, pen_of(stage->term, &stage->theme.looks[cell.role]),
        cell.attributes);
    struct pen painted = {shown->foreground, shown->background,
                          shown->attributes};
    bool is_blank = cell.length == 1 && cell.text[0] == ' ';

    if (cell.length != shown->length ||
        memcmp(cell.text, shown->text, cell.length) != 0)
        fail_msg("at %d,%d: '%.*s' instead of '%.*s'", row, column,
                 shown->length, shown->text, cell.length, cell.text);
    if (cell.length == 0)
        return;
    if (is_blank ? !pen_equal_blank(pen, painted) : !pen_equal(pen, painted))
        fail_msg("at %d,%d: pen %d/%d/%u instead of %d/%d/%u", row, column,
                 painted.foreground, painted.background, painted.attributes,
                 pen.foreground, pen.background, pen.attributes);
}

static void assert_shown(const struct stage *stage, const struct vt *vt,
                         int rows, int columns, bool has_corner)
{
    int row, column, vt_row, vt_column;

    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            if (has_corner || r < rows - 1 || c < columns - 2)
                assert_cell(stage, vt, r, c, columns);
    grid_cursor(stage->grid, &row, &column);
    if (row >= rows || column >= columns)
        row = -1;
    if (term_has(stage->term, TERM_CAP_CURSOR_HIDE))
        assert_int_equal(vt_shows_cursor(vt), row >= 0);
    vt_cursor(vt, &vt_row, &vt_column);
    if (row >= 0) {
        assert_int_equal(vt_row, row);
        assert_int_equal(vt_column, column);
    }
    assert_int_equal(vt_scrolls(vt), 0);
    assert_int_equal(vt_mistakes(vt), 0);
}

static void play(const char *name, const char *colorterm, struct vt_kind kind,
                 bool has_modes, int rows, int columns)
{
    uint64_t seed = (uint64_t)rows * 1000 + (uint64_t)columns;
    bool has_corner = strcmp(name, "ansi") != 0;
    struct stage stage;
    struct vt *vt = vt_new(rows, columns, kind);

    open_stage(&stage, name, colorterm, rows, columns);
    if (has_modes) /* what term_open() sends on terminals that have it */
        vt_feed(vt, "\033[?7l", 5);
    vt_feed(vt, "\033[?25l", 6);
    for (int frame = 0; frame < 60; frame++) {
        for (int i = below(&seed, 12); i > 0; i--)
            paint_something(&stage, &seed);
        if (below(&seed, 20) == 0)
            grid_clear(stage.grid);
        if (has_corner && below(&seed, 10) == 0)
            screen_forget(stage.screen);
        grid_set_cursor(stage.grid, below(&seed, rows + 1) - 1,
                        below(&seed, columns));
        if (below(&seed, 15) == 0) {
            int new_rows = 1 + below(&seed, rows + 5);
            int new_columns = 1 + below(&seed, columns + 20);

            pty_resize(&stage.pty, new_rows, new_columns);
            vt_resize(vt, new_rows, new_columns);
            if (below(&seed, 2) == 0) {
                grid_resize(stage.grid, new_rows, new_columns);
                stage.canvas = canvas_of(stage.grid, false);
                grid_set_cursor(stage.grid, 0, 0);
            }
        }
        show(&stage);
        vt_feed(vt, stage.bytes, stage.length);
        term_size(stage.term, &rows, &columns);
        assert_shown(&stage, vt, rows, columns, has_corner);
        rows = grid_rows(stage.grid);
        columns = grid_columns(stage.grid);
    }
    close_stage(&stage);
    vt_free(vt);
}

static void screen_show_of_random_frames_shows_each_of_them(void **state)
{
    static const struct {
        const char *name, *colorterm;
        bool has_modes;
        struct vt_kind kind;
    } terminals[] = {
        {"xterm-256color", NULL, true, {true, true, true, true, 256}},
        {"xterm-256color",
         "truecolor",
         true,
         {true, true, true, true, TERM_RGB}},
        {"linux", NULL, true, {true, true, true, true, 8}},
        {"vt100", NULL, true, {true, false, false, false, 0}},
        {"screen", NULL, false, {true, false, true, true, 8}},
        {"screen", NULL, false, {true, true, true, true, 8}},
        {"tmux-256color", NULL, false, {true, true, true, true, 256}},
        {"ansi", NULL, false, {false, false, true, true, 8}},
    };
    static const int sizes[][2] = {{24, 80}, {60, 200}, {5, 20},
                                   {1, 10},  {3, 1},    {1, 1}};
    (void)state;

    for (size_t t = 0; t < sizeof(terminals) / sizeof(terminals[0]); t++)
        for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
            play(terminals[t].name, terminals[t].colorterm, terminals[t].kind,
                 terminals[t].has_modes, sizes[s][0], sizes[s][1]);
}

static void screen_show_first_clears_and_then_writes_nothing(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "tracetop");

    assert_frame(&stage, CLEARED "tracetop");
    assert_int_equal(screen_bytes(stage.screen), stage.length);
    assert_frame(&stage, "");
    close_stage(&stage);
}

static void screen_show_of_a_ticking_clock_is_two_bytes(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:07Z");
    (void)canvas_text(&stage.canvas, 23, 1, ROLE_TEXT, "help");
    show(&stage);

    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:08Z");
    assert_frame(&stage, "\033[;78H8");
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:09Z");
    assert_frame(&stage, "\b9");
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:14:10Z");
    assert_frame(&stage, "\b\b10");
    (void)canvas_text(&stage.canvas, 0, 70, ROLE_TEXT, "21:15:00Z");
    assert_frame(&stage, "\b\b\b\b5:0");
    close_stage(&stage);
}

static void screen_show_of_a_graph_that_moves_goes_down_its_column(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    show(&stage);
    for (int row = 2; row < 6; row++) {
        (void)canvas_text(&stage.canvas, row, 37, ROLE_TEXT, "#");
        (void)canvas_text(&stage.canvas, row, 77, ROLE_TEXT, "#");
    }

    assert_frame(&stage, "\033[3;38H#\033[B\b#\033[B\b#\033[B\b#"
                         "\033[39C#\033[A\b#\033[A\b#\033[A\b#");
    close_stage(&stage);
}

static void screen_show_writes_a_short_gap_again(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "1.31 s  87 %");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "1-----2");
    show(&stage);

    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "2.32 s  88 %");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "3-----4");
    assert_frame(&stage, "\r3\033[H2.32\033[5C8\033[2;7H4");
    close_stage(&stage);
}

static void screen_show_of_blanks_erases_to_the_end(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_WARNING, "a long message");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "abc");
    show(&stage);
    grid_clear(stage.grid);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_WARNING, "a");

    /* three blanks cost no more than their erasure */
    assert_frame(&stage, "\033[3G\033[K\033[2H   ");
    close_stage(&stage);
}

static void screen_show_erases_many_blanks_inside_a_row(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT,
                      "abcdefghijklmnopqrstuvwxyz");
    show(&stage);
    (void)canvas_text(&stage.canvas, 0, 2, ROLE_TEXT, "                    ");
    (void)canvas_text(&stage.canvas, 0, 22, ROLE_TEXT, "W");

    assert_frame(&stage, "\033[3G\033[20X\033[20CW");
    close_stage(&stage);
}

static void screen_show_changes_only_what_differs_in_the_pen(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_WARNING, "a");
    (void)canvas_text(&stage.canvas, 0, 1, ROLE_CRITICAL, "b");
    (void)canvas_text(&stage.canvas, 0, 2, ROLE_WARNING, "c d");
    (void)canvas_text(&stage.canvas, 0, 5, ROLE_STRONG, "e");
    (void)canvas_text(&stage.canvas, 0, 6, ROLE_TEXT, " f");

    assert_frame(&stage,
                 CLEARED "\033[31ma\033[1;4;44mb\033[;31mc d\033[;1me \033[mf");
    close_stage(&stage);
}

static void screen_show_of_blanks_in_another_text_role_is_nothing(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    show(&stage);
    canvas_fill(&stage.canvas, (struct rect){0, 0, 24, 80}, ROLE_WARNING);

    assert_frame(&stage, "");
    close_stage(&stage);
}

static void screen_show_of_a_colored_row_erases_in_its_color(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    canvas_fill(&stage.canvas, (struct rect){0, 0, 1, 80}, ROLE_HEADER);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_HEADER, "PROD");

    assert_frame(&stage, CLEARED "\033[44mPROD\033[K");
    close_stage(&stage);
}

static void screen_show_fills_the_corner_where_it_is_safe(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 2, 3);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "abc");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "def");
    assert_frame(&stage, CLEARED "abc\033[2Hdef");
    (void)canvas_text(&stage.canvas, 1, 1, ROLE_TEXT, "x");
    assert_frame(&stage, "\r\033[Cx");
    close_stage(&stage);

    open_stage(&stage, "ansi", NULL, 2, 3);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "abc");
    (void)canvas_text(&stage.canvas, 1, 0, ROLE_TEXT, "def");
    assert_frame(&stage, "\033[m\033[H\033[Jabc\033[2Hde");
    close_stage(&stage);
}

static void screen_show_places_and_hides_the_cursor(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    show(&stage);
    grid_set_cursor(stage.grid, 23, 5);
    assert_frame(&stage, "\033[24;6H\033[?12l\033[?25h");
    assert_frame(&stage, "");
    (void)canvas_text(&stage.canvas, 23, 5, ROLE_TEXT, "a");
    grid_set_cursor(stage.grid, 23, 6);
    assert_frame(&stage, "a");
    grid_set_cursor(stage.grid, -1, 0);
    assert_frame(&stage, "\033[?25l");
    close_stage(&stage);
}

static void screen_forget_paints_all_again(void **state)
{
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    (void)canvas_text(&stage.canvas, 3, 0, ROLE_TEXT, "x");
    show(&stage);
    screen_forget(stage.screen);

    assert_frame(&stage, CLEARED "\033[4Hx");
    close_stage(&stage);
}

static void screen_show_without_utf8_or_color_stays_plain(void **state)
{
    struct term_options options = {.term = "xterm-256color"};
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    screen_free(stage.screen);
    term_close(stage.term);
    options.in_fd = options.out_fd = stage.pty.inner;
    stage.term = term_open(&options, NULL);
    stage.screen = screen_new(stage.term);
    (void)pty_read(&stage.pty, stage.bytes, BYTES);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_CRITICAL, "a字─");

    assert_frame(&stage, CLEARED "\033[1;4ma? ?");
    close_stage(&stage);
}

static void screen_show_to_a_stalled_terminal_skips_frames(void **state)
{
    char block[4096];
    struct stage stage;
    (void)state;

    memset(block, ' ', sizeof(block));
    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    while (term_pending(stage.term) == 0)
        assert_int_equal(term_write(stage.term, block, sizeof(block), NULL), 0);
    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "a");
    assert_int_equal(screen_show(stage.screen, stage.grid, &stage.theme, NULL),
                     0);
    assert_int_equal(screen_bytes(stage.screen), 0);
    do {
        (void)pty_read(&stage.pty, stage.bytes, BYTES);
        assert_int_equal(term_flush(stage.term, NULL), 0);
    } while (term_pending(stage.term) > 0);
    (void)pty_read(&stage.pty, stage.bytes, BYTES);

    (void)canvas_text(&stage.canvas, 0, 0, ROLE_TEXT, "b");
    assert_frame(&stage, CLEARED "b");
    close_stage(&stage);
}

static void screen_show_to_a_vanished_terminal_fails(void **state)
{
    struct err err = {0};
    struct stage stage;
    (void)state;

    open_stage(&stage, "xterm-256color", NULL, 24, 80);
    pty_hang_up(&stage.pty);

    assert_int_equal(screen_show(stage.screen, stage.grid, &stage.theme, &err),
                     -1);
    assert_int_equal(err.code, EIO);
    close_stage(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screen_show_of_random_frames_shows_each_of_them),
        cmocka_unit_test(screen_show_first_clears_and_then_writes_nothing),
        cmocka_unit_test(screen_show_of_a_ticking_clock_is_two_bytes),
        cmocka_unit_test(
            screen_show_of_a_graph_that_moves_goes_down_its_column),
        cmocka_unit_test(screen_show_writes_a_short_gap_again),
        cmocka_unit_test(screen_show_of_blanks_erases_to_the_end),
        cmocka_unit_test(screen_show_erases_many_blanks_inside_a_row),
        cmocka_unit_test(screen_show_changes_only_what_differs_in_the_pen),
        cmocka_unit_test(screen_show_of_blanks_in_another_text_role_is_nothing),
        cmocka_unit_test(screen_show_of_a_colored_row_erases_in_its_color),
        cmocka_unit_test(screen_show_fills_the_corner_where_it_is_safe),
        cmocka_unit_test(screen_show_places_and_hides_the_cursor),
        cmocka_unit_test(screen_forget_paints_all_again),
        cmocka_unit_test(screen_show_without_utf8_or_color_stays_plain),
        cmocka_unit_test(screen_show_to_a_stalled_terminal_skips_frames),
        cmocka_unit_test(screen_show_to_a_vanished_terminal_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
