/* template_exec_private.h - what statements and values share while running.
 *
 * Layer: alert, private to template_exec.c and template_eval.c.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_EXEC_PRIVATE_H
#define TRACETOP_ALERT_TEMPLATE_EXEC_PRIVATE_H

#include "alert/template_exec.h"

enum {
    EXEC_MAX_STEPS = 100000,
    EXEC_MAX_BYTES = 8 << 20, /* of all values made on the way */
    EXEC_MAX_CALLS = 20,      /* templates within templates */
    EXEC_MAX_VARIABLES = 256,
};

enum exec_jump { EXEC_GOES_ON, EXEC_BREAKS, EXEC_CONTINUES };

struct exec_variable {
    const char *name;
    struct value value;
};

struct exec {
    struct pool *pool;
    const struct template_part *parts;
    const char *text; /* the template, for positions */
    const char *name;
    const char *part; /* the named template that runs */
    const struct template_context *context;
    struct buf *out;
    struct buf *why;
    struct exec_variable variables[EXEC_MAX_VARIABLES];
    size_t variable_count, variable_base; /* base: of the template running */
    size_t steps;
    int calls;
    enum exec_jump jump;
};

/* Runs a named template with `dot`. Fails: -1. */
int exec_call(struct exec *exec, const struct template_node *node,
              const char *name, const struct value *dot);

/* Evaluates a pipeline and sets its variables. Fails: -1. */
int exec_pipeline(struct exec *exec, const struct template_node *pipeline,
                  const struct value *dot, struct value *value);

/* Brings a variable into sight. Fails: -1. */
int exec_declare(struct exec *exec, const struct template_node *node,
                 const char *name, const struct value *value);

/* Gives an existing variable a new value. */
void exec_assign(struct exec *exec, const char *name,
                 const struct value *value);

/* Counts a step at `node`. Fails: -1 when there were too many. */
int exec_step(struct exec *exec, const struct template_node *node);

/* Records why, with the place of `node`, in Go's form. Always -1. */
int exec_fail(struct exec *exec, const struct template_node *node,
              const char *fmt, ...) ERR_PRINTF(3, 4);

#endif
