/* test_settings.c - the configuration, as the file sets it. */
#include "tests/test.h"

#include "tests/support/settings_fixture.h"

static void settings_load_without_a_file_gives_the_defaults(void **state)
{
    const struct overrides overrides = {0};
    struct settings *settings = settings_load(&overrides, fake_env, NULL);
    const struct context_settings *context;
    (void)state;

    if (settings->file) {
        settings_free(settings);
        print_message("skipped: this host has an /etc/tracetop/config.yaml\n");
        skip();
    }
    context = settings_context(settings);

    assert_int_equal(settings->refresh_ms, 5000);
    assert_int_equal(settings->range_ms, 3600000);
    assert_string_equal(settings->theme, "dark");
    assert_null(settings->guide);
    assert_int_equal(settings->series_limit, 200);
    assert_true(settings->has_color);
    assert_true(settings->has_bell);
    assert_true(settings->has_title);
    assert_false(settings->is_read_only);
    assert_int_equal(settings->context_count, 1);
    assert_string_equal(context->name, "default");
    assert_string_equal(context->namespace_name, "observability");
    assert_string_equal(context->prometheus.url, "http://localhost:9090");
    assert_int_equal(context->prometheus.http.timeout_ms, 10000);
    assert_int_equal(context->prometheus.http.connect_timeout_ms, 2000);
    assert_true(context->prometheus.http.follow_redirects);
    assert_null(context->alertmanager.base.url);
    assert_string_equal(context->kafka.group, "jaeger-ingester");
    assert_string_equal(context->kafka.topic, "jaeger-spans");
    assert_string_equal(context->kafka.bootstrap, "localhost:9092");
    assert_string_equal(context->kubernetes.kubectl, "kubectl");
    settings_free(settings);
    settings_free(NULL);
}

static void settings_load_reads_the_settings_at_the_top(void **state)
{
    struct settings *settings =
        load("refresh: 1m30s\nrange: 7d\ntheme: light\nguide: ~/g.md\n"
             "rules: [r.yml, /abs.yml]\nread_only: yes\nmouse: on\n"
             "ascii: TRUE\ncolor: false\nseries_limit: 7\ntimeout: 250ms\n"
             "bell: false\ntitle: false\n"
             "keys: {F5: refresh, Ctrl-X: \"runbook a 1\"}\n",
             (struct overrides){0});
    char path[128];
    (void)state;

    (void)snprintf(path, sizeof(path), "%s/r.yml", world.folder);
    assert_string_equal(settings->file, world.file);
    assert_int_equal(settings->refresh_ms, 90000);
    assert_int_equal(settings->range_ms, 604800000);
    assert_string_equal(settings->theme, "light");
    assert_string_equal(settings->guide, "/home/me/g.md");
    assert_int_equal(settings->rules_count, 2);
    assert_string_equal(settings->rules[0], path);
    assert_string_equal(settings->rules[1], "/abs.yml");
    assert_true(settings->is_read_only);
    assert_true(settings->has_mouse);
    assert_true(settings->is_ascii);
    assert_false(settings->has_color);
    assert_false(settings->has_bell);
    assert_false(settings->has_title);
    assert_int_equal(settings->series_limit, 7);
    assert_int_equal(settings->key_count, 2);
    assert_string_equal(settings->keys[1].key, "Ctrl-X");
    assert_string_equal(settings->keys[1].command, "runbook a 1");
    assert_int_equal(settings_context(settings)->prometheus.http.timeout_ms,
                     250);
    assert_int_equal(
        settings_context(settings)->prometheus.http.connect_timeout_ms, 250);
    settings_free(settings);
}

static void settings_load_of_back_ends_at_the_top_is_default(void **state)
{
    struct settings *settings =
        load("namespace: tracing\nprometheus: {url: http://p:1/base//}\n"
             "elasticsearch: {off: true}\n",
             (struct overrides){0});
    const struct context_settings *context = settings_context(settings);
    (void)state;

    assert_int_equal(settings->context_count, 1);
    assert_string_equal(context->name, "default");
    assert_string_equal(context->namespace_name, "tracing");
    assert_string_equal(context->prometheus.url, "http://p:1/base");
    assert_true(context->elasticsearch.is_off);
    settings_free(settings);
}

