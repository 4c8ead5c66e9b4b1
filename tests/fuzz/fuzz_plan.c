/* fuzz_plan.c - any command becomes a plan or a refusal, and no value that is
 * typed for a placeholder becomes part of its text. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "action/plan.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whether it cannot be part of the reference that stands for it. */
static bool is_a_strangers(const char *value)
{
    return strlen(value) > 5 &&
           value[strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_${}\"'")];
}

/* The first byte says how; then come the command, and behind a NUL the value.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char name[] = "prod", space[] = "observability";
    static const char *const asked[] = {"<pod>"};
    struct context_settings context = {.name = name, .namespace_name = space};
    const struct runbook runbook = {.id = "r", .title = "R"};
    struct step step = {.number = 1,
                        .title = "S",
                        .language = "bash",
                        .section = "",
                        .reason = "",
                        .placeholders = (const char **)asked,
                        .placeholder_count = 1,
                        .timeout_ms = STEP_TIMEOUT_MS};
    char *command =
        xstrndup((const char *)data + (size > 0), size - (size > 0));
    size_t length = strlen(command);
    char *value = length + 2 < size ? xstrndup((const char *)data + length + 2,
                                               size - length - 2)
                                    : xstrdup("x9y8z7");
    const struct plan_pair typed = {.name = asked[0], .value = value};
    struct plan plan;

    step.command = command;
    plan_make(&plan, &(struct plan_input){.runbook = &runbook,
                                          .step = &step,
                                          .context = &context,
                                          .placeholders = &typed,
                                          .placeholder_count = 1,
                                          .is_dry_run = size && data[0] & 1});
    assert(plan.refusal || plan.command);
    if (!plan.refusal && !plan.is_dry_run && is_a_strangers(value) &&
        !strstr(command, value))
        assert(!strstr(plan.command, value));
    plan_clear(&plan);
    free(value);
    free(command);
    return 0;
}
