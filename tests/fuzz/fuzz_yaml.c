/* fuzz_yaml.c - any bytes give a tree that can be walked, or an error. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "config/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
static size_t walk(const struct yaml_node *node, int depth);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct yaml_doc *doc = yaml_parse("fuzz", (const char *)data, size, &err);

    if (!doc) {
        assert(err.kind == ERR_FORMAT && err.code >= 1);
        assert(strncmp(err.text, "fuzz:", 5) == 0);
        return 0;
    }
    if (yaml_root(doc))
        assert(walk(yaml_root(doc), 1) <= 200000);
    yaml_close(doc);
    return 0;
}

static size_t walk(const struct yaml_node *node, int depth)
{
    size_t visits = 1;

    assert(depth <= 64 && yaml_line(node) >= 1 && yaml_text(node));
    for (size_t i = 0; i < yaml_count(node); i++) {
        if (yaml_kind_of(node) == YAML_MAP)
            assert(yaml_get(node, yaml_key(node, i)) == yaml_at(node, i));
        visits += walk(yaml_at(node, i), depth + 1);
    }
    return visits;
}
