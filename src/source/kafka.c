/* kafka.c - the question that a Kafka gets. */
#include "source/kafka.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "source/kafka_group.h"

enum { INTERVAL_MS = 120000, BODY_MAX = 16 << 20 };

struct kafka_source {
    const struct context_settings *context;
    struct kafka model;
};

struct kafka_reader {
    struct kafka_source *source;
    struct kafka_group *group;
};

/* Bitnami has the tool in PATH, Apache's image below /opt, Confluent's without
 * the ending. Standard error says what the table does not. */
static const char script[] =
    "for tool in kafka-consumer-groups.sh kafka-consumer-groups "
    "/opt/kafka/bin/kafka-consumer-groups.sh "
    "/opt/bitnami/kafka/bin/kafka-consumer-groups.sh; do "
    "command -v \"$tool\" >/dev/null 2>&1 && exec \"$tool\" \"$@\" 2>&1; done; "
    "echo 'Error: no kafka-consumer-groups in this pod'; exit 127";

static void no_path(void *component, struct buf *out);
static void command(void *component, struct buf *out);
static void *begin(void *component, int status);
static int feed(void *reader, const char *bytes, size_t length,
                struct err *err);
static int finish(void *reader, const struct question_answer *answer,
                  struct err *err);
static void drop(void *reader);
static void add_word(struct buf *out, const char *word);

const struct question kafka_questions[KAFKA_QUESTIONS] = {
    {.name = "group",
     .interval_ms = INTERVAL_MS,
     .body_limit = BODY_MAX,
     .path = no_path,
     .command = command,
     .begin = begin,
     .feed = feed,
     .finish = finish,
     .drop = drop},
};

struct kafka_source *kafka_source_new(const struct context_settings *context)
{
    struct kafka_source *source = xcalloc(1, sizeof(*source));

    source->context = context;
    source->model.answered_ms = -1;
    (void)snprintf(source->model.group, sizeof(source->model.group), "%s",
                   context->kafka.group);
    return source;
}

void kafka_source_free(struct kafka_source *source)
{
    if (!source)
        return;
    free(source->model.partitions);
    free(source);
}

const struct kafka *kafka_source_get(const struct kafka_source *source)
{
    return &source->model;
}

static void no_path(void *component, struct buf *out)
{
    (void)component;
    (void)out;
}

static void command(void *component, struct buf *out)
{
    const struct kafka_source *source = component;
    const struct context_settings *context = source->context;
    const struct kafka_settings *kafka = &context->kafka;

    if (!kafka->pod)
        return;
    add_word(out, context->kubernetes.kubectl ? context->kubernetes.kubectl
                                              : "kubectl");
    if (context->kubernetes.context) {
        add_word(out, "--context");
        add_word(out, context->kubernetes.context);
    }
    add_word(out, "exec");
    add_word(out, "-n");
    add_word(out, context->namespace_name);
    add_word(out, kafka->pod);
    add_word(out, "--");
    add_word(out, "sh");
    add_word(out, "-c");
    add_word(out, script);
    add_word(out, "sh");
    add_word(out, "--bootstrap-server");
    add_word(out, kafka->bootstrap);
    add_word(out, "--describe");
    add_word(out, "--group");
    add_word(out, kafka->group);
}

static void *begin(void *component, int status)
{
    struct kafka_reader *reader = xcalloc(1, sizeof(*reader));

    (void)status;
    reader->source = component;
    reader->group = kafka_group_new();
    return reader;
}

static int feed(void *owner, const char *bytes, size_t length, struct err *err)
{
    struct kafka_reader *reader = owner;

    (void)err;
    kafka_group_feed(reader->group, bytes, length);
    return 0;
}

static int finish(void *owner, const struct question_answer *answer,
                  struct err *err)
{
    struct kafka_reader *reader = owner;
    struct kafka_source *source = reader->source;
    struct kafka model = {.answered_ms = answer->now_ms};
    int rc = kafka_group_finish(reader->group, answer->status, &model, err);

    if (rc == 0) {
        if (!model.group[0])
            (void)snprintf(model.group, sizeof(model.group), "%s",
                           source->context->kafka.group);
        free(source->model.partitions);
        source->model = model;
    }
    drop(reader);
    return rc;
}

static void drop(void *owner)
{
    struct kafka_reader *reader = owner;

    kafka_group_free(reader->group);
    free(reader);
}

static void add_word(struct buf *out, const char *word)
{
    buf_add(out, word, strlen(word) + 1);
}
