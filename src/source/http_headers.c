/* http_headers.c - the headers that a request sends, credentials included. */
#include "source/http_private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "config.h"

static void add_ours(struct http_call *call,
                     const struct http_request *request);
static void add_unless_set(struct http_call *call, const char *name,
                           const char *value);
static void add(struct http_call *call, const char *name, const char *value);
static int set_basic_auth(struct http_call *call, struct err *err);
static int add_authorization(struct http_call *call, struct err *err);
static int add_from_settings(struct http_call *call, struct err *err);
static bool is_token(const char *name);

int http_headers_set(struct http_call *call, const struct http_request *request,
                     struct err *err)
{
    add_ours(call, request);
    if (set_basic_auth(call, err) < 0 || add_authorization(call, err) < 0 ||
        add_from_settings(call, err) < 0)
        return -1;
    call->curl->easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
    return 0;
}

void http_headers_wipe(struct http_call *call)
{
    for (struct curl_slist *line = call->headers; line; line = line->next)
        explicit_bzero(line->data, strlen(line->data));
    call->curl->slist_free_all(call->headers);
    call->headers = NULL;
}

/* What describes the body comes first, so that `bodiless` is the rest. */
static void add_ours(struct http_call *call, const struct http_request *request)
{
    if (request->body)
        add(call, "Content-Type",
            request->content_type ? request->content_type
                                  : "application/x-www-form-urlencoded");
    add(call, "Expect", ""); /* no "100 Continue": it costs a round trip */
    call->bodiless = request->body ? call->headers->next : call->headers;
    if (call->host)
        add(call, "Host", call->host);
    add_unless_set(call, "User-Agent", PACKAGE_NAME "/" PACKAGE_VERSION);
    add_unless_set(call, "Accept",
                   request->accept ? request->accept : "application/json");
}

/* The settings' own header of that name wins. */
static void add_unless_set(struct http_call *call, const char *name,
                           const char *value)
{
    const struct http_settings *settings = call->settings;

    for (size_t index = 0; index < settings->header_count; index++)
        if (strcasecmp(settings->headers[index].name, name) == 0)
            return;
    add(call, name, value);
}

static void add(struct http_call *call, const char *name, const char *value)
{
    /* libcurl leaves out "Name:" and sends "Name;" as an empty header. */
    char *line = *value || strcmp(name, "Expect") == 0
                     ? xasprintf("%s: %s", name, value)
                     : xasprintf("%s;", name);

    call->headers = call->curl->slist_append(call->headers, line);
    http_secret_wipe(line);
}

static int set_basic_auth(struct http_call *call, struct err *err)
{
    const struct http_settings *settings = call->settings;
    char *password = NULL;

    if (!settings->username)
        return 0;
    if (strchr(settings->username, ':'))
        return err_set(err, ERR_REFUSED, 0,
                       "basic_auth: a username cannot hold ':'");
    password =
        http_secret_read(&settings->password, "basic_auth: password", err);
    if (!password)
        return -1;
    call->curl->easy_setopt(call->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    call->curl->easy_setopt(call->easy, CURLOPT_USERNAME, settings->username);
    call->curl->easy_setopt(call->easy, CURLOPT_PASSWORD, password);
    http_secret_wipe(password);
    return 0;
}

static int add_authorization(struct http_call *call, struct err *err)
{
    const struct http_settings *settings = call->settings;
    char *credentials = NULL;
    char *value = NULL;

    if (!settings->authorization_type)
        return 0;
    credentials = http_secret_read(&settings->credentials,
                                   "authorization: credentials", err);
    if (!credentials)
        return -1;
    if (!*credentials) {
        http_secret_wipe(credentials);
        return err_set(err, ERR_REFUSED, 0,
                       "authorization: no credentials are set");
    }
    value = xasprintf("%s %s", settings->authorization_type, credentials);
    add(call, "Authorization", value);
    http_secret_wipe(value);
    http_secret_wipe(credentials);
    return 0;
}

/* A line break in a value would smuggle in a header of its own. */
static int add_from_settings(struct http_call *call, struct err *err)
{
    const struct http_settings *settings = call->settings;

    for (size_t index = 0; index < settings->header_count; index++) {
        const struct http_header *header = &settings->headers[index];

        if (!is_token(header->name))
            return err_set(err, ERR_REFUSED, 0,
                           "headers: '%s' is not a header name", header->name);
        if (strpbrk(header->value, "\r\n"))
            return err_set(err, ERR_REFUSED, 0,
                           "headers: %s has more than one line", header->name);
        add(call, header->name, header->value);
    }
    return 0;
}

/* Source: RFC 9110, 5.6.2. */
static bool is_token(const char *name)
{
    static const char token[] = "!#$%&'*+-.^_`|~0123456789"
                                "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    return *name && name[strspn(name, token)] == '\0';
}
