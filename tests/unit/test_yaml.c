/* test_yaml.c - YAML as a tree with lines, and what is refused. */
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "config/yaml.h"

static struct yaml_doc *parse(const char *text, struct err *err)
{
    return yaml_parse("f.yaml", text, strlen(text), err);
}

static void assert_refused(const char *text, const char *message)
{
    struct err err = {0};

    assert_null(parse(text, &err));
    assert_string_equal(err.text, message);
    assert_int_equal(err.kind, ERR_FORMAT);
}

static void yaml_parse_gives_values_with_their_lines(void **state)
{
    struct yaml_doc *doc =
        parse("a: 1\nb:\n  - x\n  - 'y'\nc: {d: \"\", e: }\n", NULL);
    const struct yaml_node *root = yaml_root(doc);
    const struct yaml_node *list = yaml_get(root, "b");
    const struct yaml_node *map = yaml_get(root, "c");
    (void)state;

    assert_int_equal(yaml_kind_of(root), YAML_MAP);
    assert_int_equal(yaml_count(root), 3);
    assert_string_equal(yaml_key(root, 2), "c");
    assert_int_equal(yaml_key_line(root, 1), 2);
    assert_int_equal(yaml_kind_of(list), YAML_LIST);
    assert_int_equal(yaml_count(list), 2);
    assert_int_equal(yaml_line(yaml_at(list, 1)), 4);
    assert_string_equal(yaml_text(yaml_at(list, 0)), "x");
    assert_true(yaml_is_plain(yaml_at(list, 0)));
    assert_false(yaml_is_plain(yaml_at(list, 1)));
    assert_string_equal(yaml_text(yaml_get(map, "e")), "");
    assert_true(yaml_is_plain(yaml_get(map, "e")));
    assert_null(yaml_get(map, "f"));
    assert_null(yaml_get(list, "x"));
    assert_string_equal(yaml_text(list), "");
    assert_string_equal(yaml_name(doc), "f.yaml");
    yaml_close(doc);
}

static void yaml_get_finds_each_of_many_keys(void **state)
{
    struct buf buf;
    struct yaml_doc *doc;
    char key[16];
    (void)state;

    buf_init(&buf, 1 << 20);
    for (int i = 0; i < 1000; i++)
        (void)buf_printf(&buf, "k%d: v%d\n", i * 7 % 1000, i * 7 % 1000);
    doc = yaml_parse("f", buf.bytes, buf.length, NULL);

    assert_string_equal(yaml_key(yaml_root(doc), 1), "k7");
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(key, sizeof(key), "k%d", i);
        assert_string_equal(yaml_text(yaml_get(yaml_root(doc), key)) + 1,
                            key + 1);
    }
    yaml_close(doc);
    buf_clear(&buf);
}

static void yaml_parse_when_empty_gives_no_root(void **state)
{
    const char *texts[] = {"", "# words\n", "---\n", "\n\n"};
    (void)state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct yaml_doc *doc = parse(texts[i], NULL);

        assert_non_null(doc);
        assert_null(yaml_root(doc));
        yaml_close(doc);
    }
    yaml_close(NULL);
}

static void yaml_parse_of_an_alias_shares_its_anchor(void **state)
{
    struct yaml_doc *doc = parse("a: &x [1, 2]\nb: *x\n&k c: *k\n", NULL);
    const struct yaml_node *root = yaml_root(doc);
    (void)state;

    assert_ptr_equal(yaml_get(root, "a"), yaml_get(root, "b"));
    assert_string_equal(yaml_text(yaml_get(root, "c")), "c");
    yaml_close(doc);
}

