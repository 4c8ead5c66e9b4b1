/* complete.c - the longest common beginning of what could be meant. */
#include "action/complete.h"

#include <stdio.h>
#include <string.h>

#include "action/command.h"

struct match {
    char common[80]; /* what all candidates begin with */
    size_t count;
    char *list; /* candidates, by blanks */
    size_t list_size;
};

static void consider(struct match *match, const char *word,
                     const char *beginning, size_t length);
static void match_arguments(struct match *match, const char *line,
                            const char *last,
                            const struct complete_words *words);
static void append(char *out, size_t size, const char *text);

bool complete_command(const char *line, const struct complete_words *words,
                      char *out, size_t size, char *candidates,
                      size_t candidates_size)
{
    const char *space = strrchr(line, ' ');
    const char *last = space ? space + 1 : line;
    struct match match = {.list = candidates, .list_size = candidates_size};

    candidates[0] = '\0';
    if (space) {
        match_arguments(&match, line, last, words);
    } else {
        for (size_t i = 0; i < command_count; i++)
            consider(&match, command_table[i].name, last, strlen(last));
    }
    (void)snprintf(out, size, "%.*s%s", (int)(last - line), line,
                   match.count ? match.common : last);
    if (match.count == 1) {
        append(out, size, " ");
        candidates[0] = '\0';
    }
    return strcmp(out, line) != 0;
}

static void match_arguments(struct match *match, const char *line,
                            const char *last,
                            const struct complete_words *words)
{
    char name[40];
    const struct command *command;

    (void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(line, " "), line);
    command = command_find(name);
    if (!command || !command->argument[0])
        return;
    for (; words->argument; words++) {
        if (strcmp(words->argument, command->argument) != 0 ||
            (words->command && strcmp(words->command, name) != 0))
            continue;
        for (size_t i = 0; i < words->count; i++)
            consider(match, words->words[i], last, strlen(last));
    }
}

static void consider(struct match *match, const char *word,
                     const char *beginning, size_t length)
{
    size_t same = 0;

    if (strncmp(word, beginning, length) != 0)
        return;
    if (!match->count++) {
        (void)snprintf(match->common, sizeof(match->common), "%s", word);
    } else {
        while (match->common[same] && match->common[same] == word[same])
            same++;
        match->common[same] = '\0';
        append(match->list, match->list_size, " ");
    }
    append(match->list, match->list_size, word);
}

static void append(char *out, size_t size, const char *text)
{
    size_t length = strlen(out);

    (void)snprintf(out + length, size - length, "%s", text);
}
