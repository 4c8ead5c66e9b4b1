/* supervisor_tty.c - keys in, pictures out.
 *
 * The terminal is not the controlling one of this process, so no job control
 * stands in the way and no signal tells of a new size: it is asked for with
 * every key and every piece of output.
 */
#include "action/supervisor_tty.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/xalloc.h"

struct supervisor_tty {
    struct loop_io *keys; /* NULL: none (any more) */
    int terminal, pty;
    struct termios modes; /* as they were */
    bool has_modes;
    struct winsize size;
};

static void on_key(void *owner, int fd, unsigned events);
static void pass_size(struct supervisor_tty *tty);
static void let_go(struct supervisor_tty *tty);

struct supervisor_tty *supervisor_tty_open(struct loop *loop, int terminal,
                                           int pty)
{
    struct supervisor_tty *tty = xcalloc(1, sizeof(*tty));

    tty->terminal = terminal;
    tty->pty = pty;
    if (terminal < 0)
        return tty;
    pass_size(tty);
    if (tcgetattr(terminal, &tty->modes) == 0) {
        struct termios raw = tty->modes;

        cfmakeraw(&raw);
        tty->has_modes = tcsetattr(terminal, TCSANOW, &raw) == 0;
    }
    tty->keys = loop_io_add(loop, terminal, LOOP_READ, on_key, tty);
    return tty;
}

void supervisor_tty_show(struct supervisor_tty *tty, const char *bytes,
                         size_t length)
{
    if (!tty || tty->terminal < 0)
        return;
    pass_size(tty);
    while (length) {
        ssize_t written = write(tty->terminal, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            let_go(tty);
            return;
        }
        bytes += written;
        length -= (size_t)written;
    }
}

void supervisor_tty_close(struct supervisor_tty *tty)
{
    if (!tty)
        return;
    if (tty->has_modes && tty->terminal >= 0)
        (void)tcsetattr(tty->terminal, TCSADRAIN, &tty->modes);
    loop_io_remove(tty->keys);
    free(tty);
}

static void on_key(void *owner, int fd, unsigned events)
{
    struct supervisor_tty *tty = owner;
    char keys[1024];
    ssize_t got = read(fd, keys, sizeof(keys));

    (void)events;
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0) {
        let_go(tty); /* nobody sits there any more; the step goes on */
        return;
    }
    pass_size(tty);
    (void)!write(tty->pty, keys, (size_t)got);
}

static void pass_size(struct supervisor_tty *tty)
{
    struct winsize size;

    if (ioctl(tty->terminal, TIOCGWINSZ, &size) < 0 ||
        !memcmp(&size, &tty->size, sizeof(size)))
        return;
    tty->size = size;
    (void)ioctl(tty->pty, TIOCSWINSZ, &size);
}

static void let_go(struct supervisor_tty *tty)
{
    loop_io_remove(tty->keys);
    tty->keys = NULL;
    tty->terminal = -1;
}
