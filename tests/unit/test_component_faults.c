/* test_component_faults.c - each question of each component against a server
 * that fails in each way: an error that says what, and nothing forgotten. */
#include "tests/test.h"

#include <stdio.h>

#include "engine/component.h"
#include "model/elasticsearch.h"
#include "model/jaeger.h"
#include "model/kubernetes.h"
#include "model/otel.h"
#include "tests/support/world.h"
#include "tests/unit/component_answers.h"

enum {
    TURNS_MAX = 2000000,
    TURN_MS = 5000,
    PATIENT_MS = 120000,
    SHORT_MS = 300, /* where the time-out is what ends it */
    NEST = 100000,
    BLOCK_BYTES = 65536,
    BLOCKS = 16384,      /* 1 GiB of them */
    BOMB_BYTES = 500000, /* 75 MB of blanks */
};

/* A way to fail. */
struct hostility {
    const char *name;
    struct server_answer answer;
    bool is_slow;         /* ends by the time-out */
    bool is_first_only;   /* of each kind: costs too much for all */
    bool is_halved;       /* half of the right answer instead */
    bool is_whole;        /* of status 200: some readers take any such text */
    const char *words[2]; /* what every error has; none: any text */
};

struct rig {
    struct world world;
    char urls[6][80];
    char *collectors[1];
    const struct hostility *next;  /* the way of this case */
    const struct hostility *fault; /* NULL: all is well */
};

static const char *const first_paths[] = {
    "/es/_cluster/health", "/jaeger/api/services", "/jaeger-collector-0",
    "/otel-collector",     "/observability/pods?", NULL};
static const char *const first_names[] = {"health",  "services", "collector 1",
                                          "metrics", "pods",     NULL};

/* Any page will do for them. */
static const char *const easy_names[] = {"version", "collector 1", "health",
                                         NULL};

static char nest[NEST + 1];
static char blanks[BLOCK_BYTES + 1];
static char digits[BLOCK_BYTES + 1];
static char bomb[BOMB_BYTES];

static void ignore_note(void *owner, enum component_id id,
                        const struct err *err, int64_t latency_ms)
{
    (void)owner;
    (void)id;
    (void)err;
    (void)latency_ms;
}

static void ignore_change(void *owner)
{
    (void)owner;
}

/* The first row whose path is in the request's. */
static void answer_well(const char *request, struct server_answer *answer)
{
    size_t length = strcspn(request + 4, " ");

    for (size_t i = 0; i < ANSWERS; i++) {
        const char *at = strstr(request, answers[i].path);

        if (at && at < request + 4 + length) {
            *answer = (struct server_answer){
                .headers =
                    i < TEXT_ANSWERS ? "Content-Type: text/plain\r\n" : JSON,
                .body = answers[i].body};
            return;
        }
    }
    fail_msg("nobody answers %.*s", (int)length, request + 4);
}

/* NULL-ended words, one of which the text has. */
static bool is_of(const char *text, const char *const *words)
{
    while (*words && !strstr(text, *words))
        words++;
    return *words != NULL;
}

static bool on_request(void *owner, const char *request,
                       struct server_answer *answer)
{
    struct rig *rig = owner;

    if (!rig->fault || rig->fault->is_halved ||
        (rig->fault->is_first_only && !is_of(request, first_paths)))
        answer_well(request, answer);
    else
        *answer = rig->fault->answer;
    if (rig->fault && rig->fault->is_halved)
        answer->body_length = strlen(answer->body) / 2;
    return true;
}

static void set_up_backend(struct rig *rig, struct backend_settings *settings,
                           size_t index, const char *path)
{
    http_settings_init(&settings->http);
    (void)snprintf(rig->urls[index], sizeof(rig->urls[index]), "%s",
                   server_url(rig->world.server, path));
    settings->url = rig->urls[index];
    settings->is_configured = true;
}

