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

    if (rule_file_parse(&set, "fuzz", (const char *)data, size, &findings) <
        0) {
        assert(findings.error_count > 0 && set.group_count == 0);
        rule_findings_clear(&findings);
        return 0;
    }
    buf_init(&out, (size_t)8 << 20);
    rule_set_write(&set, &out);
    if (!out.overflow) {
        (void)rule_file_parse(&again, "again", out.bytes, out.length,
                              &findings);
        /* A group's name may stand in two ConfigMaps' files, not in one. */
        assert(again.group_count == set.group_count || findings.error_count);
    }
    buf_clear(&out);
    rule_findings_clear(&findings);
    rule_set_clear(&set);
    rule_set_clear(&again);
    return 0;
}
