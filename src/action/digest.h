/* digest.h - SHA-256 of some bytes.
 *
 * Layer: action. Source: FIPS 180-4, by libnettle.
 */
#ifndef TRACETOP_ACTION_DIGEST_H
#define TRACETOP_ACTION_DIGEST_H

#include <stddef.h>

enum { DIGEST_BYTES = 32, DIGEST_HEX_SIZE = 65 };

/* Fills `out` with the digest. */
void digest_of(unsigned char out[DIGEST_BYTES], const void *bytes,
               size_t length);

/* Fills `out` with the digest as hex digits and a NUL. */
void digest_hex(char out[DIGEST_HEX_SIZE], const void *bytes, size_t length);

#endif
