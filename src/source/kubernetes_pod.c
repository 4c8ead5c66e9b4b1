/* kubernetes_pod.c - a pod's object, and what kubectl would say of it.
 *
 * kubectl's STATUS is no field: it is worked out from the phase, the states of
 * the containers and the deletion time. A crash-looping pod is "Running" by
 * its phase.
 */
#include "source/kubernetes_pods.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void text_of_status(struct kube_reader *reader,
                           struct kube_container *container, int slot,
                           const char *text, size_t length);
static void text_of_end(struct kube_reader *reader,
                        struct kube_container *container, int slot,
                        const char *text, size_t length);
static void begin_status(struct kube_pod_draft *draft, bool is_init);
static void end_init(struct kube_pod_draft *draft);
static bool judge_inits(struct kube_reader *reader,
                        struct kube_pod_draft *draft);
static void judge_containers(struct kube_reader *reader,
                             struct kube_pod_draft *draft);
static void count(struct kube_pod_draft *draft);
static void blame(struct kube_pod_draft *draft);
static void set_status(struct kube_reader *reader, struct kube_pod_draft *draft,
                       const char *prefix, const struct kube_container *from);
static bool is_sidecar(const struct kube_pod_draft *draft, const char *name);
static enum kubernetes_phase phase_of(const char *text);

const struct kube_pod_draft kube_pod_blank = {
    .pod = {.name = "",
            .status = "",
            .node = "",
            .ip = "",
            .restarts = 0,
            .restarted_ms = -1,
            .created_ms = -1,
            .waiting = "",
            .ended = "",
            .message = "",
            .sick_one = "",
            .exit_code = -1,
            .cpu_cores = NAN,
            .memory_bytes = NAN,
            .cpu_limit_cores = NAN,
            .memory_limit_bytes = NAN},
    .reason = "",
    .message = "",
    .phase = "",
    .waits_for = "",
    .deleted_ms = -1,
};

void kube_pod_begin(struct kube_reader *reader, int slot)
{
    struct kube_pod_draft *draft = reader->draft;
    struct kube_container *container =
        draft->container_count ? &draft->containers[draft->container_count - 1]
                               : &draft->containers[0];

    switch (slot) {
    case KUBE_POD_CONTAINER:
        draft->wanted++;
        break;
    case KUBE_POD_INIT:
        draft->inits++;
        draft->init_name[0] = '\0';
        draft->is_init_sidecar = false;
        break;
    case KUBE_POD_STATUS:
    case KUBE_POD_INIT_STATUS:
        begin_status(draft, slot == KUBE_POD_INIT_STATUS);
        break;
    case KUBE_POD_RUNNING:
        container->is_running = true;
        break;
    case KUBE_POD_ENDED_OBJECT:
        container->is_ended = true;
        break;
    default:
        break;
    }
}

void kube_pod_end(struct kube_reader *reader, int slot)
{
    if (slot == KUBE_POD_INIT)
        end_init(reader->draft);
}

void kube_pod_condition(struct kube_reader *reader,
                        const struct kube_condition *condition)
{
    struct kube_pod_draft *draft = reader->draft;

    if (!strcmp(condition->type, "Ready"))
        draft->is_ready_condition = condition->is_true;
    else if (!strcmp(condition->type, "PodScheduled") && !condition->is_true)
        draft->waits_for = condition->message;
}

void kube_pod_text(struct kube_reader *reader, int slot, const char *text,
                   size_t length)
{
    struct kube_pod_draft *draft = reader->draft;

    switch (slot) {
    case KUBE_POD_NAME:
        draft->pod.name = kube_text(reader, text, length);
        break;
    case KUBE_POD_CREATED:
        draft->pod.created_ms = kube_time(text, length);
        break;
    case KUBE_POD_DELETED:
        draft->deleted_ms = kube_time(text, length);
        break;
    case KUBE_POD_NODE:
        draft->pod.node = kube_text(reader, text, length);
        break;
    case KUBE_POD_CPU:
        draft->cpu_limit += kubernetes_quantity(text, length);
        draft->with_cpu++;
        break;
    case KUBE_POD_MEMORY:
        draft->memory_limit += kubernetes_quantity(text, length);
        draft->with_memory++;
        break;
    case KUBE_POD_INIT_NAME:
        (void)snprintf(draft->init_name, sizeof(draft->init_name), "%s", text);
        break;
    case KUBE_POD_INIT_POLICY:
        draft->is_init_sidecar = !strcmp(text, "Always");
        break;
    case KUBE_POD_PHASE:
        draft->phase = kube_text(reader, text, length);
        break;
    case KUBE_POD_REASON:
        draft->reason = kube_text(reader, text, length);
        break;
    case KUBE_POD_MESSAGE:
        draft->message = kube_text(reader, text, length);
        break;
    case KUBE_POD_IP:
        draft->pod.ip = kube_text(reader, text, length);
        break;
    default:
        if (draft->container_count)
            text_of_status(reader,
                           &draft->containers[draft->container_count - 1], slot,
                           text, length);
    }
}

