/* test_loop.c - turns of the loop: descriptors, signals, children. */
#include "tests/test.h"

#include "tests/support/loop_fixture.h"

static void loop_turn_tells_who_can_read_and_write(void **state)
{
    struct scene *scene = *state;

    (void)loop_io_add(scene->loop, scene->pipe[0], LOOP_READ, on_io, scene);
    scene->io =
        loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, on_io, scene);
    turn(scene);
    assert_int_equal(write(scene->pipe[1], "x", 1), 1);
    loop_io_want(scene->io, 0);
    turn(scene);

    assert_string_equal(scene->diary, "w:W r:R ");
}

static void loop_turn_at_a_hang_up_tells_it_with_what_is_wanted(void **state)
{
    struct scene *scene = *state;

    scene->io =
        loop_io_add(scene->loop, scene->pipe[0], LOOP_READ, on_io, scene);
    assert_int_equal(close(scene->pipe[1]), 0);
    scene->pipe[1] = -1;
    turn(scene);
    loop_io_want(scene->io, 0);
    turn(scene);

    assert_string_equal(scene->diary, "r:RH r:H ");
}

static void loop_turn_when_a_fd_was_closed_tells_once_until_re_added(void **s)
{
    struct scene *scene = *s;

    scene->io =
        loop_io_add(scene->loop, scene->pipe[0], LOOP_READ, on_io, scene);
    assert_int_equal(close(scene->pipe[0]), 0);
    turn(scene);
    turn(scene);
    loop_io_remove(scene->io);
    assert_int_equal(dup2(scene->pipe[1], scene->pipe[0]), scene->pipe[0]);
    (void)loop_io_add(scene->loop, scene->pipe[0], LOOP_WRITE, on_io, scene);
    turn(scene);

    assert_string_equal(scene->diary, "r:RH r:WH ");
}

static void remove_both(void *owner, int fd, unsigned events)
{
    struct scene *scene = owner;
    (void)fd;
    (void)events;

    note(scene, "removed");
    loop_io_remove(scene->io);
    loop_io_remove(scene->other_io);
    /* a place reused in the same turn must not inherit old events */
    scene->io =
        loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, on_io, scene);
}

static void loop_io_remove_in_a_callback_silences_those_that_are_due(void **s)
{
    struct scene *scene = *s;

    scene->io = loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE,
                            remove_both, scene);
    scene->other_io =
        loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, on_io, scene);
    turn(scene);
    assert_string_equal(scene->diary, "removed ");
    turn(scene);

    assert_string_equal(scene->diary, "removed w:W ");
}

static void unwant_other(void *owner, int fd, unsigned events)
{
    struct scene *scene = owner;
    (void)fd;
    (void)events;

    loop_io_want(scene->other_io, 0);
}

static void loop_io_want_nothing_silences_one_that_is_due(void **state)
{
    struct scene *scene = *state;

    (void)loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, unwant_other,
                      scene);
    scene->other_io =
        loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, on_io, scene);
    turn(scene);

    assert_string_equal(scene->diary, "");
}

static void loop_io_add_of_many_keeps_each_at_its_owner(void **state)
{
    struct scene *scene = *state;
    struct loop_io *ios[300];

    for (size_t i = 0; i < 300; i++)
        ios[i] =
            loop_io_add(scene->loop, scene->pipe[0], LOOP_READ, on_io, scene);
    scene->io =
        loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, on_io, scene);
    for (size_t i = 0; i < 300; i++)
        loop_io_remove(ios[i]);
    turn(scene);
    loop_io_remove(scene->io);
    turn(scene);

    assert_string_equal(scene->diary, "w:W ");
}

static void set_other_now(void *owner, int fd, unsigned events)
{
    struct scene *scene = owner;
    (void)fd;
    (void)events;

    note(scene, "io");
    loop_timer_set(scene->timer, 0);
}

static void chain(void *owner)
{
    struct scene *scene = owner;

    note(scene, "chain");
    loop_timer_set(scene->other_timer, 0);
}

static void loop_turn_runs_signal_io_timers_then_after(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};

    scene->timer = loop_timer_add(scene->loop, chain, scene);
    scene->other_timer = loop_timer_add(scene->loop, on_other_timer, scene);
    (void)loop_io_add(scene->loop, scene->pipe[1], LOOP_WRITE, set_other_now,
                      scene);
    loop_after_turn(scene->loop, on_after, scene);
    assert_int_equal(
        loop_on_signal(scene->loop, SIGUSR1, on_signal, scene, &err), 0);
    assert_int_equal(raise(SIGUSR1), 0);
    turn(scene);
    assert_string_equal(scene->diary, "usr1 io chain after ");
    loop_after_turn(scene->loop, NULL, NULL);
    turn(scene);

    assert_string_equal(scene->diary, "usr1 io chain after io other chain ");
}

static void old_handler(int signum)
{
    (void)signum;
}

