/* risk_match.c - of all patterns that a call meets, the closest. */
#include "runbook/risk_match.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

enum { OPERANDS_MAX = 16 };

/* The words of a call that are no options, nor values of options. */
struct operands {
    const char *words[OPERANDS_MAX];
    size_t count;
};

static void read_operands(struct operands *operands,
                          const struct risk_call *call);
static bool is_hopeless(const struct risk_rule *rule,
                        const struct operands *operands);
static int match(const struct risk_rule *rule, const struct operands *operands,
                 const struct risk_call *call);
static bool is_like(const char *pattern, size_t length, const char *word);
static bool takes_value(const struct risk_tool *tool, const char *option);

const struct risk_rule *risk_match(const struct risk_call *call)
{
    const struct risk_rule *best = NULL;
    int best_score = -1;
    struct operands operands;
    size_t count;
    const struct risk_rule *rules =
        risk_rules_of(call->tool ? call->tool->name : call->program, &count);

    if (count)
        read_operands(&operands, call);
    for (size_t i = 0; i < count; i++) {
        int score;

        if (is_hopeless(&rules[i], &operands))
            continue;
        score = match(&rules[i], &operands, call);
        if (score > best_score ||
            (score == best_score && best && rules[i].risk > best->risk)) {
            best = score >= 0 ? &rules[i] : best;
            best_score = score;
        }
    }
    return best;
}

bool risk_has_option(const struct risk_call *call, const char *option,
                     size_t length)
{
    const char *equals = memchr(option, '=', length);
    size_t name = equals ? (size_t)(equals - option) : length;
    bool is_letter = length == 2 && option[1] != '-';

    if (length && option[length - 1] == '*')
        name = --length;
    for (size_t i = 1; i < call->count; i++) {
        const char *word = call->words[i].text;

        if (word[0] != '-')
            continue;
        if (!strcmp(word, "--"))
            return false;
        if (!strncmp(word, option, length) &&
            (!word[length] || option[length] == '*' ||
             (!equals && word[length] == '=')))
            return true;
        if (equals && i + 1 < call->count && strlen(word) == name &&
            !strncmp(word, option, name) &&
            strlen(call->words[i + 1].text) == length - name - 1 &&
            !strncmp(call->words[i + 1].text, equals + 1, length - name - 1))
            return true;
        if (is_letter && word[1] && word[1] != '-' && strchr(word, option[1]))
            return true;
    }
    return false;
}

size_t risk_skip_options(const struct risk_call *call)
{
    size_t at = 1;

    while (at < call->count && call->words[at].text[0] == '-') {
        const char *word = call->words[at++].text;

        if (!strcmp(word, "--"))
            break;
        at += at < call->count && !strchr(word, '=') &&
              takes_value(call->tool, word);
    }
    return at < call->count ? at : call->count;
}

bool risk_is_named(const char *names, const char *name)
{
    for (const char *at = names;; at++) {
        size_t length = 0;

        while (at[length] && at[length] != ' ' && at[length] == name[length])
            length++;
        if (length && !name[length] && (!at[length] || at[length] == ' '))
            return true;
        at = strchr(at + length, ' ');
        if (!at)
            return false;
    }
}

static void read_operands(struct operands *operands,
                          const struct risk_call *call)
{
    operands->count = 0;
    for (size_t i = 1; i < call->count; i++) {
        const char *word = call->words[i].text;

        if (word[0] == '-' && word[1])
            i += !strchr(word, '=') && takes_value(call->tool, word);
        else if (operands->count < OPERANDS_MAX)
            operands->words[operands->count++] = word;
    }
}

/* Most rules of a tool with many are for another verb. */
static bool is_hopeless(const struct risk_rule *rule,
                        const struct operands *operands)
{
    char first = rule->words[0];

    return first && first != '-' && first != '*' &&
           (!operands->count || operands->words[0][0] != first);
}

/* Returns how many words of the rule the call meets, -1 when not all. */
static int match(const struct risk_rule *rule, const struct operands *operands,
                 const struct risk_call *call)
{
    size_t next = 0;
    int score = 0;

    for (const char *at = rule->words; *at;) {
        size_t length = strcspn(at, " ");

        if (*at == '-') {
            if (!risk_has_option(call, at, length))
                return -1;
        } else if (next >= operands->count ||
                   !is_like(at, length, operands->words[next++])) {
            return -1;
        }
        score++;
        at += length;
        at += *at == ' ';
    }
    return score;
}

/* fnmatch(3) costs much more than a comparison, and most are plain words. */
static bool is_like(const char *pattern, size_t length, const char *word)
{
    char copy[64];

    if (!memchr(pattern, '*', length))
        return !strncmp(pattern, word, length) && !word[length];
    (void)snprintf(copy, sizeof(copy), "%.*s", (int)length, pattern);
    return fnmatch(copy, word, 0) == 0;
}

static bool takes_value(const struct risk_tool *tool, const char *option)
{
    return tool && tool->options && risk_is_named(tool->options, option);
}
