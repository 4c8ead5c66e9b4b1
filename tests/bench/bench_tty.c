/* bench_tty.c - measures a full-screen program from outside, in a pty.
 *
 * usage: bench_tty [-s COLSxROWS] [-e TEXT] [-t SECONDS] [-k KEYS] [-n COUNT]
 *                  [-l LEAD] [-q QUIT] -- COMMAND ARGS...
 *
 * Prints one "name value" a line: ms from exec to the first byte and to the
 * first TEXT; then over SECONDS without input the bytes, CPU, wake-ups and
 * memory; then, after the keys LEAD, for COUNT keys (taken from KEYS in turn)
 * the ms to the first byte of the answer; then whether it left cleanly after
 * QUIT.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KEYS_MAX = 10000, SETTLE_MS = 700, START_MS = 20000, ANSWER_MS = 2000 };

struct bench {
    int columns, rows;
    const char *expect;
    double steady_s;
    const char *lead;
    const char *keys;
    int key_count;
    const char *quit;
    int fd;
    pid_t pid;
    int64_t start_us;
    char tail[256]; /* the end of what came, to find `expect` across reads */
    size_t tail_length;
    bool was_found;
    int64_t found_us;
};

struct usage {
    double cpu_s;
    double switches;
    double rss_kib;
    double peak_kib;
};

static int64_t now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void look_for(struct bench *bench, const char *bytes, size_t length)
{
    char window[sizeof(bench->tail) + 65536];
    size_t wanted = bench->expect ? strlen(bench->expect) : 0;

    if (!wanted || bench->was_found)
        return;
    memcpy(window, bench->tail, bench->tail_length);
    memcpy(window + bench->tail_length, bytes, length);
    length += bench->tail_length;
    if (memmem(window, length, bench->expect, wanted)) {
        bench->was_found = true;
        bench->found_us = now_us();
    }
    bench->tail_length = length < wanted ? length : wanted - 1;
    memcpy(bench->tail, window + length - bench->tail_length,
           bench->tail_length);
}

/* Reads what comes within `wait_ms`; returns its length, 0 for nothing. */
static size_t take(struct bench *bench, int wait_ms)
{
    struct pollfd ready = {.fd = bench->fd, .events = POLLIN};
    char bytes[65536];
    ssize_t got;

    if (poll(&ready, 1, wait_ms) <= 0)
        return 0;
    got = read(bench->fd, bytes, sizeof(bytes));
    if (got <= 0)
        return 0;
    look_for(bench, bytes, (size_t)got);
    return (size_t)got;
}

