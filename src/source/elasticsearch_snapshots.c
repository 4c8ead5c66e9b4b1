/* elasticsearch_snapshots.c - repositories, and the newest snapshots of each.
 *
 * A walk of several requests: the names of the repositories, then each of
 * them. From Elasticsearch 7.14 on the newest ten are asked for. Before, and
 * in OpenSearch, a list can only be had whole: it is asked for without its
 * details (with them, a repository in S3 is read through), and then the
 * details of the last few. What was found goes into the model at the end; a
 * repository that cannot be read keeps its error and does not hide the others.
 */
#include "source/elasticsearch_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum {
    SLOT_REPOSITORY,
    SLOT_SNAPSHOTS,
    SLOT_SNAPSHOT,
    SLOT_NAME,
    SLOT_STATE,
    SLOT_START,
    SLOT_END,
    SLOT_SHARDS_FAILED,
    SLOT_TOTAL,
};

enum { NAMES_KEPT = 5 };

struct list_draft {
    struct elasticsearch_repository *items;
    size_t count, left_out;
    bool is_strange; /* something at the top is no repository */
};

struct snapshots_draft {
    struct elasticsearch_snapshot snapshot; /* being read */
    struct elasticsearch_snapshot last, success, running;
    char names[NAMES_KEPT][96]; /* of the last ones; oldest overwritten */
    size_t count;
    int64_t total;
    bool is_told; /* a list of snapshots, though it be empty */
};

static void add_encoded(struct buf *out, const char *text);
static void begin_repository(void *draft, int slot,
                             const struct wanted_place *place);
static void on_stranger(void *draft, int slot, const struct wanted_place *place,
                        const char *text, size_t length);
static int done_list(struct elasticsearch_source *source, void *draft,
                     const struct question_answer *answer, struct err *err);
static void clear_list(void *draft);
static void begin_snapshot(void *draft, int slot,
                           const struct wanted_place *place);
static void on_snapshot(void *draft, int slot, const struct wanted_place *place,
                        const char *text, size_t length);
static enum elasticsearch_snapshot_state state_of(const char *text);
static void end_snapshot(void *draft, int slot,
                         const struct wanted_place *place);
static bool is_newer(const struct elasticsearch_snapshot *snapshot,
                     const struct elasticsearch_snapshot *than);
static int done_snapshots(struct elasticsearch_source *source, void *draft,
                          const struct question_answer *answer,
                          struct err *err);
static bool ask_for_details(struct elasticsearch_walk *walk,
                            const struct snapshots_draft *mine);
static int refused(struct elasticsearch_source *source, int status,
                   struct err *err);
static int step(struct elasticsearch_source *source, int64_t now_ms,
                struct err *err);

static const struct wanted list_wants[] = {{"?", SLOT_REPOSITORY}};
static const struct elasticsearch_decoder list_decoder = {
    .needs = "cluster privilege monitor_snapshot",
    .wants = list_wants,
    .want_count = 1,
    .draft_size = sizeof(struct list_draft),
    .begin = begin_repository,
    .text = on_stranger,
    .done = done_list,
    .clear = clear_list,
};

/* "responses" came and went in the 7s. */
static const struct wanted snapshots_wants[] = {
    {"snapshots", SLOT_SNAPSHOTS},
    {"snapshots/?", SLOT_SNAPSHOT},
    {"snapshots/?/snapshot", SLOT_NAME},
    {"snapshots/?/state", SLOT_STATE},
    {"snapshots/?/start_time_in_millis", SLOT_START},
    {"snapshots/?/end_time_in_millis", SLOT_END},
    {"snapshots/?/shards/failed", SLOT_SHARDS_FAILED},
    {"responses/?/snapshots", SLOT_SNAPSHOTS},
    {"responses/?/snapshots/?", SLOT_SNAPSHOT},
    {"responses/?/snapshots/?/snapshot", SLOT_NAME},
    {"responses/?/snapshots/?/state", SLOT_STATE},
    {"responses/?/snapshots/?/start_time_in_millis", SLOT_START},
    {"responses/?/snapshots/?/end_time_in_millis", SLOT_END},
    {"responses/?/snapshots/?/shards/failed", SLOT_SHARDS_FAILED},
    {"total", SLOT_TOTAL},
};
static const struct elasticsearch_decoder snapshots_decoder = {
    .needs = "cluster privilege monitor_snapshot",
    .wants = snapshots_wants,
    .want_count = sizeof(snapshots_wants) / sizeof(snapshots_wants[0]),
    .draft_size = sizeof(struct snapshots_draft),
    .begin = begin_snapshot,
    .text = on_snapshot,
    .end = end_snapshot,
    .done = done_snapshots,
    .refused = refused,
};

