/* shell_place.c - a stack of quotes and brackets, byte by byte. */
#include "action/shell_place.h"

#include <assert.h>
#include <string.h>

#include "runbook/placeholder.h"

enum {
    FRAMES_MAX = 32,
    HEREDOCS_MAX = 8,
    DELIMITER_MAX = 64,
};

enum frame_kind {
    FRAME_TOP,
    FRAME_SUBST,  /* $(...), <(...), >(...) */
    FRAME_DOUBLE, /* "..." */
    FRAME_BRACE,  /* ${...} */
    FRAME_ARITH,  /* $((...)), ((...)) */
};

struct frame {
    enum frame_kind kind;
    int open; /* brackets in it */
};

struct heredoc {
    char delimiter[DELIMITER_MAX];
    bool is_literal, strips_tabs;
};

struct scan {
    const char *text;
    size_t at, length;
    unsigned char *places;
    struct frame frames[FRAMES_MAX];
    size_t depth; /* of the top frame */
    int nested;   /* frames that make everything in them NESTED */
    bool is_lost; /* the quoting cannot be followed */
    struct heredoc heredocs[HEREDOCS_MAX];
    size_t heredoc_count;
};

static void step_plain(struct scan *scan);
static void step_double(struct scan *scan);
static void step_brackets(struct scan *scan);
static bool step_dollar(struct scan *scan);
static void step_parens(struct scan *scan);
static void take_quoted(struct scan *scan, enum shell_place place, size_t skip,
                        bool has_escapes);
static void take_escaped(struct scan *scan);
static void take_backticks(struct scan *scan);
static void take_comment(struct scan *scan);
static void take_heredoc_start(struct scan *scan);
static void take_heredocs(struct scan *scan);
static void take_body_line(struct scan *scan, const struct heredoc *heredoc,
                           size_t stop);
static void push(struct scan *scan, enum frame_kind kind, size_t skip);
static void pop(struct scan *scan);
static void take(struct scan *scan, enum shell_place place, size_t count);
static char byte_at(const struct scan *scan, size_t ahead);
static bool is_word_start(const struct scan *scan);
static bool is_keyword(const struct scan *scan, const char *word);

bool shell_place_map(const char *text, size_t length, unsigned char *places)
{
    struct scan scan = {.text = text, .length = length, .places = places};

    while (scan.at < length && !scan.is_lost) {
        switch (scan.frames[scan.depth].kind) {
        case FRAME_TOP:
        case FRAME_SUBST:
            step_plain(&scan);
            break;
        case FRAME_DOUBLE:
            step_double(&scan);
            break;
        case FRAME_BRACE:
        case FRAME_ARITH:
            step_brackets(&scan);
            break;
        }
    }
    return !scan.is_lost && !scan.depth && !scan.heredoc_count;
}

bool shell_place_expands(unsigned char place)
{
    return place == SHELL_PLACE_PLAIN || place == SHELL_PLACE_DOUBLE ||
           place == SHELL_PLACE_HEREDOC || place == SHELL_PLACE_NESTED;
}

static void step_plain(struct scan *scan)
{
    char byte = byte_at(scan, 0);
    size_t angle = placeholder_angle(scan->text + scan->at);

    if (angle && angle <= scan->length - scan->at)
        take(scan, SHELL_PLACE_PLAIN, angle);
    else if (byte == '\\')
        take_escaped(scan);
    else if (byte == '\'')
        take_quoted(scan, SHELL_PLACE_SINGLE, 1, false);
    else if (byte == '$' && byte_at(scan, 1) == '\'')
        take_quoted(scan, SHELL_PLACE_ESCAPES, 2, true);
    else if (byte == '"')
        push(scan, FRAME_DOUBLE, 1);
    else if (byte == '$' && step_dollar(scan))
        return;
    else if (byte == '`')
        take_backticks(scan);
    else if ((byte == '<' || byte == '>') && byte_at(scan, 1) == '(')
        push(scan, FRAME_SUBST, 2);
    else if (byte == '(' || byte == ')')
        step_parens(scan);
    else if (byte == '#' && is_word_start(scan))
        take_comment(scan);
    else if (byte == '<' && byte_at(scan, 1) == '<')
        take_heredoc_start(scan);
    else if (byte == '\n' && scan->heredoc_count)
        take_heredocs(scan);
    else if (scan->depth && is_keyword(scan, "case"))
        scan->is_lost = true; /* its patterns have ) of their own */
    else
        take(scan, SHELL_PLACE_PLAIN, 1);
}

static void step_double(struct scan *scan)
{
    char byte = byte_at(scan, 0);

    if (byte == '\\')
        take_escaped(scan);
    else if (byte == '"')
        pop(scan);
    else if (byte == '$' && step_dollar(scan))
        return;
    else if (byte == '`')
        take_backticks(scan);
    else
        take(scan, SHELL_PLACE_DOUBLE, 1);
}

