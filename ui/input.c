/* input.c - terminal bytes to keys.
 *
 * A state machine over single bytes, so that a sequence may be split anywhere.
 * It only finds where a sequence ends; sequence.c knows what it means.
 *
 * The one ambiguity of terminals is ESC: the Esc key, the start of a sequence,
 * or Alt with the next key. Only time tells the first from the others, and time
 * is the caller's: input_timeout() ends whatever has begun.
 *
 * Inside a bracketed paste everything is text: line ends become Enter, tabs
 * Tab, and other control bytes and sequences are dropped, so that pasted bytes
 * cannot press keys. Ctrl-C alone gets through: it leaves, whatever happened to
 * the end of the paste.
 */
#include "ui/input.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "ui/sequence.h"

enum {
    BYTE_ESC = 0x1b,
    BYTE_BELL = 0x07,
    BYTE_CANCEL = 0x18,
    BYTE_SUBSTITUTE = 0x1a,
    BYTE_INTERRUPT = 0x03,
    /* A string answer (OSC 52) may be long, but no keyboard may be locked up
     * by one that never ends. */
    STRING_MOST = 1 << 18,
    CSI_MOST = 4096,
    REPLACEMENT = 0xFFFD,
};

enum state {
    STATE_GROUND,
    STATE_ESC,
    STATE_SEQUENCE,   /* CSI or SS3 */
    STATE_LINUX,      /* CSI [: one byte more */
    STATE_X10,        /* CSI M: three bytes more */
    STATE_STRING,     /* OSC, DCS and the like, up to BEL or ST */
    STATE_STRING_ESC, /* ESC inside one */
    STATE_CHARACTER,  /* inside a UTF-8 character */
};

struct input {
    enum state state;
    bool has_alt; /* an ESC stood before what is being read */
    bool in_paste;
    char opener;  /* the byte after ESC that began a string */
    size_t taken; /* bytes of a sequence or string so far */
    struct sequence sequence;
    unsigned char bytes[4]; /* of a UTF-8 character or an X10 report */
    uint8_t have, need;
    input_key_fn *fn; /* during a call */
    void *owner;
};

static void step(struct input *input, unsigned char byte);
static void step_ground(struct input *input, unsigned char byte);
static void step_esc(struct input *input, unsigned char byte);
static void step_sequence(struct input *input, unsigned char byte);
static void step_x10(struct input *input, unsigned char byte);
static void step_string(struct input *input, unsigned char byte);
static void step_character(struct input *input, unsigned char byte);
static void cut_short(struct input *input, unsigned char byte);
static void begin(struct input *input, enum state state);
static void end_sequence(struct input *input, char final);
static bool is_final(const struct input *input, unsigned char byte);
static void emit_character(struct input *input, uint32_t code);
static void emit(struct input *input, struct key key);
static uint8_t bytes_needed(unsigned char lead);

struct input *input_new(void)
{
    return xcalloc(1, sizeof(struct input));
}

void input_free(struct input *input)
{
    free(input);
}

void input_feed(struct input *input, const char *bytes, size_t length,
                input_key_fn *fn, void *owner)
{
    input->fn = fn;
    input->owner = owner;
    for (size_t i = 0; i < length; i++)
        step(input, (unsigned char)bytes[i]);
}

bool input_is_waiting(const struct input *input)
{
    return input->state != STATE_GROUND;
}

void input_timeout(struct input *input, input_key_fn *fn, void *owner)
{
    enum state state = input->state;

    input->fn = fn;
    input->owner = owner;
    input->state = STATE_GROUND;
    if (state == STATE_CHARACTER)
        emit_character(input, REPLACEMENT);
    else if (state == STATE_ESC)
        emit_character(input, BYTE_ESC);
    else if (state == STATE_SEQUENCE && input->taken == 0) {
        /* ESC [ and nothing more: somebody pressed Alt-[ */
        input->has_alt = true;
        emit_character(input, (unsigned char)input->sequence.introducer);
    } else if (state == STATE_STRING && input->taken == 0) {
        input->has_alt = true;
        emit_character(input, (unsigned char)input->opener);
    }
    input->has_alt = false;
}

static void step(struct input *input, unsigned char byte)
{
    switch (input->state) {
    case STATE_GROUND:
        step_ground(input, byte);
        break;
    case STATE_ESC:
        step_esc(input, byte);
        break;
    case STATE_SEQUENCE:
        step_sequence(input, byte);
        break;
    case STATE_LINUX:
        if (byte < 0x20)
            cut_short(input, byte);
        else
            end_sequence(input, (char)byte);
        break;
    case STATE_X10:
        step_x10(input, byte);
        break;
    case STATE_STRING:
    case STATE_STRING_ESC:
        step_string(input, byte);
        break;
    case STATE_CHARACTER:
        step_character(input, byte);
        break;
    }
}

static void step_ground(struct input *input, unsigned char byte)
{
    if (byte == BYTE_ESC) {
        begin(input, STATE_ESC);
        return;
    }
    if (byte < 0x80) {
        emit_character(input, byte);
        return;
    }
    input->need = bytes_needed(byte);
    if (input->need == 0) {
        emit_character(input, REPLACEMENT);
        return;
    }
    input->bytes[0] = byte;
    input->have = 1;
    input->state = STATE_CHARACTER;
}

