/* rule_state.c - pending, firing, resolved.
 *
 * Label sets are held once, so two equal ones are one pointer. Instances and
 * the elements of an evaluation are sorted by it and merged: no table of
 * hashes, and commit stays cheap with 10,000 of them.
 */
#include "alert/rule_state.h"

#include <stdlib.h>
#include <string.h>

#include "alert/rule_labels.h"
#include "base/buf.h"
#include "base/xalloc.h"

/* Where a `for` clock that is continued began. */
struct clock_start {
    const struct labels *labels;
    int64_t active_at_ms;
};

struct instances {
    struct rule_instance *items;
    size_t count, capacity;
};

struct rule_state {
    struct rule_setting setting;
    struct instances active;   /* by labels */
    struct instances elements; /* of the evaluation that is being fed */
    struct clock_start *starts;
    size_t start_count;
    int64_t now_ms;
    size_t fed; /* elements, also those left out */
    size_t left_out;
};

static void expand_annotations(const struct rule_state *state,
                               struct rule_instance *element,
                               const struct template_context *context);
static int check_elements(struct rule_state *state, struct err *err);
static void merge(struct rule_state *state);
static void take_present(struct rule_state *state, struct instances *merged,
                         struct rule_instance *old,
                         struct rule_instance *element);
static void take_absent(struct rule_state *state, struct instances *merged,
                        struct rule_instance *old);
static void advance(const struct rule_state *state,
                    struct rule_instance *instance);
static int64_t start_of(const struct rule_state *state,
                        const struct labels *labels);
static void forget_starts(struct rule_state *state);
static struct rule_instance *instances_add(struct instances *instances,
                                           const struct rule_instance *item);
static void instances_clear(struct rule_state *state,
                            struct instances *instances);
static void instance_clear(struct rule_state *state,
                           struct rule_instance *instance);
static int by_labels(const void *left, const void *right);
static int by_start(const void *left, const void *right);

struct rule_state *rule_state_new(const struct rule_setting *setting)
{
    struct rule_state *state = xcalloc(1, sizeof(*state));

    state->setting = *setting;
    return state;
}

void rule_state_free(struct rule_state *state)
{
    if (!state)
        return;
    instances_clear(state, &state->active);
    instances_clear(state, &state->elements);
    forget_starts(state);
    free(state);
}

void rule_state_continue(struct rule_state *state, const struct labels *labels,
                         int64_t active_at_ms)
{
    if (state->start_count == RULE_INSTANCES_MAX)
        return;
    if (!(state->start_count & (state->start_count - 1)))
        state->starts = xrealloc(
            state->starts, state->start_count ? state->start_count * 2 : 1,
            sizeof(state->starts[0]));
    state->starts[state->start_count++] =
        (struct clock_start){labels_ref(labels), active_at_ms};
}

void rule_state_begin(struct rule_state *state, int64_t now_ms)
{
    instances_clear(state, &state->elements);
    state->now_ms = now_ms;
    state->fed = 0;
}

void rule_state_element(struct rule_state *state, const struct labels *labels,
                        double value)
{
    const struct rule_setting *setting = &state->setting;
    const struct template_context context = {
        .alert = setting->rule->name,
        .labels = labels,
        .external_labels = setting->external_labels,
        .external_url = setting->external_url,
        .value = value,
        .now_ms = state->now_ms,
        .query = setting->query,
        .query_context = setting->query_context,
    };
    struct rule_instance element = {
        .fired_at_ms = -1,
        .resolved_at_ms = -1,
        .kept_since_ms = -1,
        .value = value,
    };

    state->fed++;
    if (state->elements.count == RULE_INSTANCES_MAX)
        return;
    element.active_at_ms = state->now_ms;
    element.labels =
        rule_labels_intern(setting->table, setting->rule, &context);
    expand_annotations(state, &element, &context);
    (void)instances_add(&state->elements, &element);
}

static void expand_annotations(const struct rule_state *state,
                               struct rule_instance *element,
                               const struct template_context *context)
{
    const struct rule *rule = state->setting.rule;

    if (!rule->annotation_count)
        return;
    element->annotations =
        xcalloc(rule->annotation_count, sizeof(element->annotations[0]));
    for (size_t i = 0; i < rule->annotation_count; i++) {
        const char *text = rule->annotations[i].value;
        struct buf out;

        if (!strstr(text, "{{")) {
            element->annotations[i] = xstrdup(text);
            continue;
        }
        buf_init(&out, TEMPLATE_MAX_BYTES);
        (void)template_expand(text, context, &out, NULL);
        element->annotations[i] = xstrndup(out.bytes, out.length);
        buf_clear(&out);
    }
}

int rule_state_commit(struct rule_state *state, struct err *err)
{
    int rc;

    if (state->elements.count)
        qsort(state->elements.items, state->elements.count,
              sizeof(state->elements.items[0]), by_labels);
    rc = check_elements(state, err);
    if (rc == 0) {
        merge(state);
        state->left_out = state->fed - state->elements.count;
        state->elements.count = 0; /* they are the active ones' now */
        forget_starts(state);
    }
    instances_clear(state, &state->elements);
    return rc;
}

static int check_elements(struct rule_state *state, struct err *err)
{
    const struct instances *elements = &state->elements;
    size_t limit = state->setting.limit;

    for (size_t i = 1; i < elements->count; i++)
        if (elements->items[i - 1].labels == elements->items[i].labels)
            return err_set(err, ERR_FORMAT, 0,
                           "vector contains metrics with the same labelset "
                           "after applying alert labels");
    if (limit && state->fed > limit) {
        instances_clear(state, &state->active);
        return err_set(err, ERR_LIMIT, 0,
                       "exceeded limit of %zu with %zu alerts", limit,
                       state->fed);
    }
    return 0;
}

