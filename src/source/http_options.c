/* http_options.c - a request and its settings as libcurl's options. */
#include "source/http_private.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"

enum {
    /* What libcurl reads, and so what it decodes without a pause: gzip makes
     * at most 1032 times as much of it, in one turn of the loop. */
    READ_BYTES = 4 * 1024,
    CA_CACHE_S = 60, /* so a rotated ca_file is seen soon */
};

static int set_connection(struct http_call *call, struct err *err);
static curl_socket_t open_socket(void *owner, curlsocktype purpose,
                                 struct curl_sockaddr *address);
static int set_tls(struct http_call *call, struct err *err);
static void set_trust(struct http_call *call);
static int set_tls_file(struct http_call *call, CURLoption option,
                        const char *path, struct err *err);
static int set_tls_version(struct http_call *call, struct err *err);
static void set_method(struct http_call *call,
                       const struct http_request *request);

int64_t http_timeout_ms(const struct http_settings *settings)
{
    return settings->timeout_ms > 0 ? settings->timeout_ms : 10000;
}

int64_t http_connect_timeout_ms(const struct http_settings *settings)
{
    return settings->connect_timeout_ms > 0 ? settings->connect_timeout_ms
                                            : 2000;
}

int http_options_set(struct http_call *call, const struct http_request *request,
                     struct err *err)
{
    if (set_connection(call, err) < 0 || set_tls(call, err) < 0)
        return -1;
    set_method(call, request);
    if (http_options_set_url(call, err) < 0)
        return -1;
    return http_headers_set(call, request, err);
}

static int set_connection(struct http_call *call, struct err *err)
{
    const struct http_settings *settings = call->settings;
    const struct libcurl *curl = call->curl;
    CURL *easy = call->easy;

    curl->easy_setopt(easy, CURLOPT_PRIVATE, call);
    curl->easy_setopt(easy, CURLOPT_ERRORBUFFER, call->error_text);
    curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* Without it the end of a call waits for a name server that hangs. */
    curl->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl->easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl->easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl->easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl->easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)READ_BYTES);
    curl->easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                      (long)http_connect_timeout_ms(settings));
    curl->easy_setopt(easy, CURLOPT_HTTP_VERSION,
                      settings->enable_http2 ? (long)CURL_HTTP_VERSION_2TLS
                                             : (long)CURL_HTTP_VERSION_1_1);
    if (settings->unix_socket)
        curl->easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH,
                          settings->unix_socket);

    /* An empty proxy keeps the environment's out, as does an empty list. */
    curl->easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl->easy_setopt(easy, CURLOPT_PROXY, "");
    curl->easy_setopt(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    curl->easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!settings->proxy_url)
        return 0;
    if (http_url_check_proxy(curl, settings->proxy_url, err) < 0)
        return -1;
    curl->easy_setopt(easy, CURLOPT_PROXY, settings->proxy_url);
    return 0;
}

/* Children of the program must not inherit its connections. */
static curl_socket_t open_socket(void *owner, curlsocktype purpose,
                                 struct curl_sockaddr *address)
{
    (void)owner;
    (void)purpose;
    return socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
}

static int set_tls(struct http_call *call, struct err *err)
{
    const struct http_settings *settings = call->settings;
    long verify = settings->tls_insecure_skip_verify ? 0L : 1L;

    call->curl->easy_setopt(call->easy, CURLOPT_CERTINFO, 1L);
    call->curl->easy_setopt(call->easy, CURLOPT_SSL_VERIFYPEER, verify);
    call->curl->easy_setopt(call->easy, CURLOPT_SSL_VERIFYHOST, verify * 2L);
    if (set_tls_version(call, err) < 0 ||
        set_tls_file(call, CURLOPT_CAINFO, settings->tls_ca_file, err) < 0 ||
        set_tls_file(call, CURLOPT_SSLCERT, settings->tls_cert_file, err) < 0 ||
        set_tls_file(call, CURLOPT_SSLKEY, settings->tls_key_file, err) < 0)
        return -1;
    set_trust(call);
    return 0;
}

/* Reading a system's whole bundle takes 30 ms, and with a folder set as well
 * libcurl does it for each connection. The folder alone is read by need. */
