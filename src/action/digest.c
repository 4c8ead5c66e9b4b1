/* digest.c - SHA-256. */
#include "action/digest.h"

#include <nettle/sha2.h>

_Static_assert((int)DIGEST_BYTES == (int)SHA256_DIGEST_SIZE,
               "a digest has 32 bytes");

void digest_of(unsigned char out[DIGEST_BYTES], const void *bytes,
               size_t length)
{
    struct sha256_ctx sum;

    sha256_init(&sum);
    sha256_update(&sum, length, bytes);
    sha256_digest(&sum, DIGEST_BYTES, out);
}

void digest_hex(char out[DIGEST_HEX_SIZE], const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[DIGEST_BYTES];

    digest_of(digest, bytes, length);
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * (size_t)DIGEST_BYTES] = '\0';
}
