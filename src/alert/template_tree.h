/* template_tree.h - a template as a tree.
 *
 * Layer: alert, private to template*.c. Source: Go text/template/parse.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_TREE_H
#define TRACETOP_ALERT_TEMPLATE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "alert/template_value.h"
#include "base/err.h"

enum { TEMPLATE_MAX_DEPTH = 40 }; /* of blocks and parentheses */

enum template_kind {
    /* Statements. */
    TEMPLATE_TEXT,
    TEMPLATE_PRINT, /* or a declaration: a pipeline on its own */
    TEMPLATE_IF,
    TEMPLATE_RANGE,
    TEMPLATE_WITH,
    TEMPLATE_CALL, /* {{ template "name" pipeline }} */
    TEMPLATE_BREAK,
    TEMPLATE_CONTINUE,
    /* A pipeline, and its commands. */
    TEMPLATE_PIPELINE,
    TEMPLATE_COMMAND,
    /* Operands: the arguments of a command. */
    TEMPLATE_CONSTANT,
    TEMPLATE_NIL,
    TEMPLATE_DOT,
    TEMPLATE_FIELD, /* `first` is what it is a field of; NULL: of the dot */
    TEMPLATE_VARIABLE,
    TEMPLATE_FUNCTION,
};

struct template_node {
    enum template_kind kind;
    size_t at, length;  /* in the text: where an error points */
    const char *name;   /* of a field, variable, function, template; the text */
    size_t name_length; /* of the text */
    struct value value; /* of a constant */
    bool is_assignment; /* a pipeline with = and not := */
    const char *vars[2];         /* what a pipeline sets; NULL: nothing */
    struct template_node *first; /* statements: the pipeline; pipelines and
                                  * commands: what they are made of */
    struct template_node *body;  /* if, range, with: the first statement */
    struct template_node *other; /* ... of its else */
    struct template_node *next;  /* in its list */
};

/* A named template: the main one, or one of {{ define }}. */
struct template_part {
    const char *name; /* "" for the main one */
    struct template_node *body;
    struct template_part *next;
};

/* Parses a text; `pool` owns the tree.
 * Fails: NULL and `err` with Go's words, code is the line. */
struct template_part *template_parse(struct pool *pool, const char *text,
                                     size_t length, struct err *err);

#endif