/* In ${...} and ((...)): a single quote there means one thing or another, by
 * what is around it. */
static void step_brackets(struct scan *scan)
{
    struct frame *frame = &scan->frames[scan->depth];
    char opening = frame->kind == FRAME_BRACE ? '{' : '(';
    char closing = frame->kind == FRAME_BRACE ? '}' : ')';
    char byte = byte_at(scan, 0);

    if (byte == '\\') {
        take_escaped(scan);
    } else if (byte == '\'') {
        scan->is_lost = true;
    } else if (byte == '"') {
        push(scan, FRAME_DOUBLE, 1);
    } else if (byte == '$' && step_dollar(scan)) {
        return;
    } else if (byte == '`') {
        take_backticks(scan);
    } else if (byte == closing && !frame->open) {
        pop(scan);
    } else {
        frame->open += (byte == opening) - (byte == closing);
        take(scan, SHELL_PLACE_NESTED, 1);
    }
}

/* Returns whether something begins at the $. */
static bool step_dollar(struct scan *scan)
{
    if (byte_at(scan, 1) == '(' && byte_at(scan, 2) == '(') {
        push(scan, FRAME_ARITH, 3);
        scan->frames[scan->depth].open = 1;
    } else if (byte_at(scan, 1) == '(') {
        push(scan, FRAME_SUBST, 2);
    } else if (byte_at(scan, 1) == '{') {
        push(scan, FRAME_BRACE, 2);
    } else if (byte_at(scan, 1) == '[') {
        scan->is_lost = true; /* arithmetic of old */
    } else {
        return false;
    }
    return true;
}

static void step_parens(struct scan *scan)
{
    struct frame *frame = &scan->frames[scan->depth];

    if (byte_at(scan, 0) == '(' && byte_at(scan, 1) == '(') {
        push(scan, FRAME_ARITH, 2);
        scan->frames[scan->depth].open = 1;
    } else if (byte_at(scan, 0) == ')' && frame->kind == FRAME_SUBST &&
               !frame->open) {
        pop(scan);
    } else {
        frame->open += byte_at(scan, 0) == '(' ? 1 : -1;
        take(scan, SHELL_PLACE_PLAIN, 1);
    }
}

static void take_quoted(struct scan *scan, enum shell_place place, size_t skip,
                        bool has_escapes)
{
    take(scan, SHELL_PLACE_PLAIN, skip);
    while (scan->at < scan->length && byte_at(scan, 0) != '\'') {
        if (has_escapes && byte_at(scan, 0) == '\\')
            take_escaped(scan);
        else
            take(scan, place, 1);
    }
    if (scan->at >= scan->length)
        scan->is_lost = true;
    else
        take(scan, SHELL_PLACE_PLAIN, 1);
}

static void take_escaped(struct scan *scan)
{
    take(scan, SHELL_PLACE_NESTED, 2);
}

static void take_backticks(struct scan *scan)
{
    take(scan, SHELL_PLACE_NESTED, 1);
    while (scan->at < scan->length && byte_at(scan, 0) != '`')
        take(scan, SHELL_PLACE_NESTED, byte_at(scan, 0) == '\\' ? 2 : 1);
    if (scan->at >= scan->length)
        scan->is_lost = true;
    else
        take(scan, SHELL_PLACE_NESTED, 1);
}

static void take_comment(struct scan *scan)
{
    while (scan->at < scan->length && byte_at(scan, 0) != '\n')
        take(scan, SHELL_PLACE_COMMENT, 1);
}

static void take_heredoc_start(struct scan *scan)
{
    struct heredoc *heredoc = &scan->heredocs[scan->heredoc_count];
    size_t length = 0;
    char quote = '\0';

    if (byte_at(scan, 2) == '<') {
        take(scan, SHELL_PLACE_PLAIN, 3);
        return;
    }
    if (scan->heredoc_count == HEREDOCS_MAX) {
        scan->is_lost = true;
        return;
    }
    memset(heredoc, 0, sizeof(*heredoc));
    take(scan, SHELL_PLACE_NESTED, 2);
    heredoc->strips_tabs = byte_at(scan, 0) == '-';
    if (heredoc->strips_tabs)
        take(scan, SHELL_PLACE_NESTED, 1);
    while (byte_at(scan, 0) == ' ' || byte_at(scan, 0) == '\t')
        take(scan, SHELL_PLACE_NESTED, 1);
    for (char byte;
         (byte = byte_at(scan, 0)) && (quote || !strchr(" \t\n;&|()<>", byte));
         take(scan, SHELL_PLACE_NESTED, 1)) {
        if (byte == '\n' || byte == '$' || byte == '`') {
            scan->is_lost = true;
            return;
        }
        if (quote ? byte == quote : strchr("'\"\\", byte) != NULL) {
            heredoc->is_literal = true;
            if (quote || byte == '\\')
                quote = '\0';
            else
                quote = byte;
            continue;
        }
        if (length + 1 < DELIMITER_MAX)
            heredoc->delimiter[length++] = byte;
    }
    if (!length || length + 1 == DELIMITER_MAX)
        scan->is_lost = true;
    scan->heredoc_count++;
}

