/* fuzz_shell_place.c - any shell text is mapped whole, or not at all. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "action/shell_place.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = xstrndup((const char *)data, size);
    unsigned char *places = xcalloc(size + 1, 1);

    if (shell_place_map(text, size, places))
        for (size_t i = 0; i < size; i++)
            assert(places[i] <= SHELL_PLACE_NESTED);
    free(places);
    free(text);
    return 0;
}