static void start(struct bench *bench, char **command)
{
    struct winsize size = {.ws_row = (unsigned short)bench->rows,
                           .ws_col = (unsigned short)bench->columns};

    bench->start_us = now_us();
    bench->pid = forkpty(&bench->fd, NULL, NULL, &size);
    if (bench->pid < 0) {
        perror("forkpty");
        exit(1);
    }
    if (!bench->pid) {
        (void)setenv("TERM", "xterm-256color", 1);
        (void)unsetenv("TMUX");
        (void)execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
}

static void measure_start(struct bench *bench)
{
    int64_t first_us = 0, until_us = bench->start_us + START_MS * INT64_C(1000);
    bool has_first = false;

    while (now_us() < until_us &&
           (!has_first || (bench->expect && !bench->was_found))) {
        if (take(bench, 100) && !has_first) {
            has_first = true;
            first_us = now_us();
        }
    }
    printf("start.first_byte_ms %.2f\n",
           (double)(first_us - bench->start_us) / 1000);
    if (bench->expect)
        printf("start.text_ms %.2f\n",
               bench->was_found
                   ? (double)(bench->found_us - bench->start_us) / 1000
                   : -1.0);
}

static double read_status(pid_t pid, const char *field)
{
    char path[64], line[256];
    double value = 0;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        if (!strncmp(line, field, strlen(field)))
            value = strtod(line + strlen(field) + 1, NULL);
    if (file)
        (void)fclose(file);
    return value;
}

static struct usage read_usage(pid_t pid)
{
    struct usage usage = {0};
    char path[64], line[1024];
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
    file = fopen(path, "r");
    if (file && fgets(line, sizeof(line), file))
        usage.cpu_s = strtod(line, NULL) / 1e9;
    if (file)
        (void)fclose(file);
    usage.switches = read_status(pid, "voluntary_ctxt_switches");
    usage.rss_kib = read_status(pid, "VmRSS");
    usage.peak_kib = read_status(pid, "VmHWM");
    return usage;
}

static void measure_steady(struct bench *bench)
{
    struct usage before, after;
    int64_t begin_us, until_us;
    size_t bytes = 0;
    double seconds;

    while (take(bench, SETTLE_MS))
        ;
    before = read_usage(bench->pid);
    begin_us = now_us();
    until_us = begin_us + (int64_t)(bench->steady_s * 1e6);
    while (now_us() < until_us)
        bytes += take(bench, (int)((until_us - now_us()) / 1000) + 1);
    seconds = (double)(now_us() - begin_us) / 1e6;
    after = read_usage(bench->pid);
    printf("steady.bytes_per_s %.1f\n", (double)bytes / seconds);
    printf("steady.cpu_percent %.3f\n",
           100 * (after.cpu_s - before.cpu_s) / seconds);
    printf("steady.wakeups_per_s %.2f\n",
           (after.switches - before.switches) / seconds);
    printf("steady.rss_mib %.1f\n", after.rss_kib / 1024);
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

/* Returns the ms from a key to the first byte of the answer. */
static double send_key(struct bench *bench, char key, uint32_t *random)
{
    int64_t sent_us;

    *random = *random * 1664525 + 1013904223;
    (void)poll(NULL, 0, 15 + (int)(*random >> 16) % 30);
    while (take(bench, 0))
        ;
    sent_us = now_us();
    if (write(bench->fd, &key, 1) != 1 || !take(bench, ANSWER_MS))
        return ANSWER_MS;
    return (double)(now_us() - sent_us) / 1000;
}

static void measure_keys(struct bench *bench)
{
    double *waits = calloc((size_t)bench->key_count, sizeof(*waits));
    size_t kinds = strlen(bench->keys);
    uint32_t random = 12345;
    int lost = 0;

    if (!waits)
        return;
    for (const char *key = bench->lead; key && *key; key++)
        (void)send_key(bench, *key, &random);
    for (int i = 0; i < bench->key_count; i++) {
        waits[i] = send_key(bench, bench->keys[(size_t)i % kinds], &random);
        lost += waits[i] >= ANSWER_MS;
    }
    qsort(waits, (size_t)bench->key_count, sizeof(*waits), by_value);
    printf("key.p50_ms %.2f\n", waits[bench->key_count / 2]);
    printf("key.p99_ms %.2f\n", waits[bench->key_count * 99 / 100]);
    printf("key.max_ms %.2f\n", waits[bench->key_count - 1]);
    printf("key.unanswered %d\n", lost);
    free(waits);
}

static void finish(struct bench *bench)
{
    int64_t until_us = now_us() + 3000000;
    struct usage last = read_usage(bench->pid);
    int status = -1;

    printf("end.peak_rss_mib %.1f\n", last.peak_kib / 1024);
    (void)!write(bench->fd, bench->quit, strlen(bench->quit));
    while (now_us() < until_us && waitpid(bench->pid, &status, WNOHANG) == 0)
        (void)take(bench, 20);
    if (status == -1) {
        (void)kill(bench->pid, SIGKILL);
        (void)waitpid(bench->pid, &status, 0);
    }
    printf("end.exit_code %d\n",
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static int read_options(struct bench *bench, int argc, char **argv)
{
    int option;

    while ((option = getopt(argc, argv, "+s:e:t:l:k:n:q:")) != -1) {
        switch (option) {
        case 's':
            if (sscanf(optarg, "%dx%d", &bench->columns, &bench->rows) != 2)
                return -1;
            break;
        case 'e':
            bench->expect = optarg;
            break;
        case 't':
            bench->steady_s = strtod(optarg, NULL);
            break;
        case 'l':
            bench->lead = optarg;
            break;
        case 'k':
            bench->keys = optarg;
            break;
        case 'n':
            bench->key_count = (int)strtol(optarg, NULL, 10);
            break;
        case 'q':
            bench->quit = optarg;
            break;
        default:
            return -1;
        }
    }
    return optind < argc && bench->key_count > 0 && bench->key_count <= KEYS_MAX
               ? 0
               : -1;
}

int main(int argc, char **argv)
{
    struct bench bench = {
        .columns = 80, .rows = 24, .quit = "q", .key_count = 100};

    if (read_options(&bench, argc, argv) < 0) {
        (void)fputs("usage: bench_tty [options] -- COMMAND ARGS\n", stderr);
        return 64;
    }
    start(&bench, argv + optind);
    measure_start(&bench);
    if (bench.steady_s > 0)
        measure_steady(&bench);
    if (bench.keys)
        measure_keys(&bench);
    finish(&bench);
    return 0;
}