static void merge(struct rule_state *state)
{
    struct instances *old = &state->active, *new = &state->elements;
    struct instances merged = {0};
    size_t i = 0, j = 0;

    if (state->start_count)
        qsort(state->starts, state->start_count, sizeof(state->starts[0]),
              by_start);
    while (i < old->count || j < new->count) {
        int order = i == old->count ? 1
                    : j == new->count
                        ? -1
                        : by_labels(&old->items[i], &new->items[j]);

        if (order < 0)
            take_absent(state, &merged, &old->items[i++]);
        else if (order > 0)
            take_present(state, &merged, NULL, &new->items[j++]);
        else
            take_present(state, &merged, &old->items[i++], &new->items[j++]);
    }
    free(old->items);
    *old = merged;
}

/* The element becomes the instance; a clock that runs goes on. */
static void take_present(struct rule_state *state, struct instances *merged,
                         struct rule_instance *old,
                         struct rule_instance *element)
{
    if (old && old->state != RULE_RESOLVED) {
        element->state = old->state;
        element->active_at_ms = old->active_at_ms;
        element->fired_at_ms = old->fired_at_ms;
    } else {
        element->state = RULE_PENDING;
        element->active_at_ms = start_of(state, element->labels);
    }
    if (old)
        instance_clear(state, old);
    advance(state, instances_add(merged, element));
}

static void take_absent(struct rule_state *state, struct instances *merged,
                        struct rule_instance *old)
{
    int64_t keep_ms = state->setting.rule->keep_firing_for_ms;
    int64_t now_ms = state->now_ms;

    if (old->state == RULE_FIRING && keep_ms > 0) {
        if (old->kept_since_ms < 0)
            old->kept_since_ms = now_ms;
        if (now_ms - old->kept_since_ms < keep_ms) {
            advance(state, instances_add(merged, old));
            return;
        }
    }
    if (old->state == RULE_PENDING ||
        (old->state == RULE_RESOLVED &&
         now_ms - old->resolved_at_ms > RULE_RESOLVED_KEPT_MS) ||
        merged->count >= (size_t)2 * RULE_INSTANCES_MAX) {
        instance_clear(state, old);
        return;
    }
    if (old->state == RULE_FIRING) {
        old->state = RULE_RESOLVED;
        old->resolved_at_ms = now_ms;
    }
    (void)instances_add(merged, old);
}

static void advance(const struct rule_state *state,
                    struct rule_instance *instance)
{
    int64_t held_ms = state->now_ms - instance->active_at_ms;
    int64_t for_ms = state->setting.rule->for_ms;

    if (instance->state == RULE_PENDING && held_ms >= for_ms) {
        instance->state = RULE_FIRING;
        instance->fired_at_ms = state->now_ms;
    } else if (instance->state == RULE_FIRING && held_ms < for_ms) {
        instance->state = RULE_PENDING; /* the clock of the wall went back */
        instance->fired_at_ms = -1;
    }
}

static int64_t start_of(const struct rule_state *state,
                        const struct labels *labels)
{
    const struct clock_start key = {.labels = labels};
    const struct clock_start *start = NULL;

    if (state->start_count)
        start = bsearch(&key, state->starts, state->start_count,
                        sizeof(state->starts[0]), by_start);
    if (start && start->active_at_ms <= state->now_ms)
        return start->active_at_ms;
    return state->now_ms;
}

static void forget_starts(struct rule_state *state)
{
    for (size_t i = 0; i < state->start_count; i++)
        labels_unref(state->setting.table, state->starts[i].labels);
    free(state->starts);
    state->starts = NULL;
    state->start_count = 0;
}

size_t rule_state_count(const struct rule_state *state)
{
    return state->active.count;
}

const struct rule_instance *rule_state_at(const struct rule_state *state,
                                          size_t index)
{
    return &state->active.items[index];
}

size_t rule_state_left_out(const struct rule_state *state)
{
    return state->left_out;
}

const char *rule_state_annotation(const struct rule_state *state,
                                  const struct rule_instance *instance,
                                  const char *name)
{
    const struct rule *rule = state->setting.rule;

    for (size_t i = 0; i < rule->annotation_count; i++)
        if (!strcmp(rule->annotations[i].name, name))
            return instance->annotations[i];
    return NULL;
}

static struct rule_instance *instances_add(struct instances *instances,
                                           const struct rule_instance *item)
{
    if (instances->count == instances->capacity) {
        instances->capacity = instances->capacity ? instances->capacity * 2 : 4;
        instances->items = xrealloc(instances->items, instances->capacity,
                                    sizeof(instances->items[0]));
    }
    instances->items[instances->count] = *item;
    return &instances->items[instances->count++];
}

static void instances_clear(struct rule_state *state,
                            struct instances *instances)
{
    for (size_t i = 0; i < instances->count; i++)
        instance_clear(state, &instances->items[i]);
    free(instances->items);
    *instances = (struct instances){0};
}

static void instance_clear(struct rule_state *state,
                           struct rule_instance *instance)
{
    size_t count = state->setting.rule->annotation_count;

    for (size_t i = 0; instance->annotations && i < count; i++)
        free(instance->annotations[i]);
    free(instance->annotations);
    labels_unref(state->setting.table, instance->labels);
}

static int by_labels(const void *left, const void *right)
{
    const struct rule_instance *a = left, *b = right;
    uintptr_t a_at = (uintptr_t)a->labels, b_at = (uintptr_t)b->labels;

    return (a_at > b_at) - (a_at < b_at);
}

static int by_start(const void *left, const void *right)
{
    const struct clock_start *a = left, *b = right;
    uintptr_t a_at = (uintptr_t)a->labels, b_at = (uintptr_t)b->labels;

    return (a_at > b_at) - (a_at < b_at);
}
