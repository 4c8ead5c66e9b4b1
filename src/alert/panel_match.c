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
static unsigned fit_of(const struct panel_def *panel, const char *alertname,
                       const char *component);

const char *panel_match(const struct panel_defs *panels, const char *alertname,
                        const char *expression, const char *component)
{
    const struct panel_def *best = NULL;
    unsigned most = 0;
    bool shares_metrics;
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
    shares_metrics = best != NULL;
    buf_clear(&names);
    /* A component that no panel has says nothing: then the name has to do. */
    most = 0;
    for (size_t i = 0; i < panels->count && !shares_metrics; i++) {
        unsigned fit = fit_of(&panels->items[i], alertname, component);

        if (fit > most) {
            most = fit;
            best = &panels->items[i];
        }
    }
    return best ? best->id : "";
}

/* The component weighs more than the name, which decides between panels of
 * one component. */
static unsigned fit_of(const struct panel_def *panel, const char *alertname,
                       const char *component)
{
    bool is_named =
        strcasestr(alertname, panel->id) || strcasestr(alertname, panel->title);

    return (component && is_component(panel, component) ? 2U : 0U) +
           (is_named ? 1U : 0U);
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
