/* rule_output.c - the series that a rule gives, evaluation by evaluation. */
#include "tests/support/rule_output.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "tests/support/remote_write.h"

enum { MAX_REQUEST = 64 << 20 };

struct output_series {
    const struct labels *labels;
    struct written *samples;
    size_t count, capacity;
};

static struct output_series *series_of(struct rule_output *output,
                                       const struct labels *labels);
static void add_sample(struct output_series *series, int64_t at_ms,
                       uint64_t bits);
static const struct labels *named(struct symtab *table,
                                  const struct labels *labels, const char *name,
                                  const char *state);

void rule_output_init(struct rule_output *output, struct symtab *table)
{
    *output = (struct rule_output){.table = table};
}

void rule_output_clear(struct rule_output *output)
{
    for (size_t i = 0; i < output->count; i++) {
        labels_unref(output->table, output->series[i].labels);
        free(output->series[i].samples);
    }
    free(output->series);
    *output = (struct rule_output){0};
}

void rule_output_add(struct rule_output *output, const struct labels *labels,
                     int64_t at_ms, double value)
{
    add_sample(series_of(output, labels), at_ms, remote_write_bits(value));
}

void rule_output_add_alert(struct rule_output *output,
                           const struct labels *labels, const char *state,
                           int64_t at_ms, int64_t active_at_ms)
{
    const struct labels *alerts = named(output->table, labels, "ALERTS", state);
    const struct labels *since =
        named(output->table, labels, "ALERTS_FOR_STATE", NULL);
    int64_t since_s = active_at_ms / 1000;

    rule_output_add(output, alerts, at_ms, 1);
    rule_output_add(output, since, at_ms, (double)since_s);
    labels_unref(output->table, alerts);
    labels_unref(output->table, since);
}

void rule_output_end(struct rule_output *output, int64_t at_ms)
{
    for (size_t i = 0; i < output->count; i++) {
        struct output_series *series = &output->series[i];
        const struct written *last = &series->samples[series->count - 1];

        if (last->at_ms != at_ms && last->bits != REMOTE_WRITE_STALE)
            add_sample(series, at_ms, REMOTE_WRITE_STALE);
    }
}

int rule_output_send(const struct rule_output *output, struct asker *asker,
                     struct err *err)
{
    struct buf plain;
    int rc = 0;

    buf_init(&plain, MAX_REQUEST);
    for (size_t i = 0; i < output->count; i++)
        remote_write_add(&plain, output->series[i].labels,
                         output->series[i].samples, output->series[i].count);
    if (plain.overflow)
        rc = err_set(err, ERR_LIMIT, 0, "a rule gives over %d MiB",
                     MAX_REQUEST >> 20);
    else if (plain.length)
        rc = asker_write(asker, &plain, err);
    buf_clear(&plain);
    return rc;
}

/* Equal labels are one pointer. */
static struct output_series *series_of(struct rule_output *output,
                                       const struct labels *labels)
{
    for (size_t i = 0; i < output->count; i++)
        if (output->series[i].labels == labels)
            return &output->series[i];
    output->series =
        xrealloc(output->series, output->count + 1, sizeof(output->series[0]));
    output->series[output->count] =
        (struct output_series){.labels = labels_ref(labels)};
    return &output->series[output->count++];
}

static void add_sample(struct output_series *series, int64_t at_ms,
                       uint64_t bits)
{
    if (series->count == series->capacity) {
        series->capacity = series->capacity ? series->capacity * 2 : 64;
        series->samples = xrealloc(series->samples, series->capacity,
                                   sizeof(series->samples[0]));
    }
    series->samples[series->count++] = (struct written){at_ms, bits};
}

static const struct labels *named(struct symtab *table,
                                  const struct labels *labels, const char *name,
                                  const char *state)
{
    size_t count = labels_count(labels), at = 0;
    struct label_text *pairs = xcalloc(count + 2, sizeof(pairs[0]));
    const struct labels *made;

    for (; at < count; at++) {
        const char *label = labels_name(labels, at);
        const char *value = labels_value(labels, at);

        pairs[at] =
            (struct label_text){label, strlen(label), value, strlen(value)};
    }
    pairs[at++] = (struct label_text){"__name__", 8, name, strlen(name)};
    if (state)
        pairs[at++] =
            (struct label_text){"alertstate", 10, state, strlen(state)};
    made = labels_intern(table, pairs, at);
    free(pairs);
    return made;
}
