/* command.c - the table of commands. */
#include "action/command.h"

#include <string.h>

#include "base/nearest.h"

const struct command command_table[] = {
#define COMMAND_ROW(constant, name, argument, keys, scope, help, hint)         \
    {name, argument, keys, help, hint, constant, scope},
    COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW
};
const size_t command_count = sizeof(command_table) / sizeof(command_table[0]);

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (!strcmp(command_table[i].name, name))
            return &command_table[i];
    return NULL;
}

const struct command *command_nearest(const char *name)
{
    const char *names[sizeof(command_table) / sizeof(command_table[0])];
    const char *near;

    for (size_t i = 0; i < command_count; i++)
        names[i] = command_table[i].name;
    near = nearest_word(name, names, command_count);
    return near ? command_find(near) : NULL;
}
