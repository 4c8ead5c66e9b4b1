/* template_func.h - the functions of templates: Go's own and Prometheus'.
 *
 * Layer: alert, private to template*.c. One table; a function gets its
 * arguments evaluated, their number checked.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_FUNC_H
#define TRACETOP_ALERT_TEMPLATE_FUNC_H

#include "alert/template.h"
#include "alert/template_value.h"
#include "base/buf.h"

struct template_call {
    struct pool *pool;
    const struct template_context *context;
    const struct value *args;
    size_t count;
    struct value result;
    struct buf *why; /* of a failure */
    bool is_raw;     /* Go would not say "error calling NAME: " before it */
};

/* Sets call->result, or calls call_fail() and returns its false. */
typedef bool template_func_fn(struct template_call *call);

struct template_func {
    const char *name;
    size_t least, most; /* arguments */
    template_func_fn *run;
};

/* Returns the function of a name, or NULL. */
const struct template_func *template_func_find(const char *name);

/* Records why; always false. */
bool call_fail(struct template_call *call, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Records that argument `index` should have been an `expected`; false. */
bool call_wrong_type(struct template_call *call, size_t index,
                     const char *expected);

/* Sets a string as the result, copied into the pool; always true. */
bool call_give_text(struct template_call *call, const char *text,
                    size_t length);

/* Sets the buffer's text as the result and ends the buffer; always true. */
bool call_give_buf(struct template_call *call, struct buf *text);

/* Reads an argument. Fails: false, told as call_wrong_type(). */
bool call_text(struct template_call *call, size_t index, const char **text);

/* Reads a number, or a string that is one. Fails: false, and told. */
bool call_float(struct template_call *call, size_t index, double *number);

/* Prometheus' functions: template_humanize.c. */
template_func_fn template_humanize, template_humanize1024,
    template_humanize_duration, template_humanize_percentage,
    template_humanize_timestamp, template_to_time, template_parse_duration,
    template_now;

/* Over answers of `query`: template_query.c. */
template_func_fn template_query, template_first, template_value, template_label,
    template_strvalue, template_sort_by_label, template_args,
    template_external_url, template_path_prefix, template_graph_link,
    template_table_link;

/* Over strings: template_text.c. */
template_func_fn template_to_upper, template_to_lower, template_title,
    template_strip_port, template_strip_domain, template_same, template_html,
    template_js, template_urlquery, template_match, template_replace;

/* Go's own: template_builtin.c. */
template_func_fn template_not, template_eq, template_ne, template_lt,
    template_le, template_gt, template_ge, template_len, template_index,
    template_slice, template_print, template_println;

/* printf: template_printf.c. */
template_func_fn template_printf;

/* Adds `text` as Go's url.QueryEscape() does. */
void template_escape_query(struct buf *out, const char *text);

#endif