static void settings_load_reads_each_back_end(void **state)
{
    struct settings *settings = load(
        "contexts:\n  prod:\n    production: true\n    banner: critical\n"
        "    alertmanager: {urls: [http://a:1, http://b:2/]}\n"
        "    elasticsearch: {via: kubernetes, service: es, port: 9200}\n"
        "    jaeger: {query_url: http://q, collector_urls: [http://c:14269]}\n"
        "    otel_collector: {metrics_url: http://o:8888/metrics}\n"
        "    kubernetes: {api_url: https://k:6443, token_file: t, ca_file: c}\n"
        "    kafka: {group: g, topic: t, pod: kafka-0, bootstrap: k:1}\n"
        "    scrape:\n      - {job: j, targets: [h:1], labels: {pod: p}}\n",
        (struct overrides){0});
    const struct context_settings *context = settings_context(settings);
    char path[128];
    (void)state;

    assert_string_equal(context->name, "prod");
    assert_true(context->is_production);
    assert_string_equal(context->banner, "critical");
    assert_string_equal(context->prometheus.url, "http://localhost:9090");
    assert_string_equal(context->alertmanager.base.url, "http://a:1");
    assert_int_equal(context->alertmanager.urls.count, 2);
    assert_string_equal(context->alertmanager.urls.urls[1], "http://b:2");
    assert_true(context->elasticsearch.via_kubernetes);
    assert_string_equal(context->elasticsearch.service, "es");
    assert_int_equal(context->elasticsearch.port, 9200);
    assert_string_equal(context->jaeger.base.url, "http://q");
    assert_string_equal(context->jaeger.collector_urls.urls[0],
                        "http://c:14269");
    assert_string_equal(context->otel.metrics_url, "http://o:8888/metrics");
    assert_null(context->otel.base.url);
    assert_string_equal(context->kubernetes.base.url, "https://k:6443");
    (void)snprintf(path, sizeof(path), "%s/t", world.folder);
    assert_string_equal(context->kubernetes.base.http.credentials.file, path);
    assert_string_equal(context->kubernetes.base.http.authorization_type,
                        "Bearer");
    (void)snprintf(path, sizeof(path), "%s/c", world.folder);
    assert_string_equal(context->kubernetes.base.http.tls_ca_file, path);
    assert_string_equal(context->kafka.pod, "kafka-0");
    assert_string_equal(context->kafka.bootstrap, "k:1");
    assert_int_equal(context->scrape_count, 1);
    assert_string_equal(context->scrape[0].job, "j");
    assert_string_equal(context->scrape[0].targets.urls[0], "h:1");
    assert_string_equal(context->scrape[0].labels[0].name, "pod");
    assert_string_equal(context->scrape[0].labels[0].value, "p");
    settings_free(settings);
}

static void settings_load_reads_the_http_settings(void **state)
{
    struct settings *settings = load(
        "prometheus:\n  url: https://p\n  timeout: 3s\n  connect_timeout: 1s\n"
        "  basic_auth: {username: u, password_file: /s}\n"
        "  tls_config: {ca_file: /ca, cert_file: /c, key_file: /k,\n"
        "    server_name: n, insecure_skip_verify: true, min_version: TLS12}\n"
        "  proxy_url: socks5://x:1\n  follow_redirects: false\n"
        "  enable_http2: false\n  headers: {X-Scope-OrgID: team}\n"
        "  unix_socket: /run/p.sock\n"
        "alertmanager:\n  url: http://a\n"
        "  authorization: {credentials_env: TOKEN}\n",
        (struct overrides){0});
    const struct http_settings *http =
        &settings_context(settings)->prometheus.http;
    const struct http_settings *other =
        &settings_context(settings)->alertmanager.base.http;
    (void)state;

    assert_int_equal(http->timeout_ms, 3000);
    assert_int_equal(http->connect_timeout_ms, 1000);
    assert_string_equal(http->username, "u");
    assert_string_equal(http->password.file, "/s");
    assert_null(http->password.inline_value);
    assert_null(http->authorization_type);
    assert_string_equal(http->tls_ca_file, "/ca");
    assert_string_equal(http->tls_cert_file, "/c");
    assert_string_equal(http->tls_key_file, "/k");
    assert_string_equal(http->tls_server_name, "n");
    assert_true(http->tls_insecure_skip_verify);
    assert_string_equal(http->tls_min_version, "TLS12");
    assert_string_equal(http->proxy_url, "socks5://x:1");
    assert_false(http->follow_redirects);
    assert_false(http->enable_http2);
    assert_int_equal(http->header_count, 1);
    assert_string_equal(http->headers[0].name, "X-Scope-OrgID");
    assert_string_equal(http->headers[0].value, "team");
    assert_string_equal(http->unix_socket, "/run/p.sock");
    assert_string_equal(other->authorization_type, "Bearer");
    assert_string_equal(other->credentials.variable, "TOKEN");
    settings_free(settings);
}

