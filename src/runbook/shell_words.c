/* shell_words.c - tokens put together to simple commands. */
#include "runbook/shell_words.h"

#include <string.h>

#include "base/buf.h"
#include "runbook/shell_lex.h"

enum { HEREDOCS_MAX = 8, TEXT_MAX = 16 * 1024 * 1024 };

struct heredoc {
    struct shell_redirect *redirect;
    bool is_literal;
};

/* The reading of one range: the whole text, or a substitution. */
struct parser {
    struct shell_script *script;
    struct shell_lexer lexer;
    struct shell_command command; /* being read */
    bool has_command;             /* something of it was read */
    bool is_piped;                /* the next one reads from a pipe */
    bool is_joined;               /* the next one goes on with its list */
    bool is_open;                 /* after &&, || or |: a command must follow */
    bool is_test;                 /* inside [[ ]] */
    int depth;
    int compounds; /* open if, for, {, ( ... */
    int cases;     /* open case ... esac */
    struct heredoc heredocs[HEREDOCS_MAX];
    size_t heredoc_count;
};

static void parse_range(struct shell_script *script, struct parser *outer,
                        const struct shell_lexer *lexer);
static void parse_inner(void *owner, size_t start, size_t end, int line);
static bool take_token(struct parser *parser);
static void take_word(struct parser *parser);
static bool take_keyword(struct parser *parser, const char *word);
static void take_operator(struct parser *parser);
static void take_redirect(struct parser *parser);
static void take_comment(struct parser *parser);
static void read_heredocs(struct parser *parser);
static void begin_command(struct parser *parser);
static void end_command(struct parser *parser, enum shell_link link);
static bool is_assignment(const struct shell_word *word);

void shell_parse(struct shell_script *script, struct pool *pool,
                 const char *text, size_t length)
{
    struct buf scratch;
    struct shell_lexer lexer = {.text = text,
                                .end = length,
                                .line = 1,
                                .pool = pool,
                                .scratch = &scratch};

    memset(script, 0, sizeof(*script));
    buf_init(&scratch, TEXT_MAX);
    parse_range(script, NULL, &lexer);
    buf_clear(&scratch);
}

static void parse_range(struct shell_script *script, struct parser *outer,
                        const struct shell_lexer *lexer)
{
    struct parser parser = {.script = script, .lexer = *lexer};

    parser.depth = outer ? outer->depth + 1 : 0;
    parser.lexer.inner = parse_inner;
    parser.lexer.owner = &parser;
    while (take_token(&parser))
        ;
    if (!parser.lexer.problem && parser.heredoc_count) {
        parser.lexer.problem = "a heredoc is never ended";
        parser.lexer.problem_line = parser.lexer.line;
    }
    if (!parser.lexer.problem)
        end_command(&parser, SHELL_LINK_END);
    if (!parser.lexer.problem && (parser.compounds > 0 || parser.cases > 0)) {
        parser.lexer.problem = "if, for, case, ( or { is never ended";
        parser.lexer.problem_line = parser.lexer.line;
    }
    if (parser.lexer.problem && !script->problem) {
        script->problem = parser.lexer.problem;
        script->problem_line = parser.lexer.problem_line;
    }
}

/* A substitution met in a word of `owner`. */
static void parse_inner(void *owner, size_t start, size_t end, int line)
{
    struct parser *outer = owner;
    struct shell_lexer lexer = outer->lexer;
    struct buf scratch;

    if (outer->depth >= SHELL_DEPTH_MAX) {
        if (!outer->script->problem) {
            outer->script->problem = "substitutions are nested too deeply";
            outer->script->problem_line = line;
        }
        return;
    }
    buf_init(&scratch, TEXT_MAX);
    lexer.at = start;
    lexer.end = end;
    lexer.line = line;
    lexer.scratch = &scratch;
    parse_range(outer->script, outer, &lexer);
    buf_clear(&scratch);
}

