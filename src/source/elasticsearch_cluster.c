/* elasticsearch_cluster.c - the cluster as a whole: version, health, tasks. */
#include "source/elasticsearch_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOT_CLUSTER,
    SLOT_NUMBER,
    SLOT_DISTRIBUTION,
    SLOT_TAGLINE,
};

enum {
    SLOT_STATUS,
    SLOT_TIMED_OUT,
    SLOT_PERCENT,
    SLOT_COUNTS, /* from here on: see count_of() */
    SLOT_NODES = SLOT_COUNTS,
    SLOT_DATA_NODES,
    SLOT_PRIMARIES,
    SLOT_ACTIVE,
    SLOT_RELOCATING,
    SLOT_INITIALIZING,
    SLOT_UNASSIGNED,
    SLOT_DELAYED,
    SLOT_UNASSIGNED_PRIMARIES,
    SLOT_PENDING,
    SLOT_WAIT,
};

enum { SLOT_TASKS, SLOT_TASK, SLOT_SOURCE, SLOT_QUEUED };

struct version_draft {
    struct elasticsearch_version version;
};

struct health_draft {
    struct elasticsearch_health health;
    bool is_begun;
};

struct tasks_draft {
    struct elasticsearch_tasks tasks;
    bool is_told;
    char source[96];
    int64_t queued_ms;
};

static void on_version(void *draft, int slot, const struct wanted_place *place,
                       const char *text, size_t length);
static int done_version(struct elasticsearch_source *source, void *draft,
                        const struct question_answer *answer, struct err *err);
static void read_number(struct elasticsearch_version *version);
static void on_health(void *draft, int slot, const struct wanted_place *place,
                      const char *text, size_t length);
static int64_t *count_of(struct elasticsearch_health *health, int slot);
static int done_health(struct elasticsearch_source *source, void *draft,
                       const struct question_answer *answer, struct err *err);
static void begin_task(void *draft, int slot, const struct wanted_place *place);
static void on_task(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void end_task(void *draft, int slot, const struct wanted_place *place);
static int done_tasks(struct elasticsearch_source *source, void *draft,
                      const struct question_answer *answer, struct err *err);

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct wanted version_wants[] = {
    {"cluster_name", SLOT_CLUSTER},
    {"version/number", SLOT_NUMBER},
    {"version/distribution", SLOT_DISTRIBUTION},
    {"tagline", SLOT_TAGLINE},
};
static const struct elasticsearch_decoder version_decoder = {
    .needs = "cluster privilege monitor",
    .wants = version_wants,
    .want_count = COUNT(version_wants),
    .draft_size = sizeof(struct version_draft),
    .text = on_version,
    .done = done_version,
};

static const struct wanted health_wants[] = {
    {"status", SLOT_STATUS},
    {"timed_out", SLOT_TIMED_OUT},
    {"active_shards_percent_as_number", SLOT_PERCENT},
    {"number_of_nodes", SLOT_NODES},
    {"number_of_data_nodes", SLOT_DATA_NODES},
    {"active_primary_shards", SLOT_PRIMARIES},
    {"active_shards", SLOT_ACTIVE},
    {"relocating_shards", SLOT_RELOCATING},
    {"initializing_shards", SLOT_INITIALIZING},
    {"unassigned_shards", SLOT_UNASSIGNED},
    {"delayed_unassigned_shards", SLOT_DELAYED},
    {"unassigned_primary_shards", SLOT_UNASSIGNED_PRIMARIES},
    {"number_of_pending_tasks", SLOT_PENDING},
    {"task_max_waiting_in_queue_millis", SLOT_WAIT},
};
static const struct elasticsearch_decoder health_decoder = {
    .needs = "cluster privilege monitor",
    .wants = health_wants,
    .want_count = COUNT(health_wants),
    .draft_size = sizeof(struct health_draft),
    .takes_408 = true, /* before 8.0 a health that timed out has it */
    .text = on_health,
    .done = done_health,
};

/* The second form of the time is Metricbeat's recording of 6.2. */
static const struct wanted tasks_wants[] = {
    {"tasks", SLOT_TASKS},
    {"tasks/?", SLOT_TASK},
    {"tasks/?/source", SLOT_SOURCE},
    {"tasks/?/time_in_queue_millis", SLOT_QUEUED},
    {"tasks/?/time_in_queue.ms", SLOT_QUEUED},
};
static const struct elasticsearch_decoder tasks_decoder = {
    .needs = "cluster privilege monitor",
    .wants = tasks_wants,
    .want_count = COUNT(tasks_wants),
    .draft_size = sizeof(struct tasks_draft),
    .begin = begin_task,
    .text = on_task,
    .end = end_task,
    .done = done_tasks,
};

void *elasticsearch_begin_version(void *source, int status)
{
    return elasticsearch_answer_begin(source, &version_decoder, status);
}

void *elasticsearch_begin_health(void *source, int status)
{
    return elasticsearch_answer_begin(source, &health_decoder, status);
}

void *elasticsearch_begin_tasks(void *source, int status)
{
    return elasticsearch_answer_begin(source, &tasks_decoder, status);
}

static void on_version(void *draft, int slot, const struct wanted_place *place,
                       const char *text, size_t length)
{
    struct elasticsearch_version *version =
        &((struct version_draft *)draft)->version;

    (void)place;
    (void)length;
    if (slot == SLOT_CLUSTER)
        elasticsearch_copy(version->cluster, sizeof(version->cluster), text);
    else if (slot == SLOT_NUMBER)
        elasticsearch_copy(version->number, sizeof(version->number), text);
    else if (!strcmp(text, "opensearch") || strstr(text, "OpenSearch"))
        /* It may give itself out as Elasticsearch 7.10.2; the tagline tells. */
        version->is_opensearch = true;
}

static int done_version(struct elasticsearch_source *source, void *draft,
                        const struct question_answer *answer, struct err *err)
{
    struct elasticsearch_version *version =
        &((struct version_draft *)draft)->version;

    if (!*version->number)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to / has no version.number: not "
                       "Elasticsearch?");
    read_number(version);
    version->answered_ms = answer->now_ms;
    if (strcmp(version->number, source->model.version.number) != 0) {
        source->has_no_report = false;
        source->has_no_policies = false;
        source->has_no_lifecycle = false;
        source->is_ism = version->is_opensearch;
    }
    source->model.version = *version;
    return 0;
}

