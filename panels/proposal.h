/* proposal.h - a step that waits for a person's yes.
 *
 * Layer: panels. Made and changed by the dashboard; the confirmation paints
 * it. What is painted is the plan itself, so what is agreed to is what runs.
 */
#ifndef TRACETOP_PANELS_PROPOSAL_H
#define TRACETOP_PANELS_PROPOSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "action/consent.h"
#include "action/plan.h"

enum { PROPOSAL_VALUES_MAX = 32 };

struct proposal {
    const struct runbook *runbook;
    const struct step *step;
    struct plan plan;
    struct consent consent; /* asked for the plan, unless `refusal` */
    char refusal[240];      /* why it cannot be run as it is; "" */
    char notice[240];       /* what was wrong with the last try; "" */
    bool is_waiting;        /* for kubectl to name its context */
    bool is_dry_run;
    char *command; /* edited; NULL: the step's own */
    struct plan_pair values[PROPOSAL_VALUES_MAX]; /* typed for placeholders */
    size_t value_count;
};

/* What the dialog wants next. */
enum proposal_stage {
    PROPOSAL_FIELDS,  /* values for placeholders */
    PROPOSAL_REFUSED, /* it cannot be run as it is */
    PROPOSAL_PRINTED, /* a dry run that has nothing to run */
    PROPOSAL_WAITING, /* for kubectl */
    PROPOSAL_EXPIRED, /* ask anew */
    PROPOSAL_ENTER,   /* Enter */
    PROPOSAL_YES,     /* y */
    PROPOSAL_WORD,    /* the consent's word */
};

/* Returns the stage at a monotonic time. */
enum proposal_stage proposal_stage(const struct proposal *proposal,
                                   int64_t mono_ms);

#endif