static bool take_token(struct parser *parser)
{
    switch (shell_lex(&parser->lexer)) {
    case SHELL_TOKEN_END:
        return false;
    case SHELL_TOKEN_NEWLINE:
        end_command(parser, SHELL_LINK_END);
        if (!parser->is_open)
            parser->is_joined = false;
        read_heredocs(parser);
        break;
    case SHELL_TOKEN_WORD:
        take_word(parser);
        break;
    case SHELL_TOKEN_OP:
        take_operator(parser);
        break;
    case SHELL_TOKEN_REDIRECT:
        take_redirect(parser);
        break;
    case SHELL_TOKEN_COMMENT:
        take_comment(parser);
        break;
    }
    return true;
}

static void take_word(struct parser *parser)
{
    struct pool *pool = parser->lexer.pool;
    struct shell_command *command = &parser->command;
    struct shell_word word = parser->lexer.word;

    if (!command->word_count && !command->assign_count && !word.is_quoted &&
        take_keyword(parser, word.text))
        return;
    begin_command(parser);
    command->end = parser->lexer.at;
    if (!command->word_count && is_assignment(&word)) {
        command->assigns =
            pool_grow(pool, command->assigns, command->assign_count,
                      sizeof(*command->assigns));
        command->assigns[command->assign_count++] = word;
        return;
    }
    if (!strcmp(word.raw, "[[") && !command->word_count)
        parser->is_test = true;
    else if (!strcmp(word.raw, "]]"))
        parser->is_test = false;
    command->words = pool_grow(pool, command->words, command->word_count,
                               sizeof(*command->words));
    command->words[command->word_count++] = word;
}

/* Returns whether the word, where a command may begin, is only syntax. */
static bool take_keyword(struct parser *parser, const char *word)
{
    static const char *const openers[] = {"if", "while", "until", "{"};
    static const char *const closers[] = {"fi", "done", "}"};
    static const char *const middles[] = {"then", "else", "elif", "do",
                                          "!",    "time", "in"};

    for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
        if (!strcmp(word, openers[i])) {
            begin_command(parser);
            parser->compounds++;
            return true;
        }
    if (!strcmp(word, "for") || !strcmp(word, "select") ||
        !strcmp(word, "case")) {
        /* Its words are kept as a command of that name: they may hold
         * substitutions, and a reader of words must know what they are. */
        begin_command(parser);
        parser->compounds += word[0] != 'c';
        parser->cases += word[0] == 'c';
        return false;
    }
    for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++)
        if (!strcmp(word, closers[i])) {
            if (parser->compounds > 0)
                parser->compounds--;
            parser->is_joined = true;
            return true;
        }
    if (!strcmp(word, "esac") && parser->cases > 0) {
        parser->cases--;
        parser->is_joined = true;
        return true;
    }
    for (size_t i = 0; i < sizeof(middles) / sizeof(middles[0]); i++)
        if (!strcmp(word, middles[i]))
            return true;
    return false;
}

static void take_operator(struct parser *parser)
{
    const char *op = parser->lexer.op;

    if (parser->is_test && strcmp(op, ";") != 0)
        return;
    if (op[0] == '(') {
        begin_command(parser);
        parser->compounds++;
        end_command(parser, SHELL_LINK_END);
        return;
    }
    if (op[0] == ')') {
        if (parser->compounds > 0 && !parser->cases) {
            end_command(parser, SHELL_LINK_END);
            parser->compounds--;
        } else if (parser->cases) { /* a pattern of case: no command */
            memset(&parser->command, 0, sizeof(parser->command));
            parser->has_command = false;
        }
        parser->is_joined = true;
        return;
    }
    if (!strcmp(op, "&&"))
        end_command(parser, SHELL_LINK_AND);
    else if (!strcmp(op, "||"))
        end_command(parser, SHELL_LINK_OR);
    else if (op[0] == '|')
        end_command(parser, SHELL_LINK_PIPE);
    else
        end_command(parser,
                    op[0] == '&' ? SHELL_LINK_BACKGROUND : SHELL_LINK_END);
    parser->is_open = !strcmp(op, "&&") || op[0] == '|';
    parser->is_joined = true; /* also "a; b": one line, one list */
    parser->is_piped = op[0] == '|' && strcmp(op, "||") != 0;
}