static void text_of_status(struct kube_reader *reader,
                           struct kube_container *container, int slot,
                           const char *text, size_t length)
{
    switch (slot) {
    case KUBE_POD_STATUS_NAME:
        container->name = kube_text(reader, text, length);
        break;
    case KUBE_POD_STATUS_READY:
        container->is_ready = text[0] == 't';
        break;
    case KUBE_POD_STATUS_STARTED:
        container->is_started = text[0] == 't';
        break;
    case KUBE_POD_STATUS_RESTARTS:
        container->restarts = kube_int(text, length);
        break;
    case KUBE_POD_WAITING:
        container->waiting = kube_text(reader, text, length);
        break;
    case KUBE_POD_WAITING_MESSAGE:
        container->waiting_message = kube_text(reader, text, length);
        break;
    default:
        text_of_end(reader, container, slot, text, length);
    }
}

static void text_of_end(struct kube_reader *reader,
                        struct kube_container *container, int slot,
                        const char *text, size_t length)
{
    switch (slot) {
    case KUBE_POD_ENDED:
        container->ended = kube_text(reader, text, length);
        break;
    case KUBE_POD_ENDED_MESSAGE:
        container->ended_message = kube_text(reader, text, length);
        break;
    case KUBE_POD_ENDED_CODE:
        container->exit_code = kube_int(text, length);
        break;
    case KUBE_POD_ENDED_SIGNAL:
        container->signal = kube_int(text, length);
        break;
    case KUBE_POD_ENDED_TIME:
        container->finished_ms = kube_time(text, length);
        break;
    case KUBE_POD_LAST:
        container->last = kube_text(reader, text, length);
        break;
    case KUBE_POD_LAST_CODE:
        container->last_exit_code = kube_int(text, length);
        break;
    case KUBE_POD_LAST_TIME:
        container->last_finished_ms = kube_time(text, length);
        break;
    default:
        break;
    }
}

/* More containers than there is room for share the last place. */
static void begin_status(struct kube_pod_draft *draft, bool is_init)
{
    if (draft->container_count < KUBE_CONTAINERS_MAX)
        draft->container_count++;
    draft->containers[draft->container_count - 1] =
        (struct kube_container){.name = "",
                                .waiting = "",
                                .waiting_message = "",
                                .ended = "",
                                .last = "",
                                .ended_message = "",
                                .exit_code = -1,
                                .last_exit_code = -1,
                                .finished_ms = -1,
                                .last_finished_ms = -1,
                                .is_init = is_init};
}

static void end_init(struct kube_pod_draft *draft)
{
    if (draft->is_init_sidecar && draft->sidecar_count < KUBE_CONTAINERS_MAX)
        memcpy(draft->sidecars[draft->sidecar_count++], draft->init_name,
               sizeof(draft->init_name));
}

void kube_pod_judge(struct kube_reader *reader, struct kube_pod_draft *draft)
{
    struct kubernetes_pod *pod = &draft->pod;
    const bool is_over =
        !strcmp(draft->phase, "Failed") || !strcmp(draft->phase, "Succeeded");

    pod->is_detailed = true;
    pod->phase = phase_of(draft->phase);
    pod->status = draft->reason[0] ? draft->reason : draft->phase;
    pod->is_evicted = !strcmp(draft->reason, "Evicted");
    for (size_t i = 0; i < draft->container_count; i++)
        draft->containers[i].is_sidecar =
            draft->containers[i].is_init &&
            is_sidecar(draft, draft->containers[i].name);
    if (!judge_inits(reader, draft))
        judge_containers(reader, draft);
    if (draft->deleted_ms >= 0 && !strcmp(draft->reason, "NodeLost"))
        pod->status = "Unknown";
    else if (draft->deleted_ms >= 0 && !is_over)
        pod->status = "Terminating";
    pod->is_terminating = draft->deleted_ms >= 0;
    count(draft);
    blame(draft);
    if (draft->wanted && draft->with_cpu == draft->wanted)
        pod->cpu_limit_cores = draft->cpu_limit;
    if (draft->wanted && draft->with_memory == draft->wanted)
        pod->memory_limit_bytes = draft->memory_limit;
    pod->harm = kubernetes_harm_of(pod);
}

/* Returns whether the init containers are not through. */
static bool judge_inits(struct kube_reader *reader,
                        struct kube_pod_draft *draft)
{
    size_t done = 0;

