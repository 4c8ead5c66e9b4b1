/* runbook_run.c - plan, consent, run, follow. */
#include "cli/runbook_run.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

#include "action/kube_current.h"
#include "action/supervisor.h"
#include "base/clock.h"
#include "cli/action_follow.h"
#include "cli/cli.h"
#include "cli/plan_show.h"

enum { ANSWERS_MAX = 16, LINE_BYTES = 2048 };

struct answers {
    struct plan_pair pairs[ANSWERS_MAX];
    char *owned[ANSWERS_MAX]; /* names and values that were typed */
    size_t count;
};

struct run {
    const struct options *options;
    const struct settings *settings;
    const struct runbook *runbook;
    const struct step *step;
    bool is_asked; /* a person sits there */
    struct answers answers;
    struct plan plan;
};

static int find_step(struct run *run, const struct guide *guide);
static int take_settings(struct run *run);
static void make_plan(struct run *run);
static int ask_placeholders(struct run *run);
static int add_answer(struct run *run, const char *name, const char *value);
static int run_plan(struct run *run);
static int get_consent(struct run *run, struct consent *consent);
static int ask_person(struct consent *consent, struct err *err);
static const char *answer_ahead(const struct run *run,
                                const struct consent *consent);
static bool read_line(char *line, size_t size);

int runbook_run(const struct options *options, const struct settings *settings,
                const struct guide *guide)
{
    struct run run = {.options = options,
                      .settings = settings,
                      .is_asked =
                          isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)};
    int rc = find_step(&run, guide);

    if (!rc)
        rc = take_settings(&run);
    if (!rc) {
        make_plan(&run);
        rc = ask_placeholders(&run);
    }
    if (!rc)
        rc = run_plan(&run);
    plan_clear(&run.plan);
    for (size_t i = 0; i < run.answers.count; i++)
        free(run.answers.owned[i]);
    return rc;
}

static int find_step(struct run *run, const struct guide *guide)
{
    const char *id = run->options->arguments[1];
    const char *number = run->options->arguments[2];
    char *end;
    long step = strtol(number, &end, 10);

    run->runbook = guide_find(guide, id);
    if (!run->runbook)
        return cli_fail(EX_USAGE, "no runbook '%s' in %s", id, guide->name);
    if (!*end && end != number)
        run->step = runbook_step(run->runbook, step);
    if (!run->step)
        return cli_fail(EX_USAGE, "no step '%s' in runbook %s: it has %zu",
                        number, id, runbook_steps(run->runbook)->count);
    return 0;
}

/* --set pod=NAME fills <pod>; --set '<pod>=NAME' does, too. */
static int take_settings(struct run *run)
{
    assert(run->step);
    for (size_t i = 0; i < run->options->set_count; i++) {
        const char *text = run->options->set[i];
        const char *equals = strchr(text, '=');
        size_t length = equals ? (size_t)(equals - text) : 0;
        const char *found = NULL;

        if (!length)
            return cli_fail(EX_USAGE, "--set %s: right is NAME=VALUE", text);
        for (size_t k = 0; k < run->step->placeholder_count; k++) {
            const char *name = run->step->placeholders[k];
            size_t whole = strlen(name);

            if ((whole == length && !memcmp(name, text, length)) ||
                (name[0] == '<' && whole == length + 2 &&
                 !memcmp(name + 1, text, length)))
                found = name;
        }
        if (!found)
            return cli_fail(EX_USAGE,
                            "--set %s: the step has no such "
                            "placeholder",
                            text);
        if (add_answer(run, found, equals + 1) < 0)
            return cli_fail(EX_USAGE, "--set: too many");
    }
    return 0;
}

static void make_plan(struct run *run)
{
    const struct context_settings *context = settings_context(run->settings);
    char *current =
        context->kubernetes.base.is_off || context->kubernetes.context
            ? NULL
            : kube_current_context(getenv("KUBECONFIG"));
    const struct plan_input input = {
        .runbook = run->runbook,
        .step = run->step,
        .context = context,
        .kubectl_context = current,
        .placeholders = run->answers.pairs,
        .placeholder_count = run->answers.count,
        .timeout_ms = run->settings->timeout_ms,
        .is_dry_run = run->settings->is_dry_run,
    };

    plan_clear(&run->plan);
    plan_make(&run->plan, &input);
    free(current);
}

