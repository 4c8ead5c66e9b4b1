/* test_rule_state.c - the life of alerts, on a clock of our own. */
#include "tests/test.h"

#include <stdio.h>

#include "alert/rule_state.h"

static struct rule_pair rule_labels[] = {
    {(char *)"severity", (char *)"warning"},
    {(char *)"job", (char *)"{{ $labels.job }}-{{ $value }}"}};
static struct rule_pair annotations[] = {
    {(char *)"summary", (char *)"{{ $labels.pod }}: {{ $value }}"},
    {(char *)"fixed", (char *)"text"}};

static const struct rule plain = {
    .name = (char *)"A",
    .is_alert = true,
    .expression = (char *)"x",
    .for_ms = 60000,
    .labels = rule_labels,
    .label_count = 1,
    .annotations = annotations,
    .annotation_count = 2,
};

struct fixture {
    struct symtab *table;
    struct rule rule;
    struct rule_state *state;
    const struct labels *one, *two;
};

static const struct labels *make(struct symtab *table, const char *pod,
                                 const char *extra)
{
    const struct label_text pairs[] = {{"__name__", 8, extra, strlen(extra)},
                                       {"pod", 3, pod, strlen(pod)},
                                       {"severity", 8, "own", 3},
                                       {"job", 3, "j", 1}};

    return labels_intern(table, pairs, 4);
}

static void begin(struct fixture *fixture, const struct rule *rule,
                  size_t limit)
{
    fixture->table = symtab_new();
    fixture->rule = *rule;
    fixture->one = make(fixture->table, "c-1", "m");
    fixture->two = make(fixture->table, "c-2", "m");
    fixture->state = rule_state_new(&(struct rule_setting){
        .table = fixture->table, .rule = &fixture->rule, .limit = limit});
}

static void end(struct fixture *fixture)
{
    rule_state_free(fixture->state);
    labels_unref(fixture->table, fixture->one);
    labels_unref(fixture->table, fixture->two);
    symtab_free(fixture->table);
}

/* One evaluation at `second`; `first` says whether pod c-1 is in the answer. */
static void evaluate(struct fixture *fixture, int second, bool first)
{
    rule_state_begin(fixture->state, (int64_t)second * 1000);
    if (first)
        rule_state_element(fixture->state, fixture->one, second);
    assert_int_equal(rule_state_commit(fixture->state, NULL), 0);
}

static const struct rule_instance *only(const struct fixture *fixture)
{
    assert_int_equal(rule_state_count(fixture->state), 1);
    return rule_state_at(fixture->state, 0);
}

static void rule_state_of_a_lasting_condition_fires_after_for(void **state)
{
    struct fixture fixture;
    (void)state;

    begin(&fixture, &plain, 0);
    evaluate(&fixture, 10, true);
    assert_int_equal(only(&fixture)->state, RULE_PENDING);
    evaluate(&fixture, 69, true);
    assert_int_equal(only(&fixture)->state, RULE_PENDING);
    evaluate(&fixture, 70, true);

    assert_int_equal(only(&fixture)->state, RULE_FIRING);
    assert_int_equal(only(&fixture)->active_at_ms, 10000);
    assert_int_equal(only(&fixture)->fired_at_ms, 70000);
    assert_near(only(&fixture)->value, 70, 0);
    assert_string_equal(
        rule_state_annotation(fixture.state, only(&fixture), "summary"),
        "c-1: 70");
    assert_string_equal(
        rule_state_annotation(fixture.state, only(&fixture), "fixed"), "text");
    assert_null(rule_state_annotation(fixture.state, only(&fixture), "x"));
    end(&fixture);
}

