/* lint_private.h - the two tables of lint.h.
 *
 * Layer: runbook; part of lint.h.
 */
#ifndef TRACETOP_RUNBOOK_LINT_PRIVATE_H
#define TRACETOP_RUNBOOK_LINT_PRIVATE_H

#include <stdbool.h>

#include "runbook/lint.h"
#include "runbook/shell_words.h"

/* What a statement (one command line with all that belongs to it, one comment,
 * one piece of YAML) must not hold. */
struct lint_text {
    const char *rule;
    enum lint_severity severity;
    const char *has;    /* its line is the finding's */
    const char *also;   /* must be there too, or NULL */
    const char *unless; /* must not be there, or NULL */
    const char *title;  /* the step's title, in lower case, has it, or NULL */
    const char *message;
};

extern const struct lint_text lint_text_table[];
extern const size_t lint_text_count;

/* What a check sees. */
struct lint_place {
    const struct shell_script *script;
    const struct shell_command *command;
    size_t index;             /* of `command` in the script */
    const struct step *step;  /* NULL outside of steps */
    bool guide_has_namespace; /* other commands of the guide name one */
    const char *code;         /* that the script was read from */
    struct pool *pool;
    size_t at; /* byte of `code` that the finding is about; a check may
                * move it from the command's start */
};

struct lint_check {
    const char *rule;
    enum lint_severity severity;
    const char *message;

    /* Returns whether the command at the place breaks the rule. */
    bool (*breaks)(struct lint_place *place);
};

extern const struct lint_check lint_check_table[];
extern const size_t lint_check_count;

#endif
