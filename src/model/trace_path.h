/* trace_path.h - the critical path: what the trace had to wait for.
 *
 * Layer: model; part of trace.h. From the end of the root back: the child that
 * ends last, then the one that ended last before that began, and so on, and
 * the same within each of them. What ends after its parent is cut at its
 * parent's end; what begins after it was not waited for.
 */
#ifndef TRACETOP_MODEL_TRACE_PATH_H
#define TRACETOP_MODEL_TRACE_PATH_H

struct trace;

/* Marks the spans of the path from trace->root. */
void trace_path_mark(struct trace *trace);

#endif
