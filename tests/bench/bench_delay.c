/* bench_delay.c - back ends that take their time.
 *
 * usage: bench_delay MS PORT|hang|hole...
 *
 * Listens on as many free ports of 127.0.0.1 as there are arguments, prints
 * them in one line, and passes each connection on to its PORT there. What comes
 * back is held until MS ms after the request, so that whoever answers sooner
 * takes exactly that long. Connections themselves are not held. `hang` takes
 * connections and never answers; `hole` does not even take them.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PORTS_MOST = 32, LINKS_MOST = 512, PIECE = 65536, FILLERS = 4 };

struct link {
    int near, far;     /* the client, the back end; -1: no link */
    int64_t asked_us;  /* when the client sent last */
    size_t held, sent; /* bytes of the answer, and how many are passed on */
    char *bytes;
    bool is_ended; /* the back end closed */
};

struct relay {
    int64_t delay_us;
    size_t port_count;
    int listeners[PORTS_MOST];
    uint16_t ports[PORTS_MOST]; /* 0: nobody takes what connects */
    struct link links[LINKS_MOST];
};

static int64_t now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct sockaddr_in loopback(uint16_t port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

/* Returns a listener and fills its port; ends the program when it cannot. */
static int listen_somewhere(uint16_t *port)
{
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) < 0 ||
        listen(fd, 128) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &length) < 0) {
        perror("bench_delay");
        exit(1);
    }
    *port = ntohs(address.sin_port);
    return fd;
}

/* What connects fills the queue, and is never taken out of it. */
static void fill(int listener, uint16_t port)
{
    struct sockaddr_in address = loopback(port);

    (void)listen(listener, 0);
    for (int i = 0; i < FILLERS; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

        (void)connect(fd, (struct sockaddr *)&address, sizeof(address));
    }
}

static void accept_one(struct relay *relay, size_t index)
{
    struct sockaddr_in address = loopback(relay->ports[index]);
    struct link *link = relay->links;

    while (link->near >= 0)
        if (++link == relay->links + LINKS_MOST)
            return;
    link->near = accept(relay->listeners[index], NULL, NULL);
    link->far = socket(AF_INET, SOCK_STREAM, 0);
    if (link->near >= 0 && link->far >= 0 &&
        connect(link->far, (struct sockaddr *)&address, sizeof(address)) == 0)
        return;
    (void)close(link->near);
    (void)close(link->far);
    link->near = -1;
}

static void end_link(struct link *link)
{
    (void)close(link->near);
    (void)close(link->far);
    free(link->bytes);
    *link = (struct link){.near = -1};
}

static void from_client(struct link *link)
{
    char piece[PIECE];
    ssize_t length = read(link->near, piece, sizeof(piece));

    link->asked_us = now_us();
    if (length <= 0 || write(link->far, piece, (size_t)length) != length)
        end_link(link);
}

static void from_back_end(struct link *link)
{
    char piece[PIECE];
    ssize_t length = read(link->far, piece, sizeof(piece));

    if (length <= 0) {
        link->is_ended = true;
        return;
    }
    link->bytes = realloc(link->bytes, link->held + (size_t)length);
    if (!link->bytes)
        abort();
    memcpy(link->bytes + link->held, piece, (size_t)length);
    link->held += (size_t)length;
}

/* Passes on what is due; returns when the rest is, or -1. */
static int64_t release(const struct relay *relay, struct link *link,
                       int64_t at_us)
{
    int64_t due_us = link->asked_us + relay->delay_us;

    if (link->held == link->sent && !link->is_ended)
        return -1;
    if (at_us < due_us)
        return due_us;
    while (link->sent < link->held) {
        ssize_t wrote = write(link->near, link->bytes + link->sent,
                              link->held - link->sent);

        if (wrote <= 0) {
            end_link(link);
            return -1;
        }
        link->sent += (size_t)wrote;
    }
    link->held = link->sent = 0;
    if (link->is_ended)
        end_link(link);
    return -1;
}

static void turn(struct relay *relay)
{
    struct pollfd fds[PORTS_MOST + 2 * LINKS_MOST];
    size_t count = relay->port_count;
    int64_t at_us = now_us(), next_us = -1;
    struct timespec wait;

    for (size_t i = 0; i < relay->port_count; i++)
        fds[i] = (struct pollfd){relay->ports[i] ? relay->listeners[i] : -1,
                                 POLLIN, 0};
    for (size_t i = 0; i < LINKS_MOST; i++) {
        struct link *link = &relay->links[i];
        int64_t due_us = link->near >= 0 ? release(relay, link, at_us) : -1;

        if (due_us >= 0 && (next_us < 0 || due_us < next_us))
            next_us = due_us;
        fds[count++] = (struct pollfd){link->near, POLLIN, 0};
        fds[count++] = (struct pollfd){
            link->near < 0 || link->is_ended ? -1 : link->far, POLLIN, 0};
    }
    wait.tv_sec = (next_us - at_us) / 1000000;
    wait.tv_nsec = (next_us - at_us) % 1000000 * 1000;
    if (ppoll(fds, (nfds_t)count, next_us < 0 ? NULL : &wait, NULL) <= 0)
        return;
    for (size_t i = 0; i < LINKS_MOST; i++) {
        struct pollfd *pair = &fds[relay->port_count + 2 * i];
        struct link *link = &relay->links[i];

        if (pair[1].fd >= 0 && pair[1].revents)
            from_back_end(link);
        if (pair[0].fd >= 0 && pair[0].revents)
            from_client(link);
    }
    for (size_t i = 0; i < relay->port_count; i++)
        if (fds[i].revents)
            accept_one(relay, i);
}

int main(int argc, char **argv)
{
    static struct relay relay;

    if (argc < 3 || argc - 2 > PORTS_MOST) {
        (void)fprintf(stderr, "usage: bench_delay MS PORT|hang|hole...\n");
        return 64;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    relay.delay_us = strtol(argv[1], NULL, 10) * 1000;
    relay.port_count = (size_t)argc - 2;
    for (size_t i = 0; i < LINKS_MOST; i++)
        relay.links[i].near = -1;
    for (size_t i = 0; i < relay.port_count; i++) {
        uint16_t port;

        relay.ports[i] = (uint16_t)strtol(argv[i + 2], NULL, 10);
        relay.listeners[i] = listen_somewhere(&port);
        if (strcmp(argv[i + 2], "hole") == 0)
            fill(relay.listeners[i], port);
        (void)printf("%u%c", port, i + 1 < relay.port_count ? ' ' : '\n');
    }
    (void)fflush(stdout);
    for (;;)
        turn(&relay);
}
