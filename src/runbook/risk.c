/* risk.c - each command judged, the worst wins. */
#include "runbook/risk.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "runbook/risk_curl.h"
#include "runbook/risk_table.h"

enum { JUDGE_DEPTH_MAX = 8, OPERANDS_MAX = 16 };

struct judge {
    struct pool *pool;
    struct risk_verdict worst;
    int depth; /* of commands inside commands */
};

/* The words of a call that are no options, nor values of options. */
struct operands {
    const char *words[OPERANDS_MAX];
    size_t count;
};

static void judge_script(struct judge *judge,
                         const struct shell_script *script);
static void judge_text(struct judge *judge, const char *text);
static void judge_redirects(struct judge *judge,
                            const struct shell_command *command);
static void judge_words(struct judge *judge, const struct shell_word *words,
                        size_t count, const struct shell_command *command);
static bool judge_wrapper(struct judge *judge, const char *program,
                          const struct shell_word *words, size_t count,
                          const struct shell_command *command);
static void judge_shell(struct judge *judge, const struct shell_word *words,
                        size_t count, const struct shell_command *command);
static void judge_exec(struct judge *judge, const struct shell_word *words,
                       size_t count, const struct shell_command *command);
static void judge_awk(struct judge *judge, const struct shell_word *words,
                      size_t count);
static void judge_by_table(struct judge *judge, const char *program,
                           const struct shell_word *words, size_t count);
static void read_operands(struct operands *operands, const char *program,
                          const struct shell_word *words, size_t count);
static int match(const struct risk_rule *rule, const struct operands *operands,
                 const struct shell_word *words, size_t count);
static bool is_like(const char *pattern, size_t length, const char *word);
static bool has_option(const char *option, size_t length,
                       const struct shell_word *words, size_t count);
static size_t skip_options(const char *program, const struct shell_word *words,
                           size_t count);
static bool takes_value(const char *program, const char *option);
static bool is_named(const char *names, const char *name);
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
    const char *program;

    if (!count)
        return;
    if (++judge->depth > JUDGE_DEPTH_MAX) {
        worsen(judge, RISK_CHANGE, "shell", "commands inside commands");
        judge->depth--;
        return;
    }
    program = program_name(words[0].text, judge->pool);
    if (words[0].has_expansion)
        worsen(judge, RISK_CHANGE, words[0].text,
               "the program is known only when it runs");
    else if (!judge_wrapper(judge, program, words, count, command))
        judge_by_table(judge, program, words, count);
    judge->depth--;
}

/* Judges what the program is asked to run. Returns whether that is all. */
static bool judge_wrapper(struct judge *judge, const char *program,
                          const struct shell_word *words, size_t count,
                          const struct shell_command *command)
{
    size_t at;

    if (is_named("bash sh zsh dash ksh ash", program)) {
        judge_shell(judge, words, count, command);
        return true;
    }
    if (!strcmp(program, "eval")) {
        worsen(judge, RISK_CHANGE, "eval", "runs what it is given");
        for (size_t i = 1; i < count; i++)
            judge_text(judge, words[i].text);
        return true;
    }
    if (!strcmp(program, "curl")) {
        struct risk_verdict verdict = risk_of_curl(words, count, judge->pool);

        if (verdict.risk > judge->worst.risk)
            judge->worst = verdict;
        return true;
    }
    if (is_named("kubectl oc docker podman crictl", program))
        for (size_t i = 1; i < count; i++)
            if (is_named("exec rsh", words[i].text)) {
                judge_exec(judge, words + i, count - i, command);
                return true;
            }
    if (is_named("awk gawk mawk", program))
        judge_awk(judge, words, count);
    if (!strcmp(program, "find"))
        for (size_t i = 1; i < count; i++)
            if (is_named("-exec -execdir -ok -okdir", words[i].text))
                judge_words(judge, words + i + 1, count - i - 1, command);
    if (!is_named("sudo doas xargs nohup timeout nice env watch time stdbuf "
                  "command exec builtin strace ltrace ssh",
                  program))
        return false;
    if (is_named("sudo doas", program))
        worsen(judge, RISK_CHANGE, program, "runs as another user");
    if (!strcmp(program, "ssh"))
        worsen(judge, RISK_CHANGE, program, "runs on another machine");
    at = skip_options(program, words, count);
    if (!strcmp(program, "timeout") || !strcmp(program, "ssh"))
        at += at < count;
    while (!strcmp(program, "env") && at < count && strchr(words[at].text, '='))
        at++;
    if (!strcmp(program, "watch") && at < count && words[at].is_quoted)
        judge_text(judge, words[at].text);
    else
        judge_words(judge, words + at, count - at, command);
    return true;
}

