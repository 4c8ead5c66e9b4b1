/* test_settings.c - the configuration, from every side that may set it. */
#include "tests/test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "config/settings.h"
#include "config/yaml.h"

/* A folder with an optional configuration, and the environment that names it;
 * paths_getenv_fn has no context, so it is the file's own. */
static struct {
    char folder[64];
    char file[96];
    const char *variables[8][2];
} world;

static const char *fake_env(const char *name)
{
    for (size_t i = 0; i < 8 && world.variables[i][0]; i++)
        if (strcmp(world.variables[i][0], name) == 0)
            return world.variables[i][1];
    return NULL;
}

static void set_variable(const char *name, const char *value)
{
    size_t i = 0;

    while (world.variables[i][0])
        i++;
    world.variables[i][0] = name;
    world.variables[i][1] = value;
}

static int setup(void **state)
{
    (void)state;
    memset(&world, 0, sizeof(world));
    (void)snprintf(world.folder, sizeof(world.folder),
                   "/tmp/tracetop-config-XXXXXX");
    if (!mkdtemp(world.folder))
        return -1;
    (void)snprintf(world.file, sizeof(world.file), "%s/config.yaml",
                   world.folder);
    set_variable("HOME", "/home/me");
    set_variable("XDG_CONFIG_HOME", world.folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    (void)unlink(world.file);
    return rmdir(world.folder);
}

static void write_config(const char *text)
{
    FILE *file = fopen(world.file, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    (void)fclose(file);
    (void)chmod(world.file, 0600);
}

static struct settings *load(const char *text, struct overrides overrides)
{
    struct err err = {0};
    struct settings *settings;

    write_config(text);
    overrides.config = world.file;
    settings = settings_load(&overrides, fake_env, &err);
    if (!settings)
        fail_msg("%s", err.text);
    return settings;
}

static void assert_refused(const char *text, const char *why)
{
    struct overrides overrides = {.config = world.file};
    struct err err = {0};
    char message[400];

    write_config(text);
    assert_null(settings_load(&overrides, fake_env, &err));

    (void)snprintf(message, sizeof(message), "%s:%s", world.file, why);
    assert_string_equal(err.text, message);
    assert_int_equal(err.kind, ERR_FORMAT);
}

static void assert_option_refused(struct overrides overrides, const char *why)
{
    struct err err = {0};

    overrides.config = world.file;
    write_config("");
    assert_null(settings_load(&overrides, fake_env, &err));

    assert_string_equal(err.text, why);
    assert_int_equal(err.kind, ERR_REFUSED);
}

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

static void settings_load_lets_the_environment_weigh_more(void **state)
{
    struct settings *settings;
    (void)state;

    set_variable("PROMETHEUS_URL", "http://env:1/");
    set_variable("ALERTMANAGER_URL", "http://env:2");
    set_variable("NO_COLOR", "1");
    settings = load("color: true\n"
                    "prometheus: {via: kubernetes, service: p, port: 9}\n"
                    "alertmanager: {urls: [http://a, http://b]}\n",
                    (struct overrides){0});

    assert_string_equal(settings_context(settings)->prometheus.url,
                        "http://env:1");
    assert_false(settings_context(settings)->prometheus.via_kubernetes);
    assert_string_equal(settings_context(settings)->alertmanager.base.url,
                        "http://env:2");
    assert_int_equal(settings_context(settings)->alertmanager.urls.count, 1);
    assert_false(settings->has_color);
    settings_free(settings);
}

static void settings_load_lets_the_command_line_weigh_most(void **state)
{
    struct overrides overrides = {.prometheus = "https://cli",
                                  .namespace_name = "ns",
                                  .refresh = "2s",
                                  .range = "6h",
                                  .guide = "g.md",
                                  .theme = "mono",
                                  .timeout = "1s",
                                  .debug = "d.log",
                                  .rules = {"x.yml", "y.yml"},
                                  .rules_count = 2,
                                  .read_only = true,
                                  .dry_run = true,
                                  .ascii = true,
                                  .no_color = true,
                                  .no_mouse = true};
    struct settings *settings;
    (void)state;

    set_variable("PROMETHEUS_URL", "http://env:1/");
    settings = load("mouse: true\nrules: [r]\nrefresh: 9s\n"
                    "prometheus: {off: true, timeout: 5s}\n",
                    overrides);

    assert_string_equal(settings_context(settings)->prometheus.url,
                        "https://cli");
    assert_false(settings_context(settings)->prometheus.is_off);
    assert_int_equal(settings_context(settings)->prometheus.http.timeout_ms,
                     1000);
    assert_string_equal(settings_context(settings)->namespace_name, "ns");
    assert_int_equal(settings->refresh_ms, 2000);
    assert_int_equal(settings->range_ms, 21600000);
    assert_string_equal(settings->guide, "g.md");
    assert_string_equal(settings->theme, "mono");
    assert_string_equal(settings->debug_file, "d.log");
    assert_int_equal(settings->rules_count, 2);
    assert_string_equal(settings->rules[1], "y.yml");
    assert_true(settings->is_read_only && settings->is_dry_run &&
                settings->is_ascii);
    assert_false(settings->has_color || settings->has_mouse);
    settings_free(settings);
}

static void settings_load_refuses_options_that_make_no_sense(void **state)
{
    (void)state;

    assert_option_refused((struct overrides){.refresh = "0s"},
                          "--refresh: '0s' is not within 1s to 1h");
    assert_option_refused((struct overrides){.prometheus = "p:9090"},
                          "--prometheus: 'p:9090' has no scheme; "
                          "http://p:9090?");
    assert_option_refused((struct overrides){.namespace_name = "a\"b"},
                          "--namespace: 'a\"b' is not a namespace: a-z, 0-9 "
                          "and '-' within, at most 63");
    assert_option_refused((struct overrides){.theme = "\xff"},
                          "--theme: is not UTF-8");
}

static void settings_load_names_a_variable_that_makes_no_sense(void **state)
{
    struct overrides overrides = {.config = world.file};
    struct err err = {0};
    (void)state;

    set_variable("PROMETHEUS_URL", "http://u:hunter2@p");
    write_config("");
    assert_null(settings_load(&overrides, fake_env, &err));

    assert_string_equal(err.text, "PROMETHEUS_URL: holds a user; give it in "
                                  "basic_auth");
    assert_int_equal(err.kind, ERR_FORMAT);
}

static void settings_load_finds_the_file_by_option_then_variable(void **state)
{
    struct overrides overrides = {.config = "/nonexistent/a.yaml"};
    struct err err = {0};
    (void)state;

    set_variable("TRACETOP_CONFIG", "/nonexistent/b.yaml");
    assert_null(settings_load(&overrides, fake_env, &err));
    assert_string_equal(err.text, "--config: /nonexistent/a.yaml: No such file "
                                  "or directory");
    overrides.config = NULL;
    assert_null(settings_load(&overrides, fake_env, &err));
    assert_string_equal(err.text, "TRACETOP_CONFIG: /nonexistent/b.yaml: No "
                                  "such file or directory");
    assert_int_equal(err.kind, ERR_FORMAT);
}

static void settings_load_finds_the_file_of_the_user(void **state)
{
    const struct overrides overrides = {0};
    char folder[96];
    char file[128];
    FILE *out;
    struct settings *settings;
    (void)state;

    (void)snprintf(folder, sizeof(folder), "%s/tracetop", world.folder);
    (void)snprintf(file, sizeof(file), "%s/config.yaml", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    out = fopen(file, "w");
    assert_non_null(out);
    assert_true(fputs("theme: mono\n", out) >= 0);
    (void)fclose(out);
    settings = settings_load(&overrides, fake_env, NULL);
    (void)unlink(file);
    (void)rmdir(folder);

    assert_non_null(settings);
    assert_string_equal(settings->file, file);
    assert_string_equal(settings->theme, "mono");
    settings_free(settings);
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

static void settings_load_warns_of_a_secret_that_others_may_read(void **state)
{
    const char text[] = "prometheus: {url: http://p, basic_auth: "
                        "{username: u, password: hunter2}}\n";
    struct overrides overrides = {.config = world.file};
    struct settings *settings = load(text, (struct overrides){0});
    (void)state;

    assert_int_equal(settings->warning_count, 0);
    settings_free(settings);

    (void)chmod(world.file, 0640);
    settings = settings_load(&overrides, fake_env, NULL);
    assert_int_equal(settings->warning_count, 1);
    assert_non_null(strstr(settings->warnings[0], world.file));
    assert_null(strstr(settings->warnings[0], "hunter2"));
    settings_free(settings);
}

static void
settings_load_of_a_file_in_the_open_without_secrets_is_quiet(void **state)
{
    struct overrides overrides = {.config = world.file};
    struct settings *settings;
    (void)state;

    write_config("prometheus: {url: http://p, headers: {X-Scope-OrgID: a}}\n");
    (void)chmod(world.file, 0644);
    settings = settings_load(&overrides, fake_env, NULL);

    assert_int_equal(settings->warning_count, 0);
    settings_free(settings);
}

static void settings_show_hides_secrets(void **state)
{
    struct settings *settings =
        load("prometheus: {url: http://p, basic_auth: {username: u, password: "
             "hunter2}, headers: {X-Api-Key: hunter3, X-Team: t}}\n"
             "alertmanager: {url: http://a, authorization: {credentials: "
             "hunter4}}\n",
             (struct overrides){0});
    struct buf out;
    (void)state;

    buf_init(&out, 1 << 20);
    settings_show(settings, &out);

    assert_null(strstr(out.bytes, "hunter"));
    assert_non_null(strstr(out.bytes, "password: \"<secret>\""));
    assert_non_null(strstr(out.bytes, "credentials: \"<secret>\""));
    assert_non_null(strstr(out.bytes, "X-Api-Key: \"<secret>\", X-Team: t"));
    buf_clear(&out);
    settings_free(settings);
}

static void assert_line(const struct buf *out, const char *start)
{
    if (!strstr(out->bytes, start))
        fail_msg("no '%s' in:\n%s", start, out->bytes);
}

static void settings_show_says_where_each_value_is_from(void **state)
{
    struct settings *settings;
    struct buf out;
    (void)state;

    set_variable("ALERTMANAGER_URL", "http://e");
    settings = load("theme: light\ncontexts:\n  p:\n    namespace: ns\n"
                    "    scrape:\n      - job: j\n        targets: [h:1]\n",
                    (struct overrides){.refresh = "2s", .context = "p"});
    buf_init(&out, 1 << 20);
    settings_show(settings, &out);

    assert_line(&out, "\ncontext: p # --context;");
    assert_line(&out, "\nrefresh: 2s                             # --refresh;");
    assert_line(&out, "\ntheme: light                            # line 1\n");
    assert_line(&out, "\nrange: 1h                               # default;");
    assert_line(&out, "\n    namespace: ns                       # line 4;");
    assert_line(&out, "\n      url: \"http://e\"                   # "
                      "ALERTMANAGER_URL;");
    assert_line(&out, "\n        job: j                          # line 6\n");
    assert_line(&out, "\n# guide:                                # not set;");
    assert_line(&out, "\n    # elasticsearch:                    # not set; "
                      "off unless given\n");
    assert_line(&out, "\n    #   topic: jaeger-spans             # default\n");
    buf_clear(&out);
    settings_free(settings);
}

static void
settings_show_lists_what_a_back_end_that_is_off_could_have(void **state)
{
    struct settings *settings = load("", (struct overrides){0});
    struct buf out;
    (void)state;

    buf_init(&out, 1 << 20);
    settings_show(settings, &out);

    assert_line(&out, "\n    # jaeger:                           # not set; "
                      "off unless given\n"
                      "    #   query_url:                      # not set; "
                      "such as http://jaeger-query:16686\n"
                      "    #   collector_urls:                 # not set; "
                      "their admin ports\n"
                      "    #   off: false                      # default; "
                      "not asked at all\n");
    assert_line(&out, "\n    #   connect_timeout: 2s             # default\n"
                      "    #   basic_auth:                     # not set;");
    buf_clear(&out);
    settings_free(settings);
}

/* The text without its comments and without what they leave behind. */
static char *without_comments(const struct buf *shown)
{
    char *text = calloc(shown->length + 1, 1);
    size_t used = 0;
    bool is_quoted = false;

    for (size_t i = 0; i < shown->length; i++) {
        if (is_quoted && shown->bytes[i] == '\\')
            text[used++] = shown->bytes[i++];
        else if (shown->bytes[i] == '"')
            is_quoted = !is_quoted;
        else if (shown->bytes[i] == '#' && !is_quoted)
            i += strcspn(shown->bytes + i, "\n");
        while (shown->bytes[i] == '\n' && used > 0 && text[used - 1] == ' ')
            used--;
        text[used++] = shown->bytes[i];
    }
    return text;
}

static void assert_round_trip(struct settings *settings)
{
    struct buf first, second;
    struct settings *again;
    char *left, *right;

    buf_init(&first, 1 << 20);
    buf_init(&second, 1 << 20);
    settings_show(settings, &first);
    again = load(first.bytes, (struct overrides){0});
    settings_show(again, &second);
    left = without_comments(&first);
    right = without_comments(&second);

    assert_string_equal(left, right);
    free(left);
    free(right);
    settings_free(again);
    settings_free(settings);
    buf_clear(&first);
    buf_clear(&second);
}

static void settings_show_is_read_back_the_same(void **state)
{
    (void)state;

    assert_round_trip(load("", (struct overrides){0}));
    assert_round_trip(load(
        "context: b\nrefresh: 1m30s\nguide: ~/g.md\nrules: ['a # b.yml', c]\n"
        "keys: {F5: \"runbook \\\"x\\\" 1\", ':': 'command: #'}\n"
        "timeout: 1500ms\nescalation: {P1: [~, 'null', 5, \"x: \\n y\", "
        "-1.5]}\n"
        "costs: [{a: {}}, [], '']\ntheme: 'true'\n"
        "contexts:\n  a: {}\n  b:\n    production: true\n    banner: "
        "'#ff0000'\n"
        "    prometheus: {url: 'http://[::1]:1/x', basic_auth: {username: "
        "\"\xc3\xa4 \\U0001F600 \\u202e\", password_env: P}, headers: {A: b}}\n"
        "    alertmanager: {urls: [http://a, http://b], off: true}\n"
        "    elasticsearch: {via: kubernetes, service: s, port: 1}\n"
        "    jaeger: {collector_urls: [http://c]}\n"
        "    otel_collector: {metrics_url: http://o/m, tls_config: {ca_file: "
        "c}}\n"
        "    kubernetes: {api_url: http://k, token_file: t}\n"
        "    kafka: {topic: 't\"\\'}\n"
        "    scrape: [{job: j, targets: ['[::1]:1', b:2], labels: {a: ''}}]\n",
        (struct overrides){0}));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

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
        CASE(settings_load_lets_the_environment_weigh_more),
        CASE(settings_load_lets_the_command_line_weigh_most),
        CASE(settings_load_refuses_options_that_make_no_sense),
        CASE(settings_load_names_a_variable_that_makes_no_sense),
        CASE(settings_load_finds_the_file_by_option_then_variable),
        CASE(settings_load_finds_the_file_of_the_user),
        CASE(settings_load_tells_broken_yaml_with_its_line),
        CASE(settings_load_keeps_escalation_and_costs_as_written),
        CASE(settings_load_warns_of_a_secret_that_others_may_read),
        CASE(settings_load_of_a_file_in_the_open_without_secrets_is_quiet),
        CASE(settings_show_hides_secrets),
        CASE(settings_show_says_where_each_value_is_from),
        CASE(settings_show_lists_what_a_back_end_that_is_off_could_have),
        CASE(settings_show_is_read_back_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
