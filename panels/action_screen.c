/* action_screen.c - a terminal that only knows lines. */
#include "panels/action_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static void take(struct action_screen *screen, unsigned char byte);
static void take_text(struct action_screen *screen, unsigned char byte);
static void take_escape(struct action_screen *screen, unsigned char byte);
static void put(struct action_screen *screen, char byte);
static void new_line(struct action_screen *screen);
static void drop_oldest(struct action_screen *screen);

void action_screen_init(struct action_screen *screen, const char *id)
{
    memset(screen, 0, sizeof(*screen));
    (void)snprintf(screen->id, sizeof(screen->id), "%s", id);
    buf_init(&screen->text, ACTION_SCREEN_BYTES);
    new_line(screen);
}

void action_screen_clear(struct action_screen *screen)
{
    buf_clear(&screen->text);
    free(screen->lines);
    memset(screen, 0, sizeof(*screen));
}

void action_screen_feed(struct action_screen *screen, const char *bytes,
                        size_t length)
{
    for (size_t i = 0; i < length; i++)
        take(screen, (unsigned char)bytes[i]);
}

void action_screen_skip(struct action_screen *screen, uint64_t bytes)
{
    char text[80];

    (void)snprintf(text, sizeof(text), "[... %llu bytes were not kept ...]\n",
                   (unsigned long long)bytes);
    screen->state = SCREEN_TEXT;
    screen->left_out += bytes;
    if (screen->text.length > screen->lines[screen->count - 1])
        take_text(screen, '\n');
    action_screen_feed(screen, text, strlen(text));
}

const char *action_screen_line(const struct action_screen *screen, size_t index,
                               size_t *length)
{
    size_t start = screen->lines[index];
    size_t end = index + 1 < screen->count ? screen->lines[index + 1] - 1
                                           : screen->text.length;

    *length = end - start;
    return screen->text.bytes + start;
}

static void take(struct action_screen *screen, unsigned char byte)
{
    switch (screen->state) {
    case SCREEN_RETURN:
        screen->state = SCREEN_TEXT;
        if (byte != '\n' && byte != '\r') {
            screen->text.length = screen->lines[screen->count - 1];
            screen->text.bytes[screen->text.length] = '\0';
        }
        take_text(screen, byte);
        break;
    case SCREEN_TEXT:
        take_text(screen, byte);
        break;
    case SCREEN_ESCAPE:
        take_escape(screen, byte);
        break;
    case SCREEN_CSI:
        if (byte >= 0x40 && byte <= 0x7e)
            screen->state = SCREEN_TEXT;
        else if (byte < 0x20) {
            screen->state = SCREEN_TEXT;
            take_text(screen, byte);
        }
        break;
    case SCREEN_STRING:
        if (byte == 0x07 || byte == '\n')
            screen->state = SCREEN_TEXT;
        else if (byte == 0x1b)
            screen->state = SCREEN_ST;
        break;
    case SCREEN_ST:
        screen->state = byte == '\\' ? SCREEN_TEXT : SCREEN_STRING;
        break;
    case SCREEN_CHARSET:
        screen->state = SCREEN_TEXT;
        break;
    }
}

static void take_text(struct action_screen *screen, unsigned char byte)
{
    if (byte == 0x1b)
        screen->state = SCREEN_ESCAPE;
    else if (byte == '\r')
        screen->state = SCREEN_RETURN;
    else if (byte == '\n') {
        put(screen, '\n');
        new_line(screen);
    } else {
        put(screen, (char)byte);
    }
}

static void take_escape(struct action_screen *screen, unsigned char byte)
{
    if (byte == '[')
        screen->state = SCREEN_CSI;
    else if (byte == ']' || byte == 'P' || byte == 'X' || byte == '^' ||
             byte == '_')
        screen->state = SCREEN_STRING;
    else if (byte >= 0x20 && byte <= 0x2f)
        screen->state = SCREEN_CHARSET;
    else
        screen->state = SCREEN_TEXT;
}

static void put(struct action_screen *screen, char byte)
{
    if (screen->text.length + 1 > ACTION_SCREEN_BYTES)
        drop_oldest(screen);
    (void)buf_add_char(&screen->text, byte);
}

static void new_line(struct action_screen *screen)
{
    if (screen->count == ACTION_SCREEN_LINES)
        drop_oldest(screen);
    if (screen->count == screen->capacity) {
        screen->capacity = screen->capacity ? 2 * screen->capacity : 256;
        screen->lines =
            xrealloc(screen->lines, screen->capacity, sizeof(*screen->lines));
    }
    screen->lines[screen->count++] = screen->text.length;
}

/* Drops a quarter at once, so that dropping stays rare; a single line that is
 * too long loses its beginning. */
static void drop_oldest(struct action_screen *screen)
{
    size_t drop = screen->count / 4;
    size_t bytes;

    if (!drop && screen->count > 1)
        drop = screen->count - 1;
    if (!drop) {
        buf_drop(&screen->text, screen->text.length / 2);
        screen->lines[0] = 0;
        return;
    }
    bytes = screen->lines[drop];
    buf_drop(&screen->text, bytes);
    screen->count -= drop;
    screen->dropped += drop;
    memmove(screen->lines, screen->lines + drop,
            screen->count * sizeof(*screen->lines));
    for (size_t i = 0; i < screen->count; i++)
        screen->lines[i] -= bytes;
}
