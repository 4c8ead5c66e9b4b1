/* err.h - one failure, told once, shown by whoever has a screen.
 *
 * Layer: base. Three manners: a bug is an assert; no memory aborts (xalloc.h);
 * everything that the world can do to us is a `struct err`, filled by the one
 * who saw it and carried up as an argument.
 */
#ifndef TRACETOP_BASE_ERR_H
#define TRACETOP_BASE_ERR_H

#define ERR_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

enum err_kind {
    ERR_NONE = 0,
    ERR_SYSTEM,  /* code is an errno */
    ERR_NETWORK, /* code is a CURLcode */
    ERR_STATUS,  /* code is an HTTP status */
    ERR_FORMAT,  /* code is a 1-based input line, or 0 */
    ERR_LIMIT,   /* a cap of ours was met; code is 0 */
    ERR_REFUSED, /* the user, or a policy, said no; code is 0 */
};

struct err {
    enum err_kind kind;
    int code;
    char text[240]; /* one printable line; never holds a secret */
};

/* Records a failure over whatever was there. Control bytes in the text become
 * '?'. Always returns -1, so a caller can say `return err_set(...)`. A NULL
 * `err` drops the story, not the -1. */
int err_set(struct err *err, enum err_kind kind, int code, const char *fmt, ...)
    ERR_PRINTF(4, 5);

/* Puts "context: " in front of the recorded text. Always returns -1. */
int err_within(struct err *err, const char *fmt, ...) ERR_PRINTF(2, 3);

/* Forgets the failure. NULL is fine. */
void err_clear(struct err *err);

#endif
