/* embedded.c - finds a compiled-in file. */
#include "config/embedded.h"

#include <string.h>

const struct embedded *embedded_find(const char *path)
{
    for (size_t i = 0; i < embedded_count; i++)
        if (strcmp(embedded_table[i].path, path) == 0)
            return &embedded_table[i];
    return NULL;
}
