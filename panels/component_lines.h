/* component_lines.h - a component's own numbers, under its panel's graph.
 *
 * Layer: panels. One const table: the component that a panel's YAML names, and
 * who draws what it told. Nothing is drawn for a component that is off.
 */
#ifndef TRACETOP_PANELS_COMPONENT_LINES_H
#define TRACETOP_PANELS_COMPONENT_LINES_H

#include <stdint.h>

#include "model/component.h"
#include "ui/canvas.h"

struct component_lines {
    const char *component; /* "elasticsearch" */

    /* Returns how many rows it would fill, its rule included; 0: it is off. */
    int (*rows)(const struct components *components, int64_t now_ms);

    /* Paints them: the rule on row 0, then what matters most first; what does
     * not fit is counted in the rule. */
    void (*draw)(const struct components *components, int64_t now_ms,
                 const struct canvas *canvas);
};

/* Returns who draws for that component, or NULL. */
const struct component_lines *component_lines_find(const char *component);

/* One sentence with the symbol of its role before it. */
struct component_line {
    enum role role;
    char text[260];
};

/* Sentences. Those past the last place are counted only. */
struct component_story {
    struct component_line lines[24];
    size_t count;
};

/* Adds a sentence. */
void component_story_add(struct component_story *story, enum role role,
                         const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a sentence for each question that failed since its last good answer,
 * with its error and the age of what is still shown; the same error is told
 * once. */
void component_story_add_failures(struct component_story *story,
                                  const struct component *component,
                                  int64_t now_ms);

/* Paints a sentence on a row. */
void component_line_draw(const struct component_line *line,
                         const struct canvas *canvas, int row);

/* Paints the rule on row 0: `title` at the left, at the right how many rows
 * found no room (0: nothing) and how old the last good answer is. */
struct component_rule {
    const char *title;
    enum role role;      /* of the title */
    int left_out;        /* rows */
    int64_t answered_ms; /* -1: never */
};
void component_rule_draw(const struct component_rule *rule, int64_t now_ms,
                         const struct canvas *canvas);

#endif
