/* series_fixture.c - a set of series by pod, fed by a line. */
#include "tests/support/series_fixture.h"

struct fixture fixture_of(enum headline_kind kind, size_t limit)
{
    struct series_spec spec = {.step_ms = STEP,
                               .capacity = CAPACITY,
                               .limit = limit,
                               .headline = kind,
                               .select = "pod",
                               .select_value = "b"};
    struct fixture f = {.table = symtab_new()};

    f.set = series_set_new(f.table, &spec);
    return f;
}

void fixture_end(struct fixture *f)
{
    series_set_free(f->set);
    symtab_free(f->table);
}

void put_pod(struct fixture *f, const char *pod)
{
    struct label_text pairs[] = {{"job", 3, "x", 1},
                                 {"pod", 3, pod, strlen(pod)}};

    series_set_series(f->set, pairs, 2);
}

void put_series(struct fixture *f, const char *pod, int64_t start_ms,
                const double *values, size_t count)
{
    put_pod(f, pod);
    for (size_t i = 0; i < count; i++)
        series_set_sample(f->set, start_ms + (int64_t)i * STEP, values[i]);
}

void put_live(struct fixture *f, int64_t at_ms, const double *values,
              size_t count)
{
    series_set_begin(f->set, at_ms, at_ms);
    for (size_t i = 0; i < count; i++) {
        char pod[2] = {(char)('a' + (int)i), '\0'};

        put_pod(f, pod);
        series_set_sample(f->set, at_ms, values[i]);
    }
    series_set_commit(f->set);
}

const char *pods_of(const struct fixture *f)
{
    static char text[256];
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < series_set_count(f->set); i++)
        length += (size_t)snprintf(
            text + length, sizeof(text) - length, "%s%s", i ? " " : "",
            labels_get(series_set_at(f->set, i)->labels, "pod"));
    return text;
}

double value_of(const struct fixture *f, size_t index, int64_t at_ms)
{
    return ring_at(series_set_at(f->set, index)->ring, at_ms);
}

double headline_at(const struct fixture *f, int64_t at_ms)
{
    return ring_at(series_set_headline(f->set), at_ms);
}
