/* template_operand.c - pipelines of a template: commands and operands. */
#include "alert/template_parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alert/template_func.h"
#include "alert/template_quote.h"

static int parse_declaration(struct template_parser *parser,
                             struct template_node *pipeline, bool is_range);
static struct template_node *parse_command(struct template_parser *parser);
static struct template_node *parse_operand(struct template_parser *parser);
static struct template_node *parse_term(struct template_parser *parser);
static struct template_node *parse_word(struct template_parser *parser,
                                        const struct token *token);
static struct template_node *parse_variable(struct template_parser *parser,
                                            const struct token *token);
static struct template_node *parse_number(struct template_parser *parser,
                                          const struct token *token);
static bool starts_operand(const struct token *token);
static bool can_be_called(const struct template_node *command);

struct template_node *parser_pipeline(struct template_parser *parser,
                                      const char *context, enum token_kind end)
{
    struct template_node *node =
        parser_node(parser, TEMPLATE_PIPELINE, parser_peek(parser));
    struct template_node **last = &node->first;
    size_t stage = 0;

    if (parse_declaration(parser, node, !strcmp(context, "range")) < 0)
        return NULL;
    while (starts_operand(parser_peek(parser))) {
        *last = parse_command(parser);
        if (!*last)
            return NULL;
        if (stage++ && !can_be_called(*last)) {
            (void)parser_fail(
                parser, "non executable command in pipeline stage %zu", stage);
            return NULL;
        }
        last = &(*last)->next;
    }
    if (parser_peek(parser)->kind != end) {
        (void)parser_unexpected(parser, parser_next(parser), context);
        return NULL;
    }
    if (!node->first) {
        (void)parser_fail(parser, "missing value for %s", context);
        return NULL;
    }
    node->length = parser_peek(parser)->at - node->at;
    (void)parser_next(parser);
    return node;
}

/* `$x :=`, `$x =`, or in a range `$i, $x :=`. */
static int parse_declaration(struct template_parser *parser,
                             struct template_node *pipeline, bool is_range)
{
    const struct token *tokens = parser->tokens->items + parser->at;
    size_t count = 1, end = 1;

    if (tokens[0].kind != TOKEN_VARIABLE)
        return 0;
    if (is_range && tokens[1].kind == TOKEN_COMMA &&
        tokens[2].kind == TOKEN_VARIABLE) {
        count = 2;
        end = 3;
    }
    if (tokens[end].kind != TOKEN_DECLARE && tokens[end].kind != TOKEN_ASSIGN)
        return count == 2 ? parser_unexpected(parser, &tokens[end], "range")
                          : 0;
    pipeline->is_assignment = tokens[end].kind == TOKEN_ASSIGN;
    for (size_t i = 0; i < count; i++) {
        const struct token *token = &tokens[2 * i];

        pipeline->vars[i] =
            pool_copy(parser->pool, parser->text + token->at, token->length);
        if (pipeline->is_assignment) {
            if (!parse_variable(parser, token))
                return -1;
        } else {
            parser_declare(parser, pipeline->vars[i]);
        }
    }
    parser->at += end + 1;
    return parser->has_failed ? -1 : 0;
}

static struct template_node *parse_command(struct template_parser *parser)
{
    struct template_node *node =
        parser_node(parser, TEMPLATE_COMMAND, parser_peek(parser));
    struct template_node **last = &node->first;
    const struct token *token;

    do {
        *last = parse_operand(parser);
        if (!*last)
            return NULL;
        node->length = (*last)->at + (*last)->length - node->at;
        last = &(*last)->next;
        token = parser_peek(parser);
    } while (starts_operand(token) && token->after_space);
    if (token->kind == TOKEN_PIPE) {
        (void)parser_next(parser);
        if (starts_operand(parser_peek(parser)))
            return node;
        if (parser_peek(parser)->kind == TOKEN_CLOSE ||
            parser_peek(parser)->kind == TOKEN_RIGHT)
            (void)parser_fail(parser, "missing value for command");
        else
            (void)parser_unexpected(parser, parser_next(parser), "command");
        return NULL;
    }
    if (token->kind == TOKEN_CLOSE || token->kind == TOKEN_RIGHT)
        return node;
    (void)parser_unexpected(parser, token, "operand");
    return NULL;
}

