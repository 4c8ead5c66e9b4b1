/* context_keys.c - the table of a context and of each kind of back end. */
#include "config/context_keys.h"

#include <string.h>

#include "base/xalloc.h"
#include "config/http_keys.h"
#include "config/settings.h"
#include "config/url.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char *check_elasticsearch(void *out, const char **key);
static const char *check_alertmanager(void *out, const char **key);
static const char *check_jaeger(void *out, const char **key);
static const char *check_otel(void *out, const char **key);
static const char *check_kubernetes(void *out, const char **key);
static const char *check_namespace(const char *text);
static const char *check_label(const char *text);
static const char *check_variable(const char *text);
static const char *check_target(const char *text);

_Static_assert(offsetof(struct label_setting, value) ==
                       offsetof(struct schema_pair, value) &&
                   sizeof(struct label_setting) == sizeof(struct schema_pair),
               "SCHEMA_PAIRS fills it");
_Static_assert(offsetof(struct alertmanager_settings, base) == 0 &&
                   offsetof(struct jaeger_settings, base) == 0 &&
                   offsetof(struct otel_settings, base) == 0 &&
                   offsetof(struct kubernetes_settings, base) == 0 &&
                   offsetof(struct kafka_settings, base) == 0,
               "backend_schema is the base of their tables");

static const struct schema elasticsearch_schema = {
    .size = sizeof(struct backend_settings),
    .base = &backend_url_schema,
    .check = check_elasticsearch};

#define AT(member) offsetof(struct alertmanager_settings, member)
static const struct schema_key alertmanager_keys[] = {
    {.name = "urls",
     .type = SCHEMA_STRINGS,
     .item = SCHEMA_URL,
     .offset = AT(urls.urls),
     .extra = AT(urls.count),
     .least = 1,
     .most = 16,
     .help = "of the members of a cluster; or url"},
};
#undef AT
static const struct schema alertmanager_schema = {
    .keys = alertmanager_keys,
    .count = SCHEMA_COUNT(alertmanager_keys),
    .size = sizeof(struct alertmanager_settings),
    .base = &backend_url_schema,
    .check = check_alertmanager};

#define AT(member) offsetof(struct jaeger_settings, member)
static const struct schema_key jaeger_keys[] = {
    {.name = "query_url",
     .type = SCHEMA_URL,
     .offset = AT(base.url),
     .help = "such as http://jaeger-query:16686"},
    {.name = "collector_urls",
     .type = SCHEMA_STRINGS,
     .item = SCHEMA_URL,
     .offset = AT(collector_urls.urls),
     .extra = AT(collector_urls.count),
     .least = 1,
     .most = 64,
     .help = "their admin ports"},
};
#undef AT
static const struct schema jaeger_schema = {.keys = jaeger_keys,
                                            .count = SCHEMA_COUNT(jaeger_keys),
                                            .size =
                                                sizeof(struct jaeger_settings),
                                            .base = &backend_schema,
                                            .check = check_jaeger};

#define AT(member) offsetof(struct otel_settings, member)
static const struct schema_key otel_keys[] = {
    {.name = "health_url",
     .type = SCHEMA_URL,
     .offset = AT(base.url),
     .help = "such as http://otel-collector:13133"},
    {.name = "metrics_url",
     .type = SCHEMA_URL,
     .offset = AT(metrics_url),
     .help = "such as http://otel-collector:8888/metrics"},
};
#undef AT
static const struct schema otel_schema = {.keys = otel_keys,
                                          .count = SCHEMA_COUNT(otel_keys),
                                          .size = sizeof(struct otel_settings),
                                          .base = &backend_schema,
                                          .check = check_otel};

#define AT(member) offsetof(struct kubernetes_settings, member)
static const struct schema_key kubernetes_keys[] = {
    {.name = "kubectl",
     .type = SCHEMA_STRING,
     .offset = AT(kubectl),
     .standard = "kubectl",
     .help = "the program"},
    {.name = "context",
     .type = SCHEMA_STRING,
     .offset = AT(context),
     .help = "of kubectl; its current one unless given"},
    {.name = "api_url",
     .type = SCHEMA_URL,
     .offset = AT(base.url),
     .help = "instead of kubectl"},
    {.name = "token_file",
     .type = SCHEMA_PATH,
     .offset = AT(base.http.credentials.file)},
    {.name = "ca_file",
     .type = SCHEMA_PATH,
     .offset = AT(base.http.tls_ca_file)},
};
#undef AT
static const struct schema kubernetes_schema = {
    .keys = kubernetes_keys,
    .count = SCHEMA_COUNT(kubernetes_keys),
    .size = sizeof(struct kubernetes_settings),
    .base = &backend_schema,
    .check = check_kubernetes};

