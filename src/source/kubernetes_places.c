/* kubernetes_places.c - nodes, and claims of storage. */
#include "source/kubernetes_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOT_NAME = KUBE_OWN,
    SLOT_CREATED,
    SLOT_CORDONED,
    SLOT_VERSION,
    SLOT_PHASE,
    SLOT_CLASS,
    SLOT_CAPACITY,
    SLOT_REQUEST,
};

static void on_node_text(struct kube_reader *reader, int slot,
                         const struct wanted_place *place, const char *text,
                         size_t length);
static void on_node_condition(struct kube_reader *reader,
                              const struct kube_condition *condition);
static int done_nodes(struct kube_reader *reader, struct kube_list *list,
                      struct err *err);
static int by_readiness(const void *left, const void *right);
static void on_claim_text(struct kube_reader *reader, int slot,
                          const struct wanted_place *place, const char *text,
                          size_t length);
static void on_claim_condition(struct kube_reader *reader,
                               const struct kube_condition *condition);
static int done_claims(struct kube_reader *reader, struct kube_list *list,
                       struct err *err);
static int by_phase(const void *left, const void *right);
static struct kubernetes_part *nodes_part(struct kubernetes_source *source);
static struct kubernetes_part *claims_part(struct kubernetes_source *source);

static const struct kube_stage node_stages[] = {
    {"nodes", "/api/v1/nodes?limit=500"}};
static const struct kube_stage claim_stages[] = {
    {"persistentvolumeclaims",
     "/api/v1/namespaces/%s/persistentvolumeclaims?limit=500"}};

static const struct wanted node_wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/name", SLOT_NAME},
    {"items/?/metadata/creationTimestamp", SLOT_CREATED},
    {"items/?/spec/unschedulable", SLOT_CORDONED},
    {"items/?/status/nodeInfo/kubeletVersion", SLOT_VERSION},
    KUBE_CONDITION_WANTS,
    {"items/?/status/conditions/?/reason", KUBE_CONDITION_REASON},
    {"items/?/status/conditions/?/lastTransitionTime", KUBE_CONDITION_CHANGED},
};

static const struct wanted claim_wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/name", SLOT_NAME},
    {"items/?/status/phase", SLOT_PHASE},
    {"items/?/spec/storageClassName", SLOT_CLASS},
    {"items/?/status/capacity/storage", SLOT_CAPACITY},
    {"items/?/spec/resources/requests/storage", SLOT_REQUEST},
    KUBE_CONDITION_WANTS,
};

static const struct kubernetes_node node_blank = {.name = "",
                                                  .version = "",
                                                  .reason = "",
                                                  .created_ms = -1,
                                                  .changed_ms = -1};

static const struct kubernetes_claim claim_blank = {.name = "",
                                                    .phase = "",
                                                    .volume_class = "",
                                                    .condition = "",
                                                    .capacity_bytes = NAN,
                                                    .wanted_bytes = NAN};

const struct kube_decoder kube_nodes = {
    .stages = node_stages,
    .stage_count = 1,
    .wants = node_wants,
    .want_count = sizeof(node_wants) / sizeof(node_wants[0]),
    .blank = &node_blank,
    .draft_size = sizeof(struct kubernetes_node),
    .item_size = sizeof(struct kubernetes_node),
    .most = KUBERNETES_LIST_MAX,
    .text = on_node_text,
    .condition = on_node_condition,
    .done = done_nodes,
    .part = nodes_part,
};

const struct kube_decoder kube_claims = {
    .stages = claim_stages,
    .stage_count = 1,
    .wants = claim_wants,
    .want_count = sizeof(claim_wants) / sizeof(claim_wants[0]),
    .blank = &claim_blank,
    .draft_size = sizeof(struct kubernetes_claim),
    .item_size = sizeof(struct kubernetes_claim),
    .most = KUBERNETES_LIST_MAX,
    .text = on_claim_text,
    .condition = on_claim_condition,
    .done = done_claims,
    .part = claims_part,
};

