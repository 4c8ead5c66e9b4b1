/* kubernetes_table.c - the server's table of pods, row by row.
 *
 * It has kubectl's own columns, in any order, each cell a text: "1/2",
 * "4 (2m ago)", "5d3h".
 */
#include "source/kubernetes_pods.h"

#include <string.h>

#include "base/xalloc.h"

enum column {
    COLUMN_OTHER,
    COLUMN_NAME,
    COLUMN_READY,
    COLUMN_STATUS,
    COLUMN_RESTARTS,
    COLUMN_AGE,
    COLUMN_IP,
    COLUMN_NODE,
};

enum { COLUMNS_MAX = 16 };

struct columns {
    enum column of[COLUMNS_MAX];
    size_t count;
    size_t cell;
};

static struct columns *columns_of(struct kube_reader *reader);
static void take_restarts(struct kubernetes_pod *pod, const char *text,
                          size_t length);

void kube_table_column(struct kube_reader *reader, const char *name)
{
    static const char *const names[] = {
        [COLUMN_NAME] = "Name",     [COLUMN_READY] = "Ready",
        [COLUMN_STATUS] = "Status", [COLUMN_RESTARTS] = "Restarts",
        [COLUMN_AGE] = "Age",       [COLUMN_IP] = "IP",
        [COLUMN_NODE] = "Node",
    };
    struct columns *columns = columns_of(reader);

    if (columns->count == COLUMNS_MAX)
        return;
    for (size_t i = 1; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcmp(names[i], name))
            columns->of[columns->count] = (enum column)i;
    columns->count++;
}

void kube_table_cell(struct kube_reader *reader, const char *text,
                     size_t length)
{
    struct columns *columns = columns_of(reader);
    struct kubernetes_pod *pod = &((struct kube_pod_draft *)reader->draft)->pod;
    const size_t cell = columns->cell++;
    const char *slash;

    if (cell >= columns->count || !strcmp(text, "<none>"))
        return;
    switch (columns->of[cell]) {
    case COLUMN_NAME:
        pod->name = kube_text(reader, text, length);
        break;
    case COLUMN_READY:
        slash = strchr(text, '/');
        if (slash) {
            pod->ready = kube_int(text, (size_t)(slash - text));
            pod->containers = kube_int(slash + 1, strlen(slash + 1));
        }
        break;
    case COLUMN_STATUS:
        pod->status = kube_text(reader, text, length);
        break;
    case COLUMN_RESTARTS:
        take_restarts(pod, text, length);
        break;
    case COLUMN_AGE: /* made a time when the answer's is known */
        pod->created_ms = kubernetes_age_ms(text, length);
        break;
    case COLUMN_IP:
        pod->ip = kube_text(reader, text, length);
        break;
    case COLUMN_NODE:
        pod->node = kube_text(reader, text, length);
        break;
    case COLUMN_OTHER:
        break;
    }
}

/* "0", or since 1.22 "4 (2m11s ago)". */
static void take_restarts(struct kubernetes_pod *pod, const char *text,
                          size_t length)
{
    const char *age = strchr(text, '(');
    const char *end = age ? strchr(age, ' ') : NULL;
    const size_t digits = strspn(text, "0123456789");

    pod->restarts = digits <= length ? kube_int(text, digits) : -1;
    if (end)
        pod->restarted_ms = kubernetes_age_ms(age + 1, (size_t)(end - age - 1));
}

void kube_table_begin_row(struct kube_reader *reader)
{
    columns_of(reader)->cell = 0;
    memcpy(reader->draft, &kube_pod_blank, sizeof(kube_pod_blank));
}

/* A row with other cells than columns cannot be told apart. */
void kube_table_end_row(struct kube_reader *reader)
{
    struct kube_pod_draft *draft = reader->draft;
    const struct columns *columns = columns_of(reader);

    if (columns->cell != columns->count || !draft->pod.name[0]) {
        reader->walk->list.left_out++;
        return;
    }
    draft->pod.is_terminating = !strcmp(draft->pod.status, "Terminating");
    draft->pod.is_evicted = !strcmp(draft->pod.status, "Evicted");
    draft->pod.harm = kubernetes_harm_of(&draft->pod);
    kube_list_add(&reader->walk->list, &draft->pod, sizeof(draft->pod),
                  KUBERNETES_PODS_MAX);
}

static struct columns *columns_of(struct kube_reader *reader)
{
    if (!reader->own)
        reader->own = xcalloc(1, sizeof(struct columns));
    return reader->own;
}
