/* action.h - one run of a step, as its folder tells it.
 *
 * Layer: action. $STATE/actions/ID/ holds action.json (what and who),
 * running.json (which processes), output and tail (see output.h), result.json
 * (how it ended), left.json (who ended what it left behind, and what lives
 * still), lock (held by the supervisor while it lives), control (a
 * FIFO that takes "cancel"), seen (somebody has looked at the result). Every
 * reader takes torn and missing files for what they are.
 */
#ifndef TRACETOP_ACTION_ACTION_H
#define TRACETOP_ACTION_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/pool.h"
#include "runbook/risk.h"

enum {
    ACTION_ID_SIZE = 24, /* "12", "4711"; NUL-ended */
    ACTION_PROCESS_TEXT = 512,
};

enum action_state {
    ACTION_STARTING, /* its folder is there, its step not yet */
    ACTION_RUNNING,
    ACTION_DONE,      /* exit 0 */
    ACTION_FAILED,    /* another exit, a signal, or it could not start */
    ACTION_CANCELLED, /* by a person */
    ACTION_TIMED_OUT,
    ACTION_LOST, /* its supervisor died; nobody knows how it went */
};

struct action_variable {
    const char *name;
    const char *value;
};

/* A process that outlived its step. */
struct action_process {
    int64_t pid;
    int64_t start; /* see struct process: with the number it is this one and no
                    * other; 0: not known */
    const char *name; /* its command line, cut */
    const char *user; /* whose it is when we may not signal it; else "" */
    bool is_doubtful; /* it may be another's, so it was not signalled */
};

struct action {
    const char *id;
    enum action_state state;
    /* what: action.json */
    const char *runbook, *runbook_title;
    int step;
    const char *step_title;
    const char *command, *shell;
    struct action_variable *variables;
    size_t variable_count;
    enum risk risk;
    const char *reason;
    const char *context, *namespace_name, *kubectl_context;
    const char *alert, *panel; /* "" for none */
    const char *who, *host;
    int64_t timeout_ms;
    bool is_interactive, is_dry_run, is_edited;
    int64_t started_wall_ms;
    /* how: result.json; 0 before that */
    int64_t ended_wall_ms;
    int exit_status; /* -1: no exit (yet) */
    int signum;      /* that ended it, or 0 */
    uint64_t output_bytes;
    const char *cancelled_by;     /* "" when nobody did */
    const char *problem;          /* what else went wrong, for people; or "" */
    struct action_process *alive; /* what still lives */
    size_t alive_count;
    /* left.json: somebody ended what it left, `alive` is what that left */
    const char *left_ended_by; /* "" when nobody did */
    int64_t left_ended_wall_ms;
    int64_t pid;  /* of the step, its process group too; 0: not started */
    bool is_seen; /* its end was looked at */
    struct pool pool;
};

/* Reads one action. Owns: the caller ends it with action_clear(), also after
 * a failure. Fails: -1 and `err`: no such id, or no folder of ours. */
int action_read(struct action *action, const char *state_dir, const char *id,
                struct err *err);

/* Frees it. A zeroed struct is fine. */
void action_clear(struct action *action);

struct action_list {
    struct action *actions; /* newest first */
    size_t count;
    size_t left_out; /* older than the `most` that were asked for */
};

/* Reads the newest `most` actions; none when there is no folder yet.
 * Owns: the caller ends it with action_list_clear(), also after a failure.
 * Fails: -1 and `err` when the folder cannot be read or is not ours alone. */
int action_list_read(struct action_list *list, const char *state_dir,
                     size_t most, struct err *err);

/* Frees it. A zeroed struct is fine. */
void action_list_clear(struct action_list *list);

/* Notes that a person has seen how it ended. Fails: -1 and `err`. */
int action_mark_seen(const char *state_dir, const char *id, struct err *err);

/* Writes down those that were lost (result and audit line), once, whoever
 * comes first. Returns how many it settled. Fails: -1 and `err`. */
int action_settle_lost(const char *state_dir, int64_t wall_ms, struct err *err);

/* Asks the supervisor to cancel; returns at once, the result tells. `who` is
 * told in it. Fails: -1 and `err`: not running, or lost. */
int action_cancel(const char *state_dir, const char *id, const char *who,
                  struct err *err);

/* Returns an inotify descriptor, non-blocking, that is readable when something
 * changes: in the folder of that action, or with a NULL `id` when actions
 * begin. Drain it with action_watch_drain(), then read again what is shown; a
 * chatty step changes often, so read at most some times a second.
 * Owns: close() it. Fails: -1 and `err`. */
int action_watch(const char *state_dir, const char *id, struct err *err);

/* Takes what a watch has to tell, so that it waits again. */
void action_watch_drain(int fd);

/* Returns whether the state is one that will not change any more. */
bool action_is_over(enum action_state state);

/* Returns whether something of an action that is over may still live, as far
 * as its folder tells. */
bool action_may_have_left(const struct action *action);

/* Writes "123 sleep 300", and what a person has to do when we may not signal
 * it. ACTION_PROCESS_TEXT bytes are enough. */
void action_process_format(char *out, size_t size,
                           const struct action_process *process);

/* Returns "starting", "running", "done", "failed", "cancelled", "timed out",
 * "lost". */
const char *action_state_name(enum action_state state);

/* Returns what a shell would: the exit status, 128 + the signal, 124 for timed
 * out, 130 for cancelled, 70 for lost or never started. */
int action_exit_code(const struct action *action);

#endif
