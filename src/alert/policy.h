/* policy.h - who answers for an alert, and by when.
 *
 * Layer: alert. Data only: for each severity how soon, who in which order, and
 * where they are told; for each class of incident how soon. The defaults:
 *
 *   critical  at once      on-call SRE, SRE manager, CTO   PagerDuty, Slack
 *   warning   30 minutes   on-call SRE, SRE manager        Slack
 *   info      best effort  SRE team                        Slack
 *
 * In the configuration:
 *
 *   escalation:
 *     critical: {respond: 0s, escalate_after: 15m,
 *                path: [on-call SRE, CTO], channels: [PagerDuty]}
 *     info: {respond: best effort}
 *     classes:
 *       P0: {title: complete outage, respond: 15m}
 *       P3: {respond: next business day}
 */
#ifndef TRACETOP_ALERT_POLICY_H
#define TRACETOP_ALERT_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "config/yaml.h"
#include "model/panel_def.h"

enum { POLICY_SEVERITIES = 3, POLICY_CLASSES = 4 };

/* Instead of a duration in `respond_ms`. */
enum { POLICY_BEST_EFFORT = -1, POLICY_NEXT_BUSINESS_DAY = -2 };

struct policy_names {
    char **items;
    size_t count;
};

struct policy_level {
    int64_t respond_ms;        /* 0: at once; or POLICY_BEST_EFFORT */
    int64_t escalate_after_ms; /* each of `path` has so long; 1 or more */
    struct policy_names path;  /* 1 or more, first asked first */
    struct policy_names channels;
};

struct policy_class {
    char *name;         /* "P0" */
    char *title;        /* "complete outage" */
    int64_t respond_ms; /* or POLICY_NEXT_BUSINESS_DAY */
};

struct policy {
    struct policy_level levels[POLICY_SEVERITIES]; /* by enum severity */
    struct policy_class classes[POLICY_CLASSES];   /* P0 first */
};

/* Who is to act now. */
struct policy_next {
    const char *who;  /* borrowed from the policy */
    size_t step;      /* of the path, from 0 */
    int64_t until_ms; /* then the next is asked; -1: nobody is left */
    bool is_overdue;  /* the response time is over */
};

/* Fills in the defaults. Owns: the caller ends it with policy_clear(). */
void policy_init(struct policy *policy);

/* Frees it. A zeroed struct is fine. */
void policy_clear(struct policy *policy);

/* Reads the `escalation` node over what the policy has; what is not given
 * stays. `name` is the file's, for messages. NULL `node` changes nothing.
 * Fails: -1 and `err` as "FILE:LINE: KEY: why"; the policy is still whole. */
int policy_read(struct policy *policy, const char *name,
                const struct yaml_node *node, struct err *err);

/* Returns by when somebody must have answered an alert that is active since
 * `since_ms`, or -1 where it is best effort. Units: wall time in ms. */
int64_t policy_respond_by(const struct policy *policy, enum severity severity,
                          int64_t since_ms);

/* Says who is to act at `now_ms` while nobody has acknowledged. An alert that
 * is to be answered at once is overdue when the first of the path has had
 * their time. */
struct policy_next policy_next(const struct policy *policy,
                               enum severity severity, int64_t now_ms,
                               int64_t since_ms);

/* Returns where the severity is told, by commas: "PagerDuty, Slack".
 * Owns: free() it. */
char *policy_channels(const struct policy *policy, enum severity severity);

/* Returns the class of a name ("P0", any case), or NULL. Borrowed. */
const struct policy_class *policy_class_find(const struct policy *policy,
                                             const char *name);

/* Returns by when an incident of a class, begun at `since_ms`, must have been
 * answered; the next business day ends at midnight UTC, Monday to Friday. */
int64_t policy_class_respond_by(const struct policy_class *incident,
                                int64_t since_ms);

#endif
