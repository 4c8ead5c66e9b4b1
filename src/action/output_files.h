/* output_files.h - how the kept output lies in its files.
 *
 * Layer: action; private to output.c and output_read.c.
 */
#ifndef TRACETOP_ACTION_OUTPUT_FILES_H
#define TRACETOP_ACTION_OUTPUT_FILES_H

#include "action/output.h"

#define OUTPUT_HEAD_FILE "output"
#define OUTPUT_TAIL_FILE "tail"
#define OUTPUT_LEFT_OUT_FORMAT "\n[tracetop left out %llu bytes here]\n"

enum {
    OUTPUT_WRITE_MAX = 64 * 1024,
    OUTPUT_RING_START = 32, /* the count stands before it */
    OUTPUT_RING = OUTPUT_TAIL_BYTES + OUTPUT_WRITE_MAX,
};

#endif
