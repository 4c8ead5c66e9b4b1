/* plan_dry.c - asking the server what would happen.
 *
 * Each kubectl command whose verb knows a dry run gets one. The text is judged
 * again: only when nothing in it changes anything any more is it run.
 */
#include <string.h>

#include "action/plan_private.h"
#include "base/buf.h"

#define DRY_OPTION " --dry-run=server"

static bool add_option(struct buf *out, const char *text, size_t *from,
                       const struct shell_command *command);
static size_t find_verb(const struct shell_command *command);
static bool knows_dry_run(const char *verb, const char *next);
static const char *base_name(const char *path);

void plan_make_dry(struct plan *plan)
{
    struct shell_script script;
    struct risk_verdict verdict;
    struct buf out;
    size_t from = 0;
    size_t count = 0;

    buf_init(&out, 2 * (size_t)PLAN_COMMAND_MAX);
    shell_parse(&script, &plan->pool, plan->command, strlen(plan->command));
    for (size_t i = 0; i < script.command_count; i++)
        count += add_option(&out, plan->command, &from, &script.commands[i]);
    (void)buf_add_str(&out, plan->command + from);
    verdict = risk_judge_text(out.bytes, out.length, &plan->pool);
    if (count && verdict.risk == RISK_READ && !out.overflow) {
        plan->command = pool_copy(&plan->pool, out.bytes, out.length);
        plan->risk = RISK_READ;
        plan->reason = "server dry run: nothing is changed";
        plan->confirm = NULL;
        plan->is_dry_run = true;
    } else {
        plan->is_printed = true;
    }
    buf_clear(&out);
}

/* Copies the text up to behind the verb and puts the option there. Commands
 * inside of others come first in the list: what lies behind is left alone. */
static bool add_option(struct buf *out, const char *text, size_t *from,
                       const struct shell_command *command)
{
    size_t verb = find_verb(command);
    size_t at = command->start;

    if (!verb || at < *from)
        return false;
    for (size_t i = 0; i <= verb; i++) {
        const char *word = strstr(text + at, command->words[i].raw);

        if (!word || (size_t)(word - text) >= command->end)
            return false;
        at = (size_t)(word - text) + strlen(command->words[i].raw);
    }
    (void)buf_add(out, text + *from, at - *from);
    (void)buf_add_str(out, DRY_OPTION);
    *from = at;
    return true;
}

/* Returns the index of the verb, 0 for none that knows a dry run. */
static size_t find_verb(const struct shell_command *command)
{
    size_t kubectl = 0;

    while (kubectl < command->word_count &&
           strcmp(base_name(command->words[kubectl].text), "kubectl") != 0)
        kubectl++;
    for (size_t i = kubectl + 1; i < command->word_count; i++) {
        const char *word = command->words[i].text;

        if (word[0] == '-') {
            /* -n NAME and the like in front of the verb */
            i += !strchr(word, '=');
            continue;
        }
        return knows_dry_run(word, i + 1 < command->word_count
                                       ? command->words[i + 1].text
                                       : "")
                   ? i
                   : 0;
    }
    return 0;
}

static bool knows_dry_run(const char *verb, const char *next)
{
    static const char *const verbs[] = {
        "annotate", "apply",  "autoscale", "cordon",   "create",  "delete",
        "drain",    "expose", "label",     "patch",    "replace", "run",
        "scale",    "set",    "taint",     "uncordon",
    };

    if (!strcmp(verb, "rollout"))
        return !strcmp(next, "undo");
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (!strcmp(verb, verbs[i]))
            return true;
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}