void elasticsearch_path_snapshots(void *source, struct buf *out)
{
    const struct elasticsearch_source *mine = source;
    const struct elasticsearch_walk *walk = &mine->walk;
    const struct elasticsearch_version *version = &mine->model.version;

    (void)buf_add_str(out, "/_snapshot");
    if (!walk->is_walking) {
        (void)buf_add_str(out, "?master_timeout=5s");
        return;
    }
    (void)buf_add_char(out, '/');
    add_encoded(out, walk->found.items[walk->next].name);
    if (*walk->names) {
        (void)buf_add_char(out, '/');
        add_encoded(out, walk->names);
        (void)buf_add_str(out, "?ignore_unavailable=true&master_timeout=5s");
        return;
    }
    (void)buf_add_str(out, "/_all?ignore_unavailable=true&master_timeout=5s");
    if (!version->is_opensearch &&
        (version->major > 7 || (version->major == 7 && version->minor >= 14)))
        (void)buf_add_str(out, "&size=10&order=desc&sort=start_time");
    else if (version->major > 0)
        (void)buf_add_str(out, "&verbose=false");
}

void *elasticsearch_begin_snapshots(void *source, int status)
{
    struct elasticsearch_source *mine = source;

    return elasticsearch_answer_begin(
        mine, mine->walk.is_walking ? &snapshots_decoder : &list_decoder,
        status);
}

void elasticsearch_walk_clear(struct elasticsearch_walk *walk)
{
    free(walk->found.items);
    memset(walk, 0, sizeof(*walk));
}

/* Commas part the names of several snapshots and stay. */
static void add_encoded(struct buf *out, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~,";

    for (; *text; text++) {
        if (strchr(plain, *text))
            (void)buf_add_char(out, *text);
        else
            (void)buf_printf(out, "%%%02X", (unsigned char)*text);
    }
}

static void begin_repository(void *draft, int slot,
                             const struct wanted_place *place)
{
    struct list_draft *mine = draft;
    struct elasticsearch_repository *item;

    (void)slot;
    if (place->is_array)
        mine->is_strange = true;
    if (mine->count == ELASTICSEARCH_REPOSITORIES_MAX ||
        strlen(place->keys[0]) >= sizeof(item->name)) {
        mine->left_out++;
        return;
    }
    mine->items = elasticsearch_grow(mine->items, mine->count, sizeof(*item));
    item = &mine->items[mine->count++];
    *item = (struct elasticsearch_repository){.count = -1};
    elasticsearch_copy(item->name, sizeof(item->name), place->keys[0]);
}

static void on_stranger(void *draft, int slot, const struct wanted_place *place,
                        const char *text, size_t length)
{
    ((struct list_draft *)draft)->is_strange = true;
    (void)slot;
    (void)place;
    (void)text;
    (void)length;
}

static int done_list(struct elasticsearch_source *source, void *draft,
                     const struct question_answer *answer, struct err *err)
{
    struct list_draft *mine = draft;
    struct elasticsearch_walk *walk = &source->walk;

    if (mine->is_strange)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_snapshot is not one of repositories");
    elasticsearch_walk_clear(walk);
    walk->found.items = mine->items;
    walk->found.count = mine->count;
    walk->found.left_out = mine->left_out;
    mine->items = NULL;
    walk->is_walking = true;
    return step(source, answer->now_ms, err);
}

static void clear_list(void *draft)
{
    free(((struct list_draft *)draft)->items);
}

static void begin_snapshot(void *draft, int slot,
                           const struct wanted_place *place)
{
    struct snapshots_draft *mine = draft;

    if (slot == SLOT_SNAPSHOTS) {
        mine->is_told = place->is_array;
        return;
    }
    mine->snapshot = (struct elasticsearch_snapshot){
        .start_ms = -1, .end_ms = -1, .shards_failed = -1};
}

static void on_snapshot(void *draft, int slot, const struct wanted_place *place,
                        const char *text, size_t length)
{
    struct snapshots_draft *mine = draft;
    struct elasticsearch_snapshot *snapshot = &mine->snapshot;

    (void)place;
    if (slot == SLOT_NAME)
        elasticsearch_copy(snapshot->name, sizeof(snapshot->name), text);
    else if (slot == SLOT_STATE)
        snapshot->state = state_of(text);
    else if (slot == SLOT_START)
        snapshot->start_ms = elasticsearch_int(text, length);
    else if (slot == SLOT_END)
        snapshot->end_ms = elasticsearch_int(text, length);
    else if (slot == SLOT_SHARDS_FAILED)
        snapshot->shards_failed = elasticsearch_int(text, length);
    else if (slot == SLOT_TOTAL)
        mine->total = elasticsearch_int(text, length);
}

static enum elasticsearch_snapshot_state state_of(const char *text)
{
    if (!strcmp(text, "STARTED"))
        return ELASTICSEARCH_SNAPSHOT_RUNNING;
    for (int i = ELASTICSEARCH_SNAPSHOT_SUCCESS;
         i < ELASTICSEARCH_SNAPSHOT_OTHER; i++) {
        enum elasticsearch_snapshot_state state =
            (enum elasticsearch_snapshot_state)i;

        if (!strcmp(text, elasticsearch_snapshot_state_name(state)))
            return state;
    }
    return ELASTICSEARCH_SNAPSHOT_OTHER;
}

