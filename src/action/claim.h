/* claim.h - a consent is used by one program only.
 *
 * Layer: action. Whoever makes the file $STATE/consents/ID first has it.
 */
#ifndef TRACETOP_ACTION_CLAIM_H
#define TRACETOP_ACTION_CLAIM_H

#include <stdint.h>

#include "base/err.h"

/* Claims a consent; also drops claims of consents that are long void.
 * Fails: -1 and `err` (ERR_REFUSED when somebody has it). */
int claim_make(const char *state_dir, const char *consent_id, int64_t wall_ms,
               struct err *err);

#endif
