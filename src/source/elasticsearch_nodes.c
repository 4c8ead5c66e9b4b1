/* elasticsearch_nodes.c - the answer to _nodes/stats.
 *
 * The answer grows with nodes, indices and ingest pipelines; only the paths
 * below are looked at. Elasticsearch 2 had other names for roles and the CPU,
 * and the write pool was "bulk" until 6.3; the fullest data path of a node
 * counts, not the sum of all of them.
 */
#include "source/elasticsearch_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOT_TOTAL,
    SLOT_SUCCESSFUL,
    SLOT_FAILED,
    SLOT_FAILURE,
    SLOT_NODES,
    SLOT_NODE,
    SLOT_NAME,
    SLOT_HOST,
    SLOT_ROLE,
    SLOT_NO_DATA, /* attributes of Elasticsearch 2 */
    SLOT_NO_MASTER,
    SLOT_ALL_TOTAL,
    SLOT_ALL_AVAILABLE,
    SLOT_DISK,
    SLOT_PATH,
    SLOT_DISK_TOTAL,
    SLOT_DISK_AVAILABLE,
    SLOT_HEAP,
    SLOT_CPU,
    SLOT_PROCESS_CPU,
    SLOT_WRITE_QUEUE,
    SLOT_WRITE_REJECTED,
    SLOT_BULK_QUEUE,
    SLOT_BULK_REJECTED,
    SLOT_SEARCH_QUEUE,
    SLOT_SEARCH_REJECTED,
    SLOT_TRIPPED,
};

struct disk {
    char path[96];
    int64_t total, available;
};

struct nodes_draft {
    struct elasticsearch_nodes nodes;
    bool is_told;
    struct elasticsearch_node node; /* being read */
    bool has_roles;
    struct disk all, disk, worst;
    struct elasticsearch_pool bulk;
    double process_cpu;
};

