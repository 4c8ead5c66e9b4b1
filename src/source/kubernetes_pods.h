/* kubernetes_pods.h - a pod while its object is read.
 *
 * Layer: source; between the files of the Kubernetes source.
 */
#ifndef TRACETOP_SOURCE_KUBERNETES_PODS_H
#define TRACETOP_SOURCE_KUBERNETES_PODS_H

#include "source/kubernetes_private.h"

enum { KUBE_CONTAINERS_MAX = 32 };

/* How one container stands. */
struct kube_container {
    const char *name;
    const char *waiting, *waiting_message;
    const char *ended; /* reason of state.terminated; "" when it has none */
    const char *last;  /* of lastState.terminated */
    const char *ended_message;
    int64_t exit_code, signal, last_exit_code;
    int64_t finished_ms, last_finished_ms;
    int64_t restarts;
    bool is_init, is_ready, is_running, is_ended, is_sidecar, is_started;
};

struct kube_pod_draft {
    struct kubernetes_pod pod;    /* the item; first */
    const char *reason, *message; /* of its status */
    const char *phase;
    const char *waits_for; /* why it is not scheduled */
    bool is_ready_condition;
    bool is_told; /* it is an object, no row */
    int64_t deleted_ms;
    struct kube_container containers[KUBE_CONTAINERS_MAX];
    size_t container_count;       /* statuses read */
    size_t wanted, inits;         /* containers of its spec */
    size_t with_cpu, with_memory; /* that have a limit */
    double cpu_limit, memory_limit;
    char sidecars[KUBE_CONTAINERS_MAX][64]; /* names of such init containers */
    size_t sidecar_count;
    char init_name[64];
    bool is_init_sidecar;
};

/* A draft before anything is read. */
extern const struct kube_pod_draft kube_pod_blank;

enum {
    KUBE_POD_NAME = KUBE_OWN,
    KUBE_POD_CREATED,
    KUBE_POD_DELETED,
    KUBE_POD_NODE,
    KUBE_POD_CONTAINER,
    KUBE_POD_CPU,
    KUBE_POD_MEMORY,
    KUBE_POD_INIT,
    KUBE_POD_INIT_NAME,
    KUBE_POD_INIT_POLICY,
    KUBE_POD_PHASE,
    KUBE_POD_REASON,
    KUBE_POD_MESSAGE,
    KUBE_POD_IP,
    KUBE_POD_STATUS, /* of a container */
    KUBE_POD_INIT_STATUS,
    KUBE_POD_STATUS_NAME,
    KUBE_POD_STATUS_READY,
    KUBE_POD_STATUS_STARTED,
    KUBE_POD_STATUS_RESTARTS,
    KUBE_POD_RUNNING,
    KUBE_POD_WAITING,
    KUBE_POD_WAITING_MESSAGE,
    KUBE_POD_ENDED_OBJECT,
    KUBE_POD_ENDED,
    KUBE_POD_ENDED_MESSAGE,
    KUBE_POD_ENDED_CODE,
    KUBE_POD_ENDED_SIGNAL,
    KUBE_POD_ENDED_TIME,
    KUBE_POD_LAST,
    KUBE_POD_LAST_CODE,
    KUBE_POD_LAST_TIME,
    KUBE_POD_SLOTS
};

