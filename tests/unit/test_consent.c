/* test_consent.c - asked, given, taken; and everything that voids it. */
#include "tests/unit/action_fixture.h"

#include "action/claim.h"
#include "action/consent.h"

static const unsigned char chance[16] = {0xab, 1, 2, 3};

/* Plans a step of that risk. */
static void plan_of(struct plan *plan, struct fixture *fixture,
                    const char *command, enum risk risk)
{
    struct plan_input input = fixture_input(fixture);

    fixture->step.command = command;
    fixture->step.risk = risk;
    plan_make(plan, &input);
    assert_null(plan->refusal);
}

static int ask(struct consent *consent, const struct plan *plan)
{
    return consent_ask(consent, plan, false, chance, 1000, NULL);
}

static void ask_when_read_then_enter_gives_it(void **state)
{
    struct plan plan;
    struct consent consent;

    plan_of(&plan, *state, "kubectl get pods", RISK_READ);

    assert_int_equal(ask(&consent, &plan), 0);
    assert_int_equal(consent.kind, CONSENT_ENTER);
    assert_string_equal(consent.id, "ab010203000000000000000000000000");
    assert_int_equal(consent_give(&consent, "y", 1001, NULL), -1);
    assert_int_equal(consent_give(&consent, "", 1002, NULL), 0);
    assert_int_equal(consent_take(&consent, &plan, 1003, NULL), 0);
    plan_clear(&plan);
}

static void ask_when_change_then_only_y_gives_it(void **state)
{
    struct plan plan;
    struct consent consent;

    plan_of(&plan, *state, "kubectl scale deployment/x --replicas=2",
            RISK_CHANGE);

    assert_int_equal(ask(&consent, &plan), 0);
    assert_int_equal(consent.kind, CONSENT_YES);
    assert_int_equal(consent_give(&consent, "", 1001, NULL), -1);
    assert_int_equal(consent_give(&consent, "Y", 1001, NULL), -1);
    assert_int_equal(consent_give(&consent, "yes", 1001, NULL), -1);
    assert_int_equal(consent_take(&consent, &plan, 1002, NULL), -1);
    plan_clear(&plan);
}

static void ask_when_change_in_production_then_wants_the_context(void **state)
{
    struct fixture *fixture = *state;
    struct plan plan;
    struct consent consent;

    fixture->context.is_production = true;
    plan_of(&plan, fixture, "kubectl scale deployment/x --replicas=2",
            RISK_CHANGE);

    assert_int_equal(ask(&consent, &plan), 0);
    assert_int_equal(consent.kind, CONSENT_WORD);
    assert_string_equal(consent.word, "prod-eu");
    assert_int_equal(consent_give(&consent, "y", 1001, NULL), -1);
    assert_int_equal(consent_give(&consent, "prod-eu ", 1001, NULL), -1);
    assert_int_equal(consent_give(&consent, "prod-eu", 1001, NULL), 0);
    plan_clear(&plan);
}

static void ask_when_destructive_then_wants_the_word_of_the_fence(void **state)
{
    struct fixture *fixture = *state;
    struct plan plan;
    struct consent consent;

    fixture->step.confirm = "delete-it";
    plan_of(&plan, fixture, "kubectl delete ns x", RISK_DESTRUCTIVE);

    assert_int_equal(ask(&consent, &plan), 0);
    assert_int_equal(consent.kind, CONSENT_WORD);
    assert_string_equal(consent.word, "delete-it");
    assert_int_equal(consent_give(&consent, "prod-eu", 1001, NULL), -1);
    assert_int_equal(consent_give(&consent, "delete-it", 1001, NULL), 0);
    plan_clear(&plan);
}

