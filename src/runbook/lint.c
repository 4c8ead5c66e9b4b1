/* lint.c - every fence, every alert, every runbook looked at. */
#include "runbook/lint.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/duration.h"
#include "runbook/lint_private.h"
#include "runbook/placeholder.h"
#include "runbook/shell_lines.h"

struct linting {
    struct lint_report *report;
    const struct guide *guide;
    const struct block *block; /* the fence we are in */
    struct pool scratch;       /* what is read of it */
    bool is_declared;          /* the fence says risk=destructive */
};

static size_t lint_runbook(struct linting *linting,
                           const struct runbook *runbook, size_t most);
static void lint_placeholders(struct linting *linting, const struct step *step);
static void lint_fence(struct linting *linting);
static void lint_commands(struct linting *linting, const char *code,
                          const struct shell_script *script);
static void lint_statements(struct linting *linting, const char *code,
                            const struct shell_script *script);
static void lint_statement(struct linting *linting, const char *text,
                           size_t length, int line);
static bool meets(const struct lint_text *rule, const char *text,
                  const struct step *step);
static void lint_attributes(struct linting *linting);
static void lint_alerts(struct linting *linting);
static bool has_standin(const char *text);
static bool is_ownable(const char *rule);
static void add(struct linting *linting, int line, enum lint_severity severity,
                const char *rule, const char *message);
static const struct step *step_at(const struct guide *guide, int line);
static bool names_namespace(const char *command);
static int by_line(const void *left, const void *right);

void lint_guide(struct lint_report *report, const struct guide *guide)
{
    lint_begin(report, guide);
    (void)lint_more(report, SIZE_MAX);
}

void lint_begin(struct lint_report *report, const struct guide *guide)
{
    memset(report, 0, sizeof(*report));
    report->guide = guide;
}

bool lint_more(struct lint_report *report, size_t count)
{
    const struct guide *guide = report->guide;
    struct linting linting = {.report = report, .guide = guide};

    for (; report->next_runbook < guide->count; report->next_runbook++) {
        if (!count)
            return true;
        count -= lint_runbook(&linting, &guide->runbooks[report->next_runbook],
                              count);
    }
    for (; report->next_block < guide->page.count; report->next_block++) {
        linting.block = &guide->page.blocks[report->next_block];
        if (linting.block->kind != BLOCK_FENCE)
            continue;
        if (!count--)
            return true;
        lint_fence(&linting);
        pool_clear(&linting.scratch);
    }
    lint_alerts(&linting);
    if (report->count)
        qsort(report->findings, report->count, sizeof(*report->findings),
              by_line);
    return false;
}

void lint_clear(struct lint_report *report)
{
    pool_clear(&report->pool);
    memset(report, 0, sizeof(*report));
}

size_t lint_count(const struct lint_report *report, enum lint_severity severity)
{
    size_t count = 0;

    for (size_t i = 0; i < report->count; i++)
        count += report->findings[i].severity >= severity;
    return count;
}

const char *lint_severity_name(enum lint_severity severity)
{
    static const char *const names[] = {"info", "warning", "error"};

    return names[severity];
}

/* Reads the steps of a runbook, all of which the fences are judged by. Returns
 * how many fences of `most` that was worth. */
static size_t lint_runbook(struct linting *linting,
                           const struct runbook *runbook, size_t most)
{
    const struct markdown *page = &linting->guide->page;
    const char *heading = page->blocks[runbook->block].texts[0].bytes;
    const struct step_list *list = runbook_steps(runbook);
    size_t fences = 1;

    if (!runbook->alert_count && (!strncasecmp(heading, "runbook ", 8) ||
                                  !strncasecmp(heading, "playbook ", 9)))
        add(linting, runbook->line, LINT_WARNING, "runbook-without-alert",
            "names no alert: nothing leads here when it fires; add a line "
            "such as Alert: `Name`");
    for (size_t i = 0; i < list->count; i++) {
        linting->report->has_namespace |=
            names_namespace(list->steps[i].command);
        if (list->steps[i].placeholder_count)
            lint_placeholders(linting, &list->steps[i]);
        fences += i && list->steps[i].block != list->steps[i - 1].block;
    }
    pool_clear(&linting->scratch);
    return fences < most ? fences : most;
}

