/* elasticsearch_answer.c - an answer of Elasticsearch as it arrives.
 *
 * What is wanted of it goes into a draft, piece by piece; only a whole answer
 * of a good status goes into the model. Of any other its words are kept.
 */
#include "source/elasticsearch_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/xalloc.h"
#include "source/refusal.h"

enum { START_MAX = 1024, SLOT_ERROR = 0, SLOT_TYPE, SLOT_REASON };

struct answer {
    struct elasticsearch_source *source;
    const struct elasticsearch_decoder *decoder;
    struct wanted_reader *reader;
    void *draft;
    int status;
    bool is_refused;
    bool is_broken; /* a refusal that is not JSON */
    char start[START_MAX];
    size_t start_length;
    char type[80];
    char reason[200];
};

static void answer_free(struct answer *answer);
static void on_words(void *owner, int slot, const struct wanted_place *place,
                     const char *text, size_t length);
static int end_refused(struct answer *answer, const char *content_type,
                       struct err *err);
static int tell_not_json(const struct answer *answer, struct err *err);
static bool is_html(const struct answer *answer);
static int check_root(const struct answer *answer, struct err *err);

/* `error` is an object; in old versions, and from the router, a text. */
static const struct wanted refusal_wants[] = {
    {"error", SLOT_ERROR},         {"error/type", SLOT_TYPE},
    {"error/reason", SLOT_REASON}, {"error/root_cause/?/reason", SLOT_REASON},
    {"message", SLOT_ERROR}, /* proxies, OpenSearch's gateway */
};

void *elasticsearch_answer_begin(struct elasticsearch_source *source,
                                 const struct elasticsearch_decoder *decoder,
                                 int status)
{
    struct answer *answer = xcalloc(1, sizeof(*answer));
    bool is_good = (status >= 200 && status < 300) ||
                   (status == 408 && decoder->takes_408);
    void *draft = xcalloc(1, decoder->draft_size);
    const struct wanted_sink good = {
        .owner = draft,
        .api = "Elasticsearch",
        .text = decoder->text,
        .begin = decoder->begin,
        .end = decoder->end,
    };
    const struct wanted_sink refused = {
        .owner = answer, .api = "Elasticsearch", .text = on_words};

    answer->source = source;
    answer->decoder = decoder;
    answer->status = status;
    answer->is_refused = !is_good;
    answer->draft = draft;
    answer->reader =
        is_good
            ? wanted_reader_new(decoder->wants, decoder->want_count, &good)
            : wanted_reader_new(
                  refusal_wants,
                  sizeof(refusal_wants) / sizeof(refusal_wants[0]), &refused);
    return answer;
}

int elasticsearch_answer_feed(void *reader, const char *bytes, size_t length,
                              struct err *err)
{
    struct answer *answer = reader;
    size_t room = START_MAX - answer->start_length;
    size_t taken = length < room ? length : room;

    memcpy(answer->start + answer->start_length, bytes, taken);
    answer->start_length += taken;
    if (answer->is_broken)
        return 0;
    if (wanted_reader_feed(answer->reader, bytes, length, err) == 0)
        return 0;
    if (!answer->is_refused)
        return tell_not_json(answer, err);
    answer->is_broken = true;
    return 0;
}

int elasticsearch_answer_finish(void *reader,
                                const struct question_answer *told,
                                struct err *err)
{
    struct answer *answer = reader;
    const char *content_type = told->content_type ? told->content_type : "";
    int rc = -1;

    if (answer->is_refused)
        rc = end_refused(answer, content_type, err);
    else if (wanted_reader_finish(answer->reader, err) < 0)
        rc = tell_not_json(answer, err);
    else if (check_root(answer, err) == 0)
        rc = answer->decoder->done(answer->source, answer->draft, told, err);
    if (rc >= 0 && !answer->is_refused)
        answer->source->model.answered_ms = told->now_ms;
    if (rc < 0 && !answer->is_refused && answer->decoder->refused)
        rc = answer->decoder->refused(answer->source, 0, err);
    answer_free(answer);
    return rc;
}

void elasticsearch_answer_drop(void *reader)
{
    struct answer *answer = reader;

    if (answer->decoder->refused)
        (void)answer->decoder->refused(answer->source, 0, NULL);
    answer_free(answer);
}

int64_t elasticsearch_int(const char *text, size_t length)
{
    double value = elasticsearch_number(text, length);

    return value >= 0 && value < 9e15 ? (int64_t)value : -1;
}

double elasticsearch_number(const char *text, size_t length)
{
    double value;

    return decimal_parse(text, length, &value) && isfinite(value) ? value : NAN;
}

void elasticsearch_copy(char *out, size_t size, const char *text)
{
    size_t length = strlen(text);

    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(out, text, length);
    out[length] = '\0';
}

void *elasticsearch_grow(void *list, size_t count, size_t size)
{
    enum { FIRST = 16 };
    bool is_full = count == 0 || (count >= FIRST && (count & (count - 1)) == 0);

    return is_full ? xrealloc(list, count > 0 ? count * 2 : FIRST, size) : list;
}

static void answer_free(struct answer *answer)
{
    if (answer->decoder->clear)
        answer->decoder->clear(answer->draft);
    free(answer->draft);
    wanted_reader_free(answer->reader);
    free(answer);
}

static void on_words(void *owner, int slot, const struct wanted_place *place,
                     const char *text, size_t length)
{
    struct answer *answer = owner;

    (void)place;
    (void)length;
    if (slot == SLOT_TYPE)
        elasticsearch_copy(answer->type, sizeof(answer->type), text);
    else if (!*answer->reason)
        elasticsearch_copy(answer->reason, sizeof(answer->reason), text);
}

static int end_refused(struct answer *answer, const char *content_type,
                       struct err *err)
{
    const struct elasticsearch_refusal refusal = {
        .status = answer->status,
        .content_type = content_type,
        .needs = answer->decoder->needs,
        .type = answer->type,
        .reason = answer->reason,
        .body = answer->start,
        .length = answer->start_length,
    };

    /* The 404 of a proxy says nothing about what the cluster knows. */
    bool has_own_words = !answer->is_broken && *answer->reason;

    (void)elasticsearch_refuse(&refusal, err);
    if (answer->decoder->refused)
        return answer->decoder->refused(
            answer->source, has_own_words ? answer->status : 0, err);
    return -1;
}

static int tell_not_json(const struct answer *answer, struct err *err)
{
    const struct elasticsearch_refusal refusal = {
        .status = answer->status,
        .content_type = "text/html",
        .needs = "",
        .type = "",
        .reason = "",
        .body = answer->start,
        .length = answer->start_length,
    };

    return is_html(answer) ? elasticsearch_refuse(&refusal, err) : -1;
}

static bool is_html(const struct answer *answer)
{
    return refusal_first(answer->start, answer->start_length) == '<';
}

/* An answer of another type would pass as one that holds nothing. */
static int check_root(const struct answer *answer, struct err *err)
{
    char wanted = answer->decoder->is_list ? '[' : '{';

    if (refusal_first(answer->start, answer->start_length) == wanted)
        return 0;
    return err_set(err, ERR_FORMAT, 0,
                   "the answer is no JSON %s: not Elasticsearch?",
                   answer->decoder->is_list ? "list" : "object");
}
