/* test_loop_timer.c - timers of the loop. */
#include "tests/test.h"

#include "tests/support/loop_fixture.h"

static void loop_timer_set_rings_in_order_of_time_then_of_setting(void **state)
{
    struct scene *scene = *state;

    scene->timer = loop_timer_add(scene->loop, on_timer, scene);
    scene->other_timer = loop_timer_add(scene->loop, on_other_timer, scene);
    loop_timer_set(scene->timer, now_ms(scene));
    loop_timer_set(scene->other_timer, now_ms(scene));
    loop_timer_set(scene->timer, now_ms(scene)); /* moves behind */
    turn(scene);
    loop_timer_set(scene->timer, now_ms(scene) + 1000000);
    turn(scene);

    assert_string_equal(scene->diary, "other timer ");
    assert_true(loop_timer_is_set(scene->timer));
    assert_false(loop_timer_is_set(scene->other_timer));
}

struct bell {
    struct loop_timer *timer;
    int64_t at_ms;
    int *rung;
    int *at; /* its turn among all */
};

static void on_bell(void *owner)
{
    struct bell *bell = owner;

    *bell->at = (*bell->rung)++;
}

static void loop_timer_set_of_many_rings_sorted_and_stable(void **state)
{
    struct scene *scene = *state;
    struct bell bells[200];
    int at[200];
    int rung = 0;
    unsigned seed = 7;

    for (int i = 0; i < 200; i++) {
        seed = seed * 1103515245U + 12345U;
        bells[i] = (struct bell){
            .timer = loop_timer_add(scene->loop, on_bell, &bells[i]),
            .at_ms = now_ms(scene) + 1 + (int64_t)(seed >> 16) % 8,
            .rung = &rung,
            .at = &at[i],
        };
        loop_timer_set(bells[i].timer, bells[i].at_ms);
    }
    for (int i = 0; i < 200; i += 3)
        loop_timer_stop(bells[i].timer);
    while (rung < 133)
        assert_int_equal(loop_turn(scene->loop, -1, NULL), 0);

    for (int i = 0; i < 200; i++)
        for (int k = i + 1; k < 200; k++) {
            if (i % 3 == 0 || k % 3 == 0)
                continue;
            if (bells[i].at_ms <= bells[k].at_ms)
                assert_true(at[i] < at[k]);
            else
                assert_true(at[i] > at[k]);
        }
}

static void remove_timers(void *owner)
{
    struct scene *scene = owner;

    note(scene, "removed");
    loop_timer_remove(scene->timer);
    loop_timer_remove(scene->other_timer);
}

static void loop_timer_remove_in_a_callback_silences_those_due(void **state)
{
    struct scene *scene = *state;

    scene->timer = loop_timer_add(scene->loop, remove_timers, scene);
    scene->other_timer = loop_timer_add(scene->loop, on_other_timer, scene);
    loop_timer_set(scene->timer, 0);
    loop_timer_set(scene->other_timer, 0);
    turn(scene);
    turn(scene);

    assert_string_equal(scene->diary, "removed ");
}

static void ring_again(void *owner)
{
    struct scene *scene = owner;

    scene->count++;
    loop_timer_set(scene->timer, now_ms(scene) - 5000);
}

static void loop_timer_set_to_the_past_for_ever_starves_nobody(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};

    scene->timer = loop_timer_add(scene->loop, ring_again, scene);
    scene->other_timer = loop_timer_add(scene->loop, on_other_timer, scene);
    (void)loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, on_io, scene);
    loop_timer_set(scene->timer, 0);
    assert_int_equal(loop_turn(scene->loop, -1, &err), 0);
    assert_int_equal(scene->count, 1);
    loop_timer_set(scene->other_timer, 0);
    assert_int_equal(loop_turn(scene->loop, -1, &err), 0);

    assert_string_equal(scene->diary, "w:W w:W other ");
    assert_int_equal(loop_stats(scene->loop).sleeps, 0);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, loop_set_up, loop_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(loop_timer_set_rings_in_order_of_time_then_of_setting),
        CASE(loop_timer_set_of_many_rings_sorted_and_stable),
        CASE(loop_timer_remove_in_a_callback_silences_those_due),
        CASE(loop_timer_set_to_the_past_for_ever_starves_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
