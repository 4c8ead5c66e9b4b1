/* state_file.h - small files of the state folder, whole or not there.
 *
 * Layer: action. Written beside their place, flushed, then put there; so a
 * crash leaves the old one, or none, but never half of one. Mode 0600.
 */
#ifndef TRACETOP_ACTION_STATE_FILE_H
#define TRACETOP_ACTION_STATE_FILE_H

#include <stddef.h>

#include "base/err.h"

struct json_t;

enum { STATE_FILE_MAX = 4 * 1024 * 1024 };

/* Writes all bytes to a descriptor. Fails: -1 and errno. */
int state_file_write_all(int fd, const char *bytes, size_t length);

/* Writes a file of the folder, over one that is there.
 * Fails: -1 and `err`, and nothing has changed. */
int state_file_put(int folder, const char *name, const char *bytes,
                   size_t length, struct err *err);

/* Writes a file that must not be there yet.
 * Fails: as state_file_put(); ERR_SYSTEM with EEXIST when it is there. */
int state_file_put_once(int folder, const char *name, const char *bytes,
                        size_t length, struct err *err);

/* Writes a JSON document and gives it back (also when it fails).
 * Fails: as state_file_put(), or state_file_put_once() when `is_once`. */
int state_file_put_json(int folder, const char *name, struct json_t *document,
                        int is_once, struct err *err);

/* Reads a file of at most STATE_FILE_MAX bytes.
 * Owns: free() `*bytes`; a NUL follows the last. Fails: -1 and `err`. */
int state_file_read(int folder, const char *name, char **bytes, size_t *length,
                    struct err *err);

/* Reads a file that is a JSON object. Returns NULL when it is not there, torn,
 * or something else. Owns: json_decref() it. */
struct json_t *state_file_read_json(int folder, const char *name);

/* Returns a JSON string of a text; bytes that are no UTF-8 are replaced.
 * Owns: json_decref() it. */
struct json_t *state_file_text(const char *text);

#endif
