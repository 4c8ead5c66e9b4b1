/* claim.c - exclusive create, and sweeping up. */
#include "action/claim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"

enum { KEEP_S = 24 * 60 * 60 }; /* a consent lives for a minute */

static void sweep(int folder, int64_t wall_ms);

int claim_make(const char *state_dir, const char *consent_id, int64_t wall_ms,
               struct err *err)
{
    char *path = paths_join(state_dir, "consents", NULL);
    int folder = -1;
    int claim = -1;
    int rc = -1;

    if (paths_make_private(path, err) < 0)
        goto out;
    folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0)
        claim =
            openat(folder, consent_id, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                   S_IRUSR | S_IWUSR);
    if (claim < 0 && folder >= 0 && errno == EEXIST) {
        (void)err_set(err, ERR_REFUSED, 0, "this consent was used already");
        goto out;
    }
    if (claim < 0) {
        (void)err_set(err, ERR_SYSTEM, errno, "cannot claim the consent: %s",
                      strerror(errno));
        goto out;
    }
    sweep(folder, wall_ms);
    rc = 0;
out:
    if (claim >= 0)
        (void)close(claim);
    if (folder >= 0)
        (void)close(folder);
    free(path);
    return rc;
}

static void sweep(int folder, int64_t wall_ms)
{
    int again = dup(folder);
    DIR *list = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;

    if (!list && again >= 0)
        (void)close(again);
    while (list && (entry = readdir(list))) {
        struct stat about;

        if (fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(about.st_mode) &&
            wall_ms / 1000 - about.st_mtim.tv_sec > KEEP_S)
            (void)unlinkat(folder, entry->d_name, 0);
    }
    if (list)
        (void)closedir(list);
}
