/* template_eval.c - pipelines of a template: values, fields, functions. */
#include "alert/template_exec_private.h"

#include <string.h>

#include "alert/template_func.h"
#include "base/clock.h"

static int eval_command(struct exec *exec, const struct template_node *command,
                        const struct value *dot, const struct value *final,
                        struct value *value);
static int eval_function(struct exec *exec, const struct template_node *command,
                         const struct value *dot, const struct value *final,
                         struct value *value);
static int eval_logic(struct exec *exec, const struct template_node *command,
                      const struct value *dot, const struct value *final,
                      struct value *value);
static int check_count(struct exec *exec, const struct template_node *node,
                       const struct template_func *func, size_t count);
static int call_function(struct exec *exec, const struct template_node *command,
                         const struct template_func *func,
                         struct template_call *call);
static int call_template(struct exec *exec, const struct template_node *node,
                         const struct value *args, struct value *value);
static int eval_operand(struct exec *exec, const struct template_node *node,
                        const struct value *dot, struct value *value);
static int eval_field(struct exec *exec, const struct template_node *node,
                      const struct value *of, struct value *value);
static bool time_field(const struct value *time, const char *name,
                       struct value *value);
static struct exec_variable *find_variable(struct exec *exec, const char *name);

int exec_pipeline(struct exec *exec, const struct template_node *pipeline,
                  const struct value *dot, struct value *value)
{
    const struct value *final = NULL;
    const struct template_node *command = pipeline->first;
    struct value last;

    for (; command; command = command->next) {
        if (eval_command(exec, command, dot, final, value) < 0)
            return -1;
        last = *value;
        final = &last;
    }
    for (size_t i = 0; i < 2 && pipeline->vars[i]; i++) {
        if (pipeline->is_assignment)
            exec_assign(exec, pipeline->vars[i], value);
        else if (exec_declare(exec, pipeline, pipeline->vars[i], value) < 0)
            return -1;
    }
    return 0;
}

/* `final` is what the command before it in the pipeline gave, or NULL. */
static int eval_command(struct exec *exec, const struct template_node *command,
                        const struct value *dot, const struct value *final,
                        struct value *value)
{
    const struct template_node *first = command->first;

    if (exec_step(exec, command) < 0)
        return -1;
    if (first->kind == TEMPLATE_FUNCTION)
        return eval_function(exec, command, dot, final, value);
    if (first->next || final)
        return exec_fail(exec, first,
                         "can't give argument to non-function %.*s",
                         first->length > 60 ? 60 : (int)first->length,
                         exec->text + first->at);
    if (first->kind == TEMPLATE_NIL)
        return exec_fail(exec, first, "nil is not a command");
    return eval_operand(exec, first, dot, value);
}

static int eval_function(struct exec *exec, const struct template_node *command,
                         const struct value *dot, const struct value *final,
                         struct value *value)
{
    const struct template_node *node = command->first;
    const struct template_func *func = template_func_find(node->name);
    const struct template_node *arg = node->next;
    struct template_call call = {.pool = exec->pool, .context = exec->context};
    struct value *args;
    size_t count = final != NULL;

    for (; arg; arg = arg->next)
        count++;
    if (check_count(exec, node, func, count) < 0)
        return -1;
    if (!func->run && strcmp(func->name, "tmpl") != 0)
        return eval_logic(exec, command, dot, final, value);
    call.args = args = pool_alloc(exec->pool, 1, (count + 1) * sizeof(args[0]));
    for (arg = node->next; arg; arg = arg->next)
        if (eval_operand(exec, arg, dot, &args[call.count++]) < 0)
            return -1;
    if (final)
        args[call.count++] = *final;
    if (!func->run)
        return call_template(exec, node, args, value);
    if (call_function(exec, command, func, &call) < 0)
        return -1;
    *value = call.result;
    return 0;
}

/* `and` stops at the first that is false, `or` at the first that is true. */
static int eval_logic(struct exec *exec, const struct template_node *command,
                      const struct value *dot, const struct value *final,
                      struct value *value)
{
    bool stops_at = !strcmp(command->first->name, "or");
    const struct template_node *arg = command->first->next;

    for (; arg; arg = arg->next) {
        if (eval_operand(exec, arg, dot, value) < 0)
            return -1;
        if (value_truth(value) == stops_at)
            return 0;
    }
    if (final)
        *value = *final;
    return 0;
}

static int check_count(struct exec *exec, const struct template_node *node,
                       const struct template_func *func, size_t count)
{
    if (count < func->least && func->most != func->least)
        return exec_fail(
            exec, node,
            "wrong number of args for %s: want at least %zu got %zu",
            func->name, func->least, count);
    if (count < func->least || count > func->most)
        return exec_fail(exec, node,
                         "wrong number of args for %s: want %zu got %zu",
                         func->name, func->most, count);
    return 0;
}

static int call_function(struct exec *exec, const struct template_node *command,
                         const struct template_func *func,
                         struct template_call *call)
{
    struct buf why;
    int rc = 0;

    buf_init(&why, 1000);
    call->why = &why;
    if (!func->run(call))
        rc = exec_fail(exec, command, "%s%s%s%s",
                       call->is_raw ? "" : "error calling ",
                       call->is_raw ? "" : func->name, call->is_raw ? "" : ": ",
                       why.bytes);
    buf_clear(&why);
    return rc;
}

