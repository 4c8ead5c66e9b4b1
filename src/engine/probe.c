/* probe.c - which of a panel's queries has data here. */
#include "engine/engine_private.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "model/metric_names.h"

enum { PROBE_AGAIN_MS = 10000, SIMILAR_NAMES = 3 };

static enum probe_rank rank_answer(const struct panel_query *query,
                                   const struct series_set *set,
                                   const struct prometheus_result *result);
static void probe_ended(struct feed *feed);
static void say_empty(struct engine *engine, size_t panel);
static void on_names(void *owner, const struct json_t *data,
                     const struct prometheus_result *result);
static void first_name(void *owner, const char *name, size_t length);
static bool knows_name(const json_t *names, const char *name);
static void add_similar(const json_t *names, const char *name, struct buf *out);

void probe_start(struct engine *engine, size_t panel)
{
    struct panel_feeds *feeds = &engine->panel_feeds[panel];

    feeds->probe.is_running = true;
    feeds->probe.next = 0;
    feeds->probe.rank = PROBE_NOTHING;
    feeds->probe.refusal[0] = '\0';
}

bool probe_answered(struct feed *feed, const struct prometheus_result *result)
{
    struct engine *engine = feed->engine;
    struct panel *panel = &engine->panels[feed->panel];
    struct probe *probe = &engine->panel_feeds[feed->panel].probe;
    enum probe_rank rank = rank_answer(
        &panel->def->queries[probe->next],
        store_get(engine->store, panel->store_query, STORE_BASE_ZOOM), result);

    if (result->err.kind != ERR_NONE && !probe->refusal[0])
        (void)snprintf(probe->refusal, sizeof(probe->refusal), "%s",
                       result->err.text);
    if (rank > probe->rank) {
        probe->rank = rank;
        probe->best = probe->next;
    }
    if (rank == PROBE_DATA ||
        (rank > PROBE_NOTHING && probe->scout && probe->next > 0)) {
        probe->is_running = false;
        probe->rounds = 0;
        panel->query = probe->next;
        return false;
    }
    store_reset_query(engine->store, panel->store_query);
    if (!scout_holds(probe->scout))
        probe_go_on(feed);
    return true;
}

void probe_go_on(struct feed *feed)
{
    struct engine *engine = feed->engine;
    const struct panel_def *def = engine->panels[feed->panel].def;
    struct probe *probe = &engine->panel_feeds[feed->panel].probe;

    if (probe->next > 0 ||
        !scout_choose(probe->scout, probe->rank, &probe->next))
        probe->next++;
    if (probe->next < def->query_count)
        feed_ask(feed);
    else
        probe_ended(feed);
}

static enum probe_rank rank_answer(const struct panel_query *query,
                                   const struct series_set *set,
                                   const struct prometheus_result *result)
{
    if (result->err.kind != ERR_NONE || !result->totals.samples)
        return PROBE_NOTHING;
    if (!series_set_answer_samples(set))
        return PROBE_NAN;
    if (query->skip_zero && series_set_answer_all_zero(set))
        return PROBE_ZERO;
    return PROBE_DATA;
}

/* Every alternative was asked: take the best of what little there is. */
static void probe_ended(struct feed *feed)
{
    struct engine *engine = feed->engine;
    struct panel *panel = &engine->panels[feed->panel];
    struct probe *probe = &engine->panel_feeds[feed->panel].probe;
    int64_t wait_ms = PROBE_AGAIN_MS;

    if (probe->rank > PROBE_NOTHING) {
        probe->is_running = false;
        probe->rounds = 0;
        panel->query = probe->best;
        feed_ask(feed);
        return;
    }
    panel->query = PANEL_NO_QUERY;
    panel->data = PANEL_EMPTY;
    panel->health = (struct health){
        .state = HEALTH_UNKNOWN, .value_ms = -1, .since_ms = -1};
    say_empty(engine, feed->panel);
    for (unsigned i = 0; i < probe->rounds && wait_ms < 60000; i++)
        wait_ms *= 2;
    probe->rounds++;
    names_ask(engine, feed->panel);
    probe_start(engine, feed->panel);
    feed_finish(feed, true, wait_ms);
}