static int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    const struct hostility *fault = *state;
    const struct components_world told = {.owner = rig,
                                          .note = ignore_note,
                                          .changed = ignore_change,
                                          .refresh_ms = 1000};
    struct context_settings *context = &rig->world.context;

    rig->next = fault;
    world_open(&rig->world);
    context->namespace_name = (char *)(size_t) "observability";
    set_up_backend(rig, &context->elasticsearch, 0, "/es");
    set_up_backend(rig, &context->jaeger.base, 1, "/jaeger");
    set_up_backend(rig, &context->otel.base, 2, "/otel-collector");
    set_up_backend(rig, &context->kubernetes.base, 3, "/k8s");
    (void)snprintf(rig->urls[4], sizeof(rig->urls[4]), "%s",
                   server_url(rig->world.server, "/otel-collector/metrics"));
    context->otel.metrics_url = rig->urls[4];
    (void)snprintf(rig->urls[5], sizeof(rig->urls[5]), "%s",
                   server_url(rig->world.server, "/jaeger-collector-0"));
    rig->collectors[0] = rig->urls[5];
    context->jaeger.collector_urls.urls = rig->collectors;
    context->jaeger.collector_urls.count = 1;
    server_on_each(rig->world.server, on_request, rig);
    world_open_door(&rig->world, &told);
    world_feed(&rig->world, &told, component_kinds, COMPONENT_COUNT);
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

/* gzip of very many blanks: one literal, then "258 bytes, distance 1" (13 bits
 * of the fixed code, 8 at a time are 13 bytes). Source: RFC 1951, 3.2.6. */
