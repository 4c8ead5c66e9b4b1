/* reread.c - two tables of programs, and bash's arithmetic. */
#include "action/reread.h"

#include <string.h>

static bool has_word(const struct shell_command *command,
                     const char *const *words, size_t count);
static bool computes(const char *text);
static bool is_name_byte(char byte);

/* They run what they are given, or name variables by it. */
static const char *const shells[] = {
    ".",       "((",      "[[",        "ash",      "bash", "csh",     "dash",
    "declare", "eval",    "fish",      "getopts",  "ksh",  "let",     "local",
    "lua",     "mapfile", "node",      "parallel", "perl", "php",     "python",
    "python3", "read",    "readarray", "readonly", "rsh",  "ruby",    "sh",
    "source",  "ssh",     "su",        "tclsh",    "trap", "typeset", "unset",
    "watch",   "xargs",   "zsh",
};
/* They have a language, for their own arguments alone. */
static const char *const languages[] = {
    "[",    "awk",   "bc",   "ed",   "expr",   "find", "gawk", "gdb", "jq",
    "mawk", "mysql", "nawk", "psql", "printf", "sed",  "test", "yq",
};

bool reread_is_anywhere(const char *text, const struct shell_script *script)
{
    for (size_t i = 0; i < script->command_count; i++)
        if (has_word(&script->commands[i], shells,
                     sizeof(shells) / sizeof(shells[0])))
            return true;
    return computes(text);
}

bool reread_is_at(const struct shell_script *script, size_t at)
{
    for (size_t i = 0; i < script->command_count; i++) {
        const struct shell_command *command = &script->commands[i];

        if (command->start <= at && at < command->end &&
            has_word(command, languages,
                     sizeof(languages) / sizeof(languages[0])))
            return true;
    }
    return false;
}

bool reread_is_plain(const char *value)
{
    return !value[strspn(value, "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._:/@%+,=-")];
}

/* printf, [ and test name variables after -v; else they only print and
 * compare. */
static bool has_word(const struct shell_command *command,
                     const char *const *words, size_t count)
{
    bool names_variables = false;

    for (size_t i = 1; i < command->word_count; i++)
        names_variables |= !strncmp(command->words[i].text, "-v", 2);
    for (size_t i = 0; i < command->word_count; i++) {
        const char *slash = strrchr(command->words[i].text, '/');
        const char *name = slash ? slash + 1 : command->words[i].text;

        if ((!strcmp(name, "printf") || !strcmp(name, "[") ||
             !strcmp(name, "test")) &&
            !names_variables)
            continue;
        for (size_t k = 0; k < count; k++)
            if (!strcmp(name, words[k]))
                return true;
    }
    return false;
}

/* $(( )), ${NAME:2}, ${NAME[i]} and name[i] compute what they are given, and
 * in bash that may run a command. */
static bool computes(const char *text)
{
    if (strstr(text, "(("))
        return true;
    for (const char *at = text; (at = strchr(at, '[')); at++)
        if (at > text && is_name_byte(at[-1]))
            return true;
    for (const char *at = text; (at = strstr(at, "${")); at += 2) {
        size_t span = strcspn(at, "}:");

        if (at[span] == ':' && !strchr("-=?+", at[span + 1]))
            return true;
    }
    return false;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}
