/* test_settings_show.c - secrets, and the settings in force as YAML. */
#include "tests/test.h"

#include "tests/support/settings_fixture.h"

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

#define CASE(name)                                                             \
    cmocka_unit_test_setup_teardown(name, settings_setup, settings_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(settings_load_warns_of_a_secret_that_others_may_read),
        CASE(settings_load_of_a_file_in_the_open_without_secrets_is_quiet),
        CASE(settings_show_hides_secrets),
        CASE(settings_show_says_where_each_value_is_from),
        CASE(settings_show_lists_what_a_back_end_that_is_off_could_have),
        CASE(settings_show_is_read_back_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
