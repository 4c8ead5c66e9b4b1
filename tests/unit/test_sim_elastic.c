/* test_sim_elastic.c - the simulated cluster answers, changes and fails. */
#include "tests/test.h"

#include <jansson.h>

#include "tests/support/sim_rig.h"

static void elastic_health_when_disks_fill_is_not_green(void **state)
{
    struct sim_rig *rig = *state;
    json_t *json =
        json_loads(sim_ask(rig, "GET", "/es/_cluster/health", ""), 0, NULL);

    assert_string_equal(json_string_value(json_object_get(json, "status")),
                        elastic_color(&rig->model));
    assert_int_equal(
        json_integer_value(json_object_get(json, "number_of_nodes")), 3);
    json_decref(json);
}

static void elastic_cat_shows_the_columns_asked_for(void **state)
{
    struct sim_rig *rig = *state;
    const char *text;

    rig->query[0] = "h";
    rig->query[1] = "node,shards";
    rig->query[2] = "v";
    rig->query[3] = "";
    text = sim_ask(rig, "GET", "/es/_cat/allocation", "");

    assert_int_equal(strncmp(text, "node ", 5), 0);
    assert_non_null(strstr(text, "elasticsearch-master-2 60"));
    assert_null(strstr(text, "10.42."));
}

static void elastic_delete_of_a_day_cures_the_disk(void **state)
{
    struct sim_rig *rig = *state;
    struct elastic_index found[2 * ELASTIC_DAYS];
    char path[100];

    assert_true(model_has_fault(&rig->model, FAULT_DISK));
    assert_int_equal(
        elastic_list(&rig->rooms.elastic, &rig->model, "jaeger-span-*", found),
        ELASTIC_DAYS);
    (void)snprintf(path, sizeof(path), "/es/%s", found[ELASTIC_DAYS - 1].name);

    (void)sim_ask(rig, "DELETE", path, "");

    assert_int_equal(rig->reply.status, 200);
    assert_false(model_has_fault(&rig->model, FAULT_DISK));
    (void)sim_ask(rig, "DELETE", path, "");
    assert_int_equal(rig->reply.status, 404);
}

static void elastic_delete_with_wildcard_is_refused(void **state)
{
    struct sim_rig *rig = *state;

    (void)sim_ask(rig, "DELETE", "/es/jaeger-span-*", "");

    assert_int_equal(rig->reply.status, 400);
    assert_true(model_has_fault(&rig->model, FAULT_DISK));
}

static void
elastic_settings_keep_what_was_put_and_null_takes_it_back(void **state)
{
    struct sim_rig *rig = *state;
    const char *key = "cluster.routing.allocation.enable";

    (void)sim_ask(
        rig, "PUT", "/es/_cluster/settings",
        "{\"persistent\":{\"cluster\":{\"routing\":{\"allocation.enable\""
        ":\"primaries\"}}}}");
    assert_string_equal(elastic_setting(&rig->rooms.elastic, key), "primaries");
    (void)sim_ask(
        rig, "PUT", "/es/_cluster/settings",
        "{\"persistent\":{\"cluster.routing.allocation.enable\":null}}");
    assert_null(elastic_setting(&rig->rooms.elastic, key));
    (void)sim_ask(rig, "PUT", "/es/_cluster/settings", "nonsense");
    assert_int_equal(rig->reply.status, 400);
}

static void elastic_snapshot_taken_stands_first(void **state)
{
    struct sim_rig *rig = *state;
    const char *text;

    (void)sim_ask(rig, "PUT", "/es/_snapshot/backup/before-upgrade", "");
    text = sim_ask(rig, "GET", "/es/_snapshot/backup/_all", "");

    assert_non_null(strstr(text, "before-upgrade"));
    assert_true(strstr(text, "before-upgrade") < strstr(text, "tracing-20"));
    (void)sim_ask(rig, "GET", "/es/_snapshot/backup/latest", "");
    assert_int_equal(rig->reply.status, 404);
}

static void control_fail_names_what_there_is(void **state)
{
    struct sim_rig *rig = *state;
    const char *rest;

    rig->query[0] = "backend";
    rig->query[1] = "elasticsearch";
    rig->query[2] = "how";
    rig->query[3] = "hang";
    (void)sim_ask(rig, "POST", "/-/fail", "");
    assert_int_equal(rig->reply.status, 200);
    assert_int_equal(room_failure(&rig->rooms, room_find("/es", &rest)),
                     FAILURE_HANG);

    rig->query[3] = "sulk";
    assert_non_null(strstr(sim_ask(rig, "POST", "/-/fail", ""), "truncated"));
    assert_int_equal(rig->reply.status, 400);
    (void)sim_ask(rig, "GET", "/-/fail", "");
    assert_int_equal(rig->reply.status, 405);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, sim_rig_setup, sim_rig_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(elastic_health_when_disks_fill_is_not_green),
        CASE(elastic_cat_shows_the_columns_asked_for),
        CASE(elastic_delete_of_a_day_cures_the_disk),
        CASE(elastic_delete_with_wildcard_is_refused),
        CASE(elastic_settings_keep_what_was_put_and_null_takes_it_back),
        CASE(elastic_snapshot_taken_stands_first),
        CASE(control_fail_names_what_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
