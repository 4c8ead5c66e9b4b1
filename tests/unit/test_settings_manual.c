/* test_settings_manual.c - doc/tracetop.yaml.5 against the tables of keys.
 *
 * The manual has a line `.BR KEY " (TYPE, default VALUE)"` for each key.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "config/context_keys.h"
#include "config/schema.h"
#include "config/settings.h"
#include "config/settings_keys.h"

enum { MANUAL_MAX = 1 << 20 };

static struct buf read_manual(void)
{
    const char *source = getenv("TRACETOP_SRCDIR");
    char *path = xasprintf("%s/doc/tracetop.yaml.5", source ? source : ".");
    FILE *file = fopen(path, "r");
    struct buf text;
    int byte;

    if (!file)
        fail_msg("cannot open %s", path);
    buf_init(&text, MANUAL_MAX);
    while ((byte = getc(file)) != EOF) {
        if (byte == '\\') { /* \- and \(dq */
            bool is_quote = getc(file) == '(';

            byte = is_quote ? '"' : '-';
            for (int i = 0; is_quote && i < 2; i++)
                (void)getc(file);
        }
        (void)buf_add_char(&text, (char)byte);
    }
    (void)fclose(file);
    free(path);
    return text;
}

static const char *type_name(const struct schema_key *key,
                             enum schema_type type)
{
    switch (type) {
    case SCHEMA_SECRET:
        return "secret";
    case SCHEMA_PATH:
        return "path";
    case SCHEMA_URL:
        return "URL";
    case SCHEMA_CHOICE:
    case SCHEMA_FLAG:
        return key->words;
    case SCHEMA_BOOL:
    case SCHEMA_INVERTED:
        return "boolean";
    case SCHEMA_INT:
    case SCHEMA_SIZE:
    case SCHEMA_NUMBER:
        return "number";
    case SCHEMA_DURATION:
        return "duration";
    case SCHEMA_MAP:
    case SCHEMA_LIST:
    case SCHEMA_NODE:
        return "section";
    case SCHEMA_NAMED:
        return "sections by name";
    default:
        return "text";
    }
}

/* `out` gets the line that the manual must have. */
static void add_entry(struct buf *out, const struct schema_key *key,
                      const void *value)
{
    const void *field = (const char *)value + key->offset;
    bool is_many = key->type == SCHEMA_STRINGS || key->type == SCHEMA_PAIRS;
    struct buf standard;

    buf_init(&standard, 1000);
    (void)buf_printf(out, "\n.BR %s \" (%s%s", key->name,
                     key->type == SCHEMA_PAIRS ? "pairs of "
                     : key->type == SCHEMA_STRINGS || key->type == SCHEMA_LIST
                         ? "list of "
                         : "",
                     type_name(key, is_many ? key->item : key->type));
    if (key->type <= SCHEMA_DURATION && key->type != SCHEMA_NUMBER &&
        schema_format(&standard, key->type, key, field))
        (void)buf_printf(out, ", default %s", standard.bytes);
    (void)buf_add_str(out, ")\"\n");
    buf_clear(&standard);
}

/* Adds to `entries` those of all keys of the schema and of those below. */
static void add_entries(struct buf *entries, const struct schema *schema,
                        const void *value)
{
    for (; schema; schema = schema->base) {
        for (size_t i = 0; i < schema->count; i++) {
            const struct schema_key *key = &schema->keys[i];

            add_entry(entries, key, value);
            if (key->type == SCHEMA_MAP) {
                add_entries(entries, key->sub,
                            (const char *)value + key->offset);
            } else if (key->sub) {
                void *item = xcalloc(1, key->sub->size);

                schema_init(key->sub, item);
                add_entries(entries, key->sub, item);
                schema_clear(key->sub, item);
                free(item);
            }
        }
    }
}

static struct buf known_entries(void)
{
    struct settings *settings = xcalloc(1, sizeof(*settings));
    struct buf entries;

    schema_init(&settings_schema, settings);
    buf_init(&entries, MANUAL_MAX);
    add_entries(&entries, &settings_schema, settings);
    schema_clear(&settings_schema, settings);
    free(settings);
    return entries;
}

static void manual_has_every_key_with_its_type_and_default(void **state)
{
    struct buf manual = read_manual();
    struct buf entries = known_entries();
    size_t count = 0;
    (void)state;

    for (const char *at = entries.bytes; *at; count++) {
        size_t length = strcspn(at + 1, "\n") + 2;
        char *entry = xstrndup(at, length);

        if (!strstr(manual.bytes, entry))
            fail_msg("doc/tracetop.yaml.5 has no line%s", entry);
        free(entry);
        at += length;
    }

    assert_true(count > 100);
    buf_clear(&entries);
    buf_clear(&manual);
}

static void manual_has_no_key_that_nobody_knows(void **state)
{
    struct buf manual = read_manual();
    struct buf entries = known_entries();
    char *end = strstr(manual.bytes, "\n.SH ESCALATION");
    (void)state;

    assert_non_null(end); /* those keys are of another table */
    *end = '\0';
    for (const char *at = strstr(manual.bytes, "\n.BR "); at;
         at = strstr(at + 1, "\n.BR ")) {
        char *entry = xstrndup(at, strcspn(at + 1, "\n") + 2);

        if (strstr(entry, "\" (") && !strstr(entries.bytes, entry) &&
            strcmp(entry, "\n.BR context \" (text)\"\n") != 0)
            fail_msg("nobody knows of%s", entry);
        free(entry);
    }
    buf_clear(&entries);
    buf_clear(&manual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manual_has_every_key_with_its_type_and_default),
        cmocka_unit_test(manual_has_no_key_that_nobody_knows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
