/* test_ack.c - acknowledgements over restarts. */
#include "tests/test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alert/ack.h"
#include "base/paths.h"
#include "base/xalloc.h"

struct fixture {
    char dir[64];
    char *path;
    struct symtab *symbols;
    const struct labels *labels;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    const struct label_text pairs[] = {{"alertname", 9, "A", 1},
                                       {"pod", 3, "x\n\"y", 4}};

    (void)snprintf(fixture->dir, sizeof(fixture->dir), "/tmp/test_ack_XXXXXX");
    if (!mkdtemp(fixture->dir))
        return -1;
    fixture->path = paths_join(fixture->dir, "acknowledged.jsonl", NULL);
    fixture->symbols = symtab_new();
    fixture->labels = labels_intern(fixture->symbols, pairs, 2);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    labels_unref(fixture->symbols, fixture->labels);
    symtab_free(fixture->symbols);
    (void)unlink(fixture->path);
    (void)rmdir(fixture->dir);
    free(fixture->path);
    free(fixture);
    return 0;
}

static void book_when_opened_again_knows_who(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct ack_book *book = ack_book_new(fixture->dir, &err);
    struct stat status;

    assert_null(ack_book_find(book, fixture->labels));
    assert_int_equal(
        ack_book_add(book, fixture->labels, "ann", 1795379380000, &err), 0);
    assert_int_equal(
        ack_book_add(book, fixture->labels, "bob", 1795379381000, &err), 0);
    ack_book_free(book);
    book = ack_book_new(fixture->dir, &err);

    assert_string_equal(ack_book_find(book, fixture->labels)->by, "bob");
    assert_int_equal(ack_book_find(book, fixture->labels)->at_ms,
                     1795379381000);
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(err.kind, ERR_NONE);
    ack_book_free(book);
}

static void book_passes_over_lines_that_are_not_its_own(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    FILE *file = fopen(fixture->path, "w");
    struct ack_book *book;

    assert_non_null(file);
    (void)fputs("nonsense\n{\"id\":7}\n{\"id\":\"zz\",\"by\":\"a\",\"at\":"
                "\"2026-11-22T20:29:40Z\"}\n\n{\"id\":\"1\"",
                file);
    (void)fclose(file);
    book = ack_book_new(fixture->dir, &err);

    assert_null(ack_book_find(book, fixture->labels));
    assert_int_equal(err.kind, ERR_NONE);
    ack_book_free(book);
}

static void book_that_cannot_be_written_says_so_and_holds(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct ack_book *book = ack_book_new("/proc/none", &err);

    assert_int_equal(ack_book_add(book, fixture->labels, "ann", 1000, &err),
                     -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_string_equal(ack_book_find(book, fixture->labels)->by, "ann");
    ack_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(book_when_opened_again_knows_who, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            book_passes_over_lines_that_are_not_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(
            book_that_cannot_be_written_says_so_and_holds, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
