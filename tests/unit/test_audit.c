/* test_audit.c - the chain, and what breaks it. */
#include "tests/unit/action_fixture.h"

#include <sys/wait.h>

#include "action/audit.h"
#include "base/paths.h"

static char *path_of(const struct fixture *fixture)
{
    return xasprintf("%s/audit.jsonl", fixture->dir);
}

static int append(const struct fixture *fixture, const char *event,
                  const char *text)
{
    const struct audit_field field = {.name = "text", .text = text};
    const struct audit_entry entry = {.at_wall_ms = 1795380168000,
                                      .event = event,
                                      .action = "7",
                                      .fields = &field,
                                      .field_count = 1};

    return audit_append(fixture->dir, &entry, NULL);
}

static struct audit_report verify(const struct fixture *fixture)
{
    struct audit_report report;

    assert_int_equal(audit_verify(fixture->dir, &report, NULL), 0);
    return report;
}

static char *read_log(const struct fixture *fixture, size_t *length)
{
    char *path = path_of(fixture);
    char *bytes = NULL;

    assert_int_equal(paths_read_file(path, 1 << 20, &bytes, length, NULL), 0);
    free(path);
    return bytes;
}

static void write_log(const struct fixture *fixture, const char *bytes,
                      size_t length)
{
    char *path = path_of(fixture);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    free(path);
}

static void append_when_first_then_starts_the_chain(void **state)
{
    size_t length;
    char *log;

    assert_int_equal(append(*state, "start", "a"), 0);

    log = read_log(*state, &length);
    assert_string_equal(
        log, "{\"time\":\"2026-11-22T20:42:48Z\",\"event\":\"start\","
             "\"action\":\"7\",\"text\":\"a\",\"previous\":"
             "\"000000000000000000000000000000000000000000000000000000000000"
             "0000\"}\n");
    free(log);
}

static void append_makes_a_private_file(void **state)
{
    struct stat about;
    char *path = path_of(*state);

    assert_int_equal(append(*state, "start", "a"), 0);

    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    free(path);
}

static void verify_when_no_log_then_it_is_empty(void **state)
{
    struct audit_report report = verify(*state);

    assert_int_equal(report.lines, 0);
    assert_int_equal(report.broken, 0);
}

static void verify_when_whole_then_counts_the_lines(void **state)
{
    for (int i = 0; i < 3; i++)
        assert_int_equal(append(*state, "start", "\xff\x1b[31m\n\"x\""), 0);

    assert_int_equal(verify(*state).lines, 3);
    assert_int_equal(verify(*state).broken, 0);
    assert_false(verify(*state).is_torn);
}

static void verify_when_a_line_was_changed_then_names_it(void **state)
{
    size_t length;
    char *log;

    for (int i = 0; i < 3; i++)
        assert_int_equal(append(*state, "start", "harmless"), 0);
    log = read_log(*state, &length);
    *strstr(strchr(log, '\n'), "harmless") = 'H';
    write_log(*state, log, length);

    assert_int_equal(verify(*state).broken, 2);
    assert_string_equal(verify(*state).why,
                        "line 2 is not as it was written, or lines after it "
                        "are missing");
    free(log);
}

static void
verify_when_a_line_is_missing_then_names_the_one_before(void **state)
{
    size_t length;
    char *log, *second, *third;

    for (int i = 0; i < 3; i++)
        assert_int_equal(append(*state, "start", "x"), 0);
    log = read_log(*state, &length);
    second = strchr(log, '\n') + 1;
    third = strchr(second, '\n') + 1;
    memmove(second, third, strlen(third) + 1);
    write_log(*state, log, strlen(log));

    assert_int_equal(verify(*state).broken, 1);
    free(log);
}

static void verify_when_the_first_line_is_missing_then_names_it(void **state)
{
    size_t length;
    char *log;

    for (int i = 0; i < 2; i++)
        assert_int_equal(append(*state, "start", "x"), 0);
    log = read_log(*state, &length);
    write_log(*state, strchr(log, '\n') + 1, strlen(strchr(log, '\n') + 1));

    assert_int_equal(verify(*state).broken, 1);
    free(log);
}

