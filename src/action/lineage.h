/* lineage.h - which processes a step has started, also when nobody watched.
 *
 * Layer: action; private to it. Ours is for certain: what carries the step's
 * mark in its environment; its shell, by number and start; what is of the
 * session the step ran in or of one that a process of ours opened; what
 * descends from one of ours that lives; what was told of at its end. Once
 * known, a process stays known by number and start, wherever it goes and
 * whatever its parents do.
 *
 * A session's number is taken as long as one of its members lives, and given
 * out again after that. So a member that lies in the right session is ours
 * only when the kernel's number for its scheduling group, which is never given
 * out twice, says so, or when a process that is ours by something else lives
 * beside it. Where neither is, it is doubtful: told, never signalled.
 */
#ifndef TRACETOP_ACTION_LINEAGE_H
#define TRACETOP_ACTION_LINEAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "action/process.h"

struct json_t;

struct lineage_member {
    struct process process;
    bool is_doubtful;
    bool is_refused; /* for who looks: it may not be signalled */
};

/* One that is ours as long as somebody of ours lives in it; by the number of
 * its scheduling group, where there is one, for ever. */
struct lineage_session {
    pid_t number;
    int64_t autogroup;
};

struct lineage {
    const char *mark;          /* borrowed */
    struct process shell;      /* pid 0: numbers tell nothing here and now */
    struct process supervisor; /* pid 0: likewise; never one of ours: when its
                                * lock is free it is about to be gone */
    int64_t autogroup;         /* of the shell's session; 0: not known */
    struct lineage_member *members; /* who lived at the last look */
    size_t count;
    struct lineage_session *sessions;
    size_t session_count;
};

/* Notes in a running.json how the processes of a shell can be told, which
 * waits to be let run, in the session that the step will have, and how this
 * process, its supervisor. */
void lineage_note(struct json_t *running, pid_t shell);

/* Begins with the mark and a running.json, or NULL; numbers of another start
 * of the machine or of another container are not taken. Nothing is known yet.
 * Owns: the caller ends it with lineage_clear(). */
void lineage_open(struct lineage *lineage, const char *mark,
                  const struct json_t *running);

/* Takes a process for ours that an earlier look has told of, by its number and
 * its start (0: not known, it is left out). Before the first look. */
void lineage_know(struct lineage *lineage, pid_t pid, int64_t start);

/* Finds who lives, this process not among them. Those that were refused stay
 * so. Returns how many are neither doubtful nor refused. */
size_t lineage_look(struct lineage *lineage);

/* Frees it. */
void lineage_clear(struct lineage *lineage);

#endif
