/* kube_door.h - the way to the Kubernetes API server.
 *
 * Layer: engine. Every way of logging in that kubectl knows works, because it
 * is kubectl that logs in: `kubectl proxy` listens on a unix socket in a
 * private folder, for us alone, lets nothing but reading through (or writing to
 * one place, see silence_door.h), is started anew with back-off when it ends
 * and never outlives us. With an api_url in the settings there is no kubectl.
 * Services in the cluster are reached through the API server's service proxy,
 * by the same door.
 */
#ifndef TRACETOP_ENGINE_KUBE_DOOR_H
#define TRACETOP_ENGINE_KUBE_DOOR_H

#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "config/settings.h"
#include "engine/component.h"

struct kube_door; /* private to kube_door.c */

enum kube_door_state {
    KUBE_DOOR_STARTING, /* `changed` tells when it no longer is */
    KUBE_DOOR_OPEN,
    KUBE_DOOR_DOWN, /* another try is booked */
};

struct kube_door_order {
    struct loop *loop;
    const struct context_settings *context; /* outlives it */
    const char *runtime_dir;                /* likewise; made if need be */
    const char *writes; /* NULL: reading is let through, and nothing else;
                           else POST and DELETE are, and nothing else, to paths
                           that match this (Go's syntax). Outlives it */
    int64_t retry_ms;   /* the first wait after a failure; 0: a second */
    void *owner;
    void (*changed)(void *owner); /* the state did; from the loop */
};

/* Returns a door that is starting once kube_door_open() was called.
 * Owns: the caller frees it before the loop. */
struct kube_door *kube_door_new(const struct kube_door_order *order);

/* Ends kubectl and takes its socket away. NULL is fine. */
void kube_door_free(struct kube_door *door);

/* Starts kubectl. */
void kube_door_open(struct kube_door *door);

/* Returns how it stands; fills `err` when it is down. */
enum kube_door_state kube_door_state(const struct kube_door *door,
                                     struct err *err);

/* Returns where the API server, or a service of a back end that is "via:
 * kubernetes", is reached. Borrowed until the next call. */
struct endpoint kube_door_api(struct kube_door *door);
struct endpoint kube_door_service(struct kube_door *door,
                                  const struct backend_settings *backend);

/* Returns the last thing kubectl complained of, "" for nothing, and in `bytes`
 * how much it did in all: more than before, and it is a new complaint.
 * Borrowed until the next turn of the loop. */
const char *kube_door_complaint(const struct kube_door *door, uint64_t *bytes);

/* Returns the process id of kubectl, 0 for none. */
int kube_door_pid(const struct kube_door *door);

#endif
