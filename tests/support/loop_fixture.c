/* loop_fixture.c - a loop, two pipes, and what was called in which order. */
#include "tests/support/loop_fixture.h"

void note(struct scene *scene, const char *word)
{
    size_t used = strlen(scene->diary);

    (void)snprintf(scene->diary + used, sizeof(scene->diary) - used, "%s ",
                   word);
}

int loop_set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    struct err err = {0};

    if (!scene || pipe(scene->pipe) < 0)
        return -1;
    scene->loop = loop_new(&err);
    *state = scene;
    return scene->loop ? 0 : -1;
}

int loop_tear_down(void **state)
{
    struct scene *scene = *state;

    loop_free(scene->loop);
    (void)close(scene->pipe[0]);
    (void)close(scene->pipe[1]);
    free(scene);
    return 0;
}

void turn(struct scene *scene)
{
    struct err err = {0};

    assert_int_equal(loop_turn(scene->loop, 0, &err), 0);
}

int64_t now_ms(const struct scene *scene)
{
    return loop_now(scene->loop).mono_ms;
}

void on_io(void *owner, int fd, unsigned events)
{
    struct scene *scene = owner;
    char word[32];

    (void)snprintf(
        word, sizeof(word), "%s%s%s%s",
        fd == scene->pipe[0] ? "r:" : "w:", events & LOOP_READ ? "R" : "",
        events & LOOP_WRITE ? "W" : "", events & LOOP_HANGUP ? "H" : "");
    note(scene, word);
}

void on_timer(void *owner)
{
    note(owner, "timer");
}

void on_other_timer(void *owner)
{
    note(owner, "other");
}

void on_after(void *owner)
{
    note(owner, "after");
}

void on_signal(void *owner, int signum)
{
    note(owner, signum == SIGUSR1 ? "usr1" : "usr2");
}
