/* test_log.c - lines, and where the file goes when it has grown. */
#include "tests/test.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"

enum { MIB = 1024 * 1024 };

struct place {
    char root[64];
    char path[80];
    char old_path[80];
    struct log *log;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof(*place));

    *state = place;
    if (!place)
        return -1;
    (void)snprintf(place->root, sizeof(place->root), "/tmp/test_log_XXXXXX");
    if (!mkdtemp(place->root))
        return -1;
    (void)snprintf(place->path, sizeof(place->path), "%s/log", place->root);
    (void)snprintf(place->old_path, sizeof(place->old_path), "%s/log.1",
                   place->root);
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;

    log_close(place->log);
    (void)unlink(place->path);
    (void)unlink(place->old_path);
    (void)rmdir(place->root);
    free(place);
    return 0;
}

static void open_log(struct place *place)
{
    struct err err = {0};

    place->log = log_open(place->path, &err);
    if (!place->log)
        fail_msg("%s", err.text);
}

static void assert_holds(const char *path, const char *expected)
{
    struct err err = {0};
    char *bytes = NULL;
    size_t length;

    if (paths_read_file(path, (size_t)8 * MIB, &bytes, &length, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static off_t size_of(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? about.st_size : -1;
}

static void log_line_writes_time_area_and_scrubbed_text(void **state)
{
    struct place *place = *state;

    open_log(place);
    log_line(place->log, 1795382047007, "http", "%d\n\x1b[2J", 503);
    log_line(place->log, -1, "loop", "é");
    log_line(place->log, INT64_MAX, "loop", "lost");

    assert_holds(place->path,
                 "2026-11-22T21:14:07.007Z http: 503 \xEF\xBF\xBD[2J\n"
                 "1969-12-31T23:59:59.999Z loop: é\n"
                 "? loop: lost\n");
}

static void log_line_of_null_does_nothing(void **state)
{
    (void)state;

    log_line(NULL, 0, "http", "%s", "text");
    log_close(NULL);
}

static void log_line_of_a_long_text_is_cut(void **state)
{
    struct place *place = *state;
    char text[9000];

    memset(text, '\xff', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    open_log(place);
    log_line(place->log, 0, "a", "%s", text);

    /* time and " a: " and 4095 times U+FFFD and the newline */
    assert_int_equal(size_of(place->path), 24 + 4 + 4095 * 3 + 1);
}

static void log_open_makes_a_file_for_us_alone_and_appends(void **state)
{
    struct place *place = *state;
    struct stat about;

    open_log(place);
    log_line(place->log, 0, "a", "one");
    log_close(place->log);
    open_log(place);
    log_line(place->log, 0, "a", "two");

    assert_int_equal(stat(place->path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_holds(place->path, "1970-01-01T00:00:00.000Z a: one\n"
                              "1970-01-01T00:00:00.000Z a: two\n");
}

static void log_open_of_a_grown_file_moves_it_away(void **state)
{
    struct place *place = *state;

    open_log(place);
    assert_int_equal(truncate(place->path, (off_t)4 * MIB), 0);
    log_close(place->log);
    open_log(place);
    log_line(place->log, 0, "a", "new");

    assert_int_equal(size_of(place->old_path), 4 * MIB);
    assert_holds(place->path, "1970-01-01T00:00:00.000Z a: new\n");
}

static void log_line_past_four_mib_moves_the_file_away(void **state)
{
    struct place *place = *state;

    open_log(place);
    assert_int_equal(truncate(place->path, (off_t)4 * MIB - 10), 0);
    log_close(place->log);
    open_log(place);
    log_line(place->log, 0, "a", "last");
    log_line(place->log, 0, "a", "first");

    assert_int_equal(size_of(place->old_path), 4 * MIB - 10 + 33);
    assert_holds(place->path, "1970-01-01T00:00:00.000Z a: first\n");
}

static void log_open_without_a_folder_fails(void **state)
{
    struct err err = {0};
    (void)state;

    assert_null(log_open("/nonexistent/log", &err));

    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_int_equal(err.code, ENOENT);
    assert_string_equal(
        err.text,
        "cannot open log '/nonexistent/log': No such file or directory");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(log_line_writes_time_area_and_scrubbed_text),
        CASE(log_line_of_null_does_nothing),
        CASE(log_line_of_a_long_text_is_cut),
        CASE(log_open_makes_a_file_for_us_alone_and_appends),
        CASE(log_open_of_a_grown_file_moves_it_away),
        CASE(log_line_past_four_mib_moves_the_file_away),
        CASE(log_open_without_a_folder_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
