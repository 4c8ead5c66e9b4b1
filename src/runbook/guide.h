/* guide.h - a team's operational guide as runbooks, sections and steps.
 *
 * Layer: runbook. Plain Markdown, as people write it. Headings make runbooks:
 * those called one ("Runbook 2: Disk full", "Issue: ...", an alert's name),
 * those that have Symptoms, Diagnosis, Resolution and the like below them, and
 * any other that has a shell fence right below it. Every runbook is a range of
 * blocks of the page; the blocks outside of all stay reachable through it.
 */
#ifndef TRACETOP_RUNBOOK_GUIDE_H
#define TRACETOP_RUNBOOK_GUIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/err.h"
#include "runbook/markdown.h"
#include "runbook/names.h"
#include "runbook/runbook_steps.h"

/* A heading below the runbook's own, or a line like "**Diagnosis**:". */
struct section {
    const char *title;
    int line;
    size_t block; /* where it begins */
};

struct runbook {
    const char *id;    /* "jaeger-collector-down"; unique in its guide */
    const char *title; /* without numbering: "Jaeger Collector Down" */
    int line;
    int last_line;
    bool is_named; /* the guide calls it a runbook (not just a heading with
                    * commands below) */
    const char **alerts; /* names of the alerts it is for */
    size_t alert_count;
    struct section *sections;
    size_t section_count;
    struct step_shelf *shelf; /* see runbook_steps() */
    size_t block;             /* its heading */
    size_t block_end;         /* behind its last block */
};

/* An alert rule that the guide defines in a YAML fence. */
struct guide_alert {
    const char *name;
    const char *runbook_url; /* of its annotations, or NULL */
    int line;
};

struct guide {
    const char *name; /* of the file, for messages */
    struct markdown page;
    struct runbook *runbooks; /* in the order of the page */
    size_t count;
    struct guide_alert *alerts;
    size_t alert_count;
    struct names ids;           /* of runbooks, to their index */
    struct names slugs;         /* of titles, to how many have it */
    struct names alert_names;   /* to the index of the first runbook for it */
    struct pool pool;           /* owns what is neither the page's nor a step */
    struct step_reader *reader; /* owned */
    unsigned char *roles;       /* of its blocks, from the end of the page until
                                 * all runbooks are made; owned */
    size_t next_block;          /* where guide_more() goes on */
};

/* Reads a guide. `name` is copied.
 * Owns: the caller ends it with guide_clear(), also after a failure.
 * Fails: -1 and `err` as "NAME: line N: why", see markdown_parse(). */
int guide_parse(struct guide *guide, const char *name, const char *bytes,
                size_t length, struct err *err);

/* Begins to read a guide: for one who has other things to do meanwhile, and
 * calls guide_more() until it is whole. Owns, Fails: as guide_parse(); what is
 * wrong further down the page is told by guide_more(). */
int guide_begin(struct guide *guide, const char *name, const char *bytes,
                size_t length, struct err *err);

/* Reads one more part of the page, or makes `count` more runbooks. Returns 1
 * when there is more to do, 0 when the guide is whole; before, nothing else may
 * be asked of it. Fails: as guide_parse(). */
int guide_more(struct guide *guide, size_t count, struct err *err);

/* Reads all that is left. Fails: as guide_parse(). */
int guide_finish(struct guide *guide, struct err *err);

/* Frees the guide. A zeroed struct is fine. */
void guide_clear(struct guide *guide);

/* Returns the runbook of that id, or NULL. */
const struct runbook *guide_find(const struct guide *guide, const char *id);

/* Returns the runbook for an alert, or NULL: the one whose text names it, else
 * the one that `url` (its runbook or runbook_url annotation; may be NULL) ends
 * in, else the one whose id is the alert's name. */
const struct runbook *guide_find_for_alert(const struct guide *guide,
                                           const char *alert, const char *url);

/* Returns the runbook that a line of the page belongs to, or NULL. */
const struct runbook *guide_find_for_line(const struct guide *guide, int line);

#endif
