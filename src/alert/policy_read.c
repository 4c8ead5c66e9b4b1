/* policy_read.c - the `escalation` of the configuration. */
#include "alert/policy.h"

#include <stdlib.h>
#include <string.h>

#include "alert/policy_names.h"
#include "base/duration.h"
#include "base/nearest.h"
#include "base/xalloc.h"
#include "config/schema.h"

enum { MAX_NAMES = 20, MAX_NAME = 100 };

static const char *const top_keys[] = {"info", "warning", "critical",
                                       "classes"};
static const char *const level_keys[] = {"respond", "escalate_after", "path",
                                         "channels"};
static const char *const class_keys[] = {"title", "respond"};

static int read_level(struct policy_level *level,
                      const struct schema_reader *reader,
                      const struct yaml_node *node);
static int read_classes(struct policy *policy,
                        const struct schema_reader *reader,
                        const struct yaml_node *node);
static int read_class(struct policy_class *incident,
                      const struct schema_reader *reader,
                      const struct yaml_node *node);
static int read_respond(int64_t *respond_ms, const struct schema_reader *reader,
                        const struct yaml_node *map, const char *word,
                        int64_t meaning);
static int read_names(struct policy_names *names,
                      const struct schema_reader *reader,
                      const struct yaml_node *map, const char *key);
static int check_map(const struct schema_reader *reader,
                     const struct yaml_node *node, const char *const *keys,
                     size_t count);

int policy_read(struct policy *policy, const char *name,
                const struct yaml_node *node, struct err *err)
{
    const struct schema_reader reader = {.name = name, .err = err};

    if (!node)
        return 0;
    if (check_map(&reader, node, top_keys, SCHEMA_COUNT(top_keys)) < 0)
        return -1;
    for (size_t i = 0; i < POLICY_SEVERITIES; i++) {
        const struct yaml_node *level = yaml_get(node, top_keys[i]);

        if (level && read_level(&policy->levels[i], &reader, level) < 0)
            return -1;
    }
    node = yaml_get(node, "classes");
    return node ? read_classes(policy, &reader, node) : 0;
}

static int read_level(struct policy_level *level,
                      const struct schema_reader *reader,
                      const struct yaml_node *node)
{
    const struct yaml_node *after = yaml_get(node, "escalate_after");
    struct err why = {0};
    int64_t after_ms;

    if (check_map(reader, node, level_keys, SCHEMA_COUNT(level_keys)) < 0 ||
        read_respond(&level->respond_ms, reader, node, "best effort",
                     POLICY_BEST_EFFORT) < 0)
        return -1;
    if (after && duration_parse(yaml_text(after), &after_ms, &why) < 0)
        return schema_fail(reader, yaml_line(after), "escalate_after", "%s",
                           why.text);
    if (after && after_ms < 1000)
        return schema_fail(reader, yaml_line(after), "escalate_after",
                           "must be 1s or more");
    if (after)
        level->escalate_after_ms = after_ms;
    if (read_names(&level->path, reader, node, "path") < 0)
        return -1;
    return read_names(&level->channels, reader, node, "channels");
}

static int read_classes(struct policy *policy,
                        const struct schema_reader *reader,
                        const struct yaml_node *node)
{
    const char *names[POLICY_CLASSES];

    for (size_t i = 0; i < POLICY_CLASSES; i++)
        names[i] = policy->classes[i].name;
    if (check_map(reader, node, names, POLICY_CLASSES) < 0)
        return -1;
    for (size_t i = 0; i < POLICY_CLASSES; i++) {
        const struct yaml_node *incident = yaml_get(node, names[i]);

        if (incident && read_class(&policy->classes[i], reader, incident) < 0)
            return -1;
    }
    return 0;
}

static int read_class(struct policy_class *incident,
                      const struct schema_reader *reader,
                      const struct yaml_node *node)
{
    const struct yaml_node *title;

    if (check_map(reader, node, class_keys, SCHEMA_COUNT(class_keys)) < 0)
        return -1;
    title = yaml_get(node, "title");
    if (title && (!*yaml_text(title) || strlen(yaml_text(title)) > MAX_NAME))
        return schema_fail(reader, yaml_line(title), "title",
                           "must be a text of 1 to %d bytes", MAX_NAME);
    if (title) {
        free(incident->title);
        incident->title = xstrdup(yaml_text(title));
    }
    return read_respond(&incident->respond_ms, reader, node,
                        "next business day", POLICY_NEXT_BUSINESS_DAY);
}

/* A duration, or the word that stands for something else. */
static int read_respond(int64_t *respond_ms, const struct schema_reader *reader,
                        const struct yaml_node *map, const char *word,
                        int64_t meaning)
{
    const struct yaml_node *node = yaml_get(map, "respond");
    struct err why = {0};
    int64_t ms;

    if (!node)
        return 0;
    if (!strcmp(yaml_text(node), word)) {
        *respond_ms = meaning;
        return 0;
    }
    if (duration_parse(yaml_text(node), &ms, &why) < 0)
        return schema_fail(reader, yaml_line(node), "respond", "%s; or '%s'",
                           why.text, word);
    *respond_ms = ms;
    return 0;
}

static int read_names(struct policy_names *names,
                      const struct schema_reader *reader,
                      const struct yaml_node *map, const char *key)
{
    const struct yaml_node *list = yaml_get(map, key);
    struct policy_names read = {0};

    if (!list)
        return 0;
    if (yaml_kind_of(list) != YAML_LIST || !yaml_count(list) ||
        yaml_count(list) > MAX_NAMES)
        return schema_fail(reader, yaml_line(list), key,
                           "must be a list of 1 to %d names", MAX_NAMES);
    for (size_t i = 0; i < yaml_count(list); i++) {
        const char *text = yaml_text(yaml_at(list, i));

        if (!*text || strlen(text) > MAX_NAME) {
            policy_names_clear(&read);
            return schema_fail(reader, yaml_line(yaml_at(list, i)), key,
                               "a name must be a text of 1 to %d bytes",
                               MAX_NAME);
        }
        policy_names_add(&read, text);
    }
    policy_names_clear(names);
    *names = read;
    return 0;
}

static int check_map(const struct schema_reader *reader,
                     const struct yaml_node *node, const char *const *keys,
                     size_t count)
{
    if (yaml_kind_of(node) != YAML_MAP)
        return schema_fail(reader, yaml_line(node), "escalation",
                           "must be a map");
    for (size_t i = 0; i < yaml_count(node); i++) {
        const char *key = yaml_key(node, i);
        const char *near = nearest_word(key, keys, count);
        size_t at = 0;

        while (at < count && strcmp(keys[at], key) != 0)
            at++;
        if (at == count)
            return schema_fail(reader, yaml_key_line(node, i), key,
                               "unknown key%s%s%s",
                               near ? "; did you mean '" : "", near ? near : "",
                               near ? "'?" : "");
    }
    return 0;
}

void policy_names_add(struct policy_names *names, const char *name)
{
    names->items =
        xrealloc(names->items, names->count + 1, sizeof(names->items[0]));
    names->items[names->count++] = xstrdup(name);
}

void policy_names_clear(struct policy_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (struct policy_names){0};
}
