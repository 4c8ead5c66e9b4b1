/* rule_file.c - finds the groups in files and Kubernetes objects. */
#include "alert/rule_file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "alert/rule_reader.h"
#include "base/paths.h"

enum { MAX_LISTS = 4 }; /* a List within a List */

/* Bytes of the file, and where their first line stands in it. */
struct part {
    const char *bytes;
    size_t length;
    int line_offset;
};

static void sort_by_line(struct rule_findings *findings, size_t first);
static void read_documents(struct rule_reader *reader, const char *bytes,
                           size_t length);
static size_t document_length(const char *bytes, size_t length);
static bool is_separator(const char *line, size_t length);
static void read_document(struct rule_reader *reader, const struct part *part,
                          int depth);
static void fail_yaml(struct rule_reader *reader, const struct err *err);
static void read_object(struct rule_reader *reader, const struct part *part,
                        const struct yaml_node *root, int depth);
static void read_config_map(struct rule_reader *reader, const struct part *part,
                            const struct yaml_node *root, int depth);
static void read_plain(struct rule_reader *reader,
                       const struct yaml_node *root);
static bool is_block(const struct part *part, int line);
static bool is_blank(const char *bytes, size_t length);

int rule_file_open(struct rule_set *set, const char *path,
                   struct rule_findings *findings)
{
    char *bytes = NULL;
    size_t length = 0;
    struct err err = {0};
    int rc = -1;

    if (paths_read_file(path, RULE_FILE_MAX_BYTES, &bytes, &length, &err) < 0)
        rule_findings_add(findings, path, 0, false, "%s", err.text);
    else
        rc = rule_file_parse(set, path, bytes, length, findings);
    free(bytes);
    return rc;
}

int rule_file_parse(struct rule_set *set, const char *name, const char *bytes,
                    size_t length, struct rule_findings *findings)
{
    struct rule_set own = {0};
    struct rule_reader reader = {
        .set = &own, .file = name, .findings = findings};
    size_t errors = findings->error_count, first = findings->count;

    if (length > RULE_FILE_MAX_BYTES)
        rule_reader_fail(&reader, 1, "larger than %d MiB",
                         RULE_FILE_MAX_BYTES >> 20);
    else
        read_documents(&reader, bytes, length);
    sort_by_line(findings, first);
    if (findings->error_count != errors) {
        rule_set_clear(&own);
        return -1;
    }
    rule_set_move(set, &own);
    return 0;
}

/* Insertion keeps those of one line in their order; they are few. */
static void sort_by_line(struct rule_findings *findings, size_t first)
{
    for (size_t i = first; i < findings->count; i++) {
        struct rule_finding finding = findings->items[i];
        size_t at = i;

        for (; at > first && findings->items[at - 1].line > finding.line; at--)
            findings->items[at] = findings->items[at - 1];
        findings->items[at] = finding;
    }
}

static void read_documents(struct rule_reader *reader, const char *bytes,
                           size_t length)
{
    struct part part = {.bytes = bytes};

    while (length) {
        part.length = document_length(part.bytes, length);
        if (!is_blank(part.bytes, part.length))
            read_document(reader, &part, 0);
        for (size_t i = 0; i < part.length; i++)
            part.line_offset += part.bytes[i] == '\n';
        part.bytes += part.length;
        length -= part.length;
    }
}

/* Up to the next line "---" that is not the first. */
static size_t document_length(const char *bytes, size_t length)
{
    const char *at = memchr(bytes, '\n', length);

    while (at) {
        size_t used = (size_t)(at + 1 - bytes);

        if (is_separator(at + 1, length - used))
            return used;
        at = memchr(at + 1, '\n', length - used);
    }
    return length;
}

static bool is_separator(const char *line, size_t length)
{
    return length >= 3 && !memcmp(line, "---", 3) &&
           (length == 3 || isspace((unsigned char)line[3]));
}

static void read_document(struct rule_reader *reader, const struct part *part,
                          int depth)
{
    struct err err = {0};
    struct yaml_doc *doc;

    reader->line_offset = part->line_offset;
    doc = yaml_parse("", part->bytes, part->length, &err);
    if (!doc)
        fail_yaml(reader, &err);
    else if (yaml_root(doc))
        read_object(reader, part, yaml_root(doc), depth);
    yaml_close(doc);
}

