/* plan_show.c - the confirmation, without a screen. */
#include "cli/plan_show.h"

#include <string.h>

#include "base/buf.h"
#include "base/duration.h"
#include "cli/cli.h"

enum { OUT_MAX = 1024 * 1024 };

int plan_show(const struct plan *plan)
{
    char timeout[32];
    struct buf out;

    buf_init(&out, OUT_MAX);
    duration_format(timeout, sizeof(timeout), plan->timeout_ms);
    buf_printf(&out, "%sstep %d of %s: %s\n\n",
               plan->is_printed ? "would run " : "", plan->step, plan->runbook,
               plan->step_title);
    for (const char *at = plan->command; *at;) {
        size_t length = strcspn(at, "\n");

        buf_printf(&out, "  %.*s\n", (int)length, at);
        at += length;
        at += *at == '\n';
    }
    buf_add_char(&out, '\n');
    for (size_t i = 0; i < plan->variable_count; i++)
        if (plan->variables[i].is_used)
            buf_printf(&out, "%-9s %s\n", plan->variables[i].name,
                       plan->variables[i].value);
    buf_printf(&out, "context   %s%s    namespace %s    timeout %s    %s\n",
               plan->context, plan->is_production ? " (production)" : "",
               plan->namespace_name, timeout, plan->shell);
    if (plan->kubectl_context[0])
        buf_printf(&out, "kubectl   %s\n", plan->kubectl_context);
    buf_printf(&out, "risk      %s: %s\n", risk_name(plan->risk), plan->reason);
    if (plan->refusal)
        buf_printf(&out, "refused   %s\n", plan->refusal);
    return cli_print(&out);
}
