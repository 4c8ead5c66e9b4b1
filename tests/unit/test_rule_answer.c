/* test_rule_answer.c - samples by series become evaluations by time. */
#include "tests/test.h"

#include <stdio.h>

#include "engine/rule_answer.h"

static const int64_t minute_ms = 60000;

struct rig {
    struct symtab *table;
    struct rule rule;
    struct rule_state *state;
    struct rule_answer *answer;
    struct matrix_sink sink;
};

static char alert_name[] = "Down", expression[] = "up == 0";

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    struct rule_setting setting = {0};

    rig->table = symtab_new();
    rig->rule = (struct rule){.name = alert_name,
                              .is_alert = true,
                              .expression = expression,
                              .for_ms = 5 * minute_ms};
    setting.table = rig->table;
    setting.rule = &rig->rule;
    rig->state = rule_state_new(&setting);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    rule_answer_free(rig->answer);
    rule_state_free(rig->state);
    symtab_free(rig->table);
    free(rig);
    return 0;
}

static void ask_at(struct rig *rig, int64_t now_ms)
{
    rule_answer_free(rig->answer);
    rig->answer = rule_answer_new(
        rig->table, &(struct window){
                        .start_ms = 0, .end_ms = now_ms, .step_ms = minute_ms});
    rig->sink = rule_answer_sink(rig->answer);
}

static void tell_series(struct rig *rig, const char *pod)
{
    const struct label_text pair = {"pod", 3, pod, strlen(pod)};

    rig->sink.series(rig->answer, &pair, 1);
}

static void tell(struct rig *rig, int first, int last)
{
    for (int minute = first; minute <= last; minute++)
        rig->sink.sample(rig->answer, minute * minute_ms, 0);
}

static void apply(struct rig *rig)
{
    struct err err = {0};
    size_t budget = 0;
    int rc;

    while ((rc = rule_answer_step(rig->answer, rig->state, &budget, &err)) == 0)
        budget = 7;
    assert_int_equal(rc, 1);
}

static const struct rule_instance *find(const struct rig *rig, const char *pod)
{
    for (size_t i = 0; i < rule_state_count(rig->state); i++) {
        const struct rule_instance *one = rule_state_at(rig->state, i);

        if (!strcmp(labels_get(one->labels, "pod"), pod))
            return one;
    }
    fail_msg("no instance of pod %s", pod);
    return NULL;
}

static void rule_answer_of_the_past_starts_the_clock_there(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 12, 20);
    tell_series(rig, "b");
    tell(rig, 18, 20);
    apply(rig);

    assert_int_equal(find(rig, "a")->state, RULE_FIRING);
    assert_int_equal(find(rig, "a")->active_at_ms, 12 * minute_ms);
    assert_int_equal(find(rig, "b")->state, RULE_PENDING);
    assert_int_equal(find(rig, "b")->active_at_ms, 18 * minute_ms);
}

static void rule_answer_with_a_gap_starts_the_clock_anew(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 10, 11);
    tell(rig, 19, 20);
    tell_series(rig, "b");
    tell(rig, 10, 20);
    apply(rig);

    assert_int_equal(find(rig, "a")->active_at_ms, 19 * minute_ms);
    assert_int_equal(find(rig, "b")->active_at_ms, 10 * minute_ms);
}

/* Steps at which no series has a sample are evaluations too. */
static void
rule_answer_with_a_gap_in_all_series_starts_the_clock_anew(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 10, 11);
    tell(rig, 19, 20);
    apply(rig);

    assert_int_equal(find(rig, "a")->state, RULE_PENDING);
    assert_int_equal(find(rig, "a")->active_at_ms, 19 * minute_ms);
}

static void rule_answer_with_a_gap_ends_what_fired_before_it(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 2, 10);
    apply(rig);

    assert_int_equal(find(rig, "a")->state, RULE_RESOLVED);
    assert_int_equal(find(rig, "a")->fired_at_ms, 7 * minute_ms);
    assert_int_equal(find(rig, "a")->resolved_at_ms, 11 * minute_ms);
}

static void
rule_answer_with_a_short_gap_is_bridged_by_keep_firing_for(void **state)
{
    struct rig *rig = *state;

    rig->rule.keep_firing_for_ms = 4 * minute_ms;
    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 2, 10);
    tell(rig, 14, 14);
    tell(rig, 20, 20);
    apply(rig);

    /* 11 to 13 are bridged, 15 to 18 are not. */
    assert_int_equal(find(rig, "a")->state, RULE_PENDING);
    assert_int_equal(find(rig, "a")->active_at_ms, 20 * minute_ms);
}

static void rule_answer_with_times_far_apart_ends(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, INT64_MAX / 2);
    tell_series(rig, "a");
    tell(rig, 1, 9);
    apply(rig);

    assert_int_equal(rule_state_count(rig->state), 0); /* long resolved */
}

