/* rule_set.h - rules as their files give them, and what is wrong with them.
 *
 * Layer: alert. Plain values; a set owns its strings.
 * Source: Prometheus docs, recording and alerting rules.
 */
#ifndef TRACETOP_ALERT_RULE_SET_H
#define TRACETOP_ALERT_RULE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf;

enum { RULE_FINDINGS_MAX = 200 };

struct rule_pair {
    char *name;
    char *value;
};

struct rule {
    char *name;    /* of the alert, or the series that is recorded */
    bool is_alert; /* false: a recording rule, kept but not evaluated here */
    char *expression;
    int64_t for_ms;
    int64_t keep_firing_for_ms;
    struct rule_pair *labels; /* those of its group too */
    size_t label_count;
    struct rule_pair *annotations;
    size_t annotation_count;
    int line; /* in the group's file */
};

struct rule_group {
    char *name;
    int64_t interval_ms; /* 0: not given */
    size_t limit;        /* most alerts of a rule; 0: none given */
    char *file;
    struct rule *rules;
    size_t rule_count;
};

struct rule_set {
    struct rule_group *groups;
    size_t group_count;
};

/* Something said about a rule file. */
struct rule_finding {
    char *file;
    int line; /* 0: of no line */
    bool is_warning;
    char *text;
};

struct rule_findings {
    struct rule_finding *items;
    size_t count;
    size_t error_count; /* also of those left out */
    size_t left_out;    /* beyond RULE_FINDINGS_MAX */
};

/* Frees what the set holds. A zeroed struct is fine, and is how it begins. */
void rule_set_clear(struct rule_set *set);

/* Adds a zeroed group, or a rule to a group; returns it. Borrowed until the
 * next is added. */
struct rule_group *rule_set_add_group(struct rule_set *set);
struct rule *rule_group_add_rule(struct rule_group *group);

/* Moves all groups of `from` behind those of `set`; `from` is left empty. */
void rule_set_move(struct rule_set *set, struct rule_set *from);

/* Returns the first alerting rule of that name, or NULL. */
const struct rule *rule_set_find(const struct rule_set *set, const char *name);

/* Returns the value of a label or annotation, or NULL. */
const char *rule_label(const struct rule *rule, const char *name);
const char *rule_annotation(const struct rule *rule, const char *name);

/* Adds the set as a rule file that Prometheus reads. */
void rule_set_write(const struct rule_set *set, struct buf *out);

/* Frees the findings. A zeroed struct is fine, and is how they begin. */
void rule_findings_clear(struct rule_findings *findings);

/* Adds a finding; past RULE_FINDINGS_MAX it is only counted. */
void rule_findings_add(struct rule_findings *findings, const char *file,
                       int line, bool is_warning, const char *fmt, ...)
    ERR_PRINTF(5, 6);

#endif
