/* kubernetes.h - what the Kubernetes API told of a namespace.
 *
 * Layer: model. Plain values, one part for each question. Numbers and times
 * that were not told are -1 (quantities NAN), texts "" and never NULL. A
 * part's texts and list live until its next answer. Lists are capped and say
 * how many they left out.
 * Source: Kubernetes API v1, apps/v1, batch/v1, metrics.k8s.io/v1beta1.
 */
#ifndef TRACETOP_MODEL_KUBERNETES_H
#define TRACETOP_MODEL_KUBERNETES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"

enum {
    KUBERNETES_PODS_MAX = 10000,
    KUBERNETES_LIST_MAX = 1000, /* of any other list */
    KUBERNETES_EVENTS_MAX = 500,
    KUBERNETES_SICK_MAX = 32, /* pods that are looked at one by one */
};

/* What every part has. */
struct kubernetes_part {
    int64_t answered_ms; /* wall time, -1: never */
    size_t left_out;     /* past the caps */
    char missing[160];   /* a right that is missing: "cannot list events";
                            "" while there is none */
    struct pool pool;    /* its texts and its list */
};

enum kubernetes_phase {
    KUBERNETES_PHASE_UNKNOWN, /* or not told */
    KUBERNETES_PHASE_PENDING,
    KUBERNETES_PHASE_RUNNING,
    KUBERNETES_PHASE_SUCCEEDED,
    KUBERNETES_PHASE_FAILED,
};

/* In rising order of harm. */
enum kubernetes_harm {
    KUBERNETES_WELL,     /* ready, or completed */
    KUBERNETES_STARTING, /* or going away: nothing is wrong so far */
    KUBERNETES_SICK,
};

struct kubernetes_pod {
    const char *name;
    const char *status; /* kubectl's STATUS column: "CrashLoopBackOff" */
    const char *node;   /* "" while none is chosen */
    const char *ip;
    int64_t ready, containers;
    int64_t restarts;
    int64_t restarted_ms; /* the last one, -1: none, or not told */
    int64_t created_ms;
    enum kubernetes_harm harm;
    bool is_terminating;
    bool is_evicted;

    /* Told of sick pods only, by their full object. */
    bool is_detailed;
    enum kubernetes_phase phase;
    const char *waiting;  /* reason: "ImagePullBackOff" */
    const char *ended;    /* why a container ended last: "OOMKilled" */
    const char *message;  /* the worst one in words */
    const char *sick_one; /* container that it is about */
    int64_t exit_code;
    bool is_oom_killed; /* now, or at its last end */

    /* Sums over its containers; limits also from its workload's template. A
     * limit that one container lacks is none: NAN. */
    double cpu_cores, memory_bytes;
    double cpu_limit_cores, memory_limit_bytes;
};

struct kubernetes_pods {
    struct kubernetes_part part;
    struct kubernetes_pod *items; /* most harmed first, then by name */
    size_t count;
    size_t sick, starting; /* of all, listed or not */
    int64_t detailed_ms;   /* wall time of the last full object, -1 */
    int64_t usage_ms;      /* wall time of the last metrics, -1 */
};

enum kubernetes_kind {
    KUBERNETES_DEPLOYMENT,
    KUBERNETES_STATEFUL_SET,
    KUBERNETES_DAEMON_SET,
};

struct kubernetes_workload {
    enum kubernetes_kind kind;
    const char *name;
    const char *image;    /* of its containers, by ", " */
    const char *revision; /* "3", or a StatefulSet's hash; "" not told */
    int64_t wanted;       /* 0: scaled down on purpose */
    int64_t ready, updated, available;
    int64_t created_ms;
    bool is_observed; /* its controller has seen the newest settings */
    bool is_rolling;  /* an update is on its way */
    bool is_stalled;
    bool is_paused;
    const char *reason;  /* "ProgressDeadlineExceeded"; "" when well */
    const char *message; /* of that */
    double cpu_limit_cores, memory_limit_bytes; /* of one pod, NAN: none */
};

struct kubernetes_workloads {
    struct kubernetes_part part; /* the newest of the three kinds */
    struct kubernetes_workload *items;
    size_t count;
};