/* The story is ":LINE: why"; the line is in the code too. */
static void fail_yaml(struct rule_reader *reader, const struct err *err)
{
    const char *why = err->text;

    if (*why == ':') {
        why++;
        why += strspn(why, "0123456789");
        why += strspn(why, ": ");
    }
    rule_reader_fail(reader, err->code, "%s", why);
}

static void read_object(struct rule_reader *reader, const struct part *part,
                        const struct yaml_node *root, int depth)
{
    const struct yaml_node *kind = yaml_get(root, "kind");
    const struct yaml_node *items = yaml_get(root, "items");
    const struct yaml_node *spec = yaml_get(root, "spec");
    const char *name = kind ? yaml_text(kind) : "";

    if (yaml_kind_of(root) != YAML_MAP) {
        rule_reader_fail(reader, yaml_line(root),
                         "not a rule file: groups: is missing");
    } else if (!strcmp(name, "ConfigMap")) {
        read_config_map(reader, part, root, depth);
    } else if (!strcmp(name, "PrometheusRule")) {
        if (!spec || yaml_kind_of(spec) != YAML_MAP ||
            !yaml_get(spec, "groups"))
            rule_reader_fail(reader, yaml_line(spec ? spec : root),
                             "spec: a PrometheusRule needs groups in it");
        else
            rule_reader_groups(reader, yaml_get(spec, "groups"), true);
    } else if (strlen(name) >= 4 && !strcmp(name + strlen(name) - 4, "List") &&
               depth < MAX_LISTS) {
        for (size_t i = 0; items && i < yaml_count(items); i++)
            read_object(reader, part, yaml_at(items, i), depth + 1);
    } else if (*name) {
        rule_reader_fail(reader, yaml_line(kind),
                         "kind: %.60s holds no rules; right are ConfigMap, "
                         "PrometheusRule and their lists",
                         name);
    } else {
        read_plain(reader, root);
    }
}

/* A value that says `groups:` is a rule file; another may be anything. */
static void read_config_map(struct rule_reader *reader, const struct part *part,
                            const struct yaml_node *root, int depth)
{
    const struct yaml_node *data = yaml_get(root, "data");
    size_t found = 0;

    for (size_t i = 0; data && i < yaml_count(data); i++) {
        const struct yaml_node *value = yaml_at(data, i);
        const char *text = yaml_text(value);
        int line = yaml_line(value);
        struct part inner = {
            .bytes = text,
            .length = strlen(text),
            .line_offset = part->line_offset + line - !is_block(part, line),
        };

        if (!strstr(text, "groups:") || depth > MAX_LISTS)
            continue;
        found++;
        read_document(reader, &inner, MAX_LISTS + 1);
        reader->line_offset = part->line_offset;
    }
    if (!found)
        rule_reader_fail(reader, yaml_line(data ? data : root),
                         "data: no value in this ConfigMap holds groups:");
}

static void read_plain(struct rule_reader *reader, const struct yaml_node *root)
{
    if (!yaml_get(root, "groups"))
        rule_reader_fail(reader, yaml_line(root),
                         "not a rule file: groups: is missing");
    for (size_t i = 0; i < yaml_count(root); i++)
        if (strcmp(yaml_key(root, i), "groups") != 0)
            rule_reader_fail(reader, yaml_key_line(root, i),
                             "%.60s: not a field of a rule file; only groups "
                             "is",
                             yaml_key(root, i));
    rule_reader_groups(reader, yaml_get(root, "groups"), false);
}

/* Says whether the value that begins on that line is a block ("key: |"), whose
 * text stands from the next line on. */
static bool is_block(const struct part *part, int line)
{
    const char *at = part->bytes, *end = part->bytes + part->length;
    const char *stop;

    for (int i = 1; i < line && at; i++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    if (!at)
        return false;
    stop = memchr(at, '\n', (size_t)(end - at));
    stop = stop ? stop : end;
    while (stop > at && (isspace((unsigned char)stop[-1]) ||
                         isdigit((unsigned char)stop[-1]) || stop[-1] == '-' ||
                         stop[-1] == '+'))
        stop--;
    return stop > at && (stop[-1] == '|' || stop[-1] == '>');
}

static bool is_blank(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isspace((unsigned char)bytes[i]))
            return false;
    return true;
}
