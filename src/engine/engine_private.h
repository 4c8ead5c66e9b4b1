/* engine_private.h - what the engine's files share.
 *
 * Layer: engine. engine.c owns the life cycle, the timer and the model;
 * feed.c asks a panel's windows; probe.c chooses among its queries;
 * lights.c keeps the back ends' lights and the server's version; alerts_feed.c
 * asks for alerts and silences, alerts_change.c makes and ends silences.
 */
#ifndef TRACETOP_ENGINE_ENGINE_PRIVATE_H
#define TRACETOP_ENGINE_ENGINE_PRIVATE_H

#include "alert/policy.h"
#include "engine/components_feed.h"
#include "engine/engine.h"
#include "engine/facts_feed.h"
#include "engine/traces.h"
#include "sched/sched.h"
#include "source/http.h"
#include "source/prometheus.h"

enum feed_kind { FEED_BASE, FEED_ZOOM, FEED_PAST, FEED_KINDS };

/* How much an alternative's answer is worth; the best one is used. */
enum probe_rank {
    PROBE_NOTHING, /* no series, or the server refused the expression */
    PROBE_NAN,     /* series, but nothing in them: no traffic */
    PROBE_ZERO,    /* zero everywhere, and the query says that means little */
    PROBE_DATA,
};

struct feed {
    struct engine *engine;
    size_t panel;
    enum feed_kind kind;
    size_t job;
    struct prometheus_call *call; /* NULL: nothing in flight */
    struct window window;         /* asked last */
    int64_t asked_ms;             /* wall time */
    int64_t whole_ms; /* wall time at which the whole window was asked last */
};

struct probe {
    bool is_running;
    size_t next; /* alternative asked now */
    size_t best; /* alternative of `rank` */
    enum probe_rank rank;
    unsigned rounds;     /* that found nothing, in a row */
    char refusal[240];   /* the server's word on a bad expression; "" */
    struct scout *scout; /* NULL: alternatives are asked one by one */
};

struct panel_feeds {
    struct feed feeds[FEED_KINDS];
    bool is_left_out; /* nobody wants the panel */
    struct probe probe;
    bool is_pinned;          /* the user chose the query */
    int64_t empty_since_ms;  /* wall time, -1: the last answer had data */
    struct series_set *past; /* of the stretch [.., past_end_ms] */
    struct prometheus_call *names_call;
};

struct engine {
    struct loop *loop;
    const struct settings *settings;
    const struct context_settings *context;
    struct log *log;
    struct http *http;
    struct prometheus *prometheus;
    struct sched *sched;
    struct loop_timer *timer;
    struct store *store;
    struct panel_defs defs;
    struct panel *panels;
    struct panel_feeds *panel_feeds;
    struct backend *backends;
    struct model model;
    struct kube_door *door; /* NULL: nobody needs it */
    struct services *services;
    bool has_opened_traces;
    size_t build_job;
    struct prometheus_call *build_call;
    int64_t refresh_ms;
    struct alerts_feed *alerts_feed;
    struct components_feed *components_feed;
    struct facts_feed *facts_feed;
    size_t component_lights[COMPONENT_COUNT]; /* places in `backends` */
    struct policy policy;
    struct traces_feed *traces_feed;
    bool is_once; /* whoever asks wants one answer, soon */
};

/* Places in `backends`. */
enum { BACKEND_PROMETHEUS, BACKEND_ALERTMANAGER, BACKEND_COMPONENTS };

/* Makes the door to Kubernetes when the context needs one; from then on the
 * engine's context has the URLs of the services behind it. */
void engine_door_init(struct engine *engine);
void engine_door_clear(struct engine *engine);

/* Starts the door, and what does not wait for it. */
void engine_door_open(struct engine *engine);

/* Says whether Prometheus or Alertmanager is behind the door and it is still
 * starting. */
bool engine_waits_for_door(const struct engine *engine);

/* Returns why a back end was not reached: `err`, unless it is behind the door
 * and the door is not open; then that, in `own`. */
