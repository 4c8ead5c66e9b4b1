/* http_error.c - libcurl's failures in plain words. */
#include "source/http_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/duration.h"

static int tell_connect(const struct http_call *call, struct err *err);
static int tell_timeout(const struct http_call *call, struct err *err);
static int tell_closed(const struct http_call *call, CURLcode code,
                       struct err *err);
static int tell_tls(const struct http_call *call, CURLcode code,
                    struct err *err);
static const char *tls_words(const struct http_call *call);
static bool is_plain(const struct http_call *call);
static int64_t time_of(const struct http_call *call, CURLINFO which);
static int os_error(const struct http_call *call);

int http_error_tell(const struct http_call *call, int code, struct err *err)
{
    switch ((CURLcode)code) {
    case CURLE_COULDNT_CONNECT:
        return tell_connect(call, err);
    case CURLE_OPERATION_TIMEDOUT:
        return tell_timeout(call, err);
    case CURLE_COULDNT_RESOLVE_HOST:
        return err_set(err, ERR_NETWORK, code, "the host name is not known");
    case CURLE_COULDNT_RESOLVE_PROXY:
        return err_set(err, ERR_NETWORK, code,
                       "the proxy's host name is not known");
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        return tell_closed(call, (CURLcode)code, err);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
        return err_set(err, ERR_NETWORK, code, "the answer is not HTTP%s",
                       is_plain(call) ? " (plain HTTP to a TLS port?)" : "");
    case CURLE_BAD_CONTENT_ENCODING:
        return err_set(err, ERR_NETWORK, code,
                       "the answer's Content-Encoding cannot be decoded");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return tell_tls(call, (CURLcode)code, err);
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return err_set(err, ERR_NETWORK, code, "HTTP/2: %s",
                       *call->error_text ? call->error_text : "broken off");
    default:
        /* error_text is left out: for some codes it quotes a proxy's URL. */
        return err_set(err, ERR_NETWORK, code, "%s",
                       call->curl->easy_strerror((CURLcode)code));
    }
}

int http_error_late(const struct http_call *call, struct err *err)
{
    int64_t limit_ms = http_timeout_ms(call->settings);
    char limit[32];

    duration_format(limit, sizeof(limit), limit_ms);
    if (call->state == CALL_QUEUED)
        return err_set(err, ERR_NETWORK, CURLE_OPERATION_TIMEDOUT,
                       "timed out after %s (behind other requests to it)",
                       limit);
    if (call->has_headers)
        return err_set(err, ERR_NETWORK, CURLE_OPERATION_TIMEDOUT,
                       "timed out after %s (%zu bytes of the answer came)",
                       limit, call->body_bytes);
    if (time_of(call, CURLINFO_PRETRANSFER_TIME_T) > 0)
        return err_set(err, ERR_NETWORK, CURLE_OPERATION_TIMEDOUT,
                       "timed out after %s (waiting for the answer)", limit);
    return err_set(err, ERR_NETWORK, CURLE_OPERATION_TIMEDOUT,
                   "timed out after %s (connecting)", limit);
}

static int tell_connect(const struct http_call *call, struct err *err)
{
    const char *path = call->settings->unix_socket;
    int number = os_error(call);

    if (number == ECONNREFUSED && !path)
        return err_set(err, ERR_NETWORK, CURLE_COULDNT_CONNECT,
                       "connection refused");
    if (path)
        return err_set(err, ERR_NETWORK, CURLE_COULDNT_CONNECT,
                       "unix socket '%s': %s", path,
                       number ? strerror(number) : "cannot connect");
    return err_set(err, ERR_NETWORK, CURLE_COULDNT_CONNECT,
                   "cannot connect: %s",
                   number ? strerror(number) : "no address answers");
}

/* libcurl's own alarm is the one for connecting; the other is ours. */
static int tell_timeout(const struct http_call *call, struct err *err)
{
    const char *phase = "connecting";
    long local_port = 0; /* known once TCP is connected */
    char limit[32];

    duration_format(limit, sizeof(limit),
                    http_connect_timeout_ms(call->settings));
    call->curl->easy_getinfo(call->easy, CURLINFO_LOCAL_PORT, &local_port);
    if (time_of(call, CURLINFO_NAMELOOKUP_TIME_T) == 0)
        phase = "looking up the host name";
    else if (local_port > 0 && !call->settings->proxy_url)
        phase = "TLS handshake";
    return err_set(err, ERR_NETWORK, CURLE_OPERATION_TIMEDOUT,
                   "timed out after %s (%s)", limit, phase);
}

static int tell_closed(const struct http_call *call, CURLcode code,
                       struct err *err)
{
    int number = os_error(call);
    long proxy_status = 0;

    call->curl->easy_getinfo(call->easy, CURLINFO_HTTP_CONNECTCODE,
                             &proxy_status);
    if (proxy_status >= 300)
        return err_set(err, ERR_NETWORK, (int)code,
                       "the proxy answered %ld to CONNECT", proxy_status);
    if (number == ECONNRESET || number == EPIPE)
        return err_set(err, ERR_NETWORK, (int)code,
                       "connection reset by the server%s",
                       call->has_headers ? " in mid answer" : "");
    if (call->has_headers)
        return err_set(err, ERR_NETWORK, (int)code,
                       "closed the connection in mid answer, after %zu bytes",
                       call->body_bytes);
    return err_set(err, ERR_NETWORK, (int)code,
                   "closed the connection without an answer%s",
                   is_plain(call) ? " (plain HTTP to a TLS port?)" : "");
}

static int tell_tls(const struct http_call *call, CURLcode code,
                    struct err *err)
{
    const char *words = tls_words(call);

    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
        return err_set(err, ERR_NETWORK, (int)code, "TLS: certificate: %s",
                       words);
    case CURLE_SSL_CERTPROBLEM:
        return err_set(err, ERR_NETWORK, (int)code,
                       "TLS: client certificate: %s", words);
    case CURLE_SSL_CACERT_BADFILE:
        return err_set(err, ERR_NETWORK, (int)code, "TLS: ca_file '%s': %s",
                       call->settings->tls_ca_file ? call->settings->tls_ca_file
                                                   : "(the system's)",
                       "holds no certificate");
    default:
        break;
    }
    if (strstr(words, "wrong version number"))
        return err_set(err, ERR_NETWORK, (int)code, "TLS: %s",
                       "the server does not speak it "
                       "(https to a plain HTTP port?)");
    return err_set(err, ERR_NETWORK, (int)code, "TLS: %s", words);
}

/* libcurl's words, without the parts that everyone of them begins with. */
static const char *tls_words(const struct http_call *call)
{
    static const char *const heads[] = {
        "SSL certificate problem: ",
        "SSL: ",
    };
    const char *words = call->error_text;

    for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
        if (strncmp(words, heads[i], strlen(heads[i])) == 0)
            words += strlen(heads[i]);
    return *words ? words : "handshake failed";
}

static bool is_plain(const struct http_call *call)
{
    return strncasecmp(call->url, "http:", strlen("http:")) == 0 &&
           !call->settings->unix_socket;
}

static int64_t time_of(const struct http_call *call, CURLINFO which)
{
    curl_off_t time_us = 0;

    if (call->curl->easy_getinfo(call->easy, which, &time_us))
        return 0;
    return (int64_t)time_us;
}

static int os_error(const struct http_call *call)
{
    long number = 0;

    if (call->curl->easy_getinfo(call->easy, CURLINFO_OS_ERRNO, &number))
        return 0;
    return (int)number;
}
