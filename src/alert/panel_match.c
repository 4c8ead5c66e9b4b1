/* panel_match.c - which panel a rule belongs to. */
#include "alert/panel_match.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "model/metric_names.h"

struct search {
    const struct buf *names; /* of the rule, each with a newline around it */
    unsigned shared;
};

static void gather(void *owner, const char *name, size_t length);
static void count(void *owner, const char *name, size_t length);
static unsigned shared_metrics(const struct panel_def *panel,
                               const struct buf *names);
static bool is_component(const struct panel_def *panel, const char *component);

const char *panel_match(const struct panel_defs *panels, const char *alertname,
                        const char *expression, const char *component)
{
    const struct panel_def *best = NULL;
    unsigned most = 0;
    struct buf names;

    assert(panels->items || !panels->count);
    buf_init(&names, 65536);
    (void)buf_add_char(&names, '\n');
    metric_names_each(expression, gather, &names);
    for (size_t i = 0; i < panels->count; i++) {
        unsigned shared = shared_metrics(&panels->items[i], &names);

        if (shared > most) {
            most = shared;
            best = &panels->items[i];
        }
    }
    buf_clear(&names);
    for (size_t i = 0; i < panels->count && !best; i++)
        if (strcasestr(alertname, panels->items[i].id) ||
            strcasestr(alertname, panels->items[i].title))
            best = &panels->items[i];
    for (size_t i = 0; i < panels->count && !best && component; i++)
        if (is_component(&panels->items[i], component))
            best = &panels->items[i];
    return best ? best->id : "";
}

static void gather(void *owner, const char *name, size_t length)
{
    struct buf *names = owner;

    (void)buf_add(names, name, length);
    (void)buf_add_char(names, '\n');
}

static void count(void *owner, const char *name, size_t length)
{
    struct search *search = owner;
    const char *at = search->names->bytes;

    for (; (at = strchr(at, '\n')) && at[1]; at++) {
        if (!strncmp(at + 1, name, length) && at[1 + length] == '\n') {
            search->shared++;
            return;
        }
    }
}

static unsigned shared_metrics(const struct panel_def *panel,
                               const struct buf *names)
{
    struct search search = {.names = names};

    for (size_t i = 0; i < panel->query_count; i++)
        metric_names_each(panel->queries[i].expression, count, &search);
    return search.shared;
}

/* "otel-collector" is "otel_collector". */
static bool is_component(const struct panel_def *panel, const char *component)
{
    const char *own = panel->component ? panel->component : "";

    for (; *own && *component; own++, component++)
        if (*own != *component && (*own != '_' || *component != '-'))
            return false;
    return !*own && !*component && panel->component;
}
