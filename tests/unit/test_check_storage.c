/* test_check_storage.c - the cluster, its disks and its backups. */
#include "tests/support/check_fixture.h"

#include <stdio.h>

static void check_elasticsearch_takes_the_clusters_colour(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->cluster.health.status = ELASTICSEARCH_YELLOW;
    fixture->cluster.health.unassigned = 6;
    assert_check(fixture, "elasticsearch", HEALTH_WARNING,
                 "yellow: 6 shards unassigned");
    assert_near(fixture->result.value, 6, 0);
    fixture->cluster.health.status = ELASTICSEARCH_RED;
    fixture->cluster.health.unassigned_primaries = 3;
    fixture->cluster.blocks.flooded = 2;
    assert_check(fixture, "elasticsearch", HEALTH_CRITICAL,
                 "red: 3 primaries unassigned; 2 indices blocked by the flood "
                 "stage");
}

static void check_elasticsearch_when_refused_is_critical(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_blind(fixture);
    check_fixture_fail(fixture, COMPONENT_ELASTICSEARCH, 0,
                       "connection refused");
    assert_check(fixture, "elasticsearch", HEALTH_CRITICAL,
                 "connection refused");
    check_fixture_fail(fixture, COMPONENT_ELASTICSEARCH, 503,
                       "master_not_discovered_exception");
    assert_check(fixture, "elasticsearch", HEALTH_CRITICAL,
                 "master_not_discovered_exception");
}

static void check_elasticsearch_when_denied_is_unknown(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_fail(fixture, COMPONENT_ELASTICSEARCH, 401,
                       "security_exception");
    assert_check(fixture, "elasticsearch", HEALTH_UNKNOWN,
                 "green; by prometheus; elasticsearch: security_exception");
    check_fixture_blind(fixture);
    assert_check(fixture, "elasticsearch", HEALTH_UNKNOWN,
                 "elasticsearch: security_exception");
}

static void check_disk_is_held_against_the_clusters_watermarks(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->nodes[0].disk_percent = 86;
    fixture->nodes[0].disk_available_bytes = 14000000000;
    assert_check(fixture, "disk", HEALTH_WARNING,
                 "86 % on es-master-0 (low watermark 85%)");
    fixture->nodes[0].disk_percent = 93;
    fixture->nodes[0].disk_available_bytes = 7000000000;
    assert_check(fixture, "disk", HEALTH_CRITICAL,
                 "93 % on es-master-0 (high watermark 90%)");
    assert_near(fixture->result.limit, 90, 1e-9);
    fixture->nodes[0].disk_percent = 97;
    fixture->nodes[0].disk_available_bytes = 3000000000;
    assert_check(fixture, "disk", HEALTH_CRITICAL,
                 "97 % on es-master-0 (flood stage 95%)");
}

static void check_disk_without_the_cluster_takes_the_panel(void **state)
{
    struct check_fixture *fixture = *state;

    check_fixture_off(fixture, COMPONENT_ELASTICSEARCH);
    check_fixture_judge(fixture, "disk");
    assert_int_equal(fixture->result.status, HEALTH_OK);
    assert_non_null(strstr(fixture->result.summary, "; by prometheus"));
    check_fixture_blind(fixture);
    assert_check(fixture, "disk", HEALTH_UNKNOWN,
                 "elasticsearch is not configured; prometheus: no data");
}

static void check_backups_takes_each_colour(void **state)
{
    struct check_fixture *fixture = *state;

    fixture->repository.success.end_ms = FIXTURE_NOW_MS - INT64_C(108000000);
    check_fixture_judge(fixture, "backups");
    assert_int_equal(fixture->result.status, HEALTH_WARNING);
    assert_near(fixture->result.value, 30, 0);
    fixture->repository.success.state = ELASTICSEARCH_SNAPSHOT_NONE;
    assert_check(fixture, "backups", HEALTH_CRITICAL,
                 "no snapshot succeeded in backup");
    fixture->cluster.snapshots.count = 0;
    assert_check(fixture, "backups", HEALTH_WARNING,
                 "no snapshot repository: nothing is backed up");
    fixture->cluster.snapshots.answered_ms = -1;
    check_fixture_fail(fixture, COMPONENT_ELASTICSEARCH, 0, "refused");
    assert_check(fixture, "backups", HEALTH_UNKNOWN, "elasticsearch: refused");
    check_fixture_off(fixture, COMPONENT_ELASTICSEARCH);
    check_fixture_judge(fixture, "backups");
    assert_true(fixture->result.is_left_out);
}

static void check_elasticsearch_says_what_it_could_not_see(void **state)
{
    struct check_fixture *fixture = *state;
    struct asked *nodes = &fixture->asked[COMPONENT_ELASTICSEARCH][1];

    assert_string_equal(nodes->name, "nodes");
    nodes->status = 403;
    (void)snprintf(nodes->error, sizeof(nodes->error), "HTTP 403");
    assert_check(fixture, "elasticsearch", HEALTH_UNKNOWN,
                 "green, 2 nodes, 60 shards; nodes: HTTP 403");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(check_elasticsearch_takes_the_clusters_colour),
        CHECK_TEST(check_elasticsearch_when_refused_is_critical),
        CHECK_TEST(check_elasticsearch_when_denied_is_unknown),
        CHECK_TEST(check_disk_is_held_against_the_clusters_watermarks),
        CHECK_TEST(check_disk_without_the_cluster_takes_the_panel),
        CHECK_TEST(check_backups_takes_each_colour),
        CHECK_TEST(check_elasticsearch_says_what_it_could_not_see),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
