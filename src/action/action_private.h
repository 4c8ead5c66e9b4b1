/* action_private.h - what the files of action.h share.
 *
 * Layer: action.
 */
#ifndef TRACETOP_ACTION_ACTION_PRIVATE_H
#define TRACETOP_ACTION_ACTION_PRIVATE_H

#include "action/action.h"

/* Fills an action, zeroed but for its id and exit status, from an open
 * folder. */
void action_read_folder(struct action *action, int folder);

#endif
