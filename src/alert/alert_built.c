/* alert_built.c - a list of alerts as views read it. */
#include <stdio.h>
#include <stdlib.h>

#include "alert/alert_list_private.h"
#include "base/xalloc.h"

static void gather_broken(struct built *built);
static void gather_silences(struct built *built);
static void gather_errors(const struct alert_list *list, struct built *built);

struct built *built_new(void)
{
    struct built *built = xcalloc(1, sizeof(*built));

    built->alerts.error = built->error;
    return built;
}

void built_free(struct built *built)
{
    if (!built)
        return;
    for (size_t i = 0; i < SOURCES_MOST; i++) {
        told_batch_unref(built->batches[i]);
        silence_list_unref(built->silence_lists[i]);
    }
    free(built->items);
    free(built->keys);
    free(built->broken);
    free(built->all_silences);
    free(built);
}

bool built_free_step(struct built *built, size_t *budget)
{
    for (size_t i = 0; i < SOURCES_MOST; i++) {
        if (told_batch_unref_step(built->batches[i], budget))
            return true;
        built->batches[i] = NULL;
    }
    built_free(built);
    return false;
}

struct built *alert_build_take(struct alert_list *list,
                               struct alert_build *build)
{
    struct built *built = build->built;

    build->built = NULL;
    built->items = build->storage;
    built->keys = build->keys;
    build->storage = NULL;
    build->keys = NULL;
    built->alerts.items = built->items;
    built->alerts.count = build->count;
    built->alerts.left_out = build->left_out;
    built->alerts.cut = build->cut;
    gather_broken(built);
    gather_silences(built);
    gather_errors(list, built);
    return built;
}

static void gather_broken(struct built *built)
{
    size_t count = 0;

    for (size_t i = 0; i < SOURCES_MOST; i++) {
        const struct told_batch *batch = built->batches[i];

        for (size_t at = 0; batch && at < batch->rule_count; at++) {
            const struct batch_rule *rule = &batch->rules[at];

            if (!rule->is_broken || count == BROKEN_MOST)
                continue;
            built->broken =
                xrealloc(built->broken, count + 1, sizeof(*built->broken));
            built->broken[count++] =
                (struct broken_rule){.name = rule->name,
                                     .group = rule->group,
                                     .error = rule->error,
                                     .is_not_loaded = rule->is_not_loaded};
        }
    }
    built->alerts.broken = built->broken;
    built->alerts.broken_count = count;
}

/* Alertmanagers of one cluster have the same silences. */
static void gather_silences(struct built *built)
{
    size_t count = 0;

    for (size_t i = 0; i < SOURCES_MOST; i++) {
        const struct silence_list *own = built->silence_lists[i];
        struct silences all = silence_list_all(own);

        if (!all.count)
            continue;
        built->all_silences = xrealloc(built->all_silences, count + all.count,
                                       sizeof(*built->all_silences));
        for (size_t at = 0; at < all.count; at++) {
            bool is_known = false;

            for (size_t other = 0; other < i && !is_known; other++)
                is_known = silence_list_find(built->silence_lists[other],
                                             all.items[at].id);
            if (!is_known)
                built->all_silences[count++] = all.items[at];
        }
    }
    built->silences =
        (struct silences){.items = built->all_silences, .count = count};
}

static void gather_errors(const struct alert_list *list, struct built *built)
{
    for (size_t i = 0; i < list->source_count; i++) {
        const struct alert_source *source = &list->sources[i];

        built->alerts.is_known = built->alerts.is_known || source->batch;
        if (source->why[0] && !built->error[0])
            (void)snprintf(built->error, sizeof(built->error), "%s: %s",
                           source->name, source->why);
    }
}