static void take_redirect(struct parser *parser)
{
    struct shell_lexer *lexer = &parser->lexer;
    struct shell_redirect *redirect;
    struct shell_redirect **last;
    enum shell_token token;

    if (parser->is_test)
        return;
    begin_command(parser);
    redirect = pool_alloc(lexer->pool, 1, sizeof(*redirect));
    redirect->op = pool_strdup(lexer->pool, lexer->op);
    token = shell_lex(lexer);
    redirect->target = token == SHELL_TOKEN_WORD ? lexer->word.text : "";
    for (last = &parser->command.redirects; *last; last = &(*last)->next)
        ;
    *last = redirect;
    parser->command.end = lexer->at;
    if (token != SHELL_TOKEN_WORD) {
        if (!lexer->problem) {
            lexer->problem = "a redirection names no file";
            lexer->problem_line = lexer->line;
        }
    } else if (!strncmp(redirect->op, "<<", 2) && redirect->op[2] != '<' &&
               parser->heredoc_count < HEREDOCS_MAX) {
        parser->heredocs[parser->heredoc_count++] =
            (struct heredoc){redirect, lexer->word.is_quoted};
    }
}

static void take_comment(struct parser *parser)
{
    struct shell_script *script = parser->script;
    struct shell_comment comment = {
        parser->lexer.word.text, parser->lexer.start_line,
        parser->lexer.is_line_start && !parser->has_command &&
            !parser->compounds && !parser->cases && !parser->depth};

    script->comments = pool_grow(parser->lexer.pool, script->comments,
                                 script->comment_count, sizeof(comment));
    script->comments[script->comment_count++] = comment;
}

static void read_heredocs(struct parser *parser)
{
    for (size_t i = 0; i < parser->heredoc_count; i++) {
        struct heredoc *heredoc = &parser->heredocs[i];

        heredoc->redirect->body = shell_lex_heredoc(
            &parser->lexer, heredoc->redirect->target,
            !strcmp(heredoc->redirect->op, "<<-"), heredoc->is_literal);
    }
    parser->heredoc_count = 0;
}

static void begin_command(struct parser *parser)
{
    struct shell_command *command = &parser->command;

    if (parser->has_command)
        return;
    memset(command, 0, sizeof(*command));
    parser->has_command = true;
    parser->is_open = false;
    command->start = parser->lexer.start;
    command->end = parser->lexer.at;
    command->line = parser->lexer.start_line;
    command->depth = parser->depth;
    command->is_piped = parser->is_piped;
    command->is_top = !parser->depth && !parser->compounds && !parser->cases &&
                      !parser->is_joined;
}

static void end_command(struct parser *parser, enum shell_link link)
{
    struct shell_script *script = parser->script;

    if (!parser->has_command)
        return;
    parser->command.link = link;
    script->commands =
        pool_grow(parser->lexer.pool, script->commands, script->command_count,
                  sizeof(*script->commands));
    script->commands[script->command_count++] = parser->command;
    memset(&parser->command, 0, sizeof(parser->command));
    parser->has_command = false;
    parser->is_piped = false;
    parser->is_test = false;
}

/* NAME=value or NAME+=value. */
static bool is_assignment(const struct shell_word *word)
{
    const char *at = word->raw;

    if (!(*at == '_' || (*at >= 'a' && *at <= 'z') ||
          (*at >= 'A' && *at <= 'Z')))
        return false;
    while (*at == '_' || (*at >= 'a' && *at <= 'z') ||
           (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9'))
        at++;
    if (*at == '+')
        at++;
    return *at == '=';
}
