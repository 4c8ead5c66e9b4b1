/* panel_yaml.c - the keys of a panel, and the values that they may have. */
#include "model/panel_yaml.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "config/schema.h"
#include "data/promql_text.h"

enum {
    MAX_QUERIES = 16,
    MAX_THRESHOLDS = 16,
    MAX_EXPRESSION = 64 << 20, /* more than its variables can make */
};

#define MOST_MS ((int64_t)7 * 24 * 3600 * 1000)

struct yaml_query {
    char *name, *expression, *unit, *note;
    bool skip_zero;
};

struct yaml_threshold {
    char *severity, *label;
    double above, below;
    bool has_above, has_below;
    int64_t for_ms;
};

struct yaml_panel {
    char *id, *title, *subtitle, *unit, *component, *alert, *legend;
    int order;
    const struct yaml_node *headline;
    double minimum, maximum;
    bool has_minimum, has_maximum;
    struct yaml_query *queries;
    size_t query_count;
    struct yaml_threshold *thresholds;
    size_t threshold_count;
};

static int read_headline(const struct schema_reader *reader,
                         const struct yaml_node *node, struct panel_def *def);
static int read_select(const struct schema_reader *reader, int line,
                       const struct yaml_node *node, struct panel_def *def);
static void take_panel(struct panel_def *def, struct yaml_panel *panel,
                       const struct panel_variables *variables);
static void take_queries(struct panel_def *def, struct yaml_panel *panel,
                         const struct panel_variables *variables);
static void take_thresholds(struct panel_def *def, struct yaml_panel *panel);
static char *take(char **text);
static size_t add_variable(struct buf *out, const char *text,
                           const struct panel_variables *variables);
static const char *check_id(const char *text);
static const char *check_axis(void *out, const char **key);
static const char *check_threshold(void *out, const char **key);

#define AT(member) offsetof(struct yaml_query, member)
static const struct schema_key query_keys[] = {
    {.name = "name",
     .type = SCHEMA_STRING,
     .offset = AT(name),
     .is_needed = true},
    {.name = "expr",
     .type = SCHEMA_TEXT,
     .offset = AT(expression),
     .is_needed = true},
    {.name = "unit",
     .type = SCHEMA_STRING,
     .offset = AT(unit),
     .may_be_empty = true},
    {.name = "note", .type = SCHEMA_STRING, .offset = AT(note)},
    {.name = "skip_zero", .type = SCHEMA_BOOL, .offset = AT(skip_zero)},
};
#undef AT
static const struct schema query_schema = {.keys = query_keys,
                                           .count = SCHEMA_COUNT(query_keys),
                                           .size = sizeof(struct yaml_query)};

#define AT(member) offsetof(struct yaml_threshold, member)
static const struct schema_key threshold_keys[] = {
    {.name = "severity",
     .type = SCHEMA_CHOICE,
     .offset = AT(severity),
     .words = "info warning critical",
     .is_needed = true},
    {.name = "above",
     .type = SCHEMA_NUMBER,
     .offset = AT(above),
     .extra = AT(has_above)},
    {.name = "below",
     .type = SCHEMA_NUMBER,
     .offset = AT(below),
     .extra = AT(has_below)},
    {.name = "for",
     .type = SCHEMA_DURATION,
     .offset = AT(for_ms),
     .most = MOST_MS},
    {.name = "label", .type = SCHEMA_STRING, .offset = AT(label)},
};
#undef AT
static const struct schema threshold_schema = {
    .keys = threshold_keys,
    .count = SCHEMA_COUNT(threshold_keys),
    .size = sizeof(struct yaml_threshold),
    .check = check_threshold};

