/* rule_state.h - the life of one alerting rule's instances.
 *
 * Layer: alert. The states are those of Prometheus; time comes from outside.
 * An evaluation is fed as begin, one element for each series of the answer, and
 * commit; an element does the dear work (templates), so a feeder may spread
 * them over several turns. Until commit nothing is changed.
 * Source: Prometheus 2.42, rules/alerting.go.
 */
#ifndef TRACETOP_ALERT_RULE_STATE_H
#define TRACETOP_ALERT_RULE_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "alert/rule_set.h"
#include "alert/template.h"
#include "base/err.h"
#include "data/labels.h"

enum {
    RULE_INSTANCES_MAX = 10000,      /* active ones of a rule */
    RULE_RESOLVED_KEPT_MS = 3600000, /* how long a resolved one is listed */
};

struct rule_state; /* private to rule_state.c */

enum rule_instance_state { RULE_PENDING, RULE_FIRING, RULE_RESOLVED };

struct rule_instance {
    const struct labels *labels; /* with alertname and the rule's labels */
    enum rule_instance_state state;
    int64_t active_at_ms;   /* wall time: the condition holds since */
    int64_t fired_at_ms;    /* -1: not yet */
    int64_t resolved_at_ms; /* -1: not resolved */
    int64_t kept_since_ms;  /* firing only by keep_firing_for since; -1 */
    double value;           /* at the last evaluation that had it */
    char **annotations;     /* expanded, in the order of the rule's */
};

/* What is the same for all evaluations. All borrowed; must outlive the state.
 */
struct rule_setting {
    struct symtab *table;
    const struct rule *rule;
    size_t limit; /* the group's; 0: none */
    const struct labels *external_labels;
    const char *external_url;
    template_query_fn *query;
    void *query_context;
};

/* Returns a rule without instances. Owns: the caller frees it. */
struct rule_state *rule_state_new(const struct rule_setting *setting);

/* Frees it. NULL is fine. */
void rule_state_free(struct rule_state *state);

/* Continues a `for` clock that somebody else (Prometheus) began: should the
 * next evaluation have an instance of these labels, it is active since then. */
void rule_state_continue(struct rule_state *state, const struct labels *labels,
                         int64_t active_at_ms);

/* Begins an evaluation; one that was begun and not committed is dropped. */
void rule_state_begin(struct rule_state *state, int64_t now_ms);

/* Adds one series of the answer: its labels, __name__ included. */
void rule_state_element(struct rule_state *state, const struct labels *labels,
                        double value);

/* Ends the evaluation: instances appear, fire, resolve, go.
 * Fails: -1 and `err`: two elements have the same labels (nothing changes), or
 * the group's limit is passed (all instances go). */
int rule_state_commit(struct rule_state *state, struct err *err);

/* Returns how many instances there are, resolved ones included, and one of
 * them; their order is no order. Borrowed until the next commit. */
size_t rule_state_count(const struct rule_state *state);
const struct rule_instance *rule_state_at(const struct rule_state *state,
                                          size_t index);

/* Returns how many elements the last evaluation had beyond
 * RULE_INSTANCES_MAX. */
size_t rule_state_left_out(const struct rule_state *state);

/* Returns an annotation of an instance, expanded, or NULL. Borrowed. */
const char *rule_state_annotation(const struct rule_state *state,
                                  const struct rule_instance *instance,
                                  const char *name);

#endif
