/* fuzz_guide.c - any bytes give a guide that holds together, or an error. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "runbook/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct guide guide;
    struct err err = {0};
    struct lint_report report;
    int rc = guide_parse(&guide, "fuzz", (const char *)data, size, &err);

    if (rc < 0)
        assert(!strncmp(err.text, "fuzz: ", 6));
    for (size_t i = 0; rc == 0 && i < guide.count; i++) {
        const struct runbook *runbook = &guide.runbooks[i];

        assert(guide_find(&guide, runbook->id) == runbook && runbook->title[0]);
        assert(runbook->line >= 1 && runbook->block < runbook->block_end);
        for (size_t k = 0; k < runbook_steps(runbook)->count; k++) {
            const struct step *step = &runbook_steps(runbook)->steps[k];

            assert(step->number == (int)k + 1 && step->reason);
            assert(step->line >= 1 && step->line <= step->last_line);
            assert(step->block < guide.page.count);
        }
    }
    if (rc == 0) {
        lint_guide(&report, &guide);
        for (size_t i = 0; i < report.count; i++)
            assert(report.findings[i].line >= 1);
        lint_clear(&report);
    }
    guide_clear(&guide);
    return 0;
}
