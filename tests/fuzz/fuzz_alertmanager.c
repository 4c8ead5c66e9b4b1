/* fuzz_alertmanager.c - answers told whole and in pieces must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "source/alertmanager_json.h"
#include "tests/support/told_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    int rc;
    struct err err;
    struct buf told;
};

static void on_alert(void *owner, const struct told_alert *alert)
{
    struct outcome *outcome = owner;
    struct told_sink sink = told_record_sink(&outcome->told);

    sink.alert(sink.owner, alert);
}

static void on_silence(void *owner, const struct silence *silence)
{
    struct outcome *outcome = owner;

    (void)buf_printf(&outcome->told, "%s %s %s %s", silence->id,
                     silence_state_name(silence->state), silence->comment,
                     silence->created_by);
    for (size_t i = 0; i < silence->matcher_count; i++)
        (void)buf_printf(&outcome->told, " %s %s", silence->matchers[i].name,
                         silence->matchers[i].value);
}

static void on_status(void *owner, const char *version, const char *cluster)
{
    struct outcome *outcome = owner;

    (void)buf_printf(&outcome->told, "%s %s\n", version, cluster);
}

static struct outcome decode(const char *bytes, size_t length, size_t piece)
{
    struct outcome outcome = {0};
    const struct alertmanager_sink sink = {.owner = &outcome,
                                           .alert = on_alert,
                                           .silence = on_silence,
                                           .status = on_status};
    struct alertmanager_decoder *decoder =
        alertmanager_decoder_new(length % 3 == 0   ? ALERTMANAGER_ALERTS
                                 : length % 3 == 1 ? ALERTMANAGER_SILENCES
                                                   : ALERTMANAGER_STATUS,
                                 &sink);

    buf_init(&outcome.told, 1 << 20);
    for (size_t at = 0; at < length && outcome.rc == 0; at += piece)
        outcome.rc = alertmanager_decoder_feed(
            decoder, bytes + at, length - at < piece ? length - at : piece,
            &outcome.err);
    if (outcome.rc == 0)
        outcome.rc = alertmanager_decoder_finish(decoder, &outcome.err);
    alertmanager_decoder_free(decoder);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct outcome whole = decode(text, size, size + 1);
    struct outcome split = decode(text, size, 1 + size % 17);
    struct buf words;

    if (whole.rc != split.rc || strcmp(whole.err.text, split.err.text) != 0 ||
        whole.told.length != split.told.length ||
        memcmp(whole.told.bytes, split.told.bytes, whole.told.length) != 0)
        abort();
    buf_init(&words, 200);
    alertmanager_words(&words, text, size < 2048 ? size : 2048);
    buf_clear(&words);
    buf_clear(&split.told);
    buf_clear(&whole.told);
    return 0;
}
