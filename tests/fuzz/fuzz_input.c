/* fuzz_input.c - terminal bytes: keys are valid, bounded, and do not depend on
 * how the bytes are cut. */
#include <stdint.h>
#include <stdlib.h>

#include "ui/input.h"

enum { BYTES_MOST = 4096 };

struct keys {
    size_t count;
    struct key all[BYTES_MOST];
};

static void check(int is_true)
{
    if (!is_true)
        abort();
}

static void take_key(void *owner, struct key key)
{
    struct keys *keys = owner;

    check(key.code > KEY_NONE && key.code <= KEY_FOCUS_OUT);
    check(key.code < 0xD800 || key.code > 0xDFFF);
    check(!(key.code < 0x20) && !(key.code >= 0x7f && key.code < 0xa0));
    check(key.modifiers <= (KEY_SHIFT | KEY_ALT | KEY_CTRL));
    check(key.mouse <= MOUSE_WHEEL_DOWN);
    check(keys->count < BYTES_MOST); /* never more keys than bytes */
    keys->all[keys->count++] = key;
}

static void check_same(struct key left, struct key right)
{
    check(left.code == right.code && left.modifiers == right.modifiers);
    check(left.mouse == right.mouse);
    check(left.column == right.column && left.row == right.row);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct keys whole, cut;
    struct input *left = input_new();
    struct input *right = input_new();
    size_t step;

    whole.count = cut.count = 0;
    if (size > BYTES_MOST)
        size = BYTES_MOST;
    step = size > 0 ? data[size - 1] % 7 + 1u : 1;
    input_feed(left, (const char *)data, size, take_key, &whole);
    for (size_t at = 0; at < size; at += step)
        input_feed(right, (const char *)data + at,
                   size - at < step ? size - at : step, take_key, &cut);
    check(input_is_waiting(left) == input_is_waiting(right));
    input_timeout(left, take_key, &whole);
    input_timeout(right, take_key, &cut);
    check(!input_is_waiting(left) && !input_is_waiting(right));
    check(whole.count <= size && whole.count == cut.count);
    for (size_t i = 0; i < whole.count; i++)
        check_same(whole.all[i], cut.all[i]);
    input_free(left);
    input_free(right);
    return 0;
}