static void take_heredocs(struct scan *scan)
{
    take(scan, SHELL_PLACE_PLAIN, 1);
    for (size_t i = 0; i < scan->heredoc_count; i++) {
        const struct heredoc *heredoc = &scan->heredocs[i];
        bool is_ended = false;

        while (scan->at < scan->length && !is_ended && !scan->is_lost) {
            const char *line = scan->text + scan->at;
            const char *newline = memchr(line, '\n', scan->length - scan->at);
            size_t span =
                newline ? (size_t)(newline - line) : scan->length - scan->at;
            size_t stop = scan->at + span;
            size_t tabs = heredoc->strips_tabs ? strspn(line, "\t") : 0;

            is_ended = tabs <= span &&
                       span - tabs == strlen(heredoc->delimiter) &&
                       !memcmp(line + tabs, heredoc->delimiter, span - tabs);
            if (is_ended)
                take(scan, SHELL_PLACE_NESTED, span);
            else
                take_body_line(scan, heredoc, stop);
            take(scan, SHELL_PLACE_NESTED, newline != NULL);
        }
        if (!is_ended)
            scan->is_lost = true;
    }
    scan->heredoc_count = 0;
}

/* What a substitution in a heredoc holds is not followed. */
static void take_body_line(struct scan *scan, const struct heredoc *heredoc,
                           size_t stop)
{
    while (scan->at < stop) {
        char byte = byte_at(scan, 0);
        char next = byte_at(scan, 1);

        if (heredoc->is_literal) {
            take(scan, SHELL_PLACE_LITERAL, 1);
        } else if (byte == '`' ||
                   (byte == '$' && (next == '(' || next == '{'))) {
            if (byte != '$' || next != '{' ||
                !memchr(scan->text + scan->at, '}', stop - scan->at)) {
                scan->is_lost = true;
                return;
            }
            take(scan, SHELL_PLACE_HEREDOC, 1);
            while (byte_at(scan, 0) != '}')
                take(scan, SHELL_PLACE_NESTED, 1);
            take(scan, SHELL_PLACE_NESTED, 1);
        } else if (byte == '\\' && scan->at + 1 < stop) {
            take_escaped(scan);
        } else {
            take(scan, SHELL_PLACE_HEREDOC, 1);
        }
    }
}

static void push(struct scan *scan, enum frame_kind kind, size_t skip)
{
    if (scan->depth + 1 == FRAMES_MAX) {
        scan->is_lost = true;
        return;
    }
    if (kind == FRAME_BRACE) { /* the $ tells how the value is quoted */
        take(scan,
             scan->frames[scan->depth].kind == FRAME_DOUBLE ? SHELL_PLACE_DOUBLE
                                                            : SHELL_PLACE_PLAIN,
             1);
        skip--;
    }
    take(scan, SHELL_PLACE_NESTED, skip);
    scan->frames[++scan->depth] = (struct frame){.kind = kind};
    scan->nested += kind == FRAME_BRACE || kind == FRAME_ARITH;
}

static void pop(struct scan *scan)
{
    enum frame_kind kind = scan->frames[scan->depth].kind;

    assert(scan->depth > 0);
    scan->nested -= kind == FRAME_BRACE || kind == FRAME_ARITH;
    scan->depth--;
    take(scan, SHELL_PLACE_NESTED, 1);
}

static void take(struct scan *scan, enum shell_place place, size_t count)
{
    for (; count && scan->at < scan->length; count--)
        scan->places[scan->at++] =
            (unsigned char)(scan->nested && place != SHELL_PLACE_COMMENT
                                ? SHELL_PLACE_NESTED
                                : place);
}

static char byte_at(const struct scan *scan, size_t ahead)
{
    if (scan->at + ahead >= scan->length)
        return '\0';
    return scan->text[scan->at + ahead];
}

static bool is_word_start(const struct scan *scan)
{
    return !scan->at || strchr(" \t\n;&|()", scan->text[scan->at - 1]);
}

static bool is_keyword(const struct scan *scan, const char *word)
{
    size_t length = strlen(word);
    char after = byte_at(scan, length);

    return is_word_start(scan) && scan->length - scan->at >= length &&
           !memcmp(scan->text + scan->at, word, length) &&
           (!after || strchr(" \t\n", after));
}
