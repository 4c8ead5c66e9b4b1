/* rules_here_tell.c - what the alert list is told of the rules evaluated here.
 *
 * In slices: the states may not change under a list that was begun.
 */
#include "engine/rules_here_private.h"

#include <stdio.h>
#include <string.h>

#include "alert/rule_state.h"
#include "engine/alerts_private.h"

enum { LABELS_MOST = 64 }; /* of an instance, and annotations of a rule */

static void tell_rule(const struct here *one, const struct told_sink *sink);
static void tell_instance(const struct here *one,
                          const struct rule_instance *instance,
                          const struct told_sink *sink);
static struct label_text text_of(const char *name, const char *value);
static void tell_not_loaded(const struct rules_here *here,
                            const struct told_sink *sink);
static void hand_over(struct rules_here *here);

bool rules_here_publish(struct rules_here *here, size_t *budget)
{
    struct told_sink sink;

    if (!here->batch) {
        here->batch =
            told_batch_new(alert_list_symbols(here->engine->alerts_feed->list),
                           ALERT_FROM_HERE);
        here->written = here->written_instances = 0;
        here->is_stale = false;
    }
    sink = told_batch_sink(here->batch);
    for (; here->written < here->count; here->written++) {
        const struct here *one = &here->rules[here->written];
        size_t count = one->is_missing ? rule_state_count(one->state) : 0;

        for (; here->written_instances < count; here->written_instances++) {
            if (!*budget)
                return false;
            --*budget;
            tell_instance(
                one, rule_state_at(one->state, here->written_instances), &sink);
        }
        if (one->is_missing)
            tell_rule(one, &sink);
        here->written_instances = 0;
    }
    tell_not_loaded(here, &sink);
    hand_over(here);
    return true;
}

static void tell_rule(const struct here *one, const struct told_sink *sink)
{
    sink->rule(sink->owner,
               &(struct told_rule){.name = one->rule->name,
                                   .expression = one->rule->expression,
                                   .health = one->error[0] ? "err" : "ok",
                                   .error = one->error,
                                   .for_ms = one->rule->for_ms});
    sink->group(sink->owner, &(struct told_group){.name = one->group->name,
                                                  .file = one->group->file});
}

/* The list itself remembers what is resolved. */
static void tell_instance(const struct here *one,
                          const struct rule_instance *instance,
                          const struct told_sink *sink)
{
    struct label_text labels[LABELS_MOST];
    struct label_text annotations[LABELS_MOST];
    size_t count = 0, notes = 0;

    if (instance->state == RULE_RESOLVED)
        return;
    for (size_t i = 0;
         i < labels_count(instance->labels) && count < LABELS_MOST; i++)
        labels[count++] = text_of(labels_name(instance->labels, i),
                                  labels_value(instance->labels, i));
    for (size_t i = 0; i < one->rule->annotation_count && notes < LABELS_MOST;
         i++)
        annotations[notes++] =
            text_of(one->rule->annotations[i].name, instance->annotations[i]);
    sink->alert(sink->owner,
                &(struct told_alert){
                    .labels = labels,
                    .label_count = count,
                    .annotations = annotations,
                    .annotation_count = notes,
                    .state = instance->state == RULE_PENDING ? ALERT_PENDING
                                                             : ALERT_FIRING,
                    .since_ms = instance->active_at_ms,
                    .value = instance->value,
                    .fingerprint = "",
                    .silence_id = "",
                    .inhibited_by = "",
                });
}

static struct label_text text_of(const char *name, const char *value)
{
    return (struct label_text){name, strlen(name), value, strlen(value)};
}

/* A group of the user's own file that Prometheus does not have is worth a
 * line; that it has none of the built-in ones is not. */
static void tell_not_loaded(const struct rules_here *here,
                            const struct told_sink *sink)
{
    for (size_t i = 0;
         here->engine->settings->rules_count && i < here->set.group_count;
         i++) {
        const struct rule_group *group = &here->set.groups[i];
        size_t missing = 0, alerts = 0;
        char why[200];

        for (size_t k = 0; k < here->count; k++) {
            alerts += here->rules[k].group == group;
            missing +=
                here->rules[k].group == group && here->rules[k].is_missing;
        }
        if (!missing)
            continue;
        (void)snprintf(why, sizeof(why),
                       "Prometheus has not loaded %zu of its %zu alerts: "
                       "evaluated here",
                       missing, alerts);
        sink->rule(sink->owner, &(struct told_rule){.name = group->name,
                                                    .expression = "",
                                                    .health = TOLD_NOT_LOADED,
                                                    .error = why});
        sink->group(sink->owner, &(struct told_group){.name = group->name,
                                                      .file = group->file});
    }
}

/* Hands all of them to the list, as a source of its own. */
static void hand_over(struct rules_here *here)
{
    alert_list_take(here->engine->alerts_feed->list, here->source, here->batch);
    here->batch = NULL;
    alerts_feed_dirty(here->engine);
}
