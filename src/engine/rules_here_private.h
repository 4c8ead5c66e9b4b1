/* rules_here_private.h - between asking for rules and telling of them.
 *
 * Layer: engine.
 */
#ifndef TRACETOP_ENGINE_RULES_HERE_PRIVATE_H
#define TRACETOP_ENGINE_RULES_HERE_PRIVATE_H

#include "alert/rules_load.h"
#include "base/loop.h"
#include "engine/rules_here.h"
#include "source/prometheus.h"

/* One rule. */
struct here {
    struct rules_here *all;
    const struct rule *rule;
    const struct rule_group *group;
    struct rule_state *state;
    struct rule_answer *answer; /* on its way */
    struct prometheus_call *call;
    size_t job;
    bool is_missing; /* Prometheus does not have it */
    bool is_waiting; /* due, but enough are in flight */
    bool is_judging; /* the answer is whole and being fed to the state */
    bool has_history;
    bool has_ended; /* answered or failed once */
    char error[240];
};

struct rules_here {
    struct engine *engine;
    struct rule_set set;
    struct rule_findings findings;
    struct here *rules;
    size_t count;
    size_t source;    /* in the alert list */
    size_t in_flight; /* asked or being judged */
    bool is_known;    /* what Prometheus has */

    struct loop_timer *work;  /* rings while there is something to do here */
    struct told_batch *batch; /* being written for the list; NULL: none */
    size_t written;           /* the next rule of it */
    size_t written_instances; /* the next instance of that rule */
    bool is_stale;            /* the list has not been told what changed */
};

/* Writes some of what the alert list is to know of, as much as `budget`
 * instances; then hands it over. Returns whether it did. */
bool rules_here_publish(struct rules_here *here, size_t *budget);

#endif
