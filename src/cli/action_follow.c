/* action_follow.c - told by inotify, read some times a second. */
#include "cli/action_follow.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "action/action.h"
#include "action/output.h"
#include "base/loop.h"
#include "base/utf8.h"
#include "cli/action_json.h"
#include "cli/cli.h"

enum {
    PAUSE_MS = 50,  /* between two looks, however much is written */
    LOOK_MS = 1000, /* when nothing is told: a supervisor may just die */
    PART_BYTES = 256 * 1024,
};

struct follow {
    const struct follow_wish *wish;
    struct loop *loop;
    struct loop_timer *timer;
    int watch;
    uint64_t at;     /* place in the output */
    struct buf held; /* the first bytes of a character */
    bool is_interrupted;
    int rc;
};

static int wait_for_end(struct follow *follow);
static void on_change(void *owner, int fd, unsigned events);
static void on_interrupt(void *owner, int signum);
static void on_look(void *owner);
static int show_output(struct follow *follow, uint64_t from);
static int show(struct follow *follow, struct output_part *part);
static size_t broken_tail(const struct buf *bytes);
static int say_end(const struct follow *follow);

int action_follow(const struct follow_wish *wish)
{
    struct follow follow = {.wish = wish, .watch = -1};
    struct err err = {0};
    int rc;

    buf_init(&follow.held, 2 * (size_t)PART_BYTES);
    follow.loop = loop_new(&err);
    if (follow.loop)
        follow.watch = action_watch(wish->state_dir, wish->id, &err);
    if (follow.watch < 0)
        rc = cli_fail(1, "%s", err.text);
    else
        rc = wait_for_end(&follow);
    if (follow.watch >= 0)
        (void)close(follow.watch);
    loop_free(follow.loop);
    buf_clear(&follow.held);
    return rc;
}

int action_follow_print(const char *state_dir, const char *id)
{
    struct follow_wish wish = {.state_dir = state_dir, .id = id};
    struct follow follow = {.wish = &wish};
    int rc;

    buf_init(&follow.held, 2 * (size_t)PART_BYTES);
    rc = show_output(&follow, 0);
    buf_clear(&follow.held);
    return rc;
}

static int wait_for_end(struct follow *follow)
{
    struct err err = {0};

    (void)loop_io_add(follow->loop, follow->watch, LOOP_READ, on_change,
                      follow);
    follow->timer = loop_timer_add(follow->loop, on_look, follow);
    if (loop_on_signal(follow->loop, SIGINT, on_interrupt, follow, &err) < 0)
        return cli_fail(1, "%s", err.text);
    on_look(follow);
    if (loop_run(follow->loop, &err) < 0)
        return cli_fail(1, "%s", err.text);
    return follow->rc ? follow->rc : say_end(follow);
}

static void on_change(void *owner, int fd, unsigned events)
{
    struct follow *follow = owner;

    (void)events;
    action_watch_drain(fd);
    loop_timer_set(follow->timer, loop_now(follow->loop).mono_ms + PAUSE_MS);
}

static void on_interrupt(void *owner, int signum)
{
    struct follow *follow = owner;
    struct err err = {0};

    (void)signum;
    if (!follow->wish->may_cancel || follow->is_interrupted) {
        follow->rc = cli_fail(130,
                              "action %s goes on; tracetop action "
                              "follow %s",
                              follow->wish->id, follow->wish->id);
        loop_stop(follow->loop);
        return;
    }
    follow->is_interrupted = true;
    if (action_cancel(follow->wish->state_dir, follow->wish->id, "Ctrl-C",
                      &err) < 0)
        (void)cli_fail(0, "%s", err.text);
    else
        (void)cli_fail(0, "cancelling; Ctrl-C again leaves it alone");
}

/* The state first: what was written before it is over is then shown, too. */
static void on_look(void *owner)
{
    struct follow *follow = owner;
    struct action action;
    struct err err = {0};
    bool is_over = true;

    if (action_read(&action, follow->wish->state_dir, follow->wish->id, &err) <
        0)
        follow->rc = cli_fail(1, "%s", err.text);
    else
        is_over = action_is_over(action.state);
    action_clear(&action);
    if (!follow->rc && !follow->wish->is_quiet)
        follow->rc = show_output(follow, follow->at);
    if (is_over || follow->rc)
        loop_stop(follow->loop);
    loop_timer_set(follow->timer, clock_read().mono_ms + LOOK_MS);
}

static int show_output(struct follow *follow, uint64_t from)
{
    bool goes_on = true;
    int rc = 0;

    follow->at = from;
    while (goes_on && !rc) {
        struct output_part part;
        struct err err = {0};

        if (output_read(follow->wish->state_dir, follow->wish->id, follow->at,
                        PART_BYTES, &part, &err) < 0)
            rc = cli_fail(1, "%s", err.text);
        goes_on = part.bytes.length > 0;
        if (!rc && goes_on)
            rc = show(follow, &part);
        follow->at = part.start + part.bytes.length;
        output_part_clear(&part);
    }
    return rc;
}

static int show(struct follow *follow, struct output_part *part)
{
    struct buf out;
    size_t tail;
    int rc;

    buf_init(&out, 8 * (size_t)PART_BYTES);
    if (part->left_out)
        buf_printf(&out, "\n[%llu bytes left out here]\n",
                   (unsigned long long)part->left_out);
    if (!isatty(STDOUT_FILENO)) {
        buf_add(&out, part->bytes.bytes, part->bytes.length);
    } else {
        buf_add(&follow->held, part->bytes.bytes, part->bytes.length);
        tail = broken_tail(&follow->held);
        utf8_scrub(&out, follow->held.bytes, follow->held.length - tail, true);
        buf_drop(&follow->held, follow->held.length - tail);
    }
    rc = cli_write(out.bytes, out.length);
    buf_clear(&out);
    return rc;
}

/* Returns how many bytes at the end may be the beginning of a character. */
static size_t broken_tail(const struct buf *bytes)
{
    for (size_t back = 1; back <= 3 && back <= bytes->length; back++) {
        unsigned char byte = (unsigned char)bytes->bytes[bytes->length - back];

        if (byte < 0x80)
            return 0;
        if (byte >= 0xC0) {
            size_t whole = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;

            return whole > back ? back : 0;
        }
    }
    return 0;
}

static int say_end(const struct follow *follow)
{
    struct action action;
    struct buf out;
    struct err err = {0};
    int rc;

    (void)action_settle_lost(follow->wish->state_dir, clock_read().wall_ms,
                             &err);
    if (action_read(&action, follow->wish->state_dir, follow->wish->id, &err) <
        0) {
        action_clear(&action);
        return cli_fail(1, "%s", err.text);
    }
    buf_init(&out, 65536);
    action_text_end(&out, &action);
    if (!follow->wish->is_quiet)
        (void)cli_fail(0, "action %s %s", action.id, out.bytes);
    (void)action_mark_seen(follow->wish->state_dir, action.id, NULL);
    rc = action_exit_code(&action);
    buf_clear(&out);
    action_clear(&action);
    return rc;
}
