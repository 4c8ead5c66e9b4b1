/* fuzz_settings.c - what loads shows as something that loads. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "config/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
static paths_getenv_fn no_variable;
static struct settings *load(const char *path, const void *bytes, size_t size,
                             struct err *err);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/tracetop-fuzz-XXXXXX";
    int descriptor = mkstemp(path);
    struct settings *settings, *again;
    struct err err = {0};
    struct buf shown;

    assert(descriptor >= 0);
    (void)close(descriptor);
    buf_init(&shown, 64 << 20);
    settings = load(path, data, size, &err);
    if (!settings) {
        assert(err.kind == ERR_FORMAT && err.text[0]);
    } else {
        settings_show(settings, &shown);
        assert(!shown.overflow &&
               settings_context(settings)->prometheus.http.timeout_ms > 0);
        /* A masked secret is refused, as it should be. */
        again = load(path, shown.bytes, shown.length, &err);
        assert(again || strstr(shown.bytes, "<secret>"));
        settings_free(again);
    }
    settings_free(settings);
    buf_clear(&shown);
    (void)unlink(path);
    return 0;
}

static struct settings *load(const char *path, const void *bytes, size_t size,
                             struct err *err)
{
    const struct overrides overrides = {.config = path};
    FILE *file = fopen(path, "wb");

    assert(file);
    (void)fwrite(bytes, 1, size, file);
    (void)fclose(file);
    return settings_load(&overrides, no_variable, err);
}

static const char *no_variable(const char *name)
{
    (void)name;
    return NULL;
}
