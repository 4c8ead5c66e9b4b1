/* component.c - how the questions to the components stand. */
#include "model/component.h"

#include <string.h>

const struct asked *components_asked(const struct components *components,
                                     enum component_id id, const char *name)
{
    const struct component *component = &components->of[id];

    for (size_t i = 0; i < component->count; i++)
        if (!strcmp(component->asked[i].name, name))
            return &component->asked[i];
    return NULL;
}
