/* plan.c - putting a plan together. */
#include "action/plan.h"

#include <stdio.h>
#include <string.h>

#include "action/digest.h"
#include "action/plan_private.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { DIGEST_TEXT_MAX = 4 * 1024 * 1024 };

static void set_texts(struct plan *plan, const struct plan_input *input);
static const char *shell_of(const char *language);
static void set_command(struct plan *plan, const struct plan_input *input);
static void judge(struct plan *plan, const struct plan_input *input);
static const char *kept(struct plan *plan, const char *text);
static void add_digest_text(struct buf *out, const char *text);

void plan_make(struct plan *plan, const struct plan_input *input)
{
    memset(plan, 0, sizeof(*plan));
    set_texts(plan, input);
    set_command(plan, input);
    if (plan->refusal)
        return;
    plan_add_context(plan, input->context);
    plan_add_labels(plan, input);
    plan_set_placeholders(plan, input);
    judge(plan, input);
    if (input->is_dry_run && !plan->refusal)
        plan_make_dry(plan);
    if (!plan->refusal)
        plan_check_variables(plan);
}

void plan_clear(struct plan *plan)
{
    pool_clear(&plan->pool);
    memset(plan, 0, sizeof(*plan));
}

/* Every text with its length in front: no two plans make the same bytes. */
struct plan_digest plan_digest(const struct plan *plan)
{
    struct plan_digest digest;
    struct buf text;

    buf_init(&text, DIGEST_TEXT_MAX);
    add_digest_text(&text, plan->command);
    add_digest_text(&text, plan->shell);
    add_digest_text(&text, plan->context);
    add_digest_text(&text, plan->namespace_name);
    add_digest_text(&text, plan->kubectl_context);
    (void)buf_printf(&text, "%lld %d %d %d %d %d;", (long long)plan->timeout_ms,
                     plan->is_production, plan->is_interactive,
                     plan->is_dry_run, plan->is_printed, (int)plan->risk);
    for (size_t i = 0; i < plan->variable_count; i++) {
        add_digest_text(&text, plan->variables[i].name);
        add_digest_text(&text, plan->variables[i].value);
    }
    digest_of(digest.bytes, text.bytes, text.length);
    buf_clear(&text);
    return digest;
}

void plan_refuse(struct plan *plan, const char *reason)
{
    if (!plan->refusal)
        plan->refusal = pool_strdup(&plan->pool, reason);
}

void plan_add_variable(struct plan *plan, struct plan_variable variable)
{
    plan->variables = pool_grow(&plan->pool, plan->variables,
                                plan->variable_count, sizeof(*plan->variables));
    plan->variables[plan->variable_count++] = (struct plan_variable){
        .name = pool_strdup(&plan->pool, variable.name),
        .value = pool_strdup(&plan->pool, variable.value),
        .origin = variable.origin,
        .what = kept(plan, variable.what),
        .is_used = variable.is_used,
    };
}

static void set_texts(struct plan *plan, const struct plan_input *input)
{
    const struct context_settings *context = input->context;
    const struct step *step = input->step;
    const char *kubectl_context = input->kubectl_context
                                      ? input->kubectl_context
                                      : context->kubernetes.context;

    plan->runbook = kept(plan, input->runbook ? input->runbook->id : "");
    plan->runbook_title =
        kept(plan, input->runbook ? input->runbook->title : "");
    plan->step = step->number;
    plan->step_title = kept(plan, step->title);
    plan->shell = shell_of(step->language);
    plan->context = kept(plan, context->name);
    plan->is_production = context->is_production;
    plan->namespace_name = kept(plan, context->namespace_name);
    plan->kubectl_context = kept(plan, kubectl_context);
    plan->alert = kept(plan, input->alert);
    plan->panel = kept(plan, input->panel);
    plan->confirm =
        step->confirm ? pool_strdup(&plan->pool, step->confirm) : NULL;
    plan->timeout_ms = input->timeout_ms ? input->timeout_ms : step->timeout_ms;
    plan->is_interactive = step->is_interactive;
}

static const char *shell_of(const char *language)
{
    if (!strcmp(language, "sh"))
        return "sh";
    return !strcmp(language, "zsh") ? "zsh" : "bash";
}

static void set_command(struct plan *plan, const struct plan_input *input)
{
    const struct step *step = input->step;
    size_t length;

    plan->is_edited =
        input->command && strcmp(input->command, step->command) != 0;
    plan->command =
        kept(plan, plan->is_edited ? input->command : step->command);
    length = strlen(plan->command);
    plan->risk = RISK_CHANGE;
    plan->reason = "not judged";
    if (!plan->is_edited && step->is_held_back)
        plan_refuse(plan, step->problem ? step->problem
                                        : "held back: it has no command");
    else if (!plan->is_edited && step->problem)
        plan_refuse(plan, step->problem);
    else if (length > PLAN_COMMAND_MAX)
        plan_refuse(plan, "the command is longer than 64 KiB");
    else if (!plan_is_utf8(plan->command, length))
        plan_refuse(plan, "the command is not UTF-8");
}

/* What will run is judged, and never below what the guide says of it. */
static void judge(struct plan *plan, const struct plan_input *input)
{
    struct shell_script script;
    struct risk_verdict verdict;

    shell_parse(&script, &plan->pool, plan->command, strlen(plan->command));
    verdict = risk_judge(&script, &plan->pool);
    plan->risk = verdict.risk;
    plan->reason = verdict.reason;
    if (input->step->risk >= verdict.risk) {
        plan->risk = input->step->risk;
        plan->reason = kept(plan, input->step->reason);
    }
    if (script.problem)
        plan_refuse(plan, script.problem);
    else if (!script.command_count)
        plan_refuse(plan, "held back: it has no command");
}

static const char *kept(struct plan *plan, const char *text)
{
    return text && text[0] ? pool_strdup(&plan->pool, text) : "";
}

static void add_digest_text(struct buf *out, const char *text)
{
    (void)buf_printf(out, "%zu:", strlen(text));
    (void)buf_add(out, text, strlen(text) + 1);
}
