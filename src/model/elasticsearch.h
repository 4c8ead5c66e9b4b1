/* elasticsearch.h - what an Elasticsearch or OpenSearch cluster told.
 *
 * Layer: model. Plain values, one part for each question; each part has the
 * wall time of the answer it is from, -1 before the first. Numbers that were
 * not told are -1 (ratios and percents: NAN), times that were not are -1,
 * texts "". Lists are capped and say how many they left out.
 * Source: Elasticsearch REST API 7 to 9, OpenSearch 2; facts are named where
 * the two or their versions differ.
 */
#ifndef TRACETOP_MODEL_ELASTICSEARCH_H
#define TRACETOP_MODEL_ELASTICSEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ELASTICSEARCH_NODES_MAX = 256,
    ELASTICSEARCH_INDICES_MAX = 512,
    ELASTICSEARCH_BLOCKS_MAX = 64,
    ELASTICSEARCH_REPOSITORIES_MAX = 16,
    ELASTICSEARCH_POLICIES_MAX = 16,
    ELASTICSEARCH_LIFECYCLE_MAX = 32,
    ELASTICSEARCH_INDICATORS_MAX = 24,
};

/* In rising order of harm. */
enum elasticsearch_color {
    ELASTICSEARCH_UNKNOWN,
    ELASTICSEARCH_GREEN,
    ELASTICSEARCH_YELLOW,
    ELASTICSEARCH_RED,
};

struct elasticsearch_version {
    int64_t answered_ms;
    char number[24];  /* "8.17.0" */
    char cluster[64]; /* its name */
    int major, minor; /* 0: not told */
    bool is_opensearch;
};

struct elasticsearch_health {
    int64_t answered_ms;
    enum elasticsearch_color status;
    bool is_timed_out; /* the master did not answer in time */
    int64_t nodes, data_nodes;
    int64_t active_primaries, active_shards;
    int64_t relocating, initializing, unassigned, delayed_unassigned;
    int64_t unassigned_primaries; /* Elasticsearch 8.16 and later */
    int64_t pending_tasks;
    int64_t task_wait_ms;  /* of the task that waits longest */
    double active_percent; /* shards that are active */
};

/* A thread pool of a node. Rejections are counted since the node's start;
 * `rejected_growth` since the answer before, -1 without one. */
struct elasticsearch_pool {
    int64_t queue;
    int64_t rejected;
    int64_t rejected_growth;
};

struct elasticsearch_node {
    char id[32];
    char name[64];
    char host[64];
    char roles[16]; /* letters, as _cat/nodes writes them: "dim" */
    bool is_data, is_master_eligible;

    /* Of the data path that is fullest, by what Elasticsearch may still use
     * ("available", not "free"). */
    char path[96];
    int64_t disk_total_bytes, disk_available_bytes;
    double disk_percent; /* used */

    double heap_percent;
    double cpu_percent;
    struct elasticsearch_pool write; /* "bulk" before 6.3 */
    struct elasticsearch_pool search;
    int64_t breakers_tripped; /* all breakers, since the node's start */
    int64_t breakers_growth;  /* since the answer before, -1 without one */
};

struct elasticsearch_nodes {
    int64_t answered_ms;
    int64_t growth_ms; /* time between that answer and the one before, -1 */
    struct elasticsearch_node *items; /* fullest disk first */
    size_t count;
    size_t left_out; /* the least full ones */

    /* Nodes that should have told, did, did not ("partial results": the
     * answer is 200 all the same). */
    int64_t total, successful, failed;
    char failure[160]; /* why the first of them did not */
};

/* What the cluster wants free on a disk. */
enum elasticsearch_mark_kind {
    ELASTICSEARCH_MARK_NONE,  /* not told */
    ELASTICSEARCH_MARK_RATIO, /* of the disk used: "85%", "0.85" */
    ELASTICSEARCH_MARK_FREE,  /* bytes free: "200gb" */
};

