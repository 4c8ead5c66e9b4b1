/* template_lex.h - the words of a template.
 *
 * Layer: alert, private to template*.c. Source: Go text/template/parse, lex.go.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_LEX_H
#define TRACETOP_ALERT_TEMPLATE_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum token_kind {
    TOKEN_END, /* of the text */
    TOKEN_TEXT,
    TOKEN_OPEN,  /* {{ */
    TOKEN_CLOSE, /* }} */
    TOKEN_WORD,  /* a function's name, true, false, nil or a keyword */
    TOKEN_FIELD, /* .name */
    TOKEN_VARIABLE,
    TOKEN_NUMBER,
    TOKEN_CHAR,   /* 'x' */
    TOKEN_STRING, /* "x" or `x`, with its quotes */
    TOKEN_DOT,
    TOKEN_PIPE,
    TOKEN_COMMA,
    TOKEN_LEFT, /* ( */
    TOKEN_RIGHT,
    TOKEN_DECLARE, /* := */
    TOKEN_ASSIGN,
};

struct token {
    enum token_kind kind;
    bool after_space; /* blanks, or nothing, stood before it */
    size_t at;        /* its offset in the text */
    size_t length;    /* of TOKEN_TEXT: after trimming */
};

struct token_list {
    struct token *items; /* ends with TOKEN_END */
    size_t count, capacity;
};

/* Cuts a text into tokens. Owns: free() `list->items`, also after a failure.
 * Fails: -1 and `err` with Go's words, code is the line. */
int template_lex(const char *text, size_t length, struct token_list *list,
                 struct err *err);

/* Returns the line (from 1) of an offset. */
int template_line(const char *text, size_t at);

#endif
