/* rule_file.h - rule files, and Kubernetes objects that hold rules.
 *
 * Layer: alert. Reads what Prometheus reads (`groups:`), a ConfigMap whose data
 * are rule files, a PrometheusRule, and a List of these; several documents in
 * one file; and the yaml blocks of a Markdown page (*.md) that hold one of
 * these. As in Prometheus, one error refuses the file; but all errors are told,
 * each with its line, and for another kind of file which it is.
 */
#ifndef TRACETOP_ALERT_RULE_FILE_H
#define TRACETOP_ALERT_RULE_FILE_H

#include "alert/rule_set.h"

enum { RULE_FILE_MAX_BYTES = 16 << 20 };

/* Reads `length` bytes; `name` is the file's, for messages.
 * Fails: -1, errors added to `findings`, `set` untouched. */
int rule_file_parse(struct rule_set *set, const char *name, const char *bytes,
                    size_t length, struct rule_findings *findings);

/* Reads a file. Otherwise as rule_file_parse(). */
int rule_file_open(struct rule_set *set, const char *path,
                   struct rule_findings *findings);

#endif
