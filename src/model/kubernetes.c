/* kubernetes.c - how a namespace begins and ends, and what its pods mean. */
#include "model/kubernetes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/duration.h"

static void parts_of(struct kubernetes *kubernetes,
                     struct kubernetes_part **parts);
static bool is_one_of(const char *word, const char *const *words);
static bool is_starting(const char *status);

enum { PART_COUNT = 7 };

void kubernetes_init(struct kubernetes *kubernetes, const char *namespace_name)
{
    struct kubernetes_part *parts[PART_COUNT];

    *kubernetes = (struct kubernetes){
        .answered_ms = -1,
        .namespace_name = namespace_name,
        .pods = {.detailed_ms = -1, .usage_ms = -1},
    };
    parts_of(kubernetes, parts);
    for (size_t i = 0; i < PART_COUNT; i++)
        parts[i]->answered_ms = -1;
}

void kubernetes_clear(struct kubernetes *kubernetes)
{
    const char *namespace_name = kubernetes->namespace_name;
    struct kubernetes_part *parts[PART_COUNT];

    parts_of(kubernetes, parts);
    for (size_t i = 0; i < PART_COUNT; i++)
        pool_clear(&parts[i]->pool);
    kubernetes_init(kubernetes, namespace_name);
}

const char *kubernetes_kind_name(enum kubernetes_kind kind)
{
    static const char *const names[] = {
        [KUBERNETES_DEPLOYMENT] = "Deployment",
        [KUBERNETES_STATEFUL_SET] = "StatefulSet",
        [KUBERNETES_DAEMON_SET] = "DaemonSet",
    };

    return names[kind];
}

enum kubernetes_harm kubernetes_harm_of(const struct kubernetes_pod *pod)
{
    static const char *const done[] = {"Completed", "Succeeded", NULL};

    if (is_one_of(pod->status, done))
        return KUBERNETES_WELL;
    if (!strcmp(pod->status, "Running"))
        return pod->ready >= pod->containers ? KUBERNETES_WELL
                                             : KUBERNETES_STARTING;
    if (pod->is_terminating || is_starting(pod->status))
        return KUBERNETES_STARTING;
    return KUBERNETES_SICK;
}

const struct kubernetes_workload *
kubernetes_workload_of(const struct kubernetes_workloads *workloads,
                       const char *pod)
{
    const struct kubernetes_workload *best = NULL;
    size_t best_length = 0;

    for (size_t i = 0; i < workloads->count; i++) {
        const char *name = workloads->items[i].name;
        size_t length = strlen(name);

        if (length <= best_length || strncmp(pod, name, length) != 0 ||
            pod[length] != '-')
            continue;
        best = &workloads->items[i];
        best_length = length;
    }
    return best;
}

void kubernetes_missing(const struct kubernetes *kubernetes, char *out,
                        size_t size)
{
    const struct kubernetes_part *const parts[PART_COUNT] = {
        &kubernetes->pods.part,   &kubernetes->workloads.part,
        &kubernetes->jobs.part,   &kubernetes->cron_jobs.part,
        &kubernetes->events.part, &kubernetes->claims.part,
        &kubernetes->nodes.part,
    };
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < PART_COUNT && used < size; i++) {
        int length;

        if (!parts[i]->missing[0])
            continue;
        length = snprintf(out + used, size - used, "%s%s", used ? ", " : "",
                          parts[i]->missing);
        used += length > 0 ? (size_t)length : 0;
    }
}

double kubernetes_quantity(const char *text, size_t length)
{
    static const struct {
        char suffix[3];
        double factor;
    } units[] = {
        {"", 1},        {"n", 1e-9},    {"u", 1e-6},    {"m", 1e-3},
        {"k", 1e3},     {"M", 1e6},     {"G", 1e9},     {"T", 1e12},
        {"P", 1e15},    {"E", 1e18},    {"Ki", 0x1p10}, {"Mi", 0x1p20},
        {"Gi", 0x1p30}, {"Ti", 0x1p40}, {"Pi", 0x1p50}, {"Ei", 0x1p60},
    };
    const char *end = text + length;
    double value;
    const char *rest = decimal_scan(text, end, &value);

    if (!rest)
        return NAN;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (strlen(units[i].suffix) == (size_t)(end - rest) &&
            !memcmp(units[i].suffix, rest, (size_t)(end - rest)))
            return value * units[i].factor;
    return NAN;
}

int64_t kubernetes_age_ms(const char *text, size_t length)
{
    char word[32];
    int64_t age_ms;

    if (length == 0 || length >= sizeof(word))
        return -1;
    memcpy(word, text, length);
    word[length] = '\0';
    return duration_parse(word, &age_ms, NULL) < 0 ? -1 : age_ms;
}

static void parts_of(struct kubernetes *kubernetes,
                     struct kubernetes_part **parts)
{
    parts[0] = &kubernetes->pods.part;
    parts[1] = &kubernetes->workloads.part;
    parts[2] = &kubernetes->jobs.part;
    parts[3] = &kubernetes->cron_jobs.part;
    parts[4] = &kubernetes->events.part;
    parts[5] = &kubernetes->claims.part;
    parts[6] = &kubernetes->nodes.part;
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

/* "Init:0/2" is on its way, "Init:Error" and "Init:CrashLoopBackOff" are not.
 */
static bool is_starting(const char *status)
{
    static const char *const words[] = {"Pending",         "ContainerCreating",
                                        "PodInitializing", "Terminating",
                                        "NotReady",        NULL};

    if (is_one_of(status, words))
        return true;
    return !strncmp(status, "Init:", 5) && status[5] >= '0' && status[5] <= '9';
}
