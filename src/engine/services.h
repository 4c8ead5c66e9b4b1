/* services.h - back ends that are "via: kubernetes", made URLs.
 *
 * Layer: engine; part of engine.h. Whoever asks a back end reads its URL and
 * its http settings out of the context; here is the context in which these
 * lead through the door to Kubernetes. The other URLs of such a back end name
 * services, too: http://NAME[.NAMESPACE[.svc...]][:PORT][/PATH].
 */
#ifndef TRACETOP_ENGINE_SERVICES_H
#define TRACETOP_ENGINE_SERVICES_H

#include <stdbool.h>

#include "config/settings.h"
#include "engine/kube_door.h"

struct services; /* private to services.c */

/* Says whether anything in a context is "via: kubernetes". */
bool services_are_wanted(const struct context_settings *context);

/* Returns the services of a context behind a door; both outlive them.
 * Owns: the caller frees them. */
struct services *services_new(const struct context_settings *context,
                              struct kube_door *door);

/* Frees them. NULL is fine. */
void services_free(struct services *services);

/* Returns the context with their URLs. Borrowed. */
const struct context_settings *services_context(const struct services *self);

#endif
