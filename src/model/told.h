/* told.h - alerts and rules as a source tells them, one by one.
 *
 * Layer: model. What the decoders hand to the alert list. Plain values; all
 * borrowed for the call. Labels and texts are as they came, hostile or not.
 */
#ifndef TRACETOP_MODEL_TOLD_H
#define TRACETOP_MODEL_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/labels.h"
#include "model/alert.h"

struct told_alert {
    const struct label_text *labels;
    size_t label_count;
    const struct label_text *annotations;
    size_t annotation_count;
    enum alert_state state;   /* of Alertmanager: what it does with it */
    int64_t since_ms;         /* wall time: active since, -1: not told */
    double value;             /* NAN: not told */
    const char *fingerprint;  /* Alertmanager's; "" */
    const char *silence_id;   /* the first that silences it; "" */
    const char *inhibited_by; /* fingerprint of the first that does; "" */
};

/* The health of a rule that stands for a group which nobody has loaded. */
#define TOLD_NOT_LOADED "not loaded"

/* Comes after the alerts of the rule. */
struct told_rule {
    const char *name;
    const char *expression;
    const char *health; /* "ok", "err", "unknown", TOLD_NOT_LOADED, "" */
    const char *error;  /* "" */
    const struct label_text *labels;
    size_t label_count;
    const struct label_text *annotations; /* not expanded */
    size_t annotation_count;
    int64_t for_ms;
    int64_t keep_firing_ms;
};

/* Comes after the rules of the group. */
struct told_group {
    const char *name;
    const char *file;
    int64_t interval_ms;
};

/* Who is told. `rule` and `group` may be NULL. */
struct told_sink {
    void *owner;
    void (*alert)(void *owner, const struct told_alert *alert);
    void (*rule)(void *owner, const struct told_rule *rule);
    void (*group)(void *owner, const struct told_group *group);
};

#endif
