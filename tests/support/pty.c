/* pty.c - a pseudo-terminal whose outer side the test holds. */
#include "tests/test.h"

#include "tests/support/pty.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

void pty_open(struct pty *pty, int rows, int columns)
{
    pty->outer = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(pty->outer >= 0);
    assert_int_equal(grantpt(pty->outer), 0);
    assert_int_equal(unlockpt(pty->outer), 0);
    pty->inner = open(ptsname(pty->outer), O_RDWR | O_NOCTTY);
    assert_true(pty->inner >= 0);
    assert_int_equal(fcntl(pty->outer, F_SETFL, O_NONBLOCK), 0);
    pty_resize(pty, rows, columns);
}

void pty_close(struct pty *pty)
{
    pty_hang_up(pty);
    (void)close(pty->inner);
}

void pty_resize(const struct pty *pty, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};

    assert_int_equal(ioctl(pty->inner, TIOCSWINSZ, &size), 0);
}

void pty_hang_up(struct pty *pty)
{
    if (pty->outer >= 0)
        (void)close(pty->outer);
    pty->outer = -1;
}

size_t pty_read(const struct pty *pty, char *out, size_t size)
{
    size_t length = 0;
    ssize_t count;

    while (length + 1 < size) {
        count = read(pty->outer, out + length, size - 1 - length);
        if (count <= 0)
            break;
        length += (size_t)count;
    }
    out[length] = '\0';
    return length;
}
