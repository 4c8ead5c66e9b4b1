/* sequence.c - what one whole escape sequence from a terminal means. */
#include "ui/sequence.h"

#include <string.h>

enum {
    PARAMETERS = 6,
    PARAMETER_MOST = 0x110000,
    PASTE_BEGIN = 200,
    PASTE_END = 201,
    OTHER_KEYS = 27, /* CSI 27 ; modifiers ; code ~ */
    KITTY_RELEASE = 3,
    KITTY_PRIVATE_FIRST = 0xE000, /* its names for keypad and locks */
    KITTY_PRIVATE_LAST = 0xF8FF,
    MOUSE_BUTTONS = 3,
    MOUSE_MOTION = 32,
    MOUSE_WHEEL = 64,
    MOUSE_X10_RELEASE = 3,
    MOUSE_OFFSET = 32, /* of X10 and urxvt reports */
};

struct parameters {
    int count;
    uint32_t values[PARAMETERS]; /* 0 where left out */
    uint32_t event;              /* the sub-parameter of the second */
};

static bool key_csi(const struct sequence *sequence, struct key *key);
static bool key_ss3(const struct sequence *sequence, struct key *key);
static bool key_tilde(const struct parameters *parameters, struct key *key);
static bool key_rxvt(const struct sequence *sequence, struct key *key);
static bool key_csi_u(const struct parameters *parameters, struct key *key);
static bool key_mouse(uint32_t button, uint32_t column, uint32_t row,
                      bool is_release, struct key *key);
static uint32_t code_of_letter(char letter);
static uint32_t code_of_number(uint32_t number);
static bool read_parameters(const char *bytes, size_t length,
                            struct parameters *out);
static unsigned modifiers_of(const struct parameters *parameters, int index);
static bool set_key(struct key *key, uint32_t code, unsigned modifiers);

/* The application keypad, SS3 'j' to 'y': what is printed on the keys. */
static const char keypad[] = "*+,-./0123456789";

bool sequence_key(const struct sequence *sequence, struct key *key)
{
    if (sequence->is_cut)
        return false;
    if (sequence->introducer == 'O')
        return key_ss3(sequence, key);
    return key_csi(sequence, key);
}

bool sequence_x10_mouse(const unsigned char bytes[3], struct key *key)
{
    if (bytes[0] < MOUSE_OFFSET || bytes[1] <= MOUSE_OFFSET ||
        bytes[2] <= MOUSE_OFFSET)
        return false;

    uint32_t button = bytes[0] - (uint32_t)MOUSE_OFFSET;
    bool is_release =
        button < MOUSE_WHEEL && (button & MOUSE_BUTTONS) == MOUSE_X10_RELEASE;

    if (is_release)
        button &= ~(uint32_t)MOUSE_BUTTONS;
    return key_mouse(button, bytes[1] - (uint32_t)MOUSE_OFFSET,
                     bytes[2] - (uint32_t)MOUSE_OFFSET, is_release, key);
}

struct key sequence_character(uint32_t code, unsigned modifiers)
{
    struct key key = {.code = code, .modifiers = (uint8_t)modifiers};

    switch (code) {
    case '\r':
        key.code = KEY_ENTER;
        return key;
    case '\t':
        key.code = KEY_TAB;
        return key;
    case 0x1b:
        key.code = KEY_ESC;
        return key;
    case '\b':
    case 0x7f:
        key.code = KEY_BACKSPACE;
        return key;
    default:
        break;
    }
    if (code < 0x20) {
        /* 1 to 26 are Ctrl-A to Ctrl-Z; 0 is what Ctrl-Space sends; the rest
         * are Ctrl with \ ] ^ _ */
        key.code = code == 0 ? ' ' : code <= 26 ? code + 'a' - 1 : code + '@';
        key.modifiers |= KEY_CTRL;
    } else if (key.modifiers & KEY_SHIFT) {
        if (code >= 'a' && code <= 'z' && !(key.modifiers & KEY_CTRL))
            key.code = code - 'a' + 'A';
        key.modifiers &= (uint8_t)~KEY_SHIFT;
    }
    if ((key.modifiers & KEY_CTRL) && key.code >= 'A' && key.code <= 'Z')
        key.code += 'a' - 'A';
    if (key.code >= 0x80 && key.code < 0xa0)
        key.code = 0xFFFD;
    return key;
}

