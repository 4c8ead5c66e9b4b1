/* key.c - the names of keys. */
#include "base/key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

struct name {
    const char *text;
    uint32_t value;
};

/* The first name of a value is the one that is written. */
static const struct name modifiers[] = {
    {"Ctrl-", KEY_CTRL},
    {"Alt-", KEY_ALT},
    {"Shift-", KEY_SHIFT},
};
static const struct name codes[] = {
    {"Space", ' '},
    {"Enter", KEY_ENTER},
    {"Return", KEY_ENTER},
    {"Tab", KEY_TAB},
    {"Esc", KEY_ESC},
    {"Escape", KEY_ESC},
    {"Backspace", KEY_BACKSPACE},
    {"Up", KEY_UP},
    {"Down", KEY_DOWN},
    {"Left", KEY_LEFT},
    {"Right", KEY_RIGHT},
    {"Home", KEY_HOME},
    {"End", KEY_END},
    {"PgUp", KEY_PGUP},
    {"PageUp", KEY_PGUP},
    {"PgDn", KEY_PGDN},
    {"PageDown", KEY_PGDN},
    {"Ins", KEY_INSERT},
    {"Insert", KEY_INSERT},
    {"Del", KEY_DELETE},
    {"Delete", KEY_DELETE},
};
enum {
    MODIFIER_COUNT = sizeof(modifiers) / sizeof(modifiers[0]),
    CODE_COUNT = sizeof(codes) / sizeof(codes[0]),
};

static const char *parse_modifiers(const char *name, uint8_t *found);
static uint32_t parse_code(const char *name);
static uint32_t parse_function_key(const char *name);
static struct key as_sent(struct key key);
static void format_code(char *out, size_t size, struct key key);

bool key_parse(const char *name, struct key *key)
{
    struct key found = {0};
    const char *rest = parse_modifiers(name, &found.modifiers);

    found.code = parse_code(rest);
    if (found.code == KEY_NONE)
        return false;
    found = as_sent(found);
    /* what Shift makes of a digit or a bracket depends on the keyboard: the
     * character itself is to be named */
    if ((found.modifiers & KEY_SHIFT) && !(found.modifiers & KEY_CTRL) &&
        found.code > ' ' && found.code < KEY_ENTER)
        return false;
    *key = found;
    return true;
}

void key_format(char *out, size_t size, struct key key)
{
    char code[16];

    key = as_sent(key);
    format_code(code, sizeof(code), key);
    (void)snprintf(out, size, "%s%s%s%s",
                   key.modifiers & KEY_CTRL ? "Ctrl-" : "",
                   key.modifiers & KEY_ALT ? "Alt-" : "",
                   key.modifiers & KEY_SHIFT ? "Shift-" : "", code);
}

bool key_equal(struct key left, struct key right)
{
    left = as_sent(left);
    right = as_sent(right);
    if (left.code != right.code || left.modifiers != right.modifiers)
        return false;
    return left.code != KEY_MOUSE ||
           (left.mouse == right.mouse && left.column == right.column &&
            left.row == right.row);
}

/* Returns where the modifiers end; each may come once, in any order. */
static const char *parse_modifiers(const char *name, uint8_t *found)
{
    size_t index = 0;

    while (index < MODIFIER_COUNT) {
        const struct name *modifier = &modifiers[index];
        size_t length = strlen(modifier->text);

        if (!(*found & modifier->value) &&
            strncasecmp(name, modifier->text, length) == 0) {
            *found = (uint8_t)(*found | modifier->value);
            name += length;
            index = 0;
        } else {
            index++;
        }
    }
    return name;
}

static uint32_t parse_code(const char *name)
{
    size_t length = strlen(name);
    uint32_t code;

    if (length == 0)
        return KEY_NONE;
    for (size_t i = 0; i < CODE_COUNT; i++)
        if (strcasecmp(name, codes[i].text) == 0)
            return codes[i].value;
    if (utf8_decode(name, length, &code) == length)
        return utf8_is_hostile(code) || code == 0xFFFD ? KEY_NONE : code;
    return parse_function_key(name);
}

static uint32_t parse_function_key(const char *name)
{
    uint32_t number = 0;

    if ((name[0] != 'F' && name[0] != 'f') || name[1] == '0')
        return KEY_NONE;
    for (const char *at = name + 1; *at; at++) {
        if (*at < '0' || *at > '9' || number > 12)
            return KEY_NONE;
        number = number * 10 + (uint32_t)(*at - '0');
    }
    return number >= 1 && number <= 12 ? KEY_F1 + number - 1 : KEY_NONE;
}

/* Returns the one form of presses that terminals send as the same bytes. */
static struct key as_sent(struct key key)
{
    static const struct name same[] = {
        {"i", KEY_TAB}, {"m", KEY_ENTER}, {"[", KEY_ESC}, {"h", KEY_BACKSPACE}};
    const bool has_ctrl = key.modifiers & KEY_CTRL;

    if (has_ctrl && key.code >= 'A' && key.code <= 'Z')
        key.code += 'a' - 'A';
    if (!has_ctrl && (key.modifiers & KEY_SHIFT)) {
        if (key.code >= 'a' && key.code <= 'z')
            key.code -= 'a' - 'A';
        if (key.code >= 'A' && key.code <= 'Z')
            key.modifiers &= (uint8_t)~KEY_SHIFT;
    }
    for (size_t i = 0; has_ctrl && i < sizeof(same) / sizeof(same[0]); i++)
        if (key.code == (unsigned char)same[i].text[0]) {
            key.code = same[i].value;
            key.modifiers &= (uint8_t)~KEY_CTRL;
            break;
        }
    return key;
}

static void format_code(char *out, size_t size, struct key key)
{
    const char *name = NULL;
    char character[4];
    size_t length;

    for (size_t i = 0; i < CODE_COUNT && !name; i++)
        if (codes[i].value == key.code)
            name = codes[i].text;
    if (key.code == KEY_NONE || key.code > KEY_F12)
        name = "(event)"; /* key_parse() never reads it */
    if ((key.modifiers & KEY_CTRL) && key.code >= 'a' && key.code <= 'z')
        key.code -= 'a' - 'A';
    length = utf8_encode(key.code, character);
    if (name)
        (void)snprintf(out, size, "%s", name);
    else if (key.code >= KEY_F1)
        (void)snprintf(out, size, "F%u", key.code - KEY_F1 + 1);
    else
        (void)snprintf(out, size, "%.*s", (int)length, character);
}
