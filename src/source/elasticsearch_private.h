/* elasticsearch_private.h - between the files of the Elasticsearch source. */
#ifndef TRACETOP_SOURCE_ELASTICSEARCH_PRIVATE_H
#define TRACETOP_SOURCE_ELASTICSEARCH_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/elasticsearch.h"
#include "source/question.h"
#include "source/wanted.h"

/* The walk through the repositories, one request for each step. */
struct elasticsearch_walk {
    struct elasticsearch_snapshots found; /* answered_ms is not used */
    size_t next;                          /* repository to ask about */
    char names[512];                      /* snapshots to ask for in full */
    struct err err;                       /* of the last that failed */
    size_t failed;                        /* repositories that did */
    bool is_walking;
};

struct elasticsearch_source {
    struct elasticsearch model;
    struct changes *changes; /* NULL: nobody wants them */
    struct elasticsearch_walk walk;
    size_t pattern; /* of the index patterns that are tried */
    bool has_no_report, has_no_policies, has_no_lifecycle;
    bool is_ism; /* the lifecycle is OpenSearch's */
};

/* How the answer to one question is read. */
struct elasticsearch_decoder {
    const char *needs; /* the right it takes: "cluster privilege monitor" */
    const struct wanted *wants;
    size_t want_count;
    size_t draft_size; /* of what is read before it is whole; zeroed */
    bool takes_408;    /* such an answer is one all the same */
    bool is_list;      /* the answer is one, not an object */
    void (*begin)(void *draft, int slot, const struct wanted_place *place);
    void (*text)(void *draft, int slot, const struct wanted_place *place,
                 const char *text, size_t length);
    void (*end)(void *draft, int slot, const struct wanted_place *place);

    /* Puts the draft into the model; may take parts of it (set to NULL).
     * As question.finish. */
    int (*done)(struct elasticsearch_source *source, void *draft,
                const struct question_answer *answer, struct err *err);

    /* May be NULL. It was refused (or dropped: status 0), `err` says why.
     * Returns 0 when that is no failure, 1 to be asked again at once, -1. */
    int (*refused)(struct elasticsearch_source *source, int status,
                   struct err *err);

    void (*clear)(void *draft); /* may be NULL */
};

/* Begins an answer; the rest of question.h's reader. */
void *elasticsearch_answer_begin(struct elasticsearch_source *source,
                                 const struct elasticsearch_decoder *decoder,
                                 int status);
int elasticsearch_answer_feed(void *reader, const char *bytes, size_t length,
                              struct err *err);
int elasticsearch_answer_finish(void *reader,
                                const struct question_answer *answer,
                                struct err *err);
void elasticsearch_answer_drop(void *reader);

/* What is known of an answer that is not what was asked for. */
struct elasticsearch_refusal {
    int status;
    const char *content_type; /* "" for none */
    const char *needs;
    const char *type, *reason; /* Elasticsearch's own words, "" for none */
    const char *body;          /* its start */
    size_t length;
};

/* Says what it is and what to do. Always -1; the kind is ERR_REFUSED for
 * Elasticsearch's own words, ERR_FORMAT for a stranger's. */
int elasticsearch_refuse(const struct elasticsearch_refusal *refusal,
                         struct err *err);

/* Says whether an answer of that status means "no such API here". */
bool elasticsearch_is_unknown(int status);

/* Returns the number in a text, -1 if there is none. */
int64_t elasticsearch_int(const char *text, size_t length);

/* Returns the number in a text, NAN if there is none. */
double elasticsearch_number(const char *text, size_t length);

/* Copies a text, cut between two characters to the size. */
void elasticsearch_copy(char *out, size_t size, const char *text);

/* Returns a list with room for one more of `size` bytes behind `count` that
 * were added one by one: `list` itself or a larger copy. */
void *elasticsearch_grow(void *list, size_t count, size_t size);

/* Returns the index pattern in force: "jaeger-*". */
const char *elasticsearch_pattern(const struct elasticsearch_source *source);

/* The questions' paths and the decoders of their answers. */
void *elasticsearch_begin_health(void *source, int status);
void *elasticsearch_begin_version(void *source, int status);
void *elasticsearch_begin_nodes(void *source, int status);
void *elasticsearch_begin_settings(void *source, int status);
void *elasticsearch_begin_blocks(void *source, int status);
void *elasticsearch_begin_tasks(void *source, int status);
void *elasticsearch_begin_indices(void *source, int status);
void *elasticsearch_begin_lifecycle(void *source, int status);
void *elasticsearch_begin_policies(void *source, int status);
void *elasticsearch_begin_report(void *source, int status);
void *elasticsearch_begin_snapshots(void *source, int status);
void elasticsearch_path_snapshots(void *source, struct buf *out);

/* Tells what changed: the newest snapshot of each repository, and indices of
 * the last day (or, where no times are told, since `before`). */
void elasticsearch_tell_snapshots(
    struct elasticsearch_source *source,
    const struct elasticsearch_snapshots *snapshots);
void elasticsearch_tell_indices(struct elasticsearch_source *source,
                                const struct elasticsearch_indices *before,
                                const struct elasticsearch_indices *indices);

/* Frees what a walk found. */
void elasticsearch_walk_clear(struct elasticsearch_walk *walk);

#endif
