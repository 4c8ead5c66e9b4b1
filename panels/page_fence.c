/* page_fence.c - a code fence of a page, with the steps that are in it. */
#include <stdio.h>
#include <string.h>

#include "panels/page.h"

enum { CODE_INDENT = 4 };

static const struct step *step_of_line(const struct runbook *runbook,
                                       size_t block, int line);
static void begin_step(struct page *page, const struct step *step, int column,
                       int columns);
static void end_step(struct page *page, const struct page_input *input,
                     const struct step *step, int column);
static bool is_title_line(const struct step *step, const char *line,
                          size_t length);
static const struct runbook *runbook_of(const struct page_input *input,
                                        const struct block *block);

void page_add_fence(struct page *page, const struct page_input *input,
                    const struct block *block, size_t index, int column)
{
    const struct runbook *runbook = runbook_of(input, block);
    const char *code = block->texts[0].bytes;
    size_t left = block->texts[0].length;
    bool is_shell = steps_is_shell(block);
    const struct step *step = NULL;
    int number = block->fence ? block->fence->code_line : block->line + 1;

    for (; left; number++) {
        const struct step *here = step_of_line(runbook, index, number);
        size_t length = 0;
        size_t first;

        while (length < left && code[length] != '\n')
            length++;
        if (step && here != step)
            end_step(page, input, step, column);
        if (here && here != step) {
            if (page->count && page->lines[page->count - 1].count)
                (void)page_add_line(page);
            begin_step(page, here, column, input->columns);
        }
        first = page->count;
        if (!(here && here != step && is_title_line(here, code, length)) &&
            (length || here))
            page_add_code(page, length ? code : " ", length ? length : 1,
                          is_shell, column + CODE_INDENT, input->columns);
        step = here;
        for (; first < page->count; first++)
            page->lines[first].step = step;
        length += length < left;
        code += length;
        left -= length;
    }
    if (step)
        end_step(page, input, step, column);
}

static const struct runbook *runbook_of(const struct page_input *input,
                                        const struct block *block)
{
    return input->runbook ? input->runbook
                          : guide_find_for_line(input->guide, block->line);
}

static const struct step *step_of_line(const struct runbook *runbook,
                                       size_t block, int line)
{
    const struct step_list *list = runbook ? runbook_steps(runbook) : NULL;

    for (size_t i = 0; list && i < list->count; i++) {
        const struct step *step = &list->steps[i];

        if (step->block == block && line >= step->line &&
            line <= step->last_line)
            return step;
    }
    return NULL;
}

/* The number and the words; the painter puts the rest at the right end. */
static void begin_step(struct page *page, const struct step *step, int column,
                       int columns)
{
    char number[16];
    struct page_line *line;

    (void)snprintf(number, sizeof(number), "%d", step->number);
    line = page_add_line(page);
    line->step = step;
    line->begins_step = true;
    page_add_run(
        page, (struct page_run){.bytes = pool_strdup(&page->pool, number),
                                .length = strlen(number),
                                .column = column + (step->number < 10 ? 2 : 1),
                                .role = ROLE_KEY});
    (void)columns;
    page_add_run(page, (struct page_run){.bytes = step->title,
                                         .length = strlen(step->title),
                                         .column = column + CODE_INDENT,
                                         .role = ROLE_STRONG,
                                         .attributes = ATTR_BOLD});
}

/* What lint found, and why the step cannot be run as it is. */
static void end_step(struct page *page, const struct page_input *input,
                     const struct step *step, int column)
{
    const struct lint_report *report = input->findings;
    const struct runbook *runbook = input->runbook;
    char text[600];

    for (size_t i = 0; i <= (report ? report->count : 0); i++) {
        const struct lint_finding *finding =
            i ? &report->findings[i - 1] : NULL;
        enum role role = ROLE_WARNING;
        size_t first = page->count;

        if (!finding && !step->problem)
            continue;
        if (finding &&
            (finding->step != step->number || !runbook || !finding->runbook ||
             strcmp(finding->runbook, runbook->id) != 0))
            continue;
        if (finding && finding->severity == LINT_ERROR)
            role = ROLE_CRITICAL;
        else if (finding && finding->severity == LINT_INFO)
            role = ROLE_DIM;
        (void)snprintf(text, sizeof(text), "%s %s",
                       role == ROLE_CRITICAL ? "✗"
                       : role == ROLE_DIM    ? "·"
                                             : "!",
                       finding ? finding->message : step->problem);
        {
            struct spans spans = {0};

            spans_add(&spans, &page->pool,
                      (struct span){0, strlen(text), role, 0});
            page_add_text(
                page, &(struct page_text){.bytes = text,
                                          .length = strlen(text),
                                          .spans = spans,
                                          .column = column + CODE_INDENT,
                                          .hanging = column + CODE_INDENT + 2,
                                          .columns = input->columns});
        }
        for (; first < page->count; first++)
            page->lines[first].step = step;
    }
}

/* Says whether a line is the comment that gave the step its title. */
static bool is_title_line(const struct step *step, const char *line,
                          size_t length)
{
    char text[400];
    size_t indent = strspn(line, " \t");

    if (indent >= length || line[indent] != '#' || length >= sizeof(text))
        return false;
    memcpy(text, line, length);
    text[length] = '\0';
    return strstr(text, step->title) != NULL;
}
