/* rule_set.c - groups of rules, written out again, and findings. */
#include "alert/rule_set.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/duration.h"
#include "base/xalloc.h"
#include "config/yaml_write.h"

static void rule_clear(struct rule *rule);
static void pairs_free(struct rule_pair *pairs, size_t count);
static const char *pairs_get(const struct rule_pair *pairs, size_t count,
                             const char *name);
static void write_group(const struct rule_set *set, size_t index,
                        struct buf *out);
static void write_name(const struct rule_set *set, size_t index,
                       struct buf *out);
static bool has_group(const struct rule_set *set, const char *name);
static void write_rule(const struct rule *rule, struct buf *out);
static void write_pairs(const char *title, const struct rule_pair *pairs,
                        size_t count, struct buf *out);
static void write_duration(const char *name, int64_t ms, struct buf *out);

void rule_set_clear(struct rule_set *set)
{
    for (size_t i = 0; i < set->group_count; i++) {
        struct rule_group *group = &set->groups[i];

        for (size_t j = 0; j < group->rule_count; j++)
            rule_clear(&group->rules[j]);
        free(group->rules);
        free(group->name);
        free(group->file);
    }
    free(set->groups);
    *set = (struct rule_set){0};
}

struct rule_group *rule_set_add_group(struct rule_set *set)
{
    struct rule_group *group;

    set->groups =
        xrealloc(set->groups, set->group_count + 1, sizeof(set->groups[0]));
    group = &set->groups[set->group_count++];
    *group = (struct rule_group){0};
    return group;
}

/* The room doubles, at each power of two. */
struct rule *rule_group_add_rule(struct rule_group *group)
{
    struct rule *rule;

    if (!(group->rule_count & (group->rule_count - 1)))
        group->rules = xrealloc(group->rules,
                                group->rule_count ? group->rule_count * 2 : 1,
                                sizeof(group->rules[0]));
    rule = &group->rules[group->rule_count++];
    *rule = (struct rule){0};
    return rule;
}

void rule_set_move(struct rule_set *set, struct rule_set *from)
{
    if (from->group_count) {
        set->groups =
            xrealloc(set->groups, set->group_count + from->group_count,
                     sizeof(set->groups[0]));
        memcpy(set->groups + set->group_count, from->groups,
               from->group_count * sizeof(set->groups[0]));
        set->group_count += from->group_count;
    }
    free(from->groups);
    *from = (struct rule_set){0};
}

const struct rule *rule_set_find(const struct rule_set *set, const char *name)
{
    for (size_t i = 0; i < set->group_count; i++) {
        for (size_t j = 0; j < set->groups[i].rule_count; j++) {
            const struct rule *rule = &set->groups[i].rules[j];

            if (rule->is_alert && !strcmp(rule->name, name))
                return rule;
        }
    }
    return NULL;
}

const char *rule_label(const struct rule *rule, const char *name)
{
    return pairs_get(rule->labels, rule->label_count, name);
}

const char *rule_annotation(const struct rule *rule, const char *name)
{
    return pairs_get(rule->annotations, rule->annotation_count, name);
}

void rule_set_write(const struct rule_set *set, struct buf *out)
{
    buf_add_str(out, set->group_count ? "groups:\n" : "groups: []\n");
    for (size_t i = 0; i < set->group_count; i++)
        write_group(set, i, out);
}

void rule_findings_clear(struct rule_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        free(findings->items[i].file);
        free(findings->items[i].text);
    }
    free(findings->items);
    *findings = (struct rule_findings){0};
}

void rule_findings_add(struct rule_findings *findings, const char *file,
                       int line, bool is_warning, const char *fmt, ...)
{
    struct rule_finding *finding;
    char text[1000];
    va_list args;

    findings->error_count += !is_warning;
    if (findings->count == RULE_FINDINGS_MAX) {
        findings->left_out++;
        return;
    }
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    findings->items = xrealloc(findings->items, findings->count + 1,
                               sizeof(findings->items[0]));
    finding = &findings->items[findings->count++];
    *finding =
        (struct rule_finding){xstrdup(file), line, is_warning, xstrdup(text)};
}

static void rule_clear(struct rule *rule)
{
    free(rule->name);
    free(rule->expression);
    pairs_free(rule->labels, rule->label_count);
    pairs_free(rule->annotations, rule->annotation_count);
}

static void pairs_free(struct rule_pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(pairs[i].name);
        free(pairs[i].value);
    }
    free(pairs);
}

static const char *pairs_get(const struct rule_pair *pairs, size_t count,
                             const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(pairs[i].name, name))
            return pairs[i].value;
    return NULL;
}

static void write_group(const struct rule_set *set, size_t index,
                        struct buf *out)
{
    const struct rule_group *group = &set->groups[index];

    buf_add_str(out, "  - name: ");
    write_name(set, index, out);
    buf_add_char(out, '\n');
    if (group->interval_ms)
        write_duration("    interval: ", group->interval_ms, out);
    if (group->limit)
        buf_printf(out, "    limit: %zu\n", group->limit);
    buf_add_str(out, group->rule_count ? "    rules:\n" : "    rules: []\n");
    for (size_t i = 0; i < group->rule_count; i++)
        write_rule(&group->rules[i], out);
}

/* Groups of several files may have one name, those of the file that is written
 * may not: further ones get a number that no group has in its name. */
static void write_name(const struct rule_set *set, size_t index,
                       struct buf *out)
{
    const char *name = set->groups[index].name;
    size_t number = 1;
    char *numbered;

    for (size_t i = 0; i < index; i++)
        number += !strcmp(set->groups[i].name, name);
    if (number == 1) {
        yaml_write_text(out, name);
        return;
    }
    numbered = xasprintf("%s (%zu)", name, number);
    while (has_group(set, numbered)) {
        free(numbered);
        number += set->group_count;
        numbered = xasprintf("%s (%zu)", name, number);
    }
    yaml_write_text(out, numbered);
    free(numbered);
}

static bool has_group(const struct rule_set *set, const char *name)
{
    for (size_t i = 0; i < set->group_count; i++)
        if (!strcmp(set->groups[i].name, name))
            return true;
    return false;
}

static void write_rule(const struct rule *rule, struct buf *out)
{
    buf_add_str(out, rule->is_alert ? "      - alert: " : "      - record: ");
    yaml_write_text(out, rule->name);
    buf_add_str(out, "\n        expr: ");
    yaml_write_text(out, rule->expression);
    buf_add_char(out, '\n');
    if (rule->for_ms)
        write_duration("        for: ", rule->for_ms, out);
    if (rule->keep_firing_for_ms)
        write_duration("        keep_firing_for: ", rule->keep_firing_for_ms,
                       out);
    write_pairs("        labels:\n", rule->labels, rule->label_count, out);
    write_pairs("        annotations:\n", rule->annotations,
                rule->annotation_count, out);
}

static void write_pairs(const char *title, const struct rule_pair *pairs,
                        size_t count, struct buf *out)
{
    if (count)
        buf_add_str(out, title);
    for (size_t i = 0; i < count; i++) {
        buf_add_str(out, "          ");
        yaml_write_text(out, pairs[i].name);
        buf_add_str(out, ": ");
        yaml_write_text(out, pairs[i].value);
        buf_add_char(out, '\n');
    }
}

static void write_duration(const char *name, int64_t ms, struct buf *out)
{
    char text[32];

    duration_format(text, sizeof(text), ms);
    buf_printf(out, "%s%s\n", name, text);
}
