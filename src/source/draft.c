/* draft.c - the series that a decoder is in the middle of. */
#include "source/draft.h"

#include <string.h>

struct held_sample {
    int64_t at_ms;
    double value;
};

static size_t find_label(const struct draft *draft, const char *name,
                         size_t length);

void draft_init(struct draft *draft, const struct matrix_sink *sink,
                struct matrix_totals *totals)
{
    draft->sink = sink;
    draft->totals = totals;
    buf_init(&draft->text, DRAFT_TEXT_MAX);
    buf_init(&draft->held, DRAFT_HELD_MAX);
    draft_begin(draft);
}

void draft_clear(struct draft *draft)
{
    buf_clear(&draft->text);
    buf_clear(&draft->held);
}

void draft_begin(struct draft *draft)
{
    draft->has_labels = false;
    draft->is_told = false;
    draft->label_count = 0;
    buf_reset(&draft->text);
    buf_reset(&draft->held);
}

int draft_labels_begin(struct draft *draft, struct err *err)
{
    if (draft->is_told)
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: \"metric\" twice");
    draft->has_labels = false;
    draft->label_count = 0;
    buf_reset(&draft->text);
    return 0;
}

int draft_label_name(struct draft *draft, const char *text, size_t length,
                     struct err *err)
{
    size_t at = find_label(draft, text, length);
    struct draft_span *span;

    if (at == DRAFT_LABELS_MAX)
        return err_set(err, ERR_FORMAT, 0, "a series with over %d labels",
                       DRAFT_LABELS_MAX);
    draft->label_at = at;
    if (at < draft->label_count)
        return 0;
    span = &draft->spans[at];
    *span = (struct draft_span){.name_at = draft->text.length,
                                .name_length = length};
    if (!buf_add(&draft->text, text, length))
        return err_set(err, ERR_FORMAT, 0,
                       "a series with over 1 MiB of labels");
    draft->label_count++;
    return 0;
}

int draft_label_value(struct draft *draft, const char *text, size_t length,
                      struct err *err)
{
    struct draft_span *span = &draft->spans[draft->label_at];

    span->value_at = draft->text.length;
    span->value_length = length;
    if (!buf_add(&draft->text, text, length))
        return err_set(err, ERR_FORMAT, 0,
                       "a series with over 1 MiB of labels");
    return 0;
}

void draft_labels_end(struct draft *draft)
{
    draft->has_labels = true;
}

bool draft_tell(struct draft *draft)
{
    const char *text = draft->text.bytes;

    if (draft->is_told || !draft->has_labels || draft->held.length)
        return draft->is_told;
    for (size_t i = 0; i < draft->label_count; i++) {
        const struct draft_span *span = &draft->spans[i];

        draft->pairs[i] = (struct label_text){
            .name = text + span->name_at,
            .name_length = span->name_length,
            .value = text + span->value_at,
            .value_length = span->value_length,
        };
    }
    draft->sink->series(draft->sink->owner, draft->pairs, draft->label_count);
    draft->totals->series++;
    draft->is_told = true;
    return true;
}

int draft_sample(struct draft *draft, int64_t at_ms, double value,
                 struct err *err)
{
    struct held_sample held = {.at_ms = at_ms, .value = value};

    if (draft_tell(draft)) {
        draft->sink->sample(draft->sink->owner, at_ms, value);
        draft->totals->samples++;
        return 0;
    }
    if (!buf_add(&draft->held, &held, sizeof(held)))
        return err_set(err, ERR_FORMAT, 0,
                       "over 1 MiB of samples before the labels of a series");
    return 0;
}

int draft_end(struct draft *draft, struct err *err)
{
    const char *at = draft->held.bytes;
    size_t count = draft->held.length / sizeof(struct held_sample);

    draft->held.length = 0;
    if (!draft_tell(draft))
        return err_set(err, ERR_FORMAT, 0,
                       "not a Prometheus answer: a series without \"metric\"");
    for (; count; count--, at += sizeof(struct held_sample)) {
        struct held_sample held;

        memcpy(&held, at, sizeof(held));
        draft->sink->sample(draft->sink->owner, held.at_ms, held.value);
        draft->totals->samples++;
    }
    return 0;
}

/* Returns the label's place, or where it would go. */
static size_t find_label(const struct draft *draft, const char *name,
                         size_t length)
{
    size_t at = 0;

    for (; at < draft->label_count; at++)
        if (draft->spans[at].name_length == length &&
            !memcmp(draft->text.bytes + draft->spans[at].name_at, name, length))
            break;
    return at;
}
