/* test_keymap.c - the command table and the keys bound to it. */
#include "tests/test.h"

#include "action/command.h"
#include "action/keymap.h"

static const struct binding *find(const struct keymap *keymap, const char *name,
                                  unsigned scope)
{
    struct key key;

    assert_true(key_parse(name, &key));
    return keymap_find(keymap, key, scope);
}

static void command_table_names_and_keys_are_well_formed(void **state)
{
    (void)state;

    assert_int_equal(command_count, COMMAND_COUNT - 1);
    for (size_t i = 0; i < command_count; i++) {
        assert_int_equal(command_table[i].id, i + 1);
        assert_ptr_equal(command_find(command_table[i].name),
                         &command_table[i]);
        assert_int_not_equal(command_table[i].help[0], '\0');
    }
}

static void command_nearest_of_a_slip_finds_the_command(void **state)
{
    (void)state;

    assert_string_equal(command_nearest("refesh")->name, "refresh");
    assert_null(command_nearest("xyzzyxyzzy"));
    assert_null(command_find("xyzzy"));
}

static void keymap_new_binds_every_key_of_the_table_once(void **state)
{
    struct keymap *keymap = keymap_new();
    (void)state;

    for (size_t i = 0; i < command_count; i++) {
        const char *at = command_table[i].keys;

        while (*at) {
            char name[32];
            size_t length = strcspn(at, " ");
            const struct binding *binding;

            memcpy(name, at, length);
            name[length] = '\0';
            binding = find(keymap, name, command_table[i].scope);
            assert_non_null(binding);
            assert_int_equal(binding->command, command_table[i].id);
            at += length;
            at += strspn(at, " ");
        }
    }
    keymap_free(keymap);
}

static void keymap_find_of_a_digit_hands_it_on(void **state)
{
    struct keymap *keymap = keymap_new();
    const struct binding *binding = find(keymap, "3", SCOPE_PANEL);
    (void)state;

    assert_int_equal(binding->command, COMMAND_PANEL);
    assert_string_equal(binding->argument, "3");
    assert_null(find(keymap, "o", SCOPE_OVERVIEW));
    assert_int_equal(find(keymap, "o", SCOPE_PANEL)->command, COMMAND_SERIES);
    keymap_free(keymap);
}

static void keymap_bind_takes_the_key_in_every_scope(void **state)
{
    struct keymap *keymap = keymap_new();
    struct err err = {0};
    char keys[60];
    (void)state;

    assert_int_equal(keymap_bind(keymap, "q", "range 6h", &err), 0);

    assert_int_equal(find(keymap, "q", SCOPE_PANEL)->command, COMMAND_RANGE);
    assert_string_equal(find(keymap, "q", SCOPE_OVERVIEW)->argument, "6h");
    keymap_keys(keymap, COMMAND_BACK, SCOPE_PANEL, keys, sizeof(keys));
    assert_string_equal(keys, "Esc Alt-Esc");
    keymap_keys(keymap, COMMAND_RANGE, SCOPE_PANEL, keys, sizeof(keys));
    assert_string_equal(keys, "q");
    keymap_free(keymap);
}

static void keymap_bind_keeps_the_rest_of_the_line(void **state)
{
    struct keymap *keymap = keymap_new();
    struct err err = {0};
    (void)state;

    assert_int_equal(keymap_bind(keymap, "F9", "  search  a  b ", &err), 0);

    assert_int_equal(find(keymap, "F9", SCOPE_PANEL)->command, COMMAND_SEARCH);
    assert_string_equal(find(keymap, "F9", SCOPE_PANEL)->argument, "a  b");
    keymap_free(keymap);
}

static void keymap_bind_of_nonsense_says_what_is_wrong(void **state)
{
    struct keymap *keymap = keymap_new();
    struct err err = {0};
    (void)state;

    assert_int_equal(keymap_bind(keymap, "Hyper-q", "back", &err), -1);
    assert_string_equal(err.text,
                        "'Hyper-q' names no key; right are q, F5, Ctrl-L, "
                        "Alt-x, Space, PgUp");
    assert_int_equal(keymap_bind(keymap, "F5", "refesh", &err), -1);
    assert_string_equal(err.text,
                        "F5: no command 'refesh'; did you mean 'refresh'?");
    keymap_free(keymap);
}

static void keymap_keys_without_room_are_cut_between_names(void **state)
{
    struct keymap *keymap = keymap_new();
    char keys[5];
    (void)state;

    keymap_keys(keymap, COMMAND_BACK, SCOPE_PANEL, keys, sizeof(keys));

    assert_string_equal(keys, "q");
    keymap_free(keymap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(command_table_names_and_keys_are_well_formed),
        cmocka_unit_test(command_nearest_of_a_slip_finds_the_command),
        cmocka_unit_test(keymap_new_binds_every_key_of_the_table_once),
        cmocka_unit_test(keymap_find_of_a_digit_hands_it_on),
        cmocka_unit_test(keymap_bind_takes_the_key_in_every_scope),
        cmocka_unit_test(keymap_bind_keeps_the_rest_of_the_line),
        cmocka_unit_test(keymap_bind_of_nonsense_says_what_is_wrong),
        cmocka_unit_test(keymap_keys_without_room_are_cut_between_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
