/* template_parser.h - what statements and pipelines share while parsing.
 *
 * Layer: alert, private to template_parse.c and template_operand.c. A failure
 * is remembered: after the first one nothing else is told.
 */
#ifndef TRACETOP_ALERT_TEMPLATE_PARSER_H
#define TRACETOP_ALERT_TEMPLATE_PARSER_H

#include "alert/template_lex.h"
#include "alert/template_tree.h"

enum { TEMPLATE_MAX_VARIABLES = 64 };

struct template_parser {
    struct pool *pool;
    const char *text;
    const struct token_list *tokens;
    size_t at; /* the next token */
    struct template_part *parts;
    const char *variables[TEMPLATE_MAX_VARIABLES]; /* in sight */
    size_t variable_count;
    int depth, range_depth;
    bool took_end; /* an `else if` has eaten the {{end}} of both */
    bool has_failed;
    struct err *err;
};

/* Parses a pipeline and the `end` behind it. NULL when it failed. */
struct template_node *parser_pipeline(struct template_parser *parser,
                                      const char *context, enum token_kind end);

/* Reads a string constant into `value`, which the pool owns. */
int parser_string(struct template_parser *parser, const struct token *token,
                  struct value *value);

/* Returns the next token without or with taking it; the last one stays. */
const struct token *parser_peek(const struct template_parser *parser);
const struct token *parser_next(struct template_parser *parser);

/* Says whether the token `ahead` of the next is this word. */
bool parser_is_word(const struct template_parser *parser, size_t ahead,
                    const char *word);

/* Takes the next token if it is this word. */
bool parser_take_word(struct template_parser *parser, const char *word);

/* Takes the "}}". Fails: -1. */
int parser_close(struct template_parser *parser, const char *context);

/* Makes a node that stands where `token` is. */
struct template_node *parser_node(struct template_parser *parser,
                                  enum template_kind kind,
                                  const struct token *token);

/* Brings a variable into sight; forgets all but the first `count`. */
void parser_declare(struct template_parser *parser, const char *name);
void parser_forget(struct template_parser *parser, size_t count);

/* Each fails: -1. */
int parser_unexpected(struct template_parser *parser, const struct token *token,
                      const char *context);
int parser_fail(struct template_parser *parser, const char *fmt, ...)
    ERR_PRINTF(2, 3);

#endif
