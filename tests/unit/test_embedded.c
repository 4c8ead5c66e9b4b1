/* test_embedded.c - the compiled-in files are those of the source tree. */
#include "tests/test.h"

#include <stdio.h>

#include "config/embedded.h"

static void embedded_find_gives_the_bytes_of_the_source_tree(void **state)
{
    const struct embedded *file = embedded_find("panels/storage.yaml");
    char path[4096];
    char bytes[65536];
    size_t length;
    FILE *source;
    (void)state;

    assert_non_null(file);
    (void)snprintf(path, sizeof(path), "%s/%s", getenv("TRACETOP_SRCDIR"),
                   file->path);
    source = fopen(path, "rb");
    assert_non_null(source);
    length = fread(bytes, 1, sizeof(bytes), source);
    (void)fclose(source);

    assert_int_equal(file->length, length);
    assert_memory_equal(file->bytes, bytes, length);
    assert_int_equal(file->bytes[length], 0);
}

static void embedded_find_when_there_is_no_such_file_gives_null(void **state)
{
    (void)state;

    assert_null(embedded_find("panels/nothing.yaml"));
    assert_null(embedded_find("storage.yaml"));
    assert_null(embedded_find(""));
}

static void embedded_table_is_sorted_and_ends_with_null(void **state)
{
    (void)state;

    assert_true(embedded_count >= 5);
    for (size_t i = 1; i < embedded_count; i++)
        assert_true(strcmp(embedded_table[i - 1].path, embedded_table[i].path) <
                    0);
    assert_null(embedded_table[embedded_count].path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(embedded_find_gives_the_bytes_of_the_source_tree),
        cmocka_unit_test(embedded_find_when_there_is_no_such_file_gives_null),
        cmocka_unit_test(embedded_table_is_sorted_and_ends_with_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
