/* shell_lex.c - one token after the other. */
#include "runbook/shell_lex.h"

#include <string.h>

#include "runbook/placeholder.h"
#include "runbook/shell_skip.h"

static bool skip_blanks(struct shell_lexer *lexer);
static enum shell_token lex_operator(struct shell_lexer *lexer);
static enum shell_token lex_comment(struct shell_lexer *lexer);
static enum shell_token lex_word(struct shell_lexer *lexer);
static bool is_expansion(const struct shell_lexer *lexer);
static bool lex_arithmetic(struct shell_lexer *lexer);
static bool is_placeholder(const struct shell_lexer *lexer, size_t *length);
static size_t redirect_length(const struct shell_lexer *lexer);
static size_t literal_span(const struct shell_lexer *lexer);
static size_t plain_span(const struct shell_lexer *lexer);
static void take_double(struct shell_lexer *lexer);
static void take_expansion(struct shell_lexer *lexer);
static void take_to(struct shell_lexer *lexer, size_t to);
static void tell_substitutions(struct shell_lexer *lexer, size_t start,
                               size_t end, int line);
static int count_lines(const char *text, size_t start, size_t end);
static void fail(struct shell_lexer *lexer, const char *problem);

static const char *const operators[] = {"&&", "||", "|&", ";;", "&",
                                        "|",  ";",  "(",  ")"};
static const char *const redirects[] = {"&>>", "<<<", "<<-", "&>", ">>", "<<",
                                        "<&",  ">&",  "<>",  ">|", "<",  ">"};

enum shell_token shell_lex(struct shell_lexer *lexer)
{
    size_t length;
    char byte;

    lexer->is_line_start = skip_blanks(lexer);
    lexer->start = lexer->at;
    lexer->start_line = lexer->line;
    if (lexer->problem || lexer->at >= lexer->end)
        return SHELL_TOKEN_END;
    byte = lexer->text[lexer->at];
    if (byte == '\n') {
        lexer->at++;
        lexer->line++;
        return SHELL_TOKEN_NEWLINE;
    }
    if (byte == '#')
        return lex_comment(lexer);
    if (is_placeholder(lexer, &length))
        return lex_word(lexer);
    if (lex_arithmetic(lexer))
        return SHELL_TOKEN_WORD;
    length = redirect_length(lexer);
    if (length) {
        while (strchr("0123456789", lexer->text[lexer->at]) && length > 1) {
            lexer->at++;
            length--;
        }
        memcpy(lexer->op, lexer->text + lexer->at, length);
        lexer->op[length] = '\0';
        lexer->at += length;
        return SHELL_TOKEN_REDIRECT;
    }
    if (strchr(";&|()", byte))
        return lex_operator(lexer);
    return lex_word(lexer);
}

const char *shell_lex_heredoc(struct shell_lexer *lexer, const char *delimiter,
                              bool strips_tabs, bool is_literal)
{
    size_t start = lexer->at;
    int first = lexer->line;

    while (lexer->at < lexer->end) {
        size_t line = lexer->at;
        const char *newline =
            memchr(lexer->text + line, '\n', lexer->end - line);
        size_t stop = newline ? (size_t)(newline - lexer->text) : lexer->end;
        size_t from = line;

        lexer->at = newline ? stop + 1 : lexer->end;
        lexer->line++;
        while (strips_tabs && from < stop && lexer->text[from] == '\t')
            from++;
        if (stop - from == strlen(delimiter) &&
            !memcmp(lexer->text + from, delimiter, stop - from)) {
            if (!is_literal)
                tell_substitutions(lexer, start, line, first);
            return pool_copy(lexer->pool, lexer->text + start, line - start);
        }
    }
    lexer->line = first;
    fail(lexer, "a heredoc is never ended");
    return "";
}

/* Returns whether a line began here. */
static bool skip_blanks(struct shell_lexer *lexer)
{
    bool is_start = !lexer->at || lexer->text[lexer->at - 1] == '\n';

    while (lexer->at < lexer->end) {
        const char *at = lexer->text + lexer->at;

        if (*at == ' ' || *at == '\t') {
            lexer->at++;
        } else if (*at == '\\' && lexer->at + 1 < lexer->end && at[1] == '\n') {
            lexer->at += 2;
            lexer->line++;
            is_start = false;
        } else {
            break;
        }
    }
    return is_start;
}

static enum shell_token lex_operator(struct shell_lexer *lexer)
{
    const char *at = lexer->text + lexer->at;
    size_t left = lexer->end - lexer->at;

    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        size_t length = strlen(operators[i]);

        if (length > left || memcmp(at, operators[i], length) != 0)
            continue;
        memcpy(lexer->op, operators[i], length + 1);
        lexer->at += length;
        break;
    }
    return SHELL_TOKEN_OP;
}

static enum shell_token lex_comment(struct shell_lexer *lexer)
{
    const char *at = lexer->text + lexer->at;
    const char *newline = memchr(at, '\n', lexer->end - lexer->at);
    const char *stop = newline ? newline : lexer->text + lexer->end;