static void verify_when_a_line_is_foreign_then_names_it(void **state)
{
    char *path = path_of(*state);
    FILE *file;

    assert_int_equal(append(*state, "start", "x"), 0);
    file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs("hello\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(verify(*state).broken, 2);
    assert_int_equal(append(*state, "start", "y"), 0);

    assert_int_equal(verify(*state).broken, 2);
    assert_string_equal(verify(*state).why, "line 2 is no line of ours");
    free(path);
}

static void append_when_the_last_line_is_torn_then_says_so(void **state)
{
    size_t length;
    char *log;

    for (int i = 0; i < 2; i++)
        assert_int_equal(append(*state, "start", "x"), 0);
    log = read_log(*state, &length);
    write_log(*state, log, length - 20);
    assert_true(verify(*state).is_torn);
    assert_int_equal(verify(*state).broken, 0);
    free(log);

    assert_int_equal(append(*state, "start", "y"), 0);

    log = read_log(*state, &length);
    assert_non_null(strstr(log, "\"event\":\"torn\""));
    assert_int_equal(verify(*state).broken, 0);
    assert_int_equal(verify(*state).torn, 1);
    assert_int_equal(verify(*state).lines, 3); /* first, torn, y */
    assert_false(verify(*state).is_torn);
    free(log);
}

static void append_at_every_length_of_a_torn_line_goes_on(void **state)
{
    size_t length, first;
    char *log;

    for (int i = 0; i < 2; i++)
        assert_int_equal(append(*state, "start", "x"), 0);
    log = read_log(*state, &length);
    first = (size_t)(strchr(log, '\n') - log) + 1;

    for (size_t cut = first + 1; cut < length; cut++) {
        write_log(*state, log, cut);
        assert_int_equal(append(*state, "end", "z"), 0);
        assert_int_equal(verify(*state).broken, 0);
        assert_int_equal(verify(*state).torn, 1);
    }
    free(log);
}

static void append_when_others_may_write_the_folder_then_refuses(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    const struct audit_entry entry = {.event = "start", .action = "1"};

    assert_int_equal(chmod(fixture->dir, 0777), 0);

    assert_int_equal(audit_append(fixture->dir, &entry, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
}

static void append_when_the_log_is_a_link_then_refuses(void **state)
{
    char *path = path_of(*state);

    assert_int_equal(symlink("/dev/null", path), 0);

    assert_int_equal(append(*state, "start", "x"), -1);
    free(path);
}

static void append_when_the_log_is_no_log_then_refuses(void **state)
{
    size_t length = (size_t)2 * 1024 * 1024;
    char *junk = xcalloc(length, 1);

    memset(junk, 'x', length);
    write_log(*state, junk, length);

    assert_int_equal(append(*state, "start", "x"), -1);
    free(junk);
}

static void append_when_many_do_then_the_chain_is_whole(void **state)
{
    enum { WRITERS = 4, LINES = 20 };
    pid_t writers[WRITERS];

    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        assert_true(writers[i] >= 0);
        if (writers[i] == 0) {
            int rc = 0;

            for (int k = 0; k < LINES; k++)
                rc |= append(*state, "start", "x");
            _exit(rc ? 1 : 0);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;

        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_int_equal(status, 0);
    }

    assert_int_equal(verify(*state).lines, WRITERS * LINES);
    assert_int_equal(verify(*state).broken, 0);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(append_when_first_then_starts_the_chain),
        TEST(append_makes_a_private_file),
        TEST(verify_when_no_log_then_it_is_empty),
        TEST(verify_when_whole_then_counts_the_lines),
        TEST(verify_when_a_line_was_changed_then_names_it),
        TEST(verify_when_a_line_is_missing_then_names_the_one_before),
        TEST(verify_when_the_first_line_is_missing_then_names_it),
        TEST(verify_when_a_line_is_foreign_then_names_it),
        TEST(append_when_the_last_line_is_torn_then_says_so),
        TEST(append_at_every_length_of_a_torn_line_goes_on),
        TEST(append_when_others_may_write_the_folder_then_refuses),
        TEST(append_when_the_log_is_a_link_then_refuses),
        TEST(append_when_the_log_is_no_log_then_refuses),
        TEST(append_when_many_do_then_the_chain_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
