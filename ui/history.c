/* history.c - the lines typed before, walked with Up and Down. */
#include "ui/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void history_clear(struct history *history)
{
    for (size_t i = 0; i < history->count; i++)
        free(history->lines[i]);
    free(history->draft);
    memset(history, 0, sizeof(*history));
}

void history_add(struct history *history, const char *line)
{
    size_t count = history->count;

    history_rewind(history);
    if (!*line || (count > 0 && !strcmp(history->lines[count - 1], line)))
        return;
    if (count == HISTORY_MOST) {
        free(history->lines[0]);
        memmove(history->lines, history->lines + 1,
                (HISTORY_MOST - 1) * sizeof(history->lines[0]));
        count--;
    }
    history->lines[count] = xstrdup(line);
    history->count = history->at = count + 1;
}

const char *history_older(struct history *history, const char *text)
{
    if (history->at == 0)
        return NULL;
    if (history->at == history->count) {
        free(history->draft);
        history->draft = xstrdup(text);
    }
    return history->lines[--history->at];
}

const char *history_newer(struct history *history)
{
    if (history->at == history->count)
        return NULL;
    history->at++;
    return history->at == history->count ? history->draft
                                         : history->lines[history->at];
}

void history_rewind(struct history *history)
{
    free(history->draft);
    history->draft = NULL;
    history->at = history->count;
}