const struct err *engine_door_reason(const struct engine *engine,
                                     const struct backend_settings *backend,
                                     const struct err *err, struct err *own);

/* Says at the lights of Prometheus and Alertmanager that they wait for the
 * door, where nothing is said yet. */
void engine_door_say(struct engine *engine);

/* Starts the jobs that are due. */
void engine_start_due(struct engine *engine);

/* Tells readers that the model changed. */
void engine_changed(struct engine *engine);

/* Sets the timer for the next job that is due. */
void engine_arm(struct engine *engine);

/* Adds the three feeds of each panel to the scheduler. */
void feeds_init(struct engine *engine);

/* Cancels all questions of all panels and frees what they hold. */
void feeds_clear(struct engine *engine);

/* Rests and wakes feeds after a change of zoom, stretch or refresh. */
void feeds_reschedule(struct engine *engine);

/* Starts the job if it is a feed's; says whether it was. */
bool feeds_start(struct engine *engine, size_t job);

/* Asks a feed's next window with its panel's query, or the one probed. */
void feed_ask(struct feed *feed);

/* Ends a feed's job. */
void feed_finish(struct feed *feed, bool is_ok, int64_t retry_after_ms);

/* Judges a panel's newest value. */
void panel_judge(struct engine *engine, size_t panel);

/* Begins to look for the first query with data. */
void probe_start(struct engine *engine, size_t panel);

/* Takes the answer to the alternative probed. Returns true when another
 * question is on its way or the job was ended, false when the alternative is
 * taken and its answer is the panel's. */
bool probe_answered(struct feed *feed, const struct prometheus_result *result);

/* Asks the alternative that is left to be probed, or ends the probe. */
void probe_go_on(struct feed *feed);

/* Drops what a panel's scout has in flight and frees it. */
void scout_free(struct scout *scout);

/* Asks for all alternatives but the first whether they have data now, beside
 * the first one's own question; probe_go_on() may come from it. */
void scout_start(struct feed *feed);

/* Says whether it is still asking; the probe goes on when it has ended. */
bool scout_holds(struct scout *scout);

/* Returns the alternative to be asked next, or `count` for none of them.
 * Fails: false when it learnt nothing: they are to be asked one by one. */
bool scout_choose(const struct scout *scout, enum probe_rank than,
                  size_t *choice);

/* Asks which metrics exist instead of those of a panel without data. */
void names_ask(struct engine *engine, size_t panel);

/* Fills the list of lights from the context. */
void lights_init(struct engine *engine);

/* Notes how a question to Prometheus ended. */
void lights_note(struct engine *engine, const struct prometheus_result *result);

/* Notes how a question to any back end ended: `err` NULL for well. */
void lights_note_backend(struct engine *engine, size_t backend,
                         const struct err *err, int64_t latency_ms);

/* Notes how the question that decides a component's light ended. */
void lights_note_component(void *owner, enum component_id id,
                           const struct err *err, int64_t latency_ms);

/* Takes over when the components' certificates expire. */
void lights_take_certificates(struct engine *engine);

/* Returns the earlier of two times, of which 0 is none. */
int64_t lights_sooner(int64_t one_ms, int64_t other_ms);

/* Starts the job that asks for the server's version. */
void lights_ask_version(struct engine *engine);

/* Makes the feed of the Traces view; it asks nothing by itself. */
void engine_traces_init(struct engine *engine);

/* Adds the jobs that ask for alerts. */
void alerts_feed_init(struct engine *engine);

/* Opens the Alertmanagers. Fails: -1 and `err` for a URL. */
int alerts_feed_open(struct engine *engine, struct err *err);

/* For one who asks once: only the alerts that are told, no version, no rules of
 * our own; or nothing at all. */
void alerts_feed_want(struct engine *engine, bool is_wanted);

/* Cancels all questions and frees everything. */
void alerts_feed_clear(struct engine *engine);

/* Asks at another interval. */
void alerts_feed_reschedule(struct engine *engine);

/* Starts the job if it is one of these; says whether it was. */
bool alerts_feed_start(struct engine *engine, size_t job);

#endif
