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
static struct batch_alert *place_of(struct told_batch *batch,
                                    const struct batch_alert *alert);
static struct batch_alert *next_place(struct told_batch *batch);
static struct batch_alert *make_room(struct told_batch *batch,
                                     const struct batch_alert *alert);
static void sift(struct told_batch *batch, size_t at);
static bool is_less_urgent(const struct batch_alert *alert,
                           const struct batch_alert *than);
static void keep_annotations(struct told_batch *batch,
                             struct batch_alert *alert,
                             const struct told_alert *told);
static const char *say(struct told_batch *batch, const struct label_text *pair,
                       int which);
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
    for (int i = 0; i < 3; i++)
        batch->said[i] = "";
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
    free(batch->heap);
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

struct batch_rule *told_batch_rule(const struct told_batch *batch,
                                   const struct batch_alert *alert)
{
    return alert->rule >= 0 && (size_t)alert->rule < batch->rule_count
               ? &batch->rules[alert->rule]
               : NULL;
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
    struct batch_alert *alert;
    const char *name;
    struct batch_alert next = {
        .labels =
            labels_intern(batch->symbols, told->labels, told->label_count),
        .since_ms = told->since_ms,
        .value = told->value,
        /* Its rule is told after it. */
        .rule = batch->origin == ALERT_FROM_ALERTMANAGER
                    ? TOLD_BATCH_NO_RULE
                    : (int)batch->rule_count,
        .state = told->state,
    };

    next.severity = severity_of(next.labels);
    alert = place_of(batch, &next);
    if (!alert) {
        labels_unref(batch->symbols, next.labels);
        batch->left_out++;
        return;
    }
    *alert = next;
    for (size_t i = 0; i < labels_count(alert->labels); i++) {
        const char *label = labels_name(alert->labels, i);
        const char *value = labels_value(alert->labels, i);

        alert->key += pair_key(label, strlen(label), value, strlen(value));
    }
    name = labels_get(alert->labels, "alertname");
    alert->name = name ? name : "";
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

/* Returns where the alert is to be kept, or NULL when all that are kept are
 * more urgent. */
static struct batch_alert *place_of(struct told_batch *batch,
                                    const struct batch_alert *alert)
{
    return batch->alert_count < TOLD_BATCH_MOST ? next_place(batch)
                                                : make_room(batch, alert);
}

static struct batch_alert *next_place(struct told_batch *batch)
{
    if (batch->alert_count == batch->alert_capacity) {
        batch->alert_capacity =
            batch->alert_capacity ? batch->alert_capacity * 2 : FIRST_CAPACITY;
        batch->alerts = xrealloc(batch->alerts, batch->alert_capacity,
                                 sizeof(*batch->alerts));
    }
    return &batch->alerts[batch->alert_count++];
}

/* The least urgent goes. Its place in the heap is that of the new one, which
 * sinks to where it belongs once it is there: see sift() in the next call. */
static struct batch_alert *make_room(struct told_batch *batch,
                                     const struct batch_alert *alert)
{
    struct batch_alert *least;

    if (!batch->heap) {
        batch->heap = xmalloc(batch->alert_count * sizeof(*batch->heap));
        for (size_t i = 0; i < batch->alert_count; i++)
            batch->heap[i] = i;
        for (size_t i = batch->alert_count / 2; i-- > 0;)
            sift(batch, i);
    } else {
        sift(batch, 0);
    }
    least = &batch->alerts[batch->heap[0]];
    if (!is_less_urgent(least, alert) || batch->pool.bytes > TOLD_BATCH_BYTES)
        return NULL;
    labels_unref(batch->symbols, least->labels);
    batch->left_out++;
    return least;
}

/* Lets the alert at a place of the heap sink below those less urgent. */
static void sift(struct told_batch *batch, size_t at)
{
    size_t *heap = batch->heap;
    size_t moving = heap[at];

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= batch->alert_count)
            break;
        if (child + 1 < batch->alert_count &&
            is_less_urgent(&batch->alerts[heap[child + 1]],
                           &batch->alerts[heap[child]]))
            child++;
        if (!is_less_urgent(&batch->alerts[heap[child]],
                            &batch->alerts[moving]))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moving;
}

/* As alert_compare(), which goes by name before age: of two alerts that are as
 * bad, the one that is there for longer is kept. */
static bool is_less_urgent(const struct batch_alert *alert,
                           const struct batch_alert *than)
{
    if (alert->state != than->state)
        return alert->state > than->state;
    if (alert->severity != than->severity)
        return alert->severity < than->severity;
    return alert->since_ms > than->since_ms;
}

/* Instances of one alert mostly say the same: what was said just before is
 * not held twice. */
static void keep_annotations(struct told_batch *batch,
                             struct batch_alert *alert,
                             const struct told_alert *told)
{
    alert->summary = alert->description = alert->runbook = "";
    for (size_t i = 0; i < told->annotation_count; i++) {
        const struct label_text *pair = &told->annotations[i];

        if (is_name(pair, "summary"))
            alert->summary = say(batch, pair, 0);
        else if (is_name(pair, "description") ||
                 (is_name(pair, "message") && !*alert->description))
            alert->description = say(batch, pair, 1);
        else if (is_name(pair, "runbook") ||
                 (is_name(pair, "runbook_url") && !*alert->runbook))
            alert->runbook = say(batch, pair, 2);
    }
}

static const char *say(struct told_batch *batch, const struct label_text *pair,
                       int which)
{
    batch->said[which] =
        keep(batch, pair->value, pair->value_length, batch->said[which]);
    return batch->said[which];
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
