/* rooms.h - the APIs that the platform answers, by their prefix.
 *
 * Layer: sim. One const table, rooms.c: prefix, name (for /-/fail), what
 * answers, and where its state is. A request goes to the room with the longest
 * prefix of its path.
 */
#ifndef TRACETOP_SIM_ROOMS_H
#define TRACETOP_SIM_ROOMS_H

#include <stddef.h>

#include "sim/api.h"
#include "sim/elastic.h"
#include "sim/failure.h"
#include "sim/kube.h"

enum { ROOMS_MAX = 32 };

struct rooms {
    struct elastic elastic;
    struct kube kube;
    enum failure failures[ROOMS_MAX];
};

struct room {
    const char *prefix; /* "/es" */
    const char *name;   /* "elasticsearch" */
    api_fn *answer;
    size_t state;      /* offset of its state in struct rooms */
    bool keeps_prefix; /* the prefix is a part of the API's own paths */
};

/* Returns the room of a path, or NULL; `*rest` is what is behind the prefix. */
const struct room *room_find(const char *path, const char **rest);

/* Returns room `index`, or NULL past the last one. */
const struct room *room_at(size_t index);

/* Answers a request in its room. */
void room_answer(struct rooms *rooms, const struct room *room,
                 struct model *model, const struct api_request *request,
                 struct api_reply *reply);

/* Frees what the rooms hold. */
void rooms_clear(struct rooms *rooms);

/* Returns how the room is to fail. */
enum failure room_failure(const struct rooms *rooms, const struct room *room);

/* Makes all rooms of that name fail, "all" for every one. One resource of
 * Kubernetes is "kubernetes-pods". Returns how many. */
size_t room_fail(struct rooms *rooms, const char *name, enum failure failure);

#endif
