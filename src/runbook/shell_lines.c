/* shell_lines.c - prompts, output and YAML told from commands. */
#include "runbook/shell_lines.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "runbook/steps.h"

enum { OPEN_LINES_MAX = 64 }; /* of one command behind a prompt */

static bool has_prompt(const char *code);
static void clean_prompted(struct buf *out, const char *code);
static bool is_unfinished(struct pool *pool, const char *text, size_t length);
static bool clean_plain(struct buf *out, const char *code,
                        const struct shell_script *script);
static bool *mark_tops(const struct shell_script *script, size_t *count);
static bool is_table_header(const char *line, size_t length);

const char *shell_lines_clean(const struct block *block, struct pool *pool,
                              struct shell_script *script)
{
    const char *code = block->texts[0].bytes;
    struct buf out;
    bool is_changed = true;

    buf_init(&out, (size_t)2 * MARKDOWN_BYTES_MAX);
    if (has_prompt(code)) {
        clean_prompted(&out, code);
    } else {
        shell_parse(script, pool, code, block->texts[0].length);
        is_changed = clean_plain(&out, code, script);
    }
    if (is_changed) {
        code = pool_copy(pool, out.bytes, out.length);
        shell_parse(script, pool, code, out.length);
    }
    buf_clear(&out);
    return code;
}

bool steps_is_shell(const struct block *block)
{
    static const char *const languages[] = {
        "bash",         "sh",         "shell",         "zsh",
        "ksh",          "console",    "shell-session", "terminal",
        "shellsession", "sh-session",
    };
    static const char *const programs[] = {
        "$",
        "kubectl",
        "curl",
        "helm",
        "oc",
        "docker",
        "sudo",
        "etcdctl",
        "ssh",
        "git",
        "kafka-consumer-groups.sh",
        "systemctl",
        "promtool",
        "amtool",
        "jq",
        "grep",
        "cat",
        "echo",
        "export",
    };
    const char *code = block->texts[0].bytes;
    size_t length;

    if (block->kind != BLOCK_FENCE)
        return false;
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
        if (!strcmp(block->fence->language, languages[i]))
            return true;
    if (*block->fence->language || block->fence->code_line == block->line)
        return false; /* an indented block is an example */
    for (;;) {        /* the first line that is no comment */
        code += strspn(code, " \t\n");
        if (*code != '#')
            break;
        code += strcspn(code, "\n");
    }
    length = strcspn(code, " \t\n");
    for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
        if (strlen(programs[i]) == length &&
            !strncmp(code, programs[i], length))
            return true;
    return false;
}

bool steps_is_yaml(const char *line, size_t length)
{
    size_t at = 0;
    size_t key;

    while (at < length && line[at] == ' ')
        at++;
    if (at + 1 < length && line[at] == '-' && line[at + 1] == ' ')
        at += 2;
    key = at;
    while (at < length &&
           (isalnum((unsigned char)line[at]) || strchr("_.-/", line[at])))
        at++;
    return at > key + 1 && at < length && line[at] == ':' &&
           (at + 1 == length || line[at + 1] == ' ');
}

static bool has_prompt(const char *code)
{
    for (const char *at = code; *at; at++)
        if ((at == code || at[-1] == '\n') && at[0] == '$' && at[1] == ' ')
            return true;
    return false;
}

/* A line with a prompt begins a command, a line below goes on with it as long
 * as the shell would ask for more; the rest is what it printed. */
static void clean_prompted(struct buf *out, const char *code)
{
    struct pool pool = {0};
    size_t start = 0;
    int open_lines = 0;

    for (const char *at = code; *at;) {
        size_t length = strcspn(at, "\n");
        bool has_prompt = length >= 2 && !strncmp(at, "$ ", 2);

        if (has_prompt) {
            start = out->length;
            open_lines = 1;
        }
        if (has_prompt || (open_lines && length >= 2 && !strncmp(at, "> ", 2)))
            buf_add(out, at + 2, length - 2);
        else if (open_lines || *at == '#')
            buf_add(out, at, length);
        if (open_lines &&
            (++open_lines > OPEN_LINES_MAX ||
             !is_unfinished(&pool, out->bytes + start, out->length - start)))
            open_lines = 0;
        at += length;
        if (*at)
            buf_add_char(out, *at++);
    }
    pool_clear(&pool);
}

static bool is_unfinished(struct pool *pool, const char *text, size_t length)
{
    struct shell_script script;

    if (length && text[length - 1] == '\\')
        return true;
    shell_parse(&script, pool, text, length);
    return script.problem != NULL;
}

/* Returns whether a line was dropped: one that begins a command and is none. */
static bool clean_plain(struct buf *out, const char *code,
                        const struct shell_script *script)
{
    size_t top_count;
    bool *tops = mark_tops(script, &top_count);
    bool is_output = false, is_changed = false;
    size_t number = 0;

    for (const char *at = code; *at; number++) {
        size_t length = strcspn(at, "\n");
        bool is_top = number < top_count && tops[number];

        is_output =
            length && (is_output || (is_top && is_table_header(at, length)));
        if (is_output || (is_top && steps_is_yaml(at, length)))
            is_changed = true;
        else
            buf_add(out, at, length);
        at += length;
        if (*at)
            buf_add_char(out, *at++);
    }
    free(tops);
    return is_changed;
}

/* Returns for each line whether a command outside of others begins there.
 * Owns: free() it. */
static bool *mark_tops(const struct shell_script *script, size_t *count)
{
    bool *tops;

    *count = 0;
    for (size_t i = 0; i < script->command_count; i++)
        if ((size_t)script->commands[i].line >= *count)
            *count = (size_t)script->commands[i].line + 1;
    tops = xcalloc(*count + 1, sizeof(*tops));
    for (size_t i = 0; i < script->command_count; i++)
        if (script->commands[i].is_top)
            tops[script->commands[i].line - 1] = true;
    return tops;
}

/* "NAME   READY   STATUS": what kubectl prints, two words or more in capitals
 * with two blanks or more between them. */
static bool is_table_header(const char *line, size_t length)
{
    size_t words = 0;
    bool has_gap = false;

    for (size_t at = 0; at < length;) {
        size_t start = at;

        while (at < length &&
               (isupper((unsigned char)line[at]) || strchr("-()%_/", line[at])))
            at++;
        if (at == start || (at < length && line[at] != ' '))
            return false;
        words += at > start + 1;
        start = at;
        while (at < length && line[at] == ' ')
            at++;
        has_gap |= at > start + 1 && at < length;
    }
    return words >= 2 && has_gap;
}
