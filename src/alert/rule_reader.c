/* rule_reader.c - groups and rules out of YAML, each field checked. */
#include "alert/rule_reader.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert/expression.h"
#include "alert/template.h"
#include "base/duration.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "base/xalloc.h"

enum { MAX_GROUPS = 10000, MAX_PAIRS = 1000 }; /* in a file, in a rule */

static void read_group(struct rule_reader *reader, const struct yaml_node *node,
                       bool is_custom);
static void check_group_name(struct rule_reader *reader, int line,
                             const char *name);
static void read_rule(struct rule_reader *reader, struct rule_group *group,
                      const struct yaml_node *node,
                      const struct yaml_node *group_labels);
static void read_rule_name(struct rule_reader *reader, struct rule *rule,
                           const struct yaml_node *node);
static void check_recording(struct rule_reader *reader, const struct rule *rule,
                            const struct yaml_node *node);
static void check_templates(struct rule_reader *reader, const struct rule *rule,
                            const struct yaml_node *map, const char *what);
static void read_pairs(struct rule_reader *reader, struct rule_pair **pairs,
                       size_t *count, const struct yaml_node *map,
                       const char *what);
static void set_pair(struct rule_pair **pairs, size_t *count, const char *name,
                     const char *value);
static void check_keys(struct rule_reader *reader, const struct yaml_node *map,
                       const char *const *known, const char *where);
static void read_duration(struct rule_reader *reader, int64_t *ms,
                          const struct yaml_node *map, const char *key);
static const char *read_text(struct rule_reader *reader,
                             const struct yaml_node *map, const char *key);
static bool is_null(const struct yaml_node *node);
static bool is_utf8(const char *text);
static bool is_label_name(const char *name);
static bool is_metric_name(const char *name);

void rule_reader_groups(struct rule_reader *reader,
                        const struct yaml_node *groups, bool is_custom)
{
    if (!groups || is_null(groups))
        return;
    if (yaml_kind_of(groups) != YAML_LIST) {
        rule_reader_fail(reader, yaml_line(groups),
                         "groups: must be a list of groups");
        return;
    }
    if (reader->set->group_count + yaml_count(groups) > MAX_GROUPS) {
        rule_reader_fail(reader, yaml_line(groups),
                         "groups: more than %d in this file", MAX_GROUPS);
        return;
    }
    for (size_t i = 0; i < yaml_count(groups); i++)
        read_group(reader, yaml_at(groups, i), is_custom);
}

void rule_reader_fail(struct rule_reader *reader, int line, const char *fmt,
                      ...)
{
    char text[800];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    rule_findings_add(reader->findings, reader->file,
                      line + reader->line_offset, false, "%s", text);
}

static void read_group(struct rule_reader *reader, const struct yaml_node *node,
                       bool is_custom)
{
    static const char *const plain[] = {
        "name", "interval", "query_offset", "limit", "labels", "rules", NULL};
    static const char *const custom[] = {"name",
                                         "interval",
                                         "query_offset",
                                         "limit",
                                         "labels",
                                         "rules",
                                         "partial_response_strategy",
                                         NULL};
    const struct yaml_node *rules, *labels;
    const char *name, *limit;
    struct rule_group *group;
    int64_t ignored = 0;

    if (yaml_kind_of(node) != YAML_MAP) {
        rule_reader_fail(reader, yaml_line(node),
                         "a group must be a map with name and rules");
        return;
    }
    check_keys(reader, node, is_custom ? custom : plain, "a group");
    name = read_text(reader, node, "name");
    check_group_name(reader, yaml_line(node), name);
    limit = read_text(reader, node, "limit");
    if (strspn(limit, "0123456789") != strlen(limit) || strlen(limit) > 9)
        rule_reader_fail(reader, yaml_line(yaml_get(node, "limit")),
                         "limit: must be a number, 0 or more");
    group = rule_set_add_group(reader->set);
    group->name = xstrdup(name);
    group->file = xstrdup(reader->file);
    group->limit = (size_t)strtoul(limit, NULL, 10);
    read_duration(reader, &group->interval_ms, node, "interval");
    read_duration(reader, &ignored, node, "query_offset");
    labels = yaml_get(node, "labels");
    rules = yaml_get(node, "rules");
    if (rules && !is_null(rules) && yaml_kind_of(rules) != YAML_LIST)
        rule_reader_fail(reader, yaml_line(rules), "rules: must be a list");
    else if (rules)
        for (size_t i = 0; i < yaml_count(rules); i++)
            read_rule(reader, group, yaml_at(rules, i), labels);
}

