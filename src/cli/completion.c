/* completion.c - `tracetop completion bash|zsh|fish`, from the tables. */
#include "cli/cli.h"

#include <string.h>
#include <sysexits.h>

#include "base/buf.h"

static void add_bash(struct buf *out);
static void add_zsh(struct buf *out);
static void add_fish(struct buf *out);
static void add_words(struct buf *out);
static void add_quoted(struct buf *out, const char *text);

int cli_completion(const struct options *options, struct settings *settings)
{
    const char *shell =
        options->argument_count == 1 ? options->arguments[0] : "";
    struct buf out;
    int rc;

    (void)settings;
    buf_init(&out, 65536);
    if (!strcmp(shell, "bash")) {
        add_bash(&out);
    } else if (!strcmp(shell, "zsh")) {
        add_zsh(&out);
    } else if (!strcmp(shell, "fish")) {
        add_fish(&out);
    } else {
        buf_clear(&out);
        return cli_fail(EX_USAGE, "completion %s: right are bash, zsh, fish",
                        shell);
    }
    rc = cli_write(out.bytes, out.length);
    buf_clear(&out);
    return rc;
}

static void add_bash(struct buf *out)
{
    buf_add_str(out, "_tracetop() {\n"
                     "    local word=${COMP_WORDS[COMP_CWORD]}\n"
                     "    case $word in\n"
                     "    -*) COMPREPLY=($(compgen -W '");
    add_words(out);
    buf_add_str(out, "' -- \"$word\")) ;;\n"
                     "    *) if [ \"$COMP_CWORD\" = 1 ]; then\n"
                     "           COMPREPLY=($(compgen -W '");
    for (size_t i = 0; i < cli_count; i++)
        buf_printf(out, "%s%s", i ? " " : "", cli_table[i].name);
    buf_add_str(out, "' -- \"$word\"))\n"
                     "       else\n"
                     "           COMPREPLY=($(compgen -f -- \"$word\"))\n"
                     "       fi ;;\n"
                     "    esac\n"
                     "}\n"
                     "complete -F _tracetop tracetop\n");
}

static void add_zsh(struct buf *out)
{
    buf_add_str(out, "#compdef tracetop\n_arguments \\\n");
    for (size_t i = 0; i < option_count; i++) {
        buf_printf(out, "    '--%s[", option_table[i].name);
        add_quoted(out, option_table[i].help);
        buf_add_str(out, "]");
        if (option_table[i].argument && option_table[i].argument[0] != '[')
            buf_printf(out, ":%s:%s", option_table[i].argument,
                       !strcmp(option_table[i].argument, "FILE") ? "_files"
                                                                 : "");
        buf_add_str(out, "' \\\n");
    }
    buf_add_str(out, "    '1:command:(");
    for (size_t i = 0; i < cli_count; i++)
        buf_printf(out, "%s%s", i ? " " : "", cli_table[i].name);
    buf_add_str(out, ")' \\\n    '*:argument:_files'\n");
}

static void add_fish(struct buf *out)
{
    for (size_t i = 0; i < cli_count; i++) {
        buf_printf(out,
                   "complete -c tracetop -n __fish_use_subcommand -a %s -d '",
                   cli_table[i].name);
        add_quoted(out, cli_table[i].help);
        buf_add_str(out, "'\n");
    }
    for (size_t i = 0; i < option_count; i++) {
        const char *argument = option_table[i].argument;

        buf_printf(out, "complete -c tracetop -l %s%s -d '",
                   option_table[i].name,
                   argument && argument[0] != '[' ? " -r" : "");
        add_quoted(out, option_table[i].help);
        buf_add_str(out, "'\n");
    }
}

static void add_words(struct buf *out)
{
    for (size_t i = 0; i < option_count; i++)
        buf_printf(out, "%s--%s", i ? " " : "", option_table[i].name);
}

/* The help texts stand between single quotes, and in brackets for zsh. */
static void add_quoted(struct buf *out, const char *text)
{
    for (; *text; text++)
        buf_add_char(out, (char)(strchr("'[]:", *text) ? ' ' : *text));
}
