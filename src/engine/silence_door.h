/* silence_door.h - one change of a silence, through a door of its own.
 *
 * Layer: engine. The door to Kubernetes lets nothing but reading through. For
 * an Alertmanager behind it a second kubectl is started, which lets POST and
 * DELETE through to the silences of that one service and nothing else; it ends
 * with the change that it was started for.
 */
#ifndef TRACETOP_ENGINE_SILENCE_DOOR_H
#define TRACETOP_ENGINE_SILENCE_DOOR_H

#include <stdbool.h>

#include "base/loop.h"
#include "config/settings.h"
#include "model/silence.h"
#include "source/alertmanager.h"
#include "source/http.h"

struct silence_door; /* private to silence_door.c */

struct silence_door_order {
    struct loop *loop;
    struct http *http;
    const struct context_settings *context; /* with services' URLs */
    const char *runtime_dir;
    const struct silence_draft *draft; /* copied; NULL: end the silence of */
    const char *id;                    /* this id; copied */
    void *owner;

    /* Once, from the loop, unless it is freed first: it may be freed here. */
    alertmanager_done_fn *done;
};

/* Says whether silences of the context need such a door. */
bool silence_door_is_needed(const struct context_settings *context);

/* Starts it. Owns: the caller frees it before the transport.
 * Fails: NULL and `err` (kubectl does not start). */
struct silence_door *silence_door_open(const struct silence_door_order *order,
                                       struct err *err);

/* Ends it and what is in flight. NULL is fine. */
void silence_door_free(struct silence_door *door);

#endif
