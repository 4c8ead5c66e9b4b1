/* golden.h - compares a painted grid with tests/golden/NAME.txt.
 *
 * assert_golden("graph_flat", grid) fails with the lines that differ. With
 * TRACETOP_GOLDEN_UPDATE=1 in the environment it writes the file instead: look
 * at what changed before committing it.
 */
#ifndef TRACETOP_TESTS_GOLDEN_H
#define TRACETOP_TESTS_GOLDEN_H

#include <stdio.h>

#include "tests/test.h"

#include "base/buf.h"
#include "ui/canvas.h"
#include "ui/export.h"

enum { GOLDEN_MAX_BYTES = 1 << 20 };

static inline void golden_path(char *path, size_t size, const char *name)
{
    const char *srcdir = getenv("TRACETOP_SRCDIR");

    (void)snprintf(path, size, "%s/tests/golden/%s.txt", srcdir ? srcdir : ".",
                   name);
}

static inline void golden_write(const char *path, const struct buf *text)
{
    FILE *file = fopen(path, "w");

    if (!file || fwrite(text->bytes, 1, text->length, file) != text->length ||
        fclose(file) != 0)
        fail_msg("%s: cannot be written", path);
}

/* Reads the file; a missing one is empty. */
static inline void golden_read(const char *path, struct buf *text)
{
    FILE *file = fopen(path, "r");
    char bytes[4096];
    size_t length;

    if (!file)
        return;
    while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0)
        (void)buf_add(text, bytes, length);
    (void)fclose(file);
}

/* Cuts the next line off; NULL after the last. */
static inline const char *golden_line(const char **rest, int *length)
{
    const char *line = *rest;

    if (!*line)
        return NULL;
    *length = (int)strcspn(line, "\n");
    *rest = line + *length + (line[*length] == '\n');
    return line;
}

static inline void golden_print_diff(const char *want, const char *got)
{
    int number = 0;

    while (*want || *got) {
        int want_length = 0, got_length = 0;
        const char *want_line = golden_line(&want, &want_length);
        const char *got_line = golden_line(&got, &got_length);

        number++;
        if (want_line && got_line && want_length == got_length &&
            !memcmp(want_line, got_line, (size_t)got_length))
            continue;
        print_error("%4d want |%.*s|\n", number, want_length,
                    want_line ? want_line : "");
        print_error("%4d  got |%.*s|\n", number, got_length,
                    got_line ? got_line : "");
    }
}

/* Holds when `text` is what the golden file says. */
static inline void assert_golden_text(const char *name, const struct buf *text)
{
    char path[512];
    struct buf want;
    int is_same;

    golden_path(path, sizeof(path), name);
    if (getenv("TRACETOP_GOLDEN_UPDATE")) {
        golden_write(path, text);
        return;
    }
    buf_init(&want, GOLDEN_MAX_BYTES);
    golden_read(path, &want);
    is_same = want.length == text->length &&
              !memcmp(want.bytes, text->bytes, text->length);
    if (!is_same)
        golden_print_diff(want.bytes, text->bytes);
    buf_clear(&want);
    if (!is_same)
        fail_msg("%s differs; TRACETOP_GOLDEN_UPDATE=1 rewrites it", path);
}

/* Holds when the grid's text is what the golden file says. */
static inline void assert_golden(const char *name, const struct grid *grid)
{
    struct buf text;

    buf_init(&text, GOLDEN_MAX_BYTES);
    export_text(grid, &text);
    assert_golden_text(name, &text);
    buf_clear(&text);
}

/* Holds when one row of the grid reads as `want`, trailing blanks cut. */
#define assert_row(grid, row, want)                                            \
    do {                                                                       \
        struct buf row_;                                                       \
        buf_init(&row_, GOLDEN_MAX_BYTES);                                     \
        export_row((grid), (row), &row_);                                      \
        assert_string_equal(row_.bytes, (want));                               \
        buf_clear(&row_);                                                      \
    } while (0)

#endif
