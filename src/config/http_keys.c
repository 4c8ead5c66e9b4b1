/* http_keys.c - the table of what every back end may be told. */
#include "config/http_keys.h"

#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "config/settings.h"

static void init_http(void *out);
static const char *check_backend(void *out, const char **key);
static const char *check_basic_auth(void *out, const char **key);
static const char *check_authorization(void *out, const char **key);
static const char *check_tls(void *out, const char **key);
static const char *check_header_name(const char *text);
static const char *check_variable(const char *text);
static int count_sources(const struct secret *secret);

_Static_assert(offsetof(struct http_header, value) ==
                       offsetof(struct schema_pair, value) &&
                   sizeof(struct http_header) == sizeof(struct schema_pair),
               "SCHEMA_PAIRS fills it");

#define AT(member) offsetof(struct http_settings, member)
static const struct schema_key basic_auth_keys[] = {
    {.name = "username",
     .type = SCHEMA_STRING,
     .offset = AT(username),
     .is_needed = true},
    {.name = "password",
     .type = SCHEMA_SECRET,
     .offset = AT(password.inline_value),
     .help = "better in password_file"},
    {.name = "password_file", .type = SCHEMA_PATH, .offset = AT(password.file)},
    {.name = "password_env",
     .type = SCHEMA_STRING,
     .offset = AT(password.variable),
     .check = check_variable,
     .help = "name of an environment variable"},
};
static const struct schema basic_auth_schema = {
    .keys = basic_auth_keys,
    .count = SCHEMA_COUNT(basic_auth_keys),
    .size = sizeof(struct http_settings),
    .check = check_basic_auth};

static const struct schema_key authorization_keys[] = {
    {.name = "type",
     .type = SCHEMA_STRING,
     .offset = AT(authorization_type),
     .help = "Bearer unless given"},
    {.name = "credentials",
     .type = SCHEMA_SECRET,
     .offset = AT(credentials.inline_value),
     .help = "better in credentials_file"},
    {.name = "credentials_file",
     .type = SCHEMA_PATH,
     .offset = AT(credentials.file)},
    {.name = "credentials_env",
     .type = SCHEMA_STRING,
     .offset = AT(credentials.variable),
     .check = check_variable,
     .help = "name of an environment variable"},
};
static const struct schema authorization_schema = {
    .keys = authorization_keys,
    .count = SCHEMA_COUNT(authorization_keys),
    .size = sizeof(struct http_settings),
    .check = check_authorization};

static const struct schema_key tls_keys[] = {
    {.name = "ca_file", .type = SCHEMA_PATH, .offset = AT(tls_ca_file)},
    {.name = "cert_file", .type = SCHEMA_PATH, .offset = AT(tls_cert_file)},
    {.name = "key_file", .type = SCHEMA_PATH, .offset = AT(tls_key_file)},
    {.name = "server_name",
     .type = SCHEMA_STRING,
     .offset = AT(tls_server_name)},
    {.name = "insecure_skip_verify",
     .type = SCHEMA_BOOL,
     .offset = AT(tls_insecure_skip_verify)},
    {.name = "min_version",
     .type = SCHEMA_CHOICE,
     .offset = AT(tls_min_version),
     .words = "TLS10 TLS11 TLS12 TLS13"},
};
static const struct schema tls_schema = {.keys = tls_keys,
                                         .count = SCHEMA_COUNT(tls_keys),
                                         .size = sizeof(struct http_settings),
                                         .check = check_tls};
#undef AT

