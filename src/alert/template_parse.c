/* template_parse.c - statements of a template: blocks, else, define. */
#include "alert/template_parser.h"

#include <stdlib.h>
#include <string.h>

static struct template_node *parse_list(struct template_parser *parser);
static int parse_statement(struct template_parser *parser,
                           struct template_node **node);
static int parse_control(struct template_parser *parser,
                         enum template_kind kind, struct template_node **node);
static int parse_else(struct template_parser *parser,
                      struct template_node *node);
static int parse_define(struct template_parser *parser, bool is_block,
                        struct template_node **node);
static int parse_call(struct template_parser *parser,
                      struct template_node **node);
static int parse_jump(struct template_parser *parser, enum template_kind kind,
                      struct template_node **node);
static const char *parse_name(struct template_parser *parser,
                              const char *context);
static bool at_list_end(struct template_parser *parser);

struct template_part *template_parse(struct pool *pool, const char *text,
                                     size_t length, struct err *err)
{
    static const char *const known[] = {"$labels", "$externalLabels",
                                        "$externalURL", "$value"};
    struct token_list tokens = {0};
    struct template_parser parser = {
        .pool = pool, .text = text, .tokens = &tokens, .err = err};
    struct template_part *main = pool_alloc(pool, 1, sizeof(*main));

    parser.parts = main;
    main->name = "";
    parser_declare(&parser, "$");
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        parser_declare(&parser, known[i]);
    if (template_lex(text, length, &tokens, err) == 0) {
        main->body = parse_list(&parser);
        if (!parser.has_failed && parser_peek(&parser)->kind != TOKEN_END)
            (void)parser_fail(&parser, "unexpected {{%s}}",
                              parser_is_word(&parser, 1, "end") ? "end"
                                                                : "else");
    } else {
        parser.has_failed = true;
    }
    free(tokens.items);
    return parser.has_failed ? NULL : main;
}

/* Statements up to {{end}}, {{else}} or the end of the text. */
static struct template_node *parse_list(struct template_parser *parser)
{
    struct template_node *first = NULL, **last = &first;

    if (++parser->depth > TEMPLATE_MAX_DEPTH)
        (void)parser_fail(parser, "nested more than %d deep",
                          TEMPLATE_MAX_DEPTH);
    while (!parser->has_failed && !at_list_end(parser)) {
        struct template_node *node = NULL;

        if (parse_statement(parser, &node) < 0)
            break;
        if (node) {
            *last = node;
            last = &node->next;
        }
    }
    parser->depth--;
    return first;
}

static int parse_statement(struct template_parser *parser,
                           struct template_node **node)
{
    const struct token *token = parser_next(parser);

    if (token->kind == TOKEN_TEXT) {
        *node = parser_node(parser, TEMPLATE_TEXT, token);
        (*node)->name =
            pool_copy(parser->pool, parser->text + token->at, token->length);
        (*node)->name_length = token->length;
        return 0;
    }
    /* Otherwise it is TOKEN_OPEN. */
    if (parser_take_word(parser, "if"))
        return parse_control(parser, TEMPLATE_IF, node);
    if (parser_take_word(parser, "range"))
        return parse_control(parser, TEMPLATE_RANGE, node);
    if (parser_take_word(parser, "with"))
        return parse_control(parser, TEMPLATE_WITH, node);
    if (parser_take_word(parser, "define"))
        return parse_define(parser, false, node);
    if (parser_take_word(parser, "block"))
        return parse_define(parser, true, node);
    if (parser_take_word(parser, "template"))
        return parse_call(parser, node);
    if (parser_take_word(parser, "break"))
        return parse_jump(parser, TEMPLATE_BREAK, node);
    if (parser_take_word(parser, "continue"))
        return parse_jump(parser, TEMPLATE_CONTINUE, node);
    *node = parser_node(parser, TEMPLATE_PRINT, parser_peek(parser));
    (*node)->first = parser_pipeline(parser, "command", TOKEN_CLOSE);
    return (*node)->first ? 0 : -1;
}

static int parse_control(struct template_parser *parser,
                         enum template_kind kind, struct template_node **node)
{
    static const char *const names[] = {[TEMPLATE_IF] = "if",
                                        [TEMPLATE_RANGE] = "range",
                                        [TEMPLATE_WITH] = "with"};
    size_t variables = parser->variable_count;

