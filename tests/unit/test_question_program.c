/* test_question_program.c - command lines whose output is an answer. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "engine/question_program.h"

enum { TURNS_MOST = 2000, TURN_MS = 2000 };

struct rig {
    struct loop *loop;
    struct buf said;
    bool is_done;
    int status;
    struct err err;
};

static bool on_output(void *owner, const char *bytes, size_t length)
{
    struct rig *rig = owner;

    (void)buf_add(&rig->said, bytes, length);
    return true;
}

static void on_done(void *owner, const struct question_answer *answer,
                    const struct err *err)
{
    struct rig *rig = owner;

    rig->is_done = true;
    rig->status = answer->status;
    rig->err = err ? *err : (struct err){0};
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct err err = {0};

    rig->loop = loop_new(&err);
    assert_non_null(rig->loop);
    buf_init(&rig->said, 10000);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    buf_clear(&rig->said);
    loop_free(rig->loop);
    free(rig);
    return 0;
}

/* `words` are told apart by NULs, the last one's included. */
static struct question_program *start(struct rig *rig, const char *words,
                                      size_t length)
{
    struct question_program_order order = {.output_limit = 100,
                                           .owner = rig,
                                           .output = on_output,
                                           .done = on_done};
    struct question_program *program;
    struct err err = {0};
    struct buf line;

    buf_init(&line, 1000);
    (void)buf_add(&line, words, length);
    order.words = &line;
    program = question_program_start(rig->loop, &order, &err);
    buf_clear(&line);
    assert_non_null(program);
    return program;
}

static void run(struct rig *rig, const char *words, size_t length)
{
    struct err err = {0};

    (void)start(rig, words, length);
    for (int i = 0; i < TURNS_MOST && !rig->is_done; i++)
        assert_int_equal(loop_turn(rig->loop, TURN_MS, &err), 0);
    assert_true(rig->is_done);
}

#define RUN(rig, words) run(rig, words, sizeof(words))

static void question_program_when_it_succeeds_tells_its_output(void **state)
{
    struct rig *rig = *state;

    RUN(rig, "printf\0%s|%s\0two words\0*");

    assert_string_equal(rig->said.bytes, "two words|*");
    assert_int_equal(rig->status, 0);
    assert_int_equal(rig->err.kind, ERR_NONE);
}

static void question_program_when_it_succeeds_drops_complaints(void **state)
{
    struct rig *rig = *state;

    RUN(rig, "sh\0-c\0echo out; echo warning >&2");

    assert_string_equal(rig->said.bytes, "out\n");
}

static void question_program_when_it_fails_adds_its_complaint(void **state)
{
    struct rig *rig = *state;

    RUN(rig, "sh\0-c\0printf out; echo one >&2; echo no rights >&2; exit 3");

    assert_string_equal(rig->said.bytes, "out\nno rights");
    assert_int_equal(rig->status, 3);
    assert_int_equal(rig->err.kind, ERR_NONE);
}

static void question_program_when_it_is_missing_says_so(void **state)
{
    struct rig *rig = *state;

    RUN(rig, "no-such-program-here");

    assert_int_equal(rig->status, -1);
    assert_int_equal(rig->err.kind, ERR_SYSTEM);
    assert_string_equal(rig->err.text, "no such program");
}

static void question_program_when_it_writes_too_much_is_ended(void **state)
{
    struct rig *rig = *state;

    RUN(rig, "sh\0-c\0while :; do echo 0123456789; done");

    assert_int_equal(rig->err.kind, ERR_LIMIT);
    assert_true(rig->said.length <= 100);
}

static void question_program_cancel_when_running_tells_nothing(void **state)
{
    struct rig *rig = *state;
    static const char words[] = "sleep\0"
                                "1000";
    struct question_program *program = start(rig, words, sizeof(words));
    struct err err = {0};

    question_program_cancel(program);

    assert_int_equal(loop_turn(rig->loop, 0, &err), 0);
    assert_false(rig->is_done);
    question_program_cancel(NULL);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(question_program_when_it_succeeds_tells_its_output),
        CASE(question_program_when_it_succeeds_drops_complaints),
        CASE(question_program_when_it_fails_adds_its_complaint),
        CASE(question_program_when_it_is_missing_says_so),
        CASE(question_program_when_it_writes_too_much_is_ended),
        CASE(question_program_cancel_when_running_tells_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
