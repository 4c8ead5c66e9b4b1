/* fake_prometheus.c - query_range over a function of time. */
#include "tests/support/fake_prometheus.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool answer(void *owner, const char *request, struct server_answer *out);
static void answer_instant(struct fake_prometheus *fake,
                           struct server_answer *out);
static void refuse(struct fake_prometheus *fake, struct server_answer *out);
static void answer_names(struct fake_prometheus *fake);
static void answer_range(struct fake_prometheus *fake,
                         const struct fake_asked *asked, int kind,
                         struct server_answer *out);
static void parameter(const char *request, const char *name, char *out,
                      size_t size);
static int64_t time_parameter(const char *request, const char *name);

void fake_prometheus_init(struct fake_prometheus *fake, struct server *server)
{
    *fake = (struct fake_prometheus){0};
    buf_init(&fake->body, 1 << 20);
    server_on_each(server, answer, fake);
}

void fake_prometheus_clear(struct fake_prometheus *fake)
{
    buf_clear(&fake->body);
}

void fake_prometheus_know(struct fake_prometheus *fake, const char *name,
                          enum fake_kind kind)
{
    assert(fake->metric_count < FAKE_METRICS_MAX);
    fake->metrics[fake->metric_count].name = name;
    fake->metrics[fake->metric_count++].kind = kind;
}

static bool answer(void *owner, const char *request, struct server_answer *out)
{
    struct fake_prometheus *fake = owner;
    struct fake_asked *asked;
    int kind = -1;

    buf_reset(&fake->body);
    if (fake->is_away) {
        out->act = SERVER_CLOSE;
        return true;
    }
    out->headers = "Content-Type: application/json\r\n";
    if (strstr(request, "/buildinfo")) {
        out->body = "{\"status\":\"success\",\"data\":{\"version\":\"9.9\"}}";
        return true;
    }
    if (strstr(request, "/api/v1/rules")) {
        out->body = "{\"status\":\"success\",\"data\":{\"groups\":[]}}";
        return true;
    }
    if (strstr(request, "__name__/values")) {
        answer_names(fake);
        out->body = fake->body.bytes;
        return true;
    }
    assert(fake->asked_count < FAKE_ASKED_MAX);
    asked = &fake->asked[fake->asked_count++];
    parameter(request, "query", asked->expression, sizeof(asked->expression));
    asked->start_ms = time_parameter(request, "start");
    asked->end_ms = time_parameter(request, "end");
    asked->step_ms = time_parameter(request, "step");
    if (!strstr(request, "/query_range")) {
        answer_instant(fake, out);
        out->body = fake->body.bytes;
        return true;
    }
    for (size_t i = 0; i < fake->metric_count; i++)
        if (strstr(asked->expression, fake->metrics[i].name))
            kind = (int)fake->metrics[i].kind;
    answer_range(fake, asked, kind, out);
    out->body = fake->body.bytes;
    return true;
}

static void answer_instant(struct fake_prometheus *fake,
                           struct server_answer *out)
{
    if (fake->refuses_instants) {
        refuse(fake, out);
        return;
    }
    buf_printf(&fake->body,
               "{\"status\":\"success\",\"data\":{\"resultType\":"
               "\"vector\",\"result\":[%s]}}",
               fake->vector ? fake->vector : "");
}

static void refuse(struct fake_prometheus *fake, struct server_answer *out)
{
    out->status = 400;
    buf_add_str(&fake->body, "{\"status\":\"error\",\"errorType\":"
                             "\"bad_data\",\"error\":\"parse error\"}");
}

static void answer_names(struct fake_prometheus *fake)
{
    buf_add_str(&fake->body, "{\"status\":\"success\",\"data\":[");
    for (size_t i = 0; i < fake->metric_count; i++)
        buf_printf(&fake->body, "%s\"%s\"", i ? "," : "",
                   fake->metrics[i].name);
    buf_add_str(&fake->body, "]}");
}

static void answer_range(struct fake_prometheus *fake,
                         const struct fake_asked *asked, int kind,
                         struct server_answer *out)
{
    bool is_first = true;

    if (kind == FAKE_HANGS)
        out->act = SERVER_HANG;
    if (kind == FAKE_REFUSED) {
        refuse(fake, out);
        return;
    }
    buf_add_str(&fake->body, "{\"status\":\"success\",\"data\":{"
                             "\"resultType\":\"matrix\",\"result\":[");
    if (kind >= 0)
        buf_add_str(&fake->body,
                    "{\"metric\":{\"pod\":\"a\",\"operation\":\"all\"},"
                    "\"values\":[");
    for (int64_t at_ms = asked->start_ms; kind >= 0 && at_ms <= asked->end_ms;
         at_ms += asked->step_ms) {
        buf_printf(&fake->body, "%s[%.3f,\"", is_first ? "" : ",",
                   (double)at_ms / 1000);
        if (kind == FAKE_TIME)
            buf_printf(&fake->body, "%.3f\"]", (double)at_ms / 1000);
        else
            buf_add_str(&fake->body, kind == FAKE_ZERO ? "0\"]" : "NaN\"]");
        is_first = false;
    }
    buf_add_str(&fake->body, kind >= 0 ? "]}]}}" : "]}}");
}

/* Finds `name=` in the query string or a form body, percent-decoded. */
static void parameter(const char *request, const char *name, char *out,
                      size_t size)
{
    char wanted[40];
    size_t length = 0;
    const char *at = request;

    (void)snprintf(wanted, sizeof(wanted), "%s=", name);
    while ((at = strstr(at, wanted)) && at > request && at[-1] != '?' &&
           at[-1] != '&' && at[-1] != '\n')
        at++;
    out[0] = '\0';
    if (!at)
        return;
    for (at += strlen(wanted);
         *at && *at != '&' && *at != ' ' && *at != '\r' && length + 1 < size;
         at++) {
        char hex[3] = {0};

        if (*at == '%' && at[1] && at[2]) {
            memcpy(hex, at + 1, 2);
            out[length++] = (char)strtol(hex, NULL, 16);
            at += 2;
        } else {
            out[length++] = *at;
            if (*at == '+')
                out[length - 1] = ' ';
        }
    }
    out[length] = '\0';
}

static int64_t time_parameter(const char *request, const char *name)
{
    char text[40];

    parameter(request, name, text, sizeof(text));
    return (int64_t)(strtod(text, NULL) * 1000 + 0.5);
}
