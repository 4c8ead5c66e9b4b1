/* scratch.c - make, fill and remove the runner's folder. */
#include "sim/scratch.h"

#include <errno.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

static int remove_one(const char *path, const struct stat *stat, int kind,
                      struct FTW *place);

char *scratch_open(struct err *err)
{
    const char *parent = getenv("TMPDIR");
    char *folder = xasprintf("%s/tracetop-sim-XXXXXX",
                             parent && *parent ? parent : "/tmp");

    if (mkdtemp(folder))
        return folder;
    (void)err_set(err, ERR_SYSTEM, errno, "cannot make a folder %s: %s", folder,
                  strerror(errno));
    free(folder);
    return NULL;
}

void scratch_close(char *folder)
{
    if (!folder)
        return;
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    free(folder);
}

int scratch_write(const char *path, const char *bytes, size_t length,
                  struct err *err)
{
    FILE *file = fopen(path, "we");
    bool done = file && fwrite(bytes, 1, length, file) == length;

    if (file && fclose(file) != 0)
        done = false;
    if (done)
        return 0;
    return err_set(err, ERR_SYSTEM, errno, "cannot write %s: %s", path,
                   strerror(errno));
}

void scratch_add_last_line(const char *path, struct err *err)
{
    FILE *file = fopen(path, "re");
    char line[400];
    char last[160] = "";

    if (!file)
        return;
    while (fgets(line, sizeof(line), file))
        if (line[0] != '\n')
            (void)snprintf(last, sizeof(last), "%.*s", (int)strcspn(line, "\n"),
                           line);
    (void)fclose(file);
    if (last[0]) {
        char before[sizeof(err->text)];

        (void)snprintf(before, sizeof(before), "%s", err->text);
        (void)err_set(err, err->kind, err->code, "%.70s: %s", before, last);
    }
}

static int remove_one(const char *path, const struct stat *stat, int kind,
                      struct FTW *place)
{
    (void)stat;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}
