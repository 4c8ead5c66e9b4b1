/* test_input.c - terminal bytes to keys. */
#include "tests/test.h"

#include <stdio.h>

#include "ui/input.h"

enum { KEYS = 32 };

struct keys {
    size_t count;
    struct key all[KEYS];
};

static void take_key(void *owner, struct key key)
{
    struct keys *keys = owner;

    assert_true(keys->count < KEYS);
    keys->all[keys->count++] = key;
}

/* Decodes `bytes` in two feeds, cut at `cut`, and a timeout at the end. */
static struct keys decode_cut(const char *bytes, size_t length, size_t cut)
{
    struct keys keys = {0};
    struct input *input = input_new();

    input_feed(input, bytes, cut, take_key, &keys);
    input_feed(input, bytes + cut, length - cut, take_key, &keys);
    input_timeout(input, take_key, &keys);
    assert_false(input_is_waiting(input));
    input_free(input);
    return keys;
}

static struct keys decode(const char *bytes)
{
    return decode_cut(bytes, strlen(bytes), 0);
}

static void assert_keys(struct keys keys, size_t count,
                        const struct key *expected)
{
    assert_int_equal(keys.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(keys.all[i].code, expected[i].code);
        assert_int_equal(keys.all[i].modifiers, expected[i].modifiers);
        assert_int_equal(keys.all[i].mouse, expected[i].mouse);
        assert_int_equal(keys.all[i].column, expected[i].column);
        assert_int_equal(keys.all[i].row, expected[i].row);
    }
}

