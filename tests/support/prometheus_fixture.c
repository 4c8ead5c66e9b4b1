/* prometheus_fixture.c - one client, a server, and what the last question came
 * to. */
#include "tests/support/prometheus_fixture.h"

const struct window range = {
    .start_ms = 1795380165000, .end_ms = 1795380180000, .step_ms = 15000};

int prometheus_setup(void **state)
{
    struct bench *bench = xcalloc(1, sizeof(*bench));
    const struct series_spec spec = {
        .step_ms = 15000, .capacity = 10, .limit = 10};
    void *client;

    assert_int_equal(client_setup(&client), 0);
    bench->client = client;
    bench->table = symtab_new();
    bench->set = series_set_new(bench->table, &spec);
    buf_init(&bench->record.told, 100000);
    bench->prometheus = prometheus_new(bench->client->http,
                                       server_url(bench->client->server, ""),
                                       &bench->client->settings, NULL);
    assert_non_null(bench->prometheus);
    *state = bench;
    return 0;
}

int prometheus_teardown(void **state)
{
    struct bench *bench = *state;
    void *client = bench->client;

    prometheus_free(bench->prometheus);
    series_set_free(bench->set);
    symtab_free(bench->table);
    buf_clear(&bench->record.told);
    free(bench->data);
    free(bench);
    return client_teardown(&client);
}

void on_done(void *owner, const struct prometheus_result *result)
{
    struct bench *bench = owner;

    bench->done_calls++;
    bench->result = *result;
    (void)snprintf(bench->notes, sizeof(bench->notes), "%s", result->notes);
    if (bench->frees_client) {
        prometheus_free(bench->prometheus);
        bench->prometheus = NULL;
    }
}

void on_json(void *owner, const struct json_t *data,
             const struct prometheus_result *result)
{
    struct bench *bench = owner;

    free(bench->data);
    bench->data =
        data ? json_dumps(data, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    on_done(owner, result);
}

void wait_for(struct bench *bench, int calls)
{
    while (bench->done_calls < calls)
        assert_int_equal(loop_turn(bench->client->loop, -1, NULL), 0);
}

void ask(struct bench *bench, const struct server_answer *answer)
{
    struct matrix_sink sink = matrix_record_sink(&bench->record);
    struct err err = {0};

    server_on(bench->client->server, QUERY, answer);
    bench->done_calls = 0;
    buf_reset(&bench->record.told);
    assert_non_null(prometheus_ask(bench->prometheus, "up", false, &range,
                                   &sink, on_done, bench, &err));
    assert_int_equal(bench->done_calls, 0); /* never at once */
    wait_for(bench, 1);
}

void ask_range(struct bench *bench, const struct server_answer *answer)
{
    server_on(bench->client->server, RANGE, answer);
    bench->done_calls = 0;
    assert_non_null(prometheus_ask_range(bench->prometheus, "up", &range,
                                         bench->set, on_done, bench, NULL));
    wait_for(bench, 1);
}

void get(struct bench *bench, const struct server_answer *answer)
{
    server_on(bench->client->server, "/x", answer);
    bench->done_calls = 0;
    assert_non_null(
        prometheus_get(bench->prometheus, "/x?y=1", on_json, bench, NULL));
    wait_for(bench, 1);
}

void assert_request(struct bench *bench, const char *start)
{
    const char *sent = server_request(bench->client->server, 0);

    if (strncmp(sent, start, strlen(start)) != 0)
        fail_msg("%s", sent);
}

void assert_failed(struct bench *bench, enum err_kind kind, int code,
                   const char *text)
{
    const char *base = prometheus_url(bench->prometheus);
    const char *mark = strstr(text, "URL");
    char *whole =
        mark ? xasprintf("%.*s%s%s", (int)(mark - text), text, base, mark + 3)
             : xstrdup(text);

    assert_string_equal(bench->result.err.text, whole);
    assert_int_equal(bench->result.err.kind, kind);
    assert_int_equal(bench->result.err.code, code);
    free(whole);
}
