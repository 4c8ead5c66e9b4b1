/* history.c - every target's samples at every step of a span. */
#include "sim/history.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "sim/exposition.h"
#include "sim/model.h"
#include "sim/target.h"

enum { ROUND_LIMIT_BYTES = 8 << 20 };

static int write_round(FILE *out, struct buf *text, const struct model *model,
                       struct err *err);
static void add_target(struct buf *text, const struct target *target,
                       const struct model *model);
static int put(FILE *out, const struct buf *text, struct err *err);

int history_write(FILE *out, struct model *model, struct history_span span,
                  struct err *err)
{
    struct buf text;
    int64_t at_ms = span.from_ms;
    int rc = -1;

    assert(span.step_ms >= 1000);
    buf_init(&text, ROUND_LIMIT_BYTES);
    while (at_ms <= span.to_ms) {
        int64_t left_ms = span.to_ms - at_ms;

        model_advance(model, at_ms);
        if (write_round(out, &text, model, err) < 0)
            goto out;
        at_ms += left_ms > 0 && left_ms < span.step_ms ? left_ms : span.step_ms;
    }
    buf_reset(&text);
    (void)buf_add_str(&text, "# EOF\n");
    rc = put(out, &text, err);
out:
    buf_clear(&text);
    return rc;
}

static int write_round(FILE *out, struct buf *text, const struct model *model,
                       struct err *err)
{
    const struct target *target;

    buf_reset(text);
    for (size_t i = 0; (target = target_at(i)) != NULL; i++)
        add_target(text, target, model);
    assert(!text->overflow);
    return put(out, text, err);
}

static void add_target(struct buf *text, const struct target *target,
                       const struct model *model)
{
    struct exposition exposition = {.out = text, .at_ms = model_now_ms(model)};
    bool is_up = target_is_up(target, model);
    struct buf labels;

    buf_init(&labels, 1024);
    target_add_labels(target, &labels);
    exposition.target_labels = labels.bytes;
    exposition_sample(&exposition, "up");
    exposition_count(&exposition, is_up);
    if (is_up)
        target->write(&exposition, model, target->index);
    buf_clear(&labels);
}

static int put(FILE *out, const struct buf *text, struct err *err)
{
    if (fwrite(text->bytes, 1, text->length, out) == text->length)
        return 0;
    return err_set(err, ERR_SYSTEM, errno, "cannot write the history: %s",
                   strerror(errno));
}
