/* exposition.c - one sample a line, in both text formats. */
#include "sim/exposition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void add_label_start(struct exposition *exposition, const char *name);
static void end_sample(struct exposition *exposition, const char *number);

void exposition_family(struct exposition *exposition, const char *name,
                       const char *type, const char *help)
{
    if (exposition->target_labels)
        return;
    (void)buf_printf(exposition->out, "# HELP %s %s\n# TYPE %s %s\n", name,
                     help, name, type);
}

void exposition_sample(struct exposition *exposition, const char *name)
{
    exposition->has_labels = false;
    (void)buf_add_str(exposition->out, name);
}

void exposition_label(struct exposition *exposition, const char *name,
                      const char *value)
{
    struct buf *out = exposition->out;

    add_label_start(exposition, name);
    for (const char *at = value; *at;) {
        size_t plain = strcspn(at, "\\\"\n");

        (void)buf_add(out, at, plain);
        at += plain;
        if (*at)
            (void)buf_printf(out, "\\%c", *at == '\n' ? 'n' : *at);
        at += *at != '\0';
    }
    (void)buf_add_char(out, '"');
}

void exposition_label_int(struct exposition *exposition, const char *name,
                          int value)
{
    add_label_start(exposition, name);
    (void)buf_printf(exposition->out, "%d\"", value);
}

void exposition_value(struct exposition *exposition, double value)
{
    char number[40];

    (void)snprintf(number, sizeof(number), "%.10g", value);
    end_sample(exposition, number);
}

void exposition_count(struct exposition *exposition, double value)
{
    char number[40];

    (void)snprintf(number, sizeof(number), "%.0f", floor(value));
    end_sample(exposition, number);
}

static void add_label_start(struct exposition *exposition, const char *name)
{
    (void)buf_add_char(exposition->out, exposition->has_labels ? ',' : '{');
    (void)buf_add_str(exposition->out, name);
    (void)buf_add_str(exposition->out, "=\"");
    exposition->has_labels = true;
}

static void end_sample(struct exposition *exposition, const char *number)
{
    struct buf *out = exposition->out;

    if (exposition->target_labels) {
        (void)buf_add_char(out, exposition->has_labels ? ',' : '{');
        (void)buf_add_str(out, exposition->target_labels);
        exposition->has_labels = true;
    }
    if (exposition->has_labels)
        (void)buf_add_char(out, '}');
    (void)buf_add_char(out, ' ');
    (void)buf_add_str(out, number);
    if (exposition->target_labels)
        (void)buf_printf(out, " %lld.%03d",
                         (long long)(exposition->at_ms / 1000),
                         (int)(exposition->at_ms % 1000));
    (void)buf_add_char(out, '\n');
}
