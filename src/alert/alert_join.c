/* alert_join.c - finds Alertmanager's word on an alert of Prometheus. */
#include "alert/alert_join.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "data/hashset.h"
#include "data/symbol.h"

enum {
    SETS_MOST = 8,         /* sets of external labels that are remembered */
    LABELS_MOST = 16,      /* of such a set */
    COMPARISONS_MOST = 100 /* alerts that may be looked for by comparing */
};

/* Labels that Alertmanager has and Prometheus' own API has not. Borrowed from
 * the alert that taught them. */
struct extra {
    const char *name, *value;
    uint64_t key;
};

struct extras {
    size_t count;
    struct extra labels[LABELS_MOST];
};

struct alert_join {
    struct hashset by_key;         /* of struct batch_alert */
    struct hashset by_fingerprint; /* likewise */
    struct joined **entries;
    size_t count, capacity;
    struct extras sets[SETS_MOST];
    size_t set_count;
    size_t comparisons;
};

static uint64_t hash_of_entry(const void *item);
static uint64_t hash_of_fingerprint(const void *item);
static bool is_same_labels(const void *item, const void *key);
static bool is_superset(const void *item, const void *key);
static bool is_fingerprint(const void *item, const void *key);
static uint64_t key_with(const struct batch_alert *alert,
                         const struct extras *extras);
static struct joined *compare_all(struct alert_join *join,
                                  const struct batch_alert *alert);
static void learn(struct alert_join *join, const struct labels *few,
                  const struct labels *many);

struct alert_join *alert_join_new(void)
{
    struct alert_join *join = xcalloc(1, sizeof(*join));

    hashset_init(&join->by_key, hash_of_entry);
    hashset_init(&join->by_fingerprint, hash_of_fingerprint);
    return join;
}

void alert_join_free(struct alert_join *join)
{
    if (!join)
        return;
    for (size_t i = 0; i < join->count; i++)
        free(join->entries[i]);
    free(join->entries);
    hashset_clear(&join->by_key);
    hashset_clear(&join->by_fingerprint);
    free(join);
}

void alert_join_add(struct alert_join *join, const struct batch_alert *alert,
                    size_t source)
{
    struct joined *entry = hashset_find(&join->by_key, hash_mix(alert->key),
                                        is_same_labels, alert->labels);

    if (entry) {
        if (alert->state == ALERT_FIRING && entry->alert->state != ALERT_FIRING)
            entry->alert = alert;
        return;
    }
    if (join->count == join->capacity) {
        join->capacity = join->capacity ? join->capacity * 2 : 64;
        join->entries =
            xrealloc(join->entries, join->capacity, sizeof(struct joined *));
    }
    entry = xcalloc(1, sizeof(*entry));
    *entry = (struct joined){.alert = alert, .source = source};
    join->entries[join->count++] = entry;
    hashset_add(&join->by_key, entry);
    if (*alert->fingerprint)
        hashset_add(&join->by_fingerprint, entry);
}

struct joined *alert_join_find(struct alert_join *join,
                               const struct batch_alert *alert)
{
    static const struct extras none;

    if (!join->count)
        return NULL;
    for (size_t i = 0; i <= join->set_count; i++) {
        const struct extras *extras =
            i < join->set_count ? &join->sets[i] : &none;
        struct joined *entry =
            hashset_find(&join->by_key, hash_mix(key_with(alert, extras)),
                         is_superset, alert->labels);

        if (entry)
            return entry;
    }
    /* A pending alert is not sent. */
    if (alert->state != ALERT_FIRING || join->comparisons == COMPARISONS_MOST)
        return NULL;
    join->comparisons++;
    return compare_all(join, alert);
}

const struct batch_alert *
alert_join_by_fingerprint(const struct alert_join *join,
                          const char *fingerprint)
{
    const struct joined *entry = hashset_find(
        &join->by_fingerprint, text_hash(fingerprint, strlen(fingerprint)),
        is_fingerprint, fingerprint);

    return entry ? entry->alert : NULL;
}

size_t alert_join_count(const struct alert_join *join)
{
    return join->count;
}

struct joined *alert_join_at(struct alert_join *join, size_t index)
{
    return join->entries[index];
}

static uint64_t hash_of_entry(const void *item)
{
    const struct joined *entry = item;

    return hash_mix(entry->alert->key);
}

static uint64_t hash_of_fingerprint(const void *item)
{
    const struct joined *entry = item;
    const char *fingerprint = entry->alert->fingerprint;

    return text_hash(fingerprint, strlen(fingerprint));
}

/* Equal sets of one table are one pointer. */
static bool is_same_labels(const void *item, const void *key)
{
    const struct joined *entry = item;

    return entry->alert->labels == key;
}

static bool is_superset(const void *item, const void *key)
{
    const struct joined *entry = item;
    const struct labels *many = entry->alert->labels;
    const struct labels *few = key;
    size_t at = 0;

    for (size_t i = 0; i < labels_count(few); i++) {
        while (at < labels_count(many) &&
               strcmp(labels_name(many, at), labels_name(few, i)) < 0)
            at++;
        if (at == labels_count(many) ||
            strcmp(labels_name(many, at), labels_name(few, i)) != 0 ||
            strcmp(labels_value(many, at), labels_value(few, i)) != 0)
            return false;
    }
    return true;
}

static bool is_fingerprint(const void *item, const void *key)
{
    const struct joined *entry = item;

    return !strcmp(entry->alert->fingerprint, key);
}

/* A scraped label of the same name stays as it is. */
static uint64_t key_with(const struct batch_alert *alert,
                         const struct extras *extras)
{
    uint64_t key = alert->key;

    for (size_t i = 0; i < extras->count; i++)
        if (!labels_get(alert->labels, extras->labels[i].name))
            key += extras->labels[i].key;
    return key;
}

/* Of several that fit, the one with the fewest labels more. */
static struct joined *compare_all(struct alert_join *join,
                                  const struct batch_alert *alert)
{
    struct joined *best = NULL;

    for (size_t i = 0; i < join->count; i++) {
        struct joined *entry = join->entries[i];

        if (entry->is_used || strcmp(entry->alert->name, alert->name) != 0 ||
            !is_superset(entry, alert->labels))
            continue;
        if (!best || labels_count(entry->alert->labels) <
                         labels_count(best->alert->labels))
            best = entry;
    }
    if (best)
        learn(join, alert->labels, best->alert->labels);
    return best;
}

static void learn(struct alert_join *join, const struct labels *few,
                  const struct labels *many)
{
    struct extras *extras = &join->sets[join->set_count];

    if (join->set_count == SETS_MOST)
        return;
    *extras = (struct extras){0};
    for (size_t i = 0; i < labels_count(many); i++) {
        const char *name = labels_name(many, i);
        const char *value = labels_value(many, i);

        if (labels_get(few, name))
            continue;
        if (extras->count == LABELS_MOST)
            return;
        extras->labels[extras->count++] = (struct extra){
            name, value, pair_key(name, strlen(name), value, strlen(value))};
    }
    join->set_count++;
}