#define AT(member) offsetof(struct kafka_settings, member)
static const struct schema_key kafka_keys[] = {
    {.name = "group",
     .type = SCHEMA_STRING,
     .offset = AT(group),
     .standard = "jaeger-ingester",
     .help = "consumer group"},
    {.name = "topic",
     .type = SCHEMA_STRING,
     .offset = AT(topic),
     .standard = "jaeger-spans"},
    {.name = "pod",
     .type = SCHEMA_STRING,
     .offset = AT(pod),
     .help = "where the consumer-group tool is; it is not asked unless given"},
    {.name = "bootstrap",
     .type = SCHEMA_STRING,
     .offset = AT(bootstrap),
     .standard = "localhost:9092",
     .check = check_target},
};
#undef AT
static const struct schema kafka_schema = {.keys = kafka_keys,
                                           .count = SCHEMA_COUNT(kafka_keys),
                                           .size =
                                               sizeof(struct kafka_settings),
                                           .base = &backend_schema};

#define AT(member) offsetof(struct scrape_settings, member)
static const struct schema_key scrape_keys[] = {
    {.name = "job",
     .type = SCHEMA_STRING,
     .offset = AT(job),
     .is_needed = true},
    {.name = "targets",
     .type = SCHEMA_STRINGS,
     .item = SCHEMA_STRING,
     .offset = AT(targets.urls),
     .extra = AT(targets.count),
     .least = 1,
     .most = 256,
     .check = check_target,
     .is_needed = true,
     .help = "host:port"},
    {.name = "labels",
     .type = SCHEMA_PAIRS,
     .offset = AT(labels),
     .extra = AT(label_count),
     .most = 64,
     .check = check_label},
};
#undef AT
static const struct schema scrape_schema = {.keys = scrape_keys,
                                            .count = SCHEMA_COUNT(scrape_keys),
                                            .size =
                                                sizeof(struct scrape_settings)};

#define AT(member) offsetof(struct context_settings, member)
static const struct schema_key context_keys[] = {
    {.name = "production",
     .type = SCHEMA_BOOL,
     .offset = AT(is_production),
     .help = "every change wants a typed word"},
    {.name = "banner",
     .type = SCHEMA_STRING,
     .offset = AT(banner),
     .help = "its colour: a role of the theme"},
    {.name = "namespace",
     .type = SCHEMA_STRING,
     .offset = AT(namespace_name),
     .standard = "observability",
     .check = check_namespace,
     .help = "of Kubernetes"},
    {.name = "prometheus",
     .type = SCHEMA_MAP,
     .offset = AT(prometheus),
     .extra = AT(prometheus.is_configured),
     .sub = &backend_url_schema,
     .help = "or Thanos, Mimir, VictoriaMetrics"},
    {.name = "alertmanager",
     .type = SCHEMA_MAP,
     .offset = AT(alertmanager),
     .extra = AT(alertmanager.base.is_configured),
     .sub = &alertmanager_schema,
     .help = "off unless given"},
    {.name = "elasticsearch",
     .type = SCHEMA_MAP,
     .offset = AT(elasticsearch),
     .extra = AT(elasticsearch.is_configured),
     .sub = &elasticsearch_schema,
     .help = "off unless given"},
    {.name = "jaeger",
     .type = SCHEMA_MAP,
     .offset = AT(jaeger),
     .extra = AT(jaeger.base.is_configured),
     .sub = &jaeger_schema,
     .help = "off unless given"},
    {.name = "otel_collector",
     .type = SCHEMA_MAP,
     .offset = AT(otel),
     .extra = AT(otel.base.is_configured),
     .sub = &otel_schema,
     .help = "off unless given"},
    {.name = "kubernetes",
     .type = SCHEMA_MAP,
     .offset = AT(kubernetes),
     .extra = AT(kubernetes.base.is_configured),
     .sub = &kubernetes_schema,
     .help = "off unless given"},
    {.name = "kafka",
     .type = SCHEMA_MAP,
     .offset = AT(kafka),
     .extra = AT(kafka.base.is_configured),
     .sub = &kafka_schema,
     .help = "its group and topic are those of the panel"},
    {.name = "scrape",
     .type = SCHEMA_LIST,
     .offset = AT(scrape),
     .extra = AT(scrape_count),
     .most = 64,
     .sub = &scrape_schema,
     .help = "asked when Prometheus is away"},
    {.name = "variables",
     .type = SCHEMA_PAIRS,
     .offset = AT(variables),
     .extra = AT(variable_count),
     .most = 64,
     .check = check_variable,
     .help = "for the steps of the guide, such as COLLECTOR_DEPLOYMENT"},
};
#undef AT
const struct schema context_schema = {.keys = context_keys,
                                      .count = SCHEMA_COUNT(context_keys),
                                      .size = sizeof(struct context_settings)};

