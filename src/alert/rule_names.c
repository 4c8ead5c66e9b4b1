/* rule_names.c - the user's names in the built-in rules. */
#include "alert/rule_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "data/promql_text.h"

enum { MAX_EXPRESSION = 16 << 20 };

/* A matcher as the built-in file writes it, and what takes its place. */
struct place {
    const char *usual; /* whole */
    const char *start; /* of the new one; `name` and a quote follow */
    const char *name;  /* NULL: the usual one stays */
    void (*add)(struct buf *out, const char *name);
};

static size_t apply(struct rule *rule, const struct place *places,
                    size_t count);
static const struct place *find_place(const char *at,
                                      const struct place *places, size_t count);
static const char *other(const char *name, const char *usual);

size_t rule_names_apply(struct rule_set *set, const struct rule_names *names)
{
    const struct place places[] = {
        {"namespace=\"observability\"", "namespace=\"",
         other(names->namespace_name, "observability"), promql_text_add},
        {"consumergroup=~\"jaeger-ingester|otel-collector\"",
         "consumergroup=~\"", other(names->kafka_group, "jaeger-ingester"),
         promql_text_add_regex},
    };
    size_t changed = 0;

    for (size_t i = 0; i < set->group_count; i++)
        for (size_t k = 0; k < set->groups[i].rule_count; k++)
            changed += apply(&set->groups[i].rules[k], places,
                             sizeof(places) / sizeof(places[0]));
    return changed;
}

static size_t apply(struct rule *rule, const struct place *places, size_t count)
{
    const char *at = rule->expression;
    size_t changed = 0;
    struct buf out;

    buf_init(&out, MAX_EXPRESSION);
    while (*at) {
        const struct place *place = find_place(at, places, count);

        if (!place) {
            (void)buf_add_char(&out, *at++);
            continue;
        }
        (void)buf_add_str(&out, place->start);
        place->add(&out, place->name);
        (void)buf_add_char(&out, '"');
        at += strlen(place->usual);
        changed++;
    }
    if (changed && !out.overflow) {
        free(rule->expression);
        rule->expression = buf_take(&out);
    }
    buf_clear(&out);
    return changed;
}

static const struct place *find_place(const char *at,
                                      const struct place *places, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (places[i].name &&
            !strncmp(at, places[i].usual, strlen(places[i].usual)))
            return &places[i];
    return NULL;
}

static const char *other(const char *name, const char *usual)
{
    return name && *name && strcmp(name, usual) != 0 ? name : NULL;
}