static void say_empty(struct engine *engine, size_t index)
{
    struct panel *panel = &engine->panels[index];
    struct probe *probe = &engine->panel_feeds[index].probe;
    char name[120] = "";

    metric_names_each(panel->def->queries[0].expression, first_name, name);
    if (probe->refusal[0])
        (void)snprintf(panel->reason, sizeof(panel->reason), "%s",
                       probe->refusal);
    else if (!strncmp(panel->reason, "no data: ", 9))
        return; /* what names_ask() found out says more */
    else
        (void)snprintf(panel->reason, sizeof(panel->reason),
                       "no data: metric %s does not exist here", name);
}

void names_ask(struct engine *engine, size_t index)
{
    struct panel_feeds *feeds = &engine->panel_feeds[index];
    const struct panel_def *def = engine->panels[index].def;
    struct buf all, regex, path;

    if (feeds->names_call || feeds->probe.refusal[0] || engine->is_once)
        return;
    buf_init(&all, 65536);
    buf_init(&regex, 4096);
    buf_init(&path, 16384);
    for (size_t i = 0; i < def->query_count; i++)
        buf_printf(&all, "%s\n", def->queries[i].expression);
    if (metric_names_regex(all.bytes, &regex) == 0) {
        buf_add_str(&path, "/api/v1/label/__name__/values?match[]=");
        buf_reset(&all);
        buf_printf(&all, "{__name__=~\"%s\"}", regex.bytes);
        prometheus_escape(&path, all.bytes);
        feeds->names_call =
            prometheus_get(engine->prometheus, path.bytes, on_names,
                           &feeds->feeds[FEED_BASE], NULL);
    }
    buf_clear(&path);
    buf_clear(&regex);
    buf_clear(&all);
}

static void on_names(void *owner, const struct json_t *data,
                     const struct prometheus_result *result)
{
    struct feed *feed = owner;
    struct engine *engine = feed->engine;
    struct panel *panel = &engine->panels[feed->panel];
    char name[120] = "";
    struct buf text;

    engine->panel_feeds[feed->panel].names_call = NULL;
    if (result->err.kind != ERR_NONE || panel->data != PANEL_EMPTY)
        return;
    metric_names_each(panel->def->queries[0].expression, first_name, name);
    buf_init(&text, sizeof(panel->reason) - 1);
    if (knows_name(data, name)) {
        buf_printf(&text,
                   "no data: metric %s exists, but nothing matches the query",
                   name);
    } else {
        buf_printf(&text, "no data: metric %s does not exist here", name);
        add_similar(data, name, &text);
    }
    (void)snprintf(panel->reason, sizeof(panel->reason), "%s", text.bytes);
    buf_clear(&text);
    engine_changed(engine);
}

static void first_name(void *owner, const char *name, size_t length)
{
    char *first = owner;

    if (!first[0] && length < 120) {
        memcpy(first, name, length);
        first[length] = '\0';
    }
}

static bool knows_name(const json_t *names, const char *name)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *known = json_string_value(json_array_get(names, i));

        if (known && !strcmp(known, name))
            return true;
    }
    return false;
}

/* Adds "; similar: a, b, c", the likest first. */
static void add_similar(const json_t *names, const char *name, struct buf *out)
{
    unsigned below = 1001;
    const char *last = "";

    for (int found = 0; found < SIMILAR_NAMES; found++) {
        const char *best = NULL;
        unsigned best_likeness = 250;

        for (size_t i = 0; i < json_array_size(names); i++) {
            const char *known = json_string_value(json_array_get(names, i));
            unsigned likeness = known ? metric_names_likeness(name, known) : 0;
            bool is_next =
                known && (likeness < below ||
                          (likeness == below && strcmp(known, last) > 0));

            if (is_next && likeness > best_likeness) {
                best = known;
                best_likeness = likeness;
            }
        }
        if (!best)
            return;
        buf_printf(out, "%s%s", found ? ", " : "; similar: ", best);
        below = best_likeness;
        last = best;
    }
}
