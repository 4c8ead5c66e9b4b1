/* yaml.c - libyaml's events made into a tree of our own.
 *
 * The tree is built with an explicit stack, so hostile nesting meets a cap and
 * not the end of the C stack.
 */
#include "config/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/paths.h"
#include "base/xalloc.h"
#include "config/yaml_tree.h"

enum {
    MAX_ANCHORS = 1000,
    MAX_BYTES = 16 << 20,
    MAX_NAME = 100, /* bytes of a document's name in messages */
};

struct anchor {
    char *name;
    struct yaml_node *node;
};

/* A map or list whose end has not been met. */
struct frame {
    struct yaml_node *node;
    char *key; /* of the pair begun, or NULL */
    int key_line;
};

struct builder {
    struct yaml_doc *doc;
    struct err *err;
    struct frame frames[YAML_MAX_DEPTH];
    size_t depth;
    struct anchor *anchors;
    size_t anchor_count;
    size_t document_count;
};

static int build(struct builder *builder, const char *bytes, size_t length);
static int take_events(struct builder *builder, yaml_parser_t *parser,
                       const char *bytes, size_t length);
static int parser_error(struct builder *builder, const yaml_parser_t *parser,
                        const char *bytes, size_t length);
static int take_event(struct builder *builder, const yaml_event_t *event);
static int begin_document(struct builder *builder, int line);
static int add_scalar(struct builder *builder, const yaml_event_t *event);
static int begin_collection(struct builder *builder, enum yaml_kind kind,
                            const yaml_char_t *anchor, const yaml_char_t *tag,
                            int line);
static int end_collection(struct builder *builder);
static int add_alias(struct builder *builder, const yaml_event_t *event);
static int attach(struct builder *builder, struct yaml_node *node, int line);
static int take_key(struct builder *builder, struct frame *frame,
                    const struct yaml_node *node, int line);
static int check_tag(struct builder *builder, const yaml_char_t *tag, int line);
static int remember_anchor(struct builder *builder, const yaml_char_t *name,
                           struct yaml_node *node);
static struct frame *innermost(struct builder *builder);
static int event_line(const yaml_event_t *event);
static int fail_values(struct builder *builder, int line);
static int fail_key(struct builder *builder, int line);
static int fail(struct builder *builder, int line, const char *fmt, ...)
    ERR_PRINTF(3, 4);

struct yaml_doc *yaml_parse(const char *name, const char *bytes, size_t length,
                            struct err *err)
{
    struct yaml_doc *doc = xcalloc(1, sizeof(*doc));
    struct builder builder = {.doc = doc, .err = err};

    doc->name = xstrdup(name);
    doc->node_limit = length / YAML_BYTES_A_NODE > YAML_MAX_NODES
                          ? length / YAML_BYTES_A_NODE
                          : YAML_MAX_NODES;
    if (build(&builder, bytes, length) < 0) {
        yaml_close(doc);
        doc = NULL;
    }
    for (size_t i = 0; i < builder.depth; i++)
        free(builder.frames[i].key);
    for (size_t i = 0; i < builder.anchor_count; i++)
        free(builder.anchors[i].name);
    free(builder.anchors);
    return doc;
}

struct yaml_doc *yaml_open(const char *path, struct err *err)
{
    struct yaml_doc *doc = NULL;
    char *bytes = NULL;
    size_t length = 0;

    if (paths_read_file(path, MAX_BYTES, &bytes, &length, err) == 0)
        doc = yaml_parse(path, bytes, length, err);
    free(bytes);
    return doc;
}

static int build(struct builder *builder, const char *bytes, size_t length)
{
    yaml_parser_t parser;
    int rc;

    if (length > MAX_BYTES)
        return fail(builder, 1, "larger than %d MiB", MAX_BYTES >> 20);
    if (!yaml_parser_initialize(&parser))
        return fail(builder, 1, "no memory to read it");
    yaml_parser_set_input_string(&parser, (const yaml_char_t *)bytes, length);
    rc = take_events(builder, &parser, bytes, length);
    yaml_parser_delete(&parser);
    return rc;
}