static void lint_placeholders(struct linting *linting, const struct step *step)
{
    const char *at = step->command;

    for (int row = 0; row < step->command_lines; row++) {
        size_t length = strcspn(at, "\n");

        if (has_standin(pool_copy(&linting->scratch, at, length)))
            add(linting, step->lines[row], LINT_WARNING, "placeholder",
                "holds a name that must be filled in before it runs");
        at += length;
        at += *at == '\n';
    }
}

static void lint_fence(struct linting *linting)
{
    struct pool *pool = &linting->scratch;
    const struct text *text = &linting->block->texts[0];
    struct shell_script script;
    const char *risk = linting->block->fence->risk;
    const char *code;

    linting->is_declared = risk && !strcmp(risk, risk_name(RISK_DESTRUCTIVE));
    if (!steps_is_shell(linting->block)) {
        lint_statement(linting, text->bytes, text->length,
                       linting->block->fence->code_line);
        return;
    }
    lint_attributes(linting);
    code = shell_lines_clean(linting->block, pool, &script);
    lint_commands(linting, code, &script);
    if (script.problem)
        add(linting, linting->block->fence->code_line + script.problem_line - 1,
            LINT_ERROR, "unreadable", script.problem);
    if (code != text->bytes)
        shell_parse(&script, pool, text->bytes, text->length);
    lint_statements(linting, text->bytes, &script);
}

static void lint_commands(struct linting *linting, const char *code,
                          const struct shell_script *script)
{
    struct lint_place place = {.script = script,
                               .guide_has_namespace =
                                   linting->report->has_namespace,
                               .pool = &linting->scratch};
    int first = linting->block->fence->code_line;

    place.code = code;
    for (size_t i = 0; i < script->command_count; i++) {
        place.command = &script->commands[i];
        place.index = i;
        place.step = step_at(linting->guide, first + place.command->line - 1);
        for (size_t k = 0; k < lint_check_count; k++) {
            int line = first + place.command->line - 1;

            place.at = place.command->start;
            if (!lint_check_table[k].breaks(&place))
                continue;
            for (size_t at = place.command->start; at < place.at; at++)
                line += code[at] == '\n';
            add(linting, line, lint_check_table[k].severity,
                lint_check_table[k].rule, lint_check_table[k].message);
        }
    }
}

/* Cuts the code where a command or a comment begins on a line of its own;
 * YAML lines that follow each other stay together. */
static void lint_statements(struct linting *linting, const char *code,
                            const struct shell_script *script)
{
    int line = 1, start_line = 1;
    const char *start = code;
    size_t command = 0, comment = 0;
    bool was_yaml = false;
    bool is_open = false; /* the line above ends in a backslash */

    for (const char *at = code; *at; line++) {
        size_t length = strcspn(at, "\n");
        bool begins = false, is_yaml;

        while (comment < script->comment_count &&
               script->comments[comment].line <= line)
            begins |= script->comments[comment++].line == line && !is_open;
        /* Commands in a substitution come first, with later lines at times. */
        for (size_t i = command;
             i < script->command_count && script->commands[i].line <= line + 1;
             i++)
            begins |=
                script->commands[i].is_top && script->commands[i].line == line;
        while (command < script->command_count &&
               script->commands[command].line < line)
            command++;
        is_yaml = begins && steps_is_yaml(at, length);
        if (is_yaml && !was_yaml)
            add(linting, linting->block->fence->code_line + line - 1,
                LINT_WARNING, "yaml-in-shell",
                "this is YAML, no command: it is left out of the step; give it "
                "a fence of its own");
        if (begins && !(is_yaml && was_yaml)) {
            lint_statement(linting, start, (size_t)(at - start),
                           linting->block->fence->code_line + start_line - 1);
            start = at;
            start_line = line;
        }
        is_open = length && at[length - 1] == '\\';
        was_yaml = is_yaml || (was_yaml && !begins);
        at += length;
        at += *at == '\n';
    }
    lint_statement(linting, start, strlen(start),
                   linting->block->fence->code_line + start_line - 1);
}

