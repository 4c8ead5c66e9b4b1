/* component.h - the component APIs beside Prometheus and Alertmanager.
 *
 * Layer: engine. One const table, component_kinds; each row is a back end with
 * its light, its settings and its questions. components_feed.c asks
 * them all on the scheduler, each with its own interval, time limit and
 * back-off, and keeps for each question when it was answered last and what went
 * wrong since. What was learnt stands in the model (model/component.h); the
 * last good answer is kept.
 */
#ifndef TRACETOP_ENGINE_COMPONENT_H
#define TRACETOP_ENGINE_COMPONENT_H

#include <stdbool.h>
#include <stddef.h>

#include "config/settings.h"
#include "model/component.h"
#include "source/question.h"

/* Where a component is reached. */
struct endpoint {
    const char *url;                  /* without a trailing slash; NULL: no
                                         such place is configured */
    const struct http_settings *http; /* outlives the question */
};

struct component_kind {
    enum component_id id;
    const char *name, *short_name; /* of its light */

    size_t settings_at; /* of its backend_settings in a context_settings */

    /* May be NULL: whether it is on although it has no URL of its own. */
    bool (*is_on)(const struct context_settings *context);

    /* Builds its state, and points `components` at what it will learn.
     * Owns: free() of this table ends it. */
    void *(*create)(const struct context_settings *context,
                    struct components *components);
    void (*free)(void *component);

    /* May be NULL (then url 0 is the settings' url): the URL of a number. */
    struct endpoint (*url)(void *component, int number);

    const struct question *questions;
    size_t question_count;
};

/* Returns its settings in a context. Borrowed. */
const struct backend_settings *
component_settings(const struct component_kind *kind,
                   const struct context_settings *context);

/* All of them, each at the place of its id; NULL for one that has no API. */
extern const struct component_kind *const component_kinds[COMPONENT_COUNT];

#endif
