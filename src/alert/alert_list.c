/* alert_list.c - what was told of alerts, and the list made of it. */
#include "alert/alert_list.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "alert/alert_list_private.h"
#include "base/xalloc.h"

struct alert_list *alert_list_new(const struct alert_list_world *world)
{
    struct alert_list *list = xcalloc(1, sizeof(*list));

    list->world = *world;
    list->symbols = symtab_new();
    list->resolved.symbols = list->symbols;
    list->built = built_new();
    return list;
}

void alert_list_free(struct alert_list *list)
{
    if (!list)
        return;
    alert_build_free(list->build);
    built_free(list->built);
    built_free(list->leaving);
    for (size_t i = 0; i < list->source_count; i++) {
        told_batch_unref(list->sources[i].batch);
        silence_list_unref(list->sources[i].silences);
    }
    resolved_clear(&list->resolved);
    symtab_free(list->symbols);
    free(list);
}

struct symtab *alert_list_symbols(struct alert_list *list)
{
    return list->symbols;
}

size_t alert_list_add_source(struct alert_list *list, const char *name,
                             enum alert_origin origin)
{
    assert(list->source_count < SOURCES_MOST);
    list->sources[list->source_count] =
        (struct alert_source){.name = name, .origin = origin};
    return list->source_count++;
}

void alert_list_take(struct alert_list *list, size_t source,
                     struct told_batch *batch)
{
    told_batch_unref(list->sources[source].batch);
    list->sources[source].batch = batch;
    list->sources[source].why[0] = '\0';
}

void alert_list_take_silences(struct alert_list *list, size_t source,
                              struct silence_list *silences)
{
    silence_list_unref(list->sources[source].silences);
    list->sources[source].silences = silences;
}

void alert_list_failed(struct alert_list *list, size_t source, const char *why)
{
    struct alert_source *failed = &list->sources[source];

    (void)snprintf(failed->why, sizeof(failed->why), "%s", why);
}

void alert_list_begin(struct alert_list *list, int64_t now_ms)
{
    if (!list->build && !list->leaving)
        list->build = alert_build_new(list, now_ms);
}

bool alert_list_step(struct alert_list *list, size_t budget)
{
    if (list->leaving) {
        if (built_free_step(list->leaving, &budget))
            return true;
        list->leaving = NULL;
        return false;
    }
    if (!list->build)
        return false;
    if (alert_build_step(list, list->build, budget))
        return true;
    list->leaving = list->built;
    list->built = alert_build_take(list, list->build);
    alert_build_free(list->build);
    list->build = NULL;
    resolved_purge(&list->resolved);
    return true;
}

const struct alerts *alert_list_get(const struct alert_list *list)
{
    return &list->built->alerts;
}

const struct silences *alert_list_silences(const struct alert_list *list)
{
    return &list->built->silences;
}
