/* labels.c - interned, counted label sets.
 *
 * A set that is known is found without touching the string table: the texts
 * are hashed, and the one set of that hash is compared with them. Only a new
 * set looks its strings up, so an answer whose series are all known costs one
 * pass over its label bytes.
 */
#include "data/labels.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "data/hashset.h"
#include "data/symbol.h"

struct pair {
    struct symbol *name;
    struct symbol *value;
};

struct labels {
    uint64_t hash;
    uint32_t refs;
    uint32_t count;
    struct pair pairs[]; /* by name */
};

/* A pair that was chosen for a set, before it is known whether the set is. */
struct pick {
    const struct label_text *text;
    uint64_t name_hash;
    uint64_t value_hash;
};

struct symtab {
    struct symbols symbols;
    struct hashset sets;
    struct pick *picks; /* room for one call */
    size_t pick_capacity;
    size_t set_bytes;
};

struct set_key {
    const struct pick *picks;
    size_t count;
    uint64_t hash;
};

static size_t pick_pairs(struct symtab *table, const struct label_text *pairs,
                         size_t count);
static bool is_sorted(const struct pick *picks, size_t count);
static int compare_picks(const void *left, const void *right);
static int compare_names(const struct label_text *left,
                         const struct label_text *right);
static uint64_t hash_picks(struct pick *picks, size_t count);
static struct labels *set_new(struct symtab *table, const struct set_key *key);
static size_t set_bytes(size_t count);
static uint64_t hash_of_set(const void *item);
static bool set_matches(const void *item, const void *key);
static size_t metric_of(const struct labels *labels);
static bool is_plain_name(const struct symbol *name, bool allow_colon);
static void format_quoted(const struct symbol *symbol, struct buf *out);

struct symtab *symtab_new(void)
{
    struct symtab *table = xcalloc(1, sizeof(*table));

    symbols_init(&table->symbols);
    hashset_init(&table->sets, hash_of_set);
    return table;
}

void symtab_free(struct symtab *table)
{
    if (!table)
        return;
    assert(table->sets.count == 0);
    hashset_clear(&table->sets);
    symbols_clear(&table->symbols);
    free(table->picks);
    free(table);
}

size_t symtab_bytes(const struct symtab *table)
{
    return sizeof(*table) + table->set_bytes + hashset_bytes(&table->sets) +
           symbols_bytes(&table->symbols) +
           table->pick_capacity * sizeof(table->picks[0]);
}

const struct labels *labels_intern(struct symtab *table,
                                   const struct label_text *pairs, size_t count)
{
    struct set_key key;
    struct labels *set;

    key.count = pick_pairs(table, pairs, count);
    key.picks = table->picks;
    key.hash = hash_picks(table->picks, key.count);
    set = hashset_find(&table->sets, key.hash, set_matches, &key);
    if (!set)
        set = set_new(table, &key);
    set->refs++;
    return set;
}

const struct labels *labels_ref(const struct labels *labels)
{
    /* Only the count changes; what the set says never does. */
    ((struct labels *)labels)->refs++;
    return labels;
}

void labels_unref(struct symtab *table, const struct labels *labels)
{
    struct labels *set = (struct labels *)labels;

    if (!set)
        return;
    assert(set->refs > 0);
    if (--set->refs > 0)
        return;
    hashset_remove(&table->sets, set);
    for (size_t i = 0; i < set->count; i++) {
        symbol_unref(&table->symbols, set->pairs[i].name);
        symbol_unref(&table->symbols, set->pairs[i].value);
    }
    table->set_bytes -= set_bytes(set->count);
    free(set);
}

size_t labels_count(const struct labels *labels)
{
    return labels->count;
}

const char *labels_name(const struct labels *labels, size_t index)
{
    assert(index < labels->count);
    return labels->pairs[index].name->text;
}

const char *labels_value(const struct labels *labels, size_t index)
{
    assert(index < labels->count);
    return labels->pairs[index].value->text;
}

const char *labels_get(const struct labels *labels, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < labels->count; i++)
        if (symbol_equal(labels->pairs[i].name, name, length))
            return labels->pairs[i].value->text;
    return NULL;
}

int labels_compare(const struct labels *left, const struct labels *right)
{
    size_t count = left->count < right->count ? left->count : right->count;

    if (left == right)
        return 0;
    for (size_t i = 0; i < count; i++) {
        const struct pair *l = &left->pairs[i], *r = &right->pairs[i];
        int order = symbol_compare(l->name, r->name);

        if (order == 0)
            order = symbol_compare(l->value, r->value);
        if (order != 0)
            return order;
    }
    return (left->count > right->count) - (left->count < right->count);
}

uint64_t labels_hash(const struct labels *labels)
{
    return labels->hash;
}

void labels_format(const struct labels *labels, struct buf *out)
{
    size_t metric = metric_of(labels);
    const char *comma = "";
    bool in_front = metric < labels->count &&
                    is_plain_name(labels->pairs[metric].value, true);

    if (in_front)
        (void)buf_add_str(out, labels->pairs[metric].value->text);
    if (in_front && labels->count == 1)
        return;
    (void)buf_add_char(out, '{');
    if (!in_front && metric < labels->count) {
        format_quoted(labels->pairs[metric].value, out);
        comma = ",";
    }
    for (size_t i = 0; i < labels->count; i++) {
        const struct pair *pair = &labels->pairs[i];

        if (i == metric)
            continue;
        (void)buf_add_str(out, comma);
        if (is_plain_name(pair->name, false))
            (void)buf_add_str(out, pair->name->text);
        else
            format_quoted(pair->name, out);
        (void)buf_add_char(out, '=');
        format_quoted(pair->value, out);
        comma = ",";
    }
    (void)buf_add_char(out, '}');
}

