/* kubernetes_private.h - between the files of the Kubernetes source. */
#ifndef TRACETOP_SOURCE_KUBERNETES_PRIVATE_H
#define TRACETOP_SOURCE_KUBERNETES_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "source/kubernetes.h"
#include "source/wanted.h"

/* Slots that mean the same in all tables of wants; a decoder's own follow. */
enum {
    KUBE_ITEM = 1, /* an object of the list begins and ends */
    KUBE_CONTINUE,
    KUBE_REMAINING,
    KUBE_KIND,
    KUBE_CONDITION, /* begins and ends */
    KUBE_CONDITION_TYPE,
    KUBE_CONDITION_STATUS,
    KUBE_CONDITION_REASON,
    KUBE_CONDITION_MESSAGE,
    KUBE_CONDITION_CHANGED,
    KUBE_OWN = 20
};
#define KUBE_WANTS                                                             \
    {"items/?", KUBE_ITEM}, {"metadata/continue", KUBE_CONTINUE},              \
        {"metadata/remainingItemCount", KUBE_REMAINING},                       \
    {                                                                          \
        "kind", KUBE_KIND                                                      \
    }
/* Who wants more of a condition says so beside this. */
#define KUBE_CONDITION_WANTS                                                   \
    {"items/?/status/conditions/?", KUBE_CONDITION},                           \
        {"items/?/status/conditions/?/type", KUBE_CONDITION_TYPE},             \
    {                                                                          \
        "items/?/status/conditions/?/status", KUBE_CONDITION_STATUS            \
    }

enum { KUBE_PAGE = 500 };

/* A list while its pages come in. */
struct kube_list {
    struct pool pool;
    void *items;
    size_t count, left_out;
};

struct kube_stage {
    const char *resource; /* "pods", for a right that is missing */
    const char *path;     /* with %s for the namespace, or without */
};

/* A question's way through its stages and pages, one request for each. */
struct kube_walk {
    size_t stage;
    char *token; /* of the next page; NULL: the first */
    struct kube_list list;
    bool has_restarted; /* a token was too old once */
    char missing[160];
};

/* One of an object's status.conditions; what is not wanted is "" or -1. */
struct kube_condition {
    const char *type, *reason, *message;
    bool is_true; /* else "False" or "Unknown" */
    int64_t changed_ms;
};

struct kube_reader;

/* How the answers to one question are read. */
struct kube_decoder {
    const struct kube_stage *stages;
    size_t stage_count;
    const struct wanted *wants;
    size_t want_count;
    const void *blank; /* what a draft is when its object begins */
    size_t draft_size; /* its first `item_size` bytes are the item */
    size_t item_size;
    size_t most; /* items that are kept */

    void (*text)(struct kube_reader *reader, int slot,
                 const struct wanted_place *place, const char *text,
                 size_t length);

    /* May be NULL: objects within an item begin, and end. */
    void (*begin)(struct kube_reader *reader, int slot,
                  const struct wanted_place *place);
    void (*end)(struct kube_reader *reader, int slot,
                const struct wanted_place *place);

    /* NULL where none is wanted: a condition of the item is whole. */
    void (*condition)(struct kube_reader *reader,
                      const struct kube_condition *condition);

    /* May be NULL: completes an item; false leaves it out. */
    bool (*complete)(struct kube_reader *reader);

    /* The list is whole. Puts it into the model; as question.finish. */
    int (*done)(struct kube_reader *reader, struct kube_list *list,
                struct err *err);

    /* The part of the model that says so when a right is missing. */
    struct kubernetes_part *(*part)(struct kubernetes_source *source);

    /* May be NULL: a right is missing and there is no other stage; instead of
     * `part`. */
    void (*denied)(struct kube_reader *reader);
};

struct kube_reader {
    struct kubernetes_source *source;
    const struct kube_decoder *decoder;
    struct kube_walk *walk;
    struct wanted_reader *wanted;
    int status;
    int64_t now_ms; /* of the question's end */
    void *draft;
    struct kube_condition condition; /* being read */
    void *own; /* the decoder's, one piece of memory, or NULL */
    char kind[48];
    char *token;
    int64_t remaining;
    struct buf refusal; /* the body of what is no 200 */
};

