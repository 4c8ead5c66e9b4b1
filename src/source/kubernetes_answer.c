/* kubernetes_answer.c - pages, stages and refusals of a list.
 *
 * A page whose token is too old (410) makes the walk begin anew, once. What is
 * refused for want of a right (403) is noted by its name; a question of several
 * stages goes on with the next.
 */
#include "source/kubernetes_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/xalloc.h"
#include "source/refusal.h"

enum { REFUSAL_BYTES = 8192, TOKEN_BYTES = 2048 };
enum { SLOT_MESSAGE, SLOT_REASON };

struct words {
    char message[200];
    char reason[40];
};

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void on_begin(void *owner, int slot, const struct wanted_place *place);
static void on_end(void *owner, int slot, const struct wanted_place *place);
static void on_condition_text(struct kube_reader *reader, int slot,
                              const char *text, size_t length);
static int take_page(struct kube_reader *reader, struct err *err);
static int next_stage(struct kube_reader *reader, struct err *err);
static void end_walk(struct kube_reader *reader);
static int refuse(struct kube_reader *reader,
                  const struct question_answer *answer, struct err *err);
static int lack_right(struct kube_reader *reader, const struct words *words,
                      struct err *err);
static int tell_page(const struct kube_reader *reader, struct err *err);
static void read_words(struct kube_reader *reader, struct words *words);
static void on_word(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length);
static void free_reader(struct kube_reader *reader);

void *kube_begin(struct kubernetes_source *source, enum kube_question question,
                 const struct kube_decoder *decoder, int status)
{
    struct kube_reader *reader = xcalloc(1, sizeof(*reader));
    const struct wanted_sink sink = {.owner = reader,
                                     .api = "Kubernetes",
                                     .text = on_text,
                                     .begin = on_begin,
                                     .end = on_end};

    reader->source = source;
    reader->decoder = decoder;
    reader->walk = &source->walks[question];
    reader->status = status;
    reader->draft = xmalloc(decoder->draft_size);
    memcpy(reader->draft, decoder->blank, decoder->draft_size);
    buf_init(&reader->refusal, REFUSAL_BYTES);
    if (status == 200)
        reader->wanted =
            wanted_reader_new(decoder->wants, decoder->want_count, &sink);
    return reader;
}

int kube_feed(void *owner, const char *bytes, size_t length, struct err *err)
{
    struct kube_reader *reader = owner;
    const size_t room = REFUSAL_BYTES - reader->refusal.length;

    (void)buf_add(&reader->refusal, bytes, length < room ? length : room);
    if (!reader->wanted ||
        wanted_reader_feed(reader->wanted, bytes, length, err) == 0)
        return 0;
    return tell_page(reader, err);
}

int kube_finish(void *owner, const struct question_answer *answer,
                struct err *err)
{
    struct kube_reader *reader = owner;
    int rc = -1;

    reader->now_ms = answer->now_ms;
    if (!reader->wanted)
        rc = refuse(reader, answer, err);
    else if (wanted_reader_finish(reader->wanted, err) == 0)
        rc = take_page(reader, err);
    if (rc <= 0)
        end_walk(reader);
    free_reader(reader);
    return rc;
}

void kube_drop(void *owner)
{
    struct kube_reader *reader = owner;

    end_walk(reader);
    free_reader(reader);
}

void kube_path(const struct kubernetes_source *source,
               const struct kube_walk *walk, const struct kube_decoder *decoder,
               struct buf *out)
{
    const char *path = decoder->stages[walk->stage].path;
    const char *place = strstr(path, "%s");

    if (place) {
        (void)buf_add(out, path, (size_t)(place - path));
        (void)buf_add_str(out, source->model.namespace_name);
        path = place + 2;
    }
    (void)buf_add_str(out, path);
    if (!walk->token)
        return;
    (void)buf_add_str(out, "&continue=");
    for (const char *at = walk->token; *at; at++)
        (void)buf_printf(out, "%%%02X", (unsigned)(unsigned char)*at);
}

void kube_walk_reset(struct kube_walk *walk)
{
    pool_clear(&walk->list.pool);
    free(walk->token);
    *walk = (struct kube_walk){0};
}

void kube_list_add(struct kube_list *list, const void *item, size_t size,
                   size_t most)
{
    if (list->count >= most) {
        list->left_out++;
        return;
    }
    list->items = pool_grow(&list->pool, list->items, list->count, size);
    memcpy((char *)list->items + list->count * size, item, size);
    list->count++;
}

const char *kube_text(struct kube_reader *reader, const char *text,
                      size_t length)
{
    return pool_copy(&reader->walk->list.pool, text, length);
}

int64_t kube_int(const char *text, size_t length)
{
    double value;

    if (!decimal_parse(text, length, &value) || !(value > -9e15) ||
        !(value < 9e15))
        return -1;
    return (int64_t)value;
}

