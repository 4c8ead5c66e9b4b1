/* steps.c - comments part a fence; what lies between is a step. */
#include "runbook/steps.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/duration.h"
#include "runbook/placeholder.h"
#include "runbook/shell_lines.h"

enum { TITLE_MAX = 100 };

/* A line of the code. */
struct line {
    const char *text;
    size_t length;
    bool is_dropped;  /* output, YAML, #! */
    bool is_mark;     /* a comment that begins a step */
    bool has_command; /* one begins here */
};

struct reading {
    struct step_list *list;
    struct pool *pool;   /* owns the steps */
    struct pool scratch; /* owns the rest */
    const struct block *block;
    struct line *lines; /* of the cleaned code */
    size_t count;
    const char *code; /* cleaned: as long in lines as the fence */
    struct shell_script script;
    size_t first;       /* line where the steps begin, behind the preamble */
    const char *shared; /* assignments that every step needs, or "" */
};

static void cut_lines(struct reading *reading);
static void find_marks(struct reading *reading);
static bool is_numbered(const char *comment);
static void read_preamble(struct reading *reading);
static bool is_setup(const struct shell_command *command, bool *is_shared);
static void add_step(struct reading *reading, size_t from, size_t to);
static void add_command(struct reading *reading, struct step *step, size_t from,
                        size_t to);
static void add_title(struct reading *reading, struct step *step, size_t from);
static const char *title_of(struct pool *pool, const char *comment,
                            size_t length);
static void judge(struct reading *reading, struct step *step, size_t from,
                  size_t to);
static void judge_comments(struct reading *reading, struct step *step);
static bool is_blank(const struct line *line);

void steps_read(struct step_list *list, struct pool *pool,
                const struct block *block)
{
    struct reading reading = {
        .list = list, .pool = pool, .block = block, .shared = ""};
    size_t from;

    if (!steps_is_shell(block))
        return;
    reading.code = shell_lines_clean(block, &reading.scratch, &reading.script);
    cut_lines(&reading);
    find_marks(&reading);
    read_preamble(&reading);
    from = reading.first;
    for (size_t at = from + 1; at <= reading.count; at++) {
        if (at < reading.count && !reading.lines[at].is_mark)
            continue;
        add_step(&reading, from, at);
        from = at;
    }
    pool_clear(&reading.scratch);
}

static void cut_lines(struct reading *reading)
{
    const char *at = reading->code;
    size_t count = 1;

    for (const char *byte = at; *byte; byte++)
        count += *byte == '\n' && byte[1];
    reading->lines =
        pool_alloc(&reading->scratch, count, sizeof(*reading->lines));
    reading->count = *at ? count : 0;
    for (size_t i = 0; i < reading->count; i++) {
        reading->lines[i].text = at;
        reading->lines[i].length = strcspn(at, "\n");
        at += reading->lines[i].length;
        at += *at == '\n';
    }
    for (size_t i = 0; i < reading->script.command_count; i++) {
        const struct shell_command *command = &reading->script.commands[i];

        if (command->line >= 1 && (size_t)command->line <= reading->count)
            reading->lines[command->line - 1].has_command = true;
    }
    if (reading->script.problem && reading->script.problem_line >= 1 &&
        (size_t)reading->script.problem_line <= reading->count)
        reading->lines[reading->script.problem_line - 1].has_command = true;
}

/* Where numbers are, they part; else each comment that a command follows. */
static void find_marks(struct reading *reading)
{
    const struct shell_script *script = &reading->script;
    bool has_numbers = false;
    int last = -1;

    for (size_t i = 0; i < script->comment_count; i++)
        has_numbers |=
            script->comments[i].is_top && is_numbered(script->comments[i].text);
    for (size_t i = 0; i < script->comment_count; i++) {
        const struct shell_comment *comment = &script->comments[i];
        size_t index = (size_t)comment->line - 1;
        bool is_more = comment->line == last + 1; /* of the same comment */

        if (!comment->is_top || index >= reading->count)
            continue;
        last = comment->line;
        if (has_numbers ? is_numbered(comment->text) : !is_more)
            reading->lines[index].is_mark = true;
    }
    if (has_numbers)
        return;
    /* A comment with nothing to run below it goes with the step above. */
    for (size_t i = reading->count, has_command = 0; i-- > 0;) {
        has_command |= reading->lines[i].has_command;
        if (!reading->lines[i].is_mark)
            continue;
        if (!has_command)
            reading->lines[i].is_mark = false;
        has_command = 0;
    }
}

