/* lint_checks.c - commands that do not do what they look like. */
#include "runbook/lint_private.h"

#include <stdlib.h>
#include <string.h>

#include "runbook/risk_curl.h"

static bool breaks_negated_grep(struct lint_place *place);
static bool breaks_curl_fail(struct lint_place *place);
static bool breaks_time(struct lint_place *place);
static bool breaks_pod_zero(struct lint_place *place);
static bool breaks_selector(struct lint_place *place);
static bool breaks_namespace(struct lint_place *place);
static bool breaks_date(struct lint_place *place);
static bool breaks_wildcard(struct lint_place *place);
static bool breaks_delete(struct lint_place *place);
static bool breaks_forcemerge(struct lint_place *place);
static bool breaks_quotes(struct lint_place *place);
static bool breaks_double_restart(struct lint_place *place);
static bool breaks_first_pod(struct lint_place *place);
static bool breaks_endless(struct lint_place *place);
static bool breaks_background(struct lint_place *place);
static bool breaks_chart(struct lint_place *place);
static bool breaks_values(struct lint_place *place);
static bool is_program(const struct lint_place *place, const char *name);
static bool has_word(const struct shell_command *command, const char *word);
static const char *word_after(const struct shell_command *command,
                              const char *word);
static const char *word_with(const struct shell_command *command,
                             const char *start);
static bool find_curl(const struct lint_place *place, struct curl_call *call);
static bool is_platform(const char *name);

const struct lint_check lint_check_table[] = {
    {"negated-grep", LINT_WARNING,
     "the header line survives every grep -v, so the text behind || is printed "
     "only when the command in front fails: use --no-headers and test the "
     "output",
     breaks_negated_grep},
    {"curl-without-fail", LINT_WARNING,
     "curl exits 0 on every HTTP error: add -f (--fail-with-body keeps the "
     "reason)",
     breaks_curl_fail},
    {"time-without-status", LINT_ERROR,
     "a refused connection takes 0.0001 s and passes as fast: test "
     "%{http_code} "
     "and the exit status too",
     breaks_time},
    {"deployment-pod-zero", LINT_ERROR,
     "pods of a Deployment have no number; use deployment/NAME",
     breaks_pod_zero},
    {"selector-app", LINT_ERROR,
     "the charts set app.kubernetes.io/name and /component, never app: nothing "
     "is selected and kubectl exits 0",
     breaks_selector},
    {"missing-namespace", LINT_ERROR,
     "no -n: acts on whatever namespace the kubectl context has",
     breaks_namespace},
    {"local-date", LINT_WARNING,
     "local time against Jaeger's UTC days, and -d is GNU only: date -u",
     breaks_date},
    {"wildcard-delete", LINT_ERROR,
     "deletes all that the pattern meets, today's data too when it is a month; "
     "8.x refuses it: name each index",
     breaks_wildcard},
    {"delete-for-good", LINT_WARNING,
     "cannot be undone, and is a 404 that frees nothing when the index is gone "
     "already: check the snapshot and _cat/indices first",
     breaks_delete},
    {"forcemerge-all", LINT_ERROR,
     "merges today's write index too and needs up to twice the disk: it can "
     "push a full disk over flood stage; name old indices",
     breaks_forcemerge},
    {"nested-quotes", LINT_ERROR,
     "single quotes do not nest: $(...) is not expanded and the text falls "
     "into several words",
     breaks_quotes},
    {"double-restart", LINT_ERROR,
     "the change in front rolls the pods already: this restarts each of them a "
     "second time",
     breaks_double_restart},
    {"wait-on-first-pod", LINT_ERROR,
     "pods roll from the highest number down: -0 is still ready, so this "
     "returns at once; use rollout status",
     breaks_first_pod},
    {"never-ends", LINT_INFO,
     "follows until it is cancelled: mark the fence interactive or bound it",
     breaks_endless},
    {"left-in-background", LINT_WARNING,
     "goes on after the step; its port is not ready when the next command "
     "asks, and nobody ends it",
     breaks_background},
    {"chart-downgrade", LINT_ERROR,
     "charts below 4 hold Jaeger v1 (0.72.0 is 1.51), which is at its end of "
     "life: on anything newer this is a downgrade",
     breaks_chart},
    {"values-dropped", LINT_WARNING,
     "drops the values of the release: add --reuse-values or -f FILE; recent "
     "charts also want mode and image.repository",
     breaks_values},
};
const size_t lint_check_count =
    sizeof(lint_check_table) / sizeof(lint_check_table[0]);

