/* fuzz_rules.c - any bytes are rules that read back the same, or findings. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "alert/rule_file.h"
#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0}, again = {0};
    struct buf out;

    /* What begins as a heading does is a page. */
    if (rule_file_parse(&set, size && data[0] == '#' ? "fuzz.md" : "fuzz",
                        (const char *)data, size, &findings) < 0) {
        assert(findings.error_count > 0 && set.group_count == 0);
        rule_findings_clear(&findings);
        return 0;
    }
    buf_init(&out, (size_t)8 << 20);
    rule_set_write(&set, &out);
    if (!out.overflow) {
        int rc =
            rule_file_parse(&again, "again", out.bytes, out.length, &findings);

        assert(rc == 0 && again.group_count == set.group_count);
    }
    buf_clear(&out);
    rule_findings_clear(&findings);
    rule_set_clear(&set);
    rule_set_clear(&again);
    return 0;
}