/* sh -c TEXT, sh <<EOF, something | sh, sh FILE. */
static void judge_shell(struct judge *judge, const struct shell_word *words,
                        size_t count, const struct shell_command *command)
{
    const char *program = words[0].text;
    bool has_input = false;

    for (size_t i = 1; i < count; i++) {
        const char *word = words[i].text;

        if (word[0] == '-' && word[1] != '-' && strchr(word, 'c')) {
            if (i + 1 < count)
                judge_text(judge, words[i + 1].text);
            return;
        }
        if (is_named("--version --help", word))
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

/* kubectl exec POD -- COMMAND; the older form has no --. */
static void judge_exec(struct judge *judge, const struct shell_word *words,
                       size_t count, const struct shell_command *command)
{
    size_t at = 0;

    for (size_t i = 1; i < count && !at; i++)
        if (!strcmp(words[i].text, "--"))
            at = i + 1;
    if (!at) {
        at = skip_options("kubectl", words, count);
        at += at < count;
    }
    if (at >= count)
        worsen(judge, RISK_CHANGE, words[0].text, "opens a shell in the pod");
    else
        judge_words(judge, words + at, count - at, command);
}

static void judge_awk(struct judge *judge, const struct shell_word *words,
                      size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (strstr(words[i].text, "system"))
            worsen(judge, RISK_CHANGE, "awk", "runs commands");
        if (strstr(words[i].text, "print >") ||
            strstr(words[i].text, "print > ") ||
            strstr(words[i].text, "printf >"))
            worsen(judge, RISK_CHANGE, "awk", "writes files");
    }
}

static void judge_by_table(struct judge *judge, const char *program,
                           const struct shell_word *words, size_t count)
{
    const struct risk_rule *best = NULL;
    const char *programs = ""; /* of the rules that follow each other */
    struct operands operands;
    bool is_ours = false;
    int best_score = -1;
    char name[64];

    read_operands(&operands, program, words, count);
    for (size_t i = 0; i < risk_table_count; i++) {
        const struct risk_rule *rule = &risk_table[i];
        int score;

        if (rule->programs != programs) {
            programs = rule->programs;
            is_ours = is_named(programs, program);
        }
        if (!is_ours)
            continue;
        score = match(rule, &operands, words, count);
        if (score > best_score ||
            (score == best_score && best && rule->risk > best->risk)) {
            best = score >= 0 ? rule : best;
            best_score = score;
        }
    }
    if (!best) {
        worsen(judge, RISK_CHANGE, program, "not a command known to be safe");
        return;
    }
    /* A server's dry run only asks what would happen. */
    if (best->risk > RISK_READ && is_named("kubectl oc helm", program) &&
        (has_option("--dry-run", 9, words, count) ||
         has_option("--dry-run=server", 16, words, count) ||
         has_option("--dry-run=client", 16, words, count)) &&
        !has_option("--dry-run=none", 14, words, count))
        return;
    (void)snprintf(name, sizeof(name), "%s%s%.40s", program,
                   best->words[0] ? " " : "", best->words);
    if (!strchr(name, '*'))
        worsen(judge, best->risk, name, best->reason);
    else
        worsen(judge, best->risk, program, best->reason);
}

static void read_operands(struct operands *operands, const char *program,
                          const struct shell_word *words, size_t count)
{
    operands->count = 0;
    for (size_t i = 1; i < count; i++) {
        const char *word = words[i].text;

        if (word[0] == '-' && word[1])
            i += !strchr(word, '=') && takes_value(program, word);
        else if (operands->count < OPERANDS_MAX)
            operands->words[operands->count++] = word;
    }
}

/* Returns how many words of the rule the call meets, -1 when not all. */
static int match(const struct risk_rule *rule, const struct operands *operands,
                 const struct shell_word *words, size_t count)
{
    size_t next = 0;
    int score = 0;

    for (const char *at = rule->words; *at;) {
        size_t length = strcspn(at, " ");

        if (*at == '-') {
            if (!has_option(at, length, words, count))
                return -1;
        } else if (next >= operands->count ||
                   !is_like(at, length, operands->words[next++])) {
            return -1;
        }
        score++;
        at += length;
        at += *at == ' ';
    }
    return score;
}

/* fnmatch(3) costs much more than a comparison, and most are plain words. */
static bool is_like(const char *pattern, size_t length, const char *word)
{
    char copy[64];

    if (!memchr(pattern, '*', length))
        return !strncmp(pattern, word, length) && !word[length];
    (void)snprintf(copy, sizeof(copy), "%.*s", (int)length, pattern);
    return fnmatch(copy, word, 0) == 0;
}

static bool has_option(const char *option, size_t length,
                       const struct shell_word *words, size_t count)
{
    const char *equals = memchr(option, '=', length);
    size_t name = equals ? (size_t)(equals - option) : length;
    bool is_letter = length == 2 && option[1] != '-';

    if (length && option[length - 1] == '*')
        name = --length;
    for (size_t i = 1; i < count; i++) {
        const char *word = words[i].text;

        if (!strcmp(word, "--"))
            return false;
        if (!strncmp(word, option, length) &&
            (!word[length] || option[length] == '*' ||
             (!equals && word[length] == '=')))
            return true;
        if (equals && i + 1 < count && strlen(word) == name &&
            !strncmp(word, option, name) &&
            strlen(words[i + 1].text) == length - name - 1 &&
            !strncmp(words[i + 1].text, equals + 1, length - name - 1))
            return true;
        if (is_letter && word[0] == '-' && word[1] && word[1] != '-' &&
            strchr(word, option[1]))
            return true;
    }
    return false;
}

/* Returns the place of the first operand behind words[0]. */
static size_t skip_options(const char *program, const struct shell_word *words,
                           size_t count)
{
    size_t at = 1;

    while (at < count && words[at].text[0] == '-') {
        const char *word = words[at++].text;

        if (!strcmp(word, "--"))
            break;
        at += at < count && !strchr(word, '=') && takes_value(program, word);
    }
    return at < count ? at : count;
}

static bool takes_value(const char *program, const char *option)
{
    for (size_t i = 0; i < risk_options_count; i++)
        if (is_named(risk_options[i].programs, program))
            return is_named(risk_options[i].options, option);
    return false;
}

static bool is_named(const char *names, const char *name)
{
    for (const char *at = names;; at++) {
        size_t length = 0;

        while (at[length] && at[length] != ' ' && at[length] == name[length])
            length++;
        if (length && !name[length] && (!at[length] || at[length] == ' '))
            return true;
        at = strchr(at + length, ' ');
        if (!at)
            return false;
    }
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
