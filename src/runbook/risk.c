/* risk.c - each command judged, the worst wins. */
#include "runbook/risk.h"

#include <stdio.h>
#include <string.h>

#include "runbook/risk_curl.h"
#include "runbook/risk_match.h"

enum { JUDGE_DEPTH_MAX = 8 };

struct judge {
    struct pool *pool;
    struct risk_verdict worst;
    int depth; /* of commands inside commands */
};

static void judge_script(struct judge *judge,
                         const struct shell_script *script);
static void judge_text(struct judge *judge, const char *text);
static void judge_redirects(struct judge *judge,
                            const struct shell_command *command);
static void judge_words(struct judge *judge, const struct shell_word *words,
                        size_t count, const struct shell_command *command);
static void judge_call(struct judge *judge, const struct risk_call *call,
                       const struct shell_command *command);
static void judge_shell(struct judge *judge, const struct risk_call *call,
                        const struct shell_command *command);
static void judge_eval(struct judge *judge, const struct risk_call *call);
static void judge_curl(struct judge *judge, const struct risk_call *call);
static bool judge_exec(struct judge *judge, const struct risk_call *call,
                       const struct shell_command *command);
static void judge_awk(struct judge *judge, const struct risk_call *call);
static void judge_find(struct judge *judge, const struct risk_call *call,
                       const struct shell_command *command);
static void judge_runner(struct judge *judge, const struct risk_call *call,
                         const struct shell_command *command);
static void judge_by_table(struct judge *judge, const struct risk_call *call);
static bool is_dry_run(const struct risk_call *call);
static const char *program_name(const char *word, struct pool *pool);
static void worsen(struct judge *judge, enum risk risk, const char *program,
                   const char *reason);

struct risk_verdict risk_judge(const struct shell_script *script,
                               struct pool *pool)
{
    struct judge judge = {.pool = pool, .worst = {RISK_READ, "only reads"}};

    judge_script(&judge, script);
    return judge.worst;
}

struct risk_verdict risk_judge_text(const char *text, size_t length,
                                    struct pool *pool)
{
    struct shell_script script;

    shell_parse(&script, pool, text, length);
    return risk_judge(&script, pool);
}

const char *risk_name(enum risk risk)
{
    static const char *const names[] = {"read", "change", "destructive"};

    return names[risk];
}

bool risk_parse(const char *name, enum risk *risk)
{
    for (int i = RISK_READ; i <= RISK_DESTRUCTIVE; i++)
        if (!strcmp(name, risk_name((enum risk)i))) {
            *risk = (enum risk)i;
            return true;
        }
    return false;
}

static void judge_script(struct judge *judge, const struct shell_script *script)
{
    for (size_t i = 0; i < script->command_count; i++) {
        const struct shell_command *command = &script->commands[i];

        judge_redirects(judge, command);
        judge_words(judge, command->words, command->word_count, command);
    }
    if (script->problem)
        worsen(judge, RISK_CHANGE, "shell", script->problem);
}

static void judge_text(struct judge *judge, const char *text)
{
    struct shell_script script;

    if (++judge->depth > JUDGE_DEPTH_MAX) {
        worsen(judge, RISK_CHANGE, "shell", "commands inside commands");
    } else {
        shell_parse(&script, judge->pool, text, strlen(text));
        judge_script(judge, &script);
    }
    judge->depth--;
}

static void judge_redirects(struct judge *judge,
                            const struct shell_command *command)
{
    for (const struct shell_redirect *at = command->redirects; at;
         at = at->next) {
        const char *target = at->target;

        if (!strchr(at->op, '>') || at->op[0] == '<')
            continue;
        if (!strcmp(at->op, ">&") &&
            (strspn(target, "0123456789-") == strlen(target)))
            continue;
        if (!strcmp(target, "/dev/null") || !strcmp(target, "/dev/stderr") ||
            !strcmp(target, "/dev/stdout") || !strcmp(target, "/dev/tty"))
            continue;
        if (!strncmp(target, "/dev/", 5))
            worsen(judge, RISK_DESTRUCTIVE, ">", "overwrites a device");
        else if (!strcmp(at->op, ">>"))
            worsen(judge, RISK_CHANGE, ">>", "writes a file");
        else
            worsen(judge, RISK_CHANGE, ">", "overwrites a file");
    }
}

