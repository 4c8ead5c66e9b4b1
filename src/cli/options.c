/* options.c - argv to values, by one table. */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/xalloc.h"

/* Where a value goes: its place in struct options. */
struct place {
    const char *name;
    size_t offset;
    bool is_flag;
};

#define PLACE(name, member, is_flag)                                           \
    {                                                                          \
        name, offsetof(struct options, member), is_flag                        \
    }

const struct option_def option_table[] = {
    {"config", "FILE", "", "read this configuration"},
    {"context", "NAME", "", "the context of the configuration to open"},
    {"prometheus", "URL", "", "ask this Prometheus"},
    {"namespace", "NS", "", "the Kubernetes namespace of the platform"},
    {"refresh", "DUR", "", "ask this often (5s)"},
    {"range", "DUR", "", "show this much history (1h)"},
    {"guide", "FILE", "", "read the runbooks from this guide"},
    {"rules", "FILE", "", "read alert rules from this file; may be repeated"},
    {"theme", "NAME", "", "dark, light, high-contrast, colour-blind or mono"},
    {"read-only", NULL, "", "run nothing that changes anything"},
    {"readonly", NULL, "", "the same"},
    {"dry-run", NULL, "", "print steps, or run them on the server's dry run"},
    {"demo", "[=SCENARIO]", "", "open on a simulated platform"},
    {"ascii", NULL, "", "draw with ASCII only"},
    {"no-color", NULL, "", "no colours"},
    {"no-mouse", NULL, "", "no mouse, whatever the configuration says"},
    {"timeout", "DUR", "", "wait no longer for any back end"},
    {"format", "FORMAT", "", "text or json; snapshot also ansi and svg"},
    {"debug", "FILE", "", "write what happens to this file"},
    {"size", "COLSxROWS", "snapshot", "size of the picture (80x24)"},
    {"view", "NAME", "snapshot",
     "overview, a panel's name, alerts, runbooks, runbook:ID, "
     "health, changes, traces, trace:ID, actions, action:ID or help"},
    {"wait", "DUR", "snapshot alerts", "wait at most this long for data (5s)"},
    {"only", "A,B", "check", "these checks alone: pods, elasticsearch, ..."},
    {"at", "TIME", "query", "evaluate at this time (RFC 3339 or seconds)"},
    {"start", "TIME", "query", "range query: first time"},
    {"end", "TIME", "query", "range query: last time"},
    {"step", "DUR", "query", "range query: distance of the points"},
    {"yes", NULL, "runbook", "run: yes to a step that changes something"},
    {"confirm", "WORD", "runbook",
     "run: the word that a destructive step, or a change in production, asks "
     "for"},
    {"set", "NAME=VALUE", "runbook",
     "run: what to put for a placeholder; may be repeated"},
    {"help", NULL, "", "show this help"},
    {"version", NULL, "", "show the version"},
};
const size_t option_count = sizeof(option_table) / sizeof(option_table[0]);

static const struct place places[] = {
    PLACE("config", overrides.config, false),
    PLACE("context", overrides.context, false),
    PLACE("prometheus", overrides.prometheus, false),
    PLACE("namespace", overrides.namespace_name, false),
    PLACE("refresh", overrides.refresh, false),
    PLACE("range", overrides.range, false),
    PLACE("guide", overrides.guide, false),
    PLACE("theme", overrides.theme, false),
    PLACE("read-only", overrides.read_only, true),
    PLACE("readonly", overrides.read_only, true),
    PLACE("dry-run", overrides.dry_run, true),
    PLACE("demo", demo, false),
    PLACE("ascii", overrides.ascii, true),
    PLACE("no-color", overrides.no_color, true),
    PLACE("no-mouse", overrides.no_mouse, true),
    PLACE("timeout", overrides.timeout, false),
    PLACE("format", format, false),
    PLACE("debug", overrides.debug, false),
    PLACE("size", size, false),
    PLACE("view", view, false),
    PLACE("wait", wait, false),
    PLACE("only", only, false),
    PLACE("at", at, false),
    PLACE("start", start, false),
    PLACE("end", end, false),
    PLACE("step", step, false),
    PLACE("yes", yes, true),
    PLACE("confirm", confirm, false),
    PLACE("help", wants_help, true),
    PLACE("version", wants_version, true),
};

static int take_word(struct options *options, char *const **word,
                     const struct option_def **used, struct err *err);
static const struct option_def *find_option(const char *name, size_t length);
static int store(struct options *options, const struct option_def *option,
                 const char *value, struct err *err);
static int say_unknown(const char *word, size_t length, struct err *err);

