/* kafka_group.c - what the consumer-group tool prints, as it arrives. */
#include "source/kafka_group.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

enum { LINE_MAX_BYTES = 4096, COLUMNS_MAX = 24, ROWS_MAX = 100000 };

enum column {
    COLUMN_OTHER,
    COLUMN_GROUP,
    COLUMN_TOPIC,
    COLUMN_PARTITION,
    COLUMN_COMMITTED,
    COLUMN_END,
    COLUMN_LAG,
    COLUMN_CONSUMER,
    COLUMN_HOST,
};

static const struct {
    const char *name;
    enum column column;
} columns[] = {
    {"GROUP", COLUMN_GROUP},          {"TOPIC", COLUMN_TOPIC},
    {"PARTITION", COLUMN_PARTITION},  {"CURRENT-OFFSET", COLUMN_COMMITTED},
    {"LOG-END-OFFSET", COLUMN_END},   {"LAG", COLUMN_LAG},
    {"CONSUMER-ID", COLUMN_CONSUMER}, {"HOST", COLUMN_HOST},
};

/* One field of a line. */
struct field {
    const char *text;
    size_t length;
};

struct kafka_group {
    struct buf line;
    bool is_too_long;
    enum column header[COLUMNS_MAX];
    size_t column_count; /* 0: no header yet */
    struct kafka kafka;
    size_t row_count;
    bool is_rebalancing, has_no_members;
    char **consumers; /* each id once, sorted at the end */
    size_t consumer_count;
    char error[200]; /* of the tool */
    char last[200];  /* the last line that is none of a table */
};

static void take_line(struct kafka_group *reader);
static size_t split(char *line, struct field *fields);
static bool take_header(struct kafka_group *reader, const struct field *fields,
                        size_t count);
static bool take_row(struct kafka_group *reader, const struct field *fields,
                     size_t count);
static void take_words(struct kafka_group *reader, const char *line);
static int64_t number(struct field field);
static void copy(char *out, size_t size, struct field field);
static bool is_dash(struct field field);
static void add_partition(struct kafka_group *reader,
                          const struct kafka_partition *partition);
static void count_members(struct kafka_group *reader);
static int compare_lag(const void *a, const void *b);
static int compare_text(const void *a, const void *b);

struct kafka_group *kafka_group_new(void)
{
    struct kafka_group *reader = xcalloc(1, sizeof(*reader));

    buf_init(&reader->line, LINE_MAX_BYTES);
    return reader;
}

void kafka_group_free(struct kafka_group *reader)
{
    if (!reader)
        return;
    for (size_t i = 0; i < reader->consumer_count; i++)
        free(reader->consumers[i]);
    free(reader->consumers);
    free(reader->kafka.partitions);
    buf_clear(&reader->line);
    free(reader);
}

void kafka_group_feed(struct kafka_group *reader, const char *bytes,
                      size_t length)
{
    while (length > 0) {
        const char *newline = memchr(bytes, '\n', length);
        size_t taken = newline ? (size_t)(newline - bytes) : length;

        if (!buf_add(&reader->line, bytes, taken))
            reader->is_too_long = true;
        if (newline)
            take_line(reader);
        taken += newline != NULL;
        bytes += taken;
        length -= taken;
    }
}

int kafka_group_finish(struct kafka_group *reader, int exit_status,
                       struct kafka *out, struct err *err)
{
    struct kafka *kafka = &reader->kafka;
    int64_t answered_ms = out->answered_ms;

    if (reader->line.length > 0)
        take_line(reader);
    if (reader->error[0])
        return err_set(err, ERR_REFUSED, 0, "%s", reader->error);
    if (exit_status != 0)
        return err_set(err, ERR_REFUSED, 0,
                       "the consumer-group tool failed (exit %d)%s%s",
                       exit_status, reader->last[0] ? ": " : "", reader->last);
    if (reader->column_count == 0 && !reader->has_no_members &&
        !reader->is_rebalancing)
        return err_set(err, ERR_FORMAT, 0,
                       "the consumer-group tool printed no table%s%s",
                       reader->last[0] ? ": " : "", reader->last);
    count_members(reader);
    if (kafka->count > 1)
        qsort(kafka->partitions, kafka->count, sizeof(*kafka->partitions),
              compare_lag);
    kafka->state = reader->is_rebalancing ? KAFKA_REBALANCING
                   : reader->has_no_members || kafka->members == 0
                       ? KAFKA_NO_MEMBERS
                       : KAFKA_ACTIVE;
    *out = *kafka;
    out->answered_ms = answered_ms;
    kafka->partitions = NULL;
    return 0;
}

static void take_line(struct kafka_group *reader)
{
    struct field fields[COLUMNS_MAX];
    char *line = reader->line.bytes;
    size_t count;

    line[strcspn(line, "\r")] = '\0';
    count = split(line, fields);
    if (count > 0 && !reader->is_too_long &&
        !take_header(reader, fields, count) && !take_row(reader, fields, count))
        take_words(reader, line);
    reader->is_too_long = false;
    buf_reset(&reader->line);
}

/* Returns how many fields there are, COLUMNS_MAX + 1 for too many. */
static size_t split(char *line, struct field *fields)
{
    size_t count = 0;

    for (;;) {
        line += strspn(line, " \t");
        if (!*line)
            return count;
        if (count == COLUMNS_MAX)
            return COLUMNS_MAX + 1;
        fields[count].text = line;
        fields[count].length = strcspn(line, " \t");
        line += fields[count++].length;
    }
}

