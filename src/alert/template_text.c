/* template_text.c - functions over strings: case, hosts, escapes, matches. */
#include "alert/template_func.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "alert/regex.h"

typedef void add_fn(struct buf *out, const struct buf *in);

static bool change_each(struct template_call *call, int (*change)(int));
static bool escape(struct template_call *call, add_fn *add);
static void add_html(struct buf *out, const struct buf *in);
static void add_js(struct buf *out, const struct buf *in);
static void add_query(struct buf *out, const struct buf *in);
static void join_args(struct template_call *call, struct buf *out);
static bool split_host_port(const char *text, struct buf *host,
                            const char **port);
static bool is_address(const char *text);

bool template_to_upper(struct template_call *call)
{
    return change_each(call, toupper);
}

bool template_to_lower(struct template_call *call)
{
    return change_each(call, tolower);
}

static bool change_each(struct template_call *call, int (*change)(int))
{
    const char *text;
    char *copy;

    if (!call_text(call, 0, &text))
        return false;
    copy = pool_copy(call->pool, text, call->args[0].length);
    for (char *at = copy; *at; at++)
        *at = (char)change((unsigned char)*at);
    call->result = value_string(copy, call->args[0].length);
    return true;
}

bool template_title(struct template_call *call)
{
    const char *text;
    bool is_inside = false;
    char *copy;

    if (!call_text(call, 0, &text))
        return false;
    copy = pool_copy(call->pool, text, call->args[0].length);
    for (char *at = copy; *at; at++) {
        bool is_letter = isalnum((unsigned char)*at) || *at == '_' ||
                         (unsigned char)*at >= 0x80;

        if (is_letter && !is_inside)
            *at = (char)toupper((unsigned char)*at);
        is_inside = is_letter;
    }
    call->result = value_string(copy, call->args[0].length);
    return true;
}

bool template_strip_port(struct template_call *call)
{
    const char *text, *port;
    struct buf host;

    if (!call_text(call, 0, &text))
        return false;
    buf_init(&host, TEMPLATE_MAX_BYTES);
    if (!split_host_port(text, &host, &port)) {
        buf_reset(&host);
        buf_add_str(&host, text);
    }
    return call_give_buf(call, &host);
}

bool template_strip_domain(struct template_call *call)
{
    const char *text, *port = "";
    struct buf host;
    char *dot;

    if (!call_text(call, 0, &text))
        return false;
    buf_init(&host, TEMPLATE_MAX_BYTES);
    if (!split_host_port(text, &host, &port)) {
        buf_reset(&host);
        buf_add_str(&host, text);
        port = "";
    }
    dot = strchr(host.bytes, '.');
    if (is_address(host.bytes)) {
        buf_reset(&host);
        buf_add_str(&host, text);
    } else {
        if (dot)
            host.length = (size_t)(dot - host.bytes);
        if (*port)
            buf_printf(&host, ":%s", port);
    }
    return call_give_buf(call, &host);
}

bool template_same(struct template_call *call)
{
    call->result = call->args[0];
    return true;
}

bool template_html(struct template_call *call)
{
    return escape(call, add_html);
}

bool template_js(struct template_call *call)
{
    return escape(call, add_js);
}

bool template_urlquery(struct template_call *call)
{
    return escape(call, add_query);
}

static bool escape(struct template_call *call, add_fn *add)
{
    struct buf in, out;

    buf_init(&in, TEMPLATE_MAX_BYTES);
    buf_init(&out, TEMPLATE_MAX_BYTES);
    join_args(call, &in);
    add(&out, &in);
    buf_clear(&in);
    return call_give_buf(call, &out);
}

static void add_html(struct buf *out, const struct buf *in)
{
    static const struct {
        char byte;
        const char *text;
    } escapes[] = {{'<', "&lt;"},
                   {'>', "&gt;"},
                   {'&', "&amp;"},
                   {'"', "&#34;"},
                   {'\'', "&#39;"}};

    for (size_t i = 0; i < in->length; i++) {
        size_t found = 0;

        while (found < 5 && escapes[found].byte != in->bytes[i])
            found++;
        if (found < 5)
            buf_add_str(out, escapes[found].text);
        else
            buf_add_char(out, in->bytes[i]);
    }
}

static void add_js(struct buf *out, const struct buf *in)
{
    for (size_t i = 0; i < in->length; i++) {
        unsigned char byte = (unsigned char)in->bytes[i];

        if (byte == '\\' || byte == '\'' || byte == '"')
            buf_printf(out, "\\%c", byte);
        else if (byte < 32 || strchr("<>&=", byte))
            buf_printf(out, "\\u%04X", byte);
        else
            buf_add_char(out, (char)byte);
    }
}

static void add_query(struct buf *out, const struct buf *in)
{
    template_escape_query(out, in->bytes);
}

void template_escape_query(struct buf *out, const char *text)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        if (isalnum(byte) || strchr("-_.~", byte))
            buf_add_char(out, *text);
        else if (byte == ' ')
            buf_add_char(out, '+');
        else
            buf_printf(out, "%%%02X", byte);
    }
}

bool template_match(struct template_call *call)
{
    const char *pattern, *text;
    struct err err = {0};
    bool is_match;

    if (!call_text(call, 0, &pattern) || !call_text(call, 1, &text))
        return false;
    if (regex_match(pattern, text, &is_match, &err) < 0)
        return call_fail(call, "%s", err.text);
    call->result = value_bool(is_match);
    return true;
}

bool template_replace(struct template_call *call)
{
    const char *pattern, *by, *text;
    struct err err = {0};
    struct buf out;

    if (!call_text(call, 0, &pattern) || !call_text(call, 1, &by) ||
        !call_text(call, 2, &text))
        return false;
    buf_init(&out, TEMPLATE_MAX_BYTES);
    if (regex_replace(pattern, by, text, &out, &err) == 0)
        return call_give_buf(call, &out);
    buf_clear(&out);
    return call_fail(call, "%s", err.text);
}

/* All arguments as print shows them; one string as it is. */
static void join_args(struct template_call *call, struct buf *out)
{
    struct template_call inner = *call;

    (void)template_print(&inner);
    buf_add(out, inner.result.text, inner.result.length);
}

/* "host:port", "[v6]:port"; false for anything else. */
static bool split_host_port(const char *text, struct buf *host,
                            const char **port)
{
    const char *colon = strrchr(text, ':');
    const char *end = text[0] == '[' ? strchr(text, ']') : colon;

    if (!colon || !end)
        return false;
    if (text[0] == '[') {
        if (end + 1 != colon)
            return false;
        text++;
    } else if (memchr(text, ':', (size_t)(colon - text))) {
        return false; /* too many colons */
    }
    buf_add(host, text, (size_t)(end - text));
    *port = colon + 1;
    return true;
}

static bool is_address(const char *text)
{
    unsigned char bytes[16];

    return inet_pton(AF_INET, text, bytes) == 1 ||
           inet_pton(AF_INET6, text, bytes) == 1;
}