#define AT(member) offsetof(struct yaml_panel, member)
static const struct schema_key panel_keys[] = {
    {.name = "id",
     .type = SCHEMA_STRING,
     .offset = AT(id),
     .check = check_id,
     .is_needed = true},
    {.name = "order",
     .type = SCHEMA_INT,
     .offset = AT(order),
     .least = 1,
     .most = PANEL_ORDER_LAST},
    {.name = "title",
     .type = SCHEMA_STRING,
     .offset = AT(title),
     .is_needed = true},
    {.name = "subtitle", .type = SCHEMA_STRING, .offset = AT(subtitle)},
    {.name = "unit",
     .type = SCHEMA_STRING,
     .offset = AT(unit),
     .may_be_empty = true},
    {.name = "component", .type = SCHEMA_STRING, .offset = AT(component)},
    {.name = "alert", .type = SCHEMA_STRING, .offset = AT(alert)},
    {.name = "headline", .type = SCHEMA_NODE, .offset = AT(headline)},
    {.name = "legend", .type = SCHEMA_STRING, .offset = AT(legend)},
    {.name = "min",
     .type = SCHEMA_NUMBER,
     .offset = AT(minimum),
     .extra = AT(has_minimum)},
    {.name = "max",
     .type = SCHEMA_NUMBER,
     .offset = AT(maximum),
     .extra = AT(has_maximum)},
    {.name = "queries",
     .type = SCHEMA_LIST,
     .offset = AT(queries),
     .extra = AT(query_count),
     .least = 1,
     .most = MAX_QUERIES,
     .sub = &query_schema,
     .is_needed = true},
    {.name = "thresholds",
     .type = SCHEMA_LIST,
     .offset = AT(thresholds),
     .extra = AT(threshold_count),
     .most = MAX_THRESHOLDS,
     .sub = &threshold_schema},
};
#undef AT
static const struct schema panel_schema = {.keys = panel_keys,
                                           .count = SCHEMA_COUNT(panel_keys),
                                           .size = sizeof(struct yaml_panel),
                                           .check = check_axis};

int panel_yaml_read(struct panel_def *def, const struct yaml_doc *doc,
                    const struct panel_variables *variables, struct err *err)
{
    struct schema_reader reader = {.name = yaml_name(doc), .err = err};
    struct yaml_panel panel = {0};
    struct schema_target target = {&panel_schema, &panel};
    int rc;

    schema_init(&panel_schema, &panel);
    rc = schema_read(&reader, &target, 1, yaml_root(doc));
    if (rc == 0)
        rc = read_headline(&reader, panel.headline, def);
    if (rc == 0) {
        take_panel(def, &panel, variables);
        def->source = xstrdup(yaml_name(doc));
    }
    schema_clear(&panel_schema, &panel);
    return rc;
}

void panel_yaml_clear(struct panel_def *def)
{
    for (size_t i = 0; i < def->query_count; i++) {
        free(def->queries[i].name);
        free(def->queries[i].expression);
        free(def->queries[i].unit);
        free(def->queries[i].note);
    }
    for (size_t i = 0; i < def->threshold_count; i++)
        free(def->thresholds[i].label);
    free(def->queries);
    free(def->thresholds);
    free(def->id);
    free(def->title);
    free(def->subtitle);
    free(def->unit);
    free(def->component);
    free(def->alert);
    free(def->source);
    free(def->select);
    free(def->select_value);
    free(def->legend);
    *def = (struct panel_def){0};
}

char *panel_def_expand(const char *expression,
                       const struct panel_variables *variables)
{
    struct buf out;
    char *text;

    buf_init(&out, MAX_EXPRESSION);
    while (*expression) {
        size_t used = 0;

        if (*expression == '$')
            used = add_variable(&out, expression, variables);
        if (used == 0) {
            (void)buf_add_char(&out, *expression);
            used = 1;
        }
        expression += used;
    }
    text = buf_take(&out);
    buf_clear(&out);
    return text;
}

/* sum, max, min, or the one series that has a label: {select: {name: value}} */
static int read_headline(const struct schema_reader *reader,
                         const struct yaml_node *node, struct panel_def *def)
{
    static const char *const words[] = {
        [HEADLINE_SUM] = "sum", [HEADLINE_MAX] = "max", [HEADLINE_MIN] = "min"};
    int line = node ? yaml_line(node) : 1;

    def->headline.headline = HEADLINE_SUM;
    if (!node)
        return 0;
    if (yaml_kind_of(node) == YAML_MAP)
        return read_select(reader, line, node, def);
    for (size_t i = 0; i < SCHEMA_COUNT(words); i++) {
        if (strcmp(yaml_text(node), words[i]) == 0) {
            def->headline.headline = (enum headline_kind)i;
            return 0;
        }
    }
    return schema_fail(reader, line, "headline",
                       "'%.40s' is not known; known: sum, max, min, "
                       "{select: {LABEL: VALUE}}",
                       yaml_text(node));
}

