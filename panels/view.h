/* view.h - one screen of the dashboard: draws the model, answers commands.
 *
 * Layer: panels. A view reads the model and its own few settings (selection,
 * crosshair) and paints a canvas; it asks nothing of the world. What it wants
 * done elsewhere it says in a request, which app.c carries out.
 */
#ifndef TRACETOP_PANELS_VIEW_H
#define TRACETOP_PANELS_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "action/command.h"
#include "action/keymap.h"
#include "base/clock.h"
#include "base/err.h"
#include "model/model.h"
#include "ui/canvas.h"
#include "ui/graph.h"

struct buf;
struct view;

/* What a view may look at while it draws or answers. */
struct view_input {
    const struct model *model;
    const struct keymap *keymap;
    struct moment now;
    enum graph_style style;
    int rows, columns;  /* of the view's own canvas */
    const char *search; /* what was searched last; "" for nothing */
};

/* A command line that the view wants run, such as "panel storage". */
struct view_request {
    char line[640];
};

struct view_ops {
    const char *name;  /* for --view and `:`: "overview" */
    unsigned scope;    /* where its keys count: one of enum scope */
    const char *hints; /* the hint line: names of commands by blanks, the most
                        * useful first */

    /* NULL: the view needs no more than a list (list_view.h), of which there is
     * one. Builds a view. `argument` says of what ("storage"), or is "".
     * Fails: NULL and `err` when there is no such thing. */
    struct view *(*create)(const char *argument, const struct model *model,
                           struct err *err);

    /* Paints one frame onto a blank canvas of its own cells. Reads only: the
     * same view and input give the same picture. */
    void (*draw)(const struct view *view, const struct view_input *input,
                 const struct canvas *canvas);

    /* May be NULL: answers a command; `request` is empty when it comes in.
     * Returns false when the command is not the view's: app.c has a go. */
    bool (*command)(struct view *view, const struct view_input *input,
                    const struct binding *binding,
                    struct view_request *request);

    /* May be NULL: takes a key before the keymap does (fields being typed
     * into). Returns false to leave it to the keymap. */
    bool (*key)(struct view *view, const struct view_input *input,
                struct key key, struct view_request *request);

    /* May be NULL: the hint line while keys go into a field: "KEY words" by
     * bars. */
    const char *typing_hints;

    /* May be NULL: whether keys go into a field now. */
    bool (*is_typing)(const struct view *view);

    /* May be NULL: a click on a cell of the view's own canvas. */
    void (*click)(struct view *view, const struct view_input *input, int row,
                  int column, struct view_request *request);

    /* May be NULL: adds what `y` copies (the selection). */
    void (*copy)(const struct view *view, const struct view_input *input,
                 struct buf *out);

    /* NULL: the view is one piece of memory. */
    void (*destroy)(struct view *view);
};

/* First member of every concrete view. */
struct view {
    const struct view_ops *ops;
};

/* All kinds of views, in the order of `--view` in the help. */
extern const struct view_ops *const view_table[];
extern const size_t view_count;

/* Builds the view of a name. Owns: the caller frees it.
 * Fails: NULL and `err`, with the names there are. */
struct view *view_open(const char *name, const char *argument,
                       const struct model *model, struct err *err);

/* Frees a view. NULL is fine. */
void view_free(struct view *view);

#endif