static void fill_bomb(void)
{
    static const unsigned char head[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    size_t bit = sizeof(head) * 8;

    memset(bomb, 0, sizeof(bomb));
    memcpy(bomb, head, sizeof(head));
    for (const char *at = "11001010000"; *at; at++, bit++)
        bomb[bit / 8] = (char)(bomb[bit / 8] | (*at - '0') << bit % 8);
    while (bit + 13 < sizeof(bomb) * 8)
        for (const char *at = "1100010100000"; *at; at++, bit++)
            bomb[bit / 8] = (char)(bomb[bit / 8] | (*at - '0') << bit % 8);
}

static const struct hostility faults[] = {
    {.name = "hang",
     .answer = {.act = SERVER_HANG},
     .is_slow = true,
     .words = {"timed out after"}},
    {.name = "drip",
     .answer = {.headers = JSON,
                .body = blanks,
                .repeat = 1000,
                .is_chunked = true, /* announced, it would be too large */
                .is_dripped = true},
     .is_slow = true,
     .words = {"timed out after"}},
    {.name = "close", .answer = {.act = SERVER_CLOSE}},
    {.name = "reset", .answer = {.act = SERVER_RESET}},
    {.name = "reset inside",
     .answer = {.act = SERVER_RESET,
                .status = 200,
                .headers = JSON,
                .body = "{\"a\": [1, ",
                .missing = 100}},
    {.name = "truncated",
     .answer = {.headers = JSON, .body = "{\"a\": [1, ", .missing = 100}},
    {.name = "halved", .is_halved = true, .is_whole = true},
    {.name = "garbage",
     .is_whole = true,
     .answer = {.headers = JSON, .body = "\x01\x02{{{]]\xff\xfe\x1b[2J"}},
    {.name = "list",
     .is_whole = true,
     .answer = {.headers = JSON, .body = "[]"}},
    {.name = "number",
     .is_whole = true,
     .answer = {.headers = JSON, .body = "7"}},
    {.name = "wrong types",
     .is_whole = true,
     .answer = {.headers = JSON,
                .body = "{\"status\": 7, \"data\": 7, \"nodes\": [], "
                        "\"items\": 7, \"kind\": [], \"version\": 7, "
                        "\"rows\": {}, \"tasks\": {}, \"metadata\": 1}"}},
    {.name = "login page",
     .is_whole = true,
     .answer = {.headers = HTML, .body = PAGE}},
    {.name = "redirect",
     .answer = {.status = 302,
                .headers = "Location: http://login.example.com/\r\n"},
     .words = {"redirect"}},
    {.name = "empty",
     .is_whole = true,
     .answer = {.headers = JSON, .body = ""}},
    {.name = "blanks, 1 GiB",
     .answer = {.headers = JSON,
                .body = blanks,
                .repeat = BLOCKS,
                .is_chunked = true},
     .is_first_only = true},
    {.name = "blanks, 1 GiB, announced",
     .answer = {.headers = JSON, .body = blanks, .repeat = BLOCKS},
     .words = {"answer larger than"}},
    {.name = "digits, 1 GiB",
     .answer = {.headers = JSON,
                .body = digits,
                .repeat = BLOCKS,
                .is_chunked = true}},
    {.name = "gzip bomb",
     .answer = {.headers = JSON "Content-Encoding: gzip\r\n",
                .body = bomb,
                .body_length = sizeof(bomb)},
     .is_first_only = true},
    {.name = "nesting",
     .is_whole = true,
     .answer = {.headers = JSON, .body = nest}},
    {.name = "401",
     .answer = {.status = 401, .headers = JSON, .body = "{}"},
     .words = {"401"}},
    {.name = "403",
     .answer = {.status = 403, .headers = HTML, .body = PAGE},
     .words = {"403"}},
    {.name = "404",
     .answer = {.status = 404, .headers = HTML, .body = PAGE},
     .words = {"404"}},
    {.name = "429",
     .answer = {.status = 429,
                .headers = "Retry-After: 3600\r\n",
                .body = "slow down\x1b[31m\n"},
     .words = {"429"}},
    {.name = "503",
     .answer = {.status = 503, .headers = HTML, .body = PAGE},
     .words = {"503"}},
};
enum { FAULTS = sizeof(faults) / sizeof(faults[0]) };

static void set_timeout(struct rig *rig, int64_t timeout_ms)
{
    rig->world.context.elasticsearch.http.timeout_ms = timeout_ms;
    rig->world.context.jaeger.base.http.timeout_ms = timeout_ms;
    rig->world.context.otel.base.http.timeout_ms = timeout_ms;
    rig->world.context.kubernetes.base.http.timeout_ms = timeout_ms;
}

/* Asks everything once, with that fault, until each has ended. */
static void ask_all(struct rig *rig, const struct hostility *fault)
{
    size_t job;

    rig->fault = fault;
    set_timeout(rig, fault && fault->is_slow ? SHORT_MS : PATIENT_MS);
    sched_kick_all(rig->world.sched);
    while ((job = sched_due(rig->world.sched,
                            loop_now(rig->world.loop).mono_ms)) != SCHED_NONE) {
        sched_started(rig->world.sched, job);
        assert_true(components_feed_start(rig->world.feed, job));
    }
    for (int turn = 0; http_in_flight(rig->world.http); turn++) {
        assert_true(turn < TURNS_MAX);
        assert_int_equal(loop_turn(rig->world.loop, TURN_MS, NULL), 0);
    }
}

/* What was learnt by a question. */
struct learnt {
    enum component_id id;
    const char *question;
    size_t count;
};
enum { LEARNT_MAX = 20 };

static size_t look(const struct rig *rig, struct learnt out[LEARNT_MAX])
{
    const struct components *all = components_feed_get(rig->world.feed);
    const struct elasticsearch *es = all->elasticsearch;
    const struct kubernetes *k8s = all->kubernetes;
    const struct learnt learnt[] = {
        {COMPONENT_ELASTICSEARCH, "health", (size_t)es->health.nodes},
        {COMPONENT_ELASTICSEARCH, "version", (size_t)es->version.major},
        {COMPONENT_ELASTICSEARCH, "nodes", es->nodes.count},
        {COMPONENT_ELASTICSEARCH, "settings",
         (size_t)(es->watermarks.high.used_ratio * 100)},
        {COMPONENT_ELASTICSEARCH, "blocks", es->blocks.count},
        {COMPONENT_ELASTICSEARCH, "tasks", (size_t)es->tasks.count},
        {COMPONENT_ELASTICSEARCH, "indices", es->indices.count},
        {COMPONENT_ELASTICSEARCH, "snapshots", es->snapshots.count},
        {COMPONENT_ELASTICSEARCH, "report", es->report.count},
        {COMPONENT_JAEGER, "services", all->jaeger->services.count},
        {COMPONENT_JAEGER, "version", (size_t)all->jaeger->major},
        {COMPONENT_OTEL, "metrics", all->otel->metrics.queue_count},
        {COMPONENT_KUBERNETES, "pods", k8s->pods.count},
        {COMPONENT_KUBERNETES, "deployments", k8s->workloads.count},
        {COMPONENT_KUBERNETES, "jobs", k8s->jobs.count},
        {COMPONENT_KUBERNETES, "cron jobs", k8s->cron_jobs.count},
        {COMPONENT_KUBERNETES, "claims", k8s->claims.count},
        {COMPONENT_KUBERNETES, "nodes", k8s->nodes.count},
    };

    memcpy(out, learnt, sizeof(learnt));
    return sizeof(learnt) / sizeof(learnt[0]);
}

static bool may_pass(const struct hostility *fault, enum component_id id,
                     const char *question)
{
    bool is_es = id == COMPONENT_ELASTICSEARCH;

    if (fault->is_first_only && !is_of(question, first_names))
        return true;
    if (!strcmp(fault->name, "list") && is_es && !strcmp(question, "indices"))
        return true; /* there are none: a right answer */
    if (fault->answer.status >= 400 && id == COMPONENT_JAEGER &&
        !strcmp(question, "version"))
        return true; /* not every Jaeger has that page */
    return fault->is_whole && id != COMPONENT_KUBERNETES && !is_es &&
           is_of(question, easy_names);
}

static void check_error(const struct hostility *fault, const char *kind,
                        const struct asked *asked)
{
    if (!*asked->error)
        fail_msg("%s: %s %s: no error", fault->name, kind, asked->name);
    for (const char *at = asked->error; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            fail_msg("%s: %s %s: control byte in its error", fault->name, kind,
                     asked->name);
    if (fault->words[0] && !is_of(asked->error, fault->words))
        fail_msg("%s: %s %s: says '%s', not '%s'", fault->name, kind,
                 asked->name, asked->error, fault->words[0]);
}

static void check_all_well(const struct rig *rig)
{
    const struct components *all = components_feed_get(rig->world.feed);

    for (size_t id = 0; id < COMPONENT_COUNT; id++)
        for (size_t i = 0; i < all->of[id].count; i++)
            assert_string_equal(all->of[id].asked[i].error, "");
}

static void check_failed(const struct rig *rig)
{
    const struct components *all = components_feed_get(rig->world.feed);

    for (size_t id = 0; id < COMPONENT_COUNT; id++)
        for (size_t i = 0; i < all->of[id].count; i++) {
            const struct asked *asked = &all->of[id].asked[i];

            if (asked->answered_ms >= 0 &&
                !may_pass(rig->next, (enum component_id)id, asked->name))
                check_error(rig->next, component_kinds[id]->name, asked);
        }
}

static void check_kept(const struct rig *rig, const struct learnt *before,
                       size_t count)
{
    const struct components *all = components_feed_get(rig->world.feed);
    struct learnt now[LEARNT_MAX];

    (void)look(rig, now);
    for (size_t i = 0; i < count; i++)
        if (*components_asked(all, before[i].id, before[i].question)->error &&
            now[i].count != before[i].count)
            fail_msg("%s: %s: %zu of %zu left", rig->next->name,
                     before[i].question, now[i].count, before[i].count);
}

static void questions_when_failed_say_why_and_keep(void **state)
{
    struct rig *rig = *state;
    struct learnt before[LEARNT_MAX];
    size_t count;

    ask_all(rig, NULL);
    check_all_well(rig);
    count = look(rig, before);
    for (size_t i = 0; i < count; i++)
        assert_true(before[i].count > 0);

    ask_all(rig, rig->next);
    check_failed(rig);
    check_kept(rig, before, count);

    ask_all(rig, NULL);
    check_all_well(rig);
    check_kept(rig, before, count);
}

int main(void)
{
    struct CMUnitTest tests[FAULTS];

    fill_bomb();
    memset(blanks, ' ', BLOCK_BYTES);
    memset(digits, '7', BLOCK_BYTES);
    memset(nest, '[', NEST);
    for (size_t i = 0; i < FAULTS; i++)
        tests[i] = (struct CMUnitTest){
            .name = faults[i].name,
            .test_func = questions_when_failed_say_why_and_keep,
            .setup_func = rig_setup,
            .teardown_func = rig_teardown,
            .initial_state = (void *)(uintptr_t)&faults[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
