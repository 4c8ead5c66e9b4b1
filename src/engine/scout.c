/* scout.c - which of a panel's other queries have data now.
 *
 * A probe asks one alternative after the other, each for its whole window,
 * until one has data. Who asks only once cannot wait for that: one question
 * beside the first alternative's tells how much each of the others is worth at
 * this moment, and the best of them is asked next. Where the server refuses the
 * question, or nothing is known, they are asked one by one after all.
 */
#include "engine/engine_private.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"

enum { RANKS = 4 }; /* of enum probe_rank */

struct scout {
    struct feed *feed;
    struct prometheus_call *call; /* NULL: it ended */
    bool is_awaited;              /* the probe goes on when it ends */
    bool has_told;
    size_t count;           /* of alternatives */
    size_t mark;            /* that the series under way is for */
    enum probe_rank *ranks; /* of each alternative */
};

static bool ask(struct scout *scout);
static void write_question(const struct panel_def *def, struct buf *out);
static void on_series(void *owner, const struct label_text *pairs,
                      size_t count);
static void on_sample(void *owner, int64_t at_ms, double value);
static void on_done(void *owner, const struct prometheus_result *result);

void scout_free(struct scout *scout)
{
    if (!scout)
        return;
    prometheus_cancel(scout->call);
    free(scout->ranks);
    free(scout);
}

void scout_start(struct feed *feed)
{
    struct engine *engine = feed->engine;
    struct probe *probe = &engine->panel_feeds[feed->panel].probe;
    const struct panel_def *def = engine->panels[feed->panel].def;
    struct scout *scout;

    if (!probe->is_running || probe->next > 0 || def->query_count < 2)
        return;
    scout_free(probe->scout);
    scout = xcalloc(1, sizeof(*scout));
    scout->feed = feed;
    scout->count = def->query_count;
    scout->ranks = xcalloc(scout->count, sizeof(*scout->ranks));
    probe->scout = scout;
    if (ask(scout))
        return;
    scout_free(scout);
    probe->scout = NULL;
}

bool scout_holds(struct scout *scout)
{
    if (!scout || !scout->call)
        return false;
    scout->is_awaited = true;
    return true;
}

bool scout_choose(const struct scout *scout, enum probe_rank than,
                  size_t *choice)
{
    if (!scout || !scout->has_told)
        return false;
    *choice = scout->count;
    for (size_t i = 1; i < scout->count; i++)
        if (scout->ranks[i] > than) {
            than = scout->ranks[i];
            *choice = i;
        }
    return true;
}

static bool ask(struct scout *scout)
{
    struct engine *engine = scout->feed->engine;
    const struct matrix_sink sink = {
        .owner = scout, .series = on_series, .sample = on_sample};
    const int64_t now_ms = loop_now(engine->loop).wall_ms;
    struct buf question;

    buf_init(&question, 65536);
    write_question(engine->panels[scout->feed->panel].def, &question);
    scout->call =
        prometheus_ask(engine->prometheus, question.bytes, false,
                       &(struct window){.start_ms = now_ms, .end_ms = now_ms},
                       &sink, on_done, scout, NULL);
    buf_clear(&question);
    return scout->call != NULL;
}

/* One series for each rank that an alternative reaches, told apart by a label.
 * NaN is not above -Inf. */
static void write_question(const struct panel_def *def, struct buf *out)
{
    for (size_t i = 1; i < def->query_count; i++) {
        const struct panel_query *query = &def->queries[i];

        (void)buf_printf(out,
                         "%slabel_replace(count(%s), \"mark\", \"%zu\", \"\", "
                         "\"\") or label_replace(count((%s) > -Inf), \"mark\", "
                         "\"%zu\", \"\", \"\")",
                         out->length ? " or " : "", query->expression,
                         i * RANKS + PROBE_NAN, query->expression,
                         i * RANKS +
                             (query->skip_zero ? PROBE_ZERO : PROBE_DATA));
        if (query->skip_zero)
            (void)buf_printf(
                out,
                " or label_replace(count(((%s) > -Inf) != 0), \"mark\", "
                "\"%zu\", \"\", \"\")",
                query->expression, i * RANKS + PROBE_DATA);
    }
}

static void on_series(void *owner, const struct label_text *pairs, size_t count)
{
    struct scout *scout = owner;

    scout->mark = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0;
             j < pairs[i].value_length && scout->mark < scout->count * RANKS;
             j++)
            scout->mark =
                scout->mark * 10 + (size_t)(pairs[i].value[j] - '0') % 10;
}

static void on_sample(void *owner, int64_t at_ms, double value)
{
    struct scout *scout = owner;
    const size_t index = scout->mark / RANKS;
    const enum probe_rank rank = (enum probe_rank)(scout->mark % RANKS);

    (void)at_ms;
    if (value > 0 && index < scout->count && rank > scout->ranks[index])
        scout->ranks[index] = rank;
}

static void on_done(void *owner, const struct prometheus_result *result)
{
    struct scout *scout = owner;

    scout->call = NULL;
    scout->has_told = result->err.kind == ERR_NONE;
    if (!scout->is_awaited)
        return;
    scout->is_awaited = false;
    probe_go_on(scout->feed);
    engine_changed(scout->feed->engine);
}
