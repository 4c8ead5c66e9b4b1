/* shell_words.h - a shell text as the simple commands in it.
 *
 * Layer: runbook. Enough of the shell's grammar to say where a command begins
 * and ends and what its words are: quotes, continued lines, heredocs, lists,
 * pipelines, compound commands, and substitutions to a stated depth. Nothing
 * is expanded and nothing is run. What it cannot read is said, not guessed.
 * Source: POSIX.1-2017, XCU 2, with bash's $'', <<<, &>, <() and [[ ]].
 */
#ifndef TRACETOP_RUNBOOK_SHELL_WORDS_H
#define TRACETOP_RUNBOOK_SHELL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

enum { SHELL_DEPTH_MAX = 16 }; /* substitutions inside each other */

struct shell_word {
    const char *text;   /* quotes removed; expansions stay as they stand */
    const char *raw;    /* as it stands */
    bool is_quoted;     /* some of it is */
    bool has_expansion; /* $ or ` where the shell expands it */
    bool is_glob;       /* *, ? or [ that is not quoted */
};

struct shell_redirect {
    const char *op;     /* ">", ">>", "<", "<<", "<<<", "&>", ">&", ... */
    const char *target; /* the file, descriptor or delimiter, unquoted */
    const char *body;   /* of a heredoc; else NULL */
    struct shell_redirect *next;
};

enum shell_link {
    SHELL_LINK_END, /* ; or a newline */
    SHELL_LINK_PIPE,
    SHELL_LINK_AND,
    SHELL_LINK_OR,
    SHELL_LINK_BACKGROUND,
};

struct shell_command {
    struct shell_word *assigns; /* NAME=value in front */
    size_t assign_count;
    struct shell_word *words; /* the program and its arguments; may be none */
    size_t word_count;
    struct shell_redirect *redirects;
    enum shell_link link; /* what follows it */
    bool is_piped;        /* it reads from the one before */
    bool is_top; /* begins a list outside every compound and substitution */
    int depth;   /* of substitution; 0: none */
    int line;    /* of the text, 1-based */
    size_t start, end; /* bytes of the text, redirections included */
};

struct shell_comment {
    const char *text; /* behind the # and the blanks */
    int line;
    bool is_top; /* on a line of its own, outside every compound command */
};

struct shell_script {
    struct shell_command *commands; /* one in a substitution comes before the
                                     * command it is in */
    size_t command_count;
    struct shell_comment *comments;
    size_t comment_count;
    const char *problem; /* "a quote is never closed", or NULL */
    int problem_line;
};

/* Reads a text of `length` bytes. After a problem there are the commands in
 * front of it. Owns: all of it is the pool's, which must live as long. */
void shell_parse(struct shell_script *script, struct pool *pool,
                 const char *text, size_t length);

#endif
