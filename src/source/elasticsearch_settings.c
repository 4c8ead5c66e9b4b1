/* elasticsearch_settings.c - watermarks, allocation and blocks.
 *
 * A setting may stand nested or flat ("a": {"b": ..} or "a.b"), and in three
 * groups of which the first that has it counts. They are asked for nested:
 * filter_path finds nothing in a flat answer (elasticsearch#43290).
 */
#include "source/elasticsearch_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TRANSIENT, PERSISTENT, DEFAULTS, GROUPS };

enum {
    LOW,
    HIGH,
    FLOOD,
    LOW_HEADROOM,
    HIGH_HEADROOM,
    FLOOD_HEADROOM,
    THRESHOLD,
    ALLOCATION,
    READ_ONLY,
    READ_ONLY_DELETE,
    SETTINGS
};

#define DISK "cluster.routing.allocation.disk."

static const char *const setting_names[SETTINGS] = {
    [LOW] = DISK "watermark.low",
    [HIGH] = DISK "watermark.high",
    [FLOOD] = DISK "watermark.flood_stage",
    [LOW_HEADROOM] = DISK "watermark.low.max_headroom",
    [HIGH_HEADROOM] = DISK "watermark.high.max_headroom",
    [FLOOD_HEADROOM] = DISK "watermark.flood_stage.max_headroom",
    [THRESHOLD] = DISK "threshold_enabled",
    [ALLOCATION] = "cluster.routing.allocation.enable",
    [READ_ONLY] = "cluster.blocks.read_only",
    [READ_ONLY_DELETE] = "cluster.blocks.read_only_allow_delete",
};

enum { SLOT_INDEX, SLOT_SETTINGS, SLOT_SETTING };

struct settings_draft {
    bool is_told;
    char values[GROUPS][SETTINGS][24];
};

struct blocks_draft {
    struct elasticsearch_blocks blocks;
    int bare; /* values at the top, less those with settings */
};

static void begin_settings(void *draft, int slot,
                           const struct wanted_place *place);
static void on_setting(void *draft, int slot, const struct wanted_place *place,
                       const char *text, size_t length);
static int done_settings(struct elasticsearch_source *source, void *draft,
                         const struct question_answer *answer, struct err *err);
static const char *value_of(const struct settings_draft *mine, int setting);
static void begin_block(void *draft, int slot,
                        const struct wanted_place *place);
static void on_block(void *draft, int slot, const struct wanted_place *place,
                     const char *text, size_t length);
static int done_blocks(struct elasticsearch_source *source, void *draft,
                       const struct question_answer *answer, struct err *err);
static void clear_blocks(void *draft);

static const struct wanted settings_wants[] = {
    {"transient", TRANSIENT},   {"transient/+", TRANSIENT},
    {"persistent", PERSISTENT}, {"persistent/+", PERSISTENT},
    {"defaults", DEFAULTS},     {"defaults/+", DEFAULTS},
};
static const struct elasticsearch_decoder settings_decoder = {
    .needs = "cluster privilege monitor",
    .wants = settings_wants,
    .want_count = sizeof(settings_wants) / sizeof(settings_wants[0]),
    .draft_size = sizeof(struct settings_draft),
    .begin = begin_settings,
    .text = on_setting,
    .done = done_settings,
};

static const struct wanted blocks_wants[] = {
    {"?", SLOT_INDEX},
    {"?/settings", SLOT_SETTINGS},
    {"?/settings/+", SLOT_SETTING},
};
static const struct elasticsearch_decoder blocks_decoder = {
    .needs = "index privilege view_index_metadata",
    .wants = blocks_wants,
    .want_count = sizeof(blocks_wants) / sizeof(blocks_wants[0]),
    .draft_size = sizeof(struct blocks_draft),
    .begin = begin_block,
    .text = on_block,
    .done = done_blocks,
    .clear = clear_blocks,
};

void *elasticsearch_begin_settings(void *source, int status)
{
    return elasticsearch_answer_begin(source, &settings_decoder, status);
}

void *elasticsearch_begin_blocks(void *source, int status)
{
    return elasticsearch_answer_begin(source, &blocks_decoder, status);
}

static void begin_settings(void *draft, int slot,
                           const struct wanted_place *place)
{
    (void)slot;
    if (!place->is_array)
        ((struct settings_draft *)draft)->is_told = true;
}

