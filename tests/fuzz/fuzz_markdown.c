/* fuzz_markdown.c - where a page is cut makes no difference to what is read. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tests/support/markdown_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int read_in_parts(struct markdown *page, const char *bytes, size_t size,
                         size_t part_size, struct err *err)
{
    int rc = markdown_begin(page, bytes, size, part_size, err);

    while (rc == 0 && page->reading)
        rc = markdown_more(page, err);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct markdown whole, parts;
    struct err whole_err = {0}, parts_err = {0};
    int rc = read_in_parts(&whole, bytes, size, size, &whole_err);

    assert(read_in_parts(&parts, bytes, size, 1, &parts_err) == rc);
    if (rc == 0)
        assert(markdown_is_same(&whole, &parts));
    markdown_clear(&whole);
    markdown_clear(&parts);
    return 0;
}
