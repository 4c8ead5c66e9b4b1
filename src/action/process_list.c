/* process_list.c - walking /proc. */
#include "action/process_list.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum { MOST_PROCESSES = 65536, FIRST_CAPACITY = 256 };

static bool *mark_below(const struct process_list *list, pid_t root);
static bool is_below(const struct process_list *list, const bool *below,
                     pid_t parent, pid_t root);
static int by_pid(const void *left, const void *right);

void process_list_read(struct process_list *list)
{
    DIR *proc = opendir("/proc");
    const struct dirent *entry;
    size_t capacity = 0;

    memset(list, 0, sizeof(*list));
    while (proc && (entry = readdir(proc)) && list->count < MOST_PROCESSES) {
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9')
            continue;
        if (list->count == capacity) {
            capacity = capacity ? capacity * 2 : FIRST_CAPACITY;
            list->items = xrealloc(list->items, capacity, sizeof(*list->items));
        }
        list->count += process_read(&list->items[list->count],
                                    (pid_t)strtol(entry->d_name, NULL, 10));
    }
    if (proc)
        (void)closedir(proc);
    if (list->count)
        qsort(list->items, list->count, sizeof(*list->items), by_pid);
}

void process_list_clear(struct process_list *list)
{
    free(list->items);
    memset(list, 0, sizeof(*list));
}

const struct process *process_list_find(const struct process_list *list,
                                        pid_t pid)
{
    const struct process wanted = {.pid = pid};

    return list->count ? bsearch(&wanted, list->items, list->count,
                                 sizeof(*list->items), by_pid)
                       : NULL;
}

struct action_process *process_list_below(pid_t root, struct pool *pool,
                                          size_t most, size_t *count)
{
    struct action_process *told = pool_alloc(pool, most + 1, sizeof(*told));
    struct process_list list;
    bool *below;

    *count = 0;
    process_list_read(&list);
    below = mark_below(&list, root);
    for (size_t i = 0; i < list.count; i++) {
        if (!below[i])
            continue;
        if (*count < most)
            told[*count] = (struct action_process){
                .pid = list.items[i].pid,
                .start = (int64_t)list.items[i].start,
                .name = process_name(list.items[i].pid, pool)};
        (*count)++;
    }
    free(below);
    process_list_clear(&list);
    return told;
}

/* Returns for each whether it descends from that one. Owns: free() it. */
static bool *mark_below(const struct process_list *list, pid_t root)
{
    bool *below = xcalloc(list->count + 1, sizeof(*below));
    bool is_changed = true;

    while (is_changed) {
        is_changed = false;
        for (size_t i = 0; i < list->count; i++) {
            if (below[i] || !is_below(list, below, list->items[i].parent, root))
                continue;
            below[i] = true;
            is_changed = true;
        }
    }
    return below;
}

static bool is_below(const struct process_list *list, const bool *below,
                     pid_t parent, pid_t root)
{
    const struct process *found = process_list_find(list, parent);

    return parent == root || (found && below[found - list->items]);
}

static int by_pid(const void *left, const void *right)
{
    pid_t a = ((const struct process *)left)->pid;
    pid_t b = ((const struct process *)right)->pid;

    return (a > b) - (a < b);
}