static void on_setting(void *draft, int slot, const struct wanted_place *place,
                       const char *text, size_t length)
{
    struct settings_draft *mine = draft;
    char name[256];

    (void)length;
    wanted_join(place, 1, name, sizeof(name));
    for (int i = 0; i < SETTINGS; i++)
        if (!strcmp(name, setting_names[i]))
            elasticsearch_copy(mine->values[slot][i],
                               sizeof(mine->values[slot][i]), text);
}

static int done_settings(struct elasticsearch_source *source, void *draft,
                         const struct question_answer *answer, struct err *err)
{
    const struct settings_draft *mine = draft;
    struct elasticsearch_watermarks marks = {.answered_ms = answer->now_ms};
    const char *allocation = value_of(mine, ALLOCATION);

    if (!mine->is_told)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_cluster/settings has no settings");
    (void)elasticsearch_mark_parse(&marks.low, value_of(mine, LOW),
                                   value_of(mine, LOW_HEADROOM));
    (void)elasticsearch_mark_parse(&marks.high, value_of(mine, HIGH),
                                   value_of(mine, HIGH_HEADROOM));
    (void)elasticsearch_mark_parse(&marks.flood, value_of(mine, FLOOD),
                                   value_of(mine, FLOOD_HEADROOM));
    marks.is_enabled = strcasecmp(value_of(mine, THRESHOLD), "false") != 0;
    if (!*allocation)
        allocation = "all";
    elasticsearch_copy(marks.allocation, sizeof(marks.allocation), allocation);
    marks.is_allocation_off = strcasecmp(allocation, "all") != 0;
    marks.is_read_only = !strcmp(value_of(mine, READ_ONLY), "true") ||
                         !strcmp(value_of(mine, READ_ONLY_DELETE), "true");
    source->model.watermarks = marks;
    return 0;
}

static const char *value_of(const struct settings_draft *mine, int setting)
{
    for (int i = 0; i < GROUPS; i++)
        if (*mine->values[i][setting])
            return mine->values[i][setting];
    return "";
}

/* That no index is blocked is told by indices with no such settings, or by
 * none at all; by anything else nothing is told. */
static void begin_block(void *draft, int slot, const struct wanted_place *place)
{
    struct blocks_draft *mine = draft;

    (void)place;
    mine->bare += slot == SLOT_INDEX;
    mine->bare -= slot == SLOT_SETTINGS;
}

static void on_block(void *draft, int slot, const struct wanted_place *place,
                     const char *text, size_t length)
{
    static const char *const names[] = {"read_only_allow_delete", "read_only",
                                        "write"};
    struct elasticsearch_blocks *blocks =
        &((struct blocks_draft *)draft)->blocks;
    struct elasticsearch_block *block;
    char setting[256];

    (void)length;
    if (slot != SLOT_SETTING) {
        ((struct blocks_draft *)draft)->bare++;
        return;
    }
    wanted_join(place, 2, setting, sizeof(setting));
    if (strcmp(text, "true") != 0 ||
        strncmp(setting, "index.blocks.", strlen("index.blocks.")) != 0)
        return;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(setting + strlen("index.blocks."), names[i]) != 0)
            continue;
        blocks->flooded += i == 0;
        if (blocks->count == ELASTICSEARCH_BLOCKS_MAX) {
            blocks->left_out++;
            continue;
        }
        blocks->items =
            elasticsearch_grow(blocks->items, blocks->count, sizeof(*block));
        block = &blocks->items[blocks->count++];
        elasticsearch_copy(block->index, sizeof(block->index), place->keys[0]);
        elasticsearch_copy(block->name, sizeof(block->name), names[i]);
    }
}

static int done_blocks(struct elasticsearch_source *source, void *draft,
                       const struct question_answer *answer, struct err *err)
{
    struct blocks_draft *mine = draft;
    struct elasticsearch_blocks *blocks = &mine->blocks;

    if (mine->bare)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_settings is not one of indices");
    blocks->answered_ms = answer->now_ms;
    free(source->model.blocks.items);
    source->model.blocks = *blocks;
    blocks->items = NULL;
    return 0;
}

static void clear_blocks(void *draft)
{
    free(((struct blocks_draft *)draft)->blocks.items);
}
