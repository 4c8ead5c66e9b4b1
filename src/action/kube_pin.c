/* kube_pin.c - a kubeconfig of one line. */
#include "action/kube_pin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "action/state_file.h"
#include "base/buf.h"
#include "base/paths.h"
#include "base/xalloc.h"

enum { NAME_MAX_BYTES = 1024 };

static int write_file(const char *kubectl_context, int folder);

int kube_pin_set(const char *kubectl_context, int folder, const char *state_dir,
                 const char *action_id)
{
    const char *old = getenv("KUBECONFIG");
    char *usual = paths_join("", "~/.kube/config", NULL);
    char *list;
    int rc;

    if (write_file(kubectl_context, folder) < 0) {
        free(usual);
        return -1;
    }
    list = xasprintf("%s/actions/%s/kubeconfig:%s", state_dir, action_id,
                     old && old[0] ? old : usual);
    rc = setenv("KUBECONFIG", list, 1);
    free(list);
    free(usual);
    return rc;
}

/* The name goes into a YAML string in single quotes. */
static int write_file(const char *kubectl_context, int folder)
{
    struct buf text;
    int rc;

    buf_init(&text, 4 * (size_t)NAME_MAX_BYTES);
    (void)buf_add_str(&text, "apiVersion: v1\nkind: Config\n"
                             "current-context: '");
    for (const char *at = kubectl_context; *at; at++)
        (void)(*at == '\'' ? buf_add_str(&text, "''")
                           : buf_add_char(&text, *at));
    (void)buf_add_str(&text, "'\n");
    rc = state_file_put(folder, "kubeconfig", text.bytes, text.length, NULL);
    if (text.overflow)
        rc = -1;
    buf_clear(&text);
    errno = rc < 0 ? EIO : 0;
    return rc;
}