/* Fills table->picks with the pairs that count, by name; returns how many. */
static size_t pick_pairs(struct symtab *table, const struct label_text *pairs,
                         size_t count)
{
    struct pick *picks;
    size_t kept = 0;

    if (count > table->pick_capacity) {
        table->picks = xrealloc(table->picks, count, sizeof(table->picks[0]));
        table->pick_capacity = count;
    }
    picks = table->picks;
    for (size_t i = 0; i < count; i++)
        picks[i].text = &pairs[i];
    if (!is_sorted(picks, count))
        qsort(picks, count, sizeof(picks[0]), compare_picks);
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count ||
                       compare_names(picks[i].text, picks[i + 1].text) != 0;

        if (is_last && picks[i].text->value_length > 0)
            picks[kept++] = picks[i];
    }
    return kept;
}

/* Servers send labels by name, so the sort is the exception. */
static bool is_sorted(const struct pick *picks, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (compare_names(picks[i - 1].text, picks[i].text) > 0)
            return false;
    return true;
}

/* Of equal names the one that came last sorts last. */
static int compare_picks(const void *left, const void *right)
{
    const struct label_text *l = ((const struct pick *)left)->text;
    const struct label_text *r = ((const struct pick *)right)->text;
    int order = compare_names(l, r);

    return order != 0 ? order : (l > r) - (l < r);
}

static int compare_names(const struct label_text *left,
                         const struct label_text *right)
{
    return text_compare(left->name, left->name_length, right->name,
                        right->name_length);
}

static uint64_t hash_picks(struct pick *picks, size_t count)
{
    uint64_t hash = count;

    for (size_t i = 0; i < count; i++) {
        const struct label_text *text = picks[i].text;

        picks[i].name_hash = text_hash(text->name, text->name_length);
        picks[i].value_hash = text_hash(text->value, text->value_length);
        hash = hash_mix(hash ^ picks[i].name_hash);
        hash = hash_mix(hash ^ picks[i].value_hash);
    }
    return hash;
}

static struct labels *set_new(struct symtab *table, const struct set_key *key)
{
    struct labels *set = xmalloc(set_bytes(key->count));

    set->hash = key->hash;
    set->refs = 0;
    set->count = (uint32_t)key->count;
    for (size_t i = 0; i < key->count; i++) {
        const struct pick *pick = &key->picks[i];

        set->pairs[i].name =
            symbols_take(&table->symbols, pick->text->name,
                         pick->text->name_length, pick->name_hash);
        set->pairs[i].value =
            symbols_take(&table->symbols, pick->text->value,
                         pick->text->value_length, pick->value_hash);
    }
    table->set_bytes += set_bytes(key->count);
    hashset_add(&table->sets, set);
    return set;
}

static size_t set_bytes(size_t count)
{
    return sizeof(struct labels) + count * sizeof(struct pair);
}

static uint64_t hash_of_set(const void *item)
{
    return ((const struct labels *)item)->hash;
}

static bool set_matches(const void *item, const void *key)
{
    const struct labels *set = item;
    const struct set_key *wanted = key;

    if (set->hash != wanted->hash || set->count != wanted->count)
        return false;
    for (size_t i = 0; i < set->count; i++) {
        const struct label_text *text = wanted->picks[i].text;
        const struct pair *pair = &set->pairs[i];

        if (!symbol_equal(pair->name, text->name, text->name_length) ||
            !symbol_equal(pair->value, text->value, text->value_length))
            return false;
    }
    return true;
}

/* Returns the place of the metric's name, or the count when there is none. */
static size_t metric_of(const struct labels *labels)
{
    size_t i = 0;

    while (i < labels->count &&
           !symbol_equal(labels->pairs[i].name, "__name__", 8))
        i++;
    return i;
}

/* Source: Prometheus docs, data model: names that need no quotes. */
static bool is_plain_name(const struct symbol *name, bool allow_colon)
{
    for (uint32_t i = 0; i < name->length; i++) {
        char c = name->text[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         c == '_' || (allow_colon && c == ':');

        if (!is_letter && !(i > 0 && c >= '0' && c <= '9'))
            return false;
    }
    return name->length > 0;
}

static void format_quoted(const struct symbol *symbol, struct buf *out)
{
    (void)buf_add_char(out, '"');
    for (uint32_t i = 0; i < symbol->length; i++) {
        unsigned char c = (unsigned char)symbol->text[i];

        if (c == '"' || c == '\\')
            (void)buf_printf(out, "\\%c", c);
        else if (c == '\n')
            (void)buf_add_str(out, "\\n");
        else if (c == '\t')
            (void)buf_add_str(out, "\\t");
        else if (c < 0x20 || c == 0x7f)
            (void)buf_printf(out, "\\x%02x", c);
        else
            (void)buf_add_char(out, (char)c);
    }
    (void)buf_add_char(out, '"');
}