static void begin(void *draft, int slot, const struct wanted_place *place);
static void on_text(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void on_count(struct nodes_draft *mine, int slot, int64_t value);
static void add_role(struct elasticsearch_node *node, const char *role);
static void end(void *draft, int slot, const struct wanted_place *place);
static void end_disk(struct nodes_draft *mine);
static void end_node(struct nodes_draft *mine);
static void keep(struct elasticsearch_nodes *nodes,
                 const struct elasticsearch_node *node);
static int done(struct elasticsearch_source *source, void *draft,
                const struct question_answer *answer, struct err *err);
static void grow_from(struct elasticsearch_nodes *nodes,
                      const struct elasticsearch_nodes *before);
static int64_t growth(int64_t now, int64_t before);
static double used_percent(const struct disk *disk);
static int by_fullness(const void *left, const void *right);
static void clear(void *draft);

static const struct wanted wants[] = {
    {"_nodes/total", SLOT_TOTAL},
    {"_nodes/successful", SLOT_SUCCESSFUL},
    {"_nodes/failed", SLOT_FAILED},
    {"_nodes/failures/?/reason", SLOT_FAILURE},
    {"nodes", SLOT_NODES},
    {"nodes/?", SLOT_NODE},
    {"nodes/?/name", SLOT_NAME},
    {"nodes/?/host", SLOT_HOST},
    {"nodes/?/roles/?", SLOT_ROLE},
    {"nodes/?/attributes/data", SLOT_NO_DATA},
    {"nodes/?/attributes/master", SLOT_NO_MASTER},
    {"nodes/?/fs/total/total_in_bytes", SLOT_ALL_TOTAL},
    {"nodes/?/fs/total/available_in_bytes", SLOT_ALL_AVAILABLE},
    {"nodes/?/fs/data/?", SLOT_DISK},
    {"nodes/?/fs/data/?/path", SLOT_PATH},
    {"nodes/?/fs/data/?/total_in_bytes", SLOT_DISK_TOTAL},
    {"nodes/?/fs/data/?/available_in_bytes", SLOT_DISK_AVAILABLE},
    {"nodes/?/jvm/mem/heap_used_percent", SLOT_HEAP},
    {"nodes/?/os/cpu/percent", SLOT_CPU},
    {"nodes/?/os/cpu_percent", SLOT_CPU},
    {"nodes/?/process/cpu/percent", SLOT_PROCESS_CPU},
    {"nodes/?/thread_pool/write/queue", SLOT_WRITE_QUEUE},
    {"nodes/?/thread_pool/write/rejected", SLOT_WRITE_REJECTED},
    {"nodes/?/thread_pool/bulk/queue", SLOT_BULK_QUEUE},
    {"nodes/?/thread_pool/bulk/rejected", SLOT_BULK_REJECTED},
    {"nodes/?/thread_pool/search/queue", SLOT_SEARCH_QUEUE},
    {"nodes/?/thread_pool/search/rejected", SLOT_SEARCH_REJECTED},
    {"nodes/?/breakers/?/tripped", SLOT_TRIPPED},
};
static const struct elasticsearch_decoder decoder = {
    .needs = "cluster privilege monitor",
    .wants = wants,
    .want_count = sizeof(wants) / sizeof(wants[0]),
    .draft_size = sizeof(struct nodes_draft),
    .begin = begin,
    .text = on_text,
    .end = end,
    .done = done,
    .clear = clear,
};

void *elasticsearch_begin_nodes(void *source, int status)
{
    return elasticsearch_answer_begin(source, &decoder, status);
}

static void begin(void *draft, int slot, const struct wanted_place *place)
{
    struct nodes_draft *mine = draft;
    const struct elasticsearch_pool none = {-1, -1, -1};

    if (slot == SLOT_NODES)
        mine->is_told = !place->is_array;
    if (slot == SLOT_NODE) {
        mine->node = (struct elasticsearch_node){
            .disk_total_bytes = -1,
            .disk_available_bytes = -1,
            .disk_percent = NAN,
            .heap_percent = NAN,
            .cpu_percent = NAN,
            .write = none,
            .search = none,
            .breakers_tripped = -1,
            .breakers_growth = -1,
            .is_data = true,
            .is_master_eligible = true,
        };
        elasticsearch_copy(mine->node.id, sizeof(mine->node.id),
                           place->keys[place->depth - 1]);
        mine->has_roles = false;
        mine->all = (struct disk){.total = -1, .available = -1};
        mine->worst = mine->all;
        mine->bulk = none;
        mine->process_cpu = NAN;
    }
    if (slot == SLOT_DISK)
        mine->disk = (struct disk){.total = -1, .available = -1};
}

static void on_text(void *draft, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct nodes_draft *mine = draft;
    struct elasticsearch_node *node = &mine->node;

    (void)place;
    switch (slot) {
    case SLOT_FAILURE:
        if (!*mine->nodes.failure)
            elasticsearch_copy(mine->nodes.failure, sizeof(mine->nodes.failure),
                               text);
        break;
    case SLOT_NAME:
        elasticsearch_copy(node->name, sizeof(node->name), text);
        break;
    case SLOT_HOST:
        elasticsearch_copy(node->host, sizeof(node->host), text);
        break;
    case SLOT_ROLE:
        if (!mine->has_roles)
            node->is_data = node->is_master_eligible = false;
        mine->has_roles = true;
        add_role(node, text);
        break;
    case SLOT_NO_DATA:
        node->is_data = strcmp(text, "false") != 0;
        break;
    case SLOT_NO_MASTER:
        node->is_master_eligible = strcmp(text, "false") != 0;
        break;
    case SLOT_PATH:
        elasticsearch_copy(mine->disk.path, sizeof(mine->disk.path), text);
        break;
    default:
        on_count(mine, slot, elasticsearch_int(text, length));
    }
}

static void on_count(struct nodes_draft *mine, int slot, int64_t value)
{
    struct elasticsearch_node *node = &mine->node;
    struct elasticsearch_nodes *nodes = &mine->nodes;
    int64_t *const counts[] = {
        [SLOT_TOTAL] = &nodes->total,
        [SLOT_SUCCESSFUL] = &nodes->successful,
        [SLOT_FAILED] = &nodes->failed,
        [SLOT_ALL_TOTAL] = &mine->all.total,
        [SLOT_ALL_AVAILABLE] = &mine->all.available,
        [SLOT_DISK_TOTAL] = &mine->disk.total,
        [SLOT_DISK_AVAILABLE] = &mine->disk.available,
        [SLOT_WRITE_QUEUE] = &node->write.queue,
        [SLOT_WRITE_REJECTED] = &node->write.rejected,
        [SLOT_BULK_QUEUE] = &mine->bulk.queue,
        [SLOT_BULK_REJECTED] = &mine->bulk.rejected,
        [SLOT_SEARCH_QUEUE] = &node->search.queue,
        [SLOT_SEARCH_REJECTED] = &node->search.rejected,
    };
    double number = value < 0 ? (double)NAN : (double)value;

    if (slot == SLOT_HEAP)
        node->heap_percent = number;
    else if (slot == SLOT_CPU)
        node->cpu_percent = number;
    else if (slot == SLOT_PROCESS_CPU)
        mine->process_cpu = number;
    else if (slot == SLOT_TRIPPED && value >= 0)
        node->breakers_tripped =
            (node->breakers_tripped < 0 ? 0 : node->breakers_tripped) + value;
    else if ((size_t)slot < sizeof(counts) / sizeof(counts[0]) && counts[slot])
        *counts[slot] = value;
}

/* The letters of _cat/nodes; "data_hot" and its kin hold data as well. */
static void add_role(struct elasticsearch_node *node, const char *role)
{
    static const struct {
        const char *role;
        char letter;
    } letters[] = {
        {"data", 'd'},
        {"data_content", 's'},
        {"data_hot", 'h'},
        {"data_warm", 'w'},
        {"data_cold", 'c'},
        {"data_frozen", 'f'},
        {"master", 'm'},
        {"cluster_manager", 'm'},
        {"ingest", 'i'},
        {"ml", 'l'},
        {"transform", 't'},
        {"voting_only", 'v'},
        {"remote_cluster_client", 'r'},
    };
    size_t length = strlen(node->roles);

    if (!strncmp(role, "data", strlen("data")))
        node->is_data = true;
    if (!strcmp(role, "master") || !strcmp(role, "cluster_manager"))
        node->is_master_eligible = true;
    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
        if (strcmp(role, letters[i].role) != 0 ||
            strchr(node->roles, letters[i].letter) ||
            length + 1 >= sizeof(node->roles))
            continue;
        node->roles[length] = letters[i].letter;
        node->roles[length + 1] = '\0';
    }
}

