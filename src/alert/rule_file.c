/* rule_file.c - finds the groups in files and Kubernetes objects. */
#include "alert/rule_file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "alert/rule_fences.h"
#include "alert/rule_hint.h"
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
static void read_page(struct rule_reader *reader, const char *bytes,
                      size_t length);
static void read_documents(struct rule_reader *reader, struct part part);
static size_t document_length(const char *bytes, size_t length);
static bool is_separator(const char *line, size_t length);
static void read_document(struct rule_reader *reader, const struct part *part,
                          int depth);
static void fail_yaml(struct rule_reader *reader, const struct part *part,
                      const struct err *err);
static void read_object(struct rule_reader *reader, const struct part *part,
                        const struct yaml_node *root, int depth);
static void read_groups(struct rule_reader *reader,
                        const struct yaml_node *groups);
static void read_config_map(struct rule_reader *reader, const struct part *part,
                            const struct yaml_node *root, int depth);
static void read_plain(struct rule_reader *reader,
                       const struct yaml_node *root);
static bool is_blank(const char *bytes, size_t length);

int rule_file_open(struct rule_set *set, const char *path,
                   struct rule_findings *findings)
{
    char *bytes = NULL;
    size_t length = 0;
    struct err err = {0};
    int rc = -1;

    if (paths_read_file(path, RULE_FILE_MAX_BYTES, &bytes, &length, &err) < 0)
        rule_findings_add(findings, path, 0, false, "cannot be read: %s",
                          err.kind == ERR_SYSTEM ? strerror(err.code)
                                                 : err.text);
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
    else if (rule_fences_is_page(name))
        read_page(&reader, bytes, length);
    else
        read_documents(&reader,
                       (struct part){.bytes = bytes, .length = length});
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

static void read_page(struct rule_reader *reader, const char *bytes,
                      size_t length)
{
    struct rule_fences fences = {.bytes = bytes, .length = length};
    struct rule_fence fence;
    size_t found = 0;

    for (; rule_fences_next(&fences, &fence); found++) {
        reader->first = reader->set->group_count;
        read_documents(reader, (struct part){.bytes = fence.bytes,
                                             .length = fence.length,
                                             .line_offset = fence.line_offset});
    }
    reader->line_offset = 0;
    if (!found)
        rule_reader_fail(reader, 1,
                         "no rules in this page: a block of ```yaml with "
                         "groups: is missing");
}

static void read_documents(struct rule_reader *reader, struct part part)
{
    size_t length = part.length;

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
        fail_yaml(reader, part, &err);
    else if (yaml_root(doc))
        read_object(reader, part, yaml_root(doc), depth);
    yaml_close(doc);
}

/* The story is ":LINE: why"; the line is in the code too. */
static void fail_yaml(struct rule_reader *reader, const struct part *part,
                      const struct err *err)
{
    const char *why = err->text;

    if (*why == ':') {
        why++;
        why += strspn(why, "0123456789");
        why += strspn(why, ": ");
    }
    rule_reader_fail(reader, err->code, "%s%s", why,
                     rule_hint_of_text(part->bytes, part->length, err->code));
}

static void read_object(struct rule_reader *reader, const struct part *part,
                        const struct yaml_node *root, int depth)
{
    const struct yaml_node *kind = yaml_get(root, "kind");
    const struct yaml_node *items = yaml_get(root, "items");
    const struct yaml_node *spec = yaml_get(root, "spec");
    const char *name = kind ? yaml_text(kind) : "";

    if (!strcmp(name, "ConfigMap")) {
        read_config_map(reader, part, root, depth);
    } else if (!strcmp(name, "PrometheusRule")) {
        if (!spec || yaml_kind_of(spec) != YAML_MAP ||
            !yaml_get(spec, "groups"))
            rule_reader_fail(reader, yaml_line(spec ? spec : root),
                             "spec: a PrometheusRule needs groups in it");
        else
            read_groups(reader, yaml_get(spec, "groups"));
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

/* Each object becomes a file of its own, so names count within it only. */
static void read_groups(struct rule_reader *reader,
                        const struct yaml_node *groups)
{
    reader->first = reader->set->group_count;
    rule_reader_groups(reader, groups, true);
}

/* A value that says `groups:` is a rule file; another may be anything. */
static void read_config_map(struct rule_reader *reader, const struct part *part,
                            const struct yaml_node *root, int depth)
{
    const struct yaml_node *data = yaml_get(root, "data");
    size_t found = 0;

    /* The text of a block stands from the next line on. */
    for (size_t i = 0; data && i < yaml_count(data); i++) {
        const struct yaml_node *value = yaml_at(data, i);
        const char *text = yaml_text(value);
        int line = yaml_line(value);
        struct part inner = {
            .bytes = text,
            .length = strlen(text),
            .line_offset = part->line_offset + line - !yaml_is_block(value),
        };

        if (!strstr(text, "groups:") || depth > MAX_LISTS)
            continue;
        found++;
        reader->first = reader->set->group_count;
        read_document(reader, &inner, MAX_LISTS + 1);
        reader->line_offset = part->line_offset;
    }
    if (!found)
        rule_reader_fail(reader, yaml_line(data ? data : root),
                         "data: no value in this ConfigMap holds groups:");
}

static void read_plain(struct rule_reader *reader, const struct yaml_node *root)
{
    const char *hint = rule_hint(root);

    if (hint) {
        rule_reader_fail(reader, yaml_line(root), "%s", hint);
        return;
    }
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

static bool is_blank(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isspace((unsigned char)bytes[i]))
            return false;
    return true;
}
