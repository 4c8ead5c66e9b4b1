/* output.h - what a step wrote, its head and its tail, kept as it comes.
 *
 * Layer: action. Bytes are counted from the start of the step's output. The
 * first OUTPUT_HEAD_BYTES are kept and the last OUTPUT_TAIL_BYTES; what is
 * between them is counted only. While the step runs the tail is a ring in a
 * file of its own; at the end it is put behind the head, under a line that
 * says how much was left out.
 */
#ifndef TRACETOP_ACTION_OUTPUT_H
#define TRACETOP_ACTION_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum {
    OUTPUT_HEAD_BYTES = 256 * 1024,
    OUTPUT_TAIL_BYTES = 256 * 1024,
};

struct output_part {
    struct buf bytes;  /* hostile: scrub them */
    uint64_t start;    /* place of its first byte; larger than asked for: what
                        * is between was left out */
    uint64_t left_out; /* how much that is */
    uint64_t total;    /* bytes written until now */
};

/* Reads what was kept from place `from` on, at most `most` bytes: the head's
 * part first, then (the next call) the tail's. Nothing new: no bytes.
 * `start + bytes.length` is where to go on.
 * Owns: the caller ends it with output_part_clear(), also after a failure.
 * Fails: -1 and `err`; no output yet is no failure. */
int output_read(const char *state_dir, const char *id, uint64_t from,
                size_t most, struct output_part *part, struct err *err);

/* Frees its bytes. A zeroed struct is fine. */
void output_part_clear(struct output_part *part);

/* The writing side, in the supervisor. */
struct output {
    int folder;     /* borrowed */
    int head, tail; /* files; -1: not open (yet) */
    uint64_t total;
    int error; /* errno of the first write that failed, or 0 */
};

/* Makes the files in a folder. Fails: -1 and `err`. */
int output_open(struct output *output, int folder, struct err *err);

/* Takes bytes. A full disk is noted in `error`; the counting goes on. */
void output_write(struct output *output, const char *bytes, size_t length);

/* Puts head and tail together and closes the files. */
void output_close(struct output *output);

#endif
