/* history.h - the lines typed before, walked with Up and Down.
 *
 * Layer: ui; used by editor.c. Below the newest line stands the draft: what
 * was being typed when the walk began.
 */
#ifndef TRACETOP_UI_HISTORY_H
#define TRACETOP_UI_HISTORY_H

#include <stddef.h>

enum { HISTORY_MOST = 100 };

/* Zeroed, it is empty. */
struct history {
    char *lines[HISTORY_MOST]; /* oldest first */
    size_t count;
    size_t at;   /* the line that is shown; `count` for the draft */
    char *draft; /* NULL before the walk */
};

/* Frees the lines and leaves an empty history. */
void history_clear(struct history *history);

/* Adds a line as the newest and ends the walk. An empty line and one that
 * repeats the newest are left out; past HISTORY_MOST the oldest goes. */
void history_add(struct history *history, const char *line);

/* Returns the line before the shown one, keeping `text` as the draft if the
 * walk begins; NULL at the oldest. Borrowed: until the next change. */
const char *history_older(struct history *history, const char *text);

/* Returns the line after the shown one, the draft after the newest; NULL when
 * the draft is shown. Borrowed: until the next change. */
const char *history_newer(struct history *history);

/* Ends the walk and forgets the draft. */
void history_rewind(struct history *history);

#endif
