/* url.h - is this an address that we may speak to?
 *
 * Layer: config. Source: RFC 3986, the part of it that a back end needs.
 */
#ifndef TRACETOP_CONFIG_URL_H
#define TRACETOP_CONFIG_URL_H

#include "base/err.h"

/* Checks a URL: one of the `schemes` (words parted by spaces), a host, a port
 * from 1 to 65535 if any, no user, no query.
 * Fails: -1 and `err` saying what would be right; a URL that holds a user is
 * never told. */
int url_check(const char *text, const char *schemes, struct err *err);

/* Checks a back end's base URL, http or https, and returns it without slashes
 * at its end. Owns: free() it. Fails: NULL and `err`, as url_check(). */
char *url_take_base(const char *text, struct err *err);

/* Checks "host:port". Fails: as url_check(). */
int url_check_target(const char *text, struct err *err);

#endif
