/* tty.c - a terminal's two descriptors: modes, size, bytes that never block. */
#include "ui/tty.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

enum {
    PENDING_MOST = 128 << 20,
    SIZE_MOST = 1000,
    ROWS_DEFAULT = 24,
    COLUMNS_DEFAULT = 80,
    PATH_BYTES = 256,
};

struct tty {
    int in_fd, out_fd; /* the caller's */
    int write_fd;      /* ours when it is not out_fd */
    bool is_split;     /* two different terminals */
    volatile bool is_taken;
    struct termios in_saved, out_saved;
    struct buf pending;
};

static int open_again(int out_fd);
static bool is_same_device(int left, int right);
static int make_raw(int fd, struct termios *saved, struct err *err);
static int write_some(struct tty *tty, const char *bytes, size_t length,
                      size_t *written, struct err *err);

struct tty *tty_open(int in_fd, int out_fd, struct err *err)
{
    struct tty *tty;

    if (!isatty(in_fd) || !isatty(out_fd)) {
        (void)err_set(err, ERR_SYSTEM, ENOTTY, "standard %s is no terminal",
                      isatty(in_fd) ? "output" : "input");
        return NULL;
    }
    tty = xcalloc(1, sizeof(*tty));
    tty->in_fd = in_fd;
    tty->out_fd = out_fd;
    tty->write_fd = open_again(out_fd);
    tty->is_split = !is_same_device(in_fd, out_fd);
    buf_init(&tty->pending, PENDING_MOST);
    return tty;
}

void tty_close(struct tty *tty)
{
    if (!tty)
        return;
    tty_give_back(tty, "", 0);
    if (tty->write_fd != tty->out_fd)
        (void)close(tty->write_fd);
    buf_clear(&tty->pending);
    free(tty);
}

int tty_take(struct tty *tty, struct err *err)
{
    if (tty->is_taken)
        return 0;
    if (make_raw(tty->in_fd, &tty->in_saved, err) < 0)
        return -1;
    if (tty->is_split && make_raw(tty->out_fd, &tty->out_saved, err) < 0) {
        (void)tcsetattr(tty->in_fd, TCSANOW, &tty->in_saved);
        return -1;
    }
    tty->is_taken = true;
    return 0;
}

void tty_give_back(struct tty *tty, const char *farewell, size_t length)
{
    int saved_errno = errno;

    if (!tty->is_taken)
        return;
    tty->is_taken = false;
    tty->pending.length = 0;
    /* A terminal that takes no more: what it has not read is a frame that
     * nobody will miss. The first byte of `farewell` is ESC, which ends any
     * sequence cut in half here. */
    if (length > 0 &&
        write(tty->write_fd, farewell, length) != (ssize_t)length) {
        ssize_t ignored;

        (void)tcflush(tty->write_fd, TCOFLUSH);
        ignored = write(tty->write_fd, farewell, length);
        (void)ignored; /* it is gone, and nobody is left to be told */
    }
    /* Now, not after draining, which would block on a stalled terminal */
    (void)tcsetattr(tty->in_fd, TCSANOW, &tty->in_saved);
    if (tty->is_split)
        (void)tcsetattr(tty->out_fd, TCSANOW, &tty->out_saved);
    errno = saved_errno;
}

void tty_drop_input(const struct tty *tty)
{
    (void)tcflush(tty->in_fd, TCIFLUSH);
}

int tty_out_fd(const struct tty *tty)
{
    return tty->write_fd;
}

int tty_in_fd(const struct tty *tty)
{
    return tty->in_fd;
}

void tty_size(const struct tty *tty, int *rows, int *columns)
{
    struct winsize size = {0};

    if (ioctl(tty->write_fd, TIOCGWINSZ, &size) < 0)
        size = (struct winsize){0};
    *rows = size.ws_row > 0 ? size.ws_row : ROWS_DEFAULT;
    *columns = size.ws_col > 0 ? size.ws_col : COLUMNS_DEFAULT;
    if (*rows > SIZE_MOST)
        *rows = SIZE_MOST;
    if (*columns > SIZE_MOST)
        *columns = SIZE_MOST;
}

int tty_write(struct tty *tty, const char *bytes, size_t length,
              struct err *err)
{
    size_t written = 0;

    if (tty->pending.length == 0 &&
        write_some(tty, bytes, length, &written, err) < 0)
        return -1;
    if (!buf_add(&tty->pending, bytes + written, length - written))
        return err_set(err, ERR_LIMIT, 0,
                       "the terminal has not read %zu bytes; dropped %zu more",
                       tty->pending.length, length - written);
    return written == 0 ? tty_flush(tty, err) : 0;
}

int tty_flush(struct tty *tty, struct err *err)
{
    size_t written = 0;
    int rc = 0;

    if (tty->pending.length > 0)
        rc = write_some(tty, tty->pending.bytes, tty->pending.length, &written,
                        err);
    if (rc < 0)
        buf_reset(&tty->pending);
    else
        buf_drop(&tty->pending, written);
    return rc;
}

size_t tty_pending(const struct tty *tty)
{
    return tty->pending.length;
}

/* Returns a non-blocking descriptor of the same terminal, or `out_fd` itself.
 * O_NONBLOCK belongs to the open file, which `out_fd` shares with the shell:
 * hence a file of our own. */
static int open_again(int out_fd)
{
    const int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    char path[PATH_BYTES];
    int fd = -1;

    if (ttyname_r(out_fd, path, sizeof(path)) == 0)
        fd = open(path, flags);
    if (fd >= 0 && !is_same_device(fd, out_fd)) {
        (void)close(fd);
        fd = -1;
    }
    /* Where /dev/pts is not in sight (a container): if `out_fd` has a
     * foreground group it is our controlling terminal, which is /dev/tty. */
    if (fd < 0 && tcgetpgrp(out_fd) >= 0)
        fd = open("/dev/tty", flags);
    return fd >= 0 ? fd : out_fd;
}

static bool is_same_device(int left, int right)
{
    struct stat left_stat, right_stat;

    return fstat(left, &left_stat) == 0 && fstat(right, &right_stat) == 0 &&
           left_stat.st_rdev == right_stat.st_rdev;
}

static int make_raw(int fd, struct termios *saved, struct err *err)
{
    struct termios raw;

    if (tcgetattr(fd, saved) < 0)
        return err_set(err, ERR_SYSTEM, errno, "terminal modes: %s",
                       strerror(errno));
    raw = *saved;
    raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR |
                               IGNCR | ICRNL | IXON);
    raw.c_oflag &= ~(tcflag_t)OPOST;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(fd, TCSANOW, &raw) < 0)
        return err_set(err, ERR_SYSTEM, errno, "terminal modes: %s",
                       strerror(errno));
    return 0;
}

/* Writes once what the terminal takes; 0 bytes is fine. */
static int write_some(struct tty *tty, const char *bytes, size_t length,
                      size_t *written, struct err *err)
{
    ssize_t count;

    do
        count = write(tty->write_fd, bytes, length);
    while (count < 0 && errno == EINTR);
    if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
        return err_set(err, ERR_SYSTEM, errno, "the terminal is gone: %s",
                       strerror(errno));
    *written = count > 0 ? (size_t)count : 0;
    return 0;
}
