/* test_policy.c - who answers, by when, and the checks of its YAML. */
#include "tests/test.h"

#include "alert/policy.h"

#define MINUTES(count) ((int64_t)(count)*60000)
#define HOURS(count) ((int64_t)(count)*3600000)

static void assert_next(const struct policy *policy, enum severity severity,
                        int64_t age_ms, const struct policy_next *expected)
{
    struct policy_next next =
        policy_next(policy, severity, 5000 + age_ms, 5000);

    assert_string_equal(next.who, expected->who);
    assert_int_equal(next.step, expected->step);
    assert_int_equal(next.until_ms, expected->until_ms);
    assert_int_equal(next.is_overdue, expected->is_overdue);
}

static void policy_next_of_a_critical_goes_up_every_15_minutes(void **state)
{
    struct policy policy;
    char *channels;
    (void)state;

    policy_init(&policy);
    assert_next(
        &policy, SEVERITY_CRITICAL, 0,
        &(struct policy_next){"on-call SRE", 0, 5000 + MINUTES(15), false});
    assert_next(
        &policy, SEVERITY_CRITICAL, MINUTES(15) - 1,
        &(struct policy_next){"on-call SRE", 0, 5000 + MINUTES(15), false});
    assert_next(
        &policy, SEVERITY_CRITICAL, MINUTES(15),
        &(struct policy_next){"SRE manager", 1, 5000 + MINUTES(30), true});
    assert_next(&policy, SEVERITY_CRITICAL, MINUTES(500),
                &(struct policy_next){"CTO", 2, -1, true});
    assert_int_equal(policy_respond_by(&policy, SEVERITY_CRITICAL, 7), 7);
    channels = policy_channels(&policy, SEVERITY_CRITICAL);
    assert_string_equal(channels, "PagerDuty, Slack");
    free(channels);
    policy_clear(&policy);
}

static void policy_next_of_a_warning_has_30_minutes(void **state)
{
    struct policy policy;
    (void)state;

    policy_init(&policy);
    assert_next(
        &policy, SEVERITY_WARNING, MINUTES(29),
        &(struct policy_next){"on-call SRE", 0, 5000 + MINUTES(30), false});
    assert_next(&policy, SEVERITY_WARNING, MINUTES(30),
                &(struct policy_next){"SRE manager", 1, -1, true});
    assert_int_equal(policy_respond_by(&policy, SEVERITY_WARNING, 7),
                     7 + MINUTES(30));
    policy_clear(&policy);
}

static void policy_next_of_an_info_is_never_overdue(void **state)
{
    struct policy policy;
    (void)state;

    policy_init(&policy);
    assert_next(&policy, SEVERITY_INFO, HOURS(1000),
                &(struct policy_next){"SRE team", 0, -1, false});
    assert_int_equal(policy_respond_by(&policy, SEVERITY_INFO, 7), -1);
    policy_clear(&policy);
}

static void policy_class_of_an_incident_has_its_time(void **state)
{
    const int64_t friday = 1795132800000; /* 2026-11-20T00:00:00Z */
    const int64_t monday = friday + HOURS(72);
    struct policy policy;
    const struct policy_class *minor;
    (void)state;

    policy_init(&policy);
    assert_int_equal(
        policy_class_respond_by(policy_class_find(&policy, "p0"), 9),
        9 + MINUTES(15));
    assert_int_equal(
        policy_class_respond_by(policy_class_find(&policy, "P2"), 9),
        9 + HOURS(2));
    minor = policy_class_find(&policy, "P3");
    assert_string_equal(minor->title, "minor issue");
    assert_int_equal(policy_class_respond_by(minor, friday + HOURS(10)),
                     monday + HOURS(24));
    assert_int_equal(policy_class_respond_by(minor, monday - HOURS(1)),
                     monday + HOURS(24));
    assert_int_equal(policy_class_respond_by(minor, monday),
                     monday + HOURS(48));
    assert_null(policy_class_find(&policy, "P4"));
    policy_clear(&policy);
}

