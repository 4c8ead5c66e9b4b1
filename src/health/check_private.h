/* check_private.h - what the checks share.
 *
 * Layer: health, private.
 */
#ifndef TRACETOP_HEALTH_CHECK_PRIVATE_H
#define TRACETOP_HEALTH_CHECK_PRIVATE_H

#include "health/check.h"
#include "model/component.h"
#include "model/fact.h"

enum { MINUTE_MS = 60000, HOUR_MS = 3600000, DAY_MS = 86400000 };

/* How a component's own API stands to a check. */
enum check_voice {
    VOICE_OFF,    /* it is not configured, or not for that question */
    VOICE_SILENT, /* not asked to the end yet */
    VOICE_FRESH,  /* it told lately */
    VOICE_DOWN,   /* no connection, no answer in time, or 5xx */
    VOICE_DENIED, /* it answers, but not what was asked */
};

typedef void check_fn(const struct model *model, int64_t now_ms,
                      struct check_result *result);
check_fn check_pods, check_elasticsearch, check_disk, check_ingestion,
    check_collectors, check_kafka, check_query, check_prometheus,
    check_alertmanager, check_backups, check_certificates;

/* Adds a sentence; the result becomes as bad as `status` if it was better. */
void check_add(struct check_result *result, enum health_state status,
               const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Says how a question of a component stands (NULL: its first one). `asked`
 * (may be NULL) gets it. */
enum check_voice check_voice(const struct model *model, enum component_id id,
                             const char *question, int64_t now_ms,
                             const struct asked **asked);

/* Adds why a component does not tell, as unknown. */
void check_add_silence(struct check_result *result, const struct model *model,
                       enum component_id id, const char *question);

/* Returns a fact's number, NAN when it is not known. */
double check_fact(const struct model *model, enum fact_id id);

/* Returns the panel of an id if its number is there and fresh, else NULL. */
const struct panel *check_panel(const struct model *model, const char *id);

/* Takes a panel's value and state, and adds "LONG VALUE" to the summary;
 * `what` stands before it ("", "p99 "). Returns false when there is none. */
bool check_add_panel(struct check_result *result, const struct model *model,
                     const char *id, const char *what);

/* Adds, as unknown, why a panel has no number. */
void check_add_panel_reason(struct check_result *result,
                            const struct model *model, const char *id);

#endif