static bool breaks_negated_grep(struct lint_place *place)
{
    return is_program(place, "grep") && has_word(place->command, "-v") &&
           place->command->is_piped && place->command->link == SHELL_LINK_OR;
}

static bool breaks_curl_fail(struct lint_place *place)
{
    struct curl_call call;

    return find_curl(place, &call) && *call.url && !call.fails &&
           !(call.format && strstr(call.format, "http_code"));
}

static bool breaks_time(struct lint_place *place)
{
    struct curl_call call;

    return find_curl(place, &call) && call.format &&
           strstr(call.format, "time_total") &&
           !strstr(call.format, "http_code");
}

static bool breaks_pod_zero(struct lint_place *place)
{
    if (!is_program(place, "kubectl"))
        return false;
    for (size_t i = 1; i < place->command->word_count; i++) {
        const char *word = place->command->words[i].text;
        size_t length = strlen(word);

        if (is_platform(word) && length > 2 && word[length - 2] == '-' &&
            strchr("0123456789", word[length - 1]))
            return true;
    }
    return false;
}

static bool breaks_selector(struct lint_place *place)
{
    const struct shell_command *command = place->command;
    const char *value;

    if (!is_program(place, "kubectl"))
        return false;
    value = word_after(command, "-l");
    if (!value)
        value = word_after(command, "--selector");
    if (!value && word_with(command, "-lapp="))
        value = word_with(command, "-lapp=") + 2;
    if (!value && word_with(command, "--selector="))
        value = word_with(command, "--selector=") + strlen("--selector=");
    return value && !strncmp(value, "app=", 4) && is_platform(value + 4);
}

/* Only what acts on objects of a namespace, in a guide that names one
 * elsewhere; a heredoc may bring its own. */
static bool breaks_namespace(struct lint_place *place)
{
    static const char *const verbs[] = {
        "get",  "logs",   "exec",   "set",         "scale", "rollout",
        "wait", "delete", "patch",  "top",         "run",   "describe",
        "edit", "cp",     "expose", "port-forward"};
    static const char *const global[] = {
        "nodes", "node", "ns", "namespaces", "pv", "storageclass", "crd"};
    const struct shell_command *command = place->command;
    const char *verb;
    bool is_known = false;

    if (!is_program(place, "kubectl") || !place->guide_has_namespace ||
        command->word_count < 2)
        return false;
    for (size_t i = 1; i < command->word_count; i++) {
        const char *word = command->words[i].text;

        if (!strcmp(word, "--"))
            break;
        if (!strncmp(word, "-n", 2) || !strncmp(word, "--namespace", 11) ||
            !strcmp(word, "-A") || !strcmp(word, "--all-namespaces") ||
            !strncmp(word, "--raw", 5))
            return false;
    }
    verb = command->words[1].text;
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        is_known |= !strcmp(verb, verbs[i]);
    for (size_t i = 0; i < sizeof(global) / sizeof(global[0]); i++)
        if (command->word_count > 2 &&
            !strcmp(command->words[2].text, global[i]))
            return false;
    return is_known;
}

static bool breaks_date(struct lint_place *place)
{
    const struct shell_command *command = place->command;

    if (!is_program(place, "date") || command->assign_count)
        return false;
    return (has_word(command, "-d") || word_with(command, "--date")) &&
           !has_word(command, "-u") && !has_word(command, "--utc") &&
           word_with(command, "+%Y");
}

static bool breaks_wildcard(struct lint_place *place)
{
    struct curl_call call;

    return find_curl(place, &call) && !strcmp(call.method, "DELETE") &&
           strchr(call.path, '*');
}

static bool breaks_delete(struct lint_place *place)
{
    struct curl_call call;

    return find_curl(place, &call) && !strcmp(call.method, "DELETE") &&
           !strchr(call.path, '*') && call.path[0] && call.path[1] != '_';
}

static bool breaks_forcemerge(struct lint_place *place)
{
    struct curl_call call;

    return find_curl(place, &call) &&
           (!strcmp(call.path, "/_forcemerge") ||
            !strcmp(call.path, "/_all/_forcemerge") ||
            !strcmp(call.path, "/*/_forcemerge"));
}

/* A '...' part that opens $( without closing it, in a word or on its way. */
static bool breaks_quotes(struct lint_place *place)
{
    for (size_t i = 0; i < place->command->word_count; i++) {
        const char *at = strchr(place->command->words[i].raw, '\'');

        while (at) {
            const char *end = strchr(at + 1, '\'');
            const char *open = end ? strstr(at, "$(") : NULL;

            if (open && open < end &&
                !memchr(open, ')', (size_t)(end - open))) {
                const char *start = place->code + place->at;
                const char *found = strstr(start, place->command->words[i].raw);

                if (found)
                    place->at += (size_t)(found - start) +
                                 (size_t)(open - place->command->words[i].raw);
                return true;
            }
            at = end ? strchr(end + 1, '\'') : NULL;
        }
    }
    return false;
}

