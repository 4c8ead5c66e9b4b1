/* consent.c - asked, given, taken: one way, once. */
#include "action/consent.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static enum consent_kind kind_of(const struct plan *plan);
static int void_it(struct consent *consent, struct err *err, const char *why);
static bool is_late(const struct consent *consent, int64_t mono_ms);

int consent_ask(struct consent *consent, const struct plan *plan,
                bool is_read_only, const unsigned char chance[16],
                int64_t mono_ms, struct err *err)
{
    const char *word = plan->confirm ? plan->confirm : plan->context;

    memset(consent, 0, sizeof(*consent));
    if (plan->refusal)
        return err_set(err, ERR_REFUSED, 0, "%s", plan->refusal);
    if (plan->is_printed)
        return err_set(err, ERR_REFUSED, 0,
                       "a dry run of this is only shown, not run");
    if (is_read_only && plan->risk != RISK_READ)
        return err_set(err, ERR_REFUSED, 0,
                       "read-only: nothing that may change something is run "
                       "(%s: %s)",
                       risk_name(plan->risk), plan->reason);
    consent->kind = kind_of(plan);
    if (consent->kind == CONSENT_WORD) {
        if (!word[0] || strlen(word) >= sizeof(consent->word))
            return err_set(err, ERR_REFUSED, 0,
                           "the word to type has no length that can be typed");
        (void)snprintf(consent->word, sizeof(consent->word), "%s", word);
    }
    for (size_t i = 0; i < 16; i++)
        (void)snprintf(consent->id + 2 * i, 3, "%02x", chance[i]);
    consent->digest = plan_digest(plan);
    consent->asked_mono_ms = mono_ms;
    consent->state = CONSENT_ASKED;
    return 0;
}

int consent_give(struct consent *consent, const char *typed, int64_t mono_ms,
                 struct err *err)
{
    bool is_right = false;

    if (consent->state != CONSENT_ASKED)
        return err_set(err, ERR_REFUSED, 0, "nothing is asked");
    if (is_late(consent, mono_ms))
        return void_it(consent, err, "too late: look at it again");
    switch (consent->kind) {
    case CONSENT_ENTER:
        is_right = !typed[0];
        break;
    case CONSENT_YES:
        is_right = !strcmp(typed, "y");
        break;
    case CONSENT_WORD:
        is_right = !strcmp(typed, consent->word);
        break;
    }
    if (!is_right)
        return err_set(err, ERR_REFUSED, 0, "%s%s",
                       consent->kind == CONSENT_ENTER ? "Enter runs it"
                       : consent->kind == CONSENT_YES ? "y runs it"
                                                      : "to run it, type ",
                       consent->kind == CONSENT_WORD ? consent->word : "");
    consent->state = CONSENT_GIVEN;
    return 0;
}

int consent_take(struct consent *consent, const struct plan *plan,
                 int64_t mono_ms, struct err *err)
{
    struct plan_digest digest = plan_digest(plan);

    if (consent->state == CONSENT_TAKEN)
        return err_set(err, ERR_REFUSED, 0, "this consent was used already");
    if (consent->state != CONSENT_GIVEN)
        return void_it(consent, err, "no consent was given");
    if (is_late(consent, mono_ms))
        return void_it(consent, err, "the consent is too old: look again");
    if (memcmp(digest.bytes, consent->digest.bytes, sizeof(digest.bytes)) != 0)
        return void_it(consent, err,
                       "the consent was given for something else");
    consent->state = CONSENT_TAKEN;
    return 0;
}

void consent_withdraw(struct consent *consent)
{
    if (consent->state != CONSENT_TAKEN)
        memset(consent, 0, sizeof(*consent));
}

int64_t consent_left_ms(const struct consent *consent, int64_t mono_ms)
{
    if (consent->state != CONSENT_ASKED && consent->state != CONSENT_GIVEN)
        return 0;
    return is_late(consent, mono_ms)
               ? 0
               : consent->asked_mono_ms + CONSENT_LIFE_MS - mono_ms;
}

static enum consent_kind kind_of(const struct plan *plan)
{
    if (plan->risk == RISK_READ && !plan->confirm)
        return CONSENT_ENTER;
    if (plan->risk == RISK_DESTRUCTIVE || plan->is_production || plan->confirm)
        return CONSENT_WORD;
    return CONSENT_YES;
}

static int void_it(struct consent *consent, struct err *err, const char *why)
{
    memset(consent, 0, sizeof(*consent));
    return err_set(err, ERR_REFUSED, 0, "%s", why);
}

/* A clock that went back is no reason to trust it longer. */
static bool is_late(const struct consent *consent, int64_t mono_ms)
{
    return mono_ms < consent->asked_mono_ms ||
           mono_ms - consent->asked_mono_ms >= CONSENT_LIFE_MS;
}