static void yaml_parse_refuses_what_it_cannot_mean(void **state)
{
    (void)state;

    assert_refused("a: 1\nb: 2\na: 3\n",
                   "f.yaml:3: key 'a' was already given on line 1");
    assert_refused("a: 1\n---\nb: 2\n",
                   "f.yaml:2: a second document begins here; a file holds one");
    assert_refused("b: &b {x: 1}\na:\n  <<: *b\n",
                   "f.yaml:3: merge keys ('<<') are not read; write them out");
    assert_refused("a: [1]\n? [b]\n: c\n",
                   "f.yaml:2: a key must be a word, not a list or a map");
    assert_refused("a: &l [x]\n*l : c\n",
                   "f.yaml:2: a key must be a word, not a list or a map");
    assert_refused("\na: !include x.yaml\n",
                   "f.yaml:2: tag '!include' is not known here");
    assert_refused("a: \"x\\0y\"\n", "f.yaml:1: a NUL character in a value");
}

static void yaml_parse_tells_broken_text_with_its_line(void **state)
{
    (void)state;

    assert_refused("a: 1\nb: [1, 2\nc: 3\n",
                   "f.yaml:3: while parsing a flow sequence, did not find "
                   "expected ',' or ']'");
    assert_refused("a: 1\nb: x\xff\n", "f.yaml:2: invalid leading UTF-8 octet");
    assert_refused("a: 1\n\tb: 2\n",
                   "f.yaml:2: while scanning a plain scalar, found a tab "
                   "character that violates indentation");
}

static void yaml_parse_of_a_message_with_control_bytes_is_scrubbed(void **state)
{
    (void)state;

    assert_refused("\"a\\e[2J\": 1\n\"a\\e[2J\": 2\n",
                   "f.yaml:2: key 'a?[2J' was already given on line 1");
}

static void yaml_parse_refuses_cycles(void **state)
{
    (void)state;

    assert_refused("a: &x\n  - *x\n",
                   "f.yaml:2: alias '*x' stands in its own anchor");
    assert_refused("a: *x\n", "f.yaml:1: alias '*x' has no anchor above it");
}

static void yaml_parse_refuses_an_alias_bomb(void **state)
{
    struct buf buf;
    (void)state;

    buf_init(&buf, 4096);
    (void)buf_add_str(&buf, "a0: &a0 x\n");
    for (int i = 1; i < 30; i++)
        (void)buf_printf(&buf, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1,
                         i - 1, i - 1, i - 1);

    assert_refused(buf.bytes, "f.yaml:10: more than 200000 values, an alias "
                              "counted as what it stands for");
    buf_clear(&buf);
}

