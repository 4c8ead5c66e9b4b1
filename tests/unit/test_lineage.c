/* test_lineage.c - who is of a step, and whose number is only the same. */
#include "tests/test.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "action/lineage.h"

/* Nobody here carries it, so all is found by other things. */
#define MARK "TRACETOP_RUN_MARK=of-nobody"

/* A shell that leads a session, and its child. Both wait to be killed. */
struct family {
    pid_t shell, child;
    json_t *running;
};

static void wait_for_ever(void)
{
    for (;;)
        (void)pause();
}

static void be_the_shell(int told, bool child_leaves)
{
    pid_t child;

    (void)setsid();
    child = fork();
    if (child == 0) {
        if (child_leaves)
            (void)setsid();
        child = getpid();
        (void)!write(told, &child, sizeof(child));
        wait_for_ever();
    }
    wait_for_ever();
}

static void start(struct family *family, bool child_leaves)
{
    int told[2];

    assert_int_equal(pipe(told), 0);
    family->shell = fork();
    assert_true(family->shell >= 0);
    if (family->shell == 0)
        be_the_shell(told[1], child_leaves);
    assert_int_equal(read(told[0], &family->child, sizeof(pid_t)),
                     sizeof(pid_t));
    (void)close(told[0]);
    (void)close(told[1]);
    family->running = json_object();
    (void)json_object_set_new(family->running, "pid",
                              json_integer(family->shell));
    lineage_note(family->running, family->shell);
}

static void end_shell(const struct family *family)
{
    assert_int_equal(kill(family->shell, SIGKILL), 0);
    assert_int_equal(waitpid(family->shell, NULL, 0), family->shell);
}

static void end_child(const struct family *family)
{
    assert_int_equal(kill(family->child, SIGKILL), 0);
    json_decref(family->running);
}

static void forget_autogroup(const struct family *family)
{
    assert_int_equal(
        json_object_set_new(family->running, "autogroup", json_integer(0)), 0);
}

/* Returns how many a first look finds for certain. */
static size_t first_look(struct lineage *lineage, const struct family *family)
{
    lineage_open(lineage, MARK, family->running);
    return lineage_look(lineage);
}

static bool has_it(const struct lineage *lineage, pid_t pid)
{
    for (size_t i = 0; i < lineage->count; i++)
        if (lineage->members[i].process.pid == pid)
            return true;
    return false;
}

static void
lineage_look_while_the_shell_lives_finds_what_lives_beside_it(void **state)
{
    struct family family;
    struct lineage lineage;

    (void)state;
    start(&family, false);
    forget_autogroup(&family);

    assert_int_equal(first_look(&lineage, &family), 2);

    assert_true(has_it(&lineage, family.shell));
    assert_true(has_it(&lineage, family.child));
    lineage_clear(&lineage);
    end_shell(&family);
    end_child(&family);
}

static void
lineage_look_of_a_session_that_nobody_vouches_for_doubts_it(void **state)
{
    struct family family;
    struct lineage lineage;

    (void)state;
    start(&family, false);
    forget_autogroup(&family);
    end_shell(&family);

    assert_int_equal(first_look(&lineage, &family), 0);

    assert_int_equal(lineage.count, 1);
    assert_int_equal(lineage.members[0].process.pid, family.child);
    assert_true(lineage.members[0].is_doubtful);
    lineage_clear(&lineage);
    end_child(&family);
}

static void
lineage_look_of_the_kernels_own_number_needs_nobody_to_vouch(void **state)
{
    struct family family;
    struct lineage lineage;

    (void)state;
    if (!process_autogroup(getpid()))
        skip(); /* a kernel without CONFIG_SCHED_AUTOGROUP */
    start(&family, false);
    end_shell(&family);

    assert_int_equal(first_look(&lineage, &family), 1);

    assert_int_equal(lineage.members[0].process.pid, family.child);
    assert_false(lineage.members[0].is_doubtful);
    lineage_clear(&lineage);
    end_child(&family);
}

static void lineage_look_of_a_reused_number_finds_nobody(void **state)
{
    struct family family;
    struct lineage lineage;
    json_int_t start_of_shell;

    (void)state;
    start(&family, false);
    forget_autogroup(&family);
    start_of_shell =
        json_integer_value(json_object_get(family.running, "start"));
    (void)json_object_set_new(family.running, "start",
                              json_integer(start_of_shell - 1));

    assert_int_equal(first_look(&lineage, &family), 0);

    assert_int_equal(lineage.count, 0);
    lineage_clear(&lineage);
    end_shell(&family);
    end_child(&family);
}

static void lineage_look_after_a_boot_takes_no_number(void **state)
{
    struct family family;
    struct lineage lineage;

    (void)state;
    start(&family, false);
    (void)json_object_set_new(family.running, "boot", json_string("another"));

    assert_int_equal(first_look(&lineage, &family), 0);

    assert_int_equal(lineage.count, 0);
    lineage_clear(&lineage);
    end_shell(&family);
    end_child(&family);
}

static void lineage_look_from_another_container_takes_no_pid(void **state)
{
    struct family family;
    struct lineage lineage;

    (void)state;
    start(&family, false);
    forget_autogroup(&family);
    (void)json_object_set_new(family.running, "container",
                              json_string("pid:[1]"));

    assert_int_equal(first_look(&lineage, &family), 0);

    assert_int_equal(lineage.count, 0);
    lineage_clear(&lineage);
    end_shell(&family);
    end_child(&family);
}

static void lineage_look_follows_a_child_into_its_own_session(void **state)
{
    struct family family;
    struct lineage lineage;

    (void)state;
    start(&family, true);

    assert_int_equal(first_look(&lineage, &family), 2);

    assert_true(has_it(&lineage, family.child));
    lineage_clear(&lineage);
    end_shell(&family);
    end_child(&family);
}

static void lineage_look_knows_again_whom_it_has_known(void **state)
{
    struct family family;
    struct lineage lineage;

    (void)state;
    start(&family, true);
    forget_autogroup(&family);
    assert_int_equal(first_look(&lineage, &family), 2);
    end_shell(&family);

    assert_int_equal(lineage_look(&lineage), 1);

    assert_int_equal(lineage.members[0].process.pid, family.child);
    lineage_clear(&lineage);
    end_child(&family);
}

static void lineage_look_without_a_record_goes_by_the_mark_alone(void **state)
{
    struct lineage lineage;

    (void)state;
    lineage_open(&lineage, MARK, NULL);

    assert_int_equal(lineage_look(&lineage), 0);

    assert_int_equal(lineage.count, 0);
    lineage_clear(&lineage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            lineage_look_while_the_shell_lives_finds_what_lives_beside_it),
        cmocka_unit_test(
            lineage_look_of_a_session_that_nobody_vouches_for_doubts_it),
        cmocka_unit_test(
            lineage_look_of_the_kernels_own_number_needs_nobody_to_vouch),
        cmocka_unit_test(lineage_look_of_a_reused_number_finds_nobody),
        cmocka_unit_test(lineage_look_after_a_boot_takes_no_number),
        cmocka_unit_test(lineage_look_from_another_container_takes_no_pid),
        cmocka_unit_test(lineage_look_follows_a_child_into_its_own_session),
        cmocka_unit_test(lineage_look_knows_again_whom_it_has_known),
        cmocka_unit_test(lineage_look_without_a_record_goes_by_the_mark_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
