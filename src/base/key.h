/* key.h - one key press, paste or mouse event as a plain value.
 *
 * Layer: base. Names are what people write in the configuration: "q", "F5",
 * "Ctrl-L", "Alt-x", "Space", "Enter", "Esc", "Tab", "Shift-Tab", "Up",
 * "PgDn", "Home", "Del"; a single printable character names itself.
 */
#ifndef TRACETOP_BASE_KEY_H
#define TRACETOP_BASE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_code {
    KEY_NONE = 0,
    /* 1 to 0x10FFFF: the character itself; control characters appear as their
     * letter with KEY_CTRL, Enter, Tab, Esc and Backspace as below */
    KEY_ENTER = 0x110000,
    KEY_TAB,
    KEY_ESC,
    KEY_BACKSPACE,
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_PGUP,
    KEY_PGDN,
    KEY_INSERT,
    KEY_DELETE,
    KEY_F1, /* F1 to F12 follow one another */
    KEY_F12 = KEY_F1 + 11,
    KEY_MOUSE,     /* see `mouse` */
    KEY_PASTE_ON,  /* a bracketed paste begins: characters are text */
    KEY_PASTE_OFF, /* and ends */
    KEY_FOCUS_IN,
    KEY_FOCUS_OUT,
};

enum key_modifier { KEY_SHIFT = 1, KEY_ALT = 2, KEY_CTRL = 4 };

enum mouse_action {
    MOUSE_PRESS,
    MOUSE_RELEASE,
    MOUSE_WHEEL_UP,
    MOUSE_WHEEL_DOWN
};

struct key {
    uint32_t code;     /* a character or an enum key_code */
    uint8_t modifiers; /* set of enum key_modifier */
    uint8_t mouse;     /* enum mouse_action, when code is KEY_MOUSE */
    uint16_t column;   /* from 0, when code is KEY_MOUSE */
    uint16_t row;      /* from 0, when code is KEY_MOUSE */
};

/* Parses a key's name; letters of names may be of either case. Presses that
 * terminals send alike become one: Ctrl-A is Ctrl-a, Ctrl-I is Tab, Ctrl-M is
 * Enter, Ctrl-[ is Esc, Ctrl-H is Backspace, Shift-a is A.
 * Fails: false, `key` untouched, when it names none. */
bool key_parse(const char *name, struct key *key);

/* Writes a key's name, as key_parse() reads it, or "(event)" for what is not a
 * key. 32 bytes always do. */
void key_format(char *out, size_t size, struct key key);

/* Says whether two keys are the same press (see key_parse()). */
bool key_equal(struct key left, struct key right);

#endif
