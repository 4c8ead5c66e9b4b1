/* snapshot_desk.c - the guide and the actions, read in one go. */
#include "cli/snapshot_desk.h"

#include <string.h>
#include <unistd.h>

#include "cli/guide_source.h"

enum { ACTIONS_MOST = 50 };

void snapshot_desk_load(struct snapshot_desk *desk,
                        const struct settings *settings)
{
    const char *state_dir = settings->paths.state_dir;
    struct err err = {0};

    memset(desk, 0, sizeof(*desk));
    desk->desk.is_dry_run = settings->is_dry_run;
    desk->desk.actions = &desk->actions;
    if (state_dir && access(state_dir, F_OK) == 0 &&
        action_list_read(&desk->actions, state_dir, ACTIONS_MOST, &err) < 0) {
        action_list_clear(&desk->actions);
        memset(&desk->actions, 0, sizeof(desk->actions));
    }
    desk->desk.guide_problem = desk->problem.text;
    if (guide_source_load(&desk->guide, settings, &desk->problem, &err) < 0) {
        desk->problem = err;
        return;
    }
    lint_guide(&desk->findings, &desk->guide);
    desk->desk.guide = &desk->guide;
    desk->desk.findings = &desk->findings;
}

void snapshot_desk_clear(struct snapshot_desk *desk)
{
    lint_clear(&desk->findings);
    guide_clear(&desk->guide);
    action_list_clear(&desk->actions);
}