static bool key_csi(const struct sequence *sequence, struct key *key)
{
    struct parameters parameters;
    const char *bytes = sequence->bytes;
    size_t length = sequence->length;
    char final = sequence->final;

    if (length == 1 && bytes[0] == '[') /* linux console: F1 is CSI [ A */
        return final >= 'A' && final <= 'E' &&
               set_key(key, KEY_F1 + (uint32_t)(final - 'A'), 0);
    if (length > 0 && bytes[0] == '<' && (final == 'M' || final == 'm'))
        return read_parameters(bytes + 1, length - 1, &parameters) &&
               parameters.count == 3 &&
               key_mouse(parameters.values[0], parameters.values[1],
                         parameters.values[2], final == 'm', key);
    if (final == '^' || final == '@' || final == '$')
        return key_rxvt(sequence, key);
    if (!read_parameters(bytes, length, &parameters))
        return false;

    switch (final) {
    case '~':
        return key_tilde(&parameters, key);
    case 'u':
        return key_csi_u(&parameters, key);
    case 'M': /* urxvt's report */
        return parameters.count == 3 && parameters.values[0] >= MOUSE_OFFSET &&
               key_mouse(parameters.values[0] - MOUSE_OFFSET,
                         parameters.values[1], parameters.values[2], false,
                         key);
    case 'Z':
        return set_key(key, KEY_TAB, modifiers_of(&parameters, 1) | KEY_SHIFT);
    case 'I':
        return length == 0 && set_key(key, KEY_FOCUS_IN, 0);
    case 'O':
        return length == 0 && set_key(key, KEY_FOCUS_OUT, 0);
    case 'a':
    case 'b':
    case 'c':
    case 'd': /* rxvt: arrows with Shift */
        return length == 0 &&
               set_key(key, code_of_letter((char)(final - 'a' + 'A')),
                       KEY_SHIFT);
    default:
        /* CSI 24 ; 80 R tells where the cursor is; CSI 1 ; 5 R is Ctrl-F3 */
        return parameters.values[0] <= 1 && parameters.count <= 2 &&
               set_key(key, code_of_letter(final),
                       modifiers_of(&parameters, 1));
    }
}

static bool key_ss3(const struct sequence *sequence, struct key *key)
{
    struct parameters parameters;
    char final = sequence->final;
    unsigned modifiers;

    if (!read_parameters(sequence->bytes, sequence->length, &parameters))
        return false;
    modifiers = modifiers_of(&parameters, parameters.count > 1 ? 1 : 0);
    if (final >= 'a' && final <= 'd') /* rxvt: arrows with Ctrl */
        return set_key(key, code_of_letter((char)(final - 'a' + 'A')),
                       KEY_CTRL);
    if (final >= 'j' && final <= 'y') {
        *key = sequence_character((unsigned char)keypad[final - 'j'],
                                  modifiers & ~(unsigned)KEY_SHIFT);
        return true;
    }
    switch (final) {
    case 'M':
        return set_key(key, KEY_ENTER, modifiers);
    case 'I':
        return set_key(key, KEY_TAB, modifiers);
    case 'X':
        return set_key(key, '=', 0);
    case ' ':
        return set_key(key, ' ', 0);
    default:
        return set_key(key, code_of_letter(final), modifiers);
    }
}

static bool key_tilde(const struct parameters *parameters, struct key *key)
{
    uint32_t number = parameters->values[0];

    if (number == OTHER_KEYS && parameters->count == 3) {
        struct parameters swapped = {
            .count = 2,
            .values = {parameters->values[2], parameters->values[1]}};

        return key_csi_u(&swapped, key);
    }
    if (number == PASTE_BEGIN || number == PASTE_END)
        return parameters->count == 1 &&
               set_key(key,
                       number == PASTE_BEGIN ? KEY_PASTE_ON : KEY_PASTE_OFF, 0);
    return parameters->count <= 2 &&
           set_key(key, code_of_number(number), modifiers_of(parameters, 1));
}

/* rxvt tells modifiers by the last byte instead of '~'. */
static bool key_rxvt(const struct sequence *sequence, struct key *key)
{
    struct parameters parameters;
    unsigned modifiers = sequence->final == '$'   ? KEY_SHIFT
                         : sequence->final == '^' ? KEY_CTRL
                                                  : KEY_CTRL | KEY_SHIFT;

    return read_parameters(sequence->bytes, sequence->length, &parameters) &&
           parameters.count == 1 &&
           set_key(key, code_of_number(parameters.values[0]), modifiers);
}

