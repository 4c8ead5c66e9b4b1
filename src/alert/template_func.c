/* template_func.c - the table of functions, and what they share. */
#include "alert/template_func.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>

#include "base/decimal.h"

/* `and`, `or` and `tmpl` are done by the executor: they need more than values;
 * they stand here for the parser. By name. */
static const struct template_func functions[] = {
    {"and", 1, SIZE_MAX, NULL},
    {"args", 0, SIZE_MAX, template_args},
    {"eq", 2, SIZE_MAX, template_eq},
    {"externalURL", 0, 0, template_external_url},
    {"first", 1, 1, template_first},
    {"ge", 2, 2, template_ge},
    {"graphLink", 1, 1, template_graph_link},
    {"gt", 2, 2, template_gt},
    {"html", 0, SIZE_MAX, template_html},
    {"humanize", 1, 1, template_humanize},
    {"humanize1024", 1, 1, template_humanize1024},
    {"humanizeDuration", 1, 1, template_humanize_duration},
    {"humanizePercentage", 1, 1, template_humanize_percentage},
    {"humanizeTimestamp", 1, 1, template_humanize_timestamp},
    {"index", 1, SIZE_MAX, template_index},
    {"js", 0, SIZE_MAX, template_js},
    {"label", 2, 2, template_label},
    {"le", 2, 2, template_le},
    {"len", 1, 1, template_len},
    {"lt", 2, 2, template_lt},
    {"match", 2, 2, template_match},
    {"ne", 2, 2, template_ne},
    {"not", 1, 1, template_not},
    {"now", 0, 0, template_now},
    {"or", 1, SIZE_MAX, NULL},
    {"parseDuration", 1, 1, template_parse_duration},
    {"pathPrefix", 0, 0, template_path_prefix},
    {"print", 0, SIZE_MAX, template_print},
    {"printf", 1, SIZE_MAX, template_printf},
    {"println", 0, SIZE_MAX, template_println},
    {"query", 1, 1, template_query},
    {"reReplaceAll", 3, 3, template_replace},
    {"safeHtml", 1, 1, template_same},
    {"slice", 1, 4, template_slice},
    {"sortByLabel", 2, 2, template_sort_by_label},
    {"stripDomain", 1, 1, template_strip_domain},
    {"stripPort", 1, 1, template_strip_port},
    {"strvalue", 1, 1, template_strvalue},
    {"tableLink", 1, 1, template_table_link},
    {"title", 1, 1, template_title},
    {"tmpl", 2, 2, NULL},
    {"toLower", 1, 1, template_to_lower},
    {"toTime", 1, 1, template_to_time},
    {"toUpper", 1, 1, template_to_upper},
    {"urlquery", 0, SIZE_MAX, template_urlquery},
    {"value", 1, 1, template_value},
};

const struct template_func *template_func_find(const char *name)
{
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (!strcmp(functions[i].name, name))
            return &functions[i];
    return NULL;
}

bool call_fail(struct template_call *call, const char *fmt, ...)
{
    char text[400];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    buf_add_str(call->why, text);
    return false;
}

bool call_wrong_type(struct template_call *call, size_t index,
                     const char *expected)
{
    call->is_raw = true;
    return call_fail(call, "wrong type for value; expected %s; got %s",
                     expected, value_type(&call->args[index]));
}

bool call_give_text(struct template_call *call, const char *text, size_t length)
{
    call->result = value_string(pool_copy(call->pool, text, length), length);
    return true;
}

bool call_give_buf(struct template_call *call, struct buf *text)
{
    (void)call_give_text(call, text->bytes, text->length);
    buf_clear(text);
    return true;
}

bool call_text(struct template_call *call, size_t index, const char **text)
{
    if (call->args[index].kind != VALUE_STRING)
        return call_wrong_type(call, index, "string");
    *text = call->args[index].text;
    return true;
}

bool call_float(struct template_call *call, size_t index, double *number)
{
    const struct value *arg = &call->args[index];

    switch (arg->kind) {
    case VALUE_FLOAT:
        *number = arg->number;
        return true;
    case VALUE_INT:
        *number = (double)arg->integer;
        return true;
    case VALUE_STRING:
        if (decimal_parse(arg->text, arg->length, number))
            return true;
        return call_fail(call,
                         "strconv.ParseFloat: parsing \"%.100s\": invalid "
                         "syntax",
                         arg->text);
    default:
        return call_fail(call, "can't convert %s to float", value_type(arg));
    }
}
