/* trace_detail.c - everything about one span, on lines. */
#include "panels/trace_detail.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "data/units.h"
#include "ui/text.h"

enum { NAME_COLUMNS = 20, DETAIL_MAX = 1 << 20 };

static void add_span(const struct trace *trace, const struct trace_span *span,
                     struct buf *out);
static void add_times(const struct trace *trace, const struct trace_span *span,
                      struct buf *out);
static void add_value(struct buf *out, const char *text);

void trace_detail_add(const struct trace *trace, uint32_t index,
                      struct buf *out)
{
    const struct trace_span *span = &trace->spans[index];
    char at[UNITS_MAX];

    add_span(trace, span, out);
    for (uint32_t i = 0; i < span->tag_count; i++) {
        const struct trace_tag *tag = &trace->tags[span->first_tag + i];

        if (tag->log_us >= 0) {
            units_format(at, (double)(tag->log_us - span->start_us) / 1e6, "s",
                         false);
            buf_printf(out, "+%s ", at);
        }
        add_value(out, tag->key);
        buf_add_str(out, ": ");
        add_value(out, tag->value);
        buf_add_char(out, '\n');
    }
}

void trace_detail_draw(const struct trace *trace, uint32_t index, int first,
                       const struct canvas *canvas)
{
    int columns = canvas_columns(canvas) - NAME_COLUMNS - 3;
    int row = -first;
    struct buf lines;
    const char *at;

    buf_init(&lines, DETAIL_MAX);
    trace_detail_add(trace, index, &lines);
    for (at = lines.bytes; *at && row < canvas_rows(canvas);) {
        char *end = lines.bytes + (at - lines.bytes) + strcspn(at, "\n");
        const char *colon = strstr(at, ": ");
        char name[80];
        struct text_line part;
        const char *rest;
        bool is_last = *end == '\0';

        *end = '\0';
        (void)snprintf(name, sizeof(name), "%.*s",
                       colon && colon < end ? (int)(colon - at) : 0, at);
        if (row >= 0)
            text_draw(canvas, (struct rect){row, 1, 1, NAME_COLUMNS}, ROLE_DIM,
                      name, TEXT_CUT_END | TEXT_NO_PAD);
        rest = colon && colon < end ? colon + 2 : at;
        if (!*rest)
            row++;
        while (row < canvas_rows(canvas) && columns > 0 &&
               text_wrap(&rest, columns, &part)) {
            if (row >= 0)
                (void)canvas_bytes(canvas, row, NAME_COLUMNS + 2, ROLE_TEXT,
                                   part.text, part.length);
            row++;
        }
        at = is_last ? end : end + 1;
    }
    buf_clear(&lines);
}

static void add_span(const struct trace *trace, const struct trace_span *span,
                     struct buf *out)
{
    buf_add_str(out, "operation: ");
    add_value(out, span->operation);
    buf_add_str(out, "\nservice: ");
    add_value(out, span->service);
    buf_printf(out, "\nspan: %s\n", span->id);
    if (span->is_parent_missing)
        buf_printf(out, "missing parent: %s is not in this trace\n",
                   span->parent_id);
    if (span->warning) {
        buf_add_str(out, "warning: ");
        add_value(out, span->warning);
        buf_add_char(out, '\n');
    }
    add_times(trace, span, out);
}

static void add_times(const struct trace *trace, const struct trace_span *span,
                      struct buf *out)
{
    char start[40], offset[UNITS_MAX], duration[UNITS_MAX];

    clock_format_rfc3339(start, sizeof(start), span->start_us / 1000);
    units_format(offset, (double)(span->start_us - trace->start_us) / 1e6, "s",
                 false);
    units_format(duration, (double)span->duration_us / 1e6, "s", false);
    buf_printf(out, "start: %s, %s into the trace\n", start, offset);
    buf_printf(out, "duration: %s%s\n", duration,
               span->is_critical ? ", on the critical path" : "");
    if (span->descendants > 0)
        buf_printf(out, "below it: %u span%s, %u with errors\n",
                   span->descendants, span->descendants == 1 ? "" : "s",
                   span->error_count);
}

/* A stranger's text: no newline of its own. */
static void add_value(struct buf *out, const char *text)
{
    for (; *text; text++)
        if (*text == '\n' || *text == '\t')
            buf_add_char(out, ' ');
        else
            buf_add_char(out, *text);
}