/* Every sequence here is one key, whichever way it is cut. */
static const struct {
    const char *bytes;
    struct key key;
} single_keys[] = {
    {"a", {.code = 'a'}},
    {"A", {.code = 'A'}},
    {" ", {.code = ' '}},
    {"\r", {.code = KEY_ENTER}},
    {"\n", {.code = 'j', .modifiers = KEY_CTRL}},
    {"\t", {.code = KEY_TAB}},
    {"\177", {.code = KEY_BACKSPACE}},
    {"\b", {.code = KEY_BACKSPACE}},
    {"\001", {.code = 'a', .modifiers = KEY_CTRL}},
    {"\003", {.code = 'c', .modifiers = KEY_CTRL}},
    {"\032", {.code = 'z', .modifiers = KEY_CTRL}},
    {"\034", {.code = '\\', .modifiers = KEY_CTRL}},
    {"\037", {.code = '_', .modifiers = KEY_CTRL}},
    {"\033", {.code = KEY_ESC}},
    {"\033\033", {.code = KEY_ESC, .modifiers = KEY_ALT}},
    {"\033x", {.code = 'x', .modifiers = KEY_ALT}},
    {"\033\r", {.code = KEY_ENTER, .modifiers = KEY_ALT}},
    {"\033\177", {.code = KEY_BACKSPACE, .modifiers = KEY_ALT}},
    {"\033\002", {.code = 'b', .modifiers = KEY_ALT | KEY_CTRL}},
    {"\033[", {.code = '[', .modifiers = KEY_ALT}},
    {"\033O", {.code = 'O', .modifiers = KEY_ALT}},
    {"\033]", {.code = ']', .modifiers = KEY_ALT}},
    {"\033P", {.code = 'P', .modifiers = KEY_ALT}},
    {"\xc3\xa9", {.code = 0xe9}},
    {"\xe2\x82\xac", {.code = 0x20ac}},
    {"\xf0\x9f\x94\xa5", {.code = 0x1f525}},
    {"\033\xc3\xa9", {.code = 0xe9, .modifiers = KEY_ALT}},
    /* xterm, VT220 */
    {"\033[A", {.code = KEY_UP}},
    {"\033[B", {.code = KEY_DOWN}},
    {"\033[C", {.code = KEY_RIGHT}},
    {"\033[D", {.code = KEY_LEFT}},
    {"\033[H", {.code = KEY_HOME}},
    {"\033[F", {.code = KEY_END}},
    {"\033OA", {.code = KEY_UP}},
    {"\033OH", {.code = KEY_HOME}},
    {"\033OP", {.code = KEY_F1}},
    {"\033OS", {.code = KEY_F1 + 3}},
    {"\033[1;5C", {.code = KEY_RIGHT, .modifiers = KEY_CTRL}},
    {"\033[1;2A", {.code = KEY_UP, .modifiers = KEY_SHIFT}},
    {"\033[1;8D",
     {.code = KEY_LEFT, .modifiers = KEY_SHIFT | KEY_ALT | KEY_CTRL}},
    {"\033[1;3H", {.code = KEY_HOME, .modifiers = KEY_ALT}},
    {"\033[1;5R", {.code = KEY_F1 + 2, .modifiers = KEY_CTRL}},
    {"\033O1;2P", {.code = KEY_F1, .modifiers = KEY_SHIFT}},
    {"\033O5P", {.code = KEY_F1, .modifiers = KEY_CTRL}},
    {"\033[Z", {.code = KEY_TAB, .modifiers = KEY_SHIFT}},
    {"\033[1~", {.code = KEY_HOME}},
    {"\033[2~", {.code = KEY_INSERT}},
    {"\033[3~", {.code = KEY_DELETE}},
    {"\033[3;5~", {.code = KEY_DELETE, .modifiers = KEY_CTRL}},
    {"\033[4~", {.code = KEY_END}},
    {"\033[5~", {.code = KEY_PGUP}},
    {"\033[6~", {.code = KEY_PGDN}},
    {"\033[15~", {.code = KEY_F1 + 4}},
    {"\033[17~", {.code = KEY_F1 + 5}},
    {"\033[21~", {.code = KEY_F1 + 9}},
    {"\033[23~", {.code = KEY_F1 + 10}},
    {"\033[24;2~", {.code = KEY_F12, .modifiers = KEY_SHIFT}},
    /* linux console */
    {"\033[[A", {.code = KEY_F1}},
    {"\033[[E", {.code = KEY_F1 + 4}},
    /* rxvt */
    {"\033[7~", {.code = KEY_HOME}},
    {"\033[8~", {.code = KEY_END}},
    {"\033[11~", {.code = KEY_F1}},
    {"\033[a", {.code = KEY_UP, .modifiers = KEY_SHIFT}},
    {"\033Oc", {.code = KEY_RIGHT, .modifiers = KEY_CTRL}},
    {"\033[7$", {.code = KEY_HOME, .modifiers = KEY_SHIFT}},
    {"\033[6^", {.code = KEY_PGDN, .modifiers = KEY_CTRL}},
    {"\033[3@", {.code = KEY_DELETE, .modifiers = KEY_CTRL | KEY_SHIFT}},
    {"\033\033[A", {.code = KEY_UP, .modifiers = KEY_ALT}},
    /* application keypad */
    {"\033OM", {.code = KEY_ENTER}},
    {"\033Oj", {.code = '*'}},
    {"\033Ok", {.code = '+'}},
    {"\033Op", {.code = '0'}},
    {"\033Oy", {.code = '9'}},
    /* CSI u and modifyOtherKeys */
    {"\033[108;5u", {.code = 'l', .modifiers = KEY_CTRL}},
    {"\033[97;2u", {.code = 'A'}},
    {"\033[13u", {.code = KEY_ENTER}},
    {"\033[27u", {.code = KEY_ESC}},
    {"\033[9;2u", {.code = KEY_TAB, .modifiers = KEY_SHIFT}},
    {"\033[120;3:1u", {.code = 'x', .modifiers = KEY_ALT}},
    {"\033[27;5;108~", {.code = 'l', .modifiers = KEY_CTRL}},
    {"\033[27;2;13~", {.code = KEY_ENTER, .modifiers = KEY_SHIFT}},
    /* mouse: SGR, urxvt, X10 */
    {"\033[<0;80;24M",
     {.code = KEY_MOUSE, .mouse = MOUSE_PRESS, .column = 79, .row = 23}},
    {"\033[<0;1;1m", {.code = KEY_MOUSE, .mouse = MOUSE_RELEASE}},
    {"\033[<64;3;4M",
     {.code = KEY_MOUSE, .mouse = MOUSE_WHEEL_UP, .column = 2, .row = 3}},
    {"\033[<65;300;200M",
     {.code = KEY_MOUSE, .mouse = MOUSE_WHEEL_DOWN, .column = 299, .row = 199}},
    {"\033[<16;2;2M",
     {.code = KEY_MOUSE, .modifiers = KEY_CTRL, .column = 1, .row = 1}},
    {"\033[32;5;6M", {.code = KEY_MOUSE, .column = 4, .row = 5}},
    {"\033[M !!", {.code = KEY_MOUSE, .column = 0, .row = 0}},
    {"\033[M#\"!",
     {.code = KEY_MOUSE, .mouse = MOUSE_RELEASE, .column = 1, .row = 0}},
    /* focus */
    {"\033[I", {.code = KEY_FOCUS_IN}},
    {"\033[O", {.code = KEY_FOCUS_OUT}},
};

