/* prometheus_private.h - what the prometheus*.c files share, and nobody else
 * includes.
 *
 * Layer: source. prometheus.c owns the client and makes requests,
 * prometheus_call.c takes what comes back, prometheus_tree.c the small answers.
 */
#ifndef TRACETOP_SOURCE_PROMETHEUS_PRIVATE_H
#define TRACETOP_SOURCE_PROMETHEUS_PRIVATE_H

#include "base/buf.h"
#include "source/prometheus.h"

struct json_reader;

enum { TREE_MAX_BYTES = 4 << 20 };

/* What a body turned out to be at its first byte. */
enum body_form { BODY_EMPTY, BODY_JSON, BODY_TEXT };

struct prometheus {
    struct http *http;
    char *base_url; /* without a "/" at its end */
    const struct http_settings *settings;
    struct prometheus_call *first;
    bool uses_get; /* never POST */
};

struct prometheus_call {
    struct prometheus *prometheus;
    struct prometheus_call *next;
    struct prometheus_call *previous;
    struct http_call *http;
    void *owner;
    prometheus_done_fn *done;      /* of a query */
    prometheus_json_fn *json_done; /* of a small answer */

    struct series_set *set; /* NULL: the samples go to `sink` */
    struct window window;
    bool is_set_open;
    struct matrix_sink sink;       /* the asker's */
    struct prometheus_taker taker; /* of an answer of another shape */

    int status;
    char content_type[64];
    enum body_form form;
    size_t received;
    bool is_stopped; /* we wanted no more of the body */
    struct buf head; /* the start of the body, for the words of a failure */
    struct matrix_decoder *decoder; /* of a query */
    struct json_reader *checker;    /* of a small answer */
    struct buf tree;
    struct json_t *root;       /* of a small answer; owned */
    const struct json_t *data; /* inside it */
    struct err err;            /* what the decoder or checker had to say */
    struct buf notes;
};

/* Returns the sink that takes the answer of `call`. */
struct http_sink prometheus_call_sink(struct prometheus_call *call);

/* Takes the call out of its client's list and frees it; the request must have
 * ended. An answer that is half in a set is dropped. */
void prometheus_call_free(struct prometheus_call *call);

/* Adds a warning or info to the call's notes. */
void prometheus_call_note(struct prometheus_call *call, const char *text,
                          size_t length);

/* Takes a piece of a small answer. Fails: -1 and `err`. */
int prometheus_tree_feed(struct prometheus_call *call, const char *bytes,
                         size_t length, struct err *err);

/* Ends a small answer: fills the call's root and data and adds to its notes.
 * Fails: -1 and `err`: ERR_FORMAT or, in the server's words, ERR_REFUSED. */
int prometheus_tree_finish(struct prometheus_call *call, struct err *err);

/* Frees a tree. NULL is fine. */
void prometheus_tree_free(struct json_t *root);

#endif
