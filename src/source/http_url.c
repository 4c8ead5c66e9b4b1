/* http_url.c - addresses: refused, compared, resolved, never shown whole. */
#include "source/http_private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

static const CURLUPart origin_parts[] = {
    CURLUPART_SCHEME,
    CURLUPART_HOST,
    CURLUPART_PORT,
};

static CURLU *parse(const struct libcurl *curl, const char *url,
                    const char *what, struct err *err);
static char *part(const struct libcurl *curl, CURLU *parsed, CURLUPart which);
static bool has_part(const struct libcurl *curl, CURLU *parsed,
                     CURLUPart which);
static bool same_origin(const struct libcurl *curl, CURLU *left, CURLU *right);
static char *origin_text(const struct libcurl *curl, CURLU *parsed);

int http_url_check(const struct libcurl *curl, const char *url, struct err *err)
{
    CURLU *parsed = parse(curl, url, "URL", err);
    char *scheme = parsed ? part(curl, parsed, CURLUPART_SCHEME) : NULL;
    int rc = -1;

    if (!parsed)
        goto out;
    if (!scheme ||
        (strcasecmp(scheme, "http") != 0 && strcasecmp(scheme, "https") != 0))
        err_set(err, ERR_REFUSED, 0, "the URL is not http:// or https://");
    else if (has_part(curl, parsed, CURLUPART_USER) ||
             has_part(curl, parsed, CURLUPART_PASSWORD))
        err_set(err, ERR_REFUSED, 0,
                "the URL holds a user name or password; use basic_auth");
    else
        rc = 0;
out:
    curl->free(scheme);
    curl->url_cleanup(parsed);
    return rc;
}

int http_url_check_proxy(const struct libcurl *curl, const char *url,
                         struct err *err)
{
    static const char *const schemes[] = {
        "http", "https", "socks4", "socks4a", "socks5", "socks5h",
    };
    CURLU *parsed = parse(curl, url, "proxy_url", err);
    char *scheme = parsed ? part(curl, parsed, CURLUPART_SCHEME) : NULL;
    int rc = -1;

    if (!parsed)
        goto out;
    for (size_t i = 0; scheme && i < sizeof(schemes) / sizeof(*schemes); i++)
        if (strcasecmp(scheme, schemes[i]) == 0)
            rc = 0;
    if (rc < 0)
        err_set(err, ERR_REFUSED, 0,
                "proxy_url is not http, https, socks4 or socks5");
out:
    curl->free(scheme);
    curl->url_cleanup(parsed);
    return rc;
}

char *http_url_origin(const struct libcurl *curl, const char *url)
{
    CURLU *parsed = parse(curl, url, "URL", NULL);
    char *origin = parsed ? origin_text(curl, parsed) : xstrdup("");

    curl->url_cleanup(parsed);
    return origin;
}

char *http_url_redirect(const struct http_call *call, const char *location,
                        struct err *err)
{
    const struct libcurl *curl = call->curl;
    const char *url = call->url;
    CURLU *from = parse(curl, url, "URL", err);
    CURLU *to = from ? curl->url_dup(from) : NULL;
    char *found = NULL;
    char *next = NULL;

    if (!to)
        goto out;
    if (curl->url_set(to, CURLUPART_URL, location,
                      CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE |
                          CURLU_ALLOW_SPACE)) {
        err_set(err, ERR_REFUSED, 0, "redirects to no valid URL, not followed");
        goto out;
    }
    if (!same_origin(curl, from, to)) {
        char *origin = origin_text(curl, to);

        err_set(err, ERR_REFUSED, 0, "redirects to %s, not followed", origin);
        free(origin);
        goto out;
    }
    if (has_part(curl, to, CURLUPART_USER) ||
        has_part(curl, to, CURLUPART_PASSWORD)) {
        err_set(err, ERR_REFUSED, 0,
                "redirects to a URL with a password, not followed");
        goto out;
    }
    found = part(curl, to, CURLUPART_URL);
    next = xstrdup(found ? found : url);
out:
    curl->free(found);
    curl->url_cleanup(from);
    curl->url_cleanup(to);
    return next;
}

int http_alias_init(struct http_alias *alias, const struct http_call *call,
                    const char *name, struct err *err)
{
    const struct libcurl *curl = call->curl;
    CURLU *parsed = parse(curl, call->url, "URL", err);
    char *host = parsed ? part(curl, parsed, CURLUPART_HOST) : NULL;
    char *port = parsed ? part(curl, parsed, CURLUPART_PORT) : NULL;
    char *renamed = NULL;
    int rc = -1;

    if (!host || !port)
        goto out;
    if (curl->url_set(parsed, CURLUPART_HOST, name, 0) == CURLUE_OK)
        renamed = part(curl, parsed, CURLUPART_URL);
    if (!renamed) {
        err_set(err, ERR_REFUSED, 0, "tls_config: server_name '%s' is no name",
                name);
        goto out;
    }
    *alias = (struct http_alias){
        .url = xstrdup(renamed),
        .connect_to = xasprintf("::%s:%s", host, port),
        .host = strcmp(port, "443") != 0 ? xasprintf("%s:%s", host, port)
                                         : xstrdup(host),
    };
    rc = 0;
out:
    curl->free(renamed);
    curl->free(host);
    curl->free(port);
    curl->url_cleanup(parsed);
    return rc;
}

void http_alias_clear(struct http_alias *alias)
{
    free(alias->url);
    free(alias->connect_to);
    free(alias->host);
}

static CURLU *parse(const struct libcurl *curl, const char *url,
                    const char *what, struct err *err)
{
    CURLU *parsed = curl->url();
    CURLUcode code = parsed ? curl->url_set(parsed, CURLUPART_URL, url,
                                            CURLU_NON_SUPPORT_SCHEME)
                            : CURLUE_OUT_OF_MEMORY;

    if (code == CURLUE_OK)
        return parsed;
    err_set(err, ERR_REFUSED, 0, "the %s is not valid: %s", what,
            curl->url_strerror(code));
    curl->url_cleanup(parsed);
    return NULL;
}

/* Owns: the caller frees it with curl->free(). NULL when there is none. */
static char *part(const struct libcurl *curl, CURLU *parsed, CURLUPart which)
{
    char *text = NULL;

    if (curl->url_get(parsed, which, &text,
                      which == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0))
        return NULL;
    return text;
}

static bool has_part(const struct libcurl *curl, CURLU *parsed, CURLUPart which)
{
    char *text = part(curl, parsed, which);
    bool has = text != NULL;

    curl->free(text);
    return has;
}

static bool same_origin(const struct libcurl *curl, CURLU *left, CURLU *right)
{
    bool is_same = true;

    for (size_t i = 0; i < sizeof(origin_parts) / sizeof(*origin_parts); i++) {
        char *one = part(curl, left, origin_parts[i]);
        char *other = part(curl, right, origin_parts[i]);

        if (!one || !other || strcasecmp(one, other) != 0)
            is_same = false;
        curl->free(one);
        curl->free(other);
    }
    return is_same;
}

static char *origin_text(const struct libcurl *curl, CURLU *parsed)
{
    char *scheme = part(curl, parsed, CURLUPART_SCHEME);
    char *host = part(curl, parsed, CURLUPART_HOST);
    char *port = NULL;
    char *text = NULL;

    (void)curl->url_get(parsed, CURLUPART_PORT, &port, CURLU_NO_DEFAULT_PORT);
    text = xasprintf("%s://%s%s%s", scheme ? scheme : "?", host ? host : "?",
                     port ? ":" : "", port ? port : "");
    curl->free(scheme);
    curl->free(host);
    curl->free(port);
    return text;
}