static void settings_load_opens_the_context_that_is_named(void **state)
{
    const char text[] = "context: b\ncontexts:\n  a: {}\n  b: {}\n  c: {}\n";
    struct settings *settings = load(text, (struct overrides){0});
    (void)state;

    assert_int_equal(settings->context_count, 3);
    assert_string_equal(settings_context(settings)->name, "b");
    settings_free(settings);

    settings = load(text, (struct overrides){.context = "c"});
    assert_string_equal(settings_context(settings)->name, "c");
    settings_free(settings);

    settings = load(text + sizeof("context: b"), (struct overrides){0});
    assert_string_equal(settings_context(settings)->name, "a");
    settings_free(settings);
}

static void settings_load_of_an_unknown_context_lists_the_known(void **state)
{
    struct overrides overrides = {.context = "prod", .config = world.file};
    struct err err = {0};
    (void)state;

    assert_refused("contexts: {a: {}, b: {}}\ncontext: x\n",
                   "2: context: 'x' is not known; known: a, b");
    write_config("contexts: {a: {}, b: {}}\n");
    assert_null(settings_load(&overrides, fake_env, &err));

    assert_string_equal(err.text,
                        "--context: 'prod' is not known; known: a, b");
    assert_int_equal(err.kind, ERR_REFUSED);
}

static void settings_load_names_the_nearest_key(void **state)
{
    (void)state;

    assert_refused("a: 1\n", "1: a: unknown key; known: refresh, range, theme, "
                             "guide, rules, read_only, dry_run, mouse, ascii, "
                             "color, bell, title, series_limit, timeout, keys, "
                             "escalation, costs, contexts, ...");
    assert_refused("refresh: 5s\nthem: x\n",
                   "2: them: unknown key; did you mean 'theme'?");
    assert_refused("\nprometeus: {}\n",
                   "2: prometeus: unknown key; did you mean 'prometheus'?");
    assert_refused("contexts:\n  p:\n    prometheus:\n      ulr: http://p\n",
                   "4: ulr: unknown key; did you mean 'url'?");
    assert_refused("prometheus:\n  basic_auth:\n    pasword_file: x\n",
                   "3: pasword_file: unknown key; did you mean "
                   "'password_file'?");
    assert_refused("jaeger: {url: http://j}\n",
                   "1: url: unknown key; did you mean 'query_url'?");
}

static void settings_load_refuses_back_ends_beside_contexts(void **state)
{
    (void)state;

    assert_refused("contexts: {a: {}}\nprometheus: {url: http://p}\n",
                   "2: prometheus: stands beside contexts; move it into one");
    assert_refused("namespace: x\ncontexts: {a: {}}\n",
                   "1: namespace: stands beside contexts; move it into one");
}

static void settings_load_refuses_values_that_make_no_sense(void **state)
{
    static const char *const cases[][2] = {
        {"refresh: 10ms", "refresh: '10ms' is not within 1s to 1h"},
        {"range: 91d", "range: '91d' is not within 1m to 90d"},
        {"series_limit: 0",
         "series_limit: '0' is not a whole number from 1 to 100000"},
        {"series_limit: 1e3",
         "series_limit: '1e3' is not a whole number from 1 to 100000"},
        {"series_limit: 99999999999999999999",
         "series_limit: '99999999999999999999' is not a whole number from 1 to "
         "100000"},
        {"mouse: maybe", "mouse: 'maybe' is neither true nor false"},
        {"theme: [a]", "theme: wants one value, not a list or a map"},
        {"theme:", "theme: has no value; give one or leave the key out"},
        {"theme: ''", "theme: is empty"},
        {"rules: a.yml", "rules: wants a list, such as [a, b]"},
        {"rules: [[a]]", "rules: wants one value, not a list or a map"},
        {"keys: [F5]", "keys: wants a map, such as {key: value}"},
        {"keys: {F99: x}", "keys: 'F99' is not a key, such as F5 or Ctrl-X"},
        {"contexts: {}", "contexts: wants at least 1"},
        {"contexts: {a: 5}", "wants a map of keys, such as 'key: value'"},
        {"contexts: {\"a b\": {}}",
         "contexts: 'a b' is not a name: letters, digits, '_', '.' and '-', at "
         "most 64"},
        {"namespace: Obs", "namespace: 'Obs' is not a namespace: a-z, 0-9 and "
                           "'-' within, at most "
                           "63"},
        {"prometheus: http://p",
         "prometheus: wants a map, such as {key: value}"},
        {"prometheus: {url: localhost:9090}",
         "url: 'localhost:9090' has no scheme; http://localhost:9090?"},
        {"prometheus: {url: http://me:pw@p}",
         "url: holds a user; give it in basic_auth"},
        {"prometheus: {url: http://p:99999}",
         "url: port '99999' is not a number from 1 to 65535"},
        {"prometheus: {timeout: 10}",
         "timeout: '10' is not a duration (the number has no unit); write "
         "250ms, 30s, 1m30s"},
        {"alertmanager: {urls: []}", "urls: wants at least 1"},
        {"alertmanager: {url: http://a, urls: [http://b]}",
         "urls: stands beside url; give one of them"},
        {"elasticsearch: {timeout: 1s}",
         "url: is missing; or 'via: kubernetes', or 'off: true'"},
        {"elasticsearch: {via: ssh}",
         "via: 'ssh' is not known; known: kubernetes"},
        {"elasticsearch: {via: kubernetes}", "via: needs service and port"},
        {"jaeger: {timeout: 1s}",
         "query_url: is missing, and collector_urls too; or 'off: true'"},
        {"otel_collector: {timeout: 1s}",
         "health_url: is missing, and metrics_url too; or 'off: true'"},
        {"kubernetes: {token_file: t}", "token_file: needs api_url"},
        {"kafka: {bootstrap: kafka}", "bootstrap: 'kafka' is not host:port"},
        {"scrape: [{job: j}]", "targets: is missing"},
        {"scrape: [{job: j, targets: [h:1], labels: {a-b: c}}]",
         "labels: 'a-b' is not the name of a label"},
    };
    char why[300];
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        (void)snprintf(why, sizeof(why), "1: %s", cases[i][1]);
        assert_refused(cases[i][0], why);
    }
}