static void read_number(struct elasticsearch_version *version)
{
    char *end;
    unsigned long major = strtoul(version->number, &end, 10);
    unsigned long minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;

    version->major = major < 1000 ? (int)major : 0;
    version->minor = minor < 1000 ? (int)minor : 0;
}

static void on_health(void *draft, int slot, const struct wanted_place *place,
                      const char *text, size_t length)
{
    struct health_draft *mine = draft;
    struct elasticsearch_health *health = &mine->health;

    (void)place;
    if (!mine->is_begun) {
        mine->is_begun = true;
        health->active_percent = NAN;
        for (int i = SLOT_COUNTS; i <= SLOT_WAIT; i++)
            *count_of(health, i) = -1;
    }
    if (slot == SLOT_STATUS)
        health->status = elasticsearch_color_parse(text, length);
    else if (slot == SLOT_TIMED_OUT)
        health->is_timed_out = !strcmp(text, "true");
    else if (slot == SLOT_PERCENT)
        health->active_percent = elasticsearch_number(text, length);
    else
        *count_of(health, slot) = elasticsearch_int(text, length);
}

static int64_t *count_of(struct elasticsearch_health *health, int slot)
{
    int64_t *const counts[] = {
        &health->nodes,
        &health->data_nodes,
        &health->active_primaries,
        &health->active_shards,
        &health->relocating,
        &health->initializing,
        &health->unassigned,
        &health->delayed_unassigned,
        &health->unassigned_primaries,
        &health->pending_tasks,
        &health->task_wait_ms,
    };

    return counts[slot - SLOT_COUNTS];
}

static int done_health(struct elasticsearch_source *source, void *draft,
                       const struct question_answer *answer, struct err *err)
{
    struct elasticsearch_health *health =
        &((struct health_draft *)draft)->health;

    if (health->status == ELASTICSEARCH_UNKNOWN)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_cluster/health has no status: not "
                       "Elasticsearch?");
    health->answered_ms = answer->now_ms;
    source->model.health = *health;
    return 0;
}

static void begin_task(void *draft, int slot, const struct wanted_place *place)
{
    struct tasks_draft *mine = draft;

    if (slot == SLOT_TASKS) {
        mine->tasks.oldest_ms = -1;
        mine->is_told = place->is_array;
    }
    mine->queued_ms = -1;
    mine->source[0] = '\0';
    if (slot == SLOT_TASK)
        mine->tasks.count++;
}

static void on_task(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct tasks_draft *mine = draft;

    (void)place;
    if (slot == SLOT_QUEUED)
        mine->queued_ms = elasticsearch_int(text, length);
    else if (slot == SLOT_SOURCE)
        elasticsearch_copy(mine->source, sizeof(mine->source), text);
}

static void end_task(void *draft, int slot, const struct wanted_place *place)
{
    struct tasks_draft *mine = draft;

    (void)place;
    if (slot != SLOT_TASK || mine->queued_ms <= mine->tasks.oldest_ms)
        return;
    mine->tasks.oldest_ms = mine->queued_ms;
    memcpy(mine->tasks.oldest, mine->source, sizeof(mine->source));
}

static int done_tasks(struct elasticsearch_source *source, void *draft,
                      const struct question_answer *answer, struct err *err)
{
    struct tasks_draft *mine = draft;

    if (!mine->is_told)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_cluster/pending_tasks has no tasks");
    mine->tasks.answered_ms = answer->now_ms;
    source->model.tasks = mine->tasks;
    return 0;
}