/* "1. x", "2) x", "Step 3: x", "Option 4: x". */
static bool is_numbered(const char *comment)
{
    static const char *const words[] = {"Option ", "Step ", "option ", "step "};
    size_t digits;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (!strncmp(comment, words[i], strlen(words[i])))
            return isdigit((unsigned char)comment[strlen(words[i])]) ||
                   (isupper((unsigned char)comment[strlen(words[i])]) &&
                    strchr(":.)", comment[strlen(words[i]) + 1]));
    digits = strspn(comment, "0123456789");
    return digits > 0 && digits < 4 && comment[digits] &&
           strchr(".):", comment[digits]) && comment[digits + 1] == ' ';
}

/* What stands before the first comment: talk goes with the first step, what
 * sets variables goes with every step, anything else is a step of its own. */
static void read_preamble(struct reading *reading)
{
    struct buf shared;
    bool is_only_setup = true;
    size_t mark = 0;

    while (mark < reading->count && !reading->lines[mark].is_mark)
        mark++;
    if (mark == reading->count || !mark)
        return;
    buf_init(&shared, MARKDOWN_BYTES_MAX);
    for (size_t i = 0; i < reading->script.command_count; i++) {
        const struct shell_command *command = &reading->script.commands[i];
        bool is_shared = false;

        if (command->line > (int)mark || command->depth)
            continue;
        is_only_setup &= is_setup(command, &is_shared);
        if (is_shared)
            buf_printf(&shared, "%.*s\n", (int)(command->end - command->start),
                       reading->code + command->start);
    }
    if (is_only_setup) {
        reading->first = mark;
        reading->shared =
            pool_copy(&reading->scratch, shared.bytes, shared.length);
    }
    buf_clear(&shared);
}

static bool is_setup(const struct shell_command *command, bool *is_shared)
{
    static const char *const talk[] = {"echo", "printf", "clear"};
    static const char *const setup[] = {"set", "export", "cd", "shopt"};
    const char *program = command->word_count ? command->words[0].text : "";

    for (size_t i = 0; i < sizeof(talk) / sizeof(talk[0]); i++)
        if (!strcmp(program, talk[i]))
            return true;
    *is_shared = !command->word_count && command->assign_count;
    for (size_t i = 0; i < sizeof(setup) / sizeof(setup[0]); i++)
        *is_shared |= !strcmp(program, setup[i]);
    return *is_shared;
}

/* Lines `from` to before `to`. */
static void add_step(struct reading *reading, size_t from, size_t to)
{
    const struct fence *fence = reading->block->fence;
    struct step_list *list = reading->list;
    struct step *step;
    size_t start = from;

    while (start < to && is_blank(&reading->lines[start]))
        start++;
    while (to > start && is_blank(&reading->lines[to - 1]))
        to--;
    if (start == to)
        return;
    list->steps = pool_grow(reading->pool, list->steps, list->count,
                            sizeof(*list->steps));
    step = &list->steps[list->count++];
    memset(step, 0, sizeof(*step));
    step->language = fence->language;
    step->section = "";
    step->line = fence->code_line + (int)start;
    step->last_line = fence->code_line + (int)to - 1;
    step->confirm = fence->confirm;
    step->is_interactive = fence->is_interactive;
    step->timeout_ms = STEP_TIMEOUT_MS;
    if (fence->timeout)
        (void)duration_parse(fence->timeout, &step->timeout_ms, NULL);
    add_title(reading, step, start);
    if (reading->lines[start].is_mark)
        start++;
    add_command(reading, step, start, to);
    judge(reading, step, start, to);
    step->placeholders = placeholder_list(step->command, reading->pool,
                                          &step->placeholder_count);
}

