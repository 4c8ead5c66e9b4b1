/* template_lex.c - cuts a template into text and words. */
#include "alert/template_lex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct lexer {
    const char *text;
    size_t length, at;
    bool trims; /* the text that follows loses its leading blanks */
    struct token_list *list;
    struct err *err;
};

static int lex_text(struct lexer *lexer);
static int lex_comment(struct lexer *lexer, size_t open);
static int lex_action(struct lexer *lexer);
static int lex_token(struct lexer *lexer, bool after_space, size_t open);
static int lex_sign(struct lexer *lexer, bool after_space, size_t open);
static int lex_name(struct lexer *lexer, enum token_kind kind,
                    bool after_space);
static int lex_quoted(struct lexer *lexer, char quote, bool after_space);
static int lex_number(struct lexer *lexer, bool after_space);
static size_t closing(const struct lexer *lexer);
static void add(struct lexer *lexer, enum token_kind kind, size_t at,
                bool after_space);
static char peek(const struct lexer *lexer, size_t ahead);
static bool is_blank(char byte);
static bool is_name(char byte);
static int fail(struct lexer *lexer, size_t at, const char *why);

int template_lex(const char *text, size_t length, struct token_list *list,
                 struct err *err)
{
    struct lexer lexer = {
        .text = text, .length = length, .list = list, .err = err};
    int rc = 0;

    while (rc == 0 && lexer.at < length) {
        rc = lex_text(&lexer);
        if (rc == 0 && lexer.at < length)
            rc = lex_action(&lexer);
    }
    lexer.at = length;
    add(&lexer, TOKEN_END, length, true);
    return rc;
}

int template_line(const char *text, size_t at)
{
    int line = 1;

    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}

/* Up to the next "{{", less the blanks that a trim marker takes. */
static int lex_text(struct lexer *lexer)
{
    const char *from = lexer->text + lexer->at;
    const char *open = memmem(from, lexer->length - lexer->at, "{{", 2);
    size_t start = lexer->at;
    size_t end = open ? (size_t)(open - lexer->text) : lexer->length;
    size_t stop = end;

    while (lexer->trims && start < stop && is_blank(lexer->text[start]))
        start++;
    lexer->trims = false;
    lexer->at = end;
    if (open && peek(lexer, 2) == '-' && is_blank(peek(lexer, 3)))
        while (stop > start && is_blank(lexer->text[stop - 1]))
            stop--;
    if (stop > start) {
        add(lexer, TOKEN_TEXT, start, true);
        lexer->list->items[lexer->list->count - 1].length = stop - start;
    }
    return 0;
}

static int lex_action(struct lexer *lexer)
{
    size_t open = lexer->at, close;
    bool after_space = true;

    lexer->at += 2;
    if (peek(lexer, 0) == '-' && is_blank(peek(lexer, 1)))
        lexer->at += 2;
    if (peek(lexer, 0) == '/' && peek(lexer, 1) == '*')
        return lex_comment(lexer, open);
    add(lexer, TOKEN_OPEN, open, true);
    while (!(close = closing(lexer))) {
        if (lexer->at >= lexer->length)
            return fail(lexer, open, "unclosed action");
        if (is_blank(peek(lexer, 0))) {
            after_space = true;
            lexer->at++;
            continue;
        }
        if (lex_token(lexer, after_space, open) < 0)
            return -1;
        after_space = false;
    }
    add(lexer, TOKEN_CLOSE, lexer->at, after_space);
    lexer->trims = close > 2;
    lexer->at += close;
    return 0;
}

static int lex_comment(struct lexer *lexer, size_t open)
{
    const char *from = lexer->text + lexer->at;
    const char *end = memmem(from, lexer->length - lexer->at, "*/", 2);
    size_t close;

    if (!end)
        return fail(lexer, open, "unclosed comment");
    lexer->at = (size_t)(end - lexer->text) + 2;
    close = closing(lexer);
    if (!close)
        return fail(lexer, open, "comment ends before closing delimiter");
    lexer->trims = close > 2;
    lexer->at += close;
    return 0;
}

static int lex_token(struct lexer *lexer, bool after_space, size_t open)
{
    char byte = peek(lexer, 0);

    if (byte == '"' || byte == '`' || byte == '\'')
        return lex_quoted(lexer, byte, after_space);
    if (byte == '$')
        return lex_name(lexer, TOKEN_VARIABLE, after_space);
    if (byte == '.' && is_name(peek(lexer, 1)) &&
        !isdigit((unsigned char)peek(lexer, 1)))
        return lex_name(lexer, TOKEN_FIELD, after_space);
    if (isdigit((unsigned char)byte) ||
        ((byte == '+' || byte == '-' || byte == '.') &&
         (isdigit((unsigned char)peek(lexer, 1)) || peek(lexer, 1) == '.')))
        return lex_number(lexer, after_space);
    if (is_name(byte))
        return lex_name(lexer, TOKEN_WORD, after_space);
    return lex_sign(lexer, after_space, open);
}