    for (size_t i = 0; i < draft->container_count; i++) {
        const struct kube_container *container = &draft->containers[i];
        char text[32];

        if (!container->is_init)
            continue;
        if ((container->is_ended && container->exit_code == 0) ||
            (container->is_sidecar && container->is_started)) {
            done++;
            continue;
        }
        if (container->is_ended ||
            (container->waiting[0] &&
             strcmp(container->waiting, "PodInitializing") != 0)) {
            set_status(reader, draft, "Init:", container);
        } else {
            (void)snprintf(text, sizeof(text), "Init:%zu/%zu", done,
                           draft->inits);
            draft->pod.status = kube_text(reader, text, strlen(text));
        }
        return true;
    }
    return false;
}

static void judge_containers(struct kube_reader *reader,
                             struct kube_pod_draft *draft)
{
    bool has_running = false;

    for (size_t i = draft->container_count; i-- > 0;) {
        const struct kube_container *container = &draft->containers[i];

        if (container->is_init)
            continue;
        if (container->waiting[0] || container->is_ended)
            set_status(reader, draft, "", container);
        else if (container->is_ready && container->is_running)
            has_running = true;
    }
    if (has_running && !strcmp(draft->pod.status, "Completed"))
        draft->pod.status = draft->is_ready_condition ? "Running" : "NotReady";
}

static void set_status(struct kube_reader *reader, struct kube_pod_draft *draft,
                       const char *prefix, const struct kube_container *from)
{
    const char *reason = from->waiting[0] ? from->waiting : from->ended;
    char text[128];

    if (reason[0])
        (void)snprintf(text, sizeof(text), "%s%s", prefix, reason);
    else if (from->signal > 0)
        (void)snprintf(text, sizeof(text), "%sSignal:%d", prefix,
                       (int)from->signal);
    else
        (void)snprintf(text, sizeof(text), "%sExitCode:%d", prefix,
                       (int)from->exit_code);
    draft->pod.status = kube_text(reader, text, strlen(text));
}

/* READY and RESTARTS: sidecars count, other init containers do not, unless
 * they are all that has restarted so far. */
static void count(struct kube_pod_draft *draft)
{
    struct kubernetes_pod *pod = &draft->pod;
    int64_t inits = 0;
    bool has_begun = false;

    pod->containers = (int64_t)(draft->wanted + draft->sidecar_count);
    pod->ready = 0;
    pod->restarts = 0;
    for (size_t i = 0; i < draft->container_count; i++) {
        const struct kube_container *container = &draft->containers[i];
        const int64_t at_ms = container->last_finished_ms;

        if (at_ms > pod->restarted_ms)
            pod->restarted_ms = at_ms;
        if (container->is_init && !container->is_sidecar) {
            inits += container->restarts;
            continue;
        }
        has_begun |= container->is_running || container->is_ended ||
                     container->restarts > 0;
        pod->ready += container->is_ready && container->is_running;
        pod->restarts += container->restarts;
    }
    if (!has_begun)
        pod->restarts += inits;
}

/* The container that the pod waits for, else the one that ended badly. */
static void blame(struct kube_pod_draft *draft)
{
    struct kubernetes_pod *pod = &draft->pod;

    pod->message = draft->message[0] ? draft->message : draft->waits_for;
    for (size_t i = 0; i < draft->container_count; i++) {
        const struct kube_container *container = &draft->containers[i];
        const bool is_bad = container->waiting[0] ||
                            (container->is_ended && container->exit_code != 0);

        if (!strcmp(container->ended, "OOMKilled") ||
            !strcmp(container->last, "OOMKilled"))
            pod->is_oom_killed = true;
        if (pod->sick_one[0] || (!is_bad && !container->last[0]))
            continue;
        pod->sick_one = container->name;
        pod->waiting = container->waiting;
        pod->ended = container->is_ended ? container->ended : container->last;
        pod->exit_code = container->is_ended ? container->exit_code
                                             : container->last_exit_code;
        if (container->waiting_message[0])
            pod->message = container->waiting_message;
        else if (container->ended_message[0])
            pod->message = container->ended_message;
    }
}

static bool is_sidecar(const struct kube_pod_draft *draft, const char *name)
{
    for (size_t i = 0; i < draft->sidecar_count; i++)
        if (!strcmp(draft->sidecars[i], name))
            return true;
    return false;
}

static enum kubernetes_phase phase_of(const char *text)
{
    static const char *const names[] = {
        [KUBERNETES_PHASE_UNKNOWN] = "Unknown",
        [KUBERNETES_PHASE_PENDING] = "Pending",
        [KUBERNETES_PHASE_RUNNING] = "Running",
        [KUBERNETES_PHASE_SUCCEEDED] = "Succeeded",
        [KUBERNETES_PHASE_FAILED] = "Failed",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcmp(names[i], text))
            return (enum kubernetes_phase)i;
    return KUBERNETES_PHASE_UNKNOWN;
}
