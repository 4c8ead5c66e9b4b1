/* test_guide_source.c - the guide in force, whatever its file is. */
#include "tests/test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/guide_source.h"

struct fixture {
    char folder[40];
    char path[64]; /* of the user's guide.md */
    struct settings settings;
    struct guide guide;
    struct err broken, err;
};

static int setup(void **state)
{
    struct fixture *fixture = xcalloc(1, sizeof(*fixture));

    (void)snprintf(fixture->folder, sizeof(fixture->folder),
                   "/tmp/test_guide_source.XXXXXX");
    if (!mkdtemp(fixture->folder))
        return -1;
    (void)snprintf(fixture->path, sizeof(fixture->path), "%s/guide.md",
                   fixture->folder);
    fixture->settings.paths.config_dir = fixture->folder;
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    guide_clear(&fixture->guide);
    (void)remove(fixture->path);
    (void)rmdir(fixture->folder);
    free(fixture);
    return 0;
}

static void write_guide(struct fixture *fixture, const char *bytes,
                        size_t length)
{
    FILE *file = fopen(fixture->path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* The built-in guide stands in for the user's, and `why` is told behind the
 * path, both by the load and by the check. */
static void assert_stands_in(struct fixture *fixture, const char *before,
                             const char *why)
{
    const char *path =
        fixture->settings.guide ? fixture->settings.guide : fixture->path;
    char line[240];
    struct err told = {0};

    assert_int_equal(guide_source_load(&fixture->guide, &fixture->settings,
                                       &fixture->broken, &fixture->err),
                     0);

    (void)snprintf(line, sizeof(line), "%s%s%s", before, path, why);
    assert_string_equal(fixture->broken.text, line);
    assert_string_equal(fixture->guide.name, "built-in guide");
    assert_true(fixture->guide.count > 10);
    assert_int_equal(guide_source_check(&fixture->settings, &told), -1);
    assert_string_equal(told.text, line);
}

static void load_without_a_file_takes_the_built_in(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(guide_source_load(&fixture->guide, &fixture->settings,
                                       &fixture->broken, &fixture->err),
                     0);

    assert_int_equal(fixture->broken.kind, ERR_NONE);
    assert_string_equal(fixture->guide.name, "built-in guide");
    assert_int_equal(guide_source_check(&fixture->settings, &fixture->err), 0);
}

static void load_takes_the_file_beside_the_configuration(void **state)
{
    static const char text[] = "# Disk\n```sh\ndf -h\n```\n";
    struct fixture *fixture = *state;

    write_guide(fixture, text, sizeof(text) - 1);

    assert_int_equal(guide_source_load(&fixture->guide, &fixture->settings,
                                       &fixture->broken, &fixture->err),
                     0);
    assert_string_equal(fixture->guide.name, fixture->path);
    assert_int_equal(fixture->guide.count, 1);
    assert_string_equal(fixture->guide.runbooks[0].id, "disk");
    assert_int_equal(guide_source_check(&fixture->settings, &fixture->err), 0);
}

static void load_of_a_named_file_that_is_gone_says_so(void **state)
{
    struct fixture *fixture = *state;

    fixture->settings.guide = fixture->path;

    assert_stands_in(fixture, "cannot read '", "': No such file or directory");
}

static void load_of_a_pipe_does_not_wait_for_a_writer(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(mkfifo(fixture->path, 0600), 0);

    assert_stands_in(fixture, "cannot read '", "': it is a pipe, not a file");
}

static void load_of_a_folder_says_so(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(mkdir(fixture->path, 0700), 0);

    assert_stands_in(fixture, "cannot read '", "': it is a folder, not a file");
}

static void load_of_an_endless_device_reads_none_of_it(void **state)
{
    struct fixture *fixture = *state;
    char zero[] = "/dev/zero";

    fixture->settings.guide = zero;

    assert_stands_in(fixture, "cannot read '", "': it is a device, not a file");
}

static void load_of_a_huge_file_reads_none_of_it(void **state)
{
    struct fixture *fixture = *state;

    write_guide(fixture, "", 0);
    assert_int_equal(truncate(fixture->path, 60000000), 0);

    assert_stands_in(fixture, "cannot read '",
                     "': it is larger than 10485760 bytes");
}

static void load_of_bytes_that_are_no_text_names_the_line(void **state)
{
    struct fixture *fixture = *state;

    write_guide(fixture, "# A\n\xff\xfe\n", 7);
    assert_stands_in(fixture, "", ": line 2: not UTF-8");
    guide_clear(&fixture->guide);

    write_guide(fixture, "# A\n\n\0\n", 7);
    assert_stands_in(fixture, "",
                     ": line 3: holds a NUL byte; this is no text");
}

static void load_of_half_a_file_names_the_open_fence(void **state)
{
    static const char text[] = "# Disk\n```sh\ndf -h\n";
    struct fixture *fixture = *state;

    write_guide(fixture, text, sizeof(text) - 1);

    assert_stands_in(fixture, "", ": line 2: this code fence is never closed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(load_without_a_file_takes_the_built_in,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            load_takes_the_file_beside_the_configuration, setup, teardown),
        cmocka_unit_test_setup_teardown(
            load_of_a_named_file_that_is_gone_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(
            load_of_a_pipe_does_not_wait_for_a_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(load_of_a_folder_says_so, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            load_of_an_endless_device_reads_none_of_it, setup, teardown),
        cmocka_unit_test_setup_teardown(load_of_a_huge_file_reads_none_of_it,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            load_of_bytes_that_are_no_text_names_the_line, setup, teardown),
        cmocka_unit_test_setup_teardown(
            load_of_half_a_file_names_the_open_fence, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
