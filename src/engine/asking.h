/* asking.h - one question of a component, asked again and again.
 *
 * Layer: engine; part of components_feed.c. It is never in flight twice. What
 * goes through the door to Kubernetes waits while the door is starting.
 */
#ifndef TRACETOP_ENGINE_ASKING_H
#define TRACETOP_ENGINE_ASKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "engine/component.h"
#include "engine/components_feed.h"

struct asking;
struct kube_door;
struct question_program;

/* What the questions of all components share. */
struct asking_ways {
    const struct components_world *world;
    struct http *http;      /* NULL: not open yet, nothing is asked */
    struct kube_door *door; /* NULL: nobody needs it */
    void *owner;

    /* It answered (`err` NULL), failed or was left out; its job is booked. */
    void (*ended)(void *owner, struct asking *asking, const struct err *err);
};

/* Whom the question is for. */
struct asking_component {
    const struct component_kind *kind;
    const struct backend_settings *settings;
    void *state;
};

/* Made with its first five fields, the others zero. */
struct asking {
    const struct asking_ways *ways;
    const struct asking_component *component;
    const struct question *question;
    struct asked *asked;
    size_t job;

    struct http_call *call;           /* NULL: nothing in flight */
    struct question_program *program; /* likewise */
    void *reader;                     /* NULL: no answer has begun */
    struct err err;                   /* of the reader, which ends a call */
    int pages;                        /* asked in a row */
    uint64_t complained; /* bytes of kubectl's, when it was asked */
    bool has_ended;      /* answered, failed or left out once */
    bool is_left_out;
    bool is_waiting; /* for the door */
};

/* Asks; `ended` follows, later or at once. */
void asking_start(struct asking *asking);

/* Asks what waited for the door, or says why it cannot be asked. */
void asking_door_changed(struct asking *asking);

/* Drops what is in flight; nothing more is told. */
void asking_cancel(struct asking *asking);

#endif
