/* demo.c - `tracetop --demo[=SCENARIO]`: the simulator takes over. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/xalloc.h"

static char *own_path(void);
static char *sibling(const char *path, const char *name);

int cli_demo(const struct options *options, int argc, char *const *argv)
{
    char *self = own_path();
    char *simulator = sibling(self, "tracetop-sim");
    const char **words = xcalloc((size_t)argc + 8, sizeof(*words));
    size_t count = 0;

    words[count++] = "tracetop-sim";
    words[count++] = "run";
    words[count++] = "--scenario";
    words[count++] = options->demo ? options->demo : "cascade";
    words[count++] = "--configure";
    words[count++] = "--";
    words[count++] = self;
    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], "--demo", 6) != 0)
            words[count++] = argv[i];
    if (access(simulator, X_OK) == 0)
        (void)execv(simulator, (char *const *)words);
    else
        (void)execvp("tracetop-sim", (char *const *)words);
    (void)cli_fail(EX_UNAVAILABLE,
                   "--demo needs tracetop-sim, beside this program or in "
                   "PATH: %s",
                   strerror(errno));
    free(words);
    free(simulator);
    free(self);
    return EX_UNAVAILABLE;
}

/* Returns where this program's file is. Owns: free() it. */
static char *own_path(void)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path));

    if (length <= 0 || (size_t)length >= sizeof(path))
        return xstrdup("tracetop");
    return xstrndup(path, (size_t)length);
}

static char *sibling(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return xstrdup(name);
    return xasprintf("%.*s/%s", (int)(slash - path), path, name);
}