/* "set env X", then "rollout restart X" in the same step. */
static bool breaks_double_restart(struct lint_place *place)
{
    const struct shell_command *command = place->command;

    if (!is_program(place, "kubectl") || command->word_count < 4 ||
        strcmp(command->words[1].text, "rollout") != 0 ||
        strcmp(command->words[2].text, "restart") != 0)
        return false;
    for (size_t i = place->index; i-- > 0;) {
        const struct shell_command *before = &place->script->commands[i];

        if (place->step && before->line < command->line - 20)
            return false;
        if (before->word_count > 3 && !strcmp(before->words[1].text, "set") &&
            !strcmp(before->words[3].text, command->words[3].text))
            return true;
    }
    return false;
}

static bool breaks_first_pod(struct lint_place *place)
{
    const char *pod = word_with(place->command, "pod/");
    size_t length = pod ? strlen(pod) : 0;

    if (!is_program(place, "kubectl") || length < 3 ||
        !has_word(place->command, "wait") ||
        strcmp(pod + length - 2, "-0") != 0)
        return false;
    for (size_t i = 0; i < place->index; i++)
        if (has_word(&place->script->commands[i], "set") &&
            word_with(&place->script->commands[i], "statefulset/"))
            return true;
    return false;
}

static bool breaks_endless(struct lint_place *place)
{
    const struct shell_command *command = place->command;

    return is_program(place, "kubectl") &&
           !(place->step && place->step->is_interactive) &&
           ((has_word(command, "logs") && has_word(command, "-f")) ||
            (has_word(command, "get") &&
             (has_word(command, "-w") || has_word(command, "--watch"))));
}

static bool breaks_background(struct lint_place *place)
{
    return place->command->link == SHELL_LINK_BACKGROUND;
}

static bool breaks_chart(struct lint_place *place)
{
    const struct shell_command *command = place->command;
    const char *version = word_after(command, "--version");

    return is_program(place, "helm") &&
           has_word(command, "jaegertracing/jaeger") && version &&
           version[0] >= '0' && version[0] <= '3' && version[1] == '.';
}

static bool breaks_values(struct lint_place *place)
{
    const struct shell_command *command = place->command;

    return is_program(place, "helm") && has_word(command, "upgrade") &&
           has_word(command, "--set") && !has_word(command, "-f") &&
           !has_word(command, "--values") &&
           !has_word(command, "--reuse-values");
}

static bool is_program(const struct lint_place *place, const char *name)
{
    return place->command->word_count &&
           !strcmp(place->command->words[0].text, name);
}

static bool has_word(const struct shell_command *command, const char *word)
{
    for (size_t i = 1; i < command->word_count; i++)
        if (!strcmp(command->words[i].text, word))
            return true;
    return false;
}

static const char *word_after(const struct shell_command *command,
                              const char *word)
{
    for (size_t i = 1; i + 1 < command->word_count; i++)
        if (!strcmp(command->words[i].text, word))
            return command->words[i + 1].text;
    return NULL;
}

static const char *word_with(const struct shell_command *command,
                             const char *start)
{
    for (size_t i = 1; i < command->word_count; i++)
        if (!strncmp(command->words[i].text, start, strlen(start)))
            return command->words[i].text;
    return NULL;
}

/* A curl of its own, or behind kubectl exec ... -- and the like. */
static bool find_curl(const struct lint_place *place, struct curl_call *call)
{
    const struct shell_command *command = place->command;

    for (size_t i = 0; i < command->word_count; i++)
        if (!strcmp(command->words[i].text, "curl") &&
            (!i || !strcmp(command->words[i - 1].text, "--") ||
             !strcmp(command->words[i - 1].text, "sudo"))) {
            curl_read(call, command->words + i, command->word_count - i,
                      place->pool);
            return true;
        }
    return false;
}

/* What the Jaeger and collector charts run as Deployments. */
static bool is_platform(const char *name)
{
    static const char *const names[] = {"jaeger-collector", "jaeger-query",
                                        "jaeger-ingester", "otel-collector",
                                        "opentelemetry-collector"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strncmp(name, names[i], strlen(names[i])))
            return true;
    return false;
}
