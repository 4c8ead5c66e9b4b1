/* model.h - everything that a picture is made from.
 *
 * Layer: model. Plain values, filled by the engine, read by the views, the
 * snapshot and the checks. Nobody who reads it asks anything of the world.
 */
#ifndef TRACETOP_MODEL_MODEL_H
#define TRACETOP_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "data/store.h"
#include "model/alert.h"
#include "model/health.h"
#include "model/panel_def.h"
#include "model/silence.h"

struct components;
struct desk;
struct fact;
struct policy;
struct traces;

enum backend_state {
    BACKEND_OFF,
    BACKEND_WAITING,
    BACKEND_OK,
    BACKEND_SLOW,
    BACKEND_DOWN
};

/* One back end's light. */
struct backend {
    const char *name;       /* "prometheus" */
    const char *short_name; /* "prom" */
    enum backend_state state;
    char url[200];          /* without a secret */
    char version[48];       /* "2.42.0"; "" until known */
    int64_t latency_ms;     /* of the last answer, -1: none yet */
    int64_t answered_ms;    /* wall time of the last good answer, -1: none */
    int64_t next_try_ms;    /* wall time, -1: none booked */
    int64_t certificate_ms; /* wall time when its TLS certificate expires, 0
                               or less: not known, or no TLS */
    char error[240];        /* of the last failure; "" when well */
    bool is_denied; /* it answered then, but not what was asked: 401, a login
                       page, no API */
};

enum panel_data {
    PANEL_WAITING, /* nothing answered yet */
    PANEL_LIVE,
    PANEL_STALE, /* the newest data is older than three refreshes */
    PANEL_EMPTY, /* the server answers; no query has data */
};

#define PANEL_NO_QUERY ((size_t)-1)

struct panel {
    const struct panel_def *def;
    size_t store_query; /* index into the store */
    size_t query;       /* the alternative in use, or PANEL_NO_QUERY */
    enum panel_data data;
    struct health health;
    char reason[320];    /* why it is not well, one line; "" when it is */
    char notes[240];     /* the server's warnings; "" for none */
    int64_t next_try_ms; /* wall time, -1: none booked */
    const struct series_set *past; /* an earlier stretch, when one is shown */
};

struct model {
    struct moment now; /* of the last change that the engine made */
    const char *context_name;
    const char *namespace_name;
    const char *banner; /* NULL: none */
    bool is_production;
    bool is_read_only;
    bool is_paused;
    const char *mode; /* "prometheus", "direct" or "offline" */
    int64_t refresh_ms;
    size_t zoom;    /* index into zoom_table */
    int64_t end_ms; /* right edge of the graphs, wall time; -1: now */
    const struct store *store;
    const struct backend *backends;
    size_t backend_count;
    const struct panel *panels;
    size_t panel_count;
    const struct alerts *alerts;     /* NULL: nobody is asked for them */
    const struct policy *policy;     /* who answers; alert/policy.h; or NULL */
    const struct silences *silences; /* active and to come; NULL likewise */
    const struct components *components; /* model/component.h; never NULL in
                                            an engine's model */
    const struct fact *facts; /* FACT_COUNT of them; model/fact.h; or NULL */
    bool has_asked_alerts;    /* who knows of alerts answered or failed once,
                                 or nobody is asked */
    const struct desk *desk;  /* runbooks and actions; model/desk.h; or NULL */
    const struct traces *traces; /* model/trace.h; NULL: nobody asks */
    uint64_t generation;         /* changes when anything above did */
};

/* Returns "ok", "slow", "down" or "off" (waiting is "slow" to scripts). */
const char *backend_state_name(enum backend_state state);

/* Returns the set that the graphs of a panel show: the earlier stretch, the
 * zoomed set, or NULL. Borrowed. */
const struct series_set *model_series(const struct model *model,
                                      const struct panel *panel);

/* Returns the unit of a panel's query in use. Borrowed. */
const char *panel_unit(const struct panel *panel);

/* Returns how old a panel's newest value is, in ms; -1 when it has none. */
int64_t panel_age_ms(const struct panel *panel, int64_t now_ms);

/* Returns the index of the panel of an id (or of a number from 1, as text),
 * or PANEL_NO_QUERY. */
size_t model_find_panel(const struct model *model, const char *id);

#endif
