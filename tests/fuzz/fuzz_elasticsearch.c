/* fuzz_elasticsearch.c - any answer to any of Elasticsearch's questions.
 *
 * Input: answers, each of a byte that picks the question, one that picks the
 * status, one for the size of the pieces, and a body up to a byte 0xFF. They
 * are told to the same cluster one after the other, as polls are.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "model/elasticsearch.h"
#include "source/elasticsearch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
static void tell(struct elasticsearch_source *source, const uint8_t *data,
                 size_t size);
static void check(const struct elasticsearch *cluster);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct elasticsearch_source *source = elasticsearch_source_new(NULL);

    while (size >= 3) {
        const uint8_t *end = memchr(data + 3, 0xFF, size - 3);
        size_t length = end ? (size_t)(end - data) : size;

        tell(source, data, length);
        check(elasticsearch_source_get(source));
        data += length;
        size -= length;
        if (size > 0) {
            data++;
            size--;
        }
    }
    elasticsearch_source_free(source);
    return 0;
}

static void tell(struct elasticsearch_source *source, const uint8_t *data,
                 size_t size)
{
    static const int statuses[] = {200, 200, 200, 200, 400, 401,
                                   403, 404, 408, 429, 500, 503};
    const struct question *question =
        &elasticsearch_questions[data[0] % ELASTICSEARCH_QUESTIONS];
    int status = statuses[data[1] % (sizeof(statuses) / sizeof(statuses[0]))];
    size_t piece = (size_t)data[2] + 1;
    const struct question_answer answer = {
        .status = status, .content_type = "application/json", .now_ms = 1000};
    struct err err = {0};
    struct buf path;
    void *reader;

    buf_init(&path, 4000);
    question->path(source, &path);
    assert(!path.overflow);
    buf_clear(&path);
    reader = question->begin(source, status);
    for (size_t at = 3; at < size; at += piece) {
        size_t length = size - at < piece ? size - at : piece;

        if (question->feed(reader, (const char *)data + at, length, &err) < 0) {
            assert(err.kind != ERR_NONE);
            question->drop(reader);
            return;
        }
    }
    if (question->finish(reader, &answer, &err) < 0)
        assert(err.kind != ERR_NONE && err.text[0]);
}

static void check(const struct elasticsearch *cluster)
{
    assert(cluster->nodes.count <= ELASTICSEARCH_NODES_MAX);
    assert(cluster->indices.count <= ELASTICSEARCH_INDICES_MAX);
    assert(cluster->blocks.count <= ELASTICSEARCH_BLOCKS_MAX);
    assert(cluster->snapshots.count <= ELASTICSEARCH_REPOSITORIES_MAX);
    for (size_t i = 0; i < cluster->nodes.count; i++)
        (void)elasticsearch_node_level(&cluster->watermarks,
                                       &cluster->nodes.items[i]);
    (void)elasticsearch_last_backup(&cluster->snapshots);
}
