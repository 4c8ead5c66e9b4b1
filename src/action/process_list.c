/* process_list.c - reading /proc. */
#include "action/process_list.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

enum { MOST_PROCESSES = 65536, NAME_BYTES = 200 };

struct entry {
    pid_t pid, parent;
    bool is_below;
};

struct table {
    struct entry *entries;
    size_t count, capacity;
};

static void read_table(struct table *table);
static void add(struct table *table, pid_t pid);
static void mark_below(struct table *table, pid_t root);
static int by_pid(const void *left, const void *right);
static ssize_t read_proc(pid_t pid, const char *name, char *out, size_t size);
static const char *name_of(pid_t pid, struct pool *pool);

struct action_process *process_list_below(pid_t root, struct pool *pool,
                                          size_t most, size_t *count)
{
    struct action_process *list = pool_alloc(pool, most + 1, sizeof(*list));
    struct table table = {0};
    size_t told = 0;

    *count = 0;
    read_table(&table);
    mark_below(&table, root);
    for (size_t i = 0; i < table.count; i++) {
        if (!table.entries[i].is_below)
            continue;
        (*count)++;
        if (told < most)
            list[told++] = (struct action_process){
                .pid = table.entries[i].pid,
                .name = name_of(table.entries[i].pid, pool)};
    }
    free(table.entries);
    return list;
}

static void read_table(struct table *table)
{
    DIR *proc = opendir("/proc");
    const struct dirent *entry;

    while (proc && (entry = readdir(proc)) && table->count < MOST_PROCESSES)
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            add(table, (pid_t)strtol(entry->d_name, NULL, 10));
    if (proc)
        (void)closedir(proc);
}

/* The name in a stat line may hold anything, a ")" too: the last one ends it.
 * A zombie is nobody any more. */
static void add(struct table *table, pid_t pid)
{
    char line[1024];
    const char *behind;
    char state = 'Z';
    int parent = 0;

    if (read_proc(pid, "stat", line, sizeof(line)) <= 0)
        return;
    behind = strrchr(line, ')');
    if (!behind || sscanf(behind, ") %c %d", &state, &parent) != 2 ||
        state == 'Z' || state == 'X')
        return;
    if (table->count == table->capacity) {
        table->capacity = table->capacity ? table->capacity * 2 : 256;
        table->entries =
            xrealloc(table->entries, table->capacity, sizeof(struct entry));
    }
    table->entries[table->count++] =
        (struct entry){.pid = pid, .parent = (pid_t)parent};
}

static void mark_below(struct table *table, pid_t root)
{
    bool is_changed = table->count > 0;

    if (is_changed)
        qsort(table->entries, table->count, sizeof(struct entry), by_pid);
    while (is_changed) {
        is_changed = false;
        for (size_t i = 0; i < table->count; i++) {
            struct entry *entry = &table->entries[i];
            const struct entry wanted = {.pid = entry->parent};
            const struct entry *parent;

            if (entry->is_below)
                continue;
            parent = bsearch(&wanted, table->entries, table->count,
                             sizeof(struct entry), by_pid);
            entry->is_below =
                entry->parent == root || (parent && parent->is_below);
            is_changed = is_changed || entry->is_below;
        }
    }
}

static int by_pid(const void *left, const void *right)
{
    pid_t a = ((const struct entry *)left)->pid;
    pid_t b = ((const struct entry *)right)->pid;

    return (a > b) - (a < b);
}

static ssize_t read_proc(pid_t pid, const char *name, char *out, size_t size)
{
    char path[64];
    ssize_t got;
    int fd;

    (void)snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    got = read(fd, out, size - 1);
    out[got > 0 ? got : 0] = '\0';
    (void)close(fd);
    return got;
}

static const char *name_of(pid_t pid, struct pool *pool)
{
    char line[NAME_BYTES];
    ssize_t got = read_proc(pid, "cmdline", line, sizeof(line));

    if (got <= 0)
        got = read_proc(pid, "comm", line, sizeof(line));
    for (ssize_t i = 0; i + 1 < got; i++)
        if (!line[i] || line[i] == '\n')
            line[i] = ' ';
    return pool_strdup(pool, got > 0 ? line : "?");
}
