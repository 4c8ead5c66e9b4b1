/* told_record.c - what a decoder told, as one text that tests compare. */
#include "tests/support/told_record.h"

#include <inttypes.h>

static void add_pairs(struct buf *out, const struct label_text *pairs,
                      size_t count)
{
    (void)buf_add_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        (void)buf_add_str(out, i ? "," : "");
        (void)buf_add(out, pairs[i].name, pairs[i].name_length);
        (void)buf_add_char(out, '=');
        (void)buf_add(out, pairs[i].value, pairs[i].value_length);
    }
    (void)buf_add_char(out, '}');
}

static void on_alert(void *owner, const struct told_alert *alert)
{
    struct buf *out = owner;

    (void)buf_printf(out, "alert %s ", alert_state_name(alert->state));
    add_pairs(out, alert->labels, alert->label_count);
    add_pairs(out, alert->annotations, alert->annotation_count);
    (void)buf_printf(out, " since=%" PRId64 " value=%.17g", alert->since_ms,
                     alert->value);
    (void)buf_printf(out, " fingerprint=%s silence=%s inhibited=%s\n",
                     alert->fingerprint, alert->silence_id,
                     alert->inhibited_by);
}

static void on_rule(void *owner, const struct told_rule *rule)
{
    struct buf *out = owner;

    (void)buf_printf(out, "rule %s health=%s error=%s for=%" PRId64, rule->name,
                     rule->health, rule->error, rule->for_ms);
    (void)buf_printf(out, " keep=%" PRId64 " ", rule->keep_firing_ms);
    add_pairs(out, rule->labels, rule->label_count);
    add_pairs(out, rule->annotations, rule->annotation_count);
    (void)buf_printf(out, " %s\n", rule->expression);
}

static void on_group(void *owner, const struct told_group *group)
{
    (void)buf_printf(owner, "group %s file=%s interval=%" PRId64 "\n",
                     group->name, group->file, group->interval_ms);
}

struct told_sink told_record_sink(struct buf *out)
{
    return (struct told_sink){
        .owner = out, .alert = on_alert, .rule = on_rule, .group = on_group};
}
