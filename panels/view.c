/* view.c - the kinds of views there are. */
#include "panels/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "panels/action_view.h"
#include "panels/alerts_view.h"
#include "panels/changes_view.h"
#include "panels/confirm_view.h"
#include "panels/health_view.h"
#include "panels/help.h"
#include "panels/list_view.h"
#include "panels/overview.h"
#include "panels/panel_view.h"
#include "panels/runbooks_view.h"
#include "panels/silence_view.h"
#include "panels/traces_view.h"

static struct view *create(const struct view_ops *ops, const char *argument,
                           const struct model *model, struct err *err);

const struct view_ops *const view_table[] = {
    &overview_ops,     &panel_view_ops,    &alerts_view_ops,  &alert_view_ops,
    &silence_view_ops, &runbooks_view_ops, &runbook_view_ops, &confirm_view_ops,
    &action_view_ops,  &actions_view_ops,  &traces_view_ops,  &trace_view_ops,
    &health_view_ops,  &changes_view_ops,  &help_ops,
};
const size_t view_count = sizeof(view_table) / sizeof(view_table[0]);

struct view *view_open(const char *name, const char *argument,
                       const struct model *model, struct err *err)
{
    const char *colon = strchr(name, ':');
    struct buf known;

    /* --view trace:4bf92f3577b34da6 */
    if (colon && !argument[0])
        for (size_t i = 0; i < view_count; i++)
            if (strlen(view_table[i]->name) == (size_t)(colon - name) &&
                !strncmp(view_table[i]->name, name, (size_t)(colon - name)))
                return create(view_table[i], colon + 1, model, err);
    for (size_t i = 0; i < view_count; i++)
        if (!strcmp(view_table[i]->name, name))
            return create(view_table[i], argument, model, err);
    /* A panel's own name will do: --view storage. */
    if (model_find_panel(model, name) != PANEL_NO_QUERY)
        return panel_view_ops.create(name, model, err);
    buf_init(&known, 400);
    for (size_t i = 0; i < view_count; i++)
        buf_printf(&known, "%s%s", i ? ", " : "", view_table[i]->name);
    for (size_t i = 0; i < model->panel_count; i++)
        buf_printf(&known, ", %s", model->panels[i].def->id);
    (void)err_set(err, ERR_REFUSED, 0, "no view '%s'; there are %s", name,
                  known.bytes);
    buf_clear(&known);
    return NULL;
}

static struct view *create(const struct view_ops *ops, const char *argument,
                           const struct model *model, struct err *err)
{
    return ops->create ? ops->create(argument, model, err)
                       : list_view_create(ops);
}

void view_free(struct view *view)
{
    if (view && view->ops->destroy)
        view->ops->destroy(view);
    else
        free(view);
}
