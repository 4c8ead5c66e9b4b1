/* rule_names.h - the user's names in the built-in rules.
 *
 * Layer: alert. The shipped file is a plain rule file with the usual names in
 * it; where the context has others, they take their place. Files of the user
 * are never changed.
 */
#ifndef TRACETOP_ALERT_RULE_NAMES_H
#define TRACETOP_ALERT_RULE_NAMES_H

#include "alert/rule_set.h"

struct rule_names {
    const char *namespace_name; /* NULL: the usual one stays */
    const char *kafka_group;    /* likewise */
};

/* Puts the names into the expressions of a built-in file's rules, escaped. A
 * group of one's own replaces both usual ones. Returns how many places were
 * changed. */
size_t rule_names_apply(struct rule_set *set, const struct rule_names *names);

#endif
