/* template_builtin.c - Go's own functions: comparing, counting, printing. */
#include "alert/template_func.h"

#include <inttypes.h>
#include <string.h>

static bool compare(struct template_call *call, size_t right, int *order);
static bool check_comparable(struct template_call *call, size_t index);
static bool give_order(struct template_call *call, int low, int high);
static bool index_one(struct template_call *call, struct value *item,
                      size_t index);
static void add_all(struct template_call *call, struct buf *out, bool is_line);

/* What compare() says of NaN and of unequal truths: neither less nor equal. */
enum { UNORDERED = 2 };

bool template_not(struct template_call *call)
{
    call->result = value_bool(!value_truth(&call->args[0]));
    return true;
}

/* True if the first equals any other. */
bool template_eq(struct template_call *call)
{
    bool is_equal = false;

    for (size_t i = 1; i < call->count && !is_equal; i++) {
        int order = UNORDERED;

        if (!compare(call, i, &order))
            return false;
        is_equal = order == 0;
    }
    call->result = value_bool(is_equal);
    return true;
}

bool template_ne(struct template_call *call)
{
    int order = UNORDERED;

    if (!compare(call, 1, &order))
        return false;
    call->result = value_bool(order != 0);
    return true;
}

bool template_lt(struct template_call *call)
{
    return give_order(call, -1, -1);
}

bool template_le(struct template_call *call)
{
    return give_order(call, -1, 0);
}

bool template_gt(struct template_call *call)
{
    return give_order(call, 1, 1);
}

bool template_ge(struct template_call *call)
{
    return give_order(call, 0, 1);
}

bool template_len(struct template_call *call)
{
    const struct value *arg = &call->args[0];

    switch (arg->kind) {
    case VALUE_STRING:
    case VALUE_VECTOR:
        call->result = value_int((int64_t)arg->length);
        return true;
    case VALUE_MAP:
        call->result = value_int((int64_t)arg->map->count);
        return true;
    default:
        return call_fail(call, "len of type %s", value_type(arg));
    }
}

bool template_index(struct template_call *call)
{
    struct value item = call->args[0];

    for (size_t i = 1; i < call->count; i++)
        if (!index_one(call, &item, i))
            return false;
    call->result = item;
    return true;
}

bool template_slice(struct template_call *call)
{
    const struct value *whole = &call->args[0];
    size_t ends[2] = {0, whole->length};

    if (whole->kind != VALUE_STRING && whole->kind != VALUE_VECTOR)
        return call_fail(call, "can't slice item of type %s",
                         value_type(whole));
    if (call->count == 4)
        return call_fail(call, "cannot 3-index slice a %s", value_type(whole));
    for (size_t i = 1; i < call->count; i++) {
        const struct value *arg = &call->args[i];

        if (arg->kind != VALUE_INT)
            return call_fail(call, "cannot index slice/array with type %s",
                             value_type(arg));
        if (arg->integer < 0 || arg->integer > (int64_t)whole->length)
            return call_fail(call, "index out of range: %" PRId64,
                             arg->integer);
        ends[i - 1] = (size_t)arg->integer;
    }
    if (ends[0] > ends[1])
        return call_fail(call, "invalid slice index: %zu > %zu", ends[0],
                         ends[1]);
    if (whole->kind == VALUE_STRING)
        return call_give_text(call, whole->text + ends[0], ends[1] - ends[0]);
    call->result = *whole;
    call->result.samples = whole->samples ? whole->samples + ends[0] : NULL;
    call->result.length = ends[1] - ends[0];
    return true;
}

bool template_print(struct template_call *call)
{
    struct buf out;

    buf_init(&out, TEMPLATE_MAX_BYTES);
    add_all(call, &out, false);
    return call_give_buf(call, &out);
}

bool template_println(struct template_call *call)
{
    struct buf out;

    buf_init(&out, TEMPLATE_MAX_BYTES);
    add_all(call, &out, true);
    buf_add_char(&out, '\n');
    return call_give_buf(call, &out);
}

/* Orders the first argument against another: -1, 0, 1 or UNORDERED. */
static bool compare(struct template_call *call, size_t right, int *order)
{
    const struct value *a = &call->args[0], *b = &call->args[right];

    if (!check_comparable(call, 0) || !check_comparable(call, right))
        return false;
    if (a->kind != b->kind)
        return call_fail(call, "incompatible types for comparison");
    switch (a->kind) {
    case VALUE_BOOL:
        *order = a->boolean == b->boolean ? 0 : UNORDERED;
        break;
    case VALUE_INT:
        *order = (a->integer > b->integer) - (a->integer < b->integer);
        break;
    case VALUE_FLOAT:
        *order = a->number < b->number    ? -1
                 : a->number > b->number  ? 1
                 : a->number == b->number ? 0
                                          : UNORDERED;
        break;
    case VALUE_STRING:
        *order = strcmp(a->text, b->text);
        *order = (*order > 0) - (*order < 0);
        break;
    default:
        *order = 0;
    }
    return true;
}

static bool check_comparable(struct template_call *call, size_t index)
{
    enum value_kind kind = call->args[index].kind;

    if (kind == VALUE_BOOL || kind == VALUE_INT || kind == VALUE_FLOAT ||
        kind == VALUE_STRING || kind == VALUE_NONE)
        return true;
    return call_fail(call, "invalid type for comparison");
}

static bool give_order(struct template_call *call, int low, int high)
{
    enum value_kind kind = call->args[0].kind;
    int order = UNORDERED;

    if (!compare(call, 1, &order))
        return false;
    if (kind == VALUE_BOOL || kind == VALUE_NONE)
        return call_fail(call, "invalid type for comparison");
    call->result = value_bool(order >= low && order <= high);
    return true;
}

static bool index_one(struct template_call *call, struct value *item,
                      size_t index)
{
    const struct value *key = &call->args[index];
    const char *name;

    if (item->kind == VALUE_MAP) {
        if (!call_text(call, index, &name))
            return false;
        *item = value_map_get(item->map, name);
        return true;
    }
    if (item->kind != VALUE_VECTOR && item->kind != VALUE_STRING)
        return call_fail(call,
                         item->kind == VALUE_NONE
                             ? "index of untyped nil"
                             : "can't index item of type %s",
                         value_type(item));
    if (key->kind != VALUE_INT)
        return call_fail(call, "cannot index slice/array with type %s",
                         value_type(key));
    if (key->integer < 0 || key->integer >= (int64_t)item->length)
        return call_fail(call, "index out of range: %" PRId64, key->integer);
    if (item->kind == VALUE_STRING)
        *item = value_int((unsigned char)item->text[key->integer]);
    else
        *item = (struct value){.kind = VALUE_SAMPLE,
                               .samples = item->samples + key->integer};
    return true;
}

/* print puts a blank between two that are not strings, println everywhere. */
static void add_all(struct template_call *call, struct buf *out, bool is_line)
{
    for (size_t i = 0; i < call->count; i++) {
        if (i && (is_line || (call->args[i].kind != VALUE_STRING &&
                              call->args[i - 1].kind != VALUE_STRING)))
            buf_add_char(out, ' ');
        value_print(out, &call->args[i]);
    }
}