const char *context_check_name(const char *text)
{
    if (strlen(text) > 64 || text[strspn(text, LOWER UPPER DIGITS "_.-")])
        return "is not a name: letters, digits, '_', '.' and '-', at most 64";
    return NULL;
}

static const char *check_elasticsearch(void *out, const char **key)
{
    const struct backend_settings *backend = out;

    *key = "url";
    if (!backend->url && !backend->via_kubernetes && !backend->is_off)
        return "is missing; or 'via: kubernetes', or 'off: true'";
    return NULL;
}

/* Both forms end up in both places. */
static const char *check_alertmanager(void *out, const char **key)
{
    struct alertmanager_settings *alertmanager = out;
    struct backend_settings *base = &alertmanager->base;
    struct url_list *list = &alertmanager->urls;

    if (base->url && list->count > 0 && strcmp(base->url, list->urls[0]) != 0) {
        *key = "urls";
        return "stands beside url; give one of them";
    }
    if (list->count > 0 && !base->url)
        base->url = xstrdup(list->urls[0]);
    if (base->url && list->count == 0) {
        list->urls = xcalloc(1, sizeof(list->urls[0]));
        list->urls[0] = xstrdup(base->url);
        list->count = 1;
    }
    return NULL;
}

static const char *check_jaeger(void *out, const char **key)
{
    const struct jaeger_settings *jaeger = out;

    *key = "query_url";
    if (!jaeger->base.url && jaeger->collector_urls.count == 0 &&
        !jaeger->base.via_kubernetes && !jaeger->base.is_off)
        return "is missing, and collector_urls too; or 'off: true'";
    return NULL;
}

static const char *check_otel(void *out, const char **key)
{
    const struct otel_settings *otel = out;

    *key = "health_url";
    if (!otel->base.url && !otel->metrics_url && !otel->base.via_kubernetes &&
        !otel->base.is_off)
        return "is missing, and metrics_url too; or 'off: true'";
    return NULL;
}

static const char *check_kubernetes(void *out, const char **key)
{
    struct kubernetes_settings *kubernetes = out;
    struct http_settings *http = &kubernetes->base.http;

    *key = "token_file";
    if (!http->credentials.file || http->authorization_type)
        return NULL;
    if (!kubernetes->base.url)
        return "needs api_url";
    if (http->username)
        return "stands beside basic_auth; give one of them";
    http->authorization_type = xstrdup("Bearer");
    return NULL;
}

/* Source: Kubernetes, RFC 1123 label names. */
static const char *check_namespace(const char *text)
{
    size_t length = strlen(text);

    if (length > 63 || text[strspn(text, LOWER DIGITS "-")] || text[0] == '-' ||
        text[length - 1] == '-')
        return "is not a namespace: a-z, 0-9 and '-' within, at most 63";
    return NULL;
}

static const char *check_label(const char *text)
{
    if (text[strspn(text, LOWER UPPER DIGITS "_")] || strchr(DIGITS, text[0]))
        return "is not the name of a label";
    return NULL;
}

static const char *check_variable(const char *text)
{
    if (text[strspn(text, UPPER DIGITS "_")] || strchr(DIGITS, text[0]))
        return "is not the name of a variable in capitals";
    return NULL;
}

static const char *check_target(const char *text)
{
    return url_check_target(text, NULL) < 0 ? "is not host:port" : NULL;
}