static void check_group_name(struct rule_reader *reader, int line,
                             const char *name)
{
    if (!*name)
        rule_reader_fail(reader, line, "name: a group needs one");
    for (size_t i = reader->first; i < reader->set->group_count && *name; i++)
        if (!strcmp(reader->set->groups[i].name, name))
            rule_reader_fail(reader, line,
                             "name: the group '%s' is repeated in this file",
                             name);
}

static void read_rule(struct rule_reader *reader, struct rule_group *group,
                      const struct yaml_node *node,
                      const struct yaml_node *group_labels)
{
    static const char *const known[] = {
        "alert",           "record", "expr",        "for",
        "keep_firing_for", "labels", "annotations", NULL};
    struct rule *rule;
    const char *expression;
    struct err err = {0};

    if (yaml_kind_of(node) != YAML_MAP) {
        rule_reader_fail(reader, yaml_line(node),
                         "a rule must be a map with alert (or record) and "
                         "expr");
        return;
    }
    check_keys(reader, node, known, "a rule");
    rule = rule_group_add_rule(group);
    rule->line = yaml_line(node) + reader->line_offset;
    read_rule_name(reader, rule, node);
    expression = read_text(reader, node, "expr");
    if (!expression[strspn(expression, " \t\r\n")])
        rule_reader_fail(reader, yaml_line(node),
                         "expr: the rule '%s' has none", rule->name);
    else if (expression_check(expression, &err) < 0)
        rule_reader_fail(reader, yaml_line(yaml_get(node, "expr")), "expr: %s",
                         err.text);
    rule->expression = xstrdup(expression);
    read_duration(reader, &rule->for_ms, node, "for");
    read_duration(reader, &rule->keep_firing_for_ms, node, "keep_firing_for");
    if (group_labels)
        read_pairs(reader, &rule->labels, &rule->label_count, group_labels,
                   "label");
    read_pairs(reader, &rule->labels, &rule->label_count,
               yaml_get(node, "labels"), "label");
    read_pairs(reader, &rule->annotations, &rule->annotation_count,
               yaml_get(node, "annotations"), "annotation");
    if (rule->is_alert) {
        check_templates(reader, rule, yaml_get(node, "labels"), "label");
        check_templates(reader, rule, yaml_get(node, "annotations"),
                        "annotation");
    } else {
        check_recording(reader, rule, node);
    }
}

static void read_rule_name(struct rule_reader *reader, struct rule *rule,
                           const struct yaml_node *node)
{
    const char *alert = read_text(reader, node, "alert");
    const char *record = read_text(reader, node, "record");
    int line = yaml_line(node);

    rule->is_alert = *alert || !*record;
    rule->name = xstrdup(rule->is_alert ? alert : record);
    if (*alert && *record)
        rule_reader_fail(reader, line,
                         "a rule has either alert or record, not both");
    else if (!*alert && !*record)
        rule_reader_fail(reader, line, "a rule needs alert or record");
    if (!is_utf8(rule->name))
        rule_reader_fail(reader, line, "the name of the rule is not UTF-8");
    if (!rule->is_alert && !is_metric_name(record))
        rule_reader_fail(reader, line, "record: '%s' is no name for a series",
                         record);
}

static void check_recording(struct rule_reader *reader, const struct rule *rule,
                            const struct yaml_node *node)
{
    static const char *const alone[] = {"for", "keep_firing_for",
                                        "annotations"};

    for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++) {
        const struct yaml_node *field = yaml_get(node, alone[i]);

        if (field && !is_null(field))
            rule_reader_fail(reader, yaml_line(field),
                             "%s: is for alerts; '%s' is a recording rule",
                             alone[i], rule->name);
    }
}

static void check_templates(struct rule_reader *reader, const struct rule *rule,
                            const struct yaml_node *map, const char *what)
{
    for (size_t i = 0; map && i < yaml_count(map); i++) {
        struct err err = {0};
        const struct yaml_node *value = yaml_at(map, i);

        if (yaml_kind_of(value) == YAML_SCALAR &&
            template_check(rule->name, yaml_text(value), &err) < 0)
            rule_reader_fail(reader, yaml_line(value), "%s '%s': %s", what,
                             yaml_key(map, i), err.text);
    }
}