static void yaml_parse_refuses_more_than_the_depth(void **state)
{
    struct buf buf;
    struct yaml_doc *doc;
    (void)state;

    buf_init(&buf, 1 << 20);
    for (int i = 0; i < 63; i++)
        (void)buf_add_char(&buf, '[');
    (void)buf_add_char(&buf, 'x');
    for (int i = 0; i < 63; i++)
        (void)buf_add_char(&buf, ']');
    doc = parse(buf.bytes, NULL);
    assert_non_null(doc);
    yaml_close(doc);

    buf_reset(&buf);
    for (int i = 0; i < 100000; i++)
        (void)buf_add_char(&buf, '[');
    assert_refused(buf.bytes, "f.yaml:1: nested deeper than 64");

    /* The same by aliases: each line is one deeper than the one above. */
    buf_reset(&buf);
    (void)buf_add_str(&buf, "a0: &a0 x\n");
    for (int i = 1; i < 100; i++)
        (void)buf_printf(&buf, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    assert_refused(buf.bytes, "f.yaml:64: nested deeper than 64");
    buf_clear(&buf);
}

static void yaml_parse_refuses_too_many_values(void **state)
{
    struct buf buf;
    (void)state;

    buf_init(&buf, 1 << 22);
    (void)buf_add_str(&buf, "- [");
    for (int i = 0; i < 150000; i++)
        (void)buf_add_str(&buf, "1,");
    (void)buf_add_str(&buf, "]\n- [");
    for (int i = 0; i < 150000; i++)
        (void)buf_add_str(&buf, "1,");
    (void)buf_add_str(&buf, "]\n");

    assert_refused(buf.bytes, "f.yaml:2: more than 200000 values, an alias "
                              "counted as what it stands for");
    buf_clear(&buf);
}

static void yaml_parse_of_a_large_document_allows_more_values(void **state)
{
    struct yaml_doc *doc;
    struct buf buf;
    (void)state;

    buf_init(&buf, 1 << 23);
    for (int i = 0; i < 210000; i++)
        (void)buf_printf(&buf, "- value of %020d\n", i);
    doc = parse(buf.bytes, NULL);

    assert_non_null(doc);
    assert_int_equal(yaml_count(yaml_root(doc)), 210000);
    yaml_close(doc);
    buf_clear(&buf);
}

static void yaml_is_block_tells_blocks_from_lines(void **state)
{
    struct yaml_doc *doc =
        parse("- |\n  a\n- >-\n  a\n- a\n- 'a'\n- [a]\n", NULL);
    const struct yaml_node *root = yaml_root(doc);
    (void)state;

    assert_true(yaml_is_block(yaml_at(root, 0)));
    assert_true(yaml_is_block(yaml_at(root, 1)));
    assert_false(yaml_is_block(yaml_at(root, 2)));
    assert_false(yaml_is_block(yaml_at(root, 3)));
    assert_false(yaml_is_block(yaml_at(root, 4)));
    yaml_close(doc);
}

static void yaml_parse_refuses_too_many_bytes(void **state)
{
    size_t length = (16 << 20) + 1;
    char *bytes = malloc(length);
    struct err err = {0};
    (void)state;

    memset(bytes, '\n', length);
    assert_null(yaml_parse("f", bytes, length, &err));

    assert_string_equal(err.text, "f:1: larger than 16 MiB");
    free(bytes);
}

static void yaml_parse_with_a_long_name_keeps_the_reason(void **state)
{
    char name[400];
    struct err err = {0};
    (void)state;

    memset(name, 'd', sizeof(name));
    memcpy(name + sizeof(name) - 7, "/f.yml", 7);
    assert_null(yaml_parse(name, "[", 1, &err));

    assert_non_null(strstr(err.text, "d/f.yml:2: while parsing a flow node"));
}

static void yaml_open_reads_a_file_and_names_a_missing_one(void **state)
{
    char path[] = "/tmp/tracetop-test-XXXXXX";
    int file = mkstemp(path);
    struct err err = {0};
    struct yaml_doc *doc;
    (void)state;

    assert_true(file >= 0);
    assert_int_equal(write(file, "a: b\n", 5), 5);
    (void)close(file);
    doc = yaml_open(path, &err);
    assert_string_equal(yaml_text(yaml_get(yaml_root(doc), "a")), "b");
    yaml_close(doc);
    (void)unlink(path);

    assert_null(yaml_open(path, &err));
    assert_non_null(strstr(err.text, path));
    assert_int_equal(err.kind, ERR_SYSTEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_parse_gives_values_with_their_lines),
        cmocka_unit_test(yaml_get_finds_each_of_many_keys),
        cmocka_unit_test(yaml_parse_when_empty_gives_no_root),
        cmocka_unit_test(yaml_parse_of_an_alias_shares_its_anchor),
        cmocka_unit_test(yaml_parse_refuses_what_it_cannot_mean),
        cmocka_unit_test(yaml_parse_tells_broken_text_with_its_line),
        cmocka_unit_test(
            yaml_parse_of_a_message_with_control_bytes_is_scrubbed),
        cmocka_unit_test(yaml_parse_refuses_cycles),
        cmocka_unit_test(yaml_parse_refuses_an_alias_bomb),
        cmocka_unit_test(yaml_parse_refuses_more_than_the_depth),
        cmocka_unit_test(yaml_parse_refuses_too_many_values),
        cmocka_unit_test(yaml_parse_of_a_large_document_allows_more_values),
        cmocka_unit_test(yaml_is_block_tells_blocks_from_lines),
        cmocka_unit_test(yaml_parse_refuses_too_many_bytes),
        cmocka_unit_test(yaml_parse_with_a_long_name_keeps_the_reason),
        cmocka_unit_test(yaml_open_reads_a_file_and_names_a_missing_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