static bool take_header(struct kafka_group *reader, const struct field *fields,
                        size_t count)
{
    enum column header[COLUMNS_MAX] = {COLUMN_OTHER};
    unsigned seen = 0;

    if (count > COLUMNS_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof(columns) / sizeof(columns[0]); j++)
            if (fields[i].length == strlen(columns[j].name) &&
                !memcmp(fields[i].text, columns[j].name, fields[i].length)) {
                header[i] = columns[j].column;
                seen |= 1u << columns[j].column;
            }
    if (!(seen & 1u << COLUMN_TOPIC) || !(seen & 1u << COLUMN_PARTITION) ||
        !(seen & 1u << COLUMN_LAG))
        return false;
    memcpy(reader->header, header, sizeof(header));
    reader->column_count = count;
    return true;
}

static bool take_row(struct kafka_group *reader, const struct field *fields,
                     size_t count)
{
    struct kafka_partition row = {.committed = -1, .end = -1, .lag = -1};
    bool has_partition = false;

    if (count != reader->column_count || reader->row_count == ROWS_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        if (reader->header[i] == COLUMN_PARTITION) {
            row.number = number(fields[i]);
            has_partition = row.number >= 0;
            if (!has_partition && !is_dash(fields[i]))
                return false; /* a log line of as many words */
        }
    for (size_t i = 0; i < count; i++)
        switch (reader->header[i]) {
        case COLUMN_GROUP:
            copy(reader->kafka.group, sizeof(reader->kafka.group), fields[i]);
            break;
        case COLUMN_TOPIC:
            copy(row.topic, sizeof(row.topic), fields[i]);
            break;
        case COLUMN_COMMITTED:
            row.committed = number(fields[i]);
            break;
        case COLUMN_END:
            row.end = number(fields[i]);
            break;
        case COLUMN_LAG:
            row.lag = number(fields[i]);
            break;
        case COLUMN_CONSUMER:
            copy(row.consumer, sizeof(row.consumer), fields[i]);
            break;
        case COLUMN_HOST:
            copy(row.host, sizeof(row.host), fields[i]);
            break;
        case COLUMN_OTHER:
        case COLUMN_PARTITION:
            break;
        }
    reader->row_count++;
    if (row.consumer[0]) {
        reader->consumers =
            xrealloc(reader->consumers, reader->consumer_count + 1,
                     sizeof(*reader->consumers));
        reader->consumers[reader->consumer_count++] = xstrdup(row.consumer);
    }
    if (has_partition)
        add_partition(reader, &row);
    else
        reader->kafka.idle_members += row.consumer[0] != '\0';
    return true;
}

static void add_partition(struct kafka_group *reader,
                          const struct kafka_partition *partition)
{
    struct kafka *kafka = &reader->kafka;

    kafka->without_commit += partition->committed < 0;
    kafka->without_member += !partition->consumer[0];
    if (partition->lag > 0 && partition->lag <= INT64_MAX - kafka->lag)
        kafka->lag += partition->lag;
    if (kafka->count == KAFKA_PARTITIONS_MAX) {
        kafka->left_out++;
        return;
    }
    kafka->partitions = xrealloc(kafka->partitions, kafka->count + 1,
                                 sizeof(*kafka->partitions));
    kafka->partitions[kafka->count++] = *partition;
}

/* Lines that are no table: what the tool, its logger or kubectl says. */
static void take_words(struct kafka_group *reader, const char *line)
{
    bool is_error = !strncmp(line, "Error", 5) || !strncmp(line, "error", 5) ||
                    strstr(line, "' does not exist.") != NULL;

    if (strstr(line, "has no active members"))
        reader->has_no_members = true;
    else if (strstr(line, "is rebalancing"))
        reader->is_rebalancing = true;
    else if (is_error && !reader->error[0])
        (void)snprintf(reader->error, sizeof(reader->error), "%.190s", line);
    else if (!is_error && line[0] != '\t' && strncmp(line, "\tat ", 4) != 0)
        (void)snprintf(reader->last, sizeof(reader->last), "%.190s", line);
}

static void count_members(struct kafka_group *reader)
{
    if (reader->consumer_count > 0)
        qsort(reader->consumers, reader->consumer_count,
              sizeof(*reader->consumers), compare_text);
    for (size_t i = 0; i < reader->consumer_count; i++)
        if (i == 0 ||
            strcmp(reader->consumers[i - 1], reader->consumers[i]) != 0)
            reader->kafka.members++;
}

static int64_t number(struct field field)
{
    int64_t value = 0;

    if (field.length == 0 || field.length > 18)
        return -1;
    for (size_t i = 0; i < field.length; i++) {
        if (field.text[i] < '0' || field.text[i] > '9')
            return -1;
        value = value * 10 + (field.text[i] - '0');
    }
    return value;
}

/* "-" is no value. */
static void copy(char *out, size_t size, struct field field)
{
    size_t length = field.length < size - 1 ? field.length : size - 1;

    if (is_dash(field))
        return;
    memcpy(out, field.text, length);
    out[length] = '\0';
}

static bool is_dash(struct field field)
{
    return field.length == 1 && field.text[0] == '-';
}

static int compare_lag(const void *a, const void *b)
{
    const struct kafka_partition *left = a, *right = b;
    int by_topic;

    if (left->lag != right->lag)
        return left->lag > right->lag ? -1 : 1;
    by_topic = strcmp(left->topic, right->topic);
    if (by_topic != 0)
        return by_topic;
    return (left->number > right->number) - (left->number < right->number);
}

static int compare_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}
