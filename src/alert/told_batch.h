/* told_batch.h - everything that one source told in one answer.
 *
 * Layer: alert. Counted, because the list on screen refers to the strings of
 * the answers it was made from while newer ones arrive.
 */
#ifndef TRACETOP_ALERT_TOLD_BATCH_H
#define TRACETOP_ALERT_TOLD_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "model/told.h"

enum {
    TOLD_BATCH_MOST = 20000,
    /* Texts of alerts that made room for worse ones stay until the batch goes;
     * from here on nobody makes room any more. */
    TOLD_BATCH_BYTES = 64 << 20,
    TOLD_BATCH_NO_RULE = -1,
};

struct batch_alert {
    const struct labels *labels; /* a reference */
    uint64_t key;                /* sum of pair_key() over the labels */
    const char *name;            /* alertname; "" */
    const char *summary;
    const char *description;
    const char *runbook;
    const char *fingerprint;
    const char *silence_id;
    const char *inhibited_by;
    int64_t since_ms;
    double value;
    int rule; /* index, or TOLD_BATCH_NO_RULE */
    enum alert_state state;
    enum severity severity;
};

struct batch_rule {
    const char *name;
    const char *group; /* "" until its group was told */
    const char *expression;
    const char *error; /* "" */
    const char *panel; /* for whoever assigns rules to panels; NULL */
    int64_t for_ms;
    bool is_broken;
    bool is_not_loaded; /* it stands for its group, see TOLD_NOT_LOADED */
};

struct told_batch {
    unsigned refs;
    enum alert_origin origin;
    struct symtab *symbols;
    struct pool pool;
    struct batch_alert *alerts;
    size_t alert_count, alert_capacity;
    struct batch_rule *rules;
    size_t rule_count, rule_capacity;
    size_t left_out;     /* alerts beyond the bound, the least urgent */
    size_t cut;          /* texts that are not whole; set by whoever fills it */
    const char *said[3]; /* summary, description, runbook told last */
    size_t *heap;        /* of all alerts, the least urgent first; or NULL */
    size_t group_rules;  /* and the rules of the group to come */
};

/* Returns an empty batch with one reference. `symbols` must outlive it. */
struct told_batch *told_batch_new(struct symtab *symbols,
                                  enum alert_origin origin);

/* Takes one more reference and returns the batch. */
struct told_batch *told_batch_ref(struct told_batch *batch);

/* Gives one reference back; the last frees the batch. NULL is fine. */
void told_batch_unref(struct told_batch *batch);

/* Gives back the labels of a batch that is not needed any more, as many as the
 * budget allows, and then, as told_batch_unref() does, the reference. Returns
 * true while there is more to do. */
bool told_batch_unref_step(struct told_batch *batch, size_t *budget);

/* Returns a sink that fills the batch. */
struct told_sink told_batch_sink(struct told_batch *batch);

/* Returns the rule of an alert, or NULL: nobody told of it. Borrowed. */
struct batch_rule *told_batch_rule(const struct told_batch *batch,
                                   const struct batch_alert *alert);

/* Returns a hash of one label; hashes of a set's labels are summed, so that
 * those of labels that a set has not can be added. */
uint64_t pair_key(const char *name, size_t name_length, const char *value,
                  size_t value_length);

#endif
