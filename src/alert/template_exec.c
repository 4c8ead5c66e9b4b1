/* template_exec.c - statements of a template, one after the other. */
#include "alert/template_exec_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Prometheus puts this before every template, and Go counts it in columns. */
#define PREAMBLE                                                               \
    "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"             \
    "{{$externalURL := .ExternalURL}}{{$value := .Value}}"

static void set_root(struct exec *exec, struct value *root);
static int run_list(struct exec *exec, const struct template_node *node,
                    const struct value *dot);
static int run(struct exec *exec, const struct template_node *node,
               const struct value *dot);
static int run_branch(struct exec *exec, const struct template_node *node,
                      const struct value *dot);
static int run_range(struct exec *exec, const struct template_node *node,
                     const struct value *dot);
static int run_item(struct exec *exec, const struct template_node *node,
                    const struct value *key, const struct value *item);
static int item_at(const struct value *whole, size_t index, struct value *key,
                   struct value *item);

int template_exec(struct pool *pool, const struct template_part *parts,
                  const char *text, const char *name,
                  const struct template_context *context, struct buf *out,
                  struct buf *why)
{
    struct exec *exec = pool_alloc(pool, 1, sizeof(*exec));
    struct value root;

    exec->pool = pool;
    exec->parts = parts;
    exec->text = text;
    exec->name = exec->part = name;
    exec->context = context;
    exec->out = out;
    exec->why = why;
    set_root(exec, &root);
    return run_list(exec, parts->body, &root);
}

/* `.`, `$`, and the variables that Prometheus makes of it. */
static void set_root(struct exec *exec, struct value *root)
{
    static const char *const keys[] = {"ExternalLabels", "ExternalURL",
                                       "Labels", "Value"};
    static const char *const names[] = {"$externalLabels", "$externalURL",
                                        "$labels", "$value"};
    const struct template_context *context = exec->context;
    const char *url = context->external_url ? context->external_url : "";
    struct value_map *map = pool_alloc(exec->pool, 1, sizeof(*map));

    map->count = 4;
    map->pairs = pool_alloc(exec->pool, 1, 4 * sizeof(map->pairs[0]));
    map->pairs[0].value = (struct value){
        .kind = VALUE_MAP,
        .map = value_labels(exec->pool, context->external_labels)};
    map->pairs[1].value = value_string(url, strlen(url));
    map->pairs[2].value = (struct value){
        .kind = VALUE_MAP, .map = value_labels(exec->pool, context->labels)};
    map->pairs[3].value = value_float(context->value);
    *root = (struct value){.kind = VALUE_ROOT, .map = map};
    exec->variables[0] = (struct exec_variable){"$", *root};
    for (size_t i = 0; i < 4; i++) {
        map->pairs[i].key = keys[i];
        exec->variables[i + 1] =
            (struct exec_variable){names[i], map->pairs[i].value};
    }
    exec->variable_count = 5;
}

static int run_list(struct exec *exec, const struct template_node *node,
                    const struct value *dot)
{
    for (; node && exec->jump == EXEC_GOES_ON; node = node->next)
        if (run(exec, node, dot) < 0)
            return -1;
    return 0;
}

static int run(struct exec *exec, const struct template_node *node,
               const struct value *dot)
{
    struct value value = {.kind = VALUE_NONE};

    if (exec_step(exec, node) < 0)
        return -1;
    switch (node->kind) {
    case TEMPLATE_TEXT:
        buf_add(exec->out, node->name, node->name_length);
        return 0;
    case TEMPLATE_PRINT:
        if (exec_pipeline(exec, node->first, dot, &value) < 0)
            return -1;
        if (!node->first->vars[0])
            value_print(exec->out, &value);
        return 0;
    case TEMPLATE_IF:
    case TEMPLATE_WITH:
        return run_branch(exec, node, dot);
    case TEMPLATE_RANGE:
        return run_range(exec, node, dot);
    case TEMPLATE_CALL:
        if (node->first && exec_pipeline(exec, node->first, dot, &value) < 0)
            return -1;
        return exec_call(exec, node, node->name, &value);
    default:
        exec->jump =
            node->kind == TEMPLATE_BREAK ? EXEC_BREAKS : EXEC_CONTINUES;
        return 0;
    }
}

static int run_branch(struct exec *exec, const struct template_node *node,
                      const struct value *dot)
{
    size_t variables = exec->variable_count;
    struct value value;
    bool is_with = node->kind == TEMPLATE_WITH;
    int rc;

    if (exec_pipeline(exec, node->first, dot, &value) < 0)
        return -1;
    if (value_truth(&value))
        rc = run_list(exec, node->body, is_with ? &value : dot);
    else
        rc = run_list(exec, node->other, dot);
    exec->variable_count = variables;
    return rc;
}

