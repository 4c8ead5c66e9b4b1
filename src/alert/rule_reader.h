/* rule_reader.h - groups and rules out of YAML, for rule_file.c alone.
 *
 * Layer: alert, private.
 */
#ifndef TRACETOP_ALERT_RULE_READER_H
#define TRACETOP_ALERT_RULE_READER_H

#include "alert/rule_set.h"
#include "config/yaml.h"

struct rule_reader {
    struct rule_set *set;
    const char *file;
    int line_offset; /* of the document within the file */
    size_t first;    /* groups of this file begin here in the set */
    struct rule_findings *findings;
};

/* Reads the list of groups; errors go to the findings. `is_custom` allows the
 * keys that a PrometheusRule has beyond those of a file. */
void rule_reader_groups(struct rule_reader *reader,
                        const struct yaml_node *groups, bool is_custom);

/* Adds an error at a line of the document. */
void rule_reader_fail(struct rule_reader *reader, int line, const char *fmt,
                      ...) ERR_PRINTF(3, 4);

#endif