/* A term and the fields behind it. */
static struct template_node *parse_operand(struct template_parser *parser)
{
    struct template_node *node = parse_term(parser);

    while (node && parser_peek(parser)->kind == TOKEN_FIELD &&
           !parser_peek(parser)->after_space) {
        const struct token *token = parser_next(parser);
        struct template_node *field;

        if (node->kind == TEMPLATE_CONSTANT || node->kind == TEMPLATE_NIL ||
            node->kind == TEMPLATE_DOT) {
            (void)parser_fail(parser, "unexpected . after term");
            return NULL;
        }
        field = parser_node(parser, TEMPLATE_FIELD, token);
        field->name = pool_copy(parser->pool, parser->text + token->at + 1,
                                token->length - 1);
        field->first = node;
        field->at = node->at;
        field->length = token->at + token->length - node->at;
        node = field;
    }
    return node;
}

static struct template_node *parse_term(struct template_parser *parser)
{
    const struct token *token = parser_next(parser);
    struct template_node *node;

    switch (token->kind) {
    case TOKEN_WORD:
        return parse_word(parser, token);
    case TOKEN_DOT:
        return parser_node(parser, TEMPLATE_DOT, token);
    case TOKEN_VARIABLE:
        return parse_variable(parser, token);
    case TOKEN_FIELD:
        node = parser_node(parser, TEMPLATE_FIELD, token);
        node->name = pool_copy(parser->pool, parser->text + token->at + 1,
                               token->length - 1);
        return node;
    case TOKEN_STRING:
        node = parser_node(parser, TEMPLATE_CONSTANT, token);
        return parser_string(parser, token, &node->value) < 0 ? NULL : node;
    case TOKEN_LEFT:
        if (++parser->depth > TEMPLATE_MAX_DEPTH) {
            (void)parser_fail(parser, "nested more than %d deep",
                              TEMPLATE_MAX_DEPTH);
            return NULL;
        }
        node = parser_pipeline(parser, "parenthesized pipeline", TOKEN_RIGHT);
        parser->depth--;
        if (node) { /* with its parentheses, for messages */
            node->at = token->at;
            node->length =
                parser->tokens->items[parser->at - 1].at + 1 - token->at;
        }
        return node;
    default:
        return parse_number(parser, token);
    }
}

static struct template_node *parse_word(struct template_parser *parser,
                                        const struct token *token)
{
    struct template_node *node = parser_node(parser, TEMPLATE_FUNCTION, token);
    char *name =
        pool_copy(parser->pool, parser->text + token->at, token->length);

    node->name = name;
    if (!strcmp(name, "nil")) {
        node->kind = TEMPLATE_NIL;
    } else if (!strcmp(name, "true") || !strcmp(name, "false")) {
        node->kind = TEMPLATE_CONSTANT;
        node->value = value_bool(name[0] == 't');
    } else if (!template_func_find(name)) {
        (void)parser_fail(parser, "function \"%s\" not defined", name);
        return NULL;
    }
    return node;
}

static struct template_node *parse_variable(struct template_parser *parser,
                                            const struct token *token)
{
    struct template_node *node = parser_node(parser, TEMPLATE_VARIABLE, token);

    node->name =
        pool_copy(parser->pool, parser->text + token->at, token->length);
    for (size_t i = parser->variable_count; i-- > 0;)
        if (!strcmp(parser->variables[i], node->name))
            return node;
    (void)parser_fail(parser, "undefined variable \"%s\"", node->name);
    return NULL;
}

