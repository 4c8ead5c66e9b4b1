/* rule_labels.c - overlays the labels of a rule on those of a sample. */
#include "alert/rule_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

static void add(struct label_text *pairs, size_t *count, const char *name,
                const char *value);
static bool is_overlaid(const struct rule *rule, const char *name);
static char *expand(const char *text, const struct template_context *context);

const struct labels *rule_labels_intern(struct symtab *table,
                                        const struct rule *rule,
                                        const struct template_context *context)
{
    const struct labels *own = context->labels, *made;
    size_t own_count = own ? labels_count(own) : 0, count = 0;
    struct label_text *pairs =
        xcalloc(own_count + rule->label_count + 1, sizeof(pairs[0]));
    char **values = xcalloc(rule->label_count + 1, sizeof(values[0]));

    for (size_t i = 0; i < own_count; i++)
        if (!is_overlaid(rule, labels_name(own, i)))
            add(pairs, &count, labels_name(own, i), labels_value(own, i));
    for (size_t i = 0; i < rule->label_count; i++) {
        values[i] = expand(rule->labels[i].value, context);
        if (strcmp(rule->labels[i].name, "alertname") != 0)
            add(pairs, &count, rule->labels[i].name, values[i]);
    }
    add(pairs, &count, "alertname", rule->name);
    made = labels_intern(table, pairs, count);
    for (size_t i = 0; i < rule->label_count; i++)
        free(values[i]);
    free(values);
    free(pairs);
    return made;
}

static void add(struct label_text *pairs, size_t *count, const char *name,
                const char *value)
{
    pairs[(*count)++] =
        (struct label_text){name, strlen(name), value, strlen(value)};
}

static bool is_overlaid(const struct rule *rule, const char *name)
{
    return !strcmp(name, "__name__") || !strcmp(name, "alertname") ||
           rule_label(rule, name);
}

static char *expand(const char *text, const struct template_context *context)
{
    struct buf out;
    char *made;

    buf_init(&out, TEMPLATE_MAX_BYTES);
    (void)template_expand(text, context, &out, NULL);
    made = xstrndup(out.bytes, out.length);
    buf_clear(&out);
    return made;
}
