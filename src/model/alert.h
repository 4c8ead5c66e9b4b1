/* alert.h - an alert as the on-call sees it, whoever told of it.
 *
 * Layer: model. One instance of one rule: told by Prometheus' rules API, by
 * Alertmanager, or evaluated here, or by several of them, joined. Plain
 * values; the list owns the strings.
 */
#ifndef TRACETOP_MODEL_ALERT_H
#define TRACETOP_MODEL_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/labels.h"
#include "model/panel_def.h"

enum alert_state {
    ALERT_FIRING,
    ALERT_PENDING,
    ALERT_SILENCED,
    ALERT_INHIBITED,
    ALERT_RESOLVED, /* within the last hour */
};

/* Who told: a set of these. */
enum alert_origin {
    ALERT_FROM_PROMETHEUS = 1,
    ALERT_FROM_ALERTMANAGER = 2,
    ALERT_FROM_HERE = 4, /* the rule was evaluated by tracetop */
};

struct alert {
    const char *name;       /* alertname */
    enum severity severity; /* from the severity label; else warning */
    enum alert_state state;
    unsigned origins;            /* set of enum alert_origin */
    int64_t since_ms;            /* wall time: active since */
    int64_t fires_at_ms;         /* pending: when `for` is over; else -1 */
    int64_t resolved_ms;         /* resolved: when; else -1 */
    int64_t respond_by_ms;       /* by the escalation policy; -1: no clock */
    double value;                /* of the expression; NAN: not told */
    const struct labels *labels; /* referenced */
    const char *summary;         /* annotations, expanded; "" for none */
    const char *description;
    const char *runbook;         /* `runbook` or `runbook_url`; "" */
    const char *expression;      /* of its rule; "" when not known */
    const char *fingerprint;     /* Alertmanager's; "" */
    const char *silence_id;      /* the one that silences it; "" */
    const char *silenced_by;     /* who, and until when, as words; "" */
    int64_t silenced_until_ms;   /* -1 */
    const char *inhibited_by;    /* the alert that inhibits it, as words; "" */
    const char *acknowledged_by; /* "" for nobody */
    int64_t acknowledged_ms;     /* -1 */
    const char *panel;           /* id of the panel it belongs to; "" */
};

/* A rule that cannot do its work, which must not look quiet. */
struct broken_rule {
    const char *name;
    const char *group;
    const char *error;
    bool is_not_loaded; /* in a rule file, but Prometheus does not have it */
};

/* Everything about alerts that views read. */
struct alerts {
    const struct alert *items; /* worst first: see alert_compare() */
    size_t count;
    size_t left_out; /* beyond the bound on instances, the least urgent */
    size_t cut;      /* texts that were too long to be kept whole */
    const struct broken_rule *broken;
    size_t broken_count;
    bool is_known;     /* false: nobody has told yet, or nobody is asked */
    const char *error; /* why the list may be old; "" */
};

/* Returns "firing", "pending", "silenced", "inhibited" or "resolved". */
const char *alert_state_name(enum alert_state state);

/* Returns the unit of an alert's value as units_format() takes it, as far as
 * the words of its expression tell: "%", "s", "bytes", "/s"; else "". */
const char *alert_unit(const struct alert *alert);

/* Says whether the value tells nothing: that of absent() is 1 for ever. */
bool alert_value_is_idle(const struct alert *alert);

/* Returns how many alerts that origin told of. */
size_t alerts_count_of(const struct alerts *alerts, enum alert_origin origin);

/* Orders alerts: firing before pending before silenced, inhibited and
 * resolved; the most severe first; then by name, so that instances of one
 * alert stand together; then the oldest first; then by labels. */
int alert_compare(const struct alert *left, const struct alert *right);

#endif