static int read_select(const struct schema_reader *reader, int line,
                       const struct yaml_node *node, struct panel_def *def)
{
    const struct yaml_node *select = yaml_get(node, "select");

    if (yaml_count(node) != 1 || !select || yaml_kind_of(select) != YAML_MAP ||
        yaml_count(select) != 1 ||
        yaml_kind_of(yaml_at(select, 0)) != YAML_SCALAR)
        return schema_fail(reader, line, "headline",
                           "wants sum, max, min or {select: {LABEL: VALUE}}");
    def->headline.headline = HEADLINE_SELECT;
    def->select = xstrdup(yaml_key(select, 0));
    def->select_value = xstrdup(yaml_text(yaml_at(select, 0)));
    def->headline.select = def->select;
    def->headline.select_value = def->select_value;
    return 0;
}

static void take_panel(struct panel_def *def, struct yaml_panel *panel,
                       const struct panel_variables *variables)
{
    def->id = take(&panel->id);
    def->order = panel->order;
    def->title = take(&panel->title);
    def->subtitle = take(&panel->subtitle);
    def->unit = panel->unit ? take(&panel->unit) : xstrdup("");
    def->alert = panel->alert ? take(&panel->alert) : xstrdup("");
    def->component =
        panel->component ? take(&panel->component) : xstrdup(def->id);
    def->legend = take(&panel->legend);
    def->has_minimum = panel->has_minimum;
    def->minimum = panel->minimum;
    def->has_maximum = panel->has_maximum;
    def->maximum = panel->maximum;
    take_queries(def, panel, variables);
    take_thresholds(def, panel);
}

static void take_queries(struct panel_def *def, struct yaml_panel *panel,
                         const struct panel_variables *variables)
{
    def->query_count = panel->query_count;
    def->queries = xcalloc(panel->query_count, sizeof(def->queries[0]));
    for (size_t i = 0; i < panel->query_count; i++) {
        struct yaml_query *from = &panel->queries[i];

        def->queries[i] = (struct panel_query){
            .name = take(&from->name),
            .expression = panel_def_expand(from->expression, variables),
            .unit = take(&from->unit),
            .note = take(&from->note),
            .skip_zero = from->skip_zero,
        };
    }
}

static void take_thresholds(struct panel_def *def, struct yaml_panel *panel)
{
    def->threshold_count = panel->threshold_count;
    def->thresholds =
        xcalloc(panel->threshold_count, sizeof(def->thresholds[0]));
    for (size_t i = 0; i < panel->threshold_count; i++) {
        struct yaml_threshold *from = &panel->thresholds[i];
        enum severity severity = SEVERITY_INFO;

        while (strcmp(severity_name(severity), from->severity) != 0)
            severity++;
        def->thresholds[i] = (struct panel_threshold){
            .severity = severity,
            .is_above = from->has_above,
            .limit = from->has_above ? from->above : from->below,
            .for_ms = from->for_ms,
            .label = take(&from->label),
        };
    }
}

static char *take(char **text)
{
    char *taken = *text;

    *text = NULL;
    return taken;
}

/* Returns the bytes of the variable's name, 0 when it is none of ours. */
static size_t add_variable(struct buf *out, const char *text,
                           const struct panel_variables *variables)
{
    const struct {
        const char *name, *value;
    } known[] = {
        {"$namespace", variables->namespace_name},
        {"$kafka_group", variables->kafka_group},
        {"$kafka_topic", variables->kafka_topic},
    };

    for (size_t i = 0; i < SCHEMA_COUNT(known); i++) {
        size_t length = strlen(known[i].name);
        unsigned char after;

        if (strncmp(text, known[i].name, length) != 0)
            continue;
        after = (unsigned char)text[length];
        if (isalnum(after) || after == '_')
            continue;
        promql_text_add(out, known[i].value);
        return length;
    }
    return 0;
}

static const char *check_id(const char *text)
{
    size_t length = strlen(text);

    if (length > 32 ||
        strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") != length)
        return "is not an id: a-z, 0-9, _ and -, at most 32";
    return NULL;
}

static const char *check_axis(void *out, const char **key)
{
    const struct yaml_panel *panel = out;

    *key = "max";
    if (panel->has_minimum && panel->has_maximum &&
        panel->minimum >= panel->maximum)
        return "is not above min";
    return NULL;
}

static const char *check_threshold(void *out, const char **key)
{
    const struct yaml_threshold *threshold = out;

    *key = "above";
    if (threshold->has_above == threshold->has_below)
        return "give one of above and below";
    return NULL;
}
