/* test_services.c - "via: kubernetes" back ends as URLs behind the door. */
#include "tests/test.h"

#include "engine/services.h"

#define API "https://api:6443/api/v1/namespaces/"

struct rig {
    struct loop *loop;
    struct context_settings context;
    struct kube_door *door;
};

static void on_changed(void *owner)
{
    (void)owner;
}

static void set_up(struct rig *rig)
{
    struct err err = {0};

    *rig = (struct rig){.loop = loop_new(&err)};
    assert_non_null(rig->loop);
    rig->context.namespace_name = (char *)"observability";
    rig->context.kubernetes.base.url = (char *)"https://api:6443";
    rig->context.kubernetes.base.http.tls_ca_file = (char *)"/ca.crt";
    rig->context.kubernetes.base.http.timeout_ms = 10000;
    rig->door = kube_door_new(
        &(struct kube_door_order){.loop = rig->loop,
                                  .context = &rig->context,
                                  .runtime_dir = "/tmp/test_services",
                                  .changed = on_changed});
}

static void tear_down(struct rig *rig)
{
    kube_door_free(rig->door);
    loop_free(rig->loop);
}

static void services_when_a_back_end_is_via_lead_by_the_door(void **state)
{
    const struct context_settings *found;
    struct services *services;
    struct rig rig;
    (void)state;

    set_up(&rig);
    rig.context.prometheus =
        (struct backend_settings){.via_kubernetes = true,
                                  .service = (char *)"prometheus",
                                  .port = 9090,
                                  .http.timeout_ms = 3000};
    rig.context.alertmanager.base = (struct backend_settings){
        .via_kubernetes = true, .service = (char *)"am", .port = 9093};
    rig.context.elasticsearch =
        (struct backend_settings){.url = (char *)"http://es:9200"};

    assert_true(services_are_wanted(&rig.context));
    services = services_new(&rig.context, rig.door);
    found = services_context(services);

    assert_string_equal(found->prometheus.url,
                        API "observability/services/prometheus:9090/proxy");
    assert_string_equal(found->prometheus.http.tls_ca_file, "/ca.crt");
    assert_int_equal(found->prometheus.http.timeout_ms, 3000);
    assert_int_equal(found->alertmanager.urls.count, 1);
    assert_string_equal(found->alertmanager.urls.urls[0],
                        API "observability/services/am:9093/proxy");
    assert_string_equal(found->elasticsearch.url, "http://es:9200");
    services_free(services);
    tear_down(&rig);
}

static void services_when_other_urls_name_services_lead_there(void **state)
{
    char *urls[] = {(char *)"http://jaeger-collector:14269",
                    (char *)"https://c.tracing.svc.cluster.local/health",
                    (char *)"http://c.tracing:1/", (char *)"http://a.b.org:1"};
    const char *const expected[] = {
        API "observability/services/jaeger-collector:14269/proxy",
        API "tracing/services/https:c:443/proxy/health",
        API "tracing/services/c:1/proxy/", "http://a.b.org:1"};
    const struct context_settings *found;
    struct services *services;
    struct rig rig;
    (void)state;

    set_up(&rig);
    rig.context.jaeger =
        (struct jaeger_settings){.base = {.via_kubernetes = true,
                                          .service = (char *)"jaeger-query",
                                          .port = 16686},
                                 .collector_urls = {.urls = urls, .count = 4}};
    rig.context.otel = (struct otel_settings){
        .base = {.via_kubernetes = true, .service = (char *)"o", .port = 13133},
        .metrics_url = (char *)"http://o/metrics"};
    services = services_new(&rig.context, rig.door);
    found = services_context(services);

    for (size_t i = 0; i < 4; i++)
        assert_string_equal(found->jaeger.collector_urls.urls[i], expected[i]);
    assert_string_equal(found->otel.metrics_url,
                        API "observability/services/o:80/proxy/metrics");
    assert_string_equal(urls[0], "http://jaeger-collector:14269");
    services_free(services);
    tear_down(&rig);
}

static void services_when_nothing_is_via_are_not_wanted(void **state)
{
    const struct context_settings context = {
        .prometheus = {.url = (char *)"http://p:9090"},
        .elasticsearch = {.via_kubernetes = true, .is_off = true}};
    (void)state;

    assert_false(services_are_wanted(&context));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_when_a_back_end_is_via_lead_by_the_door),
        cmocka_unit_test(services_when_other_urls_name_services_lead_there),
        cmocka_unit_test(services_when_nothing_is_via_are_not_wanted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
