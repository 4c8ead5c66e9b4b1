/* test_steps.c - fences as steps, and placeholders. */
#include "tests/test.h"

#include "runbook/placeholder.h"
#include "runbook/steps.h"

static struct markdown page;
static struct pool pool;
static struct step_list list;

static void read_steps(const char *text)
{
    struct err err;

    memset(&list, 0, sizeof(list));
    assert_int_equal(markdown_parse(&page, text, strlen(text), &err), 0);
    assert_int_equal(page.count, 1);
    steps_read(&list, &pool, &page.blocks[0]);
}

static int clear(void **state)
{
    (void)state;
    markdown_clear(&page);
    pool_clear(&pool);
    return 0;
}

static void steps_read_parts_at_numbers_only_where_there_are_some(void **state)
{
    (void)state;

    read_steps("```bash\n# 1. One\na\n\n# why\nb\n# 2) Two\nc\n"
               "# Option 3: Three\nd\n```\n");

    assert_int_equal(list.count, 3);
    assert_string_equal(list.steps[0].title, "One");
    assert_string_equal(list.steps[0].command, "a\n\n# why\nb");
    assert_int_equal(list.steps[0].line, 2);
    assert_int_equal(list.steps[0].last_line, 6);
    assert_int_equal(list.steps[0].lines[0], 3);
    assert_int_equal(list.steps[0].lines[3], 6);
    assert_string_equal(list.steps[1].title, "Two");
    assert_string_equal(list.steps[2].title, "Three");
}

static void steps_read_parts_at_each_comment_otherwise(void **state)
{
    (void)state;

    read_steps("```sh\n# One\n# more\na\nb\n\n# Two\nc\n# the end\n```\n");

    assert_int_equal(list.count, 2);
    assert_string_equal(list.steps[0].title, "One");
    assert_string_equal(list.steps[0].command, "# more\na\nb");
    assert_string_equal(list.steps[1].command, "c\n# the end");
}

static void steps_read_holds_back_what_is_only_comments(void **state)
{
    (void)state;

    read_steps("```bash\n# 1. Run\nls\n# 2. Reset (data loss)\n"
               "# kafka-consumer-groups --reset-offsets \\\n#  --execute\n"
               "```\n");

    assert_int_equal(list.count, 2);
    assert_false(list.steps[0].is_held_back);
    assert_true(list.steps[1].is_held_back);
    assert_string_equal(list.steps[1].command,
                        "# kafka-consumer-groups --reset-offsets \\\n"
                        "#  --execute");
    assert_int_equal(list.steps[1].risk, RISK_DESTRUCTIVE);
}

static void steps_read_gives_a_fence_of_comments_one_step(void **state)
{
    (void)state;

    read_steps("```bash\n# Before\n# x\n\n# After\n# y\n```\n");

    assert_int_equal(list.count, 1);
    assert_true(list.steps[0].is_held_back);
}

static void steps_read_keeps_heredocs_and_quotes_whole(void **state)
{
    (void)state;

    read_steps("```bash\n# 1. A\ncat <<EOF\n# 2. no step\nEOF\n"
               "curl -d '{\n# 3. none\n}'\nif a; then\n# 4. none\nb\nfi\n"
               "# 5. B\nls\n```\n");

    assert_int_equal(list.count, 2);
    assert_string_equal(list.steps[1].title, "B");
    assert_int_equal(list.steps[1].line, 13);
}

static void steps_read_takes_only_what_stands_behind_a_prompt(void **state)
{
    (void)state;

    read_steps("```console\n$ NS=x\n$ kubectl get \\\n   pods\n"
               "NAME   READY\na    1/1\n\n$ ls 'a\n> b'\nout\n```\n");

    assert_int_equal(list.count, 1);
    assert_string_equal(list.steps[0].command,
                        "NS=x\nkubectl get \\\n   pods\n\n\n\nls 'a\nb'");
}

static void steps_read_leaves_output_and_yaml_out(void **state)
{
    (void)state;

    read_steps("```bash\n# 1. A\nkubectl get pods\n\nNAME   READY  STATUS\n"
               "x   rm   y\n\n# 2. B\nexporters:\n  logging:\n"
               "    loglevel: debug\nls\n```\n");

    assert_int_equal(list.count, 2);
    assert_string_equal(list.steps[0].command, "kubectl get pods");
    assert_string_equal(list.steps[1].command, "ls");
    assert_int_equal(list.steps[1].lines[0], 12);
}

