/* rule_hint.h - what a YAML file is when it is no rule file.
 *
 * Layer: alert, for rule_file.c. The wrong file is given more often than a
 * broken one, and its keys tell which it is.
 */
#ifndef TRACETOP_ALERT_RULE_HINT_H
#define TRACETOP_ALERT_RULE_HINT_H

#include "config/yaml.h"

/* Returns what the document is and what to do with it, NULL when it may be a
 * rule file or is not known. Borrowed for ever. */
const char *rule_hint(const struct yaml_node *root);

/* Returns what may be meant by bytes that are no YAML from that line on, ""
 * when there is no idea. Borrowed for ever. */
const char *rule_hint_of_text(const char *bytes, size_t length, int line);

#endif