#define AT(member) offsetof(struct backend_settings, member)
static const struct schema_key backend_keys[] = {
    {.name = "off",
     .type = SCHEMA_BOOL,
     .offset = AT(is_off),
     .help = "not asked at all"},
    {.name = "via",
     .type = SCHEMA_FLAG,
     .offset = AT(via_kubernetes),
     .words = "kubernetes",
     .help = "kubernetes: through the API server's service proxy"},
    {.name = "service", .type = SCHEMA_STRING, .offset = AT(service)},
    {.name = "port",
     .type = SCHEMA_INT,
     .offset = AT(port),
     .most = 65535,
     .help = "of the service"},
    {.name = "timeout",
     .type = SCHEMA_DURATION,
     .offset = AT(http.timeout_ms),
     .least = 100,
     .most = 300000,
     .help = "of a whole request"},
    {.name = "connect_timeout",
     .type = SCHEMA_DURATION,
     .offset = AT(http.connect_timeout_ms),
     .least = 100,
     .most = 60000},
    {.name = "basic_auth",
     .type = SCHEMA_MAP,
     .offset = AT(http),
     .sub = &basic_auth_schema,
     .help = "username and password_file"},
    {.name = "authorization",
     .type = SCHEMA_MAP,
     .offset = AT(http),
     .sub = &authorization_schema,
     .help = "type and credentials_file"},
    {.name = "tls_config",
     .type = SCHEMA_MAP,
     .offset = AT(http),
     .sub = &tls_schema,
     .help = "ca_file, cert_file, key_file, server_name ..."},
    {.name = "proxy_url",
     .type = SCHEMA_URL,
     .offset = AT(http.proxy_url),
     .words = "http https socks5 socks5h"},
    {.name = "follow_redirects",
     .type = SCHEMA_BOOL,
     .offset = AT(http.follow_redirects),
     .help = "on the same host only"},
    {.name = "enable_http2",
     .type = SCHEMA_BOOL,
     .offset = AT(http.enable_http2)},
    {.name = "headers",
     .type = SCHEMA_PAIRS,
     .item = SCHEMA_SECRET,
     .offset = AT(http.headers),
     .extra = AT(http.header_count),
     .most = 64,
     .check = check_header_name,
     .help = "such as {X-Scope-OrgID: tenant}"},
    {.name = "unix_socket",
     .type = SCHEMA_PATH,
     .offset = AT(http.unix_socket)},
};
const struct schema backend_schema = {.keys = backend_keys,
                                      .count = SCHEMA_COUNT(backend_keys),
                                      .size = sizeof(struct backend_settings),
                                      .init = init_http,
                                      .check = check_backend};

static const struct schema_key url_keys[] = {
    {.name = "url",
     .type = SCHEMA_URL,
     .offset = AT(url),
     .help = "such as http://localhost:9090"},
};
const struct schema backend_url_schema = {.keys = url_keys,
                                          .count = SCHEMA_COUNT(url_keys),
                                          .size =
                                              sizeof(struct backend_settings),
                                          .base = &backend_schema};
#undef AT

static void init_http(void *out)
{
    http_settings_init(&((struct backend_settings *)out)->http);
}

static const char *check_backend(void *out, const char **key)
{
    const struct backend_settings *backend = out;

    *key = "authorization";
    if (backend->http.username && backend->http.authorization_type)
        return "stands beside basic_auth; give one of them";
    *key = "via";
    if (backend->via_kubernetes && (!backend->service || !backend->port))
        return "needs service and port";
    if (backend->via_kubernetes && backend->url)
        return "stands beside a URL; give one of them";
    if (backend->service && !backend->via_kubernetes) {
        *key = "service";
        return "needs 'via: kubernetes'";
    }
    if (backend->port && !backend->via_kubernetes) {
        *key = "port";
        return "needs 'via: kubernetes'; a URL has its port within";
    }
    return NULL;
}

static const char *check_basic_auth(void *out, const char **key)
{
    const struct http_settings *http = out;

    *key = "password";
    if (count_sources(&http->password) > 1)
        return "give one of password, password_file and password_env";
    return NULL;
}

static const char *check_authorization(void *out, const char **key)
{
    struct http_settings *http = out;

    if (!http->authorization_type)
        http->authorization_type = xstrdup("Bearer");
    *key = "type";
    if (strcasecmp(http->authorization_type, "basic") == 0)
        return "is basic; that is what basic_auth is for";
    *key = "credentials";
    if (count_sources(&http->credentials) != 1)
        return "give one of credentials_file, credentials_env and credentials";
    return NULL;
}

static const char *check_tls(void *out, const char **key)
{
    const struct http_settings *http = out;

    *key = http->tls_cert_file ? "cert_file" : "key_file";
    if (!http->tls_cert_file != !http->tls_key_file)
        return "cert_file and key_file go together";
    return NULL;
}

static const char *check_header_name(const char *text)
{
    /* RFC 9110, token. */
    if (text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                          "!#$%&'*+-.^_`|~")])
        return "is not the name of an HTTP header";
    if (strcasecmp(text, "Authorization") == 0)
        return "is what authorization and basic_auth are for";
    if (strcasecmp(text, "Host") == 0 ||
        strcasecmp(text, "Content-Length") == 0 ||
        strcasecmp(text, "Transfer-Encoding") == 0)
        return "is set by the program itself";
    return NULL;
}

static const char *check_variable(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    if (text[length] || (text[0] >= '0' && text[0] <= '9'))
        return "is not the name of an environment variable";
    return NULL;
}

static int count_sources(const struct secret *secret)
{
    return (secret->file != NULL) + (secret->variable != NULL) +
           (secret->inline_value != NULL);
}
