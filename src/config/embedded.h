/* embedded.h - the files that are compiled into the binary.
 *
 * Layer: config. panels/<name>.yaml, themes/<name>.yaml, guide/<name>.md and
 * rules/<name>.yaml of the source tree, made into a table by scripts/embed at
 * build time.
 */
#ifndef TRACETOP_CONFIG_EMBEDDED_H
#define TRACETOP_CONFIG_EMBEDDED_H

#include <stddef.h>

struct embedded {
    const char *path;  /* "panels/storage.yaml" */
    const char *bytes; /* NUL-ended */
    size_t length;
};

/* All of them, by path. */
extern const struct embedded embedded_table[];
extern const size_t embedded_count;

/* Returns the file of that path, or NULL. */
const struct embedded *embedded_find(const char *path);

#endif
