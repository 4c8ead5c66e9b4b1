/* unit_run.c - one promtool unit test, driven through our alert states. */
#include "tests/support/unit_run.h"

#include <stdlib.h>
#include <string.h>

#include "alert/rule_labels.h"
#include "alert/rule_state.h"
#include "base/xalloc.h"
#include "tests/support/remote_write.h"
#include "tests/support/rule_output.h"
#include "tests/support/series_text.h"

enum { MAX_REQUEST = 64 << 20, MAX_STEPS = 10000, MAX_LINE = 1 << 20 };

/* One rule on its way through the evaluations. */
struct course {
    struct unit_run *run;
    const struct rule *rule;
    struct rule_state *state; /* NULL: it records */
    struct rule_output output;
    struct asked_list borrowed; /* what its templates asked at this step */
    int64_t now_ms;
};

static int write_inputs(struct unit_run *run, struct err *err);
static void add_input(struct unit_run *run, const struct unit_series *series,
                      struct buf *plain);
static int64_t last_of(const struct unit_test *test);
static int run_rule(struct unit_run *run, const struct rule_group *group,
                    const struct rule *rule, struct err *err);
static int run_window(struct course *course, const struct window *window,
                      struct err *err);
static void evaluate(struct course *course, const struct asked *items,
                     size_t count);
static void record(struct course *course, const struct asked *items,
                   size_t count);
static void give_alerts(struct course *course);
static void note_firing(struct course *course);
static char *alert_line(const struct course *course,
                        const struct rule_instance *instance);
static int query(void *context, const char *expression,
                 struct template_sample **samples, size_t *count,
                 struct err *err);
static struct label_text text_of(const char *name, const char *value);

int unit_run(struct unit_run *run, struct err *err)
{
    run->firing = xcalloc(run->test->check_count + 1, sizeof(*run->firing));
    if (write_inputs(run, err) < 0)
        return -1;
    for (size_t i = 0; i < run->rules->group_count; i++) {
        const struct rule_group *group = &run->rules->groups[i];

        for (size_t k = 0; k < group->rule_count; k++)
            if (run_rule(run, group, &group->rules[k], err) < 0)
                return err_within(err, "%s", group->rules[k].name);
    }
    return 0;
}

void unit_run_clear(struct unit_run *run)
{
    for (size_t i = 0; run->firing && i < run->test->check_count; i++)
        line_list_clear(&run->firing[i]);
    free(run->firing);
    line_list_clear(&run->errors);
}

static int write_inputs(struct unit_run *run, struct err *err)
{
    struct buf plain;
    int rc = 0;

    buf_init(&plain, MAX_REQUEST);
    for (size_t i = 0; i < run->test->series_count; i++)
        add_input(run, &run->test->series[i], &plain);
    if (plain.overflow)
        rc = err_set(err, ERR_LIMIT, 0, "input_series make over %d MiB",
                     MAX_REQUEST >> 20);
    else if (plain.length)
        rc = asker_write(run->asker, &plain, err);
    buf_clear(&plain);
    return rc;
}

/* Both texts were read once when the file was checked. */
static void add_input(struct unit_run *run, const struct unit_series *series,
                      struct buf *plain)
{
    const struct labels *labels =
        series_text_labels(run->table, series->series, NULL);
    struct series_value *values = NULL;
    struct written *samples;
    size_t count = 0, kept = 0;

    (void)series_text_values(series->values ? series->values : "", &values,
                             &count, NULL);
    samples = xcalloc(count + 1, sizeof(samples[0]));
    for (size_t i = 0; i < count; i++) {
        run->histograms += values[i].kind == SERIES_HISTOGRAM;
        if (values[i].kind != SERIES_NUMBER && values[i].kind != SERIES_STALE)
            continue;
        samples[kept++] = (struct written){
            run->test->start_ms + (int64_t)i * run->test->interval_ms,
            values[i].kind == SERIES_STALE
                ? REMOTE_WRITE_STALE
                : remote_write_bits(values[i].value)};
    }
    if (kept)
        remote_write_add(plain, labels, samples, kept);
    free(samples);
    free(values);
    labels_unref(run->table, labels);
}

