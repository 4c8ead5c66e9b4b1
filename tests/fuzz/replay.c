/* replay.c - runs a fuzz target over its corpus, for builds without libFuzzer.
 *
 * usage: replay_NAME [FOLDER]; the folder is tests/fuzz/corpus/NAME of the
 * source tree ($TRACETOP_SRCDIR) when none is given.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
static char *own_folder(const char *program);
static int replay_file(const char *folder, const char *name);

int main(int argc, char **argv)
{
    char *folder = argc > 1 ? xstrdup(argv[1]) : own_folder(argv[0]);
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    int count = 0;

    if (!dir) {
        (void)fprintf(stderr, "%s: no such folder\n", folder);
        free(folder);
        return 1;
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while ((entry = readdir(dir)))
        count += replay_file(folder, entry->d_name);
    (void)closedir(dir);
    (void)printf("%s: %d inputs\n", folder, count);
    free(folder);
    return count > 0 ? 0 : 1;
}

static char *own_folder(const char *program)
{
    const char *root = getenv("TRACETOP_SRCDIR");
    const char *name = strstr(program, "replay_");

    for (const char *next = name; next; next = strstr(next + 1, "replay_"))
        name = next;
    return xasprintf("%s/tests/fuzz/corpus/%s", root ? root : ".",
                     name ? name + strlen("replay_") : "");
}

/* Returns how many inputs it was: 1, or 0 for what is not a file. */
static int replay_file(const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    struct stat about;
    uint8_t *bytes;
    size_t size;
    int count = 0;

    if (file && fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode)) {
        size = (size_t)about.st_size;
        bytes = xmalloc(size + 1);
        size = fread(bytes, 1, size, file);
        (void)LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
        count = 1;
    }
    if (file)
        (void)fclose(file);
    free(path);
    return count;
}
