/* health_lines.h - the Health view as lines: the check, then its sections.
 *
 * Layer: panels. Pure: same model, time and width, same lines. Sections that
 * nobody told of are left out; a long one is cut and says by how much.
 */
#ifndef TRACETOP_PANELS_HEALTH_LINES_H
#define TRACETOP_PANELS_HEALTH_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/health.h"
#include "model/model.h"
#include "ui/role.h"

enum { HEALTH_SECTION_MOST = 200 };

struct health_line {
    enum role role;
    enum health_state state; /* of the symbol before it */
    bool has_symbol;
    bool is_title;       /* stands on a rule */
    bool is_more;        /* the line above goes on */
    const char *runbook; /* id; NULL. Borrowed from the guide */
    char *text;
};

struct health_lines {
    struct health_line *items;
    size_t count, capacity;
    int columns;
    const char *search; /* lines of sections without it are left out; "" */
};

/* Makes the lines of a model; `columns` and `search` are set by the caller.
 * Owns: the caller ends them with health_lines_clear(). */
void health_lines_make(struct health_lines *lines, const struct model *model,
                       int64_t now_ms);

/* Frees them. */
void health_lines_clear(struct health_lines *lines);

/* Adds a line; for health_sections.c. Owns: takes the text out of `text`. */
struct health_line *health_lines_add(struct health_lines *lines, enum role role,
                                     struct buf *text);

/* Adds the sections: pods, deployments, jobs, events, nodes, indices, lag. */
void health_sections_add(struct health_lines *lines, const struct model *model,
                         int64_t now_ms);

#endif