/* Returns the time of the last evaluation that matters. */
static int64_t last_of(const struct unit_test *test)
{
    int64_t last_ms = 0;

    for (size_t i = 0; i < test->check_count; i++)
        if (test->checks[i].at_ms > last_ms)
            last_ms = test->checks[i].at_ms;
    for (size_t i = 0; i < test->query_count; i++)
        if (test->queries[i].at_ms > last_ms)
            last_ms = test->queries[i].at_ms;
    return test->start_ms + last_ms;
}

static int run_rule(struct unit_run *run, const struct rule_group *group,
                    const struct rule *rule, struct err *err)
{
    struct course course = {.run = run, .rule = rule};
    const struct rule_setting setting = {
        .table = run->table,
        .rule = rule,
        .limit = group->limit,
        .external_labels =
            unit_labels(run->table, run->test->external_labels, NULL),
        .external_url = run->test->external_url ? run->test->external_url : "",
        .query = query,
        .query_context = &course};
    int64_t step_ms = run->file->interval_ms, last_ms = last_of(run->test);
    int64_t start_ms = run->test->start_ms;
    int rc = 0;

    if (rule->is_alert)
        course.state = rule_state_new(&setting);
    rule_output_init(&course.output, run->table);
    while (rc == 0 && start_ms <= last_ms) {
        int64_t steps = (last_ms - start_ms) / step_ms;

        steps = steps < MAX_STEPS ? steps : MAX_STEPS;
        rc = run_window(&course,
                        &(struct window){.start_ms = start_ms,
                                         .end_ms = start_ms + steps * step_ms,
                                         .step_ms = step_ms},
                        err);
        start_ms += (steps + 1) * step_ms;
    }
    if (rc == 0)
        rc = rule_output_send(&course.output, run->asker, err);
    rule_output_clear(&course.output);
    rule_state_free(course.state);
    labels_unref(run->table, setting.external_labels);
    return rc;
}

static int run_window(struct course *course, const struct window *window,
                      struct err *err)
{
    struct symtab *table = course->run->table;
    struct asked_list list = {0};
    size_t at = 0;
    int rc = asker_ask(course->run->asker, course->rule->expression, window,
                       &list, err);

    for (int64_t now_ms = window->start_ms; rc == 0 && now_ms <= window->end_ms;
         now_ms += window->step_ms) {
        size_t first = at;

        while (at < list.count && list.items[at].at_ms == now_ms)
            at++;
        course->now_ms = now_ms;
        if (course->state)
            evaluate(course, list.items + first, at - first);
        else
            record(course, list.items + first, at - first);
        rule_output_end(&course->output, now_ms);
        asked_list_clear(&course->borrowed, table);
    }
    asked_list_clear(&list, table);
    return rc;
}

static void evaluate(struct course *course, const struct asked *items,
                     size_t count)
{
    struct err err = {0};

    rule_state_begin(course->state, course->now_ms);
    for (size_t i = 0; i < count; i++)
        rule_state_element(course->state, items[i].labels, items[i].value);
    if (rule_state_commit(course->state, &err) < 0)
        line_list_give(&course->run->errors,
                       xasprintf("%s: %s", course->rule->name, err.text));
    else
        give_alerts(course);
    note_firing(course);
}

/* The labels of the sample under the rule's name and labels. */
static void record(struct course *course, const struct asked *items,
                   size_t count)
{
    struct symtab *table = course->run->table;
    const struct rule *rule = course->rule;

    for (size_t i = 0; i < count; i++) {
        size_t own = labels_count(items[i].labels), at = 0;
        struct label_text *pairs =
            xcalloc(own + rule->label_count + 1, sizeof(pairs[0]));
        const struct labels *labels;

        for (; at < own; at++)
            pairs[at] = text_of(labels_name(items[i].labels, at),
                                labels_value(items[i].labels, at));
        pairs[at++] = text_of("__name__", rule->name);
        for (size_t k = 0; k < rule->label_count; k++)
            pairs[at++] = text_of(rule->labels[k].name, rule->labels[k].value);
        labels = labels_intern(table, pairs, at);
        rule_output_add(&course->output, labels, course->now_ms,
                        items[i].value);
        labels_unref(table, labels);
        free(pairs);
    }
}

