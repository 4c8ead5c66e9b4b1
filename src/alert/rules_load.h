/* rules_load.h - the rules in force: the user's files, else the built-in ones.
 *
 * Layer: alert.
 */
#ifndef TRACETOP_ALERT_RULES_LOAD_H
#define TRACETOP_ALERT_RULES_LOAD_H

#include "alert/rule_set.h"
#include "config/settings.h"

/* Reads the files of the configuration, or those that are compiled in when it
 * names none: these with the namespace and the consumer group of the context in
 * force (rule_names.h). A file with an error is left out as a whole.
 * Fails: -1 when there was such a file; `findings` say why. */
int rules_load(struct rule_set *set, const struct settings *settings,
               struct rule_findings *findings);

#endif
