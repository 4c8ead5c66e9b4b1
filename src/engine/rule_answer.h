/* rule_answer.h - an answer to a rule's expression, on its way to its state.
 *
 * Layer: engine. Samples arrive series by series; a rule lives step by step.
 * They are held, bounded, and fed to the state in the order of their times.
 */
#ifndef TRACETOP_ENGINE_RULE_ANSWER_H
#define TRACETOP_ENGINE_RULE_ANSWER_H

#include <stddef.h>

#include "alert/rule_state.h"
#include "base/err.h"
#include "data/labels.h"
#include "data/window.h"
#include "source/matrix.h"

enum {
    RULE_ANSWER_MOST = 4000,   /* samples of a look back that are used */
    RULE_ANSWER_HELD = 20000,  /* on the way; then the moment of asking only */
    RULE_ANSWER_EMPTY = 1000,  /* evaluations in a row without elements */
    RULE_ANSWER_SERIES = 1000, /* at the moment of asking; more is an error */
};

struct rule_answer; /* private to rule_answer.c */

/* Returns an empty answer to what was asked of a window that ends at the moment
 * of asking. `table` outlives it. Owns: the caller frees it. */
struct rule_answer *rule_answer_new(struct symtab *table,
                                    const struct window *window);

/* Frees it. NULL is fine. */
void rule_answer_free(struct rule_answer *answer);

/* Returns a sink that fills it. */
struct matrix_sink rule_answer_sink(struct rule_answer *answer);

/* Feeds the state one evaluation for each step from the first that the answer
 * has to the moment of asking; a step of which it has nothing is an evaluation
 * without elements. Elements and evaluations lower `budget`. Returns 1 when all
 * is fed, 0 when the budget is used up.
 * Fails: -1 and `err` as rule_state_commit(), or there are too many series;
 * what came before holds. */
int rule_answer_step(struct rule_answer *answer, struct rule_state *state,
                     size_t *budget, struct err *err);

#endif