static void on_node_text(struct kube_reader *reader, int slot,
                         const struct wanted_place *place, const char *text,
                         size_t length)
{
    struct kubernetes_node *node = reader->draft;

    (void)place;
    switch (slot) {
    case SLOT_NAME:
        node->name = kube_text(reader, text, length);
        break;
    case SLOT_CREATED:
        node->created_ms = kube_time(text, length);
        break;
    case SLOT_CORDONED:
        node->is_cordoned = text[0] == 't';
        break;
    case SLOT_VERSION:
        node->version = kube_text(reader, text, length);
        break;
    default:
        break;
    }
}

/* Ready should be True ("Unknown": it is silent), all others False. */
static void on_node_condition(struct kube_reader *reader,
                              const struct kube_condition *condition)
{
    struct kubernetes_node *node = reader->draft;

    if (!strcmp(condition->type, "Ready")) {
        node->is_ready = condition->is_true;
        node->changed_ms = condition->changed_ms;
        if (!condition->is_true)
            node->reason = condition->reason;
    } else if (condition->is_true && strstr(condition->type, "Pressure")) {
        node->has_pressure = true;
        if (!node->reason[0])
            node->reason = condition->type;
    }
}

static int done_nodes(struct kube_reader *reader, struct kube_list *list,
                      struct err *err)
{
    struct kubernetes_source *source = reader->source;
    struct kubernetes_nodes *nodes = &source->model.nodes;
    struct kubernetes_nodes before = *nodes;

    (void)err;
    nodes->part.pool = (struct pool){0};
    nodes->items =
        kube_part_take(reader, &nodes->part, list, &nodes->count, by_readiness);
    if (source->has_nodes)
        kube_note_nodes(source, &before, reader->now_ms);
    source->has_nodes = true;
    pool_clear(&before.part.pool);
    return 0;
}

static int by_readiness(const void *left, const void *right)
{
    const struct kubernetes_node *one = left;
    const struct kubernetes_node *other = right;

    if (one->is_ready != other->is_ready)
        return one->is_ready ? 1 : -1;
    if (one->has_pressure != other->has_pressure)
        return one->has_pressure ? -1 : 1;
    return strcmp(one->name, other->name);
}

static void on_claim_text(struct kube_reader *reader, int slot,
                          const struct wanted_place *place, const char *text,
                          size_t length)
{
    struct kubernetes_claim *claim = reader->draft;

    (void)place;
    switch (slot) {
    case SLOT_NAME:
        claim->name = kube_text(reader, text, length);
        break;
    case SLOT_PHASE:
        claim->phase = kube_text(reader, text, length);
        break;
    case SLOT_CLASS:
        claim->volume_class = kube_text(reader, text, length);
        break;
    case SLOT_CAPACITY:
        claim->capacity_bytes = kubernetes_quantity(text, length);
        break;
    case SLOT_REQUEST:
        claim->wanted_bytes = kubernetes_quantity(text, length);
        break;
    default:
        break;
    }
}

static void on_claim_condition(struct kube_reader *reader,
                               const struct kube_condition *condition)
{
    struct kubernetes_claim *claim = reader->draft;

    if (condition->is_true)
        claim->condition = condition->type;
}

static int done_claims(struct kube_reader *reader, struct kube_list *list,
                       struct err *err)
{
    struct kubernetes_claims *claims = &reader->source->model.claims;

    (void)err;
    claims->items =
        kube_part_take(reader, &claims->part, list, &claims->count, by_phase);
    return 0;
}

static int by_phase(const void *left, const void *right)
{
    const struct kubernetes_claim *one = left;
    const struct kubernetes_claim *other = right;
    const bool is_one = !strcmp(one->phase, "Bound");
    const bool is_other = !strcmp(other->phase, "Bound");

    if (is_one != is_other)
        return is_one ? 1 : -1;
    return strcmp(one->name, other->name);
}

static struct kubernetes_part *nodes_part(struct kubernetes_source *source)
{
    return &source->model.nodes.part;
}

static struct kubernetes_part *claims_part(struct kubernetes_source *source)
{
    return &source->model.claims.part;
}