static void judge_words(struct judge *judge, const struct shell_word *words,
                        size_t count, const struct shell_command *command)
{
    struct risk_call call = {.words = words, .count = count};

    if (!count)
        return;
    if (++judge->depth > JUDGE_DEPTH_MAX) {
        worsen(judge, RISK_CHANGE, "shell", "commands inside commands");
    } else if (words[0].has_expansion) {
        worsen(judge, RISK_CHANGE, words[0].text,
               "the program is known only when it runs");
    } else {
        call.program = program_name(words[0].text, judge->pool);
        call.tool = risk_tool_of(call.program);
        judge_call(judge, &call, command);
    }
    judge->depth--;
}

/* Judges what a program is asked to run, and what it does itself. */
static void judge_call(struct judge *judge, const struct risk_call *call,
                       const struct shell_command *command)
{
    switch (call->tool ? call->tool->kind : TOOL_PLAIN) {
    case TOOL_READS:
        return;
    case TOOL_SHELL:
        judge_shell(judge, call, command);
        return;
    case TOOL_EVAL:
        judge_eval(judge, call);
        return;
    case TOOL_CURL:
        judge_curl(judge, call);
        return;
    case TOOL_RUNS:
        judge_runner(judge, call, command);
        return;
    case TOOL_EXECS:
        if (judge_exec(judge, call, command))
            return;
        break;
    case TOOL_AWK:
        judge_awk(judge, call);
        break;
    case TOOL_FIND:
        judge_find(judge, call, command);
        break;
    case TOOL_PLAIN:
        break;
    }
    judge_by_table(judge, call);
}

/* sh -c TEXT, sh <<EOF, something | sh, sh FILE. */
static void judge_shell(struct judge *judge, const struct risk_call *call,
                        const struct shell_command *command)
{
    const char *program = call->words[0].text;
    bool has_input = false;

    for (size_t i = 1; i < call->count; i++) {
        const char *word = call->words[i].text;

        if (word[0] == '-' && word[1] != '-' && strchr(word, 'c')) {
            if (i + 1 < call->count)
                judge_text(judge, call->words[i + 1].text);
            return;
        }
        if (risk_is_named("--version --help", word))
            return;
        if (word[0] != '-') {
            worsen(judge, RISK_CHANGE, program,
                   "runs a file that is not shown");
            return;
        }
    }
    for (const struct shell_redirect *at = command->redirects; at;
         at = at->next)
        if (at->body || !strcmp(at->op, "<<<")) {
            judge_text(judge, at->body ? at->body : at->target);
            has_input = true;
        }
    if (command->is_piped)
        worsen(judge, RISK_DESTRUCTIVE, program,
               "runs whatever comes through the pipe");
    else if (!has_input)
        worsen(judge, RISK_CHANGE, program, "opens a shell");
}

static void judge_eval(struct judge *judge, const struct risk_call *call)
{
    worsen(judge, RISK_CHANGE, "eval", "runs what it is given");
    for (size_t i = 1; i < call->count; i++)
        judge_text(judge, call->words[i].text);
}

static void judge_curl(struct judge *judge, const struct risk_call *call)
{
    struct risk_verdict verdict =
        risk_of_curl(call->words, call->count, judge->pool);

    if (verdict.risk > judge->worst.risk)
        judge->worst = verdict;
}

/* kubectl exec POD -- COMMAND; the older form has no --. Returns whether it is
 * an exec at all. */
