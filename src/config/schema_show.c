/* schema_show.c - a struct as commented YAML, by its table of keys. */
#include "config/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "config/yaml_write.h"

enum { COMMENT_COLUMN = 40, INDENT = 2, MAX_SHOWN = 1 << 20 };

static void show_key(const struct schema_writer *writer,
                     const struct schema_key *key, const void *value,
                     int indent);
static void show_map(const struct schema_writer *writer,
                     const struct schema_key *key, const void *value,
                     int indent);
static void show_unset(const struct schema_writer *writer,
                       const struct schema *schema, const void *value,
                       int indent);
static void show_structs(const struct schema_writer *writer,
                         const struct schema_key *key, const void *value,
                         int indent);
static void begin_line(const struct schema_writer *writer, struct buf *line,
                       int indent, bool is_unset, const char *name);
static bool add_value(struct buf *line, const struct schema_key *key,
                      const void *value);
static bool add_strings(struct buf *line, const struct schema_key *key,
                        char *const *strings, size_t count);
static bool add_pairs(struct buf *line, const struct schema_key *key,
                      const struct schema_pair *pairs, size_t count);
static void end_line(const struct schema_writer *writer, struct buf *line,
                     const char *origin, const char *help);
static bool is_untouched(const struct schema *schema, const void *value);
static schema_origin_fn no_origin, default_origin;

void schema_show(const struct schema_writer *writer,
                 const struct schema *schema, const void *value, int indent)
{
    for (size_t i = 0; i < schema->count; i++)
        show_key(writer, &schema->keys[i], value, indent);
    if (schema->base)
        schema_show(writer, schema->base, value, indent);
}

static void show_key(const struct schema_writer *writer,
                     const struct schema_key *key, const void *value,
                     int indent)
{
    const void *field = (const char *)value + key->offset;
    struct buf line;

    if (key->type == SCHEMA_MAP) {
        show_map(writer, key, value, indent);
        return;
    }
    if (key->type == SCHEMA_LIST || key->type == SCHEMA_NAMED) {
        show_structs(writer, key, value, indent);
        return;
    }
    buf_init(&line, writer->out->limit);
    begin_line(writer, &line, indent, false, key->name);
    (void)buf_add_char(&line, ' ');
    if (add_value(&line, key, value)) {
        end_line(writer, &line, writer->origin(writer->context, field),
                 key->help);
    } else {
        buf_reset(&line);
        begin_line(writer, &line, indent, true, key->name);
        end_line(writer, &line, "not set", key->help);
    }
    buf_clear(&line);
}

/* A map that was not given is a comment, and so is all that it could hold; of
 * the maps that every back end has only the title is left, or each would be a
 * page. */
static void show_map(const struct schema_writer *writer,
                     const struct schema_key *key, const void *value,
                     int indent)
{
    const void *field = (const char *)value + key->offset;
    const void *extra = (const char *)value + key->extra;
    bool is_unset =
        key->extra > 0 ? !*(const bool *)extra : is_untouched(key->sub, field);
    struct buf line;

    buf_init(&line, writer->out->limit);
    begin_line(writer, &line, indent, is_unset, key->name);
    end_line(writer, &line, is_unset ? "not set" : NULL, key->help);
    buf_clear(&line);
    if (!is_unset)
        schema_show(writer, key->sub, field, indent + INDENT);
    else if (key->extra > 0)
        show_unset(writer, key->sub, field, indent);
}

static void show_unset(const struct schema_writer *writer,
                       const struct schema *schema, const void *value,
                       int indent)
{
    struct schema_writer aside = *writer;

    aside.origin = default_origin;
    if (!writer->is_comment)
        aside.column = indent;
    aside.is_comment = true;
    schema_show(&aside, schema, value, indent + INDENT);
}

static void show_structs(const struct schema_writer *writer,
                         const struct schema_key *key, const void *value,
                         int indent)
{
    const void *field = (const char *)value + key->offset;
    const char *array = *(char *const *)field;
    size_t count = *(const size_t *)((const char *)value + key->extra);
    struct buf line;

    buf_init(&line, writer->out->limit);
    begin_line(writer, &line, indent, !count, key->name);
    end_line(writer, &line,
             count ? writer->origin(writer->context, field) : "not set",
             key->help);
    buf_clear(&line);
    for (size_t i = 0; i < count; i++) {
        const void *item = array + i * key->sub->size;

        (void)buf_printf(writer->out, "%*s", indent + INDENT, "");
        if (key->type == SCHEMA_NAMED) {
            yaml_write_text(writer->out, *(char *const *)item);
            (void)buf_add_str(writer->out, ":\n");
        } else {
            (void)buf_add_str(writer->out, "-\n");
        }
        schema_show(writer, key->sub, item, indent + 2 * INDENT);
    }
}

