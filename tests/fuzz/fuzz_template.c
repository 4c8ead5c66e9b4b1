/* fuzz_template.c - any template expands or fails, and says the same twice. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "alert/template.h"
#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = xstrndup((const char *)data, size);
    struct symtab *table = symtab_new();
    const struct label_text pair = {"pod", 3, "c-1", 3};
    const struct labels *labels = labels_intern(table, &pair, 1);
    const struct template_context context = {
        .alert = "A", .labels = labels, .value = 12.5, .now_ms = 1000};
    struct err err = {0};
    struct buf out;
    int checked = template_check("A", text, &err);

    buf_init(&out, (size_t)4 * TEMPLATE_MAX_BYTES);
    if (template_expand(text, &context, &out, &err) < 0)
        assert(!strncmp(out.bytes, "<error expanding template: ", 27));
    else
        assert(checked == 0);
    buf_clear(&out);
    labels_unref(table, labels);
    symtab_free(table);
    free(text);
    return 0;
}
