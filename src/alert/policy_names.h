/* policy_names.h - lists of names, for policy*.c alone.
 *
 * Layer: alert, private.
 */
#ifndef TRACETOP_ALERT_POLICY_NAMES_H
#define TRACETOP_ALERT_POLICY_NAMES_H

#include "alert/policy.h"

/* Adds a copy of a name. */
void policy_names_add(struct policy_names *names, const char *name);

/* Frees the names. A zeroed struct is fine. */
void policy_names_clear(struct policy_names *names);

#endif