static bool key_csi_u(const struct parameters *parameters, struct key *key)
{
    uint32_t code = parameters->values[0];

    if (code == 0 || code > 0x10FFFF || parameters->event == KITTY_RELEASE ||
        (code >= KITTY_PRIVATE_FIRST && code <= KITTY_PRIVATE_LAST) ||
        (code >= 0xD800 && code <= 0xDFFF))
        return false;
    *key = sequence_character(code, modifiers_of(parameters, 1));
    return true;
}

static bool key_mouse(uint32_t button, uint32_t column, uint32_t row,
                      bool is_release, struct key *key)
{
    uint8_t action = is_release ? MOUSE_RELEASE : MOUSE_PRESS;
    unsigned modifiers = 0;

    if (column == 0 || row == 0 || column > UINT16_MAX || row > UINT16_MAX)
        return false;
    if (button & MOUSE_WHEEL) {
        action = button & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
        if ((button & 2) || is_release) /* a wheel that tilts */
            return false;
    } else if (button & (MOUSE_MOTION | MOUSE_BUTTONS)) {
        return false; /* only the left button means something here */
    }
    if (button >= 2 * MOUSE_WHEEL)
        return false;
    if (button & 4)
        modifiers |= KEY_SHIFT;
    if (button & 8)
        modifiers |= KEY_ALT;
    if (button & 16)
        modifiers |= KEY_CTRL;
    *key = (struct key){.code = KEY_MOUSE,
                        .modifiers = (uint8_t)modifiers,
                        .mouse = action,
                        .column = (uint16_t)(column - 1),
                        .row = (uint16_t)(row - 1)};
    return true;
}

static uint32_t code_of_letter(char letter)
{
    switch (letter) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'C':
        return KEY_RIGHT;
    case 'D':
        return KEY_LEFT;
    case 'F':
        return KEY_END;
    case 'H':
        return KEY_HOME;
    case 'P':
    case 'Q':
    case 'R':
    case 'S':
        return KEY_F1 + (uint32_t)(letter - 'P');
    default:
        return KEY_NONE;
    }
}

static uint32_t code_of_number(uint32_t number)
{
    switch (number) {
    case 1:
    case 7:
        return KEY_HOME;
    case 2:
        return KEY_INSERT;
    case 3:
        return KEY_DELETE;
    case 4:
    case 8:
        return KEY_END;
    case 5:
        return KEY_PGUP;
    case 6:
        return KEY_PGDN;
    default:
        break;
    }
    if (number >= 11 && number <= 15)
        return KEY_F1 + (number - 11);
    if (number >= 17 && number <= 21)
        return KEY_F1 + 5 + (number - 17);
    if (number == 23 || number == 24)
        return KEY_F1 + 10 + (number - 23);
    return KEY_NONE;
}

/* Reads "1;5" or kitty's "97;1:3". Fails: false when there is anything but
 * digits, ';' and ':'. */
static bool read_parameters(const char *bytes, size_t length,
                            struct parameters *out)
{
    int part = 0; /* of a parameter with ':' inside */

    memset(out, 0, sizeof(*out));
    if (length > 0)
        out->count = 1;
    for (size_t i = 0; i < length; i++) {
        uint32_t *value = NULL;

        if (bytes[i] == ';') {
            if (out->count == PARAMETERS)
                return false;
            out->count++;
            part = 0;
            continue;
        }
        if (bytes[i] == ':') {
            part++;
            continue;
        }
        if (bytes[i] < '0' || bytes[i] > '9')
            return false;
        if (part == 0)
            value = &out->values[out->count - 1];
        else if (part == 1 && out->count == 2)
            value = &out->event;
        else
            continue;
        *value = *value * 10 + (uint32_t)(bytes[i] - '0');
        if (*value > PARAMETER_MOST)
            return false;
    }
    return true;
}

/* xterm sends 1 plus the set of modifiers, in the order of enum key_modifier;
 * higher bits are Super, locks and such, which are not ours. */
static unsigned modifiers_of(const struct parameters *parameters, int index)
{
    if (parameters->count <= index || parameters->values[index] == 0)
        return 0;
    return (parameters->values[index] - 1) & (KEY_SHIFT | KEY_ALT | KEY_CTRL);
}

static bool set_key(struct key *key, uint32_t code, unsigned modifiers)
{
    if (code == KEY_NONE)
        return false;
    *key = (struct key){.code = code, .modifiers = (uint8_t)modifiers};
    return true;
}