static void loop_free_gives_signals_back_and_frees_them_for_others(void **s)
{
    struct scene *scene = *s;
    struct sigaction action = {.sa_handler = old_handler};
    struct sigaction back;
    struct loop *other = loop_new(NULL);
    struct err err = {0};

    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    assert_int_equal(
        loop_on_signal(scene->loop, SIGUSR1, on_signal, scene, &err), 0);
    assert_int_equal(sigaction(SIGUSR1, NULL, &back), 0);
    assert_true(back.sa_handler != old_handler);
    assert_true((back.sa_flags & SA_RESTART) != 0);
    assert_int_equal(loop_on_signal(other, SIGUSR2, on_signal, scene, &err),
                     -1);
    assert_string_equal(err.text, "another loop has the signals");
    loop_free(scene->loop);
    assert_int_equal(sigaction(SIGUSR1, NULL, &back), 0);
    assert_true(back.sa_handler == old_handler);
    assert_int_equal(loop_on_signal(other, SIGUSR2, on_signal, scene, &err), 0);
    assert_int_equal(raise(SIGUSR2), 0);
    scene->loop = other;
    turn(scene);

    assert_string_equal(scene->diary, "usr2 ");
}

static void loop_on_signal_tells_many_arrivals_once(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};

    assert_int_equal(
        loop_on_signal(scene->loop, SIGUSR2, on_signal, scene, &err), 0);
    assert_int_equal(
        loop_on_signal(scene->loop, SIGUSR1, on_signal, scene, &err), 0);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(raise(i % 2 ? SIGUSR1 : SIGUSR2), 0);
    turn(scene);
    turn(scene);

    assert_string_equal(scene->diary, "usr2 usr1 ");
}

static void loop_on_signal_of_one_that_cannot_be_caught_fails(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};

    assert_int_equal(
        loop_on_signal(scene->loop, SIGKILL, on_signal, scene, &err), -1);

    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_string_equal(err.text, "signal 9: Invalid argument");
}

static void stop_at_three(void *owner)
{
    struct scene *scene = owner;

    if (++scene->count == 3)
        loop_stop(scene->loop);
    loop_timer_set(scene->timer, now_ms(scene) + 1);
}

static void loop_run_sleeps_until_timers_and_stops_when_told(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};

    scene->timer = loop_timer_add(scene->loop, stop_at_three, scene);
    loop_timer_set(scene->timer, 0);
    loop_stats_reset(scene->loop);
    assert_int_equal(loop_run(scene->loop, &err), 0);

    assert_int_equal(scene->count, 3);
    assert_int_equal(loop_stats(scene->loop).turns, 3);
    assert_in_range(loop_stats(scene->loop).sleeps, 0, 2);
}

static void loop_turn_waits_no_longer_than_asked_and_counts_sleep(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};

    assert_int_equal(loop_turn(scene->loop, 0, &err), 0);
    assert_int_equal(loop_stats(scene->loop).sleeps, 0);
    assert_int_equal(loop_turn(scene->loop, 1, &err), 0);

    assert_int_equal(loop_stats(scene->loop).sleeps, 1);
    assert_int_equal(loop_stats(scene->loop).turns, 2);
    loop_stats_reset(scene->loop);
    assert_int_equal(loop_stats(scene->loop).turns, 0);
    assert_int_equal(loop_stats(scene->loop).longest_us, 0);
}

static void loop_free_of_null_and_of_a_full_loop_frees_all(void **state)
{
    struct scene *scene = *state;

    loop_free(NULL);
    loop_io_remove(NULL);
    loop_timer_remove(NULL);
    scene->io =
        loop_io_add(scene->loop, scene->pipe[0], LOOP_READ, on_io, scene);
    scene->timer = loop_timer_add(scene->loop, on_timer, scene);
    loop_timer_set(scene->timer, 0);
    loop_free(scene->loop);
    scene->loop = NULL;

    assert_int_equal(fcntl(scene->pipe[0], F_GETFD), 0); /* still open */
}

static void loop_reap_does_not_wait_for_one_that_lives(void **state)
{
    struct scene *scene = *state;
    pid_t child = fork();
    siginfo_t seen = {0};

    if (child == 0) {
        (void)pause();
        _exit(0);
    }
    assert_true(child > 0);
    loop_reap(scene->loop, child);
    assert_int_equal(kill(child, 0), 0);
    assert_int_equal(loop_turn(scene->loop, 0, NULL), 0);
    assert_int_equal(kill(child, 0), 0);

    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitid(P_PID, (id_t)child, &seen, WEXITED | WNOWAIT), 0);
    assert_int_equal(loop_turn(scene->loop, 0, NULL), 0);

    assert_int_equal(kill(child, 0), -1); /* not even a zombie */
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, loop_set_up, loop_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(loop_turn_tells_who_can_read_and_write),
        CASE(loop_turn_at_a_hang_up_tells_it_with_what_is_wanted),
        CASE(loop_turn_when_a_fd_was_closed_tells_once_until_re_added),
        CASE(loop_io_remove_in_a_callback_silences_those_that_are_due),
        CASE(loop_io_want_nothing_silences_one_that_is_due),
        CASE(loop_io_add_of_many_keeps_each_at_its_owner),
        CASE(loop_turn_runs_signal_io_timers_then_after),
        CASE(loop_free_gives_signals_back_and_frees_them_for_others),
        CASE(loop_on_signal_tells_many_arrivals_once),
        CASE(loop_on_signal_of_one_that_cannot_be_caught_fails),
        CASE(loop_run_sleeps_until_timers_and_stops_when_told),
        CASE(loop_turn_waits_no_longer_than_asked_and_counts_sleep),
        CASE(loop_reap_does_not_wait_for_one_that_lives),
        CASE(loop_free_of_null_and_of_a_full_loop_frees_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