static void step_esc(struct input *input, unsigned char byte)
{
    switch (byte) {
    case BYTE_ESC: /* rxvt's Alt-Up is ESC ESC [ A; Alt-Esc is ESC ESC */
        if (input->has_alt)
            emit_character(input, BYTE_ESC);
        else
            input->has_alt = true;
        return;
    case '[':
    case 'O':
        begin(input, STATE_SEQUENCE);
        input->sequence.introducer = (char)byte;
        return;
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
        begin(input, STATE_STRING);
        input->opener = (char)byte;
        return;
    default:
        input->has_alt = true;
        input->state = STATE_GROUND;
        step_ground(input, byte);
    }
}

static void step_sequence(struct input *input, unsigned char byte)
{
    struct sequence *sequence = &input->sequence;

    if (byte < 0x20 || byte > 0x7e) {
        cut_short(input, byte);
        return;
    }
    if (sequence->introducer == '[' && byte == 'M' && input->taken == 0) {
        begin(input, STATE_X10);
        return;
    }
    if (is_final(input, byte)) {
        end_sequence(input, (char)byte);
        return;
    }
    if (sequence->length < SEQUENCE_BYTES)
        sequence->bytes[sequence->length++] = (char)byte;
    else
        sequence->is_cut = true;
    if (sequence->introducer == '[' && byte == '[' && input->taken == 0)
        input->state = STATE_LINUX;
    if (++input->taken > CSI_MOST) {
        begin(input, STATE_GROUND);
        input->has_alt = false;
    }
}

static void step_x10(struct input *input, unsigned char byte)
{
    struct key key;

    if (byte < 0x20) {
        cut_short(input, byte);
        return;
    }
    input->bytes[input->have++] = byte;
    if (input->have < 3)
        return;
    input->state = STATE_GROUND;
    input->has_alt = false;
    if (sequence_x10_mouse(input->bytes, &key) && !input->in_paste)
        emit(input, key);
}

static void step_string(struct input *input, unsigned char byte)
{
    bool had_esc = input->state == STATE_STRING_ESC;

    if (had_esc && byte != '\\') {
        /* Not ST: an ESC ends a string all the same and begins anew */
        begin(input, STATE_ESC);
        input->has_alt = false;
        step_esc(input, byte);
        return;
    }
    if (byte == BYTE_ESC) {
        input->state = STATE_STRING_ESC;
        return;
    }
    if (had_esc || byte == BYTE_BELL || byte == BYTE_CANCEL ||
        byte == BYTE_SUBSTITUTE || ++input->taken > STRING_MOST) {
        input->state = STATE_GROUND;
        input->has_alt = false;
    }
}

static void step_character(struct input *input, unsigned char byte)
{
    uint32_t code;

    if ((byte & 0xc0) != 0x80) {
        input->state = STATE_GROUND;
        emit_character(input, REPLACEMENT);
        step_ground(input, byte);
        return;
    }
    input->bytes[input->have++] = byte;
    if (input->have < input->need)
        return;
    input->state = STATE_GROUND;
    if (utf8_decode((const char *)input->bytes, input->have, &code) !=
        input->have)
        code = REPLACEMENT;
    emit_character(input, code);
}

/* Drops the sequence; the byte that broke it stands for itself. */
static void cut_short(struct input *input, unsigned char byte)
{
    begin(input, STATE_GROUND);
    input->has_alt = false;
    if (byte != BYTE_CANCEL && byte != BYTE_SUBSTITUTE)
        step_ground(input, byte);
}

/* Enters a state with nothing read in it; an Alt seen before stays. */
static void begin(struct input *input, enum state state)
{
    input->state = state;
    input->taken = 0;
    input->have = 0;
    memset(&input->sequence, 0, sizeof(input->sequence));
}

static void end_sequence(struct input *input, char final)
{
    struct key key;

    input->state = STATE_GROUND;
    input->sequence.final = final;
    if (sequence_key(&input->sequence, &key)) {
        if (input->has_alt && key.code < KEY_MOUSE)
            key.modifiers |= KEY_ALT;
        if (!input->in_paste || key.code == KEY_PASTE_OFF)
            emit(input, key);
        if (key.code == KEY_PASTE_ON || key.code == KEY_PASTE_OFF)
            input->in_paste = key.code == KEY_PASTE_ON;
    }
    input->has_alt = false;
}

/* CSI ends at a byte from '@' on, but for the linux console's CSI [ A; rxvt's
 * Shift-Home is CSI 7 $, where '$' after bare digits ends too. SS3 ends at any
 * byte that is no digit. */
static bool is_final(const struct input *input, unsigned char byte)
{
    const struct sequence *sequence = &input->sequence;

    if (sequence->introducer == 'O')
        return byte != ';' && (byte < '0' || byte > '9');
    if (byte == '[' && input->taken == 0)
        return false;
    if (byte == '$' && sequence->length > 0 && !sequence->is_cut) {
        for (uint8_t i = 0; i < sequence->length; i++)
            if (sequence->bytes[i] < '0' || sequence->bytes[i] > '9')
                return false;
        return true;
    }
    return byte >= '@';
}

static void emit_character(struct input *input, uint32_t code)
{
    unsigned modifiers = input->has_alt ? KEY_ALT : 0;

    input->has_alt = false;
    if (!input->in_paste) {
        emit(input, sequence_character(code, modifiers));
        return;
    }
    if (code == '\n')
        code = '\r';
    if (code >= 0x20 ? code != 0x7f
                     : code == '\r' || code == '\t' || code == BYTE_INTERRUPT)
        emit(input, sequence_character(code, 0));
}

static void emit(struct input *input, struct key key)
{
    input->fn(input->owner, key);
}

/* Returns how many bytes a character has that begins with `lead`, or 0 when
 * none does. */
static uint8_t bytes_needed(unsigned char lead)
{
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    if (lead >= 0xf0 && lead <= 0xf4)
        return 4;
    return 0;
}
