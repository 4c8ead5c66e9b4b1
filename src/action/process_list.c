/* process_list.c - reading /proc. */
#include "action/process_list.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

enum {
    MOST_PROCESSES = 65536,
    NAME_BYTES = 200,
    ENVIRONMENT_MAX = 4 * 1024 * 1024,
};

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
static bool read_environment(pid_t pid, struct buf *out);

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

struct action_process *process_list_marked(const char *mark, struct pool *pool,
                                           size_t most, size_t *count)
{
    struct action_process *list = pool_alloc(pool, most + 1, sizeof(*list));
    struct table table = {0};
    size_t told = 0;

    *count = 0;
    read_table(&table);
    for (size_t i = 0; i < table.count; i++) {
        pid_t pid = table.entries[i].pid;

        if (pid == getpid() || !process_list_has_mark(pid, mark))
            continue;
        (*count)++;
        if (told < most)
            list[told++] =
                (struct action_process){.pid = pid, .name = name_of(pid, pool)};
    }
    free(table.entries);
    return list;
}

bool process_list_has_mark(pid_t pid, const char *mark)
{
    size_t length = strlen(mark);
    struct buf environment;
    bool has_it = false;

    buf_init(&environment, ENVIRONMENT_MAX);
    if (read_environment(pid, &environment)) {
        const char *end = environment.bytes + environment.length;

        for (const char *at = environment.bytes; at < end && !has_it;
             at += strlen(at) + 1)
            has_it = strlen(at) == length && !memcmp(at, mark, length);
    }
    buf_clear(&environment);
    return has_it;
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

/* Of a process that is over but not yet waited for, there is none. */
static bool read_environment(pid_t pid, struct buf *out)
{
    char path[64];
    char part[16384];
    ssize_t got = 0;
    int fd;

    (void)snprintf(path, sizeof(path), "/proc/%ld/environ", (long)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    while ((got = read(fd, part, sizeof(part))) > 0 &&
           buf_add(out, part, (size_t)got))
        ;
    (void)close(fd);
    return out->length > 0;
}
