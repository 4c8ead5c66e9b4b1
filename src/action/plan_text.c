/* plan_text.c - placeholders become references to variables.
 *
 * A reference is quoted as its place needs, so the shell sees one value and no
 * syntax. Where something else reads it again (reread.h), it must be plain.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/plan_private.h"
#include "action/reread.h"
#include "action/shell_place.h"
#include "action/variable.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "runbook/placeholder.h"

enum { NAME_BYTES = 96, REASON_BYTES = 220 };

/* The text being changed. */
struct work {
    struct plan *plan;
    const struct plan_input *input;
    const char *text;
    size_t length;
    unsigned char *places;
    struct shell_script script;
    bool is_read_again; /* all of it, by another interpreter */
    struct buf out;
};

/* One placeholder in it. */
struct spot {
    size_t at, length;
    const char *word; /* as it stands; the pool's */
    const char *value;
};

static void change_text(struct work *work);
static bool change_spot(struct work *work, struct spot *spot);
static const char *find_value(const struct work *work, const char *word);
static void add_missing(struct plan *plan, const char *word);
static bool check_spot(struct work *work, const struct spot *spot);
static bool refuse_spot(struct work *work, const struct spot *spot,
                        const char *why);
static bool begins_word(const struct work *work, const struct spot *spot);
static bool is_subscript(const struct work *work, size_t at);
static void put_reference(struct work *work, const struct spot *spot);
static const char *variable_for(struct plan *plan, const struct spot *spot);
static void number_name(const struct plan *plan, char *name, size_t size);
static void refuse_missing(struct plan *plan);

void plan_set_placeholders(struct plan *plan, const struct plan_input *input)
{
    struct work work = {.plan = plan,
                        .input = input,
                        .text = plan->command,
                        .length = strlen(plan->command)};
    size_t length;

    if (plan->refusal || !placeholder_find(plan->command, &length))
        return;
    work.places = xmalloc(work.length + 1);
    buf_init(&work.out, 2 * (size_t)PLAN_COMMAND_MAX);
    if (!shell_place_map(work.text, work.length, work.places)) {
        plan_refuse(plan, "it has placeholders, and its quoting cannot be "
                          "followed: edit it first");
    } else {
        shell_parse(&work.script, &plan->pool, work.text, work.length);
        work.is_read_again = reread_is_anywhere(work.text, &work.script);
        change_text(&work);
    }
    refuse_missing(plan);
    buf_clear(&work.out);
    free(work.places);
}

int plan_check_value(const char *placeholder, const char *value,
                     struct err *err)
{
    size_t length = strlen(value);

    if (!length)
        return err_set(err, ERR_REFUSED, 0, "%s needs a value", placeholder);
    if (length > PLAN_VALUE_MAX)
        return err_set(err, ERR_REFUSED, 0,
                       "%s: the value is longer than %d bytes", placeholder,
                       PLAN_VALUE_MAX);
    if (!plan_is_utf8(value, length))
        return err_set(err, ERR_REFUSED, 0, "%s: the value is not UTF-8",
                       placeholder);
    for (size_t at = 0; at < length;) {
        uint32_t code;

        at += utf8_decode(value + at, length - at, &code);
        if (utf8_is_hostile(code))
            return err_set(err, ERR_REFUSED, 0,
                           "%s: the value holds U+%04X, which cannot be seen",
                           placeholder, (unsigned)code);
    }
    return 0;
}

static void change_text(struct work *work)
{
    const char *at = work->text;
    size_t from = 0;
    size_t length;
    bool is_whole = true;

    while (is_whole && (at = placeholder_find(at, &length))) {
        struct spot spot = {.at = (size_t)(at - work->text), .length = length};

        at += length;
        if (work->places[spot.at] == SHELL_PLACE_COMMENT)
            continue;
        (void)buf_add(&work->out, work->text + from, spot.at - from);
        from = spot.at + length;
        is_whole = change_spot(work, &spot);
    }
    if (!is_whole || work->plan->missing_count)
        return;
    (void)buf_add(&work->out, work->text + from, work->length - from);
    if (work->out.overflow || work->out.length > PLAN_COMMAND_MAX)
        plan_refuse(work->plan, "the command is longer than 64 KiB");
    else
        work->plan->command =
            pool_copy(&work->plan->pool, work->out.bytes, work->out.length);
}

/* Returns false when it cannot be done at all; one that is missing can. */
static bool change_spot(struct work *work, struct spot *spot)
{
    spot->word =
        pool_copy(&work->plan->pool, work->text + spot->at, spot->length);
    spot->value = find_value(work, spot->word);
    if (!check_spot(work, spot))
        return false;
    if (!spot->value || !spot->value[0])
        add_missing(work->plan, spot->word);
    else
        put_reference(work, spot);
    return true;
}

static const char *find_value(const struct work *work, const char *word)
{
    for (size_t i = 0; i < work->input->placeholder_count; i++)
        if (!strcmp(work->input->placeholders[i].name, word))
            return work->input->placeholders[i].value;
    return NULL;
}

static void add_missing(struct plan *plan, const char *word)
{
    for (size_t i = 0; i < plan->missing_count; i++)
        if (!strcmp(plan->missing[i], word))
            return;
    plan->missing = pool_grow(&plan->pool, (void *)plan->missing,
                              plan->missing_count, sizeof(*plan->missing));
    plan->missing[plan->missing_count++] = word;
}

