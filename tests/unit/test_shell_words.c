/* test_shell_words.c - shell texts as simple commands. */
#include "tests/test.h"

#include "base/buf.h"
#include "runbook/shell_words.h"

static struct pool pool;
static struct shell_script script;

/* Writes the commands as "word,word|word;..." : commas between words, the
 * link behind each command, a + in front of what begins at the top. */
static void assert_commands(const char *text, const char *expected)
{
    static const char *const links[] = {";", "|", "&&", "||", "&"};
    struct buf out;

    buf_init(&out, 65536);
    shell_parse(&script, &pool, text, strlen(text));
    for (size_t i = 0; i < script.command_count; i++) {
        const struct shell_command *command = &script.commands[i];

        buf_add_str(&out, command->is_top ? "+" : "");
        for (size_t k = 0; k < command->assign_count; k++)
            buf_printf(&out, "{%s}", command->assigns[k].text);
        for (size_t k = 0; k < command->word_count; k++)
            buf_printf(&out, "%s%s", k ? "," : "", command->words[k].text);
        for (const struct shell_redirect *at = command->redirects; at;
             at = at->next)
            buf_printf(&out, "[%s%s]", at->op, at->target);
        buf_add_str(&out, links[command->link]);
    }
    assert_string_equal(out.bytes, expected);
    buf_clear(&out);
}

static int clear(void **state)
{
    (void)state;
    pool_clear(&pool);
    return 0;
}

static void shell_parse_joins_quotes_and_continued_lines(void **state)
{
    (void)state;

    assert_commands("a 'b c' \"d $e\" \\\n  f\\ g h''i", "+a,b c,d $e,f g,hi;");
    assert_null(script.problem);
    assert_true(script.commands[0].words[2].has_expansion);
    assert_false(script.commands[0].words[1].has_expansion);
}

static void shell_parse_keeps_a_quote_over_lines_whole(void **state)
{
    (void)state;

    assert_commands("curl -d '{\n \"a\": 1\n}'\nls",
                    "+curl,-d,{\n \"a\": 1\n};+ls;");
    assert_int_equal(script.commands[1].line, 4);
}

static void shell_parse_tells_pipelines_and_lists(void **state)
{
    (void)state;

    assert_commands("a | b && c || d & e; f", "+a|b&&c||d&e;f;");
    assert_true(script.commands[1].is_piped);
    assert_false(script.commands[2].is_piped);
}

static void shell_parse_tells_what_is_in_substitutions(void **state)
{
    (void)state;

    assert_commands("a \"$(b `c` \"$(d)\")\" <(e)",
                    "c;d;b,`c`,$(d);e;+a,$(b `c` \"$(d)\"),<(e);");
    assert_int_equal(script.commands[1].depth, 2);
}

static void
shell_parse_takes_single_quotes_inside_single_quotes_apart(void **state)
{
    (void)state;

    assert_commands("x '{\"i\": \"$(date -d '30 days ago' +%Y)\"}'",
                    "+x,{\"i\": \"$(date -d 30,days,ago +%Y)\"};");
}

static void shell_parse_reads_assignments_and_redirections(void **state)
{
    (void)state;

    assert_commands("A=1 B=\"x y\" c >f 2>&1 <<< z",
                    "+{A=1}{B=x y}c[>f][>&1][<<<z];");
    assert_commands("A=$(b)", "b;+{A=$(b)};");
}

static void shell_parse_reads_a_heredoc_and_what_it_expands(void **state)
{
    (void)state;

    assert_commands("cat <<EOF | k -f -\na: $(b)\n# no comment\nEOF\nd",
                    "+cat[<<EOF]|k,-f,-;b;+d;");
    assert_string_equal(script.commands[0].redirects->body,
                        "a: $(b)\n# no comment\n");
    assert_int_equal(script.comment_count, 0);
    assert_commands("cat <<'E'\n$(b)\nE", "+cat[<<E];");
}

static void shell_parse_parts_compound_commands(void **state)
{
    (void)state;

    assert_commands("if [ a ]; then\n  b\nelse\n  c\nfi\nd", "+[,a,];b;c;+d;");
    assert_commands("for i in 1 2; do x $i; done; y\nz",
                    "+for,i,in,1,2;x,$i;y;+z;");
    assert_commands("case $a in\n b) c;;\n d|e) f;;\nesac\ng",
                    "+case,$a,in;c;d|f;+g;");
    assert_commands("if (( $(a) < 1 )); then b; fi", "a;+((;b;");
    assert_commands("[[ a && b ]] && c", "+[[,a,b,]]&&c;");
    assert_null(script.problem);
}

static void shell_parse_tells_comments_and_where_they_stand(void **state)
{
    (void)state;

    assert_commands("# one\na # two\nif b; then\n# three\nc#d\nfi",
                    "+a;+b;c#d;");
    assert_int_equal(script.comment_count, 3);
    assert_string_equal(script.comments[0].text, "one");
    assert_true(script.comments[0].is_top);
    assert_false(script.comments[1].is_top);
    assert_false(script.comments[2].is_top);
}

static void shell_parse_takes_a_placeholder_for_a_word(void **state)
{
    (void)state;

    assert_commands("get pvc <my-pvc> -n <name>",
                    "+get,pvc,<my-pvc>,-n,<name>;");
    assert_commands("a <in >out", "+a[<in][>out];");
}

static void shell_parse_says_what_it_cannot_read(void **state)
{
    (void)state;

    assert_commands("a\nb 'c\nd", "+a;");
    assert_string_equal(script.problem, "a single quote is never closed");
    assert_int_equal(script.problem_line, 2);
    assert_commands("cat <<E\nx", "+cat[<<E];");
    assert_string_equal(script.problem, "a heredoc is never ended");
    assert_commands("if a; then b", "+a;b;");
    assert_string_equal(script.problem, "if, for, case, ( or { is never ended");
}

static void shell_parse_of_deep_substitutions_says_so(void **state)
{
    struct buf text;
    (void)state;

    buf_init(&text, 65536);
    for (int i = 0; i < 1000; i++)
        buf_add_str(&text, "$(");
    for (int i = 0; i < 1000; i++)
        buf_add_str(&text, ")");
    shell_parse(&script, &pool, text.bytes, text.length);
    buf_clear(&text);

    assert_non_null(script.problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(shell_parse_joins_quotes_and_continued_lines,
                                  clear),
        cmocka_unit_test_teardown(shell_parse_keeps_a_quote_over_lines_whole,
                                  clear),
        cmocka_unit_test_teardown(shell_parse_tells_pipelines_and_lists, clear),
        cmocka_unit_test_teardown(shell_parse_tells_what_is_in_substitutions,
                                  clear),
        cmocka_unit_test_teardown(
            shell_parse_takes_single_quotes_inside_single_quotes_apart, clear),
        cmocka_unit_test_teardown(
            shell_parse_reads_assignments_and_redirections, clear),
        cmocka_unit_test_teardown(
            shell_parse_reads_a_heredoc_and_what_it_expands, clear),
        cmocka_unit_test_teardown(shell_parse_parts_compound_commands, clear),
        cmocka_unit_test_teardown(
            shell_parse_tells_comments_and_where_they_stand, clear),
        cmocka_unit_test_teardown(shell_parse_takes_a_placeholder_for_a_word,
                                  clear),
        cmocka_unit_test_teardown(shell_parse_says_what_it_cannot_read, clear),
        cmocka_unit_test_teardown(shell_parse_of_deep_substitutions_says_so,
                                  clear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
