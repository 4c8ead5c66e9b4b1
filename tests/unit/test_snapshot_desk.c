/* test_snapshot_desk.c - what a picture of the runbooks is made of. */
#include "tests/test.h"

#include "cli/snapshot_desk.h"

static void load_without_a_guide_of_ones_own_has_the_built_in(void **state)
{
    struct settings settings = {
        .paths = {.config_dir = (char *)"/nowhere", .state_dir = NULL},
        .is_dry_run = true};
    struct snapshot_desk desk;
    (void)state;

    snapshot_desk_load(&desk, &settings);

    assert_ptr_equal(desk.desk.guide, &desk.guide);
    assert_ptr_equal(desk.desk.findings, &desk.findings);
    assert_ptr_equal(desk.desk.actions, &desk.actions);
    assert_non_null(guide_find(desk.desk.guide, "elasticsearch-disk-full"));
    assert_string_equal(desk.desk.guide_problem, "");
    assert_true(desk.desk.is_dry_run);
    assert_int_equal(desk.actions.count, 0);
    snapshot_desk_clear(&desk);
}

static void load_of_a_broken_guide_says_so_and_has_the_built_in(void **state)
{
    struct settings settings = {
        .paths = {.config_dir = (char *)"/nowhere", .state_dir = NULL},
        .guide = (char *)"/nowhere/guide.md"};
    struct snapshot_desk desk;
    (void)state;

    snapshot_desk_load(&desk, &settings);

    assert_non_null(guide_find(desk.desk.guide, "elasticsearch-disk-full"));
    assert_non_null(strstr(desk.desk.guide_problem, "/nowhere/guide.md"));
    snapshot_desk_clear(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_without_a_guide_of_ones_own_has_the_built_in),
        cmocka_unit_test(load_of_a_broken_guide_says_so_and_has_the_built_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
