/* test_components_feed.c - questions, pages, ages and lights of a component
 * that was made up for the purpose. */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "tests/support/world.h"

enum { TURNS_MAX = 500, TURN_MS = 2000, REFRESH_MS = 1000 };

/* What the made-up component learnt: the last good answer. */
struct toy {
    char learnt[40];
    int finished, dropped;
    bool is_second_left_out;
};

struct toy_reader {
    struct toy *toy;
    struct buf body;
};

struct rig {
    struct world world;
    char url[64];
    int notes;
    int changes;
    struct err noted; /* by the last note */
};

static struct toy toy;

static void *toy_create(const struct context_settings *context,
                        struct components *components)
{
    (void)context;
    (void)components;
    return &toy;
}

static void toy_free(void *component)
{
    (void)component;
}

static void first_path(void *component, struct buf *out)
{
    (void)component;
    buf_printf(out, "/first");
}

static void second_path(void *component, struct buf *out)
{
    const struct toy *self = component;

    if (!self->is_second_left_out)
        buf_printf(out, "/second");
}

static void *toy_begin(void *component, int status)
{
    struct toy_reader *reader = calloc(1, sizeof(*reader));

    (void)status;
    reader->toy = component;
    buf_init(&reader->body, 1000);
    return reader;
}

static int toy_feed(void *owner, const char *bytes, size_t length,
                    struct err *err)
{
    struct toy_reader *reader = owner;

    if (memchr(bytes, '!', length))
        return err_set(err, ERR_FORMAT, 0, "a ! in the answer");
    buf_add(&reader->body, bytes, length);
    return 0;
}

static void toy_drop(void *owner)
{
    struct toy_reader *reader = owner;

    reader->toy->dropped++;
    buf_clear(&reader->body);
    free(reader);
}

static int toy_finish(void *owner, const struct question_answer *answer,
                      struct err *err)
{
    struct toy_reader *reader = owner;
    bool has_more = reader->body.length && reader->body.bytes[0] == '+';
    int rc = has_more ? 1 : 0;

    if (answer->status != 200) {
        rc = err_set(err, ERR_REFUSED, 0, "it said %d", answer->status);
    } else {
        (void)snprintf(reader->toy->learnt, sizeof(reader->toy->learnt), "%s",
                       reader->body.bytes);
    }
    reader->toy->finished++;
    buf_clear(&reader->body);
    free(reader);
    return rc;
}

static const struct question toy_questions[] = {
    {.name = "first",
     .path = first_path,
     .begin = toy_begin,
     .feed = toy_feed,
     .finish = toy_finish,
     .drop = toy_drop},
    {.name = "second",
     .path = second_path,
     .begin = toy_begin,
     .feed = toy_feed,
     .finish = toy_finish,
     .drop = toy_drop},
};

static const struct component_kind toy_kind = {
    .id = COMPONENT_ELASTICSEARCH,
    .name = "toy",
    .short_name = "toy",
    .settings_at = offsetof(struct context_settings, elasticsearch),
    .create = toy_create,
    .free = toy_free,
    .questions = toy_questions,
    .question_count = 2,
};

static const struct component_kind *const toy_kinds[] = {NULL, &toy_kind};

static void on_note(void *owner, enum component_id id, const struct err *err,
                    int64_t latency_ms)
{
    struct rig *rig = owner;

    (void)latency_ms;
    assert_int_equal(id, COMPONENT_ELASTICSEARCH);
    rig->notes++;
    rig->noted = err ? *err : (struct err){0};
}

static void on_changed(void *owner)
{
    struct rig *rig = owner;

    rig->changes++;
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    const struct components_world told = {.owner = rig,
                                          .note = on_note,
                                          .changed = on_changed,
                                          .refresh_ms = REFRESH_MS};

    toy = (struct toy){0};
    world_open(&rig->world);
    http_settings_init(&rig->world.context.elasticsearch.http);
    (void)snprintf(rig->url, sizeof(rig->url), "%s",
                   server_url(rig->world.server, ""));
    rig->world.context.elasticsearch.url = rig->url;
    world_feed(&rig->world, &told, toy_kinds, 2);
    *state = rig;
    return 0;
}

static int rig_teardown(void **state)
{
    struct rig *rig = *state;

    world_close(&rig->world);
    free(rig);
    return 0;
}

/* Starts what is due now and turns until everything was answered once. */
static void ask_all(struct rig *rig)
{
    struct err err = {0};
    size_t job;

    while ((job = sched_due(rig->world.sched,
                            loop_now(rig->world.loop).mono_ms)) != SCHED_NONE) {
        sched_started(rig->world.sched, job);
        assert_true(components_feed_start(rig->world.feed, job));
    }
    for (int turn = 0; turn < TURNS_MAX; turn++) {
        if (!http_in_flight(rig->world.http))
            return;
        assert_int_equal(loop_turn(rig->world.loop, TURN_MS, &err), 0);
    }
    fail_msg("no answer came");
}

static const struct asked *asked(const struct rig *rig, const char *name)
{
    return components_asked(components_feed_get(rig->world.feed),
                            COMPONENT_ELASTICSEARCH, name);
}

