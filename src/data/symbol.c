/* symbol.c - interned, counted strings. */
#include "data/symbol.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct text_key {
    const char *text;
    size_t length;
    uint32_t hash;
};

static struct symbol *symbol_new(const struct text_key *key);
static size_t symbol_bytes(size_t length);
static uint64_t hash_of(const void *item);
static bool matches(const void *item, const void *key);

void symbols_init(struct symbols *symbols)
{
    hashset_init(&symbols->set, hash_of);
    symbols->bytes = 0;
}

void symbols_clear(struct symbols *symbols)
{
    assert(symbols->set.count == 0);
    hashset_clear(&symbols->set);
}

size_t symbols_bytes(const struct symbols *symbols)
{
    return symbols->bytes + hashset_bytes(&symbols->set);
}

struct symbol *symbols_take(struct symbols *symbols, const char *text,
                            size_t length, uint64_t hash)
{
    struct text_key key = {text, length, (uint32_t)hash};
    struct symbol *symbol =
        hashset_find(&symbols->set, key.hash, matches, &key);

    if (!symbol) {
        symbol = symbol_new(&key);
        symbols->bytes += symbol_bytes(length);
        hashset_add(&symbols->set, symbol);
    }
    symbol->refs++;
    return symbol;
}

void symbol_unref(struct symbols *symbols, struct symbol *symbol)
{
    assert(symbol->refs > 0);
    if (--symbol->refs > 0)
        return;
    hashset_remove(&symbols->set, symbol);
    symbols->bytes -= symbol_bytes(symbol->length);
    free(symbol);
}

int symbol_compare(const struct symbol *left, const struct symbol *right)
{
    if (left == right)
        return 0;
    return text_compare(left->text, left->length, right->text, right->length);
}

bool symbol_equal(const struct symbol *symbol, const char *text, size_t length)
{
    return symbol->length == length &&
           (length == 0 || memcmp(symbol->text, text, length) == 0);
}

int text_compare(const char *left, size_t left_length, const char *right,
                 size_t right_length)
{
    size_t shorter = left_length < right_length ? left_length : right_length;
    int order = shorter > 0 ? memcmp(left, right, shorter) : 0;

    if (order != 0)
        return order;
    return (left_length > right_length) - (left_length < right_length);
}

uint64_t text_hash(const char *text, size_t length)
{
    uint64_t hash = length;
    uint64_t word;

    for (; length >= sizeof(word); length -= sizeof(word)) {
        memcpy(&word, text, sizeof(word));
        hash = hash_mix(hash ^ word);
        text += sizeof(word);
    }
    word = 0;
    if (length > 0)
        memcpy(&word, text, length);
    return hash_mix(hash ^ word);
}

/* An odd multiplier carries every bit upwards, the shifted xor brings the
 * result down again. */
uint64_t hash_mix(uint64_t hash)
{
    hash *= 0x9E3779B97F4A7C15u;
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93u;
    return hash ^ (hash >> 29);
}

static struct symbol *symbol_new(const struct text_key *key)
{
    struct symbol *symbol = xmalloc(symbol_bytes(key->length));

    assert(key->length < UINT32_MAX);
    symbol->refs = 0;
    symbol->hash = key->hash;
    symbol->length = (uint32_t)key->length;
    if (key->length > 0)
        memcpy(symbol->text, key->text, key->length);
    symbol->text[key->length] = '\0';
    return symbol;
}

static size_t symbol_bytes(size_t length)
{
    return sizeof(struct symbol) + length + 1;
}

static uint64_t hash_of(const void *item)
{
    return ((const struct symbol *)item)->hash;
}

static bool matches(const void *item, const void *key)
{
    const struct symbol *symbol = item;
    const struct text_key *wanted = key;

    return symbol->hash == wanted->hash &&
           symbol_equal(symbol, wanted->text, wanted->length);
}
