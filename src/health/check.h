/* check.h - the morning check: one line for each part of the platform.
 *
 * Layer: health. Pure: the model and the time make the lines; nothing is asked
 * here. A part is judged by its own API where that answers, else by what
 * Prometheus knows of it, and says which; where nobody tells, it is unknown
 * with the reason, never well. A component that refuses connections or answers
 * 5xx is critical; one that answers, but not to us (401, 403, a login page),
 * is not known.
 */
#ifndef TRACETOP_HEALTH_CHECK_H
#define TRACETOP_HEALTH_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/component.h"
#include "model/health.h"
#include "model/model.h"

enum { CHECK_COUNT = 11, CHECK_ALERTS = 5 };

struct check_result {
    enum health_state status;
    char summary[300]; /* worst first, parts by "; " */
    double value;      /* NAN: no number */
    double limit;      /* that the value is held against; NAN: none */
    const char *unit;  /* of both; "" for none */
    bool is_left_out;  /* there is nothing of the kind: no line */
};

struct check {
    const char *name;
    const char *panel; /* id of the panel whose alerts raise it; NULL */

    /* Alerts (or ids of runbooks) whose runbook helps, the nearest first; NULL
     * after the last. */
    const char *alerts[CHECK_ALERTS];

    /* What it wants to be told before it speaks. Of components: the first
     * words of their questions' names, by spaces ("nodes snapshots"), NULL for
     * none. Of facts: a set of 1 << id. */
    const char *questions[COMPONENT_COUNT];
    unsigned facts;
    bool needs_alerts;

    void (*judge)(const struct model *model, int64_t now_ms,
                  struct check_result *result);
};

/* All of them, in their fixed order. */
extern const struct check check_table[CHECK_COUNT];

/* Returns the check of a name, or NULL. */
const struct check *check_find(const char *name);

/* Says whether the check reads what a component answers to a question. */
bool check_reads(const struct check *check, enum component_id id,
                 const char *question);

/* Judges one part. */
void check_run(const struct check *check, const struct model *model,
               int64_t now_ms, struct check_result *result);

/* Says whether all that the check wants was answered or failed once. */
bool check_is_settled(const struct check *check, const struct model *model);

/* Returns which of two states a person should see: critical before warning
 * before unknown before ok. */
enum health_state check_worse(enum health_state left, enum health_state right);

#endif
