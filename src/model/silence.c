/* silence.c - the names of a silence's states. */
#include "model/silence.h"

const char *silence_state_name(enum silence_state state)
{
    static const char *const names[] = {"active", "pending", "expired"};

    return names[state];
}