/* None of these is a key, whichever way it is cut. */
static const char *const no_keys[] = {
    "\033[?1;2c",                   /* DA */
    "\033[>41;380;0c",              /* secondary DA */
    "\033[24;80R",                  /* CPR */
    "\033[0n",                      /* DSR */
    "\033[?2026;2$y",               /* DECRPM */
    "\033[4;1$y",                   /* the same for an ANSI mode */
    "\033[8;24;80t",                /* window size */
    "\033]11;rgb:0000/0000/0000\a", /* OSC ended by BEL */
    "\033]11;rgb:ffff/ffff/ffff\033\\",
    "\033P>|XTerm(380)\033\\",    /* DCS */
    "\033_Gi=1;OK\033\\",         /* APC */
    "\033[97;1:3u",               /* a release */
    "\033[57399u",                /* a private key */
    "\033[25~",                   /* F13 */
    "\033[99~",                   /* no key at all */
    "\033[1;2;3;4;5;6;7A",        /* too many parameters */
    "\033[99999999999999999999~", /* a parameter past all bounds */
    "\033[<35;10;10M",            /* motion */
    "\033[<2;10;10M",             /* right button */
    "\033[<66;10;10M",            /* a wheel that tilts */
    "\033[<0;0;1M",               /* no such column */
    "\033[ q",                    /* intermediate byte */
    "\033[38;5;196m",             /* what somebody pasted without brackets */
    "\033[1;2",                   /* a sequence that never ends */
    "\033]0;never ended",
    "\033OE", /* keypad 5 without a meaning */
};

static void input_of_one_sequence_cut_anywhere_is_its_key(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof(single_keys) / sizeof(single_keys[0]); i++) {
        size_t length = strlen(single_keys[i].bytes);

        for (size_t cut = 0; cut <= length; cut++) {
            struct keys keys = decode_cut(single_keys[i].bytes, length, cut);

            if (keys.count != 1 || keys.all[0].code != single_keys[i].key.code)
                print_error("at entry %zu, cut %zu\n", i, cut);
            assert_keys(keys, 1, &single_keys[i].key);
        }
    }
}

static void input_of_an_answer_or_unknown_sequence_is_nothing(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof(no_keys) / sizeof(no_keys[0]); i++) {
        size_t length = strlen(no_keys[i]);

        for (size_t cut = 0; cut <= length; cut++) {
            struct keys keys = decode_cut(no_keys[i], length, cut);

            if (keys.count != 0)
                print_error("at entry %zu, cut %zu\n", i, cut);
            assert_int_equal(keys.count, 0);
        }
    }
}

static void input_of_all_sequences_in_a_row_is_all_keys(void **state)
{
    const struct key expected[] = {
        {.code = KEY_UP},
        {.code = 'x', .modifiers = KEY_ALT},
        {.code = 'q'},
        {.code = KEY_F1 + 4},
        {.code = KEY_HOME, .modifiers = KEY_SHIFT},
        {.code = 0x20ac},
        {.code = KEY_ENTER},
    };
    (void)state;

    struct keys keys = decode("\033[A\033xq\033[?1;2c\033[15~\033[7$"
                              "\xe2\x82\xac\033]11;x\033\\\r");

    assert_keys(keys, 7, expected);
}

static void input_of_broken_utf8_is_a_replacement_and_goes_on(void **state)
{
    static const char *const broken[] = {
        "\xff", "\xc3", "\xe2\x82", "\x80", "\xc0", "\xed\xa0\x80",
    };
    const struct key expected[] = {{.code = 0xFFFD}, {.code = 'k'}};
    (void)state;

    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        char bytes[8];

        (void)snprintf(bytes, sizeof(bytes), "%sk", broken[i]);

        assert_keys(decode(bytes), 2, expected);
    }
}

static void input_of_a_c1_control_is_a_replacement(void **state)
{
    const struct key expected[] = {{.code = 0xFFFD}};
    (void)state;

    assert_keys(decode("\xc2\x9b"), 1, expected);
}

