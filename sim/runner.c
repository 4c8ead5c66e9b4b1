/* runner.c - start from the bottom up, wait for the command, end in reverse. */
#include "sim/runner.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/duration.h"
#include "base/xalloc.h"
#include "sim/backfill.h"
#include "sim/child.h"
#include "sim/daemon.h"
#include "sim/kube.h"
#include "sim/model.h"
#include "sim/outfit.h"
#include "sim/probe.h"
#include "sim/scratch.h"
#include "sim/service.h"
#include "sim/target.h"

struct runner {
    const struct options *options;
    server_clock_fn *clock;
    struct model *model;
    char *prometheus, *promtool; /* programs */
    char *alertmanager;          /* NULL: none is wanted */
    char *folder, *data, *config, *log;
    char *alert_config, *alert_log;
    pid_t sim; /* 0: not started */
    uint16_t sim_port;
    struct daemon server, alerts;
};

static int find_programs(struct runner *runner, struct err *err);
static int make_history(struct runner *runner, struct err *err);
static int start_sim(struct runner *runner, struct err *err);
static int read_port(int fd, uint16_t *port);
static int start_alertmanager(struct runner *runner, struct err *err);
static pid_t launch_alertmanager(void *owner, uint16_t port, struct err *err);
static int start_prometheus(struct runner *runner, struct err *err);
static int write_config(const struct runner *runner, struct err *err);
static void add_alerting(const struct runner *runner, struct buf *text);
static pid_t launch_prometheus(void *owner, uint16_t port, struct err *err);
static int run_command(const struct runner *runner, struct err *err);
static int export_kubeconfig(const struct runner *runner, struct err *err);
static void export_url(const char *name, uint16_t port);
static int wait_command(pid_t pid);
static void stop(struct runner *runner);

int runner_run(const struct options *options, server_clock_fn *clock,
               struct err *err)
{
    struct model *model = xcalloc(1, sizeof(*model));
    struct runner runner = {.options = options, .clock = clock, .model = model};
    int rc = -1;

    child_block_signals();
    if (find_programs(&runner, err) < 0)
        goto out;
    runner.folder = scratch_open(err);
    if (!runner.folder)
        goto out;
    runner.data = xasprintf("%s/data", runner.folder);
    runner.config = xasprintf("%s/prometheus.yml", runner.folder);
    runner.log = xasprintf("%s/prometheus.log", runner.folder);
    runner.alert_config = xasprintf("%s/alertmanager.yml", runner.folder);
    runner.alert_log = xasprintf("%s/alertmanager.log", runner.folder);
    runner.server = (struct daemon){.name = "prometheus", .log = runner.log};
    runner.alerts =
        (struct daemon){.name = "alertmanager", .log = runner.alert_log};
    if (make_history(&runner, err) < 0 || start_sim(&runner, err) < 0 ||
        start_alertmanager(&runner, err) < 0 ||
        start_prometheus(&runner, err) < 0)
        goto out;
    rc = run_command(&runner, err);
out:
    stop(&runner);
    return rc;
}

static int find_programs(struct runner *runner, struct err *err)
{
    const char *name = runner->options->prometheus;
    const char *slash = strrchr(name, '/');
    char *promtool = slash
                         ? xasprintf("%.*s/promtool", (int)(slash - name), name)
                         : xstrdup("promtool");

    runner->prometheus = child_find(name, "prometheus", err);
    if (runner->prometheus)
        runner->promtool = child_find(promtool, "prometheus", err);
    free(promtool);
    if (!runner->promtool)
        return -1;
    name = runner->options->alertmanager;
    if (!name)
        return 0;
    runner->alertmanager = child_find(name, "prometheus-alertmanager", err);
    return runner->alertmanager ? 0 : -1;
}

