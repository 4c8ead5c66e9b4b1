/* test_screen_frames.c - random frames, and what a terminal made of them. */
#include "tests/support/stage.h"

#include "tests/support/vt.h"
#include "ui/pen.h"

enum { TEXT_ROLES = 12 };

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

    stage_open(&stage, name, colorterm, rows, columns);
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
        stage_show(&stage);
        vt_feed(vt, stage.bytes, stage.length);
        term_size(stage.term, &rows, &columns);
        assert_shown(&stage, vt, rows, columns, has_corner);
        rows = grid_rows(stage.grid);
        columns = grid_columns(stage.grid);
    }
    stage_close(&stage);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screen_show_of_random_frames_shows_each_of_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
