/* http_private.h - what the http*.c files share, and nobody else includes.
 *
 * Layer: source. http.c owns the transport and the life of calls, http_wire.c
 * has libcurl called when there is something for it, http_lane.c says whose
 * turn it is, http_call.c what one call receives, http_options.c the
 * connection, http_headers.c the headers it sends, http_secret.c the secrets,
 * http_url.c takes addresses apart, http_error.c finds the words. All call
 * libcurl through libcurl.h.
 */
#ifndef TRACETOP_SOURCE_HTTP_PRIVATE_H
#define TRACETOP_SOURCE_HTTP_PRIVATE_H

#include "source/http.h"
#include "source/libcurl.h"

struct http_lane; /* one back end's calls; private to http_lane.c */

/* All lanes that have a call. Zeroed is empty. */
struct http_lanes {
    struct http_lane *first;
    size_t running;
    size_t width; /* most calls of a lane that run; 0: the usual number */
};

struct http_certificate; /* of one origin; private to http_certificate.c */

/* What is known of servers' certificates. Zeroed is empty. */
struct http_certificates {
    struct http_certificate *first;
    size_t count;
};

struct http_watch; /* of one socket; private to http_wire.c */

/* What has libcurl called: its sockets, its alarm. The first four are set by
 * who opens it. */
struct http_wire {
    struct http *http;
    struct loop *loop;
    const struct libcurl *curl;
    CURLM *multi;
    struct loop_timer *timer;
    struct http_watch *watches;
};

enum http_call_state {
    CALL_QUEUED,  /* its back end has enough to do */
    CALL_WAITING, /* to be handed to libcurl as soon as it is not running */
    CALL_RUNNING, /* libcurl has it */
    CALL_ENDED,   /* `done` is being told */
};

struct http_call {
    struct http *http;
    const struct libcurl *curl; /* borrowed from it */
    struct loop *loop;
    struct http_call *next;
    struct http_call *previous;
    struct http_sink sink;
    const struct http_settings *settings;
    enum http_call_state state;
    bool is_cancelled;
    struct http_lane *lane;
    bool is_admitted; /* counted among those that its lane has under way */

    CURL *easy;
    struct curl_slist *headers;    /* all that are sent; owned */
    struct curl_slist *bodiless;   /* the part of them that needs no body */
    struct curl_slist *connect_to; /* NULL unless TLS has a server_name */
    char *host;                    /* then: the Host header's value */
    struct loop_timer *deadline;
    const char *method;
    char *url;
    char *next_url; /* where a redirect leads, once its headers are in */
    int redirects;

    bool has_headers; /* of the answer at hand */
    size_t header_bytes;
    size_t skipped_bytes; /* of a redirect's body */
    size_t body_limit;
    size_t body_bytes;
    size_t burst_bytes; /* handed on since the loop last had its turn */
    bool is_paused;
    int64_t earlier_us; /* spent on redirects */
    int64_t earlier_connect_us;

    struct err err;       /* a failure that we saw before libcurl did */
    char error_text[256]; /* CURL_ERROR_SIZE; libcurl's own words */
};

/* Has libcurl say which sockets to watch, and when to wake it: http_act()
 * follows. Not to be moved afterwards. */
void http_wire_open(struct http_wire *wire);

/* Watches nothing any more; libcurl's handle is gone by then. Zeroed is fine.
 */
void http_wire_close(struct http_wire *wire);

/* Has libcurl look at a socket for CURL_CSELECT_ bits, or (CURL_SOCKET_TIMEOUT,
 * 0) at its clock, and settles what comes of it. */
void http_act(struct http *http, curl_socket_t fd, int events);

/* Makes the call one of its back end's lane. */
void http_lanes_join(struct http_lanes *lanes, struct http_call *call);

/* Lets the call run, if there is room; false: it must wait for another one
 * to leave. */
bool http_lanes_admit(struct http_lanes *lanes, struct http_call *call);

/* Takes the call out of its lane, which ends with its last one. */
void http_lanes_leave(struct http_lanes *lanes, struct http_call *call);

/* Takes what a new connection told of the server's certificates, once the
 * call's headers are in. */
void http_certificates_note(struct http_certificates *all,
                            const struct http_call *call);

/* Returns when the first of them expires, for the call's server; 0: unknown. */
int64_t http_certificates_find(const struct http_certificates *all,
                               const struct http_call *call);

/* Frees them. */
void http_certificates_clear(struct http_certificates *all);

/* Returns when the first certificate of a chain expires, 0 for none that says.
 * The server's own, which is the first, counts in any case; of the others one
 * that is already over was not needed, for the connection stands. */
int64_t http_certificate_first(const struct curl_certinfo *chain,
                               int64_t now_ms);