static void rule_state_of_an_element_overlays_its_labels(void **state)
{
    struct rule rule = plain;
    struct fixture fixture;
    const struct labels *labels;
    (void)state;

    rule.label_count = 2;
    begin(&fixture, &rule, 0);
    evaluate(&fixture, 5, true);

    labels = only(&fixture)->labels;
    assert_int_equal(labels_count(labels), 4);
    assert_string_equal(labels_get(labels, "alertname"), "A");
    assert_string_equal(labels_get(labels, "pod"), "c-1");
    assert_string_equal(labels_get(labels, "severity"), "warning");
    assert_string_equal(labels_get(labels, "job"), "j-5");
    end(&fixture);
}

static void rule_state_without_for_fires_at_once(void **state)
{
    struct rule rule = plain;
    struct fixture fixture;
    (void)state;

    rule.for_ms = 0;
    begin(&fixture, &rule, 0);
    evaluate(&fixture, 1, true);

    assert_int_equal(only(&fixture)->state, RULE_FIRING);
    assert_int_equal(only(&fixture)->fired_at_ms, 1000);
    end(&fixture);
}

static void rule_state_when_it_ends_while_pending_forgets(void **state)
{
    struct fixture fixture;
    (void)state;

    begin(&fixture, &plain, 0);
    evaluate(&fixture, 0, true);
    evaluate(&fixture, 30, false);
    assert_int_equal(rule_state_count(fixture.state), 0);
    evaluate(&fixture, 60, true);

    assert_int_equal(only(&fixture)->state, RULE_PENDING);
    assert_int_equal(only(&fixture)->active_at_ms, 60000);
    end(&fixture);
}

static void rule_state_when_it_ends_while_firing_is_kept_an_hour(void **state)
{
    struct fixture fixture;
    (void)state;

    begin(&fixture, &plain, 0);
    evaluate(&fixture, 0, true);
    evaluate(&fixture, 60, true);
    evaluate(&fixture, 90, false);
    assert_int_equal(only(&fixture)->state, RULE_RESOLVED);
    assert_int_equal(only(&fixture)->resolved_at_ms, 90000);
    assert_near(only(&fixture)->value, 60, 0);
    evaluate(&fixture, 90 + 3600, false);
    assert_int_equal(only(&fixture)->state, RULE_RESOLVED);
    evaluate(&fixture, 91 + 3600, false);

    assert_int_equal(rule_state_count(fixture.state), 0);
    end(&fixture);
}

static void rule_state_when_a_resolved_one_is_back_begins_anew(void **state)
{
    struct fixture fixture;
    (void)state;

    begin(&fixture, &plain, 0);
    evaluate(&fixture, 0, true);
    evaluate(&fixture, 60, true);
    evaluate(&fixture, 90, false);
    evaluate(&fixture, 120, true);

    assert_int_equal(only(&fixture)->state, RULE_PENDING);
    assert_int_equal(only(&fixture)->active_at_ms, 120000);
    assert_int_equal(only(&fixture)->resolved_at_ms, -1);
    end(&fixture);
}

static void rule_state_with_keep_firing_for_fires_on(void **state)
{
    struct rule rule = plain;
    struct fixture fixture;
    (void)state;

    rule.keep_firing_for_ms = 120000;
    begin(&fixture, &rule, 0);
    evaluate(&fixture, 0, true);
    evaluate(&fixture, 60, true);
    evaluate(&fixture, 90, false);
    assert_int_equal(only(&fixture)->state, RULE_FIRING);
    assert_int_equal(only(&fixture)->kept_since_ms, 90000);
    evaluate(&fixture, 150, true);
    assert_int_equal(only(&fixture)->kept_since_ms, -1);
    evaluate(&fixture, 180, false);
    evaluate(&fixture, 299, false);
    assert_int_equal(only(&fixture)->state, RULE_FIRING);
    evaluate(&fixture, 300, false);

    assert_int_equal(only(&fixture)->state, RULE_RESOLVED);
    end(&fixture);
}

