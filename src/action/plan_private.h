/* plan_private.h - the parts of a plan, each made in a file of its own.
 *
 * Layer: action.
 */
#ifndef TRACETOP_ACTION_PLAN_PRIVATE_H
#define TRACETOP_ACTION_PLAN_PRIVATE_H

#include "action/plan.h"

/* Refuses with a reason; the first one stays. */
void plan_refuse(struct plan *plan, const char *reason);

/* Adds a variable; all of it is copied. */
void plan_add_variable(struct plan *plan, struct plan_variable variable);

/* Returns whether the bytes are UTF-8 without a NUL. */
bool plan_is_utf8(const char *text, size_t length);

/* Adds what the configuration knows. */
void plan_add_context(struct plan *plan,
                      const struct context_settings *context);

/* Adds the labels that the text names, as TRACETOP_LABEL_NAME. */
void plan_add_labels(struct plan *plan, const struct plan_input *input);

/* Refuses a text that uses a variable which has no value. */
void plan_check_variables(struct plan *plan);

/* Makes references of the placeholders, or says which are missing. */
void plan_set_placeholders(struct plan *plan, const struct plan_input *input);

/* Makes it a dry run: asks the server where that is possible, else it is only
 * printed. */
void plan_make_dry(struct plan *plan);

#endif
