/* elasticsearch_lines.h - Elasticsearch's own numbers, under its panel.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_ELASTICSEARCH_LINES_H
#define TRACETOP_PANELS_ELASTICSEARCH_LINES_H

#include "panels/component_lines.h"

struct elasticsearch;

extern const struct component_lines elasticsearch_lines;

/* Adds a sentence for everything that is not as it should be. */
void elasticsearch_story(const struct elasticsearch *cluster,
                         struct component_story *story);

#endif
