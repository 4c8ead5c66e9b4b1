/* json_out.c - text, numbers and labels as JSON, and the way out. */
#include "cli/json_out.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "data/labels.h"

enum { TEXT_MAX = 1 << 20 };

struct json_t *json_out_text(const char *bytes)
{
    json_t *string = json_string(bytes);
    struct buf clean;

    if (string)
        return string;
    /* No UTF-8: somebody else's bytes, in their safe form. */
    buf_init(&clean, TEXT_MAX);
    utf8_scrub(&clean, bytes, strlen(bytes), false);
    string = json_stringn(clean.bytes, clean.length);
    buf_clear(&clean);
    return string ? string : json_string("?");
}

struct json_t *json_out_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

struct json_t *json_out_labels(const struct labels *labels)
{
    json_t *object = json_object();

    for (size_t i = 0; i < labels_count(labels); i++)
        json_object_set_new(object, labels_name(labels, i),
                            json_out_text(labels_value(labels, i)));
    return object;
}

int json_out_print(struct json_t *document, size_t flags)
{
    char *text = json_dumps(document, flags);
    int rc = cli_write(text, strlen(text));

    if (!rc)
        rc = cli_write("\n", 1);
    free(text);
    json_decref(document);
    return rc;
}
