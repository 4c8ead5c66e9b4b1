/* failure.h - the ways in which a back end can be made to fail.
 *
 * Layer: sim.
 */
#ifndef TRACETOP_SIM_FAILURE_H
#define TRACETOP_SIM_FAILURE_H

#include <stddef.h>

enum failure {
    FAILURE_NONE,
    FAILURE_HANG,         /* reads the request and keeps silent */
    FAILURE_RESET,        /* closes without an answer */
    FAILURE_ERROR,        /* 500 */
    FAILURE_UNAUTHORIZED, /* 401 */
    FAILURE_FORBIDDEN,    /* 403 */
    FAILURE_BUSY,         /* 503 and Retry-After */
    FAILURE_GARBAGE,      /* 200 and bytes that are no JSON */
    FAILURE_EMPTY,        /* 200 and nothing */
    FAILURE_TRUNCATED,    /* 200 and half of the answer */
    FAILURE_HTML,         /* 200 and a login page */
    FAILURE_REDIRECT,     /* 302 to another host */
    FAILURE_SLOW,         /* the right answer, 50 ms late */
    FAILURE_DRIP,         /* the right answer, a byte now and then */
    FAILURE_COUNT,
};

/* Returns the way's name: "hang". */
const char *failure_name(enum failure failure);

/* Looks a name up. Fails: -1, and `failure` untouched. */
int failure_parse(const char *name, enum failure *failure);

/* What a failure answers instead of the room. */
struct failure_answer {
    int status; /* 0: the room's own answer is sent */
    const char *type, *body;
};

/* Returns the answer that a failure puts in the place of the room's. */
const struct failure_answer *failure_answer(enum failure failure);

#endif
