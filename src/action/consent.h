/* consent.h - a person's yes to exactly what was shown, once.
 *
 * Layer: action. Pure: time and chance arrive as arguments. Made when the
 * dialog is shown, given by what is typed, taken by the supervisor, which runs
 * nothing without one. It holds for the plan that was shown and no other, for
 * one run, for 60 s.
 */
#ifndef TRACETOP_ACTION_CONSENT_H
#define TRACETOP_ACTION_CONSENT_H

#include <stdbool.h>
#include <stdint.h>

#include "action/plan.h"
#include "base/err.h"

enum {
    CONSENT_LIFE_MS = 60 * 1000,
    CONSENT_ID_SIZE = 33, /* 32 hex digits and a NUL */
};

enum consent_kind {
    CONSENT_ENTER, /* read: Enter */
    CONSENT_YES,   /* change: y */
    CONSENT_WORD,  /* destructive, or a change in production: type the word */
};

enum consent_state {
    CONSENT_NONE, /* zeroed, or withdrawn */
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_TAKEN,
};

struct consent {
    enum consent_state state;
    enum consent_kind kind;
    char word[128]; /* to type, for CONSENT_WORD: show it */
    char id[CONSENT_ID_SIZE];
    struct plan_digest digest;
    int64_t asked_mono_ms;
};

/* Asks for a plan: the dialog is on the screen. `chance` is 16 random bytes.
 * Fails: -1 and `err` (ERR_REFUSED) with the reason to show: the plan refuses
 * itself, is only to be printed, or is above read when `is_read_only`. */
int consent_ask(struct consent *consent, const struct plan *plan,
                bool is_read_only, const unsigned char chance[16],
                int64_t mono_ms, struct err *err);

/* Takes what was typed: "" for Enter alone, "y", or the word.
 * Fails: -1 and `err` when it is not what was asked for (the consent stays
 * asked: more may be typed), or too late (then it is void: ask again). */
int consent_give(struct consent *consent, const char *typed, int64_t mono_ms,
                 struct err *err);

/* Uses it up for that plan; the supervisor's part.
 * Fails: -1 and `err`: not given, too late, used already, or given for
 * something else. It is void afterwards in every case. */
int consent_take(struct consent *consent, const struct plan *plan,
                 int64_t mono_ms, struct err *err);

/* Ends it: Esc. A zeroed struct is fine. */
void consent_withdraw(struct consent *consent);

/* Returns how much of its time is left, 0 when it is void. */
int64_t consent_left_ms(const struct consent *consent, int64_t mono_ms);

#endif
