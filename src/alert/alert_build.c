/* alert_build.c - makes a list of alerts out of what was told, in slices.
 *
 * Each phase walks over something of known length and can stop after any step.
 * What it reads is held by reference, so newer answers may come meanwhile.
 */
#include "alert/alert_list_private.h"

#include <stdlib.h>
#include <string.h>

#include "alert/panel_match.h"
#include "base/xalloc.h"
#include "data/symbol.h"

typedef bool phase_fn(struct alert_list *list, struct alert_build *build);

static phase_fn index_one, rule_one, rest_one, vanished_one, resolved_one;
static bool next_alert(struct alert_build *build, bool is_alertmanager,
                       const struct batch_alert **alert);
static void keep_worst(struct alert_build *build);
static struct alert *add(struct alert_build *build, const uint64_t *key,
                         const uint64_t *other);
static struct alert *put(struct alert_build *build, struct alert_keys keys);
static void fill(struct alert_list *list, const struct told_batch *batch,
                 const struct batch_alert *told, struct alert *alert);
static void apply_joined(struct alert_build *build, const struct joined *joined,
                         struct alert *alert);
static void apply_ack(struct alert_list *list, const struct batch_alert *told,
                      const struct joined *joined, struct alert *alert);
static void apply_clock(struct alert_list *list, int64_t fired_ms,
                        struct alert *alert);
static bool has_seen(const struct alert_build *build,
                     const struct alert_keys *keys);
static void see(struct alert_build *build, const uint64_t *key);
static uint64_t hash_of_key(const void *item);
static bool is_key(const void *item, const void *key);

struct alert_build *alert_build_new(struct alert_list *list, int64_t now_ms)
{
    struct alert_build *build = xcalloc(1, sizeof(*build));
    size_t places;

    build->now_ms = now_ms;
    build->join = alert_join_new();
    build->built = built_new();
    hashset_init(&build->seen, hash_of_key);
    for (size_t i = 0; i < list->source_count; i++) {
        const struct alert_source *source = &list->sources[i];

        if (source->silences)
            build->built->silence_lists[i] = silence_list_ref(source->silences);
        if (!source->batch)
            continue;
        build->built->batches[i] = told_batch_ref(source->batch);
        build->capacity += source->batch->alert_count;
        build->left_out += source->batch->left_out;
        build->cut += source->batch->cut;
    }
    places = build->capacity + RESOLVED_MOST + 1;
    build->storage = xmalloc(places * sizeof(*build->storage));
    build->keys = xmalloc(places * sizeof(*build->keys));
    build->items = xmalloc(places * sizeof(struct alert *));
    return build;
}

void alert_build_free(struct alert_build *build)
{
    if (!build)
        return;
    alert_join_free(build->join);
    hashset_clear(&build->seen);
    if (build->phase >= BUILD_SORT) {
        free(build->sort.items);
        free(build->sort.scratch);
    } else {
        free(build->items);
    }
    free(build->storage);
    free(build->keys);
    built_free(build->built);
    free(build);
}

bool alert_build_step(struct alert_list *list, struct alert_build *build,
                      size_t budget)
{
    static phase_fn *const phases[] = {
        [BUILD_INDEX] = index_one,       [BUILD_RULES] = rule_one,
        [BUILD_REST] = rest_one,         [BUILD_VANISHED] = vanished_one,
        [BUILD_RESOLVED] = resolved_one,
    };

    while (build->phase < BUILD_SORT) {
        if (!budget)
            return true;
        budget--;
        if (phases[build->phase](list, build))
            continue;
        build->phase++;
        build->source = build->at = 0;
        if (build->phase == BUILD_SORT)
            alert_sort_begin(
                &build->sort, build->items,
                xmalloc((build->count + 1) * sizeof(struct alert *)),
                build->count);
    }
    if (build->phase == BUILD_SORT) {
        budget *= 4; /* a comparison is less work than an alert */
        if (alert_sort_step(&build->sort, &budget))
            return true;
        build->phase = BUILD_PLACE;
        keep_worst(build);
    }
    for (; build->at < build->count; build->at++, budget--) {
        if (!budget)
            return true;
        alert_sort_place(&build->sort, build->storage, build->keys, build->at);
    }
    build->phase = BUILD_DONE;
    return false;
}

