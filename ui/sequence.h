/* sequence.h - what one whole escape sequence from a terminal means.
 *
 * Layer: ui; used by input.c, which finds where a sequence ends. Knows the
 * keys of xterm (with modifiers), VT220, rxvt, the linux console, the
 * application keypad, CSI u, modifyOtherKeys, and mouse reports (SGR, urxvt,
 * X10). Anything else, such as a terminal's answer to a question, means
 * nothing.
 * Source: XTerm Control Sequences (patch 380); rxvt-unicode(7), "Key codes";
 * console_codes(4); the kitty keyboard protocol, progressive form 0.
 */
#ifndef TRACETOP_UI_SEQUENCE_H
#define TRACETOP_UI_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/key.h"

enum { SEQUENCE_BYTES = 40 };

struct sequence {
    char introducer; /* '[' for CSI, 'O' for SS3 */
    char final;
    bool is_cut;                /* there were more parameter bytes than fit */
    uint8_t length;             /* of `bytes` */
    char bytes[SEQUENCE_BYTES]; /* between introducer and final */
};

/* Reads what a sequence means. Fails: false, `key` untouched, when it means no
 * key of ours. */
bool sequence_key(const struct sequence *sequence, struct key *key);

/* Reads an X10 mouse report: the three bytes after CSI M. Fails: as above. */
bool sequence_x10_mouse(const unsigned char bytes[3], struct key *key);

/* Returns the key of a character as a terminal sends it with modifiers on the
 * side: Shift goes into the letter, control codes get their names. */
struct key sequence_character(uint32_t code, unsigned modifiers);

#endif
