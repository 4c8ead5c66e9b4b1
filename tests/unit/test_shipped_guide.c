/* test_shipped_guide.c - the guide in the binary keeps what it promises. */
#include "tests/test.h"

#include <stdio.h>

#include "config/embedded.h"
#include "runbook/guide.h"
#include "runbook/lint.h"

static struct guide guide;
static struct err err;

struct pair {
    const char *alert;
    const char *id;
};

static int load(void **state)
{
    const struct embedded *file = embedded_find("guide/tracing.md");
    (void)state;

    if (!file)
        return -1;
    return guide_parse(&guide, file->path, file->bytes, file->length, &err);
}

static int clear(void **state)
{
    (void)state;
    guide_clear(&guide);
    return 0;
}

static void shipped_guide_when_linted_has_no_finding(void **state)
{
    struct lint_report report;
    size_t count;
    (void)state;

    lint_guide(&report, &guide);
    for (size_t i = 0; i < report.count; i++)
        print_message("%d: %s: %s\n", report.findings[i].line,
                      report.findings[i].rule, report.findings[i].message);
    count = report.count;
    lint_clear(&report);

    assert_int_equal(count, 0);
}

static void shipped_guide_ties_each_alert_to_its_runbook(void **state)
{
    static const struct pair pairs[] = {
        {"JaegerCollectorDown", "jaeger-collector-down"},
        {"ElasticsearchClusterRed", "elasticsearch-cluster-red"},
        {"ElasticsearchDiskUsageHigh", "elasticsearch-disk-full"},
        {"HighTraceQueryLatency", "high-query-latency"},
        {"OTelCollectorHighCPU", "otel-collector-high-cpu"},
        {"JaegerKafkaLagHigh", "kafka-lag-high"},
        {"LowTraceVolume", "low-trace-volume"},
        {"TraceVolumeHigh", "trace-volume-high"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        const struct runbook *runbook =
            guide_find_for_alert(&guide, pairs[i].alert, NULL);

        assert_non_null(runbook);
        assert_string_equal(runbook->id, pairs[i].id);
    }
}

/* The rules that are compiled in, and the runbooks that they name. */
static void shipped_guide_has_a_runbook_for_every_shipped_rule(void **state)
{
    const struct embedded *file = embedded_find("rules/tracing.yaml");
    char name[128];
    size_t alerts = 0;
    (void)state;

    assert_non_null(file);
    for (const char *at = file->bytes; (at = strchr(at, '\n')); at++) {
        const char *line = at + 1 + strspn(at + 1, " -");

        if (sscanf(line, "alert: %127[A-Za-z]", name) == 1) {
            alerts++;
            if (!guide_find_for_alert(&guide, name, NULL))
                fail_msg("no runbook for %s", name);
        } else if (sscanf(line, "runbook: %127[a-z-]", name) == 1) {
            if (!guide_find(&guide, name))
                fail_msg("a rule names a runbook that is not there: %s", name);
        }
    }
    assert_true(alerts >= 7);
}

static void shipped_guide_looks_before_it_changes(void **state)
{
    (void)state;

    for (size_t i = 0; i < guide.count; i++) {
        const struct runbook *runbook = &guide.runbooks[i];

        if (!runbook->alert_count)
            continue;
        assert_true(runbook_steps(runbook)->count > 2);
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(runbook_steps(runbook)->steps[k].risk, RISK_READ);
    }
}

static void shipped_guide_tells_what_each_step_needs(void **state)
{
    static const char *const words[] = {"Expect: ", "Undo: ", "Fits: "};
    size_t steps = 0;
    (void)state;

    for (size_t i = 0; i < guide.count; i++)
        for (size_t k = 0; k < runbook_steps(&guide.runbooks[i])->count; k++) {
            const struct step *step =
                &runbook_steps(&guide.runbooks[i])->steps[k];

            steps++;
            if (step->is_held_back)
                fail_msg("line %d: held back", step->line);
            for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
                if (!strstr(step->command, words[w]))
                    fail_msg("line %d: no %s", step->line, words[w]);
        }
    assert_true(steps > 100);
}

static void shipped_guide_asks_for_a_word_before_it_destroys(void **state)
{
    size_t destructive = 0;
    (void)state;

    for (size_t i = 0; i < guide.count; i++)
        for (size_t k = 0; k < runbook_steps(&guide.runbooks[i])->count; k++) {
            const struct step *step =
                &runbook_steps(&guide.runbooks[i])->steps[k];

            if (step->risk != RISK_DESTRUCTIVE)
                continue;
            destructive++;
            if (!step->confirm)
                fail_msg("line %d: no word to type", step->line);
        }
    assert_true(destructive > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_guide_when_linted_has_no_finding),
        cmocka_unit_test(shipped_guide_ties_each_alert_to_its_runbook),
        cmocka_unit_test(shipped_guide_has_a_runbook_for_every_shipped_rule),
        cmocka_unit_test(shipped_guide_looks_before_it_changes),
        cmocka_unit_test(shipped_guide_tells_what_each_step_needs),
        cmocka_unit_test(shipped_guide_asks_for_a_word_before_it_destroys),
    };

    return cmocka_run_group_tests(tests, load, clear);
}
