/* state.h - how a state looks: a colour, a symbol and a word, always together.
 *
 * Layer: panels.
 */
#ifndef TRACETOP_PANELS_STATE_H
#define TRACETOP_PANELS_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "data/units.h"
#include "model/model.h"
#include "ui/canvas.h"

struct state_look {
    enum role role;
    const char *symbol; /* one glyph */
    char ascii;
    const char *word;
};

/* Returns the look of a health state, of a panel (which may also be pending
 * or stale), and of a back end's light. Borrowed for ever. */
const struct state_look *state_of_health(enum health_state state);
const struct state_look *state_of_panel(const struct panel *panel);
const struct state_look *state_of_backend(const struct backend *backend);

/* Writes a panel's headline and state for its title rule, the longest form
 * that fits into `cells`: "8.42k/s · ok", "93 % ✗ critical 11m", "93 % ✗ 11m",
 * "93 % ✗". */
void state_headline(const struct panel *panel, int64_t now_ms, int cells,
                    int is_ascii, char *out, size_t size);

/* Writes why a panel is as it is, one line; "" when it is simply well. */
void state_reason(const struct panel *panel, int64_t now_ms, char *out,
                  size_t size);

/* Writes an age that is calm to look at: from a minute on without the seconds.
 * What does not change from second to second costs nothing over SSH. */
void state_age(char out[UNITS_MAX], int64_t age_ms);

/* Orders panels by how much they need a person: larger is worse. */
int state_weight(const struct panel *panel);

#endif