    *node = parser_node(parser, kind, parser_peek(parser));
    parser->range_depth += kind == TEMPLATE_RANGE;
    (*node)->first = parser_pipeline(parser, names[kind], TOKEN_CLOSE);
    if (!(*node)->first)
        return -1;
    (*node)->body = parse_list(parser);
    parser->range_depth -= kind == TEMPLATE_RANGE;
    if (parser->has_failed)
        return -1;
    if (parser_peek(parser)->kind == TOKEN_END)
        return parser_fail(parser, "unexpected EOF");
    (void)parser_next(parser);
    if (parser_take_word(parser, "else") && parse_else(parser, *node) < 0)
        return -1;
    if (!parser->took_end && !parser_take_word(parser, "end"))
        return parser_fail(parser, "expected end; found {{else}}");
    parser_forget(parser, variables);
    if (parser->took_end) {
        parser->took_end = false;
        return 0;
    }
    return parser_close(parser, "end");
}

/* Behind {{else: an `if` or `with` of its own, or a list up to {{end}}. */
static int parse_else(struct template_parser *parser,
                      struct template_node *node)
{
    enum template_kind kind = node->kind;
    const char *word = kind == TEMPLATE_IF ? "if" : "with";
    int rc;

    if (kind != TEMPLATE_RANGE && parser_take_word(parser, word)) {
        if (++parser->depth > TEMPLATE_MAX_DEPTH)
            return parser_fail(parser, "nested more than %d deep",
                               TEMPLATE_MAX_DEPTH);
        rc = parse_control(parser, kind, &node->other);
        parser->depth--;
        parser->took_end = true; /* one {{end}} ends both */
        return rc;
    }
    if (parser_close(parser, "else") < 0)
        return -1;
    node->other = parse_list(parser);
    if (parser->has_failed)
        return -1;
    if (parser_peek(parser)->kind == TOKEN_END)
        return parser_fail(parser, "unexpected EOF");
    (void)parser_next(parser);
    return 0;
}

static int parse_define(struct template_parser *parser, bool is_block,
                        struct template_node **node)
{
    struct template_part *part = pool_alloc(parser->pool, 1, sizeof(*part));
    size_t variables = parser->variable_count;
    int rc;

    if (!is_block && parser->depth > 1)
        return parser_fail(parser, "unexpected {{define}}");
    part->name =
        parse_name(parser, is_block ? "block clause" : "define clause");
    if (!part->name)
        return -1;
    if (is_block) {
        *node = parser_node(parser, TEMPLATE_CALL, parser_peek(parser));
        (*node)->name = part->name;
        (*node)->first = parser_pipeline(parser, "block clause", TOKEN_CLOSE);
        if (!(*node)->first)
            return -1;
    } else if (parser_close(parser, "define clause") < 0) {
        return -1;
    }
    parser->variable_count = 1; /* only $ is seen inside */
    part->body = parse_list(parser);
    parser->variable_count = variables;
    if (parser->has_failed)
        return -1;
    if (parser_next(parser)->kind == TOKEN_END)
        return parser_fail(parser, "unexpected EOF");
    if (!parser_take_word(parser, "end"))
        return parser_fail(parser, "unexpected {{else}} in define clause");
    rc = parser_close(parser, "end");
    part->next = parser->parts->next;
    parser->parts->next = part;
    return rc;
}

static int parse_call(struct template_parser *parser,
                      struct template_node **node)
{
    *node = parser_node(parser, TEMPLATE_CALL, parser_peek(parser));
    (*node)->name = parse_name(parser, "template clause");
    if (!(*node)->name)
        return -1;
    if (parser_peek(parser)->kind == TOKEN_CLOSE)
        return parser_close(parser, "template clause");
    (*node)->first = parser_pipeline(parser, "template clause", TOKEN_CLOSE);
    return (*node)->first ? 0 : -1;
}

static int parse_jump(struct template_parser *parser, enum template_kind kind,
                      struct template_node **node)
{
    const char *word = kind == TEMPLATE_BREAK ? "break" : "continue";

    *node = parser_node(parser, kind, parser_peek(parser));
    if (!parser->range_depth)
        return parser_fail(parser, "{{%s}} outside {{range}}", word);
    return parser_close(parser, word);
}

static const char *parse_name(struct template_parser *parser,
                              const char *context)
{
    const struct token *token = parser_next(parser);
    struct value value;

    if (token->kind != TOKEN_STRING) {
        (void)parser_unexpected(parser, token, context);
        return NULL;
    }
    if (parser_string(parser, token, &value) < 0)
        return NULL;
    return value.text;
}

static bool at_list_end(struct template_parser *parser)
{
    return parser_peek(parser)->kind == TOKEN_END ||
           (parser_peek(parser)->kind == TOKEN_OPEN &&
            (parser_is_word(parser, 1, "end") ||
             parser_is_word(parser, 1, "else")));
}
