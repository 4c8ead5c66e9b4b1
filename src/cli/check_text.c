/* check_text.c - the morning check as lines of text. */
#include "cli/check_text.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "data/units.h"

enum { TITLE_COLUMNS = 79, SUMMARY_COLUMNS = 50 };

struct look {
    const char *symbol, *ascii, *color;
};

static const struct look looks[] = {
    [HEALTH_OK] = {"·", ".", ""},
    [HEALTH_WARNING] = {"!", "!", "\x1b[33m"},
    [HEALTH_CRITICAL] = {"✗", "X", "\x1b[31;1m"},
    [HEALTH_UNKNOWN] = {"?", "?", "\x1b[35m"},
};

static void add_title(const struct check_lines *lines, struct buf *out);
static void add_counts(const struct check_lines *lines, struct buf *out);
static void add_line(const struct check_lines *lines,
                     const struct check_line *line, struct buf *out);

void check_text_print(const struct check_lines *lines, struct buf *out)
{
    add_title(lines, out);
    for (size_t i = 0; i < lines->count; i++)
        add_line(lines, &lines->items[i], out);
}

const char *check_text_names(void)
{
    return "pods, elasticsearch, disk, ingestion, collectors, kafka, query, "
           "prometheus, alertmanager, backups, certificates";
}

static void add_title(const struct check_lines *lines, struct buf *out)
{
    char clock[UNITS_MAX];
    struct buf counts;
    int gap;

    units_format_clock(clock, lines->model->now.wall_ms, true);
    buf_init(&counts, 200);
    add_counts(lines, &counts);
    buf_printf(out, "tracetop check  %s/%s  %sZ", lines->model->context_name,
               lines->model->namespace_name, clock);
    gap = TITLE_COLUMNS - (int)(out->length + counts.length);
    buf_printf(out, "%*s%s\n", gap > 2 ? gap : 2, "", counts.bytes);
    buf_clear(&counts);
}

/* "2 critical, 1 warning" */
static void add_counts(const struct check_lines *lines, struct buf *out)
{
    static const enum health_state order[] = {HEALTH_CRITICAL, HEALTH_WARNING,
                                              HEALTH_UNKNOWN};

    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        size_t count = 0;

        for (size_t j = 0; j < lines->count; j++)
            count += lines->items[j].result->status == order[i];
        if (count)
            buf_printf(out, "%s%zu %s", out->length ? ", " : "", count,
                       health_name(order[i]));
    }
    if (!out->length)
        buf_add_str(out, "all ok");
}

static void add_line(const struct check_lines *lines,
                     const struct check_line *line, struct buf *out)
{
    const struct look *look = &looks[line->result->status];
    bool is_well = line->result->status == HEALTH_OK;
    const char *color = lines->has_colors ? look->color : "";
    struct buf summary;
    int gap;

    buf_init(&summary, 2000);
    utf8_scrub(&summary, line->result->summary, strlen(line->result->summary),
               false);
    buf_printf(out, " %s%s%s %-13s  %s", color,
               lines->is_ascii ? look->ascii : look->symbol,
               *color ? "\x1b[0m" : "", line->check->name, summary.bytes);
    if (!is_well && line->runbook) {
        gap = SUMMARY_COLUMNS - (int)utf8_width(summary.bytes, summary.length);
        buf_printf(out, "%*s-> %s", gap > 2 ? gap : 2, "", line->runbook);
    }
    buf_add_char(out, '\n');
    buf_clear(&summary);
}