static void input_of_a_sequence_cut_short_gives_the_next_key(void **state)
{
    const struct key expected[] = {{.code = KEY_UP}};
    const struct key letter[] = {{.code = 'c', .modifiers = KEY_CTRL}};
    (void)state;

    assert_keys(decode("\033[1;\033[A"), 1, expected);
    assert_keys(decode("\033[1;\003"), 1, letter);
    assert_keys(decode("\033]0;x\033[A"), 1, expected);
    assert_keys(decode("\033[[\033[A"), 1, expected);
    assert_keys(decode("\033[M\033[A"), 1, expected);
    assert_keys(decode("\033[1;\030\033[A"), 1, expected);
}

static void input_timeout_ends_a_lone_escape_at_once(void **state)
{
    struct input *input = input_new();
    struct keys keys = {0};
    const struct key expected[] = {{.code = KEY_ESC}, {.code = '['}};
    (void)state;

    input_feed(input, "\033", 1, take_key, &keys);
    assert_true(input_is_waiting(input));
    assert_int_equal(keys.count, 0);
    input_timeout(input, take_key, &keys);
    assert_false(input_is_waiting(input));
    input_feed(input, "[", 1, take_key, &keys);

    assert_keys(keys, 2, expected);
    input_free(input);
}

static void input_timeout_with_nothing_begun_does_nothing(void **state)
{
    const struct key expected[] = {{.code = 'a'}};
    (void)state;

    assert_keys(decode("a"), 1, expected);
}

static void input_of_a_paste_is_text_between_its_ends(void **state)
{
    const struct key expected[] = {
        {.code = KEY_PASTE_ON},
        {.code = 'q'},
        {.code = KEY_ENTER},
        {.code = KEY_TAB},
        {.code = 'x'},
        {.code = KEY_ENTER},
        {.code = 0xe9},
        {.code = KEY_PASTE_OFF},
        {.code = 'q', .modifiers = KEY_ALT},
    };
    const char bytes[] = "\033[200~q\r\t\033x\001\033[A\033[31m\n\xc3\xa9\177"
                         "\033[<0;1;1M\033[M !!\033[201~\033q";
    (void)state;

    for (size_t cut = 0; cut < sizeof(bytes); cut++)
        assert_keys(decode_cut(bytes, sizeof(bytes) - 1, cut), 9, expected);
}

static void input_of_ctrl_c_gets_out_of_a_paste_that_never_ends(void **state)
{
    const struct key expected[] = {{.code = KEY_PASTE_ON},
                                   {.code = 'c', .modifiers = KEY_CTRL}};
    (void)state;

    assert_keys(decode("\033[200~\003"), 2, expected);
}

static void input_of_an_endless_string_is_bounded(void **state)
{
    struct input *input = input_new();
    struct keys keys = {0};
    char block[1024];
    (void)state;

    memset(block, 'x', sizeof(block));
    input_feed(input, "\033]", 2, take_key, &keys);
    for (int i = 0; i < 256; i++)
        input_feed(input, block, sizeof(block), take_key, &keys);
    assert_int_equal(keys.count, 0);
    assert_true(input_is_waiting(input));
    input_feed(input, "yz", 2, take_key, &keys);

    assert_int_equal(keys.count, 1);
    assert_int_equal(keys.all[0].code, 'z');
    input_free(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_of_one_sequence_cut_anywhere_is_its_key),
        cmocka_unit_test(input_of_an_answer_or_unknown_sequence_is_nothing),
        cmocka_unit_test(input_of_all_sequences_in_a_row_is_all_keys),
        cmocka_unit_test(input_of_broken_utf8_is_a_replacement_and_goes_on),
        cmocka_unit_test(input_of_a_c1_control_is_a_replacement),
        cmocka_unit_test(input_of_a_sequence_cut_short_gives_the_next_key),
        cmocka_unit_test(input_timeout_ends_a_lone_escape_at_once),
        cmocka_unit_test(input_timeout_with_nothing_begun_does_nothing),
        cmocka_unit_test(input_of_a_paste_is_text_between_its_ends),
        cmocka_unit_test(input_of_ctrl_c_gets_out_of_a_paste_that_never_ends),
        cmocka_unit_test(input_of_an_endless_string_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