static int lex_sign(struct lexer *lexer, bool after_space, size_t open)
{
    static const struct {
        char byte;
        enum token_kind kind;
    } signs[] = {{'.', TOKEN_DOT},    {'|', TOKEN_PIPE},  {',', TOKEN_COMMA},
                 {'(', TOKEN_LEFT},   {')', TOKEN_RIGHT}, {'=', TOKEN_ASSIGN},
                 {':', TOKEN_DECLARE}};
    char byte = peek(lexer, 0);
    size_t at = lexer->at;

    if (byte == ':' && peek(lexer, 1) != '=')
        return fail(lexer, at, "expected :=");
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (signs[i].byte != byte)
            continue;
        lexer->at += byte == ':' ? 2 : 1;
        add(lexer, signs[i].kind, at, after_space);
        return 0;
    }
    (void)err_set(lexer->err, ERR_FORMAT, template_line(lexer->text, open),
                  isprint((unsigned char)byte)
                      ? "unrecognized character in action: U+%04X '%c'"
                      : "unrecognized character in action: U+%04X",
                  (unsigned char)byte, byte);
    return -1;
}

/* A name must be followed by something that can follow one. */
static int lex_name(struct lexer *lexer, enum token_kind kind, bool after_space)
{
    size_t at = lexer->at;
    char next;

    lexer->at++;
    while (is_name(peek(lexer, 0)))
        lexer->at++;
    next = peek(lexer, 0);
    if (lexer->at < lexer->length && !closing(lexer) && !is_blank(next) &&
        !(next && strchr(".,|:()=", next))) {
        (void)err_set(lexer->err, ERR_FORMAT, template_line(lexer->text, at),
                      "bad character U+%04X", (unsigned char)next);
        return -1;
    }
    add(lexer, kind, at, after_space);
    return 0;
}

static int lex_quoted(struct lexer *lexer, char quote, bool after_space)
{
    size_t at = lexer->at++;

    for (;; lexer->at++) {
        char byte = peek(lexer, 0);

        if (lexer->at >= lexer->length || (byte == '\n' && quote != '`'))
            break;
        if (byte == '\\' && quote != '`') {
            lexer->at++;
        } else if (byte == quote) {
            lexer->at++;
            add(lexer, quote == '\'' ? TOKEN_CHAR : TOKEN_STRING, at,
                after_space);
            return 0;
        }
    }
    lexer->at = lexer->length;
    return fail(lexer, at,
                quote == '"'   ? "unterminated quoted string"
                : quote == '`' ? "unterminated raw quoted string"
                               : "unterminated character constant");
}

static int lex_number(struct lexer *lexer, bool after_space)
{
    size_t at = lexer->at++;

    while (is_name(peek(lexer, 0)) || peek(lexer, 0) == '.' ||
           (strchr("+-", peek(lexer, 0)) && peek(lexer, 0) &&
            strchr("eE", lexer->text[lexer->at - 1])))
        lexer->at++;
    add(lexer, TOKEN_NUMBER, at, after_space);
    return 0;
}

/* Bytes of the "}}" (with its trim marker) that is next, or 0. */
static size_t closing(const struct lexer *lexer)
{
    if (peek(lexer, 0) == '}' && peek(lexer, 1) == '}')
        return 2;
    if (is_blank(peek(lexer, 0)) && peek(lexer, 1) == '-' &&
        peek(lexer, 2) == '}' && peek(lexer, 3) == '}')
        return 4;
    return 0;
}

static void add(struct lexer *lexer, enum token_kind kind, size_t at,
                bool after_space)
{
    struct token_list *list = lexer->list;

    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 16;
        list->items =
            xrealloc(list->items, list->capacity, sizeof(list->items[0]));
    }
    list->items[list->count++] = (struct token){
        .kind = kind,
        .after_space = after_space,
        .at = at,
        .length = lexer->at > at ? lexer->at - at : 0,
    };
}

static char peek(const struct lexer *lexer, size_t ahead)
{
    size_t at = lexer->at + ahead;

    if (at >= lexer->length)
        return '\0';
    return lexer->text[at];
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool is_name(char byte)
{
    return byte == '_' || isalnum((unsigned char)byte) ||
           (unsigned char)byte >= 0x80;
}

static int fail(struct lexer *lexer, size_t at, const char *why)
{
    return err_set(lexer->err, ERR_FORMAT, template_line(lexer->text, at), "%s",
                   why);
}