static void end_snapshot(void *draft, int slot,
                         const struct wanted_place *place)
{
    struct snapshots_draft *mine = draft;
    struct elasticsearch_snapshot *snapshot = &mine->snapshot;

    (void)place;
    if (slot == SLOT_SNAPSHOTS || !*snapshot->name)
        return;
    /* Some shards are not in it, whatever it says of itself. */
    if (snapshot->state == ELASTICSEARCH_SNAPSHOT_SUCCESS &&
        snapshot->shards_failed > 0)
        snapshot->state = ELASTICSEARCH_SNAPSHOT_PARTIAL;
    memcpy(mine->names[mine->count++ % NAMES_KEPT], snapshot->name,
           sizeof(snapshot->name));
    if (snapshot->state == ELASTICSEARCH_SNAPSHOT_RUNNING) {
        mine->running = *snapshot;
        return;
    }
    if (is_newer(snapshot, &mine->last))
        mine->last = *snapshot;
    if (snapshot->state == ELASTICSEARCH_SNAPSHOT_SUCCESS &&
        is_newer(snapshot, &mine->success))
        mine->success = *snapshot;
}

/* Where no times are told, a list is in rising order. */
static bool is_newer(const struct elasticsearch_snapshot *snapshot,
                     const struct elasticsearch_snapshot *than)
{
    return !*than->name || snapshot->start_ms < 0 || than->start_ms < 0 ||
           snapshot->start_ms >= than->start_ms;
}

static int done_snapshots(struct elasticsearch_source *source, void *draft,
                          const struct question_answer *answer, struct err *err)
{
    struct elasticsearch_walk *walk = &source->walk;
    struct elasticsearch_repository *item = &walk->found.items[walk->next];
    const struct snapshots_draft *mine = draft;
    bool are_details = *walk->names != '\0';

    if (!mine->is_told)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_snapshot/%s has no snapshots",
                       item->name);
    if (!are_details)
        item->count = mine->total > 0 ? mine->total : (int64_t)mine->count;
    if (!are_details || *mine->last.name)
        item->last = mine->last;
    if (!are_details || *mine->success.name)
        item->success = mine->success;
    if (!are_details || *mine->running.name)
        item->running = mine->running;
    if (!are_details && *mine->last.name && mine->last.start_ms < 0 &&
        ask_for_details(walk, mine))
        return 1;
    walk->names[0] = '\0';
    walk->next++;
    return step(source, answer->now_ms, err);
}

static bool ask_for_details(struct elasticsearch_walk *walk,
                            const struct snapshots_draft *mine)
{
    const char *names[NAMES_KEPT + 1];
    size_t kept = mine->count < NAMES_KEPT ? mine->count : NAMES_KEPT;
    size_t length = 0;

    for (size_t i = 0; i < kept; i++)
        names[i] = mine->names[i];
    names[kept++] = mine->success.name;
    for (size_t i = 0; i < kept; i++) {
        size_t room = sizeof(walk->names) - length;
        bool is_told = i + 1 == kept && mine->success.name[0];

        for (size_t j = 0; j + 1 < kept && is_told; j++)
            is_told = strcmp(names[j], mine->success.name) != 0;
        if (!*names[i] || (i + 1 == kept && !is_told) ||
            strlen(names[i]) + 2 > room)
            continue;
        length += (size_t)snprintf(walk->names + length, room, "%s%s",
                                   length > 0 ? "," : "", names[i]);
    }
    return length > 0;
}

static int refused(struct elasticsearch_source *source, int status,
                   struct err *err)
{
    struct elasticsearch_walk *walk = &source->walk;
    struct elasticsearch_repository *item;

    if (status == 0 || !err || status == 401) {
        elasticsearch_walk_clear(walk);
        return -1;
    }
    item = &walk->found.items[walk->next++];
    elasticsearch_copy(item->error, sizeof(item->error), err->text);
    walk->names[0] = '\0';
    walk->failed++;
    walk->err = *err;
    return step(source, source->model.answered_ms, err);
}

/* Goes on to the next repository, or ends the walk. */
static int step(struct elasticsearch_source *source, int64_t now_ms,
                struct err *err)
{
    struct elasticsearch_walk *walk = &source->walk;
    struct elasticsearch_snapshots *snapshots = &source->model.snapshots;
    int rc = 0;

    if (walk->next < walk->found.count)
        return 1;
    if (walk->failed > 0 && walk->failed == walk->found.count) {
        if (err)
            *err = walk->err;
        rc = -1;
    } else {
        free(snapshots->items);
        snapshots->items = walk->found.items;
        snapshots->count = walk->found.count;
        snapshots->left_out = walk->found.left_out;
        snapshots->answered_ms = now_ms;
        walk->found.items = NULL;
        elasticsearch_tell_snapshots(source, snapshots);
    }
    elasticsearch_walk_clear(walk);
    return rc;
}