static void keep_worst(struct alert_build *build)
{
    if (build->count <= ALERT_LIST_MOST)
        return;
    build->left_out += build->count - ALERT_LIST_MOST;
    build->count = ALERT_LIST_MOST;
}

static bool index_one(struct alert_list *list, struct alert_build *build)
{
    const struct batch_alert *alert;

    (void)list;
    if (!next_alert(build, true, &alert))
        return false;
    alert_join_add(build->join, alert, build->source);
    return true;
}

static bool rule_one(struct alert_list *list, struct alert_build *build)
{
    const struct batch_alert *told;
    const struct told_batch *batch;
    const struct batch_rule *rule;
    struct alert *alert;
    struct joined *joined;
    int64_t fired_ms;

    if (!next_alert(build, false, &told))
        return false;
    batch = build->built->batches[build->source];
    rule = told_batch_rule(batch, told);
    joined = alert_join_find(build->join, told);
    if (joined)
        joined->is_used = true;
    alert = add(build, &told->key, joined ? &joined->alert->key : NULL);
    fill(list, batch, told, alert);
    fired_ms = told->since_ms;
    if (fired_ms >= 0 && rule)
        fired_ms += rule->for_ms;
    if (joined && told->state == ALERT_FIRING) {
        apply_joined(build, joined, alert);
        if (joined->alert->since_ms >= 0)
            fired_ms = joined->alert->since_ms;
    }
    if (told->state == ALERT_PENDING)
        alert->fires_at_ms = fired_ms;
    apply_clock(list, fired_ms, alert);
    apply_ack(list, told, joined, alert);
    return true;
}

static bool rest_one(struct alert_list *list, struct alert_build *build)
{
    struct joined *joined;
    struct alert_keys keys;
    struct alert *alert;

    if (build->at == alert_join_count(build->join))
        return false;
    joined = alert_join_at(build->join, build->at++);
    keys = (struct alert_keys){{joined->alert->key, joined->alert->key}};
    if (joined->is_used || has_seen(build, &keys))
        return true;
    alert = add(build, &joined->alert->key, &joined->alert->key);
    fill(list, build->built->batches[joined->source], joined->alert, alert);
    apply_joined(build, joined, alert);
    apply_clock(list, joined->alert->since_ms, alert);
    apply_ack(list, joined->alert, NULL, alert);
    return true;
}

/* What was active and is told no more is over. Sources that do not answer
 * leave what they told last in place, so it does not vanish; and when some are
 * left out of what was told, nobody can say what is over. */
static bool vanished_one(struct alert_list *list, struct alert_build *build)
{
    const struct built *before = list->built;
    const struct alert *alert;
    const struct alert_keys *keys;

    if (build->at == before->alerts.count || build->left_out)
        return false;
    alert = &before->items[build->at];
    keys = &before->keys[build->at++];
    if (alert->state != ALERT_PENDING && alert->state != ALERT_RESOLVED &&
        !has_seen(build, keys))
        resolved_add(&list->resolved, alert, keys, build->now_ms);
    return true;
}

static bool resolved_one(struct alert_list *list, struct alert_build *build)
{
    struct resolved *entry;

    if (build->at == list->resolved.count)
        return false;
    entry = list->resolved.entries[build->at++];
    if (build->now_ms - entry->alert.resolved_ms > ALERT_LIST_RESOLVED_MS ||
        has_seen(build, &entry->keys))
        entry->is_dropped = true;
    if (!entry->is_dropped && build->count < build->capacity + RESOLVED_MOST) {
        *put(build, entry->keys) = entry->alert;
        see(build, &entry->keys.keys[0]);
        see(build, &entry->keys.keys[1]);
    }
    return true;
}

/* Steps through the alerts of Alertmanager, or of all others. */
static bool next_alert(struct alert_build *build, bool is_alertmanager,
                       const struct batch_alert **alert)
{
    for (; build->source < SOURCES_MOST; build->source++, build->at = 0) {
        const struct told_batch *batch = build->built->batches[build->source];

        if (!batch ||
            (batch->origin == ALERT_FROM_ALERTMANAGER) != is_alertmanager ||
            build->at == batch->alert_count)
            continue;
        *alert = &batch->alerts[build->at++];
        return true;
    }
    return false;
}

/* Returns the place for one more. The keys are those of the batches. */
static struct alert *add(struct alert_build *build, const uint64_t *key,
                         const uint64_t *other)
{

    see(build, key);
    if (other)
        see(build, other);
    return put(build, (struct alert_keys){{*key, other ? *other : 0}});
}

