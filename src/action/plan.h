/* plan.h - what would run: the text, its environment, and where.
 *
 * Layer: action. Made from a step, the context in force, what the person typed
 * for its placeholders and the labels of the alert. Values never become part
 * of the text: a placeholder in it becomes a reference to a variable, quoted
 * as its place needs; where that cannot be done safely the plan refuses. What
 * a dialog shows is what is in here, and a consent is tied to all of it.
 */
#ifndef TRACETOP_ACTION_PLAN_H
#define TRACETOP_ACTION_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "config/settings.h"
#include "runbook/guide.h"

enum {
    PLAN_COMMAND_MAX = 64 * 1024, /* bytes of a command */
    PLAN_VALUE_MAX = 1024,        /* of a placeholder's value */
    PLAN_LABEL_MAX = 16 * 1024,   /* of a label's */
};

struct plan_pair {
    const char *name; /* "<pod>", as step->placeholders has it; or a label's */
    const char *value;
};

/* What a plan is made from; all borrowed for the call. NULL and 0 where there
 * is nothing. */
struct plan_input {
    const struct runbook *runbook;
    const struct step *step;
    const char *command; /* edited text, judged again; NULL: the step's */
    const struct context_settings *context;
    const char *kubectl_context; /* as asked of kubectl; NULL: not known, then
                                  * the configured one */
    const struct plan_pair *placeholders;
    size_t placeholder_count;
    const char *alert;              /* name of the alert it is for */
    const char *panel;              /* id of the panel that it should cure */
    const struct plan_pair *labels; /* of that alert */
    size_t label_count;
    int64_t timeout_ms; /* 0: the step's */
    bool is_dry_run;
};

enum plan_origin {
    PLAN_FROM_CONTEXT,     /* the configuration */
    PLAN_FROM_PLACEHOLDER, /* typed */
    PLAN_FROM_LABEL,       /* the alert: a stranger's bytes */
};

/* A variable of the environment. */
struct plan_variable {
    const char *name;
    const char *value; /* may hold any byte but NUL: scrub it */
    enum plan_origin origin;
    const char *what; /* "<pod>", or the label's name; or "" */
    bool is_used;     /* the text names it: worth showing */
};

struct plan {
    const char *runbook, *runbook_title;
    int step; /* its number */
    const char *step_title;
    const char *command; /* the exact bytes that the shell is given */
    const char *shell;   /* "bash", "sh", "zsh" */
    struct plan_variable *variables; /* put into the environment of ours */
    size_t variable_count;
    enum risk risk; /* of `command`; never below the guide's, unless dry */
    const char *reason;
    const char *context;
    bool is_production;
    const char *namespace_name;
    const char *kubectl_context; /* "" when not known */
    const char *alert, *panel;   /* "" for none */
    const char *confirm;         /* the word of its fence, or NULL */
    int64_t timeout_ms;
    bool is_interactive;
    bool is_edited;
    bool is_dry_run; /* the text asks the server only; see also is_printed */
    bool is_printed; /* dry run of what has none: show it, do not run it */
    const char **missing; /* placeholders without a value: ask for them */
    size_t missing_count;
    const char *refusal; /* why it cannot be run as it is, or NULL */
    struct pool pool;    /* owns all of it; nothing is borrowed */
};

/* Makes the plan. Always makes one: look at `refusal` and `missing` (which
 * is a refusal, too). Owns: the caller ends it with plan_clear(). */
void plan_make(struct plan *plan, const struct plan_input *input);

/* Frees it. A zeroed struct is fine. */
void plan_clear(struct plan *plan);

/* Checks a value that was typed for a placeholder: printable UTF-8 in one
 * line, not empty, no more than PLAN_VALUE_MAX bytes.
 * Fails: -1 and `err` (ERR_REFUSED) with the reason. */
int plan_check_value(const char *placeholder, const char *value,
                     struct err *err);

/* The SHA-256 of everything that a consent is tied to: command, shell,
 * variables, context, namespace, kubectl context, timeout, and how it runs. */
struct plan_digest {
    unsigned char bytes[32];
};

/* Returns it. */
struct plan_digest plan_digest(const struct plan *plan);

#endif
