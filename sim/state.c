/* state.c - the model as one JSON object. */
#include "sim/state.h"

#include "base/buf.h"
#include "base/clock.h"
#include "sim/model.h"

static void add_time(struct buf *out, const char *key, int64_t at_ms);

void state_add_json(struct buf *out, const struct model *model)
{
    (void)buf_add_char(out, '{');
    add_time(out, "time", model_now_ms(model));
    (void)buf_printf(
        out, ", \"seed\": %llu, \"scenario\": \"%s\", \"faults\": [",
        (unsigned long long)model->seed, scenario_name(model->scenario));
    for (int i = 0, shown = 0; i < FAULT_COUNT; i++) {
        const struct fault_state *fault = &model->faults[i];

        if (!fault->is_planned && fault->level <= 0)
            continue;
        (void)buf_printf(out, "%s{\"name\": \"%s\", ", shown++ ? ", " : "",
                         fault_name((enum fault)i));
        add_time(out, "onset", fault->onset_ms);
        (void)buf_printf(out, ", \"level\": %.3f, \"cured\": %s}", fault->level,
                         fault->is_planned ? "false" : "true");
    }
    (void)buf_printf(out, "], \"disk_used_percent\": %.2f, \"lag\": %.0f, ",
                     100 * model_worst_disk_ratio(model), model_lag(model));
    (void)buf_add_str(out, "\"collectors_up\": [");
    for (int i = 0; i < MODEL_COLLECTORS; i++)
        (void)buf_printf(out, "%s%s", i ? ", " : "",
                         model->collectors[i].is_down ? "false" : "true");
    (void)buf_add_str(out, "]}\n");
}

static void add_time(struct buf *out, const char *key, int64_t at_ms)
{
    char text[32];

    clock_format_rfc3339(text, sizeof(text), at_ms);
    (void)buf_printf(out, "\"%s\": \"%s\"", key, text);
}
