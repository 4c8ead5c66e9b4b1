/* confirm_text.c - what there is to read before a yes. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/duration.h"
#include "panels/confirm_view.h"
#include "panels/step_state.h"

enum { VALUE_COLUMN = 11, CODE_COLUMN = 2 };

static void add_words(struct page *page, const char *words, enum role role,
                      int columns);
static void add_fact(struct page *page, const char *name, const char *value,
                     enum role role, int columns);
static void add_place(struct page *page, const struct proposal *proposal,
                      int columns);
static void add_findings(struct page *page, const struct proposal *proposal,
                         const struct lint_report *findings, int columns);

void confirm_text_make(struct page *page, const struct proposal *proposal,
                       const struct lint_report *findings, int columns)
{
    const struct plan *plan = &proposal->plan;

    memset(page, 0, sizeof(*page));
    add_words(page, plan->step_title, ROLE_STRONG, columns);
    (void)page_add_line(page);
    page_add_code(page, plan->command, strlen(plan->command), true, CODE_COLUMN,
                  columns);
    (void)page_add_line(page);
    for (size_t i = 0; i < plan->variable_count; i++) {
        const struct plan_variable *variable = &plan->variables[i];

        if (variable->is_used)
            add_fact(page, variable->name, variable->value,
                     variable->origin == PLAN_FROM_LABEL ? ROLE_WARNING
                                                         : ROLE_TEXT,
                     columns);
    }
    add_place(page, proposal, columns);
    add_findings(page, proposal, findings, columns);
}

static void add_place(struct page *page, const struct proposal *proposal,
                      int columns)
{
    const struct plan *plan = &proposal->plan;
    char text[700], timeout[32];

    (void)snprintf(text, sizeof(text), "%s%s    namespace %s", plan->context,
                   plan->is_production ? " (production)" : "",
                   plan->namespace_name);
    add_fact(page, "context", text,
             plan->is_production ? ROLE_STRONG : ROLE_TEXT, columns);
    add_fact(page, "kubectl",
             proposal->is_waiting       ? "asking which context is current"
             : plan->kubectl_context[0] ? plan->kubectl_context
                                        : "context unknown",
             plan->kubectl_context[0] || proposal->is_waiting ? ROLE_TEXT
                                                              : ROLE_UNKNOWN,
             columns);
    duration_format(timeout, sizeof(timeout), plan->timeout_ms);
    (void)snprintf(text, sizeof(text), "%s    shell %s%s%s", timeout,
                   plan->shell, plan->is_interactive ? "    interactive" : "",
                   plan->is_edited ? "    edited" : "");
    add_fact(page, "timeout", text, ROLE_TEXT, columns);
    (void)snprintf(text, sizeof(text), "%s: %s", risk_name(plan->risk),
                   plan->reason);
    add_fact(page, "risk", text,
             plan->risk == RISK_READ ? ROLE_TEXT : risk_role(plan->risk),
             columns);
    if (plan->is_dry_run || plan->is_printed)
        add_fact(page, "dry run",
                 plan->is_printed
                     ? "this has none: it is shown, and nothing runs"
                     : "nothing is changed",
                 ROLE_OK, columns);
}

static void add_findings(struct page *page, const struct proposal *proposal,
                         const struct lint_report *findings, int columns)
{
    for (size_t i = 0; findings && i < findings->count; i++) {
        const struct lint_finding *finding = &findings->findings[i];

        if (finding->step == proposal->step->number && finding->runbook &&
            !strcmp(finding->runbook, proposal->runbook->id))
            add_fact(page, "note", finding->message,
                     finding->severity == LINT_ERROR     ? ROLE_CRITICAL
                     : finding->severity == LINT_WARNING ? ROLE_WARNING
                                                         : ROLE_DIM,
                     columns);
    }
}

static void add_words(struct page *page, const char *words, enum role role,
                      int columns)
{
    struct spans spans = {0};

    spans_add(&spans, &page->pool, (struct span){0, strlen(words), role, 0});
    page_add_text(page, &(struct page_text){.bytes = words,
                                            .length = strlen(words),
                                            .spans = spans,
                                            .columns = columns});
}

/* A value may hold anything: newlines in it would look like facts of ours. */
static void add_fact(struct page *page, const char *name, const char *value,
                     enum role role, int columns)
{
    char *flat = pool_strdup(&page->pool, value);
    struct spans spans = {0};
    size_t first = page->count;
    struct page_run label = {.bytes = pool_strdup(&page->pool, name),
                             .length = strlen(name),
                             .role = ROLE_DIM};

    for (char *at = flat; *at; at++)
        if (*at == '\n')
            *at = '\x1a';
    spans_add(&spans, &page->pool, (struct span){0, strlen(flat), role, 0});
    if (strlen(name) >= VALUE_COLUMN) {
        (void)page_add_line(page);
        page_add_run(page, label);
    }
    page_add_text(page, &(struct page_text){.bytes = flat,
                                            .length = strlen(flat),
                                            .spans = spans,
                                            .column = VALUE_COLUMN,
                                            .hanging = VALUE_COLUMN,
                                            .columns = columns});
    if (page->count == first)
        (void)page_add_line(page);
    if (strlen(name) < VALUE_COLUMN) {
        struct page_line *line = &page->lines[first];

        line->runs = pool_grow(&page->pool, line->runs, line->count,
                               sizeof(*line->runs));
        line->runs[line->count++] = label;
    }
}
