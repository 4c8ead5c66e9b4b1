/* record.c - the texts of one record while its JSON is being read. */
#include "source/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static const char ellipsis[] = "\xe2\x80\xa6";

static size_t add(struct record *record, const char *text, size_t length,
                  size_t limit);
static size_t whole_characters(const char *text, size_t length);

void record_init(struct record *record)
{
    *record = (struct record){0};
    buf_init(&record->text, RECORD_BYTES_MAX);
}

void record_clear(struct record *record)
{
    buf_clear(&record->text);
    for (int i = 0; i < RECORD_SETS; i++) {
        free(record->sets[i].spans);
        free(record->sets[i].pairs);
    }
}

void record_begin(struct record *record)
{
    buf_reset(&record->text);
    memset(record->slots, 0, sizeof(record->slots));
    for (int i = 0; i < RECORD_SETS; i++)
        record->sets[i].count = 0;
}

void record_text(struct record *record, int slot, const char *text,
                 size_t length, size_t limit)
{
    size_t at = record->text.length;

    (void)add(record, text, length, limit);
    if (buf_add_char(&record->text, '\0'))
        record->slots[slot % RECORD_SLOTS] = at + 1;
}

void record_pair(struct record *record, int set, const struct label_text *pair,
                 size_t limit)
{
    struct record_set *pairs = &record->sets[set];
    struct record_span span = {.name_at = record->text.length};

    if (pairs->count == RECORD_PAIRS_MAX) {
        record->cut++;
        return;
    }
    if (pairs->count == pairs->capacity) {
        pairs->capacity = pairs->capacity ? pairs->capacity * 2 : 16;
        pairs->spans =
            xrealloc(pairs->spans, pairs->capacity, sizeof(*pairs->spans));
        pairs->pairs =
            xrealloc(pairs->pairs, pairs->capacity, sizeof(*pairs->pairs));
    }
    span.name_length = add(record, pair->name, pair->name_length, limit);
    span.value_at = record->text.length;
    span.value_length = add(record, pair->value, pair->value_length, limit);
    pairs->spans[pairs->count++] = span;
}

const char *record_get(const struct record *record, int slot)
{
    size_t at = record->slots[slot % RECORD_SLOTS];

    return at ? record->text.bytes + at - 1 : "";
}

const struct label_text *record_pairs(struct record *record, int set,
                                      size_t *count)
{
    struct record_set *pairs = &record->sets[set];
    const char *text = record->text.bytes;

    for (size_t i = 0; i < pairs->count; i++) {
        const struct record_span *span = &pairs->spans[i];

        pairs->pairs[i] =
            (struct label_text){text + span->name_at, span->name_length,
                                text + span->value_at, span->value_length};
    }
    *count = pairs->count;
    return pairs->pairs;
}

/* Returns how many bytes were kept. */
static size_t add(struct record *record, const char *text, size_t length,
                  size_t limit)
{
    size_t at = record->text.length;
    size_t keep = length;

    if (length > limit) {
        keep = whole_characters(text, limit);
        record->cut++;
    }
    if (!buf_add(&record->text, text, keep) ||
        (keep < length && !buf_add_str(&record->text, ellipsis)))
        record->cut++;
    return record->text.length - at;
}

/* The text is valid UTF-8: step back over the bytes that continue one. */
static size_t whole_characters(const char *text, size_t length)
{
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}