static int make_history(struct runner *runner, struct err *err)
{
    const struct options *options = runner->options;
    int64_t now_ms = runner->clock();
    int64_t from_ms = now_ms - (int64_t)(options->hours * 3600000);
    const struct model_settings settings = {.seed = options->seed,
                                            .epoch_ms = from_ms,
                                            .told_ms = now_ms,
                                            .scenario = options->scenario,
                                            .idle_pods = options->pods};
    const struct backfill backfill = {.promtool = runner->promtool,
                                      .folder = runner->folder,
                                      .data = runner->data,
                                      .step_ms = options->step_ms,
                                      .interval_ms = options->interval_ms};

    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "tracetop-sim: writing %g hours of history\n",
                      options->hours);
    model_init(runner->model, &settings);
    return backfill_run(&backfill, runner->model, from_ms, runner->clock, err);
}

/* The child goes on with its copy of the model. */
static int start_sim(struct runner *runner, struct err *err)
{
    int ends[2];
    int rc = 0;

    if (pipe(ends) < 0)
        return err_set(err, ERR_SYSTEM, errno, "pipe: %s", strerror(errno));
    runner->sim = child_fork(err);
    if (runner->sim == 0) {
        struct err failure = {0};

        (void)close(ends[0]);
        rc = service_run(runner->model, runner->options->port, ends[1],
                         runner->clock, &failure);
        if (rc < 0)
            (void)dprintf(STDERR_FILENO, "tracetop-sim: %s\n", failure.text);
        _exit(rc < 0);
    }
    (void)close(ends[1]);
    if (runner->sim < 0 || read_port(ends[0], &runner->sim_port) < 0)
        rc = err_set(err, ERR_SYSTEM, 0, "the simulator did not start");
    (void)close(ends[0]);
    return rc;
}

static int read_port(int fd, uint16_t *port)
{
    char line[80];
    size_t length = 0;
    ssize_t more;
    char *colon;

    do {
        more = read(fd, line + length, sizeof(line) - 1 - length);
        length += more > 0 ? (size_t)more : 0;
    } while ((more > 0 && !memchr(line, '\n', length)) ||
             (more < 0 && errno == EINTR));
    line[length] = '\0';
    colon = strrchr(line, ':');
    if (!colon)
        return -1;
    *port = (uint16_t)strtoul(colon + 1, NULL, 10);
    return 0;
}

static int start_alertmanager(struct runner *runner, struct err *err)
{
    static const char config[] = "route: {receiver: nobody}\n"
                                 "receivers: [{name: nobody}]\n";

    if (!runner->alertmanager)
        return 0;
    if (scratch_write(runner->alert_config, config, sizeof(config) - 1, err) <
        0)
        return -1;
    return daemon_start(&runner->alerts, launch_alertmanager, runner, err);
}

static pid_t launch_alertmanager(void *owner, uint16_t port, struct err *err)
{
    const struct runner *runner = owner;
    char *config = xasprintf("--config.file=%s", runner->alert_config);
    char *data = xasprintf("--storage.path=%s/alertmanager", runner->folder);
    char *address = xasprintf("--web.listen-address=127.0.0.1:%u", port);
    const char *argv[] = {runner->alertmanager,
                          config,
                          data,
                          address,
                          "--cluster.listen-address=",
                          "--log.level=warn",
                          NULL};
    pid_t pid = child_start(argv, runner->alert_log, err);

    free(config);
    free(data);
    free(address);
    return pid;
}

static int start_prometheus(struct runner *runner, struct err *err)
{
    if (write_config(runner, err) < 0)
        return -1;
    return daemon_start(&runner->server, launch_prometheus, runner, err);
}

static int write_config(const struct runner *runner, struct err *err)
{
    char address[32];
    char interval[32];
    struct buf text;
    int rc;

    (void)snprintf(address, sizeof(address), "127.0.0.1:%u", runner->sim_port);
    duration_format(interval, sizeof(interval), runner->options->interval_ms);
    buf_init(&text, 1 << 16);
    (void)buf_printf(&text, "global:\n  evaluation_interval: %s\n", interval);
    add_alerting(runner, &text);
    target_add_scrape_config(&text, address, interval);
    rc = scratch_write(runner->config, text.bytes, text.length, err);
    buf_clear(&text);
    return rc;
}