    lexer->at = (size_t)(stop - lexer->text);
    while (at < stop && strchr("# \t", *at))
        at++;
    lexer->word = (struct shell_word){
        .text = pool_copy(lexer->pool, at, (size_t)(stop - at))};
    return SHELL_TOKEN_COMMENT;
}

/* Bytes that stand for themselves: plain ones, or a placeholder. */
static size_t literal_span(const struct shell_lexer *lexer)
{
    size_t span = plain_span(lexer);

    if (!span && lexer->text[lexer->at] == '<' && !is_expansion(lexer) &&
        !is_placeholder(lexer, &span))
        span = 0;
    return span;
}

static enum shell_token lex_word(struct shell_lexer *lexer)
{
    const char *text = lexer->text;
    struct shell_word word = {0};

    buf_reset(lexer->scratch);
    lexer->word = word;
    while (lexer->at < lexer->end && !lexer->problem) {
        char byte = text[lexer->at];
        size_t to = literal_span(lexer);

        if (to) {
            buf_add(lexer->scratch, text + lexer->at, to);
            lexer->at += to;
        } else if (is_expansion(lexer)) {
            take_expansion(lexer);
        } else if (strchr(" \t\n;&|()<>", byte)) {
            break;
        } else if (byte == '\'') {
            to = shell_skip_single(text, lexer->at + 1, lexer->end);
            lexer->word.is_quoted = true;
            if (to > lexer->end) {
                fail(lexer, "a single quote is never closed");
                break;
            }
            buf_add(lexer->scratch, text + lexer->at + 1, to - lexer->at - 2);
            lexer->line += count_lines(text, lexer->at, to);
            lexer->at = to;
        } else if (byte == '"') {
            take_double(lexer);
        } else if (byte == '\\') {
            lexer->word.is_quoted = true;
            if (lexer->at + 1 < lexer->end && text[lexer->at + 1] == '\n')
                lexer->line++;
            else if (lexer->at + 1 < lexer->end)
                buf_add_char(lexer->scratch, text[lexer->at + 1]);
            lexer->at += 2;
        } else {
            lexer->word.is_glob |= strchr("*?[", byte) != NULL;
            buf_add_char(lexer->scratch, byte);
            lexer->at++;
        }
    }
    if (lexer->at > lexer->end)
        lexer->at = lexer->end;
    lexer->word.raw =
        pool_copy(lexer->pool, text + lexer->start, lexer->at - lexer->start);
    lexer->word.text = lexer->word.is_quoted || lexer->problem
                           ? pool_copy(lexer->pool, lexer->scratch->bytes,
                                       lexer->scratch->length)
                           : lexer->word.raw;
    return SHELL_TOKEN_WORD;
}

/* Returns how many bytes from here on mean only themselves. */
static size_t plain_span(const struct shell_lexer *lexer)
{
    static const bool is_special[256] = {
        [' '] = true,  ['\t'] = true, ['\n'] = true, [';'] = true, ['&'] = true,
        ['|'] = true,  ['('] = true,  [')'] = true,  ['<'] = true, ['>'] = true,
        ['\''] = true, ['"'] = true,  ['\\'] = true, ['$'] = true, ['`'] = true,
        ['*'] = true,  ['?'] = true,  ['['] = true,
    };
    size_t at = lexer->at;

    while (at < lexer->end && !is_special[(unsigned char)lexer->text[at]])
        at++;
    return at - lexer->at;
}

/* $, ` and, where nothing is quoted, <( and >(. */
static bool is_expansion(const struct shell_lexer *lexer)
{
    const char *at = lexer->text + lexer->at;

    return *at == '$' || *at == '`' ||
           ((*at == '<' || *at == '>') && lexer->at + 1 < lexer->end &&
            at[1] == '(');
}

/* ((...)) as one word "((", with what it substitutes told. */
static bool lex_arithmetic(struct shell_lexer *lexer)
{
    const char *text = lexer->text;
    size_t at = lexer->at;
    size_t to;

    if (lexer->end - at < 4 || text[at] != '(' || text[at + 1] != '(')
        return false;
    to = shell_skip_brackets(text, at + 1, lexer->end, "()", 0);
    if (to > lexer->end || text[to - 2] != ')')
        return false;
    tell_substitutions(lexer, at + 2, to - 2, lexer->line);
    lexer->line += count_lines(text, at, to);
    lexer->at = to;
    lexer->word = (struct shell_word){.text = "((", .raw = "(("};
    return true;
}

/* Whether the < here begins a <name> that a person has to fill in: it is no
 * redirection then, but a part of a word. */
static bool is_placeholder(const struct shell_lexer *lexer, size_t *length)
{
    const char *at = lexer->text + lexer->at;

    *length = *at == '<' ? placeholder_angle(at) : 0;
    return *length && *length <= lexer->end - lexer->at;
}

