/* runbook_steps.c - from fence to fence of a runbook. */
#include "runbook/runbook_steps.h"

#include "runbook/guide.h"

static void read_steps(struct step_shelf *shelf, const struct runbook *runbook);

const struct step_list *runbook_steps(const struct runbook *runbook)
{
    struct step_shelf *shelf = runbook->shelf;

    if (!shelf->is_read)
        read_steps(shelf, runbook);
    shelf->is_read = true;
    return &shelf->list;
}

const struct step *runbook_step(const struct runbook *runbook, long number)
{
    const struct step_list *list = runbook_steps(runbook);

    return number >= 1 && (size_t)number <= list->count
               ? &list->steps[number - 1]
               : NULL;
}

static void read_steps(struct step_shelf *shelf, const struct runbook *runbook)
{
    struct step_reader *reader = shelf->reader;
    struct step_list *list = &shelf->list;
    const char *section = "";
    size_t next = 0;

    for (size_t i = runbook->block + 1; i < runbook->block_end; i++) {
        size_t before = list->count;

        while (next < runbook->section_count &&
               runbook->sections[next].block <= i)
            section = runbook->sections[next++].title;
        if (reader->blocks[i].kind != BLOCK_FENCE)
            continue;
        steps_read(list, &reader->pool, &reader->blocks[i]);
        for (size_t k = before; k < list->count; k++) {
            list->steps[k].number = (int)k + 1;
            list->steps[k].section = section;
            list->steps[k].block = i;
        }
    }
}
