/* jaeger_answer.c - an answer of Jaeger's query API as it arrives. */
#include "source/jaeger_answer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "source/refusal.h"

enum { START_MAX = 512 };

struct jaeger_answer {
    struct wanted_sink sink;
    struct wanted_reader *reader;
    int status;
    bool is_broken; /* not JSON, of a status that is no success */
    bool has_data;
    char code[16];
    char message[200];
    char start[START_MAX];
    size_t start_length;
};

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void on_begin(void *owner, int slot, const struct wanted_place *place);
static void on_end(void *owner, int slot, const struct wanted_place *place);
static int tell_page(const struct jaeger_answer *answer,
                     const char *content_type, struct err *err);
static int tell_errors(const struct jaeger_answer *answer, struct err *err);
static bool is_page(const struct jaeger_answer *answer);

struct jaeger_answer *jaeger_answer_new(int status, const struct wanted *wants,
                                        size_t count,
                                        const struct wanted_sink *sink)
{
    struct jaeger_answer *answer = xcalloc(1, sizeof(*answer));
    const struct wanted_sink own = {.owner = answer,
                                    .api = "Jaeger",
                                    .text = on_text,
                                    .begin = on_begin,
                                    .end = on_end};

    answer->sink = *sink;
    answer->status = status;
    answer->reader = wanted_reader_new(wants, count, &own);
    return answer;
}

int jaeger_answer_feed(struct jaeger_answer *answer, const char *bytes,
                       size_t length, struct err *err)
{
    size_t room = START_MAX - answer->start_length;
    size_t taken = length < room ? length : room;

    memcpy(answer->start + answer->start_length, bytes, taken);
    answer->start_length += taken;
    if (answer->is_broken ||
        wanted_reader_feed(answer->reader, bytes, length, err) == 0)
        return 0;
    if (answer->status == 200 && !is_page(answer))
        return -1;
    answer->is_broken = true;
    return 0;
}

int jaeger_answer_finish(struct jaeger_answer *answer, const char *content_type,
                         struct err *err)
{
    content_type = content_type ? content_type : "";
    if (answer->is_broken)
        return tell_page(answer, content_type, err);
    if (wanted_reader_finish(answer->reader, err) < 0) {
        if (answer->status == 200 && answer->start_length > 0)
            return -1;
        return tell_page(answer, content_type, err);
    }
    if (answer->status != 200)
        return *answer->message ? tell_errors(answer, err)
                                : tell_page(answer, content_type, err);
    if (*answer->message && !answer->has_data)
        return tell_errors(answer, err);
    if (refusal_first(answer->start, answer->start_length) != '{')
        return err_set(err, ERR_FORMAT, 0,
                       "the answer is no JSON object: not Jaeger's API?");
    return 0;
}

const char *jaeger_answer_message(const struct jaeger_answer *answer)
{
    return answer->message;
}

void jaeger_answer_free(struct jaeger_answer *answer)
{
    if (!answer)
        return;
    wanted_reader_free(answer->reader);
    free(answer);
}

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct jaeger_answer *answer = owner;

    if (slot == JAEGER_SLOT_CODE) {
        (void)snprintf(answer->code, sizeof(answer->code), "%.10s", text);
    } else if (slot == JAEGER_SLOT_MESSAGE) {
        if (!*answer->message)
            (void)snprintf(answer->message, sizeof(answer->message), "%.180s",
                           text);
    } else if (answer->status == 200) {
        answer->has_data = true;
        answer->sink.text(answer->sink.owner, slot, place, text, length);
    }
}

static void on_begin(void *owner, int slot, const struct wanted_place *place)
{
    struct jaeger_answer *answer = owner;

    if (slot < JAEGER_SLOT_CODE && answer->sink.begin && answer->status == 200)
        answer->sink.begin(answer->sink.owner, slot, place);
}

static void on_end(void *owner, int slot, const struct wanted_place *place)
{
    struct jaeger_answer *answer = owner;

    if (slot < JAEGER_SLOT_CODE && answer->sink.end && answer->status == 200)
        answer->sink.end(answer->sink.owner, slot, place);
}

static int tell_errors(const struct jaeger_answer *answer, struct err *err)
{
    return err_set(err, ERR_REFUSED, 0, "HTTP %d: Jaeger says %s",
                   answer->status, answer->message);
}

static int tell_page(const struct jaeger_answer *answer,
                     const char *content_type, struct err *err)
{
    struct buf words;

    buf_init(&words, 300);
    refusal_words(&words, answer->start, answer->start_length);
    if (answer->status == 401 || answer->status == 403)
        (void)err_set(err, ERR_REFUSED, 0,
                      "HTTP %d: the login is missing or wrong; set basic_auth "
                      "or authorization of jaeger",
                      answer->status);
    else if (answer->status >= 200 && answer->status < 300 && is_page(answer))
        (void)err_set(err, ERR_FORMAT, 0,
                      "HTTP %d, but a web page instead of JSON: a wrong base "
                      "path in query_url, or a login in front of it%s%s",
                      answer->status, words.length > 0 ? ": " : "",
                      words.bytes);
    else
        (void)err_set(err, ERR_FORMAT, 0, "HTTP %d: not Jaeger's API (%s)%s%s",
                      answer->status,
                      *content_type ? content_type : "no Content-Type",
                      words.length > 0 ? ": " : "", words.bytes);
    buf_clear(&words);
    return -1;
}

static bool is_page(const struct jaeger_answer *answer)
{
    return refusal_first(answer->start, answer->start_length) == '<';
}
