/* http_certificate.c - when the certificates of TLS servers expire.
 *
 * libcurl tells of certificates when a connection is made and never again for
 * it. So what was told is kept by origin: a call on a connection that others
 * made finds it there, and a renewed certificate is seen by all as soon as one
 * connects anew.
 */
#include "source/http_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/xalloc.h"

enum { ORIGINS_MOST = 64, CHAIN_MOST = 16 };

struct http_certificate {
    struct http_certificate *next;
    char *origin;
    int64_t expires_ms;
};

static bool is_tls(const struct http_call *call);
static int64_t expiry_of(const struct curl_slist *fields);
static int month_of(const char *name);
static struct http_certificate *find(const struct http_certificates *all,
                                     const char *origin);

void http_certificates_note(struct http_certificates *all,
                            const struct http_call *call)
{
    struct curl_certinfo *chain = NULL;
    struct http_certificate *one;
    int64_t expires_ms;
    char *origin;

    if (!is_tls(call) || call->curl->easy_getinfo(call->easy, CURLINFO_CERTINFO,
                                                  &chain) != CURLE_OK)
        return;
    expires_ms = http_certificate_first(chain, loop_now(call->loop).wall_ms);
    if (!expires_ms)
        return;
    origin = http_url_origin(call->curl, call->url);
    one = find(all, origin);
    if (!one && all->count < ORIGINS_MOST) {
        one = xcalloc(1, sizeof(*one));
        one->origin = origin;
        one->next = all->first;
        origin = NULL;
        all->first = one;
        all->count++;
    }
    if (one)
        one->expires_ms = expires_ms;
    free(origin);
}

int64_t http_certificates_find(const struct http_certificates *all,
                               const struct http_call *call)
{
    const struct http_certificate *one;
    char *origin;

    if (!all->first || !is_tls(call))
        return 0;
    origin = http_url_origin(call->curl, call->url);
    one = find(all, origin);
    free(origin);
    return one ? one->expires_ms : 0;
}

void http_certificates_clear(struct http_certificates *all)
{
    while (all->first) {
        struct http_certificate *one = all->first;

        all->first = one->next;
        free(one->origin);
        free(one);
    }
    all->count = 0;
}

static bool is_tls(const struct http_call *call)
{
    return strncasecmp(call->url, "https:", strlen("https:")) == 0;
}

int64_t http_certificate_first(const struct curl_certinfo *chain,
                               int64_t now_ms)
{
    const int count =
        chain->num_of_certs < CHAIN_MOST ? chain->num_of_certs : CHAIN_MOST;
    int64_t first_ms = 0;

    for (int i = 0; i < count; i++) {
        const int64_t expires_ms = expiry_of(chain->certinfo[i]);

        if (!expires_ms || (i > 0 && expires_ms <= now_ms))
            continue;
        if (!first_ms || expires_ms < first_ms)
            first_ms = expires_ms;
    }
    return first_ms;
}

static int64_t expiry_of(const struct curl_slist *fields)
{
    static const char name[] = "Expire date:";

    for (; fields; fields = fields->next)
        if (strncmp(fields->data, name, sizeof(name) - 1) == 0)
            return http_certificate_date(fields->data + sizeof(name) - 1);
    return 0;
}

/* What OpenSSL prints, or GnuTLS. The time itself is checked where RFC 3339 is
 * read. */
int64_t http_certificate_date(const char *text)
{
    char month[4], clock[9], year[5], day[3], iso[24];
    int64_t wall_ms = 0;
    int end = 0;

    if (strlen(text) > 3 && text[3] == ' ' &&
        sscanf(text, "%3[A-Za-z] %2[0-9] %8[0-9:] %4[0-9] GMT%n", month, day,
               clock, year, &end) == 4 &&
        end > 0 && !text[end] && month_of(month) && strlen(year) == 4)
        (void)snprintf(iso, sizeof(iso), "%s-%02d-%02ldT%sZ", year,
                       month_of(month), strtol(day, NULL, 10), clock);
    else if (strlen(text) == strlen("2026-11-24 21:14:07 GMT") &&
             strcmp(text + 19, " GMT") == 0)
        (void)snprintf(iso, sizeof(iso), "%.19sZ", text);
    else
        return 0;
    if (clock_parse_rfc3339(iso, &wall_ms) < 0)
        return 0;
    return wall_ms > 0 ? wall_ms : 1; /* before 1970 is over, not unknown */
}

/* Returns 1 to 12, 0 for no month. */
static int month_of(const char *name)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    const char *at = months;

    for (int month = 1; month <= 12; month++, at += 3)
        if (strncmp(at, name, 3) == 0)
            return month;
    return 0;
}

static struct http_certificate *find(const struct http_certificates *all,
                                     const char *origin)
{
    struct http_certificate *one = all->first;

    while (one && strcmp(one->origin, origin) != 0)
        one = one->next;
    return one;
}