/* `tmpl`: a named template, its name being a value. */
static int call_template(struct exec *exec, const struct template_node *node,
                         const struct value *args, struct value *value)
{
    struct buf *outer = exec->out, inner;
    int rc;

    if (args[0].kind != VALUE_STRING)
        return exec_fail(exec, node,
                         "wrong type for value; expected string; got %s",
                         value_type(&args[0]));
    buf_init(&inner, TEMPLATE_MAX_BYTES);
    exec->out = &inner;
    rc = exec_call(exec, node, args[0].text, &args[1]);
    exec->out = outer;
    *value = value_string(pool_copy(exec->pool, inner.bytes, inner.length),
                          inner.length);
    buf_clear(&inner);
    return rc;
}

static int eval_operand(struct exec *exec, const struct template_node *node,
                        const struct value *dot, struct value *value)
{
    const struct template_node command = {
        .kind = TEMPLATE_COMMAND,
        .at = node->at,
        .length = node->length,
        .first = &(struct template_node){.kind = TEMPLATE_FUNCTION,
                                         .at = node->at,
                                         .length = node->length,
                                         .name = node->name},
    };

    switch (node->kind) {
    case TEMPLATE_CONSTANT:
        *value = node->value;
        return 0;
    case TEMPLATE_NIL:
        *value = (struct value){.kind = VALUE_NONE};
        return 0;
    case TEMPLATE_DOT:
        *value = *dot;
        return 0;
    case TEMPLATE_VARIABLE:
        *value = find_variable(exec, node->name)->value;
        return 0;
    case TEMPLATE_PIPELINE:
        return exec_pipeline(exec, node, dot, value);
    case TEMPLATE_FUNCTION:
        return eval_function(exec, &command, dot, NULL, value);
    default:
        if (!node->first)
            return eval_field(exec, node, dot, value);
        return eval_operand(exec, node->first, dot, value) < 0
                   ? -1
                   : eval_field(exec, node, value, value);
    }
}

static int eval_field(struct exec *exec, const struct template_node *node,
                      const struct value *of, struct value *value)
{
    const struct value whole = *of;
    const struct value_map *map = whole.map;

    if (whole.kind == VALUE_MAP) {
        *value = value_map_get(map, node->name);
        return 0;
    }
    for (size_t i = 0; whole.kind == VALUE_ROOT && i < map->count; i++) {
        if (!strcmp(map->pairs[i].key, node->name)) {
            *value = map->pairs[i].value;
            return 0;
        }
    }
    if (whole.kind == VALUE_SAMPLE && !strcmp(node->name, "Labels")) {
        *value =
            (struct value){.kind = VALUE_MAP, .map = whole.samples->labels};
        return 0;
    }
    if (whole.kind == VALUE_SAMPLE && !strcmp(node->name, "Value")) {
        *value = value_float(whole.samples->value);
        return 0;
    }
    if (whole.kind == VALUE_TIME && time_field(&whole, node->name, value))
        return 0;
    if (whole.kind == VALUE_NONE)
        return exec_fail(exec, node, "nil data; no entry for key \"%.60s\"",
                         node->name);
    return exec_fail(exec, node, "can't evaluate field %.60s in type %s",
                     node->name, value_type(&whole));
}

static bool time_field(const struct value *time, const char *name,
                       struct value *value)
{
    struct civil civil = clock_civil(time->integer);
    const struct {
        const char *name;
        int64_t number;
    } fields[] = {{"Year", civil.year},        {"Day", civil.day},
                  {"Hour", civil.hour},        {"Minute", civil.minute},
                  {"Second", civil.second},    {"Unix", time->integer / 1000},
                  {"UnixMilli", time->integer}};
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    static const char *const days[] = {"Sunday",    "Monday",   "Tuesday",
                                       "Wednesday", "Thursday", "Friday",
                                       "Saturday"};

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (!strcmp(fields[i].name, name)) {
            *value = value_int(fields[i].number);
            return true;
        }
    }
    if (!strcmp(name, "Month"))
        *value = value_string(months[civil.month - 1],
                              strlen(months[civil.month - 1]));
    else if (!strcmp(name, "Weekday"))
        *value = value_string(days[civil.weekday], strlen(days[civil.weekday]));
    else
        return false;
    return true;
}

int exec_declare(struct exec *exec, const struct template_node *node,
                 const char *name, const struct value *value)
{
    if (exec->variable_count >= EXEC_MAX_VARIABLES)
        return exec_fail(exec, node, "more than %d variables",
                         EXEC_MAX_VARIABLES);
    exec->variables[exec->variable_count++] =
        (struct exec_variable){name, *value};
    return 0;
}

void exec_assign(struct exec *exec, const char *name, const struct value *value)
{
    find_variable(exec, name)->value = *value;
}

/* The parser has seen to it that there is one. */
static struct exec_variable *find_variable(struct exec *exec, const char *name)
{
    size_t at = exec->variable_count;

    while (at-- > exec->variable_base)
        if (!strcmp(exec->variables[at].name, name))
            return &exec->variables[at];
    return &exec->variables[0];
}