static int take_events(struct builder *builder, yaml_parser_t *parser,
                       const char *bytes, size_t length)
{
    bool at_end = false;
    int rc = 0;

    while (rc == 0 && !at_end) {
        yaml_event_t event;

        if (!yaml_parser_parse(parser, &event))
            return parser_error(builder, parser, bytes, length);
        at_end = event.type == YAML_STREAM_END_EVENT;
        rc = take_event(builder, &event);
        yaml_event_delete(&event);
    }
    return rc;
}

/* Broken bytes have an offset where other errors have a mark. */
static int parser_error(struct builder *builder, const yaml_parser_t *parser,
                        const char *bytes, size_t length)
{
    int line = (int)parser->problem_mark.line + 1;
    const char *context = parser->context;

    if (parser->error == YAML_READER_ERROR) {
        line = 1;
        for (size_t i = 0; i < length && i < parser->problem_offset; i++)
            line += bytes[i] == '\n';
    }
    return fail(builder, line, "%s%s%s", context ? context : "",
                context ? ", " : "",
                parser->problem ? parser->problem : "not YAML");
}

static int take_event(struct builder *builder, const yaml_event_t *event)
{
    int line = event_line(event);

    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return begin_document(builder, line);
    case YAML_SCALAR_EVENT:
        return add_scalar(builder, event);
    case YAML_SEQUENCE_START_EVENT:
        return begin_collection(builder, YAML_LIST,
                                event->data.sequence_start.anchor,
                                event->data.sequence_start.tag, line);
    case YAML_MAPPING_START_EVENT:
        return begin_collection(builder, YAML_MAP,
                                event->data.mapping_start.anchor,
                                event->data.mapping_start.tag, line);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return end_collection(builder);
    case YAML_ALIAS_EVENT:
        return add_alias(builder, event);
    default:
        return 0;
    }
}

static int begin_document(struct builder *builder, int line)
{
    if (builder->document_count++ == 0)
        return 0;
    return fail(builder, line,
                "a second document begins here; a file holds one");
}

static int add_scalar(struct builder *builder, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    int line = event_line(event);
    struct yaml_node *node;

    if (memchr(text, '\0', length))
        return fail(builder, line, "a NUL character in a value");
    if (check_tag(builder, event->data.scalar.tag, line) < 0)
        return -1;
    node = yaml_node_new(builder->doc, YAML_SCALAR, line);
    if (!node)
        return fail_values(builder, line);
    node->text = xstrndup(text, length);
    node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
                     !event->data.scalar.tag;
    node->is_block = event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                     event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
    if (remember_anchor(builder, event->data.scalar.anchor, node) < 0)
        return -1;
    if (builder->depth == 0 && node->is_plain && length == 0)
        return 0; /* "---" and nothing else is an empty document */
    return attach(builder, node, line);
}

static int begin_collection(struct builder *builder, enum yaml_kind kind,
                            const yaml_char_t *anchor, const yaml_char_t *tag,
                            int line)
{
    const struct frame *parent = innermost(builder);
    struct yaml_node *node;

    if (builder->depth == YAML_MAX_DEPTH)
        return fail(builder, line, "nested deeper than %d", YAML_MAX_DEPTH);
    if (parent && parent->node->kind == YAML_MAP && !parent->key)
        return fail_key(builder, line);
    if (check_tag(builder, tag, line) < 0)
        return -1;
    node = yaml_node_new(builder->doc, kind, line);
    if (!node)
        return fail_values(builder, line);
    node->is_open = true;
    builder->frames[builder->depth++] = (struct frame){.node = node};
    return remember_anchor(builder, anchor, node);
}

static int end_collection(struct builder *builder)
{
    struct yaml_node *node = builder->frames[--builder->depth].node;
    const struct yaml_pair *again = NULL;
    int first = 0;

    node->is_open = false;
    if (node->kind == YAML_MAP)
        again = yaml_node_index(node, &first);
    if (again)
        return fail(builder, again->line,
                    "key '%.40s' was already given on line %d", again->key,
                    first);
    return attach(builder, node, node->line);
}

