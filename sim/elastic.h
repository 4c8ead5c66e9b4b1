/* elastic.h - the simulated Elasticsearch 8 cluster "tracing".
 *
 * Layer: sim. Three nodes; indices by day, thirty of them; snapshots each
 * night. Disks are the model's; what requests change (indices deleted, blocks,
 * settings, snapshots taken) is kept here. Deleting span indices cures
 * FAULT_DISK, as it would in life.
 * Source: Elasticsearch 8 REST API; shapes as recorded from 7.13 and 8.7.
 */
#ifndef TRACETOP_SIM_ELASTIC_H
#define TRACETOP_SIM_ELASTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/api.h"

enum {
    ELASTIC_DAYS = 30,
    ELASTIC_NAME_MAX = 64,
    ELASTIC_GONE_MAX = 128,
    ELASTIC_SNAPSHOTS_MAX = 16,
    ELASTIC_SETTINGS_MAX = 32,
    ELASTIC_NODES_EXTRA_MAX = 20000,
};

struct elastic_setting {
    char key[96], value[64];
};

struct elastic_index {
    char name[ELASTIC_NAME_MAX];
    int64_t created_ms;
    double bytes; /* with its replica */
    double docs;
    bool is_blocked; /* read_only_allow_delete */
};

struct elastic {
    char gone[ELASTIC_GONE_MAX][ELASTIC_NAME_MAX]; /* deleted indices */
    size_t gone_count;
    char taken[ELASTIC_SNAPSHOTS_MAX][ELASTIC_NAME_MAX]; /* by request */
    int64_t taken_ms[ELASTIC_SNAPSHOTS_MAX];
    size_t taken_count;
    struct elastic_setting settings[ELASTIC_SETTINGS_MAX]; /* persistent */
    size_t setting_count;
    bool is_unblocked;  /* somebody took the blocks off */
    size_t extra_nodes; /* for load: more nodes in _nodes/stats */
};

/* Answers what a client of the cluster asks. `state` is a struct elastic. */
api_fn elastic_answer;

/* The rooms behind it, by the first word of the path. */
api_fn elastic_cat;
api_fn elastic_cluster;
api_fn elastic_nodes;
api_fn elastic_snapshot;

/* Answers for "/INDEX/..."; `path` begins with the index pattern. */
api_fn elastic_index;

/* Fills `indices` (2 * ELASTIC_DAYS of them) with those that there are and
 * match `pattern`, the newest first; returns how many. */
size_t elastic_list(const struct elastic *elastic, const struct model *model,
                    const char *pattern, struct elastic_index *indices);

/* Returns "green", "yellow" or "red". */
const char *elastic_color(const struct model *model);

/* Writes an error as Elasticsearch does. */
void elastic_error(struct api_reply *reply, int status, const char *type,
                   const char *reason);

/* Returns a persistent setting, or NULL. */
const char *elastic_setting(const struct elastic *elastic, const char *key);

/* Returns a node's name: "elasticsearch-master-0". */
const char *elastic_node_name(int index);

/* Bytes of each node's disk, and of its heap. */
double elastic_disk_bytes(void);
double elastic_heap_bytes(void);

#endif