static int read(struct policy *policy, const char *text, struct err *err)
{
    struct yaml_doc *doc = yaml_parse("c.yaml", text, strlen(text), NULL);
    int rc;

    assert_non_null(doc);
    rc = policy_read(policy, "c.yaml", yaml_get(yaml_root(doc), "escalation"),
                     err);
    yaml_close(doc);
    return rc;
}

static void policy_read_changes_only_what_is_given(void **state)
{
    struct policy policy;
    (void)state;

    policy_init(&policy);
    assert_int_equal(read(&policy, "other: 1\n", NULL), 0);
    assert_int_equal(
        read(&policy,
             "escalation:\n"
             "  warning:\n"
             "    respond: 10m\n"
             "    path: [ann, bob, cy]\n"
             "  critical: {respond: best effort, channels: [phone]}\n"
             "  classes:\n"
             "    P1: {title: half, respond: next business day}\n"
             "    P3: {respond: 1d}\n",
             NULL),
        0);

    assert_int_equal(policy.levels[SEVERITY_WARNING].respond_ms, MINUTES(10));
    assert_int_equal(policy.levels[SEVERITY_WARNING].escalate_after_ms,
                     MINUTES(30));
    assert_next(&policy, SEVERITY_WARNING, MINUTES(60),
                &(struct policy_next){"cy", 2, -1, true});
    assert_int_equal(policy.levels[SEVERITY_CRITICAL].respond_ms,
                     POLICY_BEST_EFFORT);
    assert_string_equal(policy.levels[SEVERITY_CRITICAL].channels.items[0],
                        "phone");
    assert_int_equal(policy.levels[SEVERITY_CRITICAL].path.count, 3);
    assert_string_equal(policy.classes[1].title, "half");
    assert_int_equal(policy.classes[1].respond_ms, POLICY_NEXT_BUSINESS_DAY);
    assert_int_equal(policy.classes[3].respond_ms, HOURS(24));
    policy_clear(&policy);
}

static void policy_read_of_what_is_wrong_names_line_and_key(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"escalation: soon\n", "c.yaml:1: escalation: must be a map"},
        {"escalation:\n  warnin: {}\n",
         "c.yaml:2: warnin: unknown key; did you mean 'warning'?"},
        {"escalation:\n  info: {pth: [a]}\n",
         "c.yaml:2: pth: unknown key; did you mean 'path'?"},
        {"escalation:\n  info:\n    path: []\n",
         "c.yaml:3: path: must be a list of 1 to 20 names"},
        {"escalation:\n  info:\n    path: ['']\n",
         "c.yaml:3: path: a name must be a text of 1 to 100 bytes"},
        {"escalation:\n  info: {escalate_after: 0s}\n",
         "c.yaml:2: escalate_after: must be 1s or more"},
        {"escalation:\n  info: {respond: x}\n",
         "c.yaml:2: respond: 'x' is not a duration (expected a number); write "
         "250ms, 30s, 1m30s; or 'best effort'"},
        {"escalation:\n  classes: {P9: {}}\n",
         "c.yaml:2: P9: unknown key; did you mean 'P0'?"},
        {"escalation:\n  classes: {P1: {title: ''}}\n",
         "c.yaml:2: title: must be a text of 1 to 100 bytes"},
    };
    struct policy policy;
    (void)state;

    policy_init(&policy);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = {0};

        assert_int_equal(read(&policy, cases[i].text, &err), -1);
        assert_string_equal(err.text, cases[i].why);
    }
    policy_clear(&policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policy_next_of_a_critical_goes_up_every_15_minutes),
        cmocka_unit_test(policy_next_of_a_warning_has_30_minutes),
        cmocka_unit_test(policy_next_of_an_info_is_never_overdue),
        cmocka_unit_test(policy_class_of_an_incident_has_its_time),
        cmocka_unit_test(policy_read_changes_only_what_is_given),
        cmocka_unit_test(policy_read_of_what_is_wrong_names_line_and_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