struct elasticsearch_mark {
    enum elasticsearch_mark_kind kind;
    double used_ratio;      /* of RATIO */
    int64_t free_bytes;     /* of FREE */
    int64_t headroom_bytes; /* of RATIO: it never asks for more than this to
                               be free; -1: no such cap (before 8.5) */
    char text[24];          /* as it was written */
};

enum elasticsearch_level {
    ELASTICSEARCH_LEVEL_UNKNOWN, /* no disk or no watermarks were told */
    ELASTICSEARCH_LEVEL_BELOW,
    ELASTICSEARCH_LEVEL_LOW,   /* no more shards are put there */
    ELASTICSEARCH_LEVEL_HIGH,  /* shards are moved away */
    ELASTICSEARCH_LEVEL_FLOOD, /* its indices refuse writes */
};

struct elasticsearch_watermarks {
    int64_t answered_ms;
    bool is_enabled; /* threshold_enabled; off: disks may fill up */
    struct elasticsearch_mark low, high, flood;

    /* cluster.routing.allocation.enable: "all", "primaries",
     * "new_primaries", "none"; anything but "all" is left over from upkeep.*/
    char allocation[24];
    bool is_allocation_off; /* it is not "all" */
    bool is_read_only;      /* cluster.blocks.read_only(_allow_delete) */
};

/* Indices that refuse writes. */
struct elasticsearch_block {
    char index[96];
    char name[32]; /* "read_only_allow_delete": by the flood stage */
};

struct elasticsearch_blocks {
    int64_t answered_ms;
    struct elasticsearch_block *items;
    size_t count, left_out;
    size_t flooded; /* all those of read_only_allow_delete */
};

struct elasticsearch_tasks {
    int64_t answered_ms;
    int64_t count;
    int64_t oldest_ms; /* how long it waits, -1: none */
    char oldest[96];   /* what it is */
};

struct elasticsearch_index {
    char name[96];
    enum elasticsearch_color health; /* UNKNOWN when closed */
    bool is_closed;
    int64_t docs, size_bytes; /* -1: closed or red */
    int64_t day_ms;           /* of the date in its name (UTC), -1: none */
    int64_t created_ms;       /* -1: not told */
};

struct elasticsearch_indices {
    int64_t answered_ms;
    char pattern[32];                  /* what was asked for: "jaeger-*" */
    struct elasticsearch_index *items; /* red ones, then biggest first */
    size_t count;
    size_t left_out; /* the smallest */

    /* Of all of them, listed or not. */
    size_t red, yellow, closed;
    int64_t size_bytes, docs;
    struct elasticsearch_index oldest; /* by its date; name "": none has */
    struct elasticsearch_index newest;
    struct elasticsearch_index biggest;
};

enum elasticsearch_snapshot_state {
    ELASTICSEARCH_SNAPSHOT_NONE,
    ELASTICSEARCH_SNAPSHOT_SUCCESS,
    ELASTICSEARCH_SNAPSHOT_PARTIAL,
    ELASTICSEARCH_SNAPSHOT_FAILED,
    ELASTICSEARCH_SNAPSHOT_RUNNING,
    ELASTICSEARCH_SNAPSHOT_OTHER, /* INCOMPATIBLE, ... */
};

struct elasticsearch_snapshot {
    char name[96];
    enum elasticsearch_snapshot_state state;
    int64_t start_ms, end_ms;
    int64_t shards_failed;
};

struct elasticsearch_repository {
    char name[64];
    struct elasticsearch_snapshot last;    /* newest that is not running */
    struct elasticsearch_snapshot success; /* newest SUCCESS of those asked */
    struct elasticsearch_snapshot running; /* state NONE: none */
    int64_t count;                         /* snapshots in it, -1: not told */
    char error[200]; /* why it could not be read, "" when it could */
};

/* A policy of the snapshot lifecycle (Elasticsearch only). */
struct elasticsearch_policy {
    char name[64];
    char repository[64];
    int64_t success_ms, failure_ms, next_ms;
    char failure[160];
};

struct elasticsearch_snapshots {
    int64_t answered_ms; /* of the repositories */
    struct elasticsearch_repository *items;
    size_t count, left_out;