static void rule_answer_of_moved_steps_reaches_to_now(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, 20 * minute_ms + 59999);
    tell_series(rig, "a");
    tell(rig, 12, 20);
    apply(rig);

    assert_int_equal(find(rig, "a")->state, RULE_FIRING);
}

static void rule_answer_that_is_empty_resolves(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 10, 20);
    apply(rig);
    assert_int_equal(find(rig, "a")->state, RULE_FIRING);

    ask_at(rig, 21 * minute_ms);
    apply(rig);

    assert_int_equal(find(rig, "a")->state, RULE_RESOLVED);
    assert_int_equal(find(rig, "a")->resolved_at_ms, 21 * minute_ms);
}

static void rule_answer_that_ended_before_now_resolves(void **state)
{
    struct rig *rig = *state;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 2, 15);
    apply(rig);

    assert_int_equal(find(rig, "a")->state, RULE_RESOLVED);
}

static void
rule_answer_of_many_series_keeps_the_newest_steps_whole(void **state)
{
    struct rig *rig = *state;
    size_t series = RULE_ANSWER_MOST / 4 - 100;

    ask_at(rig, 20 * minute_ms);
    for (size_t i = 0; i < series; i++) {
        char pod[24];

        (void)snprintf(pod, sizeof(pod), "p%zu", i);
        tell_series(rig, pod);
        tell(rig, 16, 20);
    }
    apply(rig);

    assert_int_equal(rule_state_count(rig->state), series);
    assert_int_equal(find(rig, "p7")->active_at_ms, 17 * minute_ms);
}

static void
rule_answer_that_is_too_long_keeps_the_moment_of_asking(void **state)
{
    struct rig *rig = *state;
    int steps = 150, series = 2 * RULE_ANSWER_HELD / steps;

    ask_at(rig, steps * minute_ms);
    for (int i = 0; i < series; i++) {
        char pod[24];

        (void)snprintf(pod, sizeof(pod), "p%d", i);
        tell_series(rig, pod);
        tell(rig, 1, steps);
    }
    apply(rig);

    assert_int_equal(rule_state_count(rig->state), series);
    assert_int_equal(find(rig, "p0")->active_at_ms, steps * minute_ms);
}

static void rule_answer_step_stops_when_the_budget_is_used_up(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};
    size_t budget = 21;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 10, 20);

    /* eleven evaluations of one element, the last of them not ended yet */
    assert_int_equal(rule_answer_step(rig->answer, rig->state, &budget, &err),
                     0);
    assert_int_equal(budget, 0);
    assert_int_equal(find(rig, "a")->state, RULE_FIRING);
    budget = 1;
    assert_int_equal(rule_answer_step(rig->answer, rig->state, &budget, &err),
                     1);
    assert_int_equal(budget, 0);
}

static void
rule_answer_of_too_many_series_is_an_error_and_changes_nothing(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};
    size_t budget = SIZE_MAX;

    ask_at(rig, 20 * minute_ms);
    tell_series(rig, "a");
    tell(rig, 10, 20);
    apply(rig);
    ask_at(rig, 21 * minute_ms);
    for (int i = 0; i <= RULE_ANSWER_SERIES; i++) {
        char pod[24];

        (void)snprintf(pod, sizeof(pod), "p%d", i);
        tell_series(rig, pod);
        tell(rig, 21, 21);
    }

    assert_int_equal(rule_answer_step(rig->answer, rig->state, &budget, &err),
                     -1);
    assert_string_equal(err.text,
                        "more than 1000 alerts at once are too many to be "
                        "evaluated here: have Prometheus load the rule");
    assert_int_equal(rule_state_count(rig->state), 1);
    assert_int_equal(find(rig, "a")->active_at_ms, 10 * minute_ms);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(rule_answer_of_the_past_starts_the_clock_there),
        CASE(rule_answer_with_a_gap_starts_the_clock_anew),
        CASE(rule_answer_with_a_gap_in_all_series_starts_the_clock_anew),
        CASE(rule_answer_with_a_gap_ends_what_fired_before_it),
        CASE(rule_answer_with_a_short_gap_is_bridged_by_keep_firing_for),
        CASE(rule_answer_with_times_far_apart_ends),
        CASE(rule_answer_of_moved_steps_reaches_to_now),
        CASE(rule_answer_that_is_empty_resolves),
        CASE(rule_answer_that_ended_before_now_resolves),
        CASE(rule_answer_of_many_series_keeps_the_newest_steps_whole),
        CASE(rule_answer_that_is_too_long_keeps_the_moment_of_asking),
        CASE(rule_answer_step_stops_when_the_budget_is_used_up),
        CASE(rule_answer_of_too_many_series_is_an_error_and_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