/* Returns the bytes of the redirection here, its descriptor included. */
static size_t redirect_length(const struct shell_lexer *lexer)
{
    const char *at = lexer->text + lexer->at;
    size_t left = lexer->end - lexer->at;
    size_t digits = 0;

    if (!strchr("<>&0123456789", *at))
        return 0; /* most words */
    while (digits < left && at[digits] >= '0' && at[digits] <= '9')
        digits++;
    for (size_t i = 0; i < sizeof(redirects) / sizeof(redirects[0]); i++) {
        size_t length = strlen(redirects[i]);

        if (digits && redirects[i][0] == '&')
            continue;
        if (digits + length > left ||
            memcmp(at + digits, redirects[i], length) != 0)
            continue;
        if (length == 1 && digits + 1 < left && at[digits + 1] == '(')
            return 0; /* <( and >( are words */
        return digits + length;
    }
    return 0;
}

static void take_double(struct shell_lexer *lexer)
{
    static const char stops[] = {'\\', '$', '`', '\n'};
    const char *text = lexer->text;
    size_t close = shell_skip_double(text, lexer->at + 1, lexer->end, 0);

    lexer->word.is_quoted = true;
    if (close > lexer->end) {
        fail(lexer, "a double quote is never closed, or is nested too deeply");
        return;
    }
    lexer->at++;
    while (lexer->at < close - 1 && !lexer->problem) {
        char byte = text[lexer->at];
        char next = text[lexer->at + 1];
        size_t span = 0;

        while (lexer->at + span < close - 1 &&
               !memchr(stops, text[lexer->at + span], sizeof(stops)))
            span++;
        if (span) {
            buf_add(lexer->scratch, text + lexer->at, span);
            lexer->at += span;
        } else if (byte == '\\' && strchr("$`\"\\\n", next)) {
            if (next == '\n')
                lexer->line++;
            else
                buf_add_char(lexer->scratch, next);
            lexer->at += 2;
        } else if (byte == '$' || byte == '`') {
            take_expansion(lexer);
        } else {
            lexer->line += byte == '\n';
            buf_add_char(lexer->scratch, byte);
            lexer->at++;
        }
    }
    lexer->at = close;
}

/* At a $, a ` or a <( ; the word gets it as it stands. */
static void take_expansion(struct shell_lexer *lexer)
{
    const char *text = lexer->text;
    size_t at = lexer->at;
    size_t end = lexer->end;
    size_t to = at + 1;
    bool is_arithmetic;
    char next = '\0';

    if (to < end)
        next = text[to];
    is_arithmetic =
        next == '(' && at + 2 < end && text[at + 2] == '(' && text[at] == '$';
    lexer->word.has_expansion = true;
    if (text[at] == '`')
        to = shell_skip_escaped(text, at + 1, end, '`');
    else if (next == '(')
        to = shell_skip_brackets(text, at + 2, end, "()", 1);
    else if (next == '{')
        to = shell_skip_brackets(text, at + 2, end, "{}", 1);
    else if (next == '\'' && text[at] == '$')
        to = shell_skip_escaped(text, at + 2, end, '\'');
    if (to > end) {
        fail(lexer, "a substitution is never closed, or is nested too deeply");
        return;
    }
    if (text[at] == '`')
        lexer->inner(lexer->owner, at + 1, to - 1, lexer->line);
    else if (next == '{' || is_arithmetic)
        tell_substitutions(lexer, at + 2, to - 1, lexer->line);
    else if (next == '(')
        lexer->inner(lexer->owner, at + 2, to - 1, lexer->line);
    take_to(lexer, to);
}

static void take_to(struct shell_lexer *lexer, size_t to)
{
    buf_add(lexer->scratch, lexer->text + lexer->at, to - lexer->at);
    lexer->line += count_lines(lexer->text, lexer->at, to);
    lexer->at = to;
}

/* Finds the $( ) and ` ` in a text that the shell expands like a double-quoted
 * one: a heredoc, the inside of ${ }. */
static void tell_substitutions(struct shell_lexer *lexer, size_t start,
                               size_t end, int line)
{
    const char *text = lexer->text;

    for (size_t at = start; at < end;) {
        size_t to = at + 1;

        if (text[at] == '\\') {
            to = at + 2;
            line += at + 1 < end && text[at + 1] == '\n';
        } else if (text[at] == '`') {
            to = shell_skip_escaped(text, at + 1, end, '`');
            if (to <= end)
                lexer->inner(lexer->owner, at + 1, to - 1, line);
        } else if (text[at] == '$' && at + 1 < end && text[at + 1] == '(') {
            to = shell_skip_brackets(text, at + 2, end, "()", 1);
            if (to <= end)
                lexer->inner(lexer->owner, at + 2, to - 1, line);
        }
        if (to > end)
            return;
        if (text[at] != '\\')
            line += count_lines(text, at, to);
        at = to;
    }
}

static int count_lines(const char *text, size_t start, size_t end)
{
    int count = 0;

    for (size_t i = start; i < end; i++)
        count += text[i] == '\n';
    return count;
}

static void fail(struct shell_lexer *lexer, const char *problem)
{
    lexer->problem = problem;
    lexer->problem_line = lexer->line;
    lexer->at = lexer->end;
}
