/* http_settings.c - the defaults of the HTTP settings, and their end. */
#include "config/http_settings.h"

#include <stdlib.h>

static void secret_clear(struct secret *secret);

void http_settings_init(struct http_settings *settings)
{
    *settings = (struct http_settings){
        .connect_timeout_ms = 2000,
        .timeout_ms = 10000,
        .follow_redirects = true,
        .enable_http2 = true,
    };
}

void http_settings_clear(struct http_settings *settings)
{
    free(settings->unix_socket);
    free(settings->proxy_url);
    free(settings->username);
    secret_clear(&settings->password);
    free(settings->authorization_type);
    secret_clear(&settings->credentials);
    free(settings->tls_ca_file);
    free(settings->tls_cert_file);
    free(settings->tls_key_file);
    free(settings->tls_server_name);
    free(settings->tls_min_version);
    for (size_t index = 0; index < settings->header_count; index++) {
        free(settings->headers[index].name);
        free(settings->headers[index].value);
    }
    free(settings->headers);
    *settings = (struct http_settings){0};
}

static void secret_clear(struct secret *secret)
{
    free(secret->file);
    free(secret->variable);
    free(secret->inline_value);
}