static void ask_when_read_only_then_refuses_above_read(void **state)
{
    struct plan plan;
    struct consent consent;
    struct err err = {0};

    plan_of(&plan, *state, "kubectl get pods", RISK_READ);
    assert_int_equal(consent_ask(&consent, &plan, true, chance, 0, &err), 0);
    plan_clear(&plan);
    plan_of(&plan, *state, "some-tool --do", RISK_CHANGE);

    assert_int_equal(consent_ask(&consent, &plan, true, chance, 0, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_int_equal(consent.state, CONSENT_NONE);
    plan_clear(&plan);
}

static void ask_when_the_plan_refuses_then_gives_its_reason(void **state)
{
    struct fixture *fixture = *state;
    struct plan_input input = fixture_input(fixture);
    struct plan plan;
    struct consent consent;
    struct err err = {0};

    fixture->step.problem = "a quote is never closed";
    plan_make(&plan, &input);

    assert_int_equal(consent_ask(&consent, &plan, false, chance, 0, &err), -1);
    assert_string_equal(err.text, "a quote is never closed");
    plan_clear(&plan);
}

static void take_when_used_already_then_refuses(void **state)
{
    struct plan plan;
    struct consent consent;

    plan_of(&plan, *state, "true", RISK_READ);
    assert_int_equal(ask(&consent, &plan), 0);
    assert_int_equal(consent_give(&consent, "", 1001, NULL), 0);
    assert_int_equal(consent_take(&consent, &plan, 1002, NULL), 0);

    assert_int_equal(consent_take(&consent, &plan, 1003, NULL), -1);
    plan_clear(&plan);
}

static void take_when_a_minute_has_passed_then_refuses(void **state)
{
    struct plan plan;
    struct consent consent;

    plan_of(&plan, *state, "true", RISK_READ);
    assert_int_equal(ask(&consent, &plan), 0);
    assert_int_equal(consent_left_ms(&consent, 1000), 60000);
    assert_int_equal(consent_give(&consent, "", 60999, NULL), 0);

    assert_int_equal(consent_left_ms(&consent, 61000), 0);
    assert_int_equal(consent_take(&consent, &plan, 61000, NULL), -1);
    assert_int_equal(consent.state, CONSENT_NONE);
    plan_clear(&plan);
}

static void give_when_too_late_then_it_is_void(void **state)
{
    struct plan plan;
    struct consent consent;

    plan_of(&plan, *state, "true", RISK_READ);
    assert_int_equal(ask(&consent, &plan), 0);

    assert_int_equal(consent_give(&consent, "", 61000, NULL), -1);
    assert_int_equal(consent_give(&consent, "", 1001, NULL), -1);
    plan_clear(&plan);
}

/* Gives a consent for one plan and tries to take it for a changed one. */
static void refuses_changed(struct fixture *fixture, const struct plan *plan,
                            struct plan *changed)
{
    struct consent consent;
    struct err err = {0};

    (void)fixture;
    assert_int_equal(ask(&consent, plan), 0);
    assert_int_equal(consent_give(&consent, "", 1001, NULL), 0);
    assert_int_equal(consent_take(&consent, changed, 1002, &err), -1);
    assert_string_equal(err.text, "the consent was given for something else");
    assert_int_equal(consent_take(&consent, plan, 1002, NULL), -1);
}

static void take_when_anything_shown_has_changed_then_refuses(void **state)
{
    struct fixture *fixture = *state;
    struct plan plan, changed;
    struct plan_variable variable = {.name = "A", .value = "b"};

    plan_of(&plan, fixture, "echo a", RISK_READ);
    changed = plan;
    changed.command = "echo a ";
    refuses_changed(fixture, &plan, &changed);
    changed = plan;
    changed.shell = "sh";
    refuses_changed(fixture, &plan, &changed);
    changed = plan;
    changed.context = "prod-us";
    refuses_changed(fixture, &plan, &changed);
    changed = plan;
    changed.namespace_name = "default";
    refuses_changed(fixture, &plan, &changed);
    changed = plan;
    changed.kubectl_context = "other";
    refuses_changed(fixture, &plan, &changed);
    changed = plan;
    changed.timeout_ms++;
    refuses_changed(fixture, &plan, &changed);
    changed = plan;
    changed.variables = &variable;
    changed.variable_count = 1;
    refuses_changed(fixture, &plan, &changed);
    plan_clear(&plan);
}

static void withdraw_when_asked_then_nothing_can_be_given(void **state)
{
    struct plan plan;
    struct consent consent;

    plan_of(&plan, *state, "true", RISK_READ);
    assert_int_equal(ask(&consent, &plan), 0);

    consent_withdraw(&consent);

    assert_int_equal(consent_give(&consent, "", 1001, NULL), -1);
    plan_clear(&plan);
}

static void claim_when_made_twice_then_refuses(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};

    assert_int_equal(claim_make(fixture->dir, "ab", 0, &err), 0);
    assert_int_equal(claim_make(fixture->dir, "ab", 0, &err), -1);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_int_equal(claim_make(fixture->dir, "cd", 0, &err), 0);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ask_when_read_then_enter_gives_it),
        TEST(ask_when_change_then_only_y_gives_it),
        TEST(ask_when_change_in_production_then_wants_the_context),
        TEST(ask_when_destructive_then_wants_the_word_of_the_fence),
        TEST(ask_when_read_only_then_refuses_above_read),
        TEST(ask_when_the_plan_refuses_then_gives_its_reason),
        TEST(take_when_used_already_then_refuses),
        TEST(take_when_a_minute_has_passed_then_refuses),
        TEST(give_when_too_late_then_it_is_void),
        TEST(take_when_anything_shown_has_changed_then_refuses),
        TEST(withdraw_when_asked_then_nothing_can_be_given),
        TEST(claim_when_made_twice_then_refuses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
