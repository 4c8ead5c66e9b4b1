/* shell_lex.h - the tokens of a shell text.
 *
 * Layer: runbook; part of shell_words.h. A range of a text is read token by
 * token; substitutions in a word are told to the owner as ranges of their own,
 * which it reads with a lexer of their own.
 */
#ifndef TRACETOP_RUNBOOK_SHELL_LEX_H
#define TRACETOP_RUNBOOK_SHELL_LEX_H

#include "base/buf.h"
#include "runbook/shell_words.h"

enum shell_token {
    SHELL_TOKEN_END,
    SHELL_TOKEN_NEWLINE,
    SHELL_TOKEN_WORD,     /* `word` */
    SHELL_TOKEN_OP,       /* `op`: ; & && | || |& ;; ( ) */
    SHELL_TOKEN_REDIRECT, /* `op`; a word follows */
    SHELL_TOKEN_COMMENT,  /* `word.text` */
};

/* Takes a substitution: bytes `start` to `end`, of which the first is on
 * `line`. */
typedef void shell_inner_fn(void *owner, size_t start, size_t end, int line);

struct shell_lexer {
    const char *text;
    size_t at, end;
    int line;
    struct pool *pool;
    struct buf *scratch;
    shell_inner_fn *inner;
    void *owner;
    const char *problem; /* what ended the reading early, or NULL */
    int problem_line;

    /* the token */
    size_t start; /* its first byte */
    int start_line;
    struct shell_word word;
    char op[4];
    bool is_line_start; /* only blanks before it on its line */
};

/* Reads the next token. */
enum shell_token shell_lex(struct shell_lexer *lexer);

/* Reads the heredoc that begins at the lexer's place (the start of a line).
 * Returns its body; a missing delimiter is a problem. */
const char *shell_lex_heredoc(struct shell_lexer *lexer, const char *delimiter,
                              bool strips_tabs, bool is_literal);

#endif
