/* runbook_steps.h - the steps of a runbook, read when somebody asks.
 *
 * Layer: runbook; part of guide.h. To read and judge what its fences hold is
 * most of the work of a large guide, and most runbooks are never opened.
 */
#ifndef TRACETOP_RUNBOOK_RUNBOOK_STEPS_H
#define TRACETOP_RUNBOOK_RUNBOOK_STEPS_H

#include <stdbool.h>

#include "base/pool.h"
#include "runbook/markdown.h"
#include "runbook/steps.h"

struct runbook;

/* What all runbooks of a guide read their steps with. */
struct step_reader {
    const struct block *blocks; /* of the page; borrowed */
    struct pool pool;           /* owns the steps */
};

/* The place for the steps of one runbook. */
struct step_shelf {
    struct step_reader *reader;
    struct step_list list;
    bool is_read;
};

/* Returns the steps of a runbook, numbered from 1. The first call reads them.
 * Owns: the guide's, and they stay where they are as long as it lives. */
const struct step_list *runbook_steps(const struct runbook *runbook);

/* Returns the step of that number, or NULL. */
const struct step *runbook_step(const struct runbook *runbook, long number);

#endif
