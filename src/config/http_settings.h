/* http_settings.h - how to speak to one back end, with Prometheus' names.
 *
 * Layer: config. Plain values, filled by the configuration, read by
 * source/http.c. Secrets are named here by file or environment variable and
 * are read when a request starts, so a rotated token is picked up.
 * Source: Prometheus docs, configuration, <http_config>.
 */
#ifndef TRACETOP_CONFIG_HTTP_SETTINGS_H
#define TRACETOP_CONFIG_HTTP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A secret: at most one of the three is set. */
struct secret {
    char *file;         /* read at each request; the last newline is cut */
    char *variable;     /* name of an environment variable */
    char *inline_value; /* from the configuration file itself */
};

struct http_header {
    char *name;
    char *value;
};

struct http_settings {
    int64_t connect_timeout_ms; /* default 2,000 */
    int64_t timeout_ms;         /* whole request; default 10,000 */
    bool follow_redirects;      /* default true; same host only, always */
    bool enable_http2;          /* default true */
    char *unix_socket;          /* path, or NULL */
    char *proxy_url;            /* or NULL; the environment's is not used */

    char *username; /* basic_auth; NULL for none */
    struct secret password;
    char *authorization_type; /* "Bearer" unless given; NULL for none */
    struct secret credentials;

    char *tls_ca_file;
    char *tls_cert_file;
    char *tls_key_file;
    char *tls_server_name;
    bool tls_insecure_skip_verify;
    char *tls_min_version; /* TLS10 to TLS13, or NULL */

    struct http_header *headers; /* such as X-Scope-OrgID */
    size_t header_count;
};

/* Fills in the defaults. Owns: the caller ends it with the next one. */
void http_settings_init(struct http_settings *settings);

/* Frees the strings. A zeroed struct is fine. */
void http_settings_clear(struct http_settings *settings);

#endif