int64_t kube_time(const char *text, size_t length)
{
    char word[48];
    int64_t at_ms;

    if (length >= sizeof(word))
        return -1;
    memcpy(word, text, length);
    word[length] = '\0';
    return clock_parse_rfc3339(word, &at_ms) < 0 ? -1 : at_ms;
}

void kube_cut(char *text)
{
    size_t end = strlen(text);
    size_t start = end;
    size_t wanted;

    while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start == 0 || ((unsigned char)text[start - 1] & 0xc0) != 0xc0)
        return;
    wanted = (unsigned char)text[start - 1] >= 0xf0   ? 4
             : (unsigned char)text[start - 1] >= 0xe0 ? 3
                                                      : 2;
    if (end - (start - 1) < wanted)
        text[start - 1] = '\0';
}

bool kube_is_revision(const struct wanted_place *place)
{
    return place->depth > 0 && !strcmp(place->keys[place->depth - 1],
                                       "deployment.kubernetes.io/revision");
}

void *kube_part_take(struct kube_reader *reader, struct kubernetes_part *part,
                     struct kube_list *list, size_t *count,
                     int (*compare)(const void *, const void *))
{
    void *items = list->items;

    *count = list->count;
    if (*count && compare)
        qsort(items, *count, reader->decoder->item_size, compare);
    pool_clear(&part->pool);
    part->pool = list->pool;
    part->left_out = list->left_out;
    part->answered_ms = reader->now_ms;
    (void)snprintf(part->missing, sizeof(part->missing), "%s",
                   reader->walk->missing);
    reader->source->model.answered_ms = reader->now_ms;
    *list = (struct kube_list){0};
    return items;
}

static void on_text(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct kube_reader *reader = owner;

    switch (slot) {
    case KUBE_KIND:
        (void)snprintf(reader->kind, sizeof(reader->kind), "%s", text);
        break;
    case KUBE_CONTINUE:
        free(reader->token);
        reader->token = NULL;
        if (length > 0 && length <= TOKEN_BYTES)
            reader->token = xstrndup(text, length);
        break;
    case KUBE_REMAINING:
        reader->remaining = kube_int(text, length);
        break;
    case KUBE_CONDITION_TYPE:
    case KUBE_CONDITION_STATUS:
    case KUBE_CONDITION_REASON:
    case KUBE_CONDITION_MESSAGE:
    case KUBE_CONDITION_CHANGED:
        on_condition_text(reader, slot, text, length);
        break;
    default:
        reader->decoder->text(reader, slot, place, text, length);
    }
}

static void on_condition_text(struct kube_reader *reader, int slot,
                              const char *text, size_t length)
{
    struct kube_condition *condition = &reader->condition;

    switch (slot) {
    case KUBE_CONDITION_TYPE:
        condition->type = kube_text(reader, text, length);
        break;
    case KUBE_CONDITION_STATUS:
        condition->is_true = !strcmp(text, "True");
        break;
    case KUBE_CONDITION_REASON:
        condition->reason = kube_text(reader, text, length);
        break;
    case KUBE_CONDITION_MESSAGE:
        condition->message = kube_text(reader, text, length);
        break;
    default:
        condition->changed_ms = kube_time(text, length);
    }
}

static void on_begin(void *owner, int slot, const struct wanted_place *place)
{
    struct kube_reader *reader = owner;

    if (slot == KUBE_ITEM)
        memcpy(reader->draft, reader->decoder->blank,
               reader->decoder->draft_size);
    else if (slot == KUBE_CONDITION)
        reader->condition = (struct kube_condition){
            .type = "", .reason = "", .message = "", .changed_ms = -1};
    else if (reader->decoder->begin)
        reader->decoder->begin(reader, slot, place);
}

static void on_end(void *owner, int slot, const struct wanted_place *place)
{
    struct kube_reader *reader = owner;
    const struct kube_decoder *decoder = reader->decoder;

    if (slot == KUBE_CONDITION) {
        decoder->condition(reader, &reader->condition);
        return;
    }
    if (slot != KUBE_ITEM) {
        if (decoder->end)
            decoder->end(reader, slot, place);
        return;
    }
    if (!decoder->complete || decoder->complete(reader))
        kube_list_add(&reader->walk->list, reader->draft, decoder->item_size,
                      decoder->most);
}

static int take_page(struct kube_reader *reader, struct err *err)
{
    struct kube_walk *walk = reader->walk;

    if (!reader->kind[0])
        return err_set(err, ERR_FORMAT, 0,
                       "not an answer of the Kubernetes API");
    free(walk->token);
    walk->token = NULL;
    if (reader->token && walk->list.count >= reader->decoder->most) {
        if (reader->remaining > 0)
            walk->list.left_out += (size_t)reader->remaining;
        else
            walk->list.left_out++;
    } else if (reader->token) {
        walk->token = reader->token;
        reader->token = NULL;
        return 1;
    }
    return next_stage(reader, err);
}