    int64_t policies_ms; /* of the policies, -1: none asked or answered */
    struct elasticsearch_policy *policies;
    size_t policy_count, policies_left_out;
};

/* An index whose lifecycle (ILM, OpenSearch ISM) stands in an error. */
struct elasticsearch_stuck {
    char index[96];
    char policy[48];
    char step[48];
    char reason[160];
};

struct elasticsearch_lifecycle {
    int64_t answered_ms;
    struct elasticsearch_stuck *items;
    size_t count, left_out;
};

/* One indicator of the health report (Elasticsearch 8.7 and later). */
struct elasticsearch_indicator {
    char name[48];
    enum elasticsearch_color status;
    char symptom[160];
};

struct elasticsearch_report {
    int64_t answered_ms;
    enum elasticsearch_color status;
    struct elasticsearch_indicator *items; /* worst first */
    size_t count, left_out;
};

struct elasticsearch {
    int64_t answered_ms; /* of the newest part, -1: nothing was learnt yet */
    struct elasticsearch_version version;
    struct elasticsearch_health health;
    struct elasticsearch_nodes nodes;
    struct elasticsearch_watermarks watermarks;
    struct elasticsearch_blocks blocks;
    struct elasticsearch_tasks tasks;
    struct elasticsearch_indices indices;
    struct elasticsearch_snapshots snapshots;
    struct elasticsearch_lifecycle lifecycle;
    struct elasticsearch_report report;
};

/* Makes a cluster of which nothing is known.
 * Owns: the caller ends it with elasticsearch_clear(). */
void elasticsearch_init(struct elasticsearch *cluster);

/* Frees its lists. */
void elasticsearch_clear(struct elasticsearch *cluster);

/* Returns "green", "yellow", "red" or "unknown". */
const char *elasticsearch_color_name(enum elasticsearch_color color);

/* Returns the color of that name, ELASTICSEARCH_UNKNOWN for others. */
enum elasticsearch_color elasticsearch_color_parse(const char *text,
                                                   size_t length);

/* Returns "SUCCESS", "IN_PROGRESS", ..., as Elasticsearch says it; "" for
 * none. */
const char *
elasticsearch_snapshot_state_name(enum elasticsearch_snapshot_state state);

/* Reads a watermark as it is written: "85%", "0.85", "200gb", "500mb", "1024".
 * `headroom` is its max_headroom, NULL or "-1": no cap.
 * Fails: false, `mark` is of kind NONE then. */
bool elasticsearch_mark_parse(struct elasticsearch_mark *mark, const char *text,
                              const char *headroom);

/* Reads a size as Elasticsearch writes it: "88.1kb", "260b", "4096".
 * Fails: false, `*bytes` untouched. */
bool elasticsearch_bytes_parse(const char *text, int64_t *bytes);

/* Returns how many bytes a disk of `total_bytes` must have free to stay below
 * the mark; -1 when the mark or the total is unknown. */
int64_t elasticsearch_mark_free_bytes(const struct elasticsearch_mark *mark,
                                      int64_t total_bytes);

/* Returns the used percent of a disk of `total_bytes` at which the mark is
 * met, NAN when unknown. */
double elasticsearch_mark_percent(const struct elasticsearch_mark *mark,
                                  int64_t total_bytes);

/* Returns which watermark a node's fullest path is past. */
enum elasticsearch_level
elasticsearch_node_level(const struct elasticsearch_watermarks *marks,
                         const struct elasticsearch_node *node);

/* Returns "low", "high", "flood stage", "" for the others. */
const char *elasticsearch_level_name(enum elasticsearch_level level);

/* Returns the mark of a level (LOW and above), or NULL. */
const struct elasticsearch_mark *
elasticsearch_level_mark(const struct elasticsearch_watermarks *marks,
                         enum elasticsearch_level level);

/* Returns the repository with the newest success (the first one when none has
 * one), or NULL when there is no repository. */
const struct elasticsearch_repository *
elasticsearch_last_backup(const struct elasticsearch_snapshots *snapshots);

#endif
