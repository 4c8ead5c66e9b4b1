/* prometheus_tree.c - answers that are small enough for a tree.
 *
 * The tree's parser recurses further than we let strangers go, so every byte
 * passes our own reader first.
 */
#include "source/prometheus_private.h"

#include <jansson.h>
#include <string.h>

#include "base/json.h"

static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err);
static int read_envelope(struct prometheus_call *call, struct err *err);
static void add_notes(struct prometheus_call *call, const json_t *list);

int prometheus_tree_feed(struct prometheus_call *call, const char *bytes,
                         size_t length, struct err *err)
{
    if (!call->checker)
        call->checker = json_reader_new(on_event, NULL, TREE_MAX_BYTES);
    if (json_reader_feed(call->checker, bytes, length, err) < 0)
        return -1;
    if (!buf_add(&call->tree, bytes, length))
        return err_set(err, ERR_LIMIT, 0, "answer larger than 4 MiB");
    return 0;
}

int prometheus_tree_finish(struct prometheus_call *call, struct err *err)
{
    json_error_t why;

    if (json_reader_finish(call->checker, err) < 0)
        return -1;
    call->root =
        json_loadb(call->tree.bytes, call->tree.length, JSON_ALLOW_NUL, &why);
    if (!call->root)
        return err_set(err, ERR_FORMAT, 0, "broken JSON: %s", why.text);
    return read_envelope(call, err);
}

void prometheus_tree_free(struct json_t *root)
{
    json_decref(root);
}

/* Nothing is wanted but the check. */
static int on_event(void *owner, enum json_event event, const char *text,
                    size_t length, struct err *err)
{
    (void)owner;
    (void)event;
    (void)text;
    (void)length;
    (void)err;
    return 0;
}

static int read_envelope(struct prometheus_call *call, struct err *err)
{
    const json_t *root = call->root;
    const char *status = json_string_value(json_object_get(root, "status"));
    const char *type = json_string_value(json_object_get(root, "errorType"));
    const char *words = json_string_value(json_object_get(root, "error"));

    add_notes(call, json_object_get(root, "warnings"));
    add_notes(call, json_object_get(root, "infos"));
    if (status && !strcmp(status, "error"))
        return err_set(err, ERR_REFUSED, 0, "%s: %s", type ? type : "error",
                       words ? words : "");
    if (!status || strcmp(status, "success") != 0)
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: no \"status\"");
    call->data = json_object_get(root, "data");
    if (!call->data)
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: no \"data\"");
    return 0;
}

static void add_notes(struct prometheus_call *call, const json_t *list)
{
    size_t index;
    json_t *note;

    json_array_foreach(list, index, note)
    {
        if (json_is_string(note))
            prometheus_call_note(call, json_string_value(note),
                                 json_string_length(note));
    }
}
