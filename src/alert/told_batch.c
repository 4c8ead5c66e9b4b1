/* told_batch.c - everything that one source told in one answer. */
#include "alert/told_batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "data/symbol.h"

enum { FIRST_CAPACITY = 16 };

static void on_alert(void *owner, const struct told_alert *told);
static void on_rule(void *owner, const struct told_rule *told);
static void on_group(void *owner, const struct told_group *told);
static struct batch_alert *next_alert(struct told_batch *batch);
static void keep_annotations(struct told_batch *batch,
                             struct batch_alert *alert,
                             const struct told_alert *told);
static const char *keep(struct told_batch *batch, const char *text,
                        size_t length, const char *before);
static bool is_name(const struct label_text *pair, const char *name);
static enum severity severity_of(const struct labels *labels);

struct told_batch *told_batch_new(struct symtab *symbols,
                                  enum alert_origin origin)
{
    struct told_batch *batch = xcalloc(1, sizeof(*batch));

    batch->refs = 1;
    batch->origin = origin;
    batch->symbols = symbols;
    return batch;
}

struct told_batch *told_batch_ref(struct told_batch *batch)
{
    batch->refs++;
    return batch;
}

void told_batch_unref(struct told_batch *batch)
{
    if (!batch || --batch->refs)
        return;
    for (size_t i = 0; i < batch->alert_count; i++)
        labels_unref(batch->symbols, batch->alerts[i].labels);
    pool_clear(&batch->pool);
    free(batch->alerts);
    free(batch->rules);
    free(batch);
}

bool told_batch_unref_step(struct told_batch *batch, size_t *budget)
{
    while (batch && batch->refs == 1 && batch->alert_count) {
        if (!*budget)
            return true;
        --*budget;
        labels_unref(batch->symbols,
                     batch->alerts[--batch->alert_count].labels);
    }
    told_batch_unref(batch);
    return false;
}

struct told_sink told_batch_sink(struct told_batch *batch)
{
    return (struct told_sink){
        .owner = batch, .alert = on_alert, .rule = on_rule, .group = on_group};
}

uint64_t pair_key(const char *name, size_t name_length, const char *value,
                  size_t value_length)
{
    return hash_mix(text_hash(name, name_length) * 31 +
                    text_hash(value, value_length));
}

static void on_alert(void *owner, const struct told_alert *told)
{
    struct told_batch *batch = owner;
    struct batch_alert *alert = next_alert(batch);
    const char *name;

    if (!alert)
        return;
    *alert = (struct batch_alert){
        .labels =
            labels_intern(batch->symbols, told->labels, told->label_count),
        .since_ms = told->since_ms,
        .value = told->value,
        .rule = TOLD_BATCH_NO_RULE,
        .state = told->state,
    };
    for (size_t i = 0; i < labels_count(alert->labels); i++) {
        const char *label = labels_name(alert->labels, i);
        const char *value = labels_value(alert->labels, i);

        alert->key += pair_key(label, strlen(label), value, strlen(value));
    }
    name = labels_get(alert->labels, "alertname");
    alert->name = name ? name : "";
    alert->severity = severity_of(alert->labels);
    alert->fingerprint =
        keep(batch, told->fingerprint, strlen(told->fingerprint), "");
    alert->silence_id =
        keep(batch, told->silence_id, strlen(told->silence_id), "");
    alert->inhibited_by =
        keep(batch, told->inhibited_by, strlen(told->inhibited_by), "");
    keep_annotations(batch, alert, told);
}

static void on_rule(void *owner, const struct told_rule *told)
{
    struct told_batch *batch = owner;
    struct batch_rule *rule;

    if (batch->rule_count == batch->rule_capacity) {
        batch->rule_capacity =
            batch->rule_capacity ? batch->rule_capacity * 2 : FIRST_CAPACITY;
        batch->rules =
            xrealloc(batch->rules, batch->rule_capacity, sizeof(*batch->rules));
    }
    rule = &batch->rules[batch->rule_count];
    *rule = (struct batch_rule){
        .name = keep(batch, told->name, strlen(told->name), ""),
        .group = "",
        .expression =
            keep(batch, told->expression, strlen(told->expression), ""),
        .error = keep(batch, told->error, strlen(told->error), ""),
        .for_ms = told->for_ms,
        .is_broken = !strcmp(told->health, "err") || *told->error,
        .is_not_loaded = !strcmp(told->health, TOLD_NOT_LOADED),
    };
    for (size_t i = batch->rule_alerts; i < batch->alert_count; i++)
        batch->alerts[i].rule = (int)batch->rule_count;
    batch->rule_alerts = batch->alert_count;
    batch->rule_count++;
}

static void on_group(void *owner, const struct told_group *told)
{
    struct told_batch *batch = owner;
    const char *name = keep(batch, told->name, strlen(told->name), "");

    for (size_t i = batch->group_rules; i < batch->rule_count; i++)
        batch->rules[i].group = name;
    batch->group_rules = batch->rule_count;
}

/* Returns the place for one more alert, or NULL past the bound. */
static struct batch_alert *next_alert(struct told_batch *batch)
{
    if (batch->alert_count == TOLD_BATCH_MOST) {
        batch->left_out++;
        return NULL;
    }
    if (batch->alert_count == batch->alert_capacity) {
        batch->alert_capacity =
            batch->alert_capacity ? batch->alert_capacity * 2 : FIRST_CAPACITY;
        batch->alerts = xrealloc(batch->alerts, batch->alert_capacity,
                                 sizeof(*batch->alerts));
    }
    return &batch->alerts[batch->alert_count++];
}

/* Instances of one alert mostly say the same: what was said just before is
 * not held twice. */
static void keep_annotations(struct told_batch *batch,
                             struct batch_alert *alert,
                             const struct told_alert *told)
{
    static const struct batch_alert none = {
        .summary = "", .description = "", .runbook = ""};
    const struct batch_alert *before =
        batch->alert_count > 1 ? alert - 1 : &none;

    alert->summary = alert->description = alert->runbook = "";
    for (size_t i = 0; i < told->annotation_count; i++) {
        const struct label_text *pair = &told->annotations[i];

        if (is_name(pair, "summary"))
            alert->summary =
                keep(batch, pair->value, pair->value_length, before->summary);
        else if (is_name(pair, "description") ||
                 (is_name(pair, "message") && !*alert->description))
            alert->description = keep(batch, pair->value, pair->value_length,
                                      before->description);
        else if (is_name(pair, "runbook") ||
                 (is_name(pair, "runbook_url") && !*alert->runbook))
            alert->runbook =
                keep(batch, pair->value, pair->value_length, before->runbook);
    }
}

static const char *keep(struct told_batch *batch, const char *text,
                        size_t length, const char *before)
{
    if (!length)
        return "";
    if (strlen(before) == length && !memcmp(before, text, length))
        return before;
    return pool_copy(&batch->pool, text, length);
}

static bool is_name(const struct label_text *pair, const char *name)
{
    return pair->name_length == strlen(name) &&
           !memcmp(pair->name, name, pair->name_length);
}

static enum severity severity_of(const struct labels *labels)
{
    const char *value = labels_get(labels, "severity");

    if (value && (!strcmp(value, "critical") || !strcmp(value, "page")))
        return SEVERITY_CRITICAL;
    if (value && (!strcmp(value, "info") || !strcmp(value, "none")))
        return SEVERITY_INFO;
    return SEVERITY_WARNING;
}
