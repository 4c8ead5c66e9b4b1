/* rule_refusal.c - what is said of a rule file that is wrong. */
#include "tests/support/rule_refusal.h"

#include "tests/test.h"

#include "alert/rule_file.h"
#include "base/buf.h"

void assert_refused(const char *text, const char *expected)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    struct buf said;

    assert_int_equal(
        rule_file_parse(&set, "r.yml", text, strlen(text), &findings), -1);
    buf_init(&said, 100000);
    for (size_t i = 0; i < findings.count; i++) {
        assert_string_equal(findings.items[i].file, "r.yml");
        buf_printf(&said, "%s%d: %s", i ? "\n" : "", findings.items[i].line,
                   findings.items[i].text);
    }
    assert_string_equal(said.bytes, expected);
    assert_int_equal(set.group_count, 0);
    buf_clear(&said);
    rule_findings_clear(&findings);
}
