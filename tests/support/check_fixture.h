/* check_fixture.h - a model with every component, all of them well.
 *
 * For tests only. Each part is the test's to spoil before it is judged.
 */
#ifndef TRACETOP_TESTS_CHECK_FIXTURE_H
#define TRACETOP_TESTS_CHECK_FIXTURE_H

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

#endif