static void read_pairs(struct rule_reader *reader, struct rule_pair **pairs,
                       size_t *count, const struct yaml_node *map,
                       const char *what)
{
    if (!map || is_null(map))
        return;
    if (yaml_kind_of(map) != YAML_MAP) {
        rule_reader_fail(reader, yaml_line(map), "%ss: must be a map", what);
        return;
    }
    if (yaml_count(map) > MAX_PAIRS) {
        rule_reader_fail(reader, yaml_line(map), "%ss: more than %d", what,
                         MAX_PAIRS);
        return;
    }
    for (size_t i = 0; i < yaml_count(map); i++) {
        const struct yaml_node *value = yaml_at(map, i);
        const char *name = yaml_key(map, i);

        if (!is_label_name(name) || !strcmp(name, "__name__"))
            rule_reader_fail(reader, yaml_key_line(map, i),
                             "%s '%s': not a name for one", what, name);
        else if (yaml_kind_of(value) != YAML_SCALAR)
            rule_reader_fail(reader, yaml_line(value),
                             "%s '%s': must be a text", what, name);
        else if (!is_utf8(yaml_text(value)))
            rule_reader_fail(reader, yaml_line(value), "%s '%s': not UTF-8",
                             what, name);
        else
            set_pair(pairs, count, name, yaml_text(value));
    }
}

/* A rule's own label takes the place of its group's. */
static void set_pair(struct rule_pair **pairs, size_t *count, const char *name,
                     const char *value)
{
    for (size_t i = 0; i < *count; i++) {
        if (!strcmp((*pairs)[i].name, name)) {
            free((*pairs)[i].value);
            (*pairs)[i].value = xstrdup(value);
            return;
        }
    }
    *pairs = xrealloc(*pairs, *count + 1, sizeof(**pairs));
    (*pairs)[(*count)++] = (struct rule_pair){xstrdup(name), xstrdup(value)};
}

static void check_keys(struct rule_reader *reader, const struct yaml_node *map,
                       const char *const *known, const char *where)
{
    size_t known_count = 0;

    while (known[known_count])
        known_count++;
    for (size_t i = 0; i < yaml_count(map); i++) {
        const char *key = yaml_key(map, i);
        const char *near;
        size_t at = 0;

        while (at < known_count && strcmp(known[at], key) != 0)
            at++;
        if (at < known_count)
            continue;
        near = nearest_word(key, known, known_count);
        rule_reader_fail(reader, yaml_key_line(map, i),
                         "%.60s: not a field of %s%s%s%s", key, where,
                         near ? "; did you mean '" : "", near ? near : "",
                         near ? "'?" : "");
    }
}

static void read_duration(struct rule_reader *reader, int64_t *ms,
                          const struct yaml_node *map, const char *key)
{
    const char *text = read_text(reader, map, key);
    struct err err = {0};

    if (*text && duration_parse(text, ms, &err) < 0)
        rule_reader_fail(reader, yaml_line(yaml_get(map, key)), "%s: %s", key,
                         err.text);
}

/* Returns the text of a scalar, "" when there is none. Borrowed. */
static const char *read_text(struct rule_reader *reader,
                             const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);

    if (!node || is_null(node))
        return "";
    if (yaml_kind_of(node) == YAML_SCALAR)
        return yaml_text(node);
    rule_reader_fail(reader, yaml_line(node), "%s: must be a text", key);
    return "";
}

static bool is_null(const struct yaml_node *node)
{
    const char *text = yaml_text(node);

    return yaml_kind_of(node) == YAML_SCALAR && yaml_is_plain(node) &&
           (!*text || !strcmp(text, "~") || !strcmp(text, "null"));
}

static bool is_utf8(const char *text)
{
    size_t length = strlen(text);
    uint32_t code;

    for (size_t at = 0; at < length;) {
        size_t used = utf8_decode(text + at, length - at, &code);

        if (code == 0xFFFD && memcmp(text + at, "\xef\xbf\xbd", 3) != 0)
            return false;
        at += used;
    }
    return true;
}

static bool is_label_name(const char *name)
{
    if (!*name || isdigit((unsigned char)*name))
        return false;
    while (*name == '_' || isalnum((unsigned char)*name))
        name++;
    return !*name;
}

static bool is_metric_name(const char *name)
{
    if (!*name || isdigit((unsigned char)*name))
        return false;
    while (*name == '_' || *name == ':' || isalnum((unsigned char)*name))
        name++;
    return !*name;
}