static void end(void *draft, int slot, const struct wanted_place *place)
{
    (void)place;
    if (slot == SLOT_DISK)
        end_disk(draft);
    else if (slot == SLOT_NODE)
        end_node(draft);
}

static void end_disk(struct nodes_draft *mine)
{
    double used = used_percent(&mine->disk);
    double worst = used_percent(&mine->worst);

    if (!isnan(used) && (isnan(worst) || used > worst))
        mine->worst = mine->disk;
}

static void end_node(struct nodes_draft *mine)
{
    struct elasticsearch_node *node = &mine->node;

    if (isnan(used_percent(&mine->worst)))
        mine->worst = mine->all;
    node->disk_percent = used_percent(&mine->worst);
    if (!isnan(node->disk_percent)) {
        node->disk_total_bytes = mine->worst.total;
        node->disk_available_bytes = mine->worst.available;
        memcpy(node->path, mine->worst.path, sizeof(node->path));
    }
    if (node->write.queue < 0 && node->write.rejected < 0)
        node->write = mine->bulk;
    /* -1: the system does not tell. */
    if (isnan(node->cpu_percent))
        node->cpu_percent = mine->process_cpu;
    keep(&mine->nodes, node);
}

/* When there are too many, the least full one goes. */
static void keep(struct elasticsearch_nodes *nodes,
                 const struct elasticsearch_node *node)
{
    size_t least = 0;

    if (nodes->count < ELASTICSEARCH_NODES_MAX) {
        nodes->items =
            elasticsearch_grow(nodes->items, nodes->count, sizeof(*node));
        nodes->items[nodes->count++] = *node;
        return;
    }
    nodes->left_out++;
    for (size_t i = 1; i < nodes->count; i++)
        if (by_fullness(&nodes->items[least], &nodes->items[i]) < 0)
            least = i;
    if (by_fullness(node, &nodes->items[least]) < 0)
        nodes->items[least] = *node;
}

static int done(struct elasticsearch_source *source, void *draft,
                const struct question_answer *answer, struct err *err)
{
    struct nodes_draft *mine = draft;
    struct elasticsearch_nodes *nodes = &mine->nodes;

    if (!mine->is_told && nodes->failed > 0)
        return err_set(err, ERR_REFUSED, 0, "none of %lld nodes answered: %s",
                       (long long)nodes->total, nodes->failure);
    if (!mine->is_told || nodes->count == 0)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_nodes/stats has no nodes");
    if (nodes->count > 0)
        qsort(nodes->items, nodes->count, sizeof(nodes->items[0]), by_fullness);
    nodes->answered_ms = answer->now_ms;
    grow_from(nodes, &source->model.nodes);
    free(source->model.nodes.items);
    source->model.nodes = *nodes;
    nodes->items = NULL;
    return 0;
}

static void grow_from(struct elasticsearch_nodes *nodes,
                      const struct elasticsearch_nodes *before)
{
    nodes->growth_ms =
        before->answered_ms < 0 ? -1 : nodes->answered_ms - before->answered_ms;
    for (size_t i = 0; i < nodes->count; i++) {
        struct elasticsearch_node *node = &nodes->items[i];

        for (size_t j = 0; j < before->count; j++) {
            const struct elasticsearch_node *old = &before->items[j];

            if (strcmp(old->id, node->id) != 0)
                continue;
            node->write.rejected_growth =
                growth(node->write.rejected, old->write.rejected);
            node->search.rejected_growth =
                growth(node->search.rejected, old->search.rejected);
            node->breakers_growth =
                growth(node->breakers_tripped, old->breakers_tripped);
            break;
        }
    }
}

/* A counter that fell began anew with its node. */
static int64_t growth(int64_t now, int64_t before)
{
    if (now < 0 || before < 0)
        return -1;
    return now >= before ? now - before : now;
}

static double used_percent(const struct disk *disk)
{
    if (disk->total <= 0 || disk->available < 0)
        return NAN;
    return 100 - 100 * (double)disk->available / (double)disk->total;
}

static int by_fullness(const void *left, const void *right)
{
    const struct elasticsearch_node *a = left, *b = right;
    double one = isnan(a->disk_percent) ? -1 : a->disk_percent;
    double other = isnan(b->disk_percent) ? -1 : b->disk_percent;

    if (one > other)
        return -1;
    if (one < other)
        return 1;
    return strcmp(a->name, b->name);
}

static void clear(void *draft)
{
    free(((struct nodes_draft *)draft)->nodes.items);
}
