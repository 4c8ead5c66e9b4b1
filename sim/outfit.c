/* outfit.c - configuration, state folder and stand-ins for a command. */
#include "sim/outfit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "sim/scratch.h"

enum { TEXT_MAX = 1 << 16 };

static int write_config(const struct outfit *outfit, struct err *err);
static int write_kubectl(const struct outfit *outfit, const char *bin,
                         struct err *err);
static int make_folder(const char *path, struct err *err);

int outfit_make(const struct outfit *outfit, struct err *err)
{
    char *bin = xasprintf("%s/bin", outfit->folder);
    char *state = xasprintf("%s/state", outfit->folder);
    const char *path = getenv("PATH");
    int rc = -1;

    if (make_folder(bin, err) == 0 && make_folder(state, err) == 0 &&
        write_config(outfit, err) == 0 &&
        write_kubectl(outfit, bin, err) == 0) {
        char *longer = xasprintf("%s:%s", bin, path ? path : "/usr/bin:/bin");

        (void)setenv("PATH", longer, 1);
        (void)setenv("XDG_STATE_HOME", state, 1);
        free(longer);
        rc = 0;
    }
    free(bin);
    free(state);
    return rc;
}

static int write_config(const struct outfit *outfit, struct err *err)
{
    char *path = xasprintf("%s/tracetop.yaml", outfit->folder);
    char *sim = xasprintf("http://127.0.0.1:%u", outfit->sim_port);
    struct buf text;
    int rc;

    buf_init(&text, TEXT_MAX);
    (void)buf_printf(&text,
                     "context: demo\n"
                     "contexts:\n"
                     "  demo:\n"
                     "    namespace: observability\n"
                     "    prometheus: {url: \"http://127.0.0.1:%u\"}\n",
                     outfit->prometheus_port);
    if (outfit->alertmanager_port)
        (void)buf_printf(&text,
                         "    alertmanager: {url: \"http://127.0.0.1:%u\"}\n",
                         outfit->alertmanager_port);
    (void)buf_printf(&text,
                     "    elasticsearch: {url: \"%s/es\"}\n"
                     "    jaeger:\n"
                     "      query_url: \"%s/jaeger\"\n"
                     "      collector_urls: [\"%s/jaeger-collector-0\", "
                     "\"%s/jaeger-collector-1\"]\n"
                     "    otel_collector:\n"
                     "      health_url: \"%s/otel-collector\"\n"
                     "      metrics_url: \"%s/otel-collector/metrics\"\n"
                     "    kubernetes: {kubectl: kubectl, context: sim}\n"
                     "    kafka: {pod: kafka-0}\n",
                     sim, sim, sim, sim, sim, sim);
    rc = scratch_write(path, text.bytes, text.length, err);
    if (rc == 0)
        (void)setenv("TRACETOP_CONFIG", path, 1);
    buf_clear(&text);
    free(sim);
    free(path);
    return rc;
}

/* Programs inside pods are none of the API's business: what would run there is
 * answered here, everything else goes to the kubectl that stands next. */
static int write_kubectl(const struct outfit *outfit, const char *bin,
                         struct err *err)
{
    char *path = xasprintf("%s/kubectl", bin);
    struct buf text;
    int rc;

    buf_init(&text, TEXT_MAX);
    (void)buf_printf(
        &text,
        "#!/bin/sh\n"
        "case \" $* \" in\n"
        "*' exec '*kafka-consumer-groups*--execute*)\n"
        "    exec curl -fsS -X POST "
        "'http://127.0.0.1:%u/-/event?name=commit-offsets' ;;\n"
        "*' exec '*kafka-consumer-groups*)\n"
        "    exec curl -fsS 'http://127.0.0.1:%u/kafka/describe' ;;\n"
        "esac\n"
        "PATH=${PATH#*:}\n"
        "exec kubectl \"$@\"\n",
        outfit->sim_port, outfit->sim_port);
    rc = scratch_write(path, text.bytes, text.length, err);
    if (rc == 0 && chmod(path, 0700) < 0)
        rc = err_set(err, ERR_SYSTEM, errno, "cannot make %s executable: %s",
                     path, strerror(errno));
    buf_clear(&text);
    free(path);
    return rc;
}

static int make_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0700) < 0)
        return err_set(err, ERR_SYSTEM, errno, "cannot make %s: %s", path,
                       strerror(errno));
    return 0;
}