static int ask_placeholders(struct run *run)
{
    char line[LINE_BYTES];

    while (run->is_asked && run->plan.missing_count) {
        const char *name = run->plan.missing[0];
        struct err err = {0};

        (void)printf("%s: ", name);
        (void)fflush(stdout);
        if (!read_line(line, sizeof(line)))
            return EX_NOPERM;
        if (plan_check_value(name, line, &err) < 0) {
            (void)cli_fail(0, "%s", err.text);
            continue;
        }
        if (add_answer(run, name, line) < 0)
            return cli_fail(EX_NOPERM, "too many placeholders");
        make_plan(run);
    }
    return 0;
}

static int add_answer(struct run *run, const char *name, const char *value)
{
    struct answers *answers = &run->answers;
    size_t length = strlen(name) + 1;
    char *both;

    if (answers->count == ANSWERS_MAX)
        return -1;
    both = malloc(length + strlen(value) + 1);
    if (!both)
        return -1;
    memcpy(both, name, length);
    memcpy(both + length, value, strlen(value) + 1);
    answers->owned[answers->count] = both;
    answers->pairs[answers->count++] =
        (struct plan_pair){.name = both, .value = both + length};
    return 0;
}

static int run_plan(struct run *run)
{
    struct consent consent;
    char id[ACTION_ID_SIZE];
    struct supervisor_order order = {
        .state_dir = run->settings->paths.state_dir,
        .plan = &run->plan,
        .consent = &consent,
        .terminal =
            run->plan.is_interactive && run->is_asked ? STDIN_FILENO : -1,
    };
    struct follow_wish wish = {.state_dir = order.state_dir,
                               .id = id,
                               .is_quiet = order.terminal >= 0,
                               .may_cancel = true};
    struct err err = {0};
    int rc;

    if (run->plan.is_printed || run->is_asked)
        rc = plan_show(&run->plan);
    else
        rc = 0;
    if (rc || run->plan.is_printed)
        return rc;
    if (get_consent(run, &consent) != 0)
        return EX_NOPERM;
    order.now = clock_read();
    if (supervisor_start(&order, id, &err) < 0)
        return cli_fail(EX_NOPERM, "%s", err.text);
    return action_follow(&wish);
}

static int get_consent(struct run *run, struct consent *consent)
{
    unsigned char chance[16];
    struct err err = {0};
    const char *ahead;

    if (getrandom(chance, sizeof(chance), 0) != (ssize_t)sizeof(chance))
        return cli_fail(EX_NOPERM, "no random bytes: %s", strerror(errno));
    if (consent_ask(consent, &run->plan, run->settings->is_read_only, chance,
                    clock_read().mono_ms, &err) < 0)
        return cli_fail(EX_NOPERM, "%s", err.text);
    ahead = answer_ahead(run, consent);
    if (!ahead && run->is_asked)
        return ask_person(consent, &err) < 0
                   ? cli_fail(EX_NOPERM, "%s", err.text)
                   : 0;
    if (!ahead && consent->kind == CONSENT_WORD)
        return cli_fail(EX_NOPERM, "%s (%s): it needs --confirm %s",
                        risk_name(run->plan.risk), run->plan.reason,
                        consent->word);
    if (!ahead)
        return cli_fail(EX_NOPERM, "%s (%s): it needs --yes",
                        risk_name(run->plan.risk), run->plan.reason);
    if (consent_give(consent, ahead, clock_read().mono_ms, &err) < 0)
        return cli_fail(EX_NOPERM, "--confirm %s: %s", ahead, err.text);
    return 0;
}

/* Returns what the command line answers, or NULL. */
static const char *answer_ahead(const struct run *run,
                                const struct consent *consent)
{
    if (consent->kind == CONSENT_WORD)
        return run->options->confirm;
    if (consent->kind == CONSENT_YES)
        return run->options->yes ? "y" : NULL;
    return run->is_asked && !run->options->yes ? NULL : "";
}

static int ask_person(struct consent *consent, struct err *err)
{
    char line[LINE_BYTES];

    if (consent->kind == CONSENT_WORD)
        (void)printf("Type  %s  to run it: ", consent->word);
    else
        (void)printf(consent->kind == CONSENT_YES
                         ? "y runs it, anything else does not: "
                         : "Enter runs it, Ctrl-C does not: ");
    (void)fflush(stdout);
    if (!read_line(line, sizeof(line)))
        return err_set(err, ERR_REFUSED, 0, "nothing was run");
    return consent_give(consent, line, clock_read().mono_ms, err);
}

static bool read_line(char *line, size_t size)
{
    if (!fgets(line, (int)size, stdin))
        return false;
    line[strcspn(line, "\n")] = '\0';
    return true;
}