static int run_range(struct exec *exec, const struct template_node *node,
                     const struct value *dot)
{
    size_t variables = exec->variable_count, index = 0;
    struct value whole, key, item;
    int rc = 0;

    if (exec_pipeline(exec, node->first, dot, &whole) < 0)
        return -1;
    if (whole.kind != VALUE_VECTOR && whole.kind != VALUE_MAP &&
        whole.kind != VALUE_NONE)
        return exec_fail(exec, node->first, "range can't iterate over %s",
                         value_type(&whole));
    for (; rc == 0 && item_at(&whole, index, &key, &item) == 0; index++) {
        rc = run_item(exec, node, &key, &item);
        if (exec->jump == EXEC_BREAKS) {
            exec->jump = EXEC_GOES_ON;
            break;
        }
        exec->jump = EXEC_GOES_ON;
    }
    exec->variable_count = variables;
    if (rc == 0 && item_at(&whole, 0, &key, &item) < 0)
        rc = run_list(exec, node->other, dot);
    exec->variable_count = variables;
    return rc;
}

static int run_item(struct exec *exec, const struct template_node *node,
                    const struct value *key, const struct value *item)
{
    const struct template_node *pipeline = node->first;
    size_t variables = exec->variable_count;
    int rc = exec_step(exec, node);

    for (size_t i = 0; rc == 0 && i < 2 && pipeline->vars[i]; i++) {
        bool is_key = i == 0 && pipeline->vars[1];

        if (pipeline->is_assignment)
            exec_assign(exec, pipeline->vars[i], is_key ? key : item);
        else
            rc = exec_declare(exec, node, pipeline->vars[i],
                              is_key ? key : item);
    }
    if (rc == 0)
        rc = run_list(exec, node->body, item);
    exec->variable_count = variables;
    return rc;
}

/* Fails: -1 past the end. */
static int item_at(const struct value *whole, size_t index, struct value *key,
                   struct value *item)
{
    if (whole->kind == VALUE_VECTOR && index < whole->length) {
        *key = value_int((int64_t)index);
        *item = (struct value){.kind = VALUE_SAMPLE,
                               .samples = whole->samples + index};
        return 0;
    }
    if (whole->kind == VALUE_MAP && index < whole->map->count) {
        const struct value_pair *pair = &whole->map->pairs[index];

        *key = value_string(pair->key, strlen(pair->key));
        *item = pair->value;
        return 0;
    }
    return -1;
}

int exec_call(struct exec *exec, const struct template_node *node,
              const char *name, const struct value *dot)
{
    const struct template_part *part = exec->parts->next;
    size_t count = exec->variable_count, base = exec->variable_base;
    const char *outer = exec->part;
    int rc;

    while (part && strcmp(part->name, name) != 0)
        part = part->next;
    if (!part)
        return exec_fail(exec, node, "template \"%.100s\" not defined", name);
    if (exec->calls >= EXEC_MAX_CALLS)
        return exec_fail(exec, node, "exceeded maximum template depth (%d)",
                         EXEC_MAX_CALLS);
    if (exec_declare(exec, node, "$", dot) < 0)
        return -1;
    exec->calls++;
    exec->variable_base = count;
    exec->part = part->name;
    rc = run_list(exec, part->body, dot);
    if (rc == 0) {
        exec->calls--;
        exec->variable_base = base;
        exec->part = outer;
        exec->variable_count = count;
    }
    return rc;
}

int exec_step(struct exec *exec, const struct template_node *node)
{
    if (++exec->steps > EXEC_MAX_STEPS)
        return exec_fail(exec, node, "more than %d steps", EXEC_MAX_STEPS);
    if (exec->pool->bytes > EXEC_MAX_BYTES)
        return exec_fail(exec, node, "more than %d MiB of values",
                         EXEC_MAX_BYTES >> 20);
    return 0;
}

int exec_fail(struct exec *exec, const struct template_node *node,
              const char *fmt, ...)
{
    const char *shown = exec->text + node->at;
    size_t line = 1, column = node->at, length = node->length;
    char text[600];
    va_list args;

    for (size_t i = 0; i < node->at; i++) {
        if (exec->text[i] == '\n') {
            line++;
            column = node->at - i - 1;
        }
    }
    if (line == 1)
        column += sizeof(PREAMBLE) - 1;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    buf_printf(exec->why, "template: %s:%zu:%zu: executing ", exec->name, line,
               column);
    value_print_quoted(exec->why, exec->part, strlen(exec->part));
    buf_printf(exec->why, " at <%.*s%s>: %s", length > 20 ? 20 : (int)length,
               shown, length > 20 ? "..." : "", text);
    return -1;
}
