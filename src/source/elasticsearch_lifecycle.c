/* elasticsearch_lifecycle.c - lifecycles that stand in an error, ILM and ISM.
 *
 * Elasticsearch has index lifecycle management, OpenSearch a plugin of its own
 * for the same end. Who does not know the one is asked for the other once.
 */
#include "source/elasticsearch_private.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOT_INDICES,
    SLOT_INDEX,
    SLOT_POLICY,
    SLOT_STEP,
    SLOT_FAILED_STEP,
    SLOT_REASON,
    SLOT_CAUSE,
    SLOT_HAS_FAILED,
};

struct lifecycle_draft {
    struct elasticsearch_lifecycle lifecycle;
    struct elasticsearch_stuck stuck;
    bool is_stuck;
    bool is_told; /* ILM's list, though it be empty */
};

static void begin(void *draft, int slot, const struct wanted_place *place);
static void on_text(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void end(void *draft, int slot, const struct wanted_place *place);
static int done_ilm(struct elasticsearch_source *source, void *draft,
                    const struct question_answer *answer, struct err *err);
static int done(struct elasticsearch_source *source, void *draft,
                const struct question_answer *answer, struct err *err);
static int refused(struct elasticsearch_source *source, int status,
                   struct err *err);
static void clear(void *draft);

static const struct wanted ilm_wants[] = {
    {"indices", SLOT_INDICES},
    {"indices/?", SLOT_INDEX},
    {"indices/?/policy", SLOT_POLICY},
    {"indices/?/step", SLOT_STEP},
    {"indices/?/failed_step", SLOT_FAILED_STEP},
    {"indices/?/step_info/reason", SLOT_REASON},
    {"indices/?/step_info/type", SLOT_CAUSE},
};
static const struct elasticsearch_decoder ilm_decoder = {
    .needs = "index privilege view_index_metadata",
    .wants = ilm_wants,
    .want_count = sizeof(ilm_wants) / sizeof(ilm_wants[0]),
    .draft_size = sizeof(struct lifecycle_draft),
    .begin = begin,
    .text = on_text,
    .end = end,
    .done = done_ilm,
    .refused = refused,
    .clear = clear,
};

static const struct wanted ism_wants[] = {
    {"?", SLOT_INDEX},
    {"?/policy_id", SLOT_POLICY},
    {"?/action/name", SLOT_STEP},
    {"?/action/failed", SLOT_HAS_FAILED},
    {"?/retry_info/failed", SLOT_HAS_FAILED},
    {"?/info/message", SLOT_REASON},
    {"?/info/cause", SLOT_CAUSE},
};
static const struct elasticsearch_decoder ism_decoder = {
    .needs = "permission indices:admin/opensearch/ism/managedindex",
    .wants = ism_wants,
    .want_count = sizeof(ism_wants) / sizeof(ism_wants[0]),
    .draft_size = sizeof(struct lifecycle_draft),
    .begin = begin,
    .text = on_text,
    .end = end,
    .done = done,
    .refused = refused,
    .clear = clear,
};

void *elasticsearch_begin_lifecycle(void *source, int status)
{
    struct elasticsearch_source *mine = source;

    return elasticsearch_answer_begin(
        mine, mine->is_ism ? &ism_decoder : &ilm_decoder, status);
}

static void begin(void *draft, int slot, const struct wanted_place *place)
{
    struct lifecycle_draft *mine = draft;

    if (slot == SLOT_INDICES) {
        mine->is_told = !place->is_array;
        return;
    }
    mine->stuck = (struct elasticsearch_stuck){0};
    mine->is_stuck = false;
    elasticsearch_copy(mine->stuck.index, sizeof(mine->stuck.index),
                       place->keys[place->depth - 1]);
}

static void on_text(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct lifecycle_draft *mine = draft;
    struct elasticsearch_stuck *stuck = &mine->stuck;

    (void)place;
    (void)length;
    if (slot == SLOT_POLICY) {
        elasticsearch_copy(stuck->policy, sizeof(stuck->policy), text);
    } else if (slot == SLOT_STEP) {
        /* "ERROR" stands where the step was; failed_step names that. */
        if (!strcmp(text, "ERROR"))
            mine->is_stuck = true;
        else if (!*stuck->step)
            elasticsearch_copy(stuck->step, sizeof(stuck->step), text);
    } else if (slot == SLOT_FAILED_STEP) {
        mine->is_stuck = true;
        elasticsearch_copy(stuck->step, sizeof(stuck->step), text);
    } else if (slot == SLOT_REASON || (slot == SLOT_CAUSE && !*stuck->reason)) {
        elasticsearch_copy(stuck->reason, sizeof(stuck->reason), text);
    } else if (slot == SLOT_HAS_FAILED && !strcmp(text, "true")) {
        mine->is_stuck = true;
    }
}

static void end(void *draft, int slot, const struct wanted_place *place)
{
    struct lifecycle_draft *mine = draft;
    struct elasticsearch_lifecycle *list = &mine->lifecycle;

    (void)place;
    if (slot == SLOT_INDICES || !mine->is_stuck)
        return;
    if (list->count == ELASTICSEARCH_LIFECYCLE_MAX) {
        list->left_out++;
        return;
    }
    list->items =
        elasticsearch_grow(list->items, list->count, sizeof(mine->stuck));
    list->items[list->count++] = mine->stuck;
}

static int done_ilm(struct elasticsearch_source *source, void *draft,
                    const struct question_answer *answer, struct err *err)
{
    if (!((const struct lifecycle_draft *)draft)->is_told)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_ilm/explain has no indices");
    return done(source, draft, answer, err);
}

static int done(struct elasticsearch_source *source, void *draft,
                const struct question_answer *answer, struct err *err)
{
    struct elasticsearch_lifecycle *list =
        &((struct lifecycle_draft *)draft)->lifecycle;

    (void)err;
    list->answered_ms = answer->now_ms;
    free(source->model.lifecycle.items);
    source->model.lifecycle = *list;
    list->items = NULL;
    return 0;
}

static int refused(struct elasticsearch_source *source, int status,
                   struct err *err)
{
    (void)err;
    if (!elasticsearch_is_unknown(status))
        return -1;
    if (!source->is_ism && source->model.version.answered_ms < 0) {
        source->is_ism = true;
        return 1;
    }
    source->has_no_lifecycle = true;
    return 0;
}

static void clear(void *draft)
{
    free(((struct lifecycle_draft *)draft)->lifecycle.items);
}