static void settings_load_refuses_http_settings_that_do_not_fit(void **state)
{
    static const char *const cases[][2] = {
        {"basic_auth: {password: x}", "username: is missing"},
        {"basic_auth: {username: u, password: x, password_file: y}",
         "password: give one of password, password_file and password_env"},
        {"authorization: {type: Bearer}",
         "credentials: give one of credentials_file, credentials_env and "
         "credentials"},
        {"authorization: {type: basic, credentials: x}",
         "type: is basic; that is what basic_auth is for"},
        {"basic_auth: {username: u}, authorization: {credentials_env: T}",
         "authorization: stands beside basic_auth; give one of them"},
        {"tls_config: {cert_file: c}",
         "cert_file: cert_file and key_file go together"},
        {"tls_config: {min_version: SSL3}",
         "min_version: 'SSL3' is not known; known: TLS10 TLS11 TLS12 TLS13"},
        {"proxy_url: ftp://p",
         "proxy_url: scheme 'ftp' is not one of: http https socks5 socks5h"},
        {"headers: {Authorization: x}",
         "headers: 'Authorization' is what authorization and basic_auth are "
         "for"},
        {"headers: {\"a b\": x}",
         "headers: 'a b' is not the name of an HTTP header"},
        {"headers: {X-A: \"b\\r\\nc: d\"}",
         "X-A: holds a control character (U+000D)"},
        {"basic_auth: {username: u, password: <secret>}",
         "password: is the mask of a secret; name a file instead"},
        {"basic_auth: {username: u, password_env: $X}",
         "password_env: '$X' is not the name of an environment variable"},
        {"port: 9090",
         "port: needs 'via: kubernetes'; a URL has its port within"},
    };
    char text[300];
    char why[300];
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        (void)snprintf(text, sizeof(text), "prometheus: {url: http://p, %s}",
                       cases[i][0]);
        (void)snprintf(why, sizeof(why), "1: %s", cases[i][1]);
        assert_refused(text, why);
    }
}

static void settings_load_tells_broken_yaml_with_its_line(void **state)
{
    (void)state;

    assert_refused("theme: a\ntheme: b\n",
                   "2: key 'theme' was already given on line 1");
    assert_refused("- a\n", "1: wants a map of keys, such as 'key: value'");
}

static void settings_load_keeps_escalation_and_costs_as_written(void **state)
{
    struct settings *settings =
        load("escalation: {P1: {within: 15m}}\n", (struct overrides){0});
    (void)state;

    assert_string_equal(
        yaml_text(yaml_get(yaml_get(settings->escalation, "P1"), "within")),
        "15m");
    assert_null(settings->costs);
    settings_free(settings);
}

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, settings_setup, settings_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(settings_load_without_a_file_gives_the_defaults),
        CASE(settings_load_reads_the_settings_at_the_top),
        CASE(settings_load_of_back_ends_at_the_top_is_default),
        CASE(settings_load_reads_each_back_end),
        CASE(settings_load_reads_the_http_settings),
        CASE(settings_load_opens_the_context_that_is_named),
        CASE(settings_load_of_an_unknown_context_lists_the_known),
        CASE(settings_load_names_the_nearest_key),
        CASE(settings_load_refuses_back_ends_beside_contexts),
        CASE(settings_load_refuses_values_that_make_no_sense),
        CASE(settings_load_refuses_http_settings_that_do_not_fit),
        CASE(settings_load_tells_broken_yaml_with_its_line),
        CASE(settings_load_keeps_escalation_and_costs_as_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