static int add_alias(struct builder *builder, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    int line = event_line(event);

    for (size_t i = builder->anchor_count; i-- > 0;) {
        if (strcmp(builder->anchors[i].name, name) != 0)
            continue;
        if (builder->anchors[i].node->is_open)
            return fail(builder, line,
                        "alias '*%.40s' stands in its own anchor", name);
        return attach(builder, builder->anchors[i].node, line);
    }
    return fail(builder, line, "alias '*%.40s' has no anchor above it", name);
}

/* Puts a whole node where it belongs: the root, an item, a key or a value. */
static int attach(struct builder *builder, struct yaml_node *node, int line)
{
    struct frame *frame = innermost(builder);
    char *key;

    if (!frame) {
        builder->doc->root = node;
        return 0;
    }
    if (frame->node->kind == YAML_MAP && !frame->key)
        return take_key(builder, frame, node, line);
    if (builder->depth + node->height > YAML_MAX_DEPTH)
        return fail(builder, line, "nested deeper than %d", YAML_MAX_DEPTH);
    key = frame->key;
    frame->key = NULL;
    if (!yaml_node_add(builder->doc, frame->node, key, frame->key_line, node))
        return fail_values(builder, line);
    return 0;
}

static int take_key(struct builder *builder, struct frame *frame,
                    const struct yaml_node *node, int line)
{
    if (node->kind != YAML_SCALAR)
        return fail_key(builder, line);
    if (node->is_plain && strcmp(node->text, "<<") == 0)
        return fail(builder, line,
                    "merge keys ('<<') are not read; write them out");
    frame->key = xstrdup(node->text);
    frame->key_line = line;
    return 0;
}

/* YAML's own tags say what the shape says already; others would be ignored,
 * which is not what their writer meant. */
static int check_tag(struct builder *builder, const yaml_char_t *tag, int line)
{
    static const char own[] = "tag:yaml.org,2002:";
    const char *text = (const char *)tag;

    if (!text || strcmp(text, "!") == 0 ||
        strncmp(text, own, sizeof(own) - 1) == 0)
        return 0;
    return fail(builder, line, "tag '%.40s' is not known here", text);
}

/* A name may be given again; aliases below mean the newest. */
static int remember_anchor(struct builder *builder, const yaml_char_t *name,
                           struct yaml_node *node)
{
    if (!name)
        return 0;
    if (builder->anchor_count == MAX_ANCHORS)
        return fail(builder, node->line, "more than %d anchors", MAX_ANCHORS);
    builder->anchors = xrealloc(builder->anchors, builder->anchor_count + 1,
                                sizeof(builder->anchors[0]));
    builder->anchors[builder->anchor_count++] =
        (struct anchor){.name = xstrdup((const char *)name), .node = node};
    return 0;
}

static struct frame *innermost(struct builder *builder)
{
    return builder->depth ? &builder->frames[builder->depth - 1] : NULL;
}

static int event_line(const yaml_event_t *event)
{
    return (int)event->start_mark.line + 1;
}

static int fail_values(struct builder *builder, int line)
{
    return fail(builder, line,
                "more than %zu values, an alias counted as what it stands for",
                builder->doc->node_limit);
}

static int fail_key(struct builder *builder, int line)
{
    return fail(builder, line, "a key must be a word, not a list or a map");
}

static int fail(struct builder *builder, int line, const char *fmt, ...)
{
    char why[160];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(why, sizeof(why), fmt, args);
    va_end(args);
    return yaml_fail(builder->err, builder->doc->name, line, why);
}

int yaml_fail(struct err *err, const char *name, int line, const char *why)
{
    if (strlen(name) > MAX_NAME)
        name += strlen(name) - MAX_NAME;
    return err_set(err, ERR_FORMAT, line, "%s:%d: %s", name, line, why);
}