static void add_alerting(const struct runner *runner, struct buf *text)
{
    if (runner->options->rules)
        (void)buf_printf(text, "rule_files: ['%s']\n", runner->options->rules);
    if (runner->alertmanager)
        (void)buf_printf(text,
                         "alerting:\n  alertmanagers:\n"
                         "  - static_configs:\n"
                         "    - targets: ['127.0.0.1:%u']\n",
                         runner->alerts.port);
}

static pid_t launch_prometheus(void *owner, uint16_t port, struct err *err)
{
    const struct runner *runner = owner;
    char *config = xasprintf("--config.file=%s", runner->config);
    char *data = xasprintf("--storage.tsdb.path=%s", runner->data);
    char *address = xasprintf("--web.listen-address=127.0.0.1:%u", port);
    const char *argv[] = {runner->prometheus,
                          config,
                          data,
                          address,
                          "--storage.tsdb.retention.time=100d",
                          "--rules.alert.resend-delay=5s",
                          "--log.level=warn",
                          NULL};
    pid_t pid = child_start(argv, runner->log, err);

    free(config);
    free(data);
    free(address);
    return pid;
}

static int run_command(const struct runner *runner, struct err *err)
{
    const struct outfit outfit = {.folder = runner->folder,
                                  .prometheus_port = runner->server.port,
                                  .sim_port = runner->sim_port,
                                  .alertmanager_port = runner->alerts.port};
    pid_t pid;

    export_url("PROMETHEUS_URL", runner->server.port);
    if (runner->alertmanager)
        export_url("ALERTMANAGER_URL", runner->alerts.port);
    export_url("TRACETOP_SIM_URL", runner->sim_port);
    if (export_kubeconfig(runner, err) < 0 ||
        (runner->options->configures && outfit_make(&outfit, err) < 0))
        return -1;
    pid = child_start_foreground((const char *const *)runner->options->command,
                                 err);
    if (pid < 0)
        return -1;
    return wait_command(pid);
}

/* The scratch folder goes, and the file with it, when the runner ends. */
static int export_kubeconfig(const struct runner *runner, struct err *err)
{
    char *path = xasprintf("%s/kubeconfig", runner->folder);
    char address[32];
    struct buf text;
    int rc;

    (void)snprintf(address, sizeof(address), "127.0.0.1:%u", runner->sim_port);
    buf_init(&text, 1 << 16);
    kube_add_config(&text, address);
    rc = scratch_write(path, text.bytes, text.length, err);
    if (rc == 0)
        (void)setenv("KUBECONFIG", path, 1);
    buf_clear(&text);
    free(path);
    return rc;
}

static void export_url(const char *name, uint16_t port)
{
    char url[40];

    (void)snprintf(url, sizeof(url), "http://127.0.0.1:%u", port);
    (void)setenv(name, url, 1);
}

/* A command that stops itself (Ctrl-Z) stops us too, or the shell that waits
 * for us would not get its terminal back. */
static int wait_command(pid_t pid)
{
    int status = 0;

    for (;;) {
        pid_t got = waitpid(pid, &status, WNOHANG | WUNTRACED);
        int signum;

        if (got == pid && WIFSTOPPED(status)) {
            (void)raise(SIGSTOP);
            (void)kill(pid, SIGCONT);
            continue;
        }
        if (got == pid || (got < 0 && errno == ECHILD))
            break;
        signum = child_wait_signal(-1);
        if (signum && signum != SIGCHLD) {
            child_stop(pid);
            return 128 + signum;
        }
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void stop(struct runner *runner)
{
    child_stop(runner->server.pid);
    child_stop(runner->alerts.pid);
    child_stop(runner->sim);
    scratch_close(runner->folder);
    free(runner->data);
    free(runner->config);
    free(runner->log);
    free(runner->alert_config);
    free(runner->alert_log);
    free(runner->alertmanager);
    free(runner->prometheus);
    free(runner->promtool);
    free(runner->model);
}
