/* bench_server.c - a Prometheus that is hard to live with.
 *
 * usage: bench_server hang|matrix|alerts
 *
 * Listens on a free port of 127.0.0.1, says which, and answers each
 * connection in a process of its own: `hang` never answers; `matrix` answers
 * the storage panel with 10,000 series of 240 samples (74 MB) every time, and
 * the others with one short series; `alerts` tells of 10,000 alerts that fire.
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SERIES = 10000, SAMPLES = 240, STEP_S = 15, ALERTS = 10000 };

enum mode { HANG, MATRIX, ALERTING };

struct out {
    int fd;
    size_t length;
    char bytes[65536];
};

static void flush(struct out *out)
{
    size_t sent = 0;

    while (sent < out->length) {
        ssize_t wrote = write(out->fd, out->bytes + sent, out->length - sent);

        if (wrote <= 0)
            _exit(0);
        sent += (size_t)wrote;
    }
    out->length = 0;
}

static void add_text(struct out *out, const char *text)
{
    size_t length = strlen(text);

    if (out->length + length > 60000)
        flush(out);
    memcpy(out->bytes + out->length, text, length);
    out->length += length;
}

static void add_series(struct out *out, int index, long end_s)
{
    char text[400];

    (void)snprintf(text, sizeof(text),
                   "%s{\"metric\":{\"__name__\":\"disk\",\"cluster\":\"trace\","
                   "\"host\":\"10.0.%d.%d\",\"name\":\"es-data-%d\","
                   "\"path\":\"/data\",\"job\":\"elasticsearch\"},\"values\":[",
                   index ? "," : "", index / 250, index % 250, index);
    add_text(out, text);
    for (int i = 0; i < SAMPLES; i++) {
        (void)snprintf(text, sizeof(text), "%s[%ld,\"%d.%06d\"]", i ? "," : "",
                       end_s - (long)(SAMPLES - 1 - i) * STEP_S,
                       10 + (index + i) % 80,
                       (index * 7919 + i * 31) % 1000000);
        add_text(out, text);
    }
    add_text(out, "]}");
}

static void answer(struct out *out, bool is_large)
{
    long end_s = (long)(time(NULL) / STEP_S) * STEP_S;
    int count = is_large ? SERIES : 1;

    add_text(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                  "Connection: close\r\n\r\n"
                  "{\"status\":\"success\",\"data\":{\"resultType\":"
                  "\"matrix\",\"result\":[");
    for (int i = 0; i < count; i++)
        add_series(out, i, end_s);
    add_text(out, "]}}");
    flush(out);
}

static void answer_rules(struct out *out)
{
    char text[500];

    add_text(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                  "Connection: close\r\n\r\n"
                  "{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":"
                  "\"g\",\"file\":\"f\",\"interval\":30,\"rules\":[{"
                  "\"state\":\"firing\",\"name\":\"DiskFull\",\"query\":"
                  "\"disk > 85\",\"duration\":60,\"labels\":{},"
                  "\"annotations\":{},\"alerts\":[");
    for (int i = 0; i < ALERTS; i++) {
        (void)snprintf(text, sizeof(text),
                       "%s{\"labels\":{\"alertname\":\"DiskFull%d\",\"pod\":"
                       "\"es-data-%d\",\"instance\":\"10.0.%d.%d:9114\","
                       "\"severity\":\"%s\"},\"annotations\":{\"summary\":"
                       "\"disk of es-data-%d is full\"},\"state\":\"firing\","
                       "\"activeAt\":\"2026-01-01T00:00:%02d.5Z\","
                       "\"value\":\"8.5e+01\"}",
                       i ? "," : "", i, i, i / 250, i % 250,
                       i % 3 ? "warning" : "critical", i, i % 60);
        add_text(out, text);
    }
    add_text(out, "],\"health\":\"ok\",\"type\":\"alerting\"}]}]}}");
    flush(out);
}

static void serve(int fd, enum mode mode)
{
    struct out out = {.fd = fd};
    char request[16384] = "";
    size_t length = 0;
    ssize_t got;

    while (!strstr(request, "\r\n\r\n") &&
           (got = read(fd, request + length, sizeof(request) - 1 - length)) >
               0) {
        length += (size_t)got;
        request[length] = '\0';
    }
    if (mode == HANG)
        for (;;)
            (void)pause();
    if (mode == ALERTING && strstr(request, "/api/v1/rules"))
        answer_rules(&out);
    else
        answer(&out, mode == MATRIX &&
                         strstr(request, "elasticsearch_filesystem") != NULL);
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    enum mode mode = argc > 1 && !strcmp(argv[1], "hang")     ? HANG
                     : argc > 1 && !strcmp(argv[1], "alerts") ? ALERTING
                                                              : MATRIX;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        listen(listener, 64) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) < 0) {
        perror("bench_server");
        return 1;
    }
    printf("http://127.0.0.1:%d\n", ntohs(address.sin_port));
    (void)fflush(stdout);
    (void)signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept(listener, NULL, NULL);

        if (fd < 0)
            continue;
        if (fork() == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            (void)close(listener);
            serve(fd, mode);
            _exit(0);
        }
        (void)close(fd);
    }
}