static void rule_state_with_equal_labels_fails_and_stays(void **state)
{
    const struct labels *other;
    struct fixture fixture;
    struct err err = {0};
    (void)state;

    begin(&fixture, &plain, 0);
    other = make(fixture.table, "c-1", "n");
    evaluate(&fixture, 0, true);
    rule_state_begin(fixture.state, 60000);
    rule_state_element(fixture.state, fixture.one, 1);
    rule_state_element(fixture.state, other, 2);

    assert_int_equal(rule_state_commit(fixture.state, &err), -1);
    assert_string_equal(err.text,
                        "vector contains metrics with the same labelset after "
                        "applying alert labels");
    assert_int_equal(only(&fixture)->state, RULE_PENDING);
    assert_near(only(&fixture)->value, 0, 0);
    labels_unref(fixture.table, other);
    end(&fixture);
}

static void rule_state_past_the_limit_of_its_group_clears(void **state)
{
    struct fixture fixture;
    struct err err = {0};
    (void)state;

    begin(&fixture, &plain, 1);
    evaluate(&fixture, 0, true);
    rule_state_begin(fixture.state, 60000);
    rule_state_element(fixture.state, fixture.one, 1);
    rule_state_element(fixture.state, fixture.two, 2);

    assert_int_equal(rule_state_commit(fixture.state, &err), -1);
    assert_string_equal(err.text, "exceeded limit of 1 with 2 alerts");
    assert_int_equal(rule_state_count(fixture.state), 0);
    end(&fixture);
}

static void rule_state_continue_goes_on_with_a_clock_once(void **state)
{
    const struct label_text pairs[] = {{"alertname", 9, "A", 1},
                                       {"pod", 3, "c-1", 3},
                                       {"job", 3, "j", 1},
                                       {"severity", 8, "warning", 7}};
    const struct labels *known;
    struct fixture fixture;
    (void)state;

    begin(&fixture, &plain, 0);
    known = labels_intern(fixture.table, pairs, 4);
    rule_state_continue(fixture.state, known, 1000);
    labels_unref(fixture.table, known);
    evaluate(&fixture, 61, true);
    assert_int_equal(only(&fixture)->state, RULE_FIRING);
    assert_int_equal(only(&fixture)->active_at_ms, 1000);
    evaluate(&fixture, 70, false);
    evaluate(&fixture, 80, true);

    assert_int_equal(only(&fixture)->active_at_ms, 80000);
    end(&fixture);
}

static void rule_state_of_too_many_counts_the_rest(void **state)
{
    struct fixture fixture;
    (void)state;

    begin(&fixture, &plain, 0);
    rule_state_begin(fixture.state, 0);
    for (int i = 0; i < RULE_INSTANCES_MAX + 7; i++) {
        const struct labels *labels;
        char pod[20];

        (void)snprintf(pod, sizeof(pod), "p-%d", i);
        labels = make(fixture.table, pod, "m");
        rule_state_element(fixture.state, labels, i);
        labels_unref(fixture.table, labels);
    }
    assert_int_equal(rule_state_commit(fixture.state, NULL), 0);

    assert_int_equal(rule_state_count(fixture.state), RULE_INSTANCES_MAX);
    assert_int_equal(rule_state_left_out(fixture.state), 7);
    evaluate(&fixture, 1, true);
    assert_int_equal(rule_state_left_out(fixture.state), 0);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rule_state_of_a_lasting_condition_fires_after_for),
        cmocka_unit_test(rule_state_of_an_element_overlays_its_labels),
        cmocka_unit_test(rule_state_without_for_fires_at_once),
        cmocka_unit_test(rule_state_when_it_ends_while_pending_forgets),
        cmocka_unit_test(rule_state_when_it_ends_while_firing_is_kept_an_hour),
        cmocka_unit_test(rule_state_when_a_resolved_one_is_back_begins_anew),
        cmocka_unit_test(rule_state_with_keep_firing_for_fires_on),
        cmocka_unit_test(rule_state_with_equal_labels_fails_and_stays),
        cmocka_unit_test(rule_state_past_the_limit_of_its_group_clears),
        cmocka_unit_test(rule_state_continue_goes_on_with_a_clock_once),
        cmocka_unit_test(rule_state_of_too_many_counts_the_rest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
