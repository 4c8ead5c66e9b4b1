/* template_humanize.c - numbers, durations and times as people read them.
 *
 * Source: Prometheus 2.42, template/template.go.
 */
#include "alert/template_func.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"

static const char *const small[] = {"m", "u", "n", "p", "f", "a", "z", "y"};
enum { STEPS = 8 };

static void add_short(struct buf *out, double number);
static bool give_short(struct template_call *call, double number,
                       const char *unit);
static bool give_time(struct template_call *call, double seconds);
static int64_t truncate_seconds(double number);

bool template_humanize(struct template_call *call)
{
    static const char *const large[] = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    const char *unit = "";
    double number;

    if (!call_float(call, 0, &number))
        return false;
    if (number == 0 || !isfinite(number))
        return give_short(call, number, "");
    if (fabs(number) >= 1) {
        for (size_t i = 0; i < STEPS && fabs(number) >= 1000; i++) {
            unit = large[i];
            number /= 1000;
        }
        return give_short(call, number, unit);
    }
    for (size_t i = 0; i < STEPS && fabs(number) < 1; i++) {
        unit = small[i];
        number *= 1000;
    }
    return give_short(call, number, unit);
}

bool template_humanize1024(struct template_call *call)
{
    static const char *const large[] = {"ki", "Mi", "Gi", "Ti",
                                        "Pi", "Ei", "Zi", "Yi"};
    const char *unit = "";
    double number;

    if (!call_float(call, 0, &number))
        return false;
    for (size_t i = 0; i < STEPS && isfinite(number) && fabs(number) >= 1024;
         i++) {
        unit = large[i];
        number /= 1024;
    }
    return give_short(call, number, unit);
}

bool template_humanize_duration(struct template_call *call)
{
    const char *unit = "";
    char text[80] = "";
    int64_t seconds;
    double number;
    struct buf out;

    if (!call_float(call, 0, &number))
        return false;
    if (!isfinite(number))
        return give_short(call, number, "");
    if (fabs(number) < 1) {
        for (size_t i = 0; i < STEPS && number != 0 && fabs(number) < 1; i++) {
            unit = small[i];
            number *= 1000;
        }
        (void)snprintf(text, sizeof(text), "%ss", unit);
        return give_short(call, number, text);
    }
    seconds = truncate_seconds(fabs(number));
    buf_init(&out, 200);
    buf_add_str(&out, number < 0 ? "-" : "");
    if (seconds / 86400)
        buf_printf(&out, "%" PRId64 "d ", seconds / 86400);
    if (seconds / 3600)
        buf_printf(&out, "%" PRId64 "h ", seconds / 3600 % 24);
    if (seconds / 60)
        buf_printf(&out, "%" PRId64 "m %" PRId64 "s", seconds / 60 % 60,
                   seconds % 60);
    if (!(seconds / 60)) {
        add_short(&out, fabs(number));
        buf_add_char(&out, 's');
    }
    return call_give_buf(call, &out);
}

bool template_humanize_percentage(struct template_call *call)
{
    double number;

    return call_float(call, 0, &number) && give_short(call, number * 100, "%");
}

bool template_humanize_timestamp(struct template_call *call)
{
    struct buf out;
    double number;

    if (!call_float(call, 0, &number))
        return false;
    if (!isfinite(number))
        return give_short(call, number, "");
    if (!give_time(call, number))
        return false;
    buf_init(&out, 100);
    value_print(&out, &call->result);
    return call_give_buf(call, &out);
}

bool template_to_time(struct template_call *call)
{
    double number;

    if (!call_float(call, 0, &number))
        return false;
    if (!isfinite(number))
        return call_fail(call, "value is NaN or Inf");
    return give_time(call, number);
}

bool template_parse_duration(struct template_call *call)
{
    const char *text;
    int64_t ms;

    if (!call_text(call, 0, &text))
        return false;
    if (duration_parse(text, &ms, NULL) < 0)
        return call_fail(call, "not a valid duration string: \"%.100s\"", text);
    call->result = value_float((double)ms / 1000);
    return true;
}

bool template_now(struct template_call *call)
{
    call->result = value_float((double)call->context->now_ms / 1000);
    return true;
}

/* "%.4g". C and Go agree on it, but for the infinities and NaN. */
static void add_short(struct buf *out, double number)
{
    if (isfinite(number))
        buf_printf(out, "%.4g", number);
    else
        value_print_float(out, number);
}

static bool give_short(struct template_call *call, double number,
                       const char *unit)
{
    struct buf out;

    buf_init(&out, 100);
    add_short(&out, number);
    buf_add_str(&out, unit);
    return call_give_buf(call, &out);
}

static bool give_time(struct template_call *call, double seconds)
{
    double nanoseconds = seconds * 1e9;
    struct buf out;

    if (fabs(nanoseconds) >= 9223372036854775808.0) {
        buf_init(&out, 50);
        value_print_float(&out, seconds);
        (void)call_fail(call,
                        "%s cannot be represented as a nanoseconds timestamp "
                        "since it overflows int64",
                        out.bytes);
        buf_clear(&out);
        return false;
    }
    call->result = (struct value){.kind = VALUE_TIME,
                                  .integer = (int64_t)nanoseconds / 1000000};
    return true;
}

/* Go on amd64: what does not fit becomes the smallest number. */
static int64_t truncate_seconds(double number)
{
    return number < 9223372036854775808.0 ? (int64_t)number : INT64_MIN;
}