#define KUBE_STATUS_WANTS(list)                                                \
    {"items/?/status/" list "/?/name", KUBE_POD_STATUS_NAME},                  \
        {"items/?/status/" list "/?/ready", KUBE_POD_STATUS_READY},            \
        {"items/?/status/" list "/?/started", KUBE_POD_STATUS_STARTED},        \
        {"items/?/status/" list "/?/restartCount", KUBE_POD_STATUS_RESTARTS},  \
        {"items/?/status/" list "/?/state/running", KUBE_POD_RUNNING},         \
        {"items/?/status/" list "/?/state/waiting/reason", KUBE_POD_WAITING},  \
        {"items/?/status/" list "/?/state/waiting/message",                    \
         KUBE_POD_WAITING_MESSAGE},                                            \
        {"items/?/status/" list "/?/state/terminated", KUBE_POD_ENDED_OBJECT}, \
        {"items/?/status/" list "/?/state/terminated/reason", KUBE_POD_ENDED}, \
        {"items/?/status/" list "/?/state/terminated/message",                 \
         KUBE_POD_ENDED_MESSAGE},                                              \
        {"items/?/status/" list "/?/state/terminated/exitCode",                \
         KUBE_POD_ENDED_CODE},                                                 \
        {"items/?/status/" list "/?/state/terminated/signal",                  \
         KUBE_POD_ENDED_SIGNAL},                                               \
        {"items/?/status/" list "/?/state/terminated/finishedAt",              \
         KUBE_POD_ENDED_TIME},                                                 \
        {"items/?/status/" list "/?/lastState/terminated/reason",              \
         KUBE_POD_LAST},                                                       \
        {"items/?/status/" list "/?/lastState/terminated/exitCode",            \
         KUBE_POD_LAST_CODE},                                                  \
    {                                                                          \
        "items/?/status/" list "/?/lastState/terminated/finishedAt",           \
            KUBE_POD_LAST_TIME                                                 \
    }

#define KUBE_POD_WANTS                                                         \
    KUBE_WANTS, {"items/?/metadata/name", KUBE_POD_NAME},                      \
        {"items/?/metadata/creationTimestamp", KUBE_POD_CREATED},              \
        {"items/?/metadata/deletionTimestamp", KUBE_POD_DELETED},              \
        {"items/?/spec/nodeName", KUBE_POD_NODE},                              \
        {"items/?/spec/containers/?", KUBE_POD_CONTAINER},                     \
        {"items/?/spec/containers/?/resources/limits/cpu", KUBE_POD_CPU},      \
        {"items/?/spec/containers/?/resources/limits/memory",                  \
         KUBE_POD_MEMORY},                                                     \
        {"items/?/spec/initContainers/?", KUBE_POD_INIT},                      \
        {"items/?/spec/initContainers/?/name", KUBE_POD_INIT_NAME},            \
        {"items/?/spec/initContainers/?/restartPolicy", KUBE_POD_INIT_POLICY}, \
        {"items/?/status/phase", KUBE_POD_PHASE},                              \
        {"items/?/status/reason", KUBE_POD_REASON},                            \
        {"items/?/status/message", KUBE_POD_MESSAGE},                          \
        {"items/?/status/podIP", KUBE_POD_IP}, KUBE_CONDITION_WANTS,           \
        {"items/?/status/conditions/?/message", KUBE_CONDITION_MESSAGE},       \
        {"items/?/status/containerStatuses/?", KUBE_POD_STATUS},               \
        {"items/?/status/initContainerStatuses/?", KUBE_POD_INIT_STATUS},      \
        KUBE_STATUS_WANTS("containerStatuses"),                                \
        KUBE_STATUS_WANTS("initContainerStatuses")

/* Takes what a pod's object tells. */
void kube_pod_begin(struct kube_reader *reader, int slot);
void kube_pod_end(struct kube_reader *reader, int slot);
void kube_pod_condition(struct kube_reader *reader,
                        const struct kube_condition *condition);
void kube_pod_text(struct kube_reader *reader, int slot, const char *text,
                   size_t length);

/* Takes a table: its columns first, then each row's cells between begin and
 * end, which adds the pod to the list. */
void kube_table_column(struct kube_reader *reader, const char *name);
void kube_table_begin_row(struct kube_reader *reader);
void kube_table_cell(struct kube_reader *reader, const char *text,
                     size_t length);
void kube_table_end_row(struct kube_reader *reader);

/* Works out what the object means: kubectl's STATUS and READY columns, and
 * what its sickest container says. Source: Kubernetes, the printers of
 * `kubectl get pods`. */
void kube_pod_judge(struct kube_reader *reader, struct kube_pod_draft *draft);

/* Returns the pods sorted by name; kube_pod_find() looks in such a list.
 * Owns: free() it. */
struct kubernetes_pod **kube_pods_by_name(const struct kubernetes_pods *pods);
struct kubernetes_pod *kube_pod_find(struct kubernetes_pod *const *named,
                                     size_t count, const char *name);

#endif