static void lint_statement(struct linting *linting, const char *text,
                           size_t length, int line)
{
    const char *copy = pool_copy(&linting->scratch, text, length);
    const struct step *step = step_at(linting->guide, line);

    for (size_t i = 0; i < lint_text_count; i++) {
        const struct lint_text *rule = &lint_text_table[i];
        const char *found = strstr(copy, rule->has);
        int at = line;

        if (!found || !meets(rule, copy, step))
            continue;
        for (const char *byte = copy; byte < found; byte++)
            at += *byte == '\n';
        add(linting, at, rule->severity, rule->rule, rule->message);
    }
}

static bool meets(const struct lint_text *rule, const char *text,
                  const struct step *step)
{
    char title[128];
    size_t length;

    if (rule->also && !strstr(text, rule->also))
        return false;
    if (rule->unless && strstr(text, rule->unless))
        return false;
    if (!rule->title)
        return true;
    if (!step)
        return false;
    length = (size_t)snprintf(title, sizeof(title), "%s", step->title);
    for (size_t i = 0; i < length && i < sizeof(title); i++)
        title[i] = (char)tolower((unsigned char)title[i]);
    return strstr(title, rule->title) != NULL;
}

static void lint_attributes(struct linting *linting)
{
    const struct fence *fence = linting->block->fence;
    enum risk risk;
    int64_t ms;

    if (fence->unknown)
        add(linting, linting->block->line, LINT_WARNING, "fence-attribute",
            "unknown attribute; right are risk=, confirm=, timeout=, "
            "interactive");
    if (fence->risk && !risk_parse(fence->risk, &risk))
        add(linting, linting->block->line, LINT_WARNING, "fence-attribute",
            "no such risk; right are read, change, destructive");
    if (fence->timeout && duration_parse(fence->timeout, &ms, NULL) < 0)
        add(linting, linting->block->line, LINT_WARNING, "fence-attribute",
            "timeout is no duration such as 30s or 10m");
}

static void lint_alerts(struct linting *linting)
{
    const struct guide *guide = linting->guide;

    for (size_t i = 0; i < guide->alert_count; i++)
        if (!guide_find_for_alert(guide, guide->alerts[i].name,
                                  guide->alerts[i].runbook_url))
            add(linting, guide->alerts[i].line, LINT_WARNING,
                "alert-without-runbook",
                "no runbook of this guide names this alert");
}

/* A name that only looks real: <name> is plainly one to ask for. */
static bool has_standin(const char *text)
{
    size_t length;

    while ((text = placeholder_find(text, &length))) {
        if (*text != '<')
            return true;
        text += length;
    }
    return false;
}

static void add(struct linting *linting, int line, enum lint_severity severity,
                const char *rule, const char *message)
{
    struct lint_report *report = linting->report;
    const struct runbook *runbook = guide_find_for_line(linting->guide, line);
    const struct step *step = step_at(linting->guide, line);

    if (linting->is_declared && is_ownable(rule))
        return;
    report->findings = pool_grow(&report->pool, report->findings, report->count,
                                 sizeof(*report->findings));
    report->findings[report->count++] =
        (struct lint_finding){line,
                              runbook ? runbook->id : NULL,
                              step ? step->number : 0,
                              severity,
                              rule,
                              message};
}

/* What an author may do with open eyes: a fence that declares risk=destructive
 * says so, and has the person type a word. */
static bool is_ownable(const char *rule)
{
    static const char *const rules[] = {"allocation-left-off",
                                        "delete-for-good", "offsets-lost",
                                        "rollover-on-dates"};

    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (!strcmp(rule, rules[i]))
            return true;
    return false;
}

static const struct step *step_at(const struct guide *guide, int line)
{
    const struct runbook *runbook = guide_find_for_line(guide, line);
    const struct step_list *list = runbook ? runbook_steps(runbook) : NULL;

    for (size_t i = 0; list && i < list->count; i++)
        if (list->steps[i].line <= line && line <= list->steps[i].last_line)
            return &list->steps[i];
    return NULL;
}

static bool names_namespace(const char *command)
{
    return strstr(command, "kubectl") &&
           (strstr(command, " -n ") || strstr(command, "--namespace"));
}

static int by_line(const void *left, const void *right)
{
    const struct lint_finding *a = left;
    const struct lint_finding *b = right;

    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    return strcmp(a->rule, b->rule);
}
