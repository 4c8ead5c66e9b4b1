/* rules.c - `tracetop rules [check FILE...]`. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "alert/rule_file.h"
#include "alert/rules_load.h"
#include "alert/trap.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { MAX_OUTPUT = 64 << 20, MAX_TRAPS = 8 };

static int show(const struct settings *settings);
static int check(const struct options *options);
static void add_traps(const struct rule_set *set,
                      struct rule_findings *findings);
static void add_trap_of(const struct rule_set *set,
                        const struct rule_group *group, const struct rule *rule,
                        struct rule_findings *findings);
static void say(const struct rule_findings *findings, struct buf *out);

int cli_rules(const struct options *options, struct settings *settings)
{
    const char *what = options->argument_count ? options->arguments[0] : "";

    if (!*what)
        return show(settings);
    if (!strcmp(what, "check") && options->argument_count >= 2)
        return check(options);
    if (!strcmp(what, "check"))
        return cli_fail(EX_USAGE, "rules check: which FILE?");
    if (!strcmp(what, "test"))
        return cli_fail(EX_UNAVAILABLE,
                        "rules test: needs the built-in query engine, which "
                        "this version does not have; promtool test rules "
                        "takes the same file");
    return cli_fail(EX_USAGE, "rules %s: right are rules, rules check FILE",
                    what);
}

/* Prints what is in force; what is wrong in it goes to stderr. */
static int show(const struct settings *settings)
{
    struct rule_findings findings = {0};
    struct rule_set set = {0};
    struct buf out, said;
    int rc = rules_load(&set, settings, &findings);

    buf_init(&out, MAX_OUTPUT);
    buf_init(&said, MAX_OUTPUT);
    say(&findings, &said);
    (void)fputs(said.bytes, stderr);
    if (rc == 0) {
        rule_set_write(&set, &out);
        rc = cli_write(out.bytes, out.length);
    } else {
        rc = 1;
    }
    buf_clear(&out);
    buf_clear(&said);
    rule_set_clear(&set);
    rule_findings_clear(&findings);
    return rc;
}

static int check(const struct options *options)
{
    struct rule_findings findings = {0};
    struct buf out;
    int rc;

    buf_init(&out, MAX_OUTPUT);
    for (size_t i = 1; i < options->argument_count; i++) {
        struct rule_set set = {0};
        size_t rules = 0;

        if (rule_file_open(&set, options->arguments[i], &findings) == 0) {
            add_traps(&set, &findings);
            for (size_t j = 0; j < set.group_count; j++)
                rules += set.groups[j].rule_count;
            utf8_scrub(&out, options->arguments[i],
                       strlen(options->arguments[i]), false);
            buf_printf(&out, ": ok, groups: %zu, rules: %zu\n", set.group_count,
                       rules);
            if (!rules)
                rule_findings_add(&findings, options->arguments[i], 0, true,
                                  "holds no rules, so nothing was checked");
        }
        rule_set_clear(&set);
    }
    say(&findings, &out);
    rc = cli_write(out.bytes, out.length);
    if (rc == 0 && findings.error_count)
        rc = 1;
    buf_clear(&out);
    rule_findings_clear(&findings);
    return rc;
}

static void add_traps(const struct rule_set *set,
                      struct rule_findings *findings)
{
    for (size_t i = 0; i < set->group_count; i++)
        for (size_t j = 0; j < set->groups[i].rule_count; j++)
            add_trap_of(set, &set->groups[i], &set->groups[i].rules[j],
                        findings);
}

static void add_trap_of(const struct rule_set *set,
                        const struct rule_group *group, const struct rule *rule,
                        struct rule_findings *findings)
{
    const struct trap *traps[MAX_TRAPS];
    size_t count = trap_of(rule, set, traps, MAX_TRAPS);

    for (size_t i = 0; i < count; i++)
        rule_findings_add(findings, group->file, rule->line, true, "%s: %s: %s",
                          rule->name, trap_kind_name(traps[i]->kind),
                          traps[i]->text);
}

/* "FILE:LINE: why", scrubbed. */
static void say(const struct rule_findings *findings, struct buf *out)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct rule_finding *finding = &findings->items[i];

        utf8_scrub(out, finding->file, strlen(finding->file), false);
        if (finding->line)
            buf_printf(out, ":%d", finding->line);
        buf_add_str(out, finding->is_warning ? ": warning: " : ": ");
        utf8_scrub(out, finding->text, strlen(finding->text), false);
        buf_add_char(out, '\n');
    }
    if (findings->left_out)
        buf_printf(out, "and %zu more\n", findings->left_out);
}
