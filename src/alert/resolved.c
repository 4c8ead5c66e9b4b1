/* resolved.c - alerts that are over, kept for an hour. */
#include "alert/resolved.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum { TEXTS = 4 };

static void copy_texts(struct resolved *resolved, const struct alert *alert);
static void drop_oldest(struct resolved_list *list);
static void free_entry(struct resolved_list *list, struct resolved *entry);

void resolved_add(struct resolved_list *list, const struct alert *alert,
                  const struct alert_keys *keys, int64_t now_ms)
{
    struct resolved *entry = xcalloc(1, sizeof(*entry));

    entry->alert = *alert;
    entry->keys = *keys;
    entry->alert.state = ALERT_RESOLVED;
    entry->alert.resolved_ms = now_ms;
    entry->alert.respond_by_ms = -1;
    entry->alert.silenced_until_ms = -1;
    entry->alert.labels = labels_ref(alert->labels);
    copy_texts(entry, alert);
    if (list->count - list->first >= RESOLVED_MOST)
        drop_oldest(list);
    list->entries =
        xrealloc(list->entries, list->count + 1, sizeof(struct resolved *));
    list->entries[list->count++] = entry;
}

void resolved_purge(struct resolved_list *list)
{
    size_t stays = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (list->entries[i]->is_dropped)
            free_entry(list, list->entries[i]);
        else
            list->entries[stays++] = list->entries[i];
    }
    list->count = stays;
    list->first = 0;
}

void resolved_clear(struct resolved_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free_entry(list, list->entries[i]);
    free(list->entries);
    list->entries = NULL;
    list->count = 0;
}

/* The name is a label's value, the panel's id and the name of who acknowledged
 * live longer than any list. */
static void copy_texts(struct resolved *resolved, const struct alert *alert)
{
    struct alert *own = &resolved->alert;
    const char *from[TEXTS] = {alert->summary, alert->description,
                               alert->runbook, alert->expression};
    const char **to[TEXTS] = {&own->summary, &own->description, &own->runbook,
                              &own->expression};
    size_t bytes = 0;
    char *at;

    for (int i = 0; i < TEXTS; i++)
        bytes += strlen(from[i]) + 1;
    at = resolved->texts = xmalloc(bytes);
    for (int i = 0; i < TEXTS; i++) {
        size_t length = strlen(from[i]) + 1;

        memcpy(at, from[i], length);
        *to[i] = at;
        at += length;
    }
    own->fingerprint = own->silence_id = own->silenced_by = "";
    own->inhibited_by = "";
}

static void drop_oldest(struct resolved_list *list)
{
    while (list->first < list->count)
        if (!list->entries[list->first++]->is_dropped)
            break;
    if (list->first)
        list->entries[list->first - 1]->is_dropped = true;
}

static void free_entry(struct resolved_list *list, struct resolved *entry)
{
    labels_unref(list->symbols, entry->alert.labels);
    free(entry->texts);
    free(entry);
}