int options_parse(struct options *options, int argc, char *const *argv,
                  struct err *err)
{
    const struct option_def *used = NULL; /* the last one of one command */
    char *const *word = argv + 1;

    *options = (struct options){0};
    options->words = xcalloc((size_t)argc + 1, sizeof(*options->words));
    while (*word) {
        if (!strcmp(*word, "--")) {
            for (word++; *word; word++)
                options->words[options->argument_count++] = *word;
            break;
        }
        if (take_word(options, &word, &used, err) < 0) {
            options->command = options->words[0];
            return -1;
        }
    }
    options->arguments = options->words;
    if (options->argument_count) {
        options->command = options->words[0];
        options->arguments++;
        options->argument_count--;
    }
    if (used && !options_takes(options->command, used))
        return err_set(err, ERR_REFUSED, 0, "--%s goes with: tracetop %s",
                       used->name, used->commands);
    return 0;
}

void options_clear(struct options *options)
{
    free(options->words);
    *options = (struct options){0};
}

/* Takes one word, or an option and its value; moves `*word` behind it. */
static int take_word(struct options *options, char *const **word,
                     const struct option_def **used, struct err *err)
{
    const char *text = *(*word)++;
    const struct option_def *option;
    const char *equals;
    size_t length;

    if (text[0] != '-' || !text[1]) {
        options->words[options->argument_count++] = text;
        return 0;
    }
    if (!strcmp(text, "-h"))
        text = "--help";
    equals = strchr(text, '=');
    length = equals ? (size_t)(equals - text) : strlen(text);
    option =
        length > 2 && text[1] == '-' ? find_option(text + 2, length - 2) : NULL;
    if (!option)
        return say_unknown(text, length, err);
    if (option->commands[0])
        *used = option;
    if (!option->argument) {
        if (equals)
            return err_set(err, ERR_REFUSED, 0, "--%s takes no value",
                           option->name);
        return store(options, option, NULL, err);
    }
    if (equals)
        return store(options, option, equals + 1, err);
    if (option->argument[0] == '[') {
        options->has_demo = true;
        return 0;
    }
    if (!**word)
        return err_set(err, ERR_REFUSED, 0, "--%s wants a value: --%s %s",
                       option->name, option->name, option->argument);
    return store(options, option, *(*word)++, err);
}

static const struct option_def *find_option(const char *name, size_t length)
{
    for (size_t i = 0; i < option_count; i++)
        if (strlen(option_table[i].name) == length &&
            !memcmp(option_table[i].name, name, length))
            return &option_table[i];
    return NULL;
}

static int store(struct options *options, const struct option_def *option,
                 const char *value, struct err *err)
{
    struct overrides *overrides = &options->overrides;

    if (!strcmp(option->name, "rules")) {
        if (overrides->rules_count ==
            sizeof(overrides->rules) / sizeof(overrides->rules[0]))
            return err_set(err, ERR_REFUSED, 0, "--rules: too many files");
        overrides->rules[overrides->rules_count++] = value;
        return 0;
    }
    if (!strcmp(option->name, "set")) {
        if (options->set_count ==
            sizeof(options->set) / sizeof(options->set[0]))
            return err_set(err, ERR_REFUSED, 0, "--set: too many");
        options->set[options->set_count++] = value;
        return 0;
    }
    if (!strcmp(option->name, "demo"))
        options->has_demo = true;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        char *member = (char *)options + places[i].offset;

        if (strcmp(places[i].name, option->name) != 0)
            continue;
        if (places[i].is_flag)
            *(bool *)member = true;
        else
            *(const char **)(void *)member = value;
    }
    return 0;
}

static int say_unknown(const char *word, size_t length, struct err *err)
{
    const char *names[sizeof(option_table) / sizeof(option_table[0])];
    char name[64];
    const char *near;

    for (size_t i = 0; i < option_count; i++)
        names[i] = option_table[i].name;
    if (length > sizeof(name) - 1)
        length = sizeof(name) - 1;
    memcpy(name, word, length);
    name[length] = '\0';
    near = nearest_word(name + strspn(name, "-"), names, option_count);
    return err_set(err, ERR_REFUSED, 0, "unknown option '%s'%s%s%s", name,
                   near ? "; did you mean --" : "", near ? near : "",
                   near ? "?" : "");
}

bool options_takes(const char *command, const struct option_def *option)
{
    const char *at = option->commands;
    size_t length = command ? strlen(command) : 0;

    while (length && *at) {
        size_t word = strcspn(at, " ");

        if (word == length && !memcmp(at, command, length))
            return true;
        at += word;
        at += strspn(at, " ");
    }
    return false;
}
