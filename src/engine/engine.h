/* engine.h - keeps the model true: asks, stores, judges.
 *
 * Layer: engine. Owns the transport, the sources, the store, the scheduler and
 * the model. The dashboard and the snapshot both run on it; neither asks a
 * back end anything itself. Each panel has up to three feeds: the base zoom
 * (always kept: thresholds read it), the zoom on screen, and an earlier
 * stretch when one is looked at. Each feed is a job of the scheduler with its
 * own back-off, so none delays another.
 */
#ifndef TRACETOP_ENGINE_ENGINE_H
#define TRACETOP_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/log.h"
#include "base/loop.h"
#include "config/settings.h"
#include "model/component.h"
#include "model/model.h"
#include "model/trace.h"

struct engine; /* private to engine.c */

/* Returns an engine for the context in force. It asks nothing before
 * engine_start(), so a first frame can be painted from its empty model.
 * `settings` and `log` (may be NULL) must outlive it.
 * Owns: the caller frees it, before the loop.
 * Fails: NULL and `err` (a panel's YAML, a URL). */
struct engine *engine_new(struct loop *loop, const struct settings *settings,
                          struct log *log, struct err *err);

/* Drops what is in flight and frees everything. NULL is fine. */
void engine_free(struct engine *engine);

/* Opens the transport and begins to ask. Fails: -1 and `err`. */
int engine_start(struct engine *engine, struct err *err);

/* Returns the model. Borrowed; its `generation` tells of changes. */
const struct model *engine_model(const struct engine *engine);

/* Puts the runbooks and actions into the model; borrowed. */
void engine_set_desk(struct engine *engine, const struct desk *desk);

/* Judges ages anew at this moment (data grows stale without any answer). */
void engine_touch(struct engine *engine, struct moment now);

/* Shows a zoom that ends now (`end_ms` -1) or at an earlier wall time. */
void engine_show(struct engine *engine, size_t zoom, int64_t end_ms);

/* Asks everything at once; forgets back-offs. */
void engine_refresh(struct engine *engine);

/* Stops asking, and goes on. */
void engine_pause(struct engine *engine, bool is_paused);

/* Changes the refresh interval, 1 s to 1 h. */
void engine_set_refresh(struct engine *engine, int64_t refresh_ms);

/* Moves a panel on to its next query and stays there, even if it is empty. */
void engine_next_query(struct engine *engine, size_t panel);

/* Asks, from now on, the single numbers that the checks read (model/fact.h).
 */
void engine_want_facts(struct engine *engine);

/* What somebody who asks once wants to be told; `facts` is a set of 1 << id of
 * enum fact_id. */
struct engine_wants {
    const void *owner;
    bool (*question)(const void *owner, enum component_id id, const char *name);
    bool (*panel)(const void *owner, const char *id);
    unsigned facts;
    bool alerts;
};

/* Asks that and nothing else, and as much of it at once as can be. To be called
 * before engine_start(). */
void engine_want_only(struct engine *engine, const struct engine_wants *wants);

/* How a change at Alertmanager ended. */
struct engine_outcome {
    struct err err;         /* kind ERR_NONE when it is done */
    const char *silence_id; /* of a silence that was made; "" */
};

typedef void engine_done_fn(void *owner, const struct engine_outcome *outcome);

/* Makes a silence (or changes the one of `draft->id`) at the first Alertmanager
 * that answers, or the one that has it. `done` comes once from the loop, unless
 * the engine is freed before; the lists are asked anew then.
 * Fails: -1 and `err` (read-only, no Alertmanager); `done` does not come. */
int engine_silence(struct engine *engine, const struct silence_draft *draft,
                   engine_done_fn *done, void *owner, struct err *err);

/* Ends a silence now. Otherwise as engine_silence(). */
int engine_expire_silence(struct engine *engine, const char *id,
                          engine_done_fn *done, void *owner, struct err *err);

/* Notes that somebody has seen an alert; `by` NULL is the user who runs the
 * program. Fails: -1 and `err` when that could not be written down; it holds
 * until the program ends all the same. */
int engine_acknowledge(struct engine *engine, const struct alert *alert,
                       const char *by, struct err *err);

/* Asks Jaeger for the operations of a service, for the traces that a search
 * finds, for one trace; the answers, and what went wrong, are in the model's
 * `traces`. One question is in flight, the next one ends it. */
void engine_trace_operations(struct engine *engine, const char *service);
void engine_trace_search(struct engine *engine,
                         const struct trace_search *search);
void engine_trace_open(struct engine *engine, const char *id);

/* Asks what a view of `--view` needs to be whole: "trace:ID" and
 * "traces:SEARCH" (model/trace_search.h); nothing for other views. */
void engine_trace_wanted(struct engine *engine, const char *view);

/* Ends that question: nobody looks any more. */
void engine_trace_cancel(struct engine *engine);

/* Says whether everybody who knows of alerts answered or failed once. */
bool engine_alerts_are_settled(const struct engine *engine);

/* Says whether every panel was answered or failed at least once: a snapshot
 * waits for this. */
bool engine_is_settled(const struct engine *engine);

#endif
