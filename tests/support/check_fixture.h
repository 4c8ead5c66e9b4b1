/* check_fixture.h - a model with every component, all of them well.
 *
 * For tests only. Each part is the test's to spoil before it is judged.
 */
#ifndef TRACETOP_TESTS_CHECK_FIXTURE_H
#define TRACETOP_TESTS_CHECK_FIXTURE_H

#include "tests/test.h"

#include "health/check.h"
#include "model/component.h"
#include "model/elasticsearch.h"
#include "model/fact.h"
#include "model/jaeger.h"
#include "model/kafka.h"
#include "model/kubernetes.h"
#include "model/otel.h"
#include "tests/support/model_fixture.h"

enum { CHECK_FIXTURE_PODS = 3, CHECK_FIXTURE_ASKED = 4 };

struct check_fixture {
    struct model_fixture base;
    struct components components;
    struct asked asked[COMPONENT_COUNT][CHECK_FIXTURE_ASKED];
    struct kubernetes kubernetes;
    struct kubernetes_pod pods[CHECK_FIXTURE_PODS];
    struct kubernetes_workload workload;
    struct kubernetes_event event;
    struct elasticsearch cluster;
    struct elasticsearch_node nodes[2];
    struct elasticsearch_repository repository;
    struct elasticsearch_index index;
    struct jaeger jaeger;
    struct otel otel;
    struct kafka kafka;
    struct kafka_partition partitions[2];
    struct fact facts[FACT_COUNT];
    struct check_result result; /* of check_fixture_judge() */
};

/* Makes it; nothing is on fire. */
void check_fixture_init(struct check_fixture *fixture);

/* Frees it. */
void check_fixture_clear(struct check_fixture *fixture);

/* Makes every question of a component fail with this HTTP status (0: no
 * connection) and error. */
void check_fixture_fail(struct check_fixture *fixture, enum component_id id,
                        int status, const char *error);

/* Takes a component away, as if it were not configured. */
void check_fixture_off(struct check_fixture *fixture, enum component_id id);

/* Takes all numbers of Prometheus away. */
void check_fixture_blind(struct check_fixture *fixture);

/* Runs the check of that name. */
void check_fixture_judge(struct check_fixture *fixture, const char *name);

#define assert_check(fixture, name, wanted, text)                              \
    do {                                                                       \
        check_fixture_judge((fixture), (name));                                \
        assert_string_equal((fixture)->result.summary, (text));                \
        assert_int_equal((fixture)->result.status, (wanted));                  \
    } while (0)

/* cmocka's setup and teardown; the state is a struct check_fixture. */
int check_fixture_setup(void **state);
int check_fixture_teardown(void **state);

#define CHECK_TEST(name)                                                       \
    cmocka_unit_test_setup_teardown(name, check_fixture_setup,                 \
                                    check_fixture_teardown)

#endif
