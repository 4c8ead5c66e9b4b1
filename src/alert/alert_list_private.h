/* alert_list_private.h - what alert_list.c and alert_build.c share.
 *
 * Layer: alert. alert_list.c keeps what was told and what was built,
 * alert_build.c makes the next list in slices.
 */
#ifndef TRACETOP_ALERT_ALERT_LIST_PRIVATE_H
#define TRACETOP_ALERT_ALERT_LIST_PRIVATE_H

#include "alert/alert_join.h"
#include "alert/alert_list.h"
#include "alert/alert_sort.h"
#include "alert/resolved.h"
#include "data/hashset.h"

enum { SOURCES_MOST = 16, BROKEN_MOST = 1000 };

struct alert_source {
    const char *name;
    enum alert_origin origin;
    struct told_batch *batch;      /* NULL: nothing told yet */
    struct silence_list *silences; /* likewise */
    char why[240];                 /* it did not answer last time; "" */
};

/* A list with all that its strings belong to. */
struct built {
    struct alerts alerts;
    struct silences silences;
    struct alert *items;
    struct alert_keys *keys; /* of the items */
    struct broken_rule *broken;
    struct silence *all_silences;
    struct told_batch *batches[SOURCES_MOST];
    struct silence_list *silence_lists[SOURCES_MOST];
    char error[300];
};

enum build_phase {
    BUILD_INDEX,    /* what Alertmanager told */
    BUILD_RULES,    /* alerts of rules, with its word on them */
    BUILD_REST,     /* what only Alertmanager told */
    BUILD_VANISHED, /* what was in the list before */
    BUILD_RESOLVED, /* what is over */
    BUILD_SORT,
    BUILD_PLACE, /* each where the order wants it */
    BUILD_DONE,
};

struct alert_build {
    enum build_phase phase;
    size_t source, at; /* how far the phase is */
    int64_t now_ms;
    struct alert_join *join;
    struct hashset seen; /* of keys */
    struct alert *storage;
    struct alert_keys *keys; /* of those in `storage` */
    struct alert **items;    /* they, to be sorted */
    size_t count, capacity, left_out, cut;
    struct alert_sort sort;
    struct built *built; /* has the batches */
};

struct alert_list {
    struct alert_list_world world;
    struct symtab *symbols;
    struct alert_source sources[SOURCES_MOST];
    size_t source_count;
    struct resolved_list resolved;
    struct alert_build *build; /* NULL: none going on */
    struct built *built;       /* the list to be read */
    struct built *leaving;     /* the one before, being freed; NULL */
};

/* Returns an empty list. */
struct built *built_new(void);

/* Gives back what a list holds and frees it. NULL is fine. */
void built_free(struct built *built);

/* The same in slices; true while there is more to do. */
bool built_free_step(struct built *built, size_t *budget);

/* Begins a build of what the sources told. */
struct alert_build *alert_build_new(struct alert_list *list, int64_t now_ms);

/* Ends a build. NULL is fine. */
void alert_build_free(struct alert_build *build);

/* Builds on; true while there is more to do. */
bool alert_build_step(struct alert_list *list, struct alert_build *build,
                      size_t budget);

/* Returns the list of a build that is done; the caller owns it. */
struct built *alert_build_take(struct alert_list *list,
                               struct alert_build *build);

#endif