/* The two series that Prometheus keeps of a rule's instances. */
static void give_alerts(struct course *course)
{
    for (size_t i = 0; i < rule_state_count(course->state); i++) {
        const struct rule_instance *one = rule_state_at(course->state, i);

        if (one->state == RULE_RESOLVED)
            continue;
        rule_output_add_alert(&course->output, one->labels,
                              one->state == RULE_FIRING ? "firing" : "pending",
                              course->now_ms, one->active_at_ms);
    }
}

/* A check sees the last evaluation that is not after it. */
static void note_firing(struct course *course)
{
    struct unit_run *run = course->run;
    int64_t since_ms = course->now_ms - run->test->start_ms;

    for (size_t i = 0; i < run->test->check_count; i++) {
        const struct unit_check *check = &run->test->checks[i];

        if (strcmp(check->alert, course->rule->name) != 0 ||
            check->at_ms < since_ms ||
            check->at_ms >= since_ms + run->file->interval_ms)
            continue;
        for (size_t k = 0; k < rule_state_count(course->state); k++) {
            const struct rule_instance *one = rule_state_at(course->state, k);

            if (one->state == RULE_FIRING)
                line_list_give(&run->firing[i], alert_line(course, one));
        }
    }
}

static char *alert_line(const struct course *course,
                        const struct rule_instance *instance)
{
    struct symtab *table = course->run->table;
    size_t count = course->rule->annotation_count;
    struct label_text *pairs = xcalloc(count + 1, sizeof(pairs[0]));
    const struct labels *notes;
    struct buf out;
    char *line;

    for (size_t i = 0; i < count; i++)
        pairs[i] = text_of(course->rule->annotations[i].name,
                           instance->annotations[i]);
    notes = labels_intern(table, pairs, count);
    buf_init(&out, MAX_LINE);
    labels_format(instance->labels, &out);
    (void)buf_add_char(&out, ' ');
    labels_format(notes, &out);
    line = buf_take(&out);
    buf_clear(&out);
    labels_unref(table, notes);
    free(pairs);
    return line;
}

/* The labels live until the step has ended. */
static int query(void *context, const char *expression,
                 struct template_sample **samples, size_t *count,
                 struct err *err)
{
    struct course *course = context;
    struct asked_list *list = &course->borrowed;
    size_t first = list->count;

    if (asker_ask(course->run->asker, expression,
                  &(struct window){.start_ms = course->now_ms,
                                   .end_ms = course->now_ms,
                                   .step_ms = 1000,
                                   .is_live = true},
                  list, err) < 0)
        return -1;
    *count = list->count - first;
    *samples = xcalloc(*count + 1, sizeof(**samples));
    for (size_t i = 0; i < *count; i++)
        (*samples)[i] = (struct template_sample){list->items[first + i].labels,
                                                 list->items[first + i].value};
    return 0;
}

const struct labels *unit_labels(struct symtab *table,
                                 const struct yaml_node *map,
                                 const struct label_text *more)
{
    size_t count = map ? yaml_count(map) : 0;
    struct label_text *pairs = xcalloc(count + 1, sizeof(pairs[0]));
    const struct labels *labels;

    for (size_t i = 0; i < count; i++)
        pairs[i] = text_of(yaml_key(map, i), yaml_text(yaml_at(map, i)));
    if (more)
        pairs[count++] = *more;
    labels = labels_intern(table, pairs, count);
    free(pairs);
    return labels;
}

static struct label_text text_of(const char *name, const char *value)
{
    return (struct label_text){name, strlen(name), value, strlen(value)};
}
