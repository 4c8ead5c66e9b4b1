/* keymap.c - bindings: the table's, then the user's. */
#include "action/keymap.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct keymap {
    struct binding *bindings; /* later ones win */
    size_t count;
    char **arguments; /* owned; borrowed by the bindings */
    size_t argument_count;
};

static void bind_table(struct keymap *keymap, const struct command *command);
static void add(struct keymap *keymap, struct key key, unsigned scope,
                enum command_id command, const char *argument);
static const char *keep(struct keymap *keymap, const char *text);
static bool is_rebound(const struct keymap *keymap, size_t index);

struct keymap *keymap_new(void)
{
    struct keymap *keymap = xcalloc(1, sizeof(*keymap));

    for (size_t i = 0; i < command_count; i++)
        bind_table(keymap, &command_table[i]);
    return keymap;
}

void keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    for (size_t i = 0; i < keymap->argument_count; i++)
        free(keymap->arguments[i]);
    free(keymap->arguments);
    free(keymap->bindings);
    free(keymap);
}

int keymap_bind(struct keymap *keymap, const char *key, const char *line,
                struct err *err)
{
    size_t length;
    const struct command *command;
    struct key parsed;
    char name[60];

    if (!key_parse(key, &parsed))
        return err_set(err, ERR_FORMAT, 0,
                       "'%s' names no key; right are q, F5, Ctrl-L, Alt-x, "
                       "Space, PgUp",
                       key);
    line += strspn(line, " ");
    length = strcspn(line, " ");
    (void)snprintf(name, sizeof(name), "%.*s", (int)length, line);
    command = command_find(name);
    if (!command) {
        const struct command *near = command_nearest(name);

        return err_set(err, ERR_FORMAT, 0, "%s: no command '%s'%s%s%s", key,
                       name, near ? "; did you mean '" : "",
                       near ? near->name : "", near ? "'?" : "");
    }
    line += length;
    add(keymap, parsed, (unsigned)-1, command->id,
        keep(keymap, line + strspn(line, " ")));
    return 0;
}

const struct binding *keymap_find(const struct keymap *keymap, struct key key,
                                  unsigned scope)
{
    const struct binding *common = NULL;

    for (size_t i = keymap->count; i-- > 0;) {
        const struct binding *binding = &keymap->bindings[i];

        if (!key_equal(binding->key, key))
            continue;
        if (binding->scope & scope)
            return binding;
        if ((binding->scope & SCOPE_ALL) && !common)
            common = binding;
    }
    return common;
}

void keymap_keys(const struct keymap *keymap, enum command_id command,
                 unsigned scope, char *out, size_t size)
{
    size_t length = 0;

    out[0] = '\0';
    for (size_t i = 0; i < keymap->count; i++) {
        const struct binding *binding = &keymap->bindings[i];
        char name[32];

        if (binding->command != command ||
            !(binding->scope & (scope | SCOPE_ALL)) || is_rebound(keymap, i))
            continue;
        key_format(name, sizeof(name), binding->key);
        if (length + strlen(name) + 2 > size)
            return;
        length += (size_t)snprintf(out + length, size - length, "%s%s",
                                   length ? " " : "", name);
    }
}

/* The keys of a command by blanks; a digit hands itself on as argument. */
static void bind_table(struct keymap *keymap, const struct command *command)
{
    const char *at = command->keys;

    while (*at) {
        size_t length = strcspn(at, " ");
        const char *argument = "";
        struct key key;
        char name[32];

        (void)snprintf(name, sizeof(name), "%.*s", (int)length, at);
        if (command->argument[0] && key_parse(name, &key) && key.code >= '1' &&
            key.code <= '9')
            argument = keep(keymap, name);
        if (key_parse(name, &key))
            add(keymap, key, command->scope, command->id, argument);
        at += length;
        at += strspn(at, " ");
    }
}

static void add(struct keymap *keymap, struct key key, unsigned scope,
                enum command_id command, const char *argument)
{
    keymap->bindings = xrealloc(keymap->bindings, keymap->count + 1,
                                sizeof(*keymap->bindings));
    keymap->bindings[keymap->count++] =
        (struct binding){key, scope, command, argument};
}

/* Keeps a copy, without the blanks at its end. */
static const char *keep(struct keymap *keymap, const char *text)
{
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0)
        return "";
    keymap->arguments = xrealloc(keymap->arguments, keymap->argument_count + 1,
                                 sizeof(*keymap->arguments));
    keymap->arguments[keymap->argument_count] = xstrndup(text, length);
    return keymap->arguments[keymap->argument_count++];
}

/* The user's bindings count in every scope and take the key away. */
static bool is_rebound(const struct keymap *keymap, size_t index)
{
    for (size_t i = index + 1; i < keymap->count; i++)
        if (key_equal(keymap->bindings[i].key, keymap->bindings[index].key) &&
            keymap->bindings[i].scope == (unsigned)-1)
            return true;
    return false;
}
