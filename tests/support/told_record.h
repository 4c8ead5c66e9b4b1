/* told_record.h - what a decoder told, as one text that tests compare.
 *
 * For tests only.
 */
#ifndef TRACETOP_TESTS_SUPPORT_TOLD_RECORD_H
#define TRACETOP_TESTS_SUPPORT_TOLD_RECORD_H

#include "base/buf.h"
#include "model/told.h"

/* Returns a sink that writes a line for each alert, rule and group to `out`. */
struct told_sink told_record_sink(struct buf *out);

#endif
