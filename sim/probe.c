/* probe.c - one small HTTP/1.0 question over a loopback socket. */
#include "sim/probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static struct sockaddr_in loopback(uint16_t port);
static int ask(int fd, const char *path);

uint16_t probe_free_port(struct err *err)
{
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    uint16_t port = 0;

    if (fd >= 0 &&
        bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
        getsockname(fd, (struct sockaddr *)&address, &length) == 0)
        port = ntohs(address.sin_port);
    else
        (void)err_set(err, ERR_SYSTEM, errno, "no free port: %s",
                      strerror(errno));
    if (fd >= 0)
        (void)close(fd);
    return port;
}

int probe_status(uint16_t port, const char *path)
{
    const struct timeval patience = {.tv_sec = 1};
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int status = -1;

    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        status = ask(fd, path);
    (void)close(fd);
    return status;
}

static struct sockaddr_in loopback(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int ask(int fd, const char *path)
{
    char text[256];
    int length = snprintf(text, sizeof(text),
                          "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", path);
    size_t got = 0;
    ssize_t more;

    if (length < 0 || (size_t)length >= sizeof(text) ||
        send(fd, text, (size_t)length, MSG_NOSIGNAL) != length)
        return -1;
    do {
        more = recv(fd, text + got, sizeof(text) - 1 - got, 0);
        got += more > 0 ? (size_t)more : 0;
    } while (more > 0 && got < sizeof("HTTP/1.1 200") - 1);
    text[got] = '\0';
    if (got < sizeof("HTTP/1.1 200") - 1 || strncmp(text, "HTTP/1.", 7) != 0)
        return -1;
    return (int)strtol(text + sizeof("HTTP/1.1 ") - 1, NULL, 10);
}
