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
    bool is_cut;    /* too much: only the moment of asking is held */
    size_t present; /* how many series the moment of asking has */

    bool is_sorted; /* and being fed */
    bool is_begun;  /* the evaluation of `fed_ms` */
    size_t at;      /* the next item to feed */
    int64_t fed_ms; /* -1: none yet */
    int empty;      /* evaluations in a row */
};

static void on_series(void *owner, const struct label_text *pairs,
                      size_t count);
static void on_sample(void *owner, int64_t at_ms, double value);
static void cut(struct rule_answer *answer);
static void drop(struct rule_answer *answer);
static void sort(struct rule_answer *answer);
static bool begin(struct rule_answer *answer, struct rule_state *state);
static bool feed(struct rule_answer *answer, struct rule_state *state,
                 size_t *budget);
static int64_t next_ms(struct rule_answer *answer);
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
    answer->fed_ms = -1;
    return answer;
}

void rule_answer_free(struct rule_answer *answer)
{
    if (!answer)
        return;
    drop(answer);
    labels_unref(answer->table, answer->labels);
    free(answer->items);
    free(answer);
}

struct matrix_sink rule_answer_sink(struct rule_answer *answer)
{
    return (struct matrix_sink){
        .owner = answer, .series = on_series, .sample = on_sample};
}

int rule_answer_step(struct rule_answer *answer, struct rule_state *state,
                     size_t *budget, struct err *err)
{
    if (answer->present > RULE_ANSWER_SERIES)
        return err_set(err, ERR_LIMIT, 0,
                       "more than %d alerts at once are too many to be "
                       "evaluated here: have Prometheus load the rule",
                       RULE_ANSWER_SERIES);
    if (!answer->is_sorted)
        sort(answer);
    while (answer->is_begun || begin(answer, state)) {
        if (!feed(answer, state, budget) || !*budget)
            return 0;
        --*budget;
        answer->is_begun = false;
        if (rule_state_commit(state, err) < 0)
            return -1;
    }
    return 1;
}

static void sort(struct rule_answer *answer)
{
    if (answer->count)
        qsort(answer->items, answer->count, sizeof(*answer->items), by_time);
    answer->at = first_kept(answer);
    answer->is_sorted = true;
}

/* Begins the evaluation of the next time; false when there is none. */
static bool begin(struct rule_answer *answer, struct rule_state *state)
{
    if (answer->at == answer->count && answer->fed_ms >= 0 &&
        is_now(answer, answer->fed_ms))
        return false;
    answer->fed_ms = next_ms(answer);
    rule_state_begin(state, answer->fed_ms);
    answer->is_begun = true;
    return true;
}

/* Returns the time to be evaluated next. The steps between two times of the
 * answer had nothing: clocks that ran end there. They are counted from the time
 * before (see is_now()). */
static int64_t next_ms(struct rule_answer *answer)
{
    int64_t told_ms = answer->at < answer->count
                          ? answer->items[answer->at].at_ms
                          : answer->now_ms;

    if (answer->fed_ms >= 0 && told_ms - answer->fed_ms > answer->step_ms &&
        answer->empty++ < RULE_ANSWER_EMPTY)
        return answer->fed_ms + answer->step_ms;
    answer->empty = 0;
    return told_ms;
}

/* Some servers move the steps to whole multiples of their length, so the last
 * one may be a little before the moment of asking. */
static bool is_now(const struct rule_answer *answer, int64_t at_ms)
{
    return answer->now_ms - at_ms < answer->step_ms;
}

/* Feeds the elements of the time that was begun; false when some are left. */
static bool feed(struct rule_answer *answer, struct rule_state *state,
                 size_t *budget)
{
    for (; *budget; --*budget) {
        const struct held *item;

        if (answer->at == answer->count ||
            answer->items[answer->at].at_ms != answer->fed_ms)
            return true;
        item = &answer->items[answer->at++];
        rule_state_element(state, item->labels, item->value);
    }
    return false;
}

static void on_series(void *owner, const struct label_text *pairs, size_t count)
{
    struct rule_answer *answer = owner;

    labels_unref(answer->table, answer->labels);
    answer->labels = answer->present <= RULE_ANSWER_SERIES
                         ? labels_intern(answer->table, pairs, count)
                         : NULL;
}

static void on_sample(void *owner, int64_t at_ms, double value)
{
    struct rule_answer *answer = owner;

    if (is_now(answer, at_ms) && ++answer->present > RULE_ANSWER_SERIES)
        drop(answer);
    if (answer->present > RULE_ANSWER_SERIES)
        return;
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

static void drop(struct rule_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++)
        labels_unref(answer->table, answer->items[i].labels);
    answer->count = 0;
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
