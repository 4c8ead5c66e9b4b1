/* prometheus_fixture.h - one client, a server, and what the last question came
 * to. */
#ifndef TRACETOP_TESTS_SUPPORT_PROMETHEUS_FIXTURE_H
#define TRACETOP_TESTS_SUPPORT_PROMETHEUS_FIXTURE_H

#include "tests/test.h"

#include <jansson.h>
#include <stdio.h>

#include "base/xalloc.h"
#include "source/prometheus.h"
#include "tests/support/client.h"
#include "tests/support/matrix_record.h"

#define JSON "Content-Type: application/json\r\n"

#define TEXT "Content-Type: text/plain; charset=utf-8\r\n"

#define HTML "Content-Type: text/html\r\n"

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, prometheus_setup, prometheus_teardown)

#define QUERY "/api/v1/query"

#define RANGE "/api/v1/query_range"

#define VECTOR                                                                 \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" \
    "{\"metric\":{\"a\":\"b\"},\"value\":[1795380168.38,\"83793\"]}]}}"

#define MATRIX                                                                 \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" \
    "{\"metric\":{\"a\":\"b\"},\"values\":[[1795380165,\"1\"],"                \
    "[1795380180,\"2.5\"]]},{\"metric\":{\"a\":\"c\"},\"values\":["            \
    "[1795380180,\"4\"]]}]},\"warnings\":[\"w\"]}"

extern const struct window range;

/* One test's client, and what its last question came to. */
struct bench {
    struct client *client;
    struct prometheus *prometheus;
    struct symtab *table;
    struct series_set *set;
    struct matrix_record record; /* of prometheus_ask() */
    int done_calls;
    struct prometheus_result result; /* its notes are in `notes` */
    char notes[1200];
    char *data; /* of prometheus_get(), NULL for none */
    bool frees_client;
};

int prometheus_setup(void **state);

int prometheus_teardown(void **state);

void on_done(void *owner, const struct prometheus_result *result);

void on_json(void *owner, const struct json_t *data,
             const struct prometheus_result *result);

void wait_for(struct bench *bench, int calls);

/* Serves `answer` and asks for an instant through a sink. */
void ask(struct bench *bench, const struct server_answer *answer);

/* Serves `answer` and asks for a range into the set. */
void ask_range(struct bench *bench, const struct server_answer *answer);

/* Serves `answer` and asks for a small answer. */
void get(struct bench *bench, const struct server_answer *answer);

void assert_request(struct bench *bench, const char *start);

/* The text has "URL" where the server's address is. */
void assert_failed(struct bench *bench, enum err_kind kind, int code,
                   const char *text);

#endif