/* Without the # what is left of a comment is the line as it may be given. */
static void begin_line(const struct schema_writer *writer, struct buf *line,
                       int indent, bool is_unset, const char *name)
{
    int column = writer->is_comment ? writer->column : indent;

    (void)buf_printf(line, "%*s%s%*s%s:", column, "",
                     writer->is_comment || is_unset ? "# " : "",
                     indent - column, "", name);
}

/* False when there is nothing to say. */
static bool add_value(struct buf *line, const struct schema_key *key,
                      const void *value)
{
    const void *field = (const char *)value + key->offset;
    const void *extra = (const char *)value + key->extra;

    switch (key->type) {
    case SCHEMA_STRINGS:
        return add_strings(line, key, *(char **const *)field,
                           *(const size_t *)extra);
    case SCHEMA_PAIRS:
        return add_pairs(line, key, *(struct schema_pair *const *)field,
                         *(const size_t *)extra);
    case SCHEMA_NUMBER:
        return *(const bool *)extra &&
               schema_format(line, key->type, key, field);
    case SCHEMA_NODE:
        if (!*(const struct yaml_node *const *)field)
            return false;
        yaml_write(line, *(const struct yaml_node *const *)field);
        return true;
    default:
        return schema_format(line, key->type, key, field);
    }
}

static bool add_strings(struct buf *line, const struct schema_key *key,
                        char *const *strings, size_t count)
{
    if (count == 0)
        return false;
    (void)buf_add_char(line, '[');
    for (size_t i = 0; i < count; i++) {
        (void)buf_add_str(line, i > 0 ? ", " : "");
        (void)schema_format(line, key->item, key, &strings[i]);
    }
    (void)buf_add_char(line, ']');
    return true;
}

static bool add_pairs(struct buf *line, const struct schema_key *key,
                      const struct schema_pair *pairs, size_t count)
{
    if (count == 0)
        return false;
    (void)buf_add_char(line, '{');
    for (size_t i = 0; i < count; i++) {
        (void)buf_add_str(line, i > 0 ? ", " : "");
        yaml_write_text(line, pairs[i].name);
        (void)buf_add_str(line, ": ");
        (void)schema_format(
            line,
            schema_is_secret_name(pairs[i].name) ? key->item : SCHEMA_STRING,
            key, &pairs[i].value);
    }
    (void)buf_add_char(line, '}');
    return true;
}

static void end_line(const struct schema_writer *writer, struct buf *line,
                     const char *origin, const char *help)
{
    int gap = COMMENT_COLUMN - (int)line->length;

    (void)buf_add(writer->out, line->bytes, line->length);
    if (origin || help)
        (void)buf_printf(writer->out, "%*s# %s%s%s", gap > 1 ? gap : 1, "",
                         origin ? origin : "", origin && help ? "; " : "",
                         help ? help : "");
    (void)buf_add_char(writer->out, '\n');
}

/* Whether a struct would show as its defaults do. */
static bool is_untouched(const struct schema *schema, const void *value)
{
    void *standard = xcalloc(1, schema->size);
    struct buf left, right;
    struct schema_writer writer = {.out = &left, .origin = no_origin};
    bool is_same;

    buf_init(&left, MAX_SHOWN);
    buf_init(&right, MAX_SHOWN);
    schema_init(schema, standard);
    schema_show(&writer, schema, value, 0);
    writer.out = &right;
    schema_show(&writer, schema, standard, 0);
    is_same = left.length == right.length && !left.overflow &&
              memcmp(left.bytes, right.bytes, left.length) == 0;
    schema_clear(schema, standard);
    free(standard);
    buf_clear(&left);
    buf_clear(&right);
    return is_same;
}

static const char *no_origin(void *context, const void *field)
{
    (void)context;
    (void)field;
    return "";
}

static const char *default_origin(void *context, const void *field)
{
    (void)context;
    (void)field;
    return "default";
}