static bool judge_exec(struct judge *judge, const struct risk_call *call,
                       const struct shell_command *command)
{
    struct risk_call exec = {.tool = risk_tool_of("kubectl")};
    size_t at = 0;

    for (size_t i = 1; i < call->count && !exec.words; i++)
        if (risk_is_named("exec rsh", call->words[i].text)) {
            exec.words = call->words + i;
            exec.count = call->count - i;
        }
    if (!exec.words)
        return false;
    for (size_t i = 1; i < exec.count && !at; i++)
        if (!strcmp(exec.words[i].text, "--"))
            at = i + 1;
    if (!at) {
        at = risk_skip_options(&exec);
        at += at < exec.count;
    }
    if (at >= exec.count)
        worsen(judge, RISK_CHANGE, exec.words[0].text,
               "opens a shell in the pod");
    else
        judge_words(judge, exec.words + at, exec.count - at, command);
    return true;
}

static void judge_awk(struct judge *judge, const struct risk_call *call)
{
    for (size_t i = 1; i < call->count; i++) {
        const char *text = call->words[i].text;

        if (strstr(text, "system"))
            worsen(judge, RISK_CHANGE, "awk", "runs commands");
        if (strstr(text, "print >") || strstr(text, "printf >"))
            worsen(judge, RISK_CHANGE, "awk", "writes files");
    }
}

static void judge_find(struct judge *judge, const struct risk_call *call,
                       const struct shell_command *command)
{
    for (size_t i = 1; i < call->count; i++)
        if (risk_is_named("-exec -execdir -ok -okdir", call->words[i].text))
            judge_words(judge, call->words + i + 1, call->count - i - 1,
                        command);
}

/* sudo -u USER COMMAND, timeout 5 COMMAND, env NAME=VALUE COMMAND. */
static void judge_runner(struct judge *judge, const struct risk_call *call,
                         const struct shell_command *command)
{
    const char *name = call->tool->name;
    const struct shell_word *words = call->words;
    size_t at = risk_skip_options(call);

    if (!strcmp(name, "sudo"))
        worsen(judge, RISK_CHANGE, call->program, "runs as another user");
    if (!strcmp(name, "ssh"))
        worsen(judge, RISK_CHANGE, name, "runs on another machine");
    if (!strcmp(name, "timeout") || !strcmp(name, "ssh"))
        at += at < call->count;
    while (!strcmp(name, "env") && at < call->count &&
           strchr(words[at].text, '='))
        at++;
    if (!strcmp(name, "watch") && at < call->count && words[at].is_quoted)
        judge_text(judge, words[at].text);
    else
        judge_words(judge, words + at, call->count - at, command);
}

static void judge_by_table(struct judge *judge, const struct risk_call *call)
{
    const struct risk_rule *rule = risk_match(call);
    char name[64];

    if (!rule) {
        worsen(judge, RISK_CHANGE, call->program,
               "not a command known to be safe");
        return;
    }
    if (rule->risk <= judge->worst.risk || is_dry_run(call))
        return;
    (void)snprintf(name, sizeof(name), "%s%s%.40s", call->program,
                   rule->words[0] ? " " : "", rule->words);
    worsen(judge, rule->risk, strchr(name, '*') ? call->program : name,
           rule->reason);
}

/* A server's dry run only asks what would happen. */
static bool is_dry_run(const struct risk_call *call)
{
    return call->tool && call->tool->has_dry_run &&
           risk_has_option(call, "--dry-run", 9) &&
           !risk_has_option(call, "--dry-run=none", 14);
}

/* "/opt/kafka/bin/kafka-topics.sh" is kafka-topics. */
static const char *program_name(const char *word, struct pool *pool)
{
    const char *slash = strrchr(word, '/');
    const char *name = slash && slash[1] ? slash + 1 : word;
    size_t length = strlen(name);

    if (length > 9 && !strncmp(name, "kafka-", 6) &&
        !strcmp(name + length - 3, ".sh"))
        length -= 3;
    return pool_copy(pool, name, length);
}

static void worsen(struct judge *judge, enum risk risk, const char *program,
                   const char *reason)
{
    char line[200];

    if (risk <= judge->worst.risk)
        return;
    (void)snprintf(line, sizeof(line), "%.60s: %s", program, reason);
    judge->worst = (struct risk_verdict){risk, pool_strdup(judge->pool, line)};
}
