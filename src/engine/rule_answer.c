/* rule_answer.c - samples by series, turned into evaluations by time. */
#include "engine/rule_answer.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct held {
    int64_t at_ms;
    const struct labels *labels; /* a reference */
    double value;
};

struct rule_answer {
    struct symtab *table;
    int64_t now_ms, step_ms;
    const struct labels *labels; /* of the series that is being told */
    struct held *items;
    size_t count, capacity;
    bool is_cut; /* too much: only the moment of asking is held */
};

static void on_series(void *owner, const struct label_text *pairs,
                      size_t count);
static void on_sample(void *owner, int64_t at_ms, double value);
static void cut(struct rule_answer *answer);
static int apply_empty(const struct rule_answer *answer,
                       struct rule_state *state, int64_t last_ms,
                       int64_t next_ms, struct err *err);
static bool is_now(const struct rule_answer *answer, int64_t at_ms);
static size_t first_kept(const struct rule_answer *answer);
static int by_time(const void *left, const void *right);

struct rule_answer *rule_answer_new(struct symtab *table,
                                    const struct window *window)
{
    struct rule_answer *answer = xcalloc(1, sizeof(*answer));

    answer->table = table;
    answer->now_ms = window->end_ms;
    answer->step_ms = window->step_ms;
    return answer;
}

void rule_answer_free(struct rule_answer *answer)
{
    if (!answer)
        return;
    for (size_t i = 0; i < answer->count; i++)
        labels_unref(answer->table, answer->items[i].labels);
    labels_unref(answer->table, answer->labels);
    free(answer->items);
    free(answer);
}

struct matrix_sink rule_answer_sink(struct rule_answer *answer)
{
    return (struct matrix_sink){
        .owner = answer, .series = on_series, .sample = on_sample};
}

int rule_answer_apply(struct rule_answer *answer, struct rule_state *state,
                      struct err *err)
{
    size_t at;
    int64_t last_ms = answer->now_ms;

    if (answer->count)
        qsort(answer->items, answer->count, sizeof(*answer->items), by_time);
    at = first_kept(answer);
    if (at < answer->count)
        last_ms = answer->items[at].at_ms;
    while (at < answer->count) {
        int64_t now_ms = answer->items[at].at_ms;

        if (apply_empty(answer, state, last_ms, now_ms, err) < 0)
            return -1;
        rule_state_begin(state, now_ms);
        for (; at < answer->count && answer->items[at].at_ms == now_ms; at++)
            rule_state_element(state, answer->items[at].labels,
                               answer->items[at].value);
        if (rule_state_commit(state, err) < 0)
            return -1;
        last_ms = now_ms;
    }
    if (answer->count && is_now(answer, last_ms))
        return 0;
    if (apply_empty(answer, state, last_ms, answer->now_ms, err) < 0)
        return -1;
    rule_state_begin(state, answer->now_ms);
    return rule_state_commit(state, err);
}

/* The steps between two times of the answer had nothing: clocks that ran end
 * there. They are counted from the time before (see is_now()). */
static int apply_empty(const struct rule_answer *answer,
                       struct rule_state *state, int64_t last_ms,
                       int64_t next_ms, struct err *err)
{
    for (int i = 0; i < RULE_ANSWER_EMPTY; i++) {
        if (next_ms - last_ms <= answer->step_ms)
            break;
        last_ms += answer->step_ms;
        rule_state_begin(state, last_ms);
        if (rule_state_commit(state, err) < 0)
            return -1;
    }
    return 0;
}

/* Some servers move the steps to whole multiples of their length, so the last
 * one may be a little before the moment of asking. */
static bool is_now(const struct rule_answer *answer, int64_t at_ms)
{
    return answer->now_ms - at_ms < answer->step_ms;
}

static void on_series(void *owner, const struct label_text *pairs, size_t count)
{
    struct rule_answer *answer = owner;

    labels_unref(answer->table, answer->labels);
    answer->labels = labels_intern(answer->table, pairs, count);
}

static void on_sample(void *owner, int64_t at_ms, double value)
{
    struct rule_answer *answer = owner;

    if (answer->count == RULE_ANSWER_HELD && !answer->is_cut)
        cut(answer);
    if (answer->count == RULE_ANSWER_HELD ||
        (answer->is_cut && !is_now(answer, at_ms)))
        return;
    if (answer->count == answer->capacity) {
        answer->capacity = answer->capacity ? answer->capacity * 2 : 64;
        answer->items =
            xrealloc(answer->items, answer->capacity, sizeof(*answer->items));
    }
    answer->items[answer->count++] =
        (struct held){at_ms, labels_ref(answer->labels), value};
}

static void cut(struct rule_answer *answer)
{
    size_t kept = 0;

    for (size_t i = 0; i < answer->count; i++)
        if (is_now(answer, answer->items[i].at_ms))
            answer->items[kept++] = answer->items[i];
        else
            labels_unref(answer->table, answer->items[i].labels);
    answer->count = kept;
    answer->is_cut = true;
}

/* Returns where the newest RULE_ANSWER_MOST samples begin, at a whole step. */
static size_t first_kept(const struct rule_answer *answer)
{
    size_t first =
        answer->count > RULE_ANSWER_MOST ? answer->count - RULE_ANSWER_MOST : 0;
    int64_t newest_ms =
        answer->count ? answer->items[answer->count - 1].at_ms : 0;

    if (!first)
        return 0;
    while (first < answer->count &&
           answer->items[first].at_ms == answer->items[first - 1].at_ms &&
           answer->items[first].at_ms < newest_ms)
        first++;
    while (first && answer->items[first].at_ms == newest_ms &&
           answer->items[first - 1].at_ms == newest_ms)
        first--;
    return first;
}

static int by_time(const void *left, const void *right)
{
    const struct held *a = left, *b = right;

    return (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms);
}
