/* backfill.c - history text through promtool, twice. */
#include "sim/backfill.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sim/child.h"
#include "sim/model.h"
#include "sim/scratch.h"

struct part {
    int64_t age_ms; /* ends so long before the clock's now */
    int coarser;    /* times the step; 0: the scrape interval */
};

/* promtool reads its text once for each two hours of blocks, so an old sample
 * costs more than a new one. */
static const struct part parts[] = {
    {5400000, 4}, {300000, 1}, {-BACKFILL_LEAD_MS, 0}};

static int make_blocks(const struct backfill *backfill, struct model *model,
                       struct history_span span, struct err *err);
static int write_text(const char *path, struct model *model,
                      struct history_span span, struct err *err);
static int run_promtool(const struct backfill *backfill, const char *text_path,
                        struct err *err);

int backfill_run(const struct backfill *backfill, struct model *model,
                 int64_t from_ms, server_clock_fn *clock, struct err *err)
{
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        struct history_span span = {
            .from_ms = from_ms,
            .to_ms = clock() - parts[i].age_ms,
            .step_ms = parts[i].coarser ? parts[i].coarser * backfill->step_ms
                                        : backfill->interval_ms,
        };

        if (span.to_ms < span.from_ms)
            continue;
        if (make_blocks(backfill, model, span, err) < 0)
            return -1;
        from_ms = span.to_ms + backfill->interval_ms;
    }
    return 0;
}

static int make_blocks(const struct backfill *backfill, struct model *model,
                       struct history_span span, struct err *err)
{
    char *path = xasprintf("%s/history.om", backfill->folder);
    int rc = write_text(path, model, span, err);

    if (rc == 0)
        rc = run_promtool(backfill, path, err);
    (void)unlink(path);
    free(path);
    return rc;
}

static int write_text(const char *path, struct model *model,
                      struct history_span span, struct err *err)
{
    FILE *file = fopen(path, "we");
    int rc;

    if (!file)
        return err_set(err, ERR_SYSTEM, errno, "cannot write %s: %s", path,
                       strerror(errno));
    rc = history_write(file, model, span, err);
    if (fclose(file) != 0 && rc == 0)
        rc = err_set(err, ERR_SYSTEM, errno, "cannot write %s: %s", path,
                     strerror(errno));
    return rc;
}

static int run_promtool(const struct backfill *backfill, const char *text_path,
                        struct err *err)
{
    char *log = xasprintf("%s/promtool.log", backfill->folder);
    const char *argv[] = {backfill->promtool, "tsdb",    "create-blocks-from",
                          "openmetrics",      "--quiet", text_path,
                          backfill->data,     NULL};
    pid_t pid = child_start(argv, log, err);
    bool is_ending = false;
    int status = 0;
    int rc = pid < 0 ? -1 : 0;

    while (pid > 0 && !is_ending && !child_has_ended(pid, &status))
        is_ending = child_wait_signal(-1) != SIGCHLD;
    if (is_ending) {
        child_stop(pid);
        rc = err_set(err, ERR_REFUSED, 0, "ended while the history was made");
    } else if (pid > 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) {
        rc = err_set(err, ERR_SYSTEM, 0, "promtool made no blocks");
        scratch_add_last_line(log, err);
    }
    free(log);
    return rc;
}