/* Returns false after refusing: its place first, which no value cures. */
static bool check_spot(struct work *work, const struct spot *spot)
{
    struct err err = {0};
    enum shell_place place = (enum shell_place)work->places[spot->at];
    bool is_after_dollar = spot->at && work->text[spot->at - 1] == '$';
    char after = work->text[spot->at + spot->length];

    for (size_t i = 1; i < spot->length; i++)
        if (work->places[spot->at + i] != place)
            return refuse_spot(work, spot, "is quoted in part");
    if (place == SHELL_PLACE_NESTED)
        return refuse_spot(work, spot,
                           "stands in ${}, (()), `` or behind a backslash");
    if (place == SHELL_PLACE_LITERAL)
        return refuse_spot(work, spot,
                           "stands in a heredoc that expands nothing");
    if (is_after_dollar ||
        (place == SHELL_PLACE_PLAIN && after == '=' && begins_word(work, spot)))
        return refuse_spot(work, spot, "is the name of a variable");
    if (place == SHELL_PLACE_PLAIN && is_subscript(work, spot->at))
        return refuse_spot(work, spot, "stands in brackets");
    if (!spot->value || !spot->value[0])
        return true;
    if (plan_check_value(spot->word, spot->value, &err) < 0) {
        plan_refuse(work->plan, err.text);
        return false;
    }
    if (spot->value[0] == '-' && begins_word(work, spot))
        return refuse_spot(work, spot, "would be read as an option");
    if ((work->is_read_again || reread_is_at(&work->script, spot->at)) &&
        !reread_is_plain(spot->value))
        return refuse_spot(work, spot,
                           "is read by a second interpreter: only letters, "
                           "digits and ._:/@%+,=- are safe there");
    return true;
}

static bool refuse_spot(struct work *work, const struct spot *spot,
                        const char *why)
{
    char reason[REASON_BYTES];

    (void)snprintf(reason, sizeof(reason), "%.60s %s; edit the step",
                   spot->word, why);
    plan_refuse(work->plan, reason);
    return false;
}

static bool begins_word(const struct work *work, const struct spot *spot)
{
    return !spot->at || strchr(" \t\n\"';&|(", work->text[spot->at - 1]);
}

/* name[<index>]: what stands there is computed, and that may run things. */
static bool is_subscript(const struct work *work, size_t at)
{
    while (at && !strchr(" \t\n;&|()", work->text[at - 1]))
        if (work->text[--at] == '[' && work->places[at] == SHELL_PLACE_PLAIN)
            return true;
    return false;
}

static void put_reference(struct work *work, const struct spot *spot)
{
    const char *name = variable_for(work->plan, spot);
    const char *before = "\"", *behind = "\"";

    switch ((enum shell_place)work->places[spot->at]) {
    case SHELL_PLACE_SINGLE:
        before = "'\"";
        behind = "\"'";
        break;
    case SHELL_PLACE_ESCAPES:
        before = "'\"";
        behind = "\"$'";
        break;
    case SHELL_PLACE_DOUBLE:
    case SHELL_PLACE_HEREDOC:
        before = "";
        behind = "";
        break;
    case SHELL_PLACE_PLAIN:
    case SHELL_PLACE_LITERAL:
    case SHELL_PLACE_COMMENT:
    case SHELL_PLACE_NESTED:
        break;
    }
    (void)buf_printf(&work->out, "%s${%s}%s", before, name, behind);
}

/* The same placeholder has one variable; <a-b> and <a_b> have two. */
static const char *variable_for(struct plan *plan, const struct spot *spot)
{
    char word[NAME_BYTES], name[NAME_BYTES + 40];
    size_t length = spot->length;
    const char *from = spot->word;

    for (size_t i = 0; i < plan->variable_count; i++)
        if (plan->variables[i].origin == PLAN_FROM_PLACEHOLDER &&
            !strcmp(plan->variables[i].what, spot->word))
            return plan->variables[i].name;
    if (*from == '<') {
        from++;
        length -= 2;
    }
    (void)snprintf(word, sizeof(word), "%.*s", (int)length, from);
    variable_make_name(name, NAME_BYTES, "TRACETOP_VALUE_", word);
    number_name(plan, name, sizeof(name));
    plan_add_variable(plan,
                      (struct plan_variable){.name = name,
                                             .value = spot->value,
                                             .origin = PLAN_FROM_PLACEHOLDER,
                                             .what = spot->word,
                                             .is_used = true});
    return plan->variables[plan->variable_count - 1].name;
}

/* Puts _2, _3, ... behind a name that is taken. */
static void number_name(const struct plan *plan, char *name, size_t size)
{
    const size_t length = strlen(name);

    for (size_t i = 0, number = 2; i < plan->variable_count; i++)
        if (!strcmp(plan->variables[i].name, name)) {
            (void)snprintf(name + length, size - length, "_%zu", number++);
            i = (size_t)-1; /* from the first one again */
        }
}

static void refuse_missing(struct plan *plan)
{
    char reason[REASON_BYTES];
    size_t used;

    if (!plan->missing_count)
        return;
    used = (size_t)snprintf(reason, sizeof(reason), "it needs a value for");
    for (size_t i = 0; i < plan->missing_count && used < sizeof(reason); i++)
        used += (size_t)snprintf(reason + used, sizeof(reason) - used, "%s %s",
                                 i ? "," : "", plan->missing[i]);
    plan_refuse(plan, reason);
}