static struct alert *put(struct alert_build *build, struct alert_keys keys)
{
    struct alert *alert = &build->storage[build->count];

    build->keys[build->count] = keys;
    build->items[build->count++] = alert;
    return alert;
}

static void fill(struct alert_list *list, const struct told_batch *batch,
                 const struct batch_alert *told, struct alert *alert)
{
    struct batch_rule *rule = told_batch_rule(batch, told);
    const char *component = labels_get(told->labels, "component");

    *alert = (struct alert){
        .name = told->name,
        .severity = told->severity,
        .state = told->state,
        .origins = batch->origin,
        .since_ms = told->since_ms,
        .fires_at_ms = -1,
        .resolved_ms = -1,
        .respond_by_ms = -1,
        .value = told->value,
        .labels = told->labels,
        .summary = told->summary,
        .description = told->description,
        .runbook = told->runbook,
        .expression = rule ? rule->expression : "",
        .fingerprint = told->fingerprint,
        .silence_id = "",
        .silenced_by = "",
        .silenced_until_ms = -1,
        .inhibited_by = "",
        .acknowledged_by = "",
        .acknowledged_ms = -1,
    };
    if (rule && !rule->panel)
        rule->panel = panel_match(list->world.panels, told->name,
                                  rule->expression, component);
    alert->panel =
        rule ? rule->panel
             : panel_match(list->world.panels, told->name, "", component);
}

/* What Alertmanager does with it. */
static void apply_joined(struct alert_build *build, const struct joined *joined,
                         struct alert *alert)
{
    const struct batch_alert *told = joined->alert;
    const struct silence_list *silences =
        build->built->silence_lists[joined->source];
    const struct silence *silence =
        silence_list_find(silences, told->silence_id);
    const struct batch_alert *inhibitor =
        alert_join_by_fingerprint(build->join, told->inhibited_by);

    alert->origins |= ALERT_FROM_ALERTMANAGER;
    alert->state = told->state;
    alert->fingerprint = told->fingerprint;
    if (told->state == ALERT_SILENCED) {
        alert->silence_id = told->silence_id;
        alert->silenced_by =
            silence ? silence_list_words(silences, silence) : "";
        alert->silenced_until_ms = silence ? silence->ends_ms : -1;
    } else if (told->state == ALERT_INHIBITED) {
        alert->inhibited_by = inhibitor ? inhibitor->name : told->inhibited_by;
    }
    if (!*alert->summary)
        alert->summary = told->summary;
    if (!*alert->description)
        alert->description = told->description;
    if (!*alert->runbook)
        alert->runbook = told->runbook;
}

/* It may have been acknowledged when only the other one was told. */
static void apply_ack(struct alert_list *list, const struct batch_alert *told,
                      const struct joined *joined, struct alert *alert)
{
    const struct ack *ack;

    if (!list->world.acks)
        return;
    ack = ack_book_find(list->world.acks, told->labels);
    if (!ack && joined)
        ack = ack_book_find(list->world.acks, joined->alert->labels);
    if (!ack || ack->at_ms < told->since_ms)
        return;
    alert->acknowledged_by = ack->by;
    alert->acknowledged_ms = ack->at_ms;
}

static void apply_clock(struct alert_list *list, int64_t fired_ms,
                        struct alert *alert)
{
    if (alert->state == ALERT_FIRING && fired_ms >= 0)
        alert->respond_by_ms = list->world.respond_by(
            list->world.owner, alert->severity, fired_ms);
}

static bool has_seen(const struct alert_build *build,
                     const struct alert_keys *keys)
{
    for (int i = 0; i < 2; i++)
        if (keys->keys[i] && hashset_find(&build->seen, hash_mix(keys->keys[i]),
                                          is_key, &keys->keys[i]))
            return true;
    return false;
}

static void see(struct alert_build *build, const uint64_t *key)
{
    if (*key && !hashset_find(&build->seen, hash_mix(*key), is_key, key))
        hashset_add(&build->seen, (void *)(uintptr_t)key);
}

static uint64_t hash_of_key(const void *item)
{
    const uint64_t *key = item;

    return hash_mix(*key);
}

static bool is_key(const void *item, const void *key)
{
    const uint64_t *one = item, *other = key;

    return *one == *other;
}