enum kube_question {
    KUBE_PODS,
    KUBE_DEPLOYMENTS,
    KUBE_STATEFUL_SETS,
    KUBE_DAEMON_SETS,
    KUBE_EVENTS,
    KUBE_USAGE,
    KUBE_HISTORY,
    KUBE_JOBS,
    KUBE_CRON_JOBS,
    KUBE_CLAIMS,
    KUBE_NODES,
};

enum { KUBE_WORKLOAD_KINDS = 3 };

/* The workloads of one kind; the model has them joined. */
struct kube_workloads {
    struct kube_list list;
    bool has_told; /* or may not */
    bool is_denied;
};

struct kubernetes_source {
    struct kubernetes model;
    struct changes *changes;
    struct kube_walk walks[KUBERNETES_QUESTIONS];
    size_t sick_at;  /* the pod that is looked at, of model.pods */
    bool is_looking; /* pods are looked at one by one */
    struct kube_workloads workloads[KUBE_WORKLOAD_KINDS];
    struct kube_list usage;        /* told last: pods may be told after it */
    bool has_workloads, has_nodes; /* so a difference is a change */
};

extern const struct kube_decoder kube_pods, kube_deployments,
    kube_stateful_sets, kube_daemon_sets, kube_events, kube_usage, kube_history,
    kube_jobs, kube_cron_jobs, kube_claims, kube_nodes, kube_sick;

/* Begins an answer; the rest of question.h's reader. */
void *kube_begin(struct kubernetes_source *source, enum kube_question question,
                 const struct kube_decoder *decoder, int status);
int kube_feed(void *reader, const char *bytes, size_t length, struct err *err);
int kube_finish(void *reader, const struct question_answer *answer,
                struct err *err);
void kube_drop(void *reader);

/* Writes the path of a walk's next request. */
void kube_path(const struct kubernetes_source *source,
               const struct kube_walk *walk, const struct kube_decoder *decoder,
               struct buf *out);

/* Forgets what a walk found so far. */
void kube_walk_reset(struct kube_walk *walk);

/* Adds an item to a list, or counts it as left out. */
void kube_list_add(struct kube_list *list, const void *item, size_t size,
                   size_t most);

/* Returns a copy of a text in the list's pool. */
const char *kube_text(struct kube_reader *reader, const char *text,
                      size_t length);

/* Returns the number in a text, -1 if there is none; a wall time, or -1. */
int64_t kube_int(const char *text, size_t length);
int64_t kube_time(const char *text, size_t length);

/* Cuts the broken character off the end of a text that was cut to its room. */
void kube_cut(char *text);

/* Says whether a place is the annotation that numbers a Deployment's revision.
 */
bool kube_is_revision(const struct wanted_place *place);

/* Gives a list to a part: its pool and the time. Returns its items, and how
 * many in `count`, sorted unless `compare` is NULL. Owns: the caller. */
void *kube_part_take(struct kube_reader *reader, struct kubernetes_part *part,
                     struct kube_list *list, size_t *count,
                     int (*compare)(const void *, const void *));

/* Notes what differs between two answers. */
void kube_note_pod(struct kubernetes_source *source,
                   const struct kubernetes_pod *pod,
                   const struct kubernetes_pod *old, int64_t now_ms);
void kube_note_workloads(struct kubernetes_source *source,
                         const struct kubernetes_workloads *before,
                         int64_t now_ms);
void kube_note_nodes(struct kubernetes_source *source,
                     const struct kubernetes_nodes *before, int64_t now_ms);
void kube_note_events(struct kubernetes_source *source);

/* Gives pods what they were last told to use. */
void kube_give_usage(struct kubernetes_source *source);

/* Gives pods the limits of their workloads, where they have none. */
void kube_share_limits(struct kubernetes *model);

#endif
