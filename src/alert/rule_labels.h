/* rule_labels.h - the labels of an alert, made of its sample's and its rule's.
 *
 * Layer: alert, for rule_state.c.
 */
#ifndef TRACETOP_ALERT_RULE_LABELS_H
#define TRACETOP_ALERT_RULE_LABELS_H

#include "alert/rule_set.h"
#include "alert/template.h"
#include "data/labels.h"

/* Returns context->labels without __name__, overlaid with the rule's labels
 * (templates expanded) and alertname.
 * Owns: one reference, given back with labels_unref(). */
const struct labels *rule_labels_intern(struct symtab *table,
                                        const struct rule *rule,
                                        const struct template_context *context);

#endif