struct kubernetes_job {
    const char *name;
    const char *owner; /* its CronJob, "" for none */
    int64_t active, succeeded, failed;
    int64_t start_ms, end_ms;
    bool is_complete; /* may have failed pods all the same */
    bool is_failed;
    const char *reason; /* "BackoffLimitExceeded" */
};

struct kubernetes_jobs {
    struct kubernetes_part part;
    struct kubernetes_job *items; /* newest first */
    size_t count;
};

struct kubernetes_cron_job {
    const char *name;
    const char *schedule;
    int64_t scheduled_ms; /* last time */
    int64_t success_ms;   /* -1: never, or not told (before 1.21) */
    int64_t active;
    bool is_suspended;
};

struct kubernetes_cron_jobs {
    struct kubernetes_part part;
    struct kubernetes_cron_job *items;
    size_t count;
};

struct kubernetes_event {
    const char *type;   /* "Warning" */
    const char *reason; /* "BackOff" */
    const char *kind;   /* of what it is about: "Pod" */
    const char *name;
    const char *message;
    const char *uid; /* of the event; stays while it repeats */
    int64_t count;   /* 1 or more */
    int64_t at_ms;   /* the last time it happened */
};

struct kubernetes_events {
    struct kubernetes_part part;
    struct kubernetes_event *items; /* newest first */
    size_t count;
};

struct kubernetes_claim {
    const char *name;
    const char *phase;        /* "Bound", "Pending", "Lost" */
    const char *volume_class; /* storage class */
    const char *condition;    /* "Resizing"; "" for none */
    double capacity_bytes, wanted_bytes;
};

struct kubernetes_claims {
    struct kubernetes_part part;
    struct kubernetes_claim *items; /* those that are not Bound first */
    size_t count;
};

struct kubernetes_node {
    const char *name;
    const char *version; /* of its kubelet */
    const char *reason;  /* why it is not ready, or under which pressure */
    int64_t created_ms;
    int64_t changed_ms; /* its readiness did last */
    bool is_ready;
    bool is_cordoned;
    bool has_pressure; /* of memory, disk or process ids */
};

struct kubernetes_nodes {
    struct kubernetes_part part;
    struct kubernetes_node *items; /* those not ready first */
    size_t count;
};

struct kubernetes {
    int64_t answered_ms; /* of the newest part, -1: nothing was learnt yet */
    const char *namespace_name;
    struct kubernetes_pods pods;
    struct kubernetes_workloads workloads;
    struct kubernetes_jobs jobs;
    struct kubernetes_cron_jobs cron_jobs;
    struct kubernetes_events events;
    struct kubernetes_claims claims;
    struct kubernetes_nodes nodes;
};

/* Makes a namespace of which nothing is known.
 * Owns: the caller ends it with kubernetes_clear(). */
void kubernetes_init(struct kubernetes *kubernetes, const char *namespace_name);

/* Frees all parts. */
void kubernetes_clear(struct kubernetes *kubernetes);

/* Returns "Deployment", "StatefulSet" or "DaemonSet". */
const char *kubernetes_kind_name(enum kubernetes_kind kind);

/* Says how well a pod is, by its status column and its ready containers. */
enum kubernetes_harm kubernetes_harm_of(const struct kubernetes_pod *pod);

/* Returns the workload whose name is the longest that the pod's begins with,
 * a dash behind it; or NULL. */
const struct kubernetes_workload *
kubernetes_workload_of(const struct kubernetes_workloads *workloads,
                       const char *pod);

/* Writes the rights that are missing, by ", "; "" for none. */
void kubernetes_missing(const struct kubernetes *kubernetes, char *out,
                        size_t size);

/* Reads a quantity: "429151n", "250m", "1.5", "128Mi", "1e3", "2G".
 * Fails: NAN. Source: Kubernetes, resource.Quantity. */
double kubernetes_quantity(const char *text, size_t length);

/* Reads an age as kubectl writes it: "45s", "2m11s", "5d3h", "2y14d".
 * Fails: -1. */
int64_t kubernetes_age_ms(const char *text, size_t length);

#endif
