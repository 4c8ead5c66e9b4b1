/* alerts_private.h - what the engine keeps to ask for alerts.
 *
 * Layer: engine; for the files alerts_*.c and rules_here*.c.
 */
#ifndef TRACETOP_ENGINE_ALERTS_PRIVATE_H
#define TRACETOP_ENGINE_ALERTS_PRIVATE_H

#include "alert/alert_list.h"
#include "engine/engine_private.h"
#include "engine/rules_here.h"
#include "engine/silence_door.h"
#include "source/alertmanager.h"
#include "source/rules_api.h"

enum { ALERTMANAGERS_MOST = 8 };

/* One Alertmanager. */
struct alerts_am {
    struct engine *engine;
    struct alertmanager *client;
    size_t source; /* in the list */
    size_t alerts_job, silences_job;
    struct alertmanager_call *alerts_call, *silences_call, *status_call;
    struct told_batch *batch; /* being told */
    struct silence_list *silences;
    struct silence_list *known; /* told last; NULL */
    bool has_asked;             /* it answered or failed once */
    struct err err;             /* of the last answer */
    int64_t certificate_ms;     /* 0: not known, or no TLS */
};

/* A silence on its way. */
struct alerts_change {
    struct alerts_change *next;
    struct alerts_am *am;
    struct alertmanager_call *call;
    struct silence_door *door; /* instead, where the way there only reads */
    engine_done_fn *done;
    void *owner;
};

struct alerts_feed {
    struct ack_book *acks;
    struct alert_list *list;
    size_t rules_job, rules_source;
    bool has_rules; /* Prometheus is asked */
    bool has_asked; /* it answered or failed once */
    bool is_away;   /* it could not be asked the last time */
    struct prometheus_call *rules_call;
    struct rules_decoder *decoder;
    struct told_batch *batch; /* being told */
    struct alerts_am ams[ALERTMANAGERS_MOST];
    size_t am_count;
    struct alerts_change *changes;
    struct rules_here *here;  /* NULL: Prometheus is not asked */
    struct loop_timer *timer; /* of the list's next slice */
    bool is_dirty;            /* something was told since the last build */
    bool is_building;
};

/* Asks one Alertmanager; what it answers goes to the list. */
void alerts_am_ask_alerts(struct alerts_am *am);
void alerts_am_ask_silences(struct alerts_am *am);

/* Cancels what it is asked and frees what it has. */
void alerts_am_clear(struct alerts_am *am);

/* Notes that there is something new, to be in the list soon. */
void alerts_feed_dirty(struct engine *engine);

#endif
