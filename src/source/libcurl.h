/* libcurl.h - libcurl's functions, loaded when the first request is near.
 *
 * Layer: source; for the http*.c files only. With everything that it needs,
 * libcurl costs 6 ms and 10 MiB before main() does anything. So it is opened
 * by name when a transport is made: after the first frame, and never by a
 * command that asks nothing. A member is the function of the same name.
 */
#ifndef TRACETOP_SOURCE_LIBCURL_H
#define TRACETOP_SOURCE_LIBCURL_H

#include <curl/curl.h>

#include "base/err.h"

#define LIBCURL_FUNCTIONS(X)                                                   \
    X(easy_cleanup)                                                            \
    X(easy_getinfo)                                                            \
    X(easy_header)                                                             \
    X(easy_init)                                                               \
    X(easy_pause)                                                              \
    X(easy_setopt)                                                             \
    X(easy_strerror)                                                           \
    X(free)                                                                    \
    X(getdate)                                                                 \
    X(global_cleanup)                                                          \
    X(global_init)                                                             \
    X(multi_add_handle)                                                        \
    X(multi_assign)                                                            \
    X(multi_cleanup)                                                           \
    X(multi_info_read)                                                         \
    X(multi_init)                                                              \
    X(multi_remove_handle)                                                     \
    X(multi_setopt)                                                            \
    X(multi_socket_action)                                                     \
    X(slist_append)                                                            \
    X(slist_free_all)                                                          \
    X(url)                                                                     \
    X(url_cleanup)                                                             \
    X(url_dup)                                                                 \
    X(url_get)                                                                 \
    X(url_set)                                                                 \
    X(url_strerror)                                                            \
    X(version_info)

#define LIBCURL_MEMBER(name) __typeof__(curl_##name) *(name);
struct libcurl {
    void *library;
    LIBCURL_FUNCTIONS(LIBCURL_MEMBER)
};
#undef LIBCURL_MEMBER

/* Fills in the functions of the system's libcurl, and starts it.
 * Owns: the caller ends it with libcurl_close(). Fails: -1 and `err`: it is
 * not installed, too old, or does not start; nothing to close. */
int libcurl_open(struct libcurl *curl, struct err *err);

/* Ends libcurl's use. The code stays where it is until the process ends: what
 * libraries below it registered for exit must still be there then. */
void libcurl_close(struct libcurl *curl);

#endif
