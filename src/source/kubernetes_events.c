/* kubernetes_events.c - what went wrong lately, by the API server's own log.
 *
 * Newer events have no count and no lastTimestamp, but an eventTime and maybe
 * a series; the list is not sorted.
 */
#include "source/kubernetes_private.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOT_CREATED = KUBE_OWN,
    SLOT_UID,
    SLOT_TYPE,
    SLOT_REASON,
    SLOT_MESSAGE,
    SLOT_KIND,
    SLOT_NAME,
    SLOT_COUNT,
    SLOT_SERIES_COUNT,
    SLOT_LAST,
    SLOT_SERIES_LAST,
    SLOT_TIME,
};

struct draft {
    struct kubernetes_event event; /* the item; first */
    int64_t created_ms, last_ms, time_ms;
};

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length);
static void on_number(struct draft *draft, int slot, const char *text,
                      size_t length);
static bool complete(struct kube_reader *reader);
static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err);
static int by_time(const void *left, const void *right);
static struct kubernetes_part *part(struct kubernetes_source *source);

/* Sorting is ours, so many are read and the newest are kept. */
enum { READ_MOST = 10000 };

static const struct kube_stage stages[] = {
    {"events",
     "/api/v1/namespaces/%s/events?limit=500&fieldSelector=type%21%3DNormal"}};

static const struct wanted wants[] = {
    KUBE_WANTS,
    {"items/?/metadata/creationTimestamp", SLOT_CREATED},
    {"items/?/metadata/uid", SLOT_UID},
    {"items/?/type", SLOT_TYPE},
    {"items/?/reason", SLOT_REASON},
    {"items/?/message", SLOT_MESSAGE},
    {"items/?/involvedObject/kind", SLOT_KIND},
    {"items/?/involvedObject/name", SLOT_NAME},
    {"items/?/count", SLOT_COUNT},
    {"items/?/series/count", SLOT_SERIES_COUNT},
    {"items/?/lastTimestamp", SLOT_LAST},
    {"items/?/series/lastObservedTime", SLOT_SERIES_LAST},
    {"items/?/eventTime", SLOT_TIME},
};

static const struct draft blank = {
    .event = {.type = "",
              .reason = "",
              .kind = "",
              .name = "",
              .message = "",
              .uid = "",
              .count = 1,
              .at_ms = -1},
    .created_ms = -1,
    .last_ms = -1,
    .time_ms = -1,
};

const struct kube_decoder kube_events = {
    .stages = stages,
    .stage_count = 1,
    .wants = wants,
    .want_count = sizeof(wants) / sizeof(wants[0]),
    .blank = &blank,
    .draft_size = sizeof(struct draft),
    .item_size = sizeof(struct kubernetes_event),
    .most = READ_MOST,
    .text = on_text,
    .complete = complete,
    .done = done,
    .part = part,
};

static void on_text(struct kube_reader *reader, int slot,
                    const struct wanted_place *place, const char *text,
                    size_t length)
{
    struct draft *draft = reader->draft;
    struct kubernetes_event *event = &draft->event;
    const char **where;

    (void)place;
    switch (slot) {
    case SLOT_UID:
        where = &event->uid;
        break;
    case SLOT_TYPE:
        where = &event->type;
        break;
    case SLOT_REASON:
        where = &event->reason;
        break;
    case SLOT_MESSAGE:
        where = &event->message;
        break;
    case SLOT_KIND:
        where = &event->kind;
        break;
    case SLOT_NAME:
        where = &event->name;
        break;
    default:
        on_number(draft, slot, text, length);
        return;
    }
    *where = kube_text(reader, text, length);
}

static void on_number(struct draft *draft, int slot, const char *text,
                      size_t length)
{
    switch (slot) {
    case SLOT_CREATED:
        draft->created_ms = kube_time(text, length);
        break;
    case SLOT_COUNT:
    case SLOT_SERIES_COUNT:
        if (kube_int(text, length) > draft->event.count)
            draft->event.count = kube_int(text, length);
        break;
    case SLOT_LAST:
    case SLOT_SERIES_LAST:
        if (kube_time(text, length) > draft->last_ms)
            draft->last_ms = kube_time(text, length);
        break;
    case SLOT_TIME:
        draft->time_ms = kube_time(text, length);
        break;
    default:
        break;
    }
}

static bool complete(struct kube_reader *reader)
{
    struct draft *draft = reader->draft;

    draft->event.at_ms = draft->last_ms >= 0   ? draft->last_ms
                         : draft->time_ms >= 0 ? draft->time_ms
                                               : draft->created_ms;
    return true;
}

static int done(struct kube_reader *reader, struct kube_list *list,
                struct err *err)
{
    struct kubernetes_events *events = &reader->source->model.events;

    (void)err;
    events->items =
        kube_part_take(reader, &events->part, list, &events->count, by_time);
    if (events->count > KUBERNETES_EVENTS_MAX) {
        events->part.left_out += events->count - KUBERNETES_EVENTS_MAX;
        events->count = KUBERNETES_EVENTS_MAX;
    }
    kube_note_events(reader->source);
    return 0;
}

static int by_time(const void *left, const void *right)
{
    const struct kubernetes_event *one = left;
    const struct kubernetes_event *other = right;

    if (one->at_ms != other->at_ms)
        return one->at_ms > other->at_ms ? -1 : 1;
    return strcmp(one->name, other->name);
}

static struct kubernetes_part *part(struct kubernetes_source *source)
{
    return &source->model.events.part;
}