static void set_trust(struct http_call *call)
{
    const char *folder = http_ca_folder(call->http);

    if (call->settings->tls_ca_file) { /* that one and no other */
        call->curl->easy_setopt(call->easy, CURLOPT_CAPATH, NULL);
        call->curl->easy_setopt(call->easy, CURLOPT_CA_CACHE_TIMEOUT,
                                (long)CA_CACHE_S);
    } else if (folder) {
        call->curl->easy_setopt(call->easy, CURLOPT_CAPATH, folder);
        call->curl->easy_setopt(call->easy, CURLOPT_CAINFO, NULL);
    } else {
        call->curl->easy_setopt(call->easy, CURLOPT_CAPATH, NULL);
    }
}

char *http_options_ca_folder(const struct libcurl *curl)
{
    const curl_version_info_data *about = curl->version_info(CURLVERSION_NOW);
    DIR *folder = about->capath ? opendir(about->capath) : NULL;
    struct dirent *entry = NULL;
    char *found = NULL;

    while (folder && !found && (entry = readdir(folder)))
        if (strspn(entry->d_name, "0123456789abcdef") == 8 &&
            strcmp(entry->d_name + 8, ".0") == 0)
            found = xstrdup(about->capath);
    if (folder)
        closedir(folder);
    return found;
}

static int set_tls_file(struct http_call *call, CURLoption option,
                        const char *path, struct err *err)
{
    if (!path)
        return 0;
    if (access(path, R_OK) < 0)
        return err_set(err, ERR_SYSTEM, errno, "tls_config: '%s': %s", path,
                       strerror(errno));
    call->curl->easy_setopt(call->easy, option, path);
    return 0;
}

static int set_tls_version(struct http_call *call, struct err *err)
{
    static const struct {
        const char *name;
        long version;
    } versions[] = {
        {"TLS10", CURL_SSLVERSION_TLSv1_0},
        {"TLS11", CURL_SSLVERSION_TLSv1_1},
        {"TLS12", CURL_SSLVERSION_TLSv1_2},
        {"TLS13", CURL_SSLVERSION_TLSv1_3},
    };
    const char *wanted = call->settings->tls_min_version;

    if (!wanted)
        wanted = "TLS12";
    for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
        if (strcmp(versions[i].name, wanted) != 0)
            continue;
        call->curl->easy_setopt(call->easy, CURLOPT_SSLVERSION,
                                versions[i].version);
        return 0;
    }
    return err_set(err, ERR_REFUSED, 0,
                   "tls_config: min_version '%s' is not one of TLS10, TLS11, "
                   "TLS12, TLS13",
                   wanted);
}

static void set_method(struct http_call *call,
                       const struct http_request *request)
{
    const struct libcurl *curl = call->curl;
    CURL *easy = call->easy;
    bool is_post = strcmp(call->method, "POST") == 0;

    if (strcmp(call->method, "HEAD") == 0) {
        curl->easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (request->body || is_post) {
        curl->easy_setopt(easy, CURLOPT_POST, 1L);
        curl->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                          (curl_off_t)request->body_length);
        curl->easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
                          request->body ? request->body : "");
        if (!is_post)
            curl->easy_setopt(easy, CURLOPT_CUSTOMREQUEST, call->method);
    } else {
        curl->easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        curl->easy_setopt(easy, CURLOPT_CUSTOMREQUEST, call->method);
    }
}

void http_options_drop_body(struct http_call *call)
{
    call->curl->easy_setopt(call->easy, CURLOPT_POSTFIELDS,
                            NULL); /* says POST */
    call->curl->easy_setopt(call->easy, CURLOPT_HTTPGET, 1L);
    call->curl->easy_setopt(call->easy, CURLOPT_CUSTOMREQUEST, NULL);
    call->curl->easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->bodiless);
}

int http_options_set_url(struct http_call *call, struct err *err)
{
    const char *name = call->settings->tls_server_name;
    struct http_alias alias;

    if (!name || strncasecmp(call->url, "https:", strlen("https:")) != 0) {
        call->curl->easy_setopt(call->easy, CURLOPT_URL, call->url);
        return 0;
    }
    /* libcurl takes SNI and the name to verify from the URL alone. */
    if (http_alias_init(&alias, call, name, err) < 0)
        return -1;
    call->curl->easy_setopt(call->easy, CURLOPT_URL, alias.url);
    if (!call->connect_to) { /* redirects stay with the same host */
        call->connect_to = call->curl->slist_append(NULL, alias.connect_to);
        call->host = xstrdup(alias.host);
    }
    call->curl->easy_setopt(call->easy, CURLOPT_CONNECT_TO, call->connect_to);
    http_alias_clear(&alias);
    return 0;
}
