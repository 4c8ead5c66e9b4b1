/* steps.h - a code fence as the steps that a reader would count.
 *
 * Layer: runbook. Numbered comments ("# 1. ...") and "# Option N: ..." part a
 * fence; where there are none, each comment on a line of its own does. A step
 * without a command in it is held back, and so is one that the shell could not
 * read. Lines that are YAML, and the output below a "$ " prompt, are no part
 * of the command.
 */
#ifndef TRACETOP_RUNBOOK_STEPS_H
#define TRACETOP_RUNBOOK_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "runbook/markdown.h"
#include "runbook/risk.h"

enum { STEP_TIMEOUT_MS = 5 * 60 * 1000 }; /* where the fence names none */

struct step {
    int number;           /* 1-based; the caller's */
    const char *title;    /* the comment's words, or the command's first line */
    const char *language; /* of the fence: "bash"; "" for a bare one */
    const char *command;  /* what the shell is given; held back: comments */
    const char *section;  /* "Diagnosis"; the caller's, "" for none */
    int line;             /* of the page: its comment, or its first command */
    int last_line;
    const int *lines; /* of the page, for each line of `command` */
    int command_lines;
    enum risk risk;
    const char *reason;
    bool is_held_back;
    const char *problem; /* why it cannot be run as it is, or NULL */
    const char **placeholders;
    size_t placeholder_count;
    const char *confirm; /* the word to type, or NULL: the usual one */
    int64_t timeout_ms;
    bool is_interactive;
    size_t block; /* of the page; the caller's */
};

struct step_list {
    struct step *steps;
    size_t count;
};

/* Adds the steps of a fence, which must be a BLOCK_FENCE; none when it is no
 * shell. Owns: all of it is the pool's. */
void steps_read(struct step_list *list, struct pool *pool,
                const struct block *block);

/* Returns whether a fence holds shell commands: by its language, or a bare one
 * by its first word. */
bool steps_is_shell(const struct block *block);

/* Returns whether a line is YAML ("key: value", "- name: x") rather than a
 * command. */
bool steps_is_yaml(const char *line, size_t length);

#endif