static void answer(struct rig *rig, const char *path, int status,
                   const char *body)
{
    server_on(rig->world.server, path,
              &(struct server_answer){.status = status, .body = body});
}

static void components_feed_before_any_answer_is_not_settled(void **state)
{
    struct rig *rig = *state;

    assert_false(components_feed_is_settled(rig->world.feed));
    assert_int_equal(asked(rig, "first")->answered_ms, -1);
    assert_null(asked(rig, "third"));
}

static void components_feed_when_both_answer_learns_and_settles(void **state)
{
    struct rig *rig = *state;

    answer(rig, "/first", 200, "one");
    answer(rig, "/second", 200, "two");

    ask_all(rig);

    assert_true(components_feed_is_settled(rig->world.feed));
    assert_true(asked(rig, "first")->answered_ms > 0);
    assert_int_equal(asked(rig, "second")->status, 200);
    assert_int_equal(rig->notes, 1); /* the first one's only */
    assert_int_equal(rig->noted.kind, ERR_NONE);
    assert_int_equal(rig->changes, 2);
}

static void
components_feed_when_refused_keeps_the_last_good_answer(void **state)
{
    struct rig *rig = *state;
    int64_t answered_ms;

    toy.is_second_left_out = true;
    answer(rig, "/first", 200, "good");
    ask_all(rig);
    answered_ms = asked(rig, "first")->answered_ms;

    answer(rig, "/first", 503, "");
    sched_kick_all(rig->world.sched);
    ask_all(rig);

    assert_string_equal(toy.learnt, "good");
    assert_int_equal(asked(rig, "first")->answered_ms, answered_ms);
    assert_int_equal(asked(rig, "first")->status, 503);
    assert_string_equal(asked(rig, "first")->error, "it said 503");
    assert_int_equal(rig->noted.kind, ERR_REFUSED);
}

static void components_feed_when_reader_refuses_drops_it(void **state)
{
    struct rig *rig = *state;

    toy.is_second_left_out = true;
    answer(rig, "/first", 200, "bad!");

    ask_all(rig);

    assert_int_equal(toy.dropped, 1);
    assert_int_equal(toy.finished, 0);
    assert_string_equal(asked(rig, "first")->error, "a ! in the answer");
    assert_int_equal(rig->noted.kind, ERR_FORMAT);
}

static void components_feed_when_nothing_is_written_leaves_out(void **state)
{
    struct rig *rig = *state;

    toy.is_second_left_out = true;
    answer(rig, "/first", 404, "");
    ask_all(rig);

    assert_int_equal(asked(rig, "second")->failed_ms, -1);
    assert_int_equal(asked(rig, "second")->answered_ms, -1);
    assert_true(components_feed_is_settled(rig->world.feed));
    assert_int_equal(server_requests(rig->world.server), 1);
}

static void components_feed_when_pages_never_end_stops(void **state)
{
    struct rig *rig = *state;

    toy.is_second_left_out = true;
    answer(rig, "/first", 200, "+more");

    ask_all(rig);

    assert_int_equal(server_requests(rig->world.server), QUESTION_PAGES_MOST);
    assert_non_null(strstr(asked(rig, "first")->error, "more than 100 pages"));
}

static void components_feed_when_freed_in_flight_drops_the_reader(void **state)
{
    struct rig *rig = *state;
    struct err err = {0};
    size_t job;

    toy.is_second_left_out = true;
    server_on(
        rig->world.server, "/first",
        &(struct server_answer){.body = "one by one", .is_dripped = true});
    while ((job = sched_due(rig->world.sched,
                            loop_now(rig->world.loop).mono_ms)) != SCHED_NONE) {
        sched_started(rig->world.sched, job);
        assert_true(components_feed_start(rig->world.feed, job));
    }
    for (int turn = 0; turn < TURNS_MAX && !asked(rig, "first")->status; turn++)
        assert_int_equal(loop_turn(rig->world.loop, TURN_MS, &err), 0);

    components_feed_free(rig->world.feed);
    rig->world.feed = NULL;

    assert_int_equal(toy.dropped, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            components_feed_before_any_answer_is_not_settled, rig_setup,
            rig_teardown),
        cmocka_unit_test_setup_teardown(
            components_feed_when_both_answer_learns_and_settles, rig_setup,
            rig_teardown),
        cmocka_unit_test_setup_teardown(
            components_feed_when_refused_keeps_the_last_good_answer, rig_setup,
            rig_teardown),
        cmocka_unit_test_setup_teardown(
            components_feed_when_reader_refuses_drops_it, rig_setup,
            rig_teardown),
        cmocka_unit_test_setup_teardown(
            components_feed_when_nothing_is_written_leaves_out, rig_setup,
            rig_teardown),
        cmocka_unit_test_setup_teardown(
            components_feed_when_pages_never_end_stops, rig_setup,
            rig_teardown),
        cmocka_unit_test_setup_teardown(
            components_feed_when_freed_in_flight_drops_the_reader, rig_setup,
            rig_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
