/* action_folder.h - the folder of a run, made and filled.
 *
 * Layer: action; private to it. See action.h for what is in it. It is made
 * whole under another name and then put in its place, so a folder with a
 * number always has its lock and its action.json.
 */
#ifndef TRACETOP_ACTION_ACTION_FOLDER_H
#define TRACETOP_ACTION_ACTION_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "action/action.h"
#include "action/plan.h"
#include "base/err.h"

struct json_t;

#define ACTION_FILE_WHAT "action.json"
#define ACTION_FILE_RUNNING "running.json"
#define ACTION_FILE_RESULT "result.json"
#define ACTION_FILE_LEFT "left.json"
#define ACTION_FILE_LOCK "lock"
#define ACTION_FILE_CONTROL "control"
#define ACTION_FILE_SEEN "seen"
#define ACTION_FILE_AUDITED "audited" /* the end is in the audit log */
#define ACTION_FILE_RESERVE "reserve" /* room for the result on a full disk */

struct action_folder {
    char id[ACTION_ID_SIZE];
    int fd;      /* the folder */
    int lock;    /* held while it is open anywhere; -1: not ours */
    int control; /* the FIFO, open for both, so that no word is lost; or -1 */
};

struct action_origin {
    const char *who, *host, *consent;
    int64_t wall_ms;
};

/* Makes $STATE/actions/ID with action.json and takes its lock.
 * Owns: the caller ends it with action_folder_close(), also after a failure.
 * Fails: -1 and `err`; nothing is left. */
int action_folder_make(struct action_folder *folder, const char *state_dir,
                       const struct plan *plan,
                       const struct action_origin *origin, struct err *err);

/* Opens one that is there, without its lock. Owns, Fails: as above. */
int action_folder_open(struct action_folder *folder, const char *state_dir,
                       const char *id, struct err *err);

/* Closes it, which gives the lock back. */
void action_folder_close(struct action_folder *folder);

/* Takes it away with all that is in it; for one that never ran. */
void action_folder_remove(const struct action_folder *folder,
                          const char *state_dir);

/* Opens $STATE/actions, made when `is_made`.
 * Owns: close() it. Fails: -1 and `err`: not there, or not ours alone. */
int action_folder_open_all(const char *state_dir, bool is_made,
                           struct err *err);

/* Takes away a folder of that folder, with the files in it. */
void action_folder_empty(int actions, const char *name);

/* Returns whether somebody holds its lock. */
bool action_folder_is_held(int folder);

/* Writes an empty file. Fails: -1 and `err`; one that is there is fine. */
int action_folder_mark(int folder, const char *name, struct err *err);

/* Returns whether a name is the id of an action. */
bool action_folder_is_id(const char *name);

/* How a run ended, to be written down. */
struct action_result {
    enum action_state state;
    int64_t wall_ms;
    int exit_status, signum;
    uint64_t output_bytes;
    const char *cancelled_by; /* NULL: nobody */
    const char *problem;      /* NULL: none */
    const struct action_process *alive;
    size_t alive_count;
};

/* Writes the result, once.
 * Fails: -1 and `err`; with code EEXIST somebody did already. */
int action_folder_put_result(int folder, const struct action_result *result,
                             struct err *err);

/* What somebody's ending of what a run left behind came to. */
struct action_left {
    const struct action_process *alive; /* still */
    size_t alive_count;
    const char *who; /* ended it */
    int64_t wall_ms;
};

/* Notes it. Fails: -1 and `err`. */
int action_folder_put_left(int folder, const struct action_left *left,
                           struct err *err);

/* Adds the audit line about the end and marks the folder, so that nobody does
 * it again. Fails: -1 and `err`. */
int action_folder_audit_end(int folder, const char *state_dir, const char *id,
                            const struct action_result *result,
                            struct err *err);

#endif
