/* kube_current.c - current-context of the kubeconfig files. */
#include "action/kube_current.h"

#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "base/xalloc.h"
#include "config/yaml.h"

static char *context_of(const char *path);

char *kube_current_context(const char *list)
{
    char *usual = NULL;
    char *found = NULL;

    if (!list || !list[0])
        list = usual = paths_join("", "~/.kube/config", NULL);
    while (*list && !found) {
        size_t length = strcspn(list, ":");
        char *path = xstrndup(list, length);

        if (length)
            found = context_of(path);
        free(path);
        list += length;
        list += *list == ':';
    }
    free(usual);
    return found;
}

static char *context_of(const char *path)
{
    struct yaml_doc *doc = yaml_open(path, NULL);
    const struct yaml_node *root = doc ? yaml_root(doc) : NULL;
    const struct yaml_node *current = NULL;
    char *found = NULL;

    if (root && yaml_kind_of(root) == YAML_MAP)
        current = yaml_get(root, "current-context");
    if (current && yaml_kind_of(current) == YAML_SCALAR &&
        yaml_text(current)[0])
        found = xstrdup(yaml_text(current));
    yaml_close(doc);
    return found;
}