static struct template_node *parse_number(struct template_parser *parser,
                                          const struct token *token)
{
    struct template_node *node = parser_node(parser, TEMPLATE_CONSTANT, token);
    const char *text = parser->text + token->at;
    bool is_right = token->kind == TOKEN_CHAR
                        ? quote_read_char(text, token->length, &node->value)
                        : quote_read_number(text, token->length, &node->value);

    if (is_right)
        return node;
    (void)parser_fail(parser,
                      token->kind == TOKEN_CHAR
                          ? "malformed character constant: %.*s"
                          : "bad number syntax: \"%.*s\"",
                      token->length > 40 ? 40 : (int)token->length, text);
    return NULL;
}

int parser_string(struct template_parser *parser, const struct token *token,
                  struct value *value)
{
    if (quote_read_string(parser->pool, parser->text + token->at, token->length,
                          value))
        return 0;
    return parser_fail(parser, "invalid syntax");
}

static bool starts_operand(const struct token *token)
{
    switch (token->kind) {
    case TOKEN_WORD:
    case TOKEN_FIELD:
    case TOKEN_VARIABLE:
    case TOKEN_NUMBER:
    case TOKEN_CHAR:
    case TOKEN_STRING:
    case TOKEN_DOT:
    case TOKEN_LEFT:
        return true;
    default:
        return false;
    }
}

static bool can_be_called(const struct template_node *command)
{
    enum template_kind kind = command->first->kind;

    return kind != TEMPLATE_CONSTANT && kind != TEMPLATE_DOT &&
           kind != TEMPLATE_NIL;
}

const struct token *parser_peek(const struct template_parser *parser)
{
    return &parser->tokens->items[parser->at];
}

const struct token *parser_next(struct template_parser *parser)
{
    const struct token *token = parser_peek(parser);

    if (token->kind != TOKEN_END)
        parser->at++;
    return token;
}

bool parser_is_word(const struct template_parser *parser, size_t ahead,
                    const char *word)
{
    const struct token *token;

    if (parser->at + ahead >= parser->tokens->count)
        return false;
    token = &parser->tokens->items[parser->at + ahead];
    return token->kind == TOKEN_WORD && token->length == strlen(word) &&
           !memcmp(parser->text + token->at, word, token->length);
}

bool parser_take_word(struct template_parser *parser, const char *word)
{
    if (!parser_is_word(parser, 0, word))
        return false;
    parser->at++;
    return true;
}

int parser_close(struct template_parser *parser, const char *context)
{
    const struct token *token = parser_next(parser);

    if (token->kind == TOKEN_CLOSE)
        return 0;
    return parser_unexpected(parser, token, context);
}

struct template_node *parser_node(struct template_parser *parser,
                                  enum template_kind kind,
                                  const struct token *token)
{
    struct template_node *node = pool_alloc(parser->pool, 1, sizeof(*node));

    node->kind = kind;
    node->at = token->at;
    node->length = token->length;
    return node;
}

void parser_declare(struct template_parser *parser, const char *name)
{
    if (parser->variable_count == TEMPLATE_MAX_VARIABLES)
        (void)parser_fail(parser, "more than %d variables",
                          TEMPLATE_MAX_VARIABLES);
    else
        parser->variables[parser->variable_count++] = name;
}

void parser_forget(struct template_parser *parser, size_t count)
{
    parser->variable_count = count;
}

int parser_unexpected(struct template_parser *parser, const struct token *token,
                      const char *context)
{
    if (token->kind == TOKEN_END)
        return parser_fail(parser, "unexpected EOF");
    if (token->kind == TOKEN_CLOSE)
        return parser_fail(parser, "unexpected \"}}\" in %s", context);
    return parser_fail(parser, "unexpected \"%.*s\" in %s",
                       token->length > 40 ? 40 : (int)token->length,
                       parser->text + token->at, context);
}

int parser_fail(struct template_parser *parser, const char *fmt, ...)
{
    size_t at = parser->at ? parser->at - 1 : 0;
    char text[200];
    va_list args;

    if (parser->has_failed)
        return -1;
    parser->has_failed = true;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return err_set(parser->err, ERR_FORMAT,
                   template_line(parser->text, parser->tokens->items[at].at),
                   "%s", text);
}