static void add_command(struct reading *reading, struct step *step, size_t from,
                        size_t to)
{
    struct buf out;
    int *lines = pool_alloc(reading->pool, to - from + 64, sizeof(*lines));
    int count = 0;
    bool has_text = false;

    buf_init(&out, MARKDOWN_BYTES_MAX);
    if (*reading->shared) {
        buf_add_str(&out, reading->shared);
        for (const char *at = reading->shared; *at && count < 64; at++)
            if (*at == '\n')
                lines[count++] = reading->block->fence->code_line;
    }
    for (size_t i = from; i < to; i++) {
        const struct line *line = &reading->lines[i];

        if (!has_text && is_blank(line))
            continue;
        has_text = true;
        buf_add(&out, line->text, line->length);
        buf_add_char(&out, '\n');
        lines[count++] = reading->block->fence->code_line + (int)i;
    }
    while (out.length && out.bytes[out.length - 1] == '\n')
        out.bytes[--out.length] = '\0';
    step->command = pool_copy(reading->pool, out.bytes, out.length);
    step->lines = lines;
    step->command_lines = count;
    buf_clear(&out);
}

static void add_title(struct reading *reading, struct step *step, size_t from)
{
    const struct line *line = &reading->lines[from];
    const char *text = line->text;
    size_t length = line->length;

    while (length && strchr("# \t", *text)) {
        text++;
        length--;
    }
    step->title = title_of(reading->pool, text, length);
}

/* Without its number: "1. Check pods" is "Check pods". */
static const char *title_of(struct pool *pool, const char *comment,
                            size_t length)
{
    char *title = pool_copy(pool, comment, length);
    char *at = title;

    if (is_numbered(title)) {
        at += strspn(at, "OptionStepoptionstep ");
        at += strcspn(at, ".):");
        at += strspn(at, ".): ");
    }
    length = strlen(at);
    if (length > TITLE_MAX) {
        length = TITLE_MAX;
        while (length && ((unsigned char)at[length] & 0xC0) == 0x80)
            length--;
        at[length] = '\0';
    }
    while (length && strchr(" \t\\:", at[length - 1]))
        at[--length] = '\0';
    return *at ? at : title;
}

static void judge(struct reading *reading, struct step *step, size_t from,
                  size_t to)
{
    struct shell_script part = reading->script;
    struct risk_verdict verdict;
    enum risk wish;
    size_t first = 0;

    while (first < part.command_count && part.commands[first].line <= (int)from)
        first++;
    part.commands += first;
    part.command_count -= first;
    for (first = 0;
         first < part.command_count && part.commands[first].line <= (int)to;)
        first++;
    part.command_count = first;
    if (part.problem_line <= (int)from || part.problem_line > (int)to)
        part.problem = NULL;
    verdict = risk_judge(&part, &reading->scratch);
    step->risk = verdict.risk;
    step->reason = pool_strdup(reading->pool, verdict.reason);
    step->problem = part.problem;
    step->is_held_back = !part.command_count || part.problem;
    if (!part.command_count && !part.problem)
        judge_comments(reading, step);
    if (reading->block->fence->risk &&
        risk_parse(reading->block->fence->risk, &wish) && wish > step->risk) {
        step->risk = wish;
        step->reason = "the guide says so";
    }
}

/* What it would be when the comments were commands: unknown, so a change; but
 * what is known to destroy is said before anybody edits it. */
static void judge_comments(struct reading *reading, struct step *step)
{
    struct risk_verdict verdict;
    struct buf out;

    buf_init(&out, MARKDOWN_BYTES_MAX);
    for (const char *at = step->command; *at;) {
        size_t length;

        at += strspn(at, "# \t");
        length = strcspn(at, "\n");
        buf_add(&out, at, length);
        buf_add_char(&out, '\n');
        at += length;
        at += *at == '\n';
    }
    verdict = risk_judge_text(out.bytes, out.length, &reading->scratch);
    buf_clear(&out);
    step->risk =
        verdict.risk == RISK_DESTRUCTIVE ? RISK_DESTRUCTIVE : RISK_CHANGE;
    step->reason = verdict.risk == RISK_DESTRUCTIVE
                       ? pool_strdup(reading->pool, verdict.reason)
                       : "only comments: nothing to run until it is edited";
}

static bool is_blank(const struct line *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (line->text[i] != ' ' && line->text[i] != '\t')
            return false;
    return true;
}