static void steps_read_keeps_yaml_that_belongs_to_a_command(void **state)
{
    (void)state;

    read_steps("```bash\nkubectl apply -f - <<EOF\nkind: Pod\nEOF\n```\n");

    assert_string_equal(list.steps[0].command,
                        "kubectl apply -f - <<EOF\nkind: Pod\nEOF");
}

static void steps_read_gives_every_step_the_variables_of_the_top(void **state)
{
    (void)state;

    read_steps("```bash\n#!/bin/bash\nset -e\nNS=x\necho start\n# 1. A\na\n"
               "# 2. B\nb\n```\n");

    assert_int_equal(list.count, 2);
    assert_string_equal(list.steps[0].command, "set -e\nNS=x\na");
    assert_string_equal(list.steps[1].command, "set -e\nNS=x\nb");
    assert_int_equal(list.steps[1].lines[2], 9);
}

static void steps_read_raises_a_risk_and_never_lowers_it(void **state)
{
    (void)state;

    read_steps("```bash {risk=destructive confirm=red timeout=10m "
               "interactive}\nls\n```\n");
    assert_int_equal(list.steps[0].risk, RISK_DESTRUCTIVE);
    assert_string_equal(list.steps[0].reason, "the guide says so");
    assert_string_equal(list.steps[0].confirm, "red");
    assert_int_equal(list.steps[0].timeout_ms, 600000);
    assert_true(list.steps[0].is_interactive);
    clear(NULL);
    read_steps("```bash {risk=read}\nrm x\n```\n");
    assert_int_equal(list.steps[0].risk, RISK_DESTRUCTIVE);
    assert_int_equal(list.steps[0].timeout_ms, STEP_TIMEOUT_MS);
}

static void steps_read_of_a_broken_quote_holds_the_step_back(void **state)
{
    (void)state;

    read_steps("```bash\n# A\nls\n# B\necho 'x\n# C\nrm\n```\n");

    assert_int_equal(list.count, 2);
    assert_false(list.steps[0].is_held_back);
    assert_true(list.steps[1].is_held_back);
    assert_string_equal(list.steps[1].problem,
                        "a single quote is never closed");
}

static void steps_read_of_another_language_gives_none(void **state)
{
    (void)state;

    read_steps("```promql\nup\n```\n");
    assert_int_equal(list.count, 0);
    clear(NULL);
    read_steps("```\nplain words\n```\n");
    assert_int_equal(list.count, 0);
    clear(NULL);
    read_steps("```\n# look\nkubectl get pods\n```\n");
    assert_int_equal(list.count, 1);
}

static void placeholder_list_finds_each_once(void **state)
{
    size_t count;
    const char **found;
    (void)state;

    found = placeholder_list("kubectl -n <my-ns> get deployment/myservice "
                             "gateway-xxx YOUR_TOKEN <my-ns> <a b>",
                             &pool, &count);

    assert_int_equal(count, 5);
    assert_string_equal(found[0], "<my-ns>");
    assert_string_equal(found[1], "myservice");
    assert_string_equal(found[2], "gateway-xxx");
    assert_string_equal(found[3], "YOUR_TOKEN");
    assert_string_equal(found[4], "<a b>");
}

static void placeholder_list_passes_over_what_is_none(void **state)
{
    size_t count;
    (void)state;

    (void)placeholder_list("cat <<EOF >out; a < in > b; 0xxx1 myservices "
                           "[ 1 -lt 2 ] i<3>4 todos exxxtra",
                           &pool, &count);

    assert_int_equal(count, 0);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_teardown(name, clear)
    const struct CMUnitTest tests[] = {
        CASE(steps_read_parts_at_numbers_only_where_there_are_some),
        CASE(steps_read_parts_at_each_comment_otherwise),
        CASE(steps_read_holds_back_what_is_only_comments),
        CASE(steps_read_gives_a_fence_of_comments_one_step),
        CASE(steps_read_keeps_heredocs_and_quotes_whole),
        CASE(steps_read_takes_only_what_stands_behind_a_prompt),
        CASE(steps_read_leaves_output_and_yaml_out),
        CASE(steps_read_keeps_yaml_that_belongs_to_a_command),
        CASE(steps_read_gives_every_step_the_variables_of_the_top),
        CASE(steps_read_raises_a_risk_and_never_lowers_it),
        CASE(steps_read_of_a_broken_quote_holds_the_step_back),
        CASE(steps_read_of_another_language_gives_none),
        CASE(placeholder_list_finds_each_once),
        CASE(placeholder_list_passes_over_what_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
