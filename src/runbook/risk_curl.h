/* risk_curl.h - what a curl call does, by its method, path and body.
 *
 * Layer: runbook; part of risk.h. The paths are those of Elasticsearch,
 * Prometheus and Alertmanager; elsewhere the method decides.
 */
#ifndef TRACETOP_RUNBOOK_RISK_CURL_H
#define TRACETOP_RUNBOOK_RISK_CURL_H

#include "runbook/risk.h"

/* Judges `count` words, of which the first is curl. Owns: as risk_judge(). */
struct risk_verdict risk_of_curl(const struct shell_word *words, size_t count,
                                 struct pool *pool);

/* What the words of a curl call ask for. */
struct curl_call {
    const char *method;  /* in capitals */
    const char *url;     /* the first one; "" for none */
    const char *path;    /* in `url`: from its '/' on; "" for none */
    const char *query;   /* in `url`: behind the '?'; "" for none */
    const char *body;    /* of the first -d; "" for none */
    const char *output;  /* of -o, or NULL */
    const char *format;  /* of -w, or NULL */
    bool fails;          /* -f, --fail or --fail-with-body */
    bool is_remote_name; /* -O */
    bool has_other_urls;
};

/* Reads them. Owns: strings are borrowed from the words or the pool's. */
void curl_read(struct curl_call *call, const struct shell_word *words,
               size_t count, struct pool *pool);

#endif
