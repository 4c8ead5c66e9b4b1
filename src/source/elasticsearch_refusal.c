/* elasticsearch_refusal.c - what an answer that is none means, and what to do.
 */
#include "source/elasticsearch_private.h"

#include <string.h>

#include "base/buf.h"
#include "source/refusal.h"

static int tell_own(const struct elasticsearch_refusal *refusal,
                    struct err *err);
static int tell_away(const struct elasticsearch_refusal *refusal,
                     const char *words, struct err *err);
static int tell_other(const struct elasticsearch_refusal *refusal,
                      struct err *err);
static bool is_json(const struct elasticsearch_refusal *refusal);

int elasticsearch_refuse(const struct elasticsearch_refusal *refusal,
                         struct err *err)
{
    /* A 401 has no words of its own in OpenSearch, and a proxy's mean the
     * same. */
    if (refusal->status == 401)
        return err_set(err, ERR_REFUSED, 0,
                       "HTTP 401: the login is missing or wrong; set basic_auth"
                       " or authorization of elasticsearch%s%s",
                       *refusal->reason ? " - " : "", refusal->reason);
    if (is_json(refusal))
        return tell_own(refusal, err);
    return tell_other(refusal, err);
}

bool elasticsearch_is_unknown(int status)
{
    return status == 400 || status == 404 || status == 405 || status == 410;
}

static int tell_own(const struct elasticsearch_refusal *refusal,
                    struct err *err)
{
    const char *words = *refusal->reason ? refusal->reason : refusal->type;

    switch (refusal->status) {
    case 403:
        return err_set(err, ERR_REFUSED, 0,
                       "HTTP 403: the user lacks the %s - %s", refusal->needs,
                       words);
    case 408:
        return err_set(err, ERR_REFUSED, 0,
                       "HTTP 408: the master did not answer in time - %s",
                       words);
    case 429:
        return err_set(err, ERR_REFUSED, 0,
                       "HTTP 429: too busy to answer (%s); it is asked again "
                       "later - %s",
                       *refusal->type ? refusal->type : "no reason", words);
    case 503:
        return tell_away(refusal, words, err);
    default:
        return err_set(err, ERR_REFUSED, 0, "HTTP %d: %s%s%s", refusal->status,
                       refusal->type,
                       *refusal->type && words != refusal->type ? ": " : "",
                       words != refusal->type ? words : "");
    }
}

static int tell_away(const struct elasticsearch_refusal *refusal,
                     const char *words, struct err *err)
{
    if (strstr(refusal->type, "not_discovered"))
        return err_set(err, ERR_REFUSED, 0,
                       "HTTP 503: no master is elected (%s); look at the "
                       "master-eligible nodes and the network between them",
                       refusal->type);
    if (strstr(refusal->type, "cluster_block"))
        return err_set(err, ERR_REFUSED, 0,
                       "HTTP 503: the cluster is blocked - %s", words);
    return err_set(err, ERR_REFUSED, 0, "HTTP 503: not available - %s", words);
}

static int tell_other(const struct elasticsearch_refusal *refusal,
                      struct err *err)
{
    struct buf words;

    buf_init(&words, 400);
    refusal_words(&words, refusal->body, refusal->length);
    if (refusal->status >= 200 && refusal->status < 300)
        (void)err_set(err, ERR_FORMAT, 0,
                      "HTTP %d, but a web page instead of Elasticsearch (a "
                      "login in front of it?): %s",
                      refusal->status, words.bytes);
    else
        (void)err_set(err, ERR_FORMAT, 0, "HTTP %d: not Elasticsearch (%s)%s%s",
                      refusal->status,
                      *refusal->content_type ? refusal->content_type
                                             : "no Content-Type",
                      words.length > 0 ? ": " : "", words.bytes);
    buf_clear(&words);
    return -1;
}

static bool is_json(const struct elasticsearch_refusal *refusal)
{
    return *refusal->type || *refusal->reason;
}
