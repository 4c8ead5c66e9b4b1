/* template_query.c - answers of `query`, links, and `args`. */
#include "alert/template_func.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct value_sample *take_sample(struct template_call *call,
                                              size_t index);
static bool give_link(struct template_call *call, const char *tab);

bool template_query(struct template_call *call)
{
    struct template_sample *answer = NULL;
    struct value_sample *samples = NULL;
    const char *expression;
    struct err err = {0};
    size_t count = 0;

    if (!call_text(call, 0, &expression))
        return false;
    if (!call->context->query)
        return call_fail(call, "not available here");
    if (call->context->query(call->context->query_context, expression, &answer,
                             &count, &err) < 0)
        return call_fail(call, "%s", err.text);
    if (count)
        samples = pool_alloc(call->pool, 1, count * sizeof(samples[0]));
    for (size_t i = 0; i < count; i++) {
        samples[i].labels = value_labels(call->pool, answer[i].labels);
        samples[i].value = answer[i].value;
    }
    free(answer);
    call->result = (struct value){
        .kind = VALUE_VECTOR, .length = count, .samples = samples};
    return true;
}

bool template_first(struct template_call *call)
{
    if (call->args[0].kind != VALUE_VECTOR)
        return call_wrong_type(call, 0, "template.queryResult");
    if (!call->args[0].length)
        return call_fail(call, "first() called on vector with no elements");
    call->result =
        (struct value){.kind = VALUE_SAMPLE, .samples = call->args[0].samples};
    return true;
}

bool template_value(struct template_call *call)
{
    const struct value_sample *sample = take_sample(call, 0);

    if (sample)
        call->result = value_float(sample->value);
    return sample;
}

bool template_label(struct template_call *call)
{
    const struct value_sample *sample;
    const char *name;

    if (!call_text(call, 0, &name))
        return false;
    sample = take_sample(call, 1);
    if (sample)
        call->result = value_map_get(sample->labels, name);
    return sample;
}

bool template_strvalue(struct template_call *call)
{
    const struct value_sample *sample = take_sample(call, 0);

    if (sample)
        call->result = value_map_get(sample->labels, "__value__");
    return sample;
}

/* Insertion keeps equals in their order; answers are short. */
bool template_sort_by_label(struct template_call *call)
{
    const struct value *vector = &call->args[1];
    struct value_sample *sorted;
    const char *name;

    if (!call_text(call, 0, &name))
        return false;
    if (vector->kind != VALUE_VECTOR)
        return call_wrong_type(call, 1, "template.queryResult");
    if (vector->length > 10000)
        return call_fail(call, "more than 10000 elements to sort");
    sorted =
        pool_alloc(call->pool, 1, (vector->length + 1) * sizeof(sorted[0]));
    for (size_t i = 0; i < vector->length; i++) {
        const char *key = value_map_get(vector->samples[i].labels, name).text;
        size_t at = i;

        while (at > 0 && strcmp(value_map_get(sorted[at - 1].labels, name).text,
                                key) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = vector->samples[i];
    }
    call->result = *vector;
    call->result.samples = sorted;
    return true;
}

bool template_args(struct template_call *call)
{
    struct value_map *map = pool_alloc(call->pool, 1, sizeof(*map));

    map->count = call->count;
    map->pairs =
        pool_alloc(call->pool, 1, (call->count + 1) * sizeof(map->pairs[0]));
    for (size_t i = 0; i < call->count; i++) {
        char key[32];
        int length = snprintf(key, sizeof(key), "arg%zu", i);

        map->pairs[i].key = pool_copy(call->pool, key, (size_t)length);
        map->pairs[i].value = call->args[i];
    }
    call->result = (struct value){.kind = VALUE_MAP, .map = map};
    return true;
}

bool template_external_url(struct template_call *call)
{
    const char *url = call->context->external_url;

    if (!url)
        return call_fail(call, "the external URL is not known here");
    call->result = value_string(url, strlen(url));
    return true;
}

bool template_path_prefix(struct template_call *call)
{
    const char *url = call->context->external_url;
    const char *host = url ? strstr(url, "://") : NULL;
    const char *path = host ? strchr(host + 3, '/') : NULL;

    if (!url)
        return call_fail(call, "the external URL is not known here");
    call->result = value_string(path ? path : "", path ? strlen(path) : 0);
    return true;
}

bool template_graph_link(struct template_call *call)
{
    return give_link(call, "0");
}

bool template_table_link(struct template_call *call)
{
    return give_link(call, "1");
}

static const struct value_sample *take_sample(struct template_call *call,
                                              size_t index)
{
    if (call->args[index].kind == VALUE_SAMPLE)
        return call->args[index].samples;
    (void)call_wrong_type(call, index, "*template.sample");
    return NULL;
}

static bool give_link(struct template_call *call, const char *tab)
{
    const char *expression;
    struct buf out;

    if (!call_text(call, 0, &expression))
        return false;
    buf_init(&out, TEMPLATE_MAX_BYTES);
    buf_add_str(&out, "/graph?g0.expr=");
    template_escape_query(&out, expression);
    buf_printf(&out, "&g0.tab=%s", tab);
    return call_give_buf(call, &out);
}