static int next_stage(struct kube_reader *reader, struct err *err)
{
    struct kube_walk *walk = reader->walk;

    if (++walk->stage < reader->decoder->stage_count)
        return 1;
    return reader->decoder->done(reader, &walk->list, err);
}

static void end_walk(struct kube_reader *reader)
{
    kube_walk_reset(reader->walk);
    if (reader->decoder == &kube_sick)
        reader->source->is_looking = false;
}

static int refuse(struct kube_reader *reader,
                  const struct question_answer *answer, struct err *err)
{
    struct kube_walk *walk = reader->walk;
    struct words words = {{0}, {0}};
    struct buf start;

    read_words(reader, &words);
    if (reader->status == 403 && words.message[0])
        return lack_right(reader, &words, err);
    if (reader->status == 410 && walk->token && !walk->has_restarted) {
        kube_walk_reset(walk);
        walk->has_restarted = true;
        return 1;
    }
    if (reader->status == 401)
        return err_set(err, ERR_REFUSED, 0,
                       "HTTP 401: not logged in, or the token has expired%s%s",
                       words.message[0] ? ": " : "", words.message);
    if (words.message[0])
        return err_set(err, ERR_REFUSED, 0, "HTTP %d: %s", reader->status,
                       words.message);
    buf_init(&start, 120);
    refusal_words(&start, reader->refusal.bytes, reader->refusal.length);
    (void)err_set(
        err, ERR_FORMAT, 0, "HTTP %d, not from the Kubernetes API (%s)%s%s",
        reader->status,
        answer->content_type && answer->content_type[0] ? answer->content_type
                                                        : "no content type",
        start.length ? ": " : "", start.bytes);
    buf_clear(&start);
    return -1;
}

static int lack_right(struct kube_reader *reader, const struct words *words,
                      struct err *err)
{
    struct kube_walk *walk = reader->walk;
    const char *resource = reader->decoder->stages[walk->stage].resource;
    const size_t used = strlen(walk->missing);

    (void)snprintf(walk->missing + used, sizeof(walk->missing) - used,
                   "%scannot list %s", used ? ", " : "", resource);
    if (reader->decoder->denied)
        reader->decoder->denied(reader);
    else if (reader->decoder->part)
        (void)snprintf(reader->decoder->part(reader->source)->missing,
                       sizeof(walk->missing), "%s", walk->missing);
    if (reader->decoder->stage_count > 1 &&
        (walk->list.count || walk->stage + 1 < reader->decoder->stage_count))
        return next_stage(reader, err);
    return err_set(err, ERR_REFUSED, 0, "cannot list %s: %s", resource,
                   words->message);
}

/* What is not JSON: words of its own for a web page. */
static int tell_page(const struct kube_reader *reader, struct err *err)
{
    struct buf words;

    if (refusal_first(reader->refusal.bytes, reader->refusal.length) != '<')
        return -1;
    buf_init(&words, 120);
    refusal_words(&words, reader->refusal.bytes, reader->refusal.length);
    (void)err_set(err, ERR_FORMAT, 0,
                  "HTTP %d, but a web page instead of the Kubernetes API (a "
                  "login in front of it?)%s%s",
                  reader->status, words.length ? ": " : "", words.bytes);
    buf_clear(&words);
    return -1;
}

static void read_words(struct kube_reader *reader, struct words *words)
{
    static const struct wanted wants[] = {{"message", SLOT_MESSAGE},
                                          {"reason", SLOT_REASON}};
    const struct wanted_sink sink = {
        .owner = words, .api = "Kubernetes", .text = on_word};
    struct wanted_reader *wanted = wanted_reader_new(wants, 2, &sink);

    if (wanted_reader_feed(wanted, reader->refusal.bytes,
                           reader->refusal.length, NULL) < 0 ||
        wanted_reader_finish(wanted, NULL) < 0)
        *words = (struct words){{0}, {0}};
    wanted_reader_free(wanted);
}

static void on_word(void *owner, int slot, const struct wanted_place *place,
                    const char *text, size_t length)
{
    struct words *words = owner;

    (void)place;
    (void)length;
    if (slot == SLOT_MESSAGE)
        (void)snprintf(words->message, sizeof(words->message), "%s", text);
    else
        (void)snprintf(words->reason, sizeof(words->reason), "%s", text);
}

static void free_reader(struct kube_reader *reader)
{
    wanted_reader_free(reader->wanted);
    buf_clear(&reader->refusal);
    free(reader->token);
    free(reader->draft);
    free(reader->own);
    free(reader);
}
