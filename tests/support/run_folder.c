/* run_folder.c - as little in them as makes a run. */
#include "tests/support/run_folder.h"

#include "base/paths.h"

void run_folder_make(const struct fixture *fixture, const char *name)
{
    char *actions = paths_join(fixture->dir, "actions", NULL);
    char *path = xasprintf("%s/%s", actions, name);

    (void)mkdir(actions, 0700);
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
    free(actions);
}

void run_folder_put(const struct fixture *fixture, const char *name,
                    const char *text)
{
    char *path = xasprintf("%s/actions/%s", fixture->dir, name);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
    free(path);
}

bool run_folder_has(const struct fixture *fixture, const char *name)
{
    char *path = xasprintf("%s/actions/%s", fixture->dir, name);
    bool is_so = access(path, F_OK) == 0;

    free(path);
    return is_so;
}

size_t run_folder_count(const struct fixture *fixture)
{
    char *path = paths_join(fixture->dir, "actions", NULL);
    DIR *list = opendir(path);
    const struct dirent *entry;
    size_t count = 0;

    assert_non_null(list);
    while ((entry = readdir(list)))
        count +=
            strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(list);
    free(path);
    return count;
}

void run_folder_add(const struct fixture *fixture, int from, int to,
                    const char *state, int64_t ended_wall_ms)
{
    for (int i = from; i <= to; i++) {
        char name[64], result[128];

        (void)snprintf(name, sizeof(name), "%d", i);
        run_folder_make(fixture, name);
        (void)snprintf(name, sizeof(name), "%d/result.json", i);
        (void)snprintf(result, sizeof(result),
                       "{\"state\": \"%s\", \"ended_ms\": %lld}", state,
                       (long long)ended_wall_ms);
        run_folder_put(fixture, name, result);
        (void)snprintf(name, sizeof(name), "%d/audited", i);
        run_folder_put(fixture, name, "");
    }
}
