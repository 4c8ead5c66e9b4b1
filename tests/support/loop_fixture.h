/* loop_fixture.h - a loop, two pipes, and what was called in which order. */
#ifndef TRACETOP_TESTS_SUPPORT_LOOP_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_LOOP_FIXTURE_H

#include "tests/test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/loop.h"

/* What the callbacks of one test share: a loop, a diary, and things to touch.*/
struct scene {
    struct loop *loop;
    char diary[256];
    int pipe[2];
    struct loop_io *io;
    struct loop_io *other_io;
    struct loop_timer *timer;
    struct loop_timer *other_timer;
    int count;
};

void note(struct scene *scene, const char *word);

int loop_set_up(void **state);

int loop_tear_down(void **state);

void turn(struct scene *scene);

int64_t now_ms(const struct scene *scene);

void on_io(void *owner, int fd, unsigned events);

void on_timer(void *owner);

void on_other_timer(void *owner);

void on_after(void *owner);

void on_signal(void *owner, int signum);

#endif