/* Returns the wall time in "Nov 24 21:14:07 2026 GMT" or "2026-11-24 21:14:07
 * GMT", 1 or more; 0 when it is neither. */
int64_t http_certificate_date(const char *text);

/* Returns the transport's. */
struct http_certificates *http_certificates_of(struct http *http);

/* Returns a call ready for libcurl, its secrets read. Not yet in any list.
 * Owns: the caller frees it. Fails: NULL and `err`. */
struct http_call *http_call_new(struct http *http, struct loop *loop,
                                const struct http_request *request,
                                const struct http_sink *sink, struct err *err);

/* Frees a call that libcurl no longer has. NULL is fine. */
void http_call_free(struct http_call *call);

/* Returns 1 when the answer was a redirect that we follow: the call is ready to
 * be started again; 0 when it was not. Fails: -1 and `err`. */
int http_call_follow(struct http_call *call, struct err *err);

/* Has http.c resume the call, whose handle was paused, in another turn. */
void http_call_paused(struct http_call *call);

/* Returns how many decoded bytes a call may take before others have a turn:
 * fewer when many calls stream at once, so that a turn stays short. */
size_t http_burst_bytes(const struct http *http);

/* Returns what is known of the answer so far. Borrows from the call. */
struct http_answer http_call_answer(const struct http_call *call);

/* Returns the time allowed for the whole request. Units: ms. */
int64_t http_timeout_ms(const struct http_settings *settings);

/* Returns the time allowed for name, connection and TLS. Units: ms. */
int64_t http_connect_timeout_ms(const struct http_settings *settings);

/* Sets everything on the call's handle that the request and its settings say.
 * Fails: -1 and `err`. */
int http_options_set(struct http_call *call, const struct http_request *request,
                     struct err *err);

/* Points the handle at call->url. Fails: -1 and `err`. */
int http_options_set_url(struct http_call *call, struct err *err);

/* Makes the handle send call->method without a body. */
void http_options_drop_body(struct http_call *call);

/* Returns the functions that the transport loaded when it was made. */
const struct libcurl *http_libcurl(const struct http *http);

/* Returns libcurl's folder of trusted certificates if it is hashed by name
 * (c_rehash), so that single ones can be found; else NULL.
 * Owns: the caller frees it. */
char *http_options_ca_folder(const struct libcurl *curl);

/* Returns the same, as the transport found it when it began. */
const char *http_ca_folder(const struct http *http);

/* Sets the headers and what proves who we are. Fails: -1 and `err`. */
int http_headers_set(struct http_call *call, const struct http_request *request,
                     struct err *err);

/* Overwrites and frees the call's headers. */
void http_headers_wipe(struct http_call *call);

/* Returns the secret as it is now; "" when none is set. `name` is its key in
 * the configuration, for the error.
 * Owns: the caller ends it with http_secret_wipe(). Fails: NULL and `err`,
 * which never holds the value. */
char *http_secret_read(const struct secret *secret, const char *name,
                       struct err *err);

/* Overwrites and frees a secret. NULL is fine. */
void http_secret_wipe(char *secret);

/* Refuses what is not an http or https URL, or holds a user or a password.
 * Fails: -1 and `err`, which does not show the URL. */
int http_url_check(const struct libcurl *curl, const char *url,
                   struct err *err);

/* Refuses a proxy whose scheme libcurl does not speak. Fails: -1 and `err`,
 * which does not show the URL. */
int http_url_check_proxy(const struct libcurl *curl, const char *url,
                         struct err *err);

/* Returns the scheme, host and port of a URL that http_url_check() took, such
 * as "https://login.example:8443"; the port only when it is not the scheme's.
 * Owns: the caller frees it. */
char *http_url_origin(const struct libcurl *curl, const char *url);

/* Returns where a Location leads: to the same scheme, host and port only.
 * Owns: the caller frees it. Fails: NULL and `err`, naming the other host. */
char *http_url_redirect(const struct http_call *call, const char *location,
                        struct err *err);

/* A URL spoken to under another name than its host's (TLS server_name). */
struct http_alias {
    char *url;        /* with the other name as its host */
    char *connect_to; /* for CURLOPT_CONNECT_TO */
    char *host;       /* the real host, and its port if not the usual one */
};

/* Makes the alias of the call's URL. Fails: -1 and `err`, nothing to clear. */
int http_alias_init(struct http_alias *alias, const struct http_call *call,
                    const char *name, struct err *err);

/* Frees the strings. */
void http_alias_clear(struct http_alias *alias);

/* Tells why libcurl ended the call with `code` (a CURLcode). Always -1. */
int http_error_tell(const struct http_call *call, int code, struct err *err);

/* Tells that the whole request took too long, and how far it came. */
int http_error_late(const struct http_call *call, struct err *err);

#endif
