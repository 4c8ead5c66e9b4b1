/* template.c - one text from parsing to its result or its error. */
#include "alert/template.h"

#include <string.h>

#include "alert/template_exec.h"
#include "alert/template_tree.h"

static int expand(const char *text, const struct template_context *context,
                  struct buf *out, struct buf *why);

int template_check(const char *alert, const char *text, struct err *err)
{
    size_t length = strlen(text);
    struct pool pool = {0};
    struct err why = {0};
    int rc = 0;

    if (length > TEMPLATE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, 0, "larger than %d bytes",
                       TEMPLATE_MAX_BYTES);
    if (!template_parse(&pool, text, length, &why))
        rc =
            err_set(err, ERR_FORMAT, why.code, "template: __alert_%.60s:%d: %s",
                    alert, why.code, why.text);
    pool_clear(&pool);
    return rc;
}

int template_expand(const char *text, const struct template_context *context,
                    struct buf *out, struct err *err)
{
    struct buf made, why;
    int rc = 0;

    if (!strstr(text, "{{")) {
        buf_add_str(out, text);
        return 0;
    }
    buf_init(&made, TEMPLATE_MAX_BYTES);
    buf_init(&why, 2000);
    if (expand(text, context, &made, &why) == 0) {
        buf_add(out, made.bytes, made.length);
    } else {
        buf_printf(out, "<error expanding template: %s>", why.bytes);
        rc = err_set(err, ERR_FORMAT, 0, "%s", why.bytes);
    }
    buf_clear(&made);
    buf_clear(&why);
    return rc;
}

static int expand(const char *text, const struct template_context *context,
                  struct buf *out, struct buf *why)
{
    const struct template_part *parts;
    struct pool pool = {0};
    struct err err = {0};
    struct buf name, inner;
    int rc = -1;

    buf_init(&name, 300);
    buf_init(&inner, 1800);
    buf_add_str(&name, "__alert_");
    buf_add_str(&name, context->alert);
    if (strlen(text) > TEMPLATE_MAX_BYTES)
        parts = NULL;
    else
        parts = template_parse(&pool, text, strlen(text), &err);
    if (!parts) {
        buf_printf(why, "error parsing template %s: template: %s:%d: %s",
                   name.bytes, name.bytes, err.code,
                   err.text[0] ? err.text : "too large");
    } else {
        rc =
            template_exec(&pool, parts, text, name.bytes, context, out, &inner);
        if (rc < 0)
            buf_printf(why, "error executing template %s: %s", name.bytes,
                       inner.bytes);
        else if (out->overflow)
            rc = -1;
        if (rc < 0 && !why->length)
            buf_printf(why, "error executing template %s: more than %d bytes",
                       name.bytes, TEMPLATE_MAX_BYTES);
    }
    buf_clear(&name);
    buf_clear(&inner);
    pool_clear(&pool);
    return rc;
}
