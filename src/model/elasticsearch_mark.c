/* elasticsearch_mark.c - a disk watermark, in each of its notations. */
#include "model/elasticsearch.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/decimal.h"

static bool unit_factor(const char *unit, double *factor);

bool elasticsearch_mark_parse(struct elasticsearch_mark *mark, const char *text,
                              const char *headroom)
{
    const char *end = text + strlen(text);
    const char *rest;
    double value;

    *mark = (struct elasticsearch_mark){.headroom_bytes = -1};
    rest = decimal_scan(text, end, &value);
    if (!rest || !(value >= 0))
        return false;
    if (!strcmp(rest, "%") && value <= 100) {
        mark->kind = ELASTICSEARCH_MARK_RATIO;
        mark->used_ratio = value / 100;
    } else if (!*rest && value <= 1) {
        mark->kind = ELASTICSEARCH_MARK_RATIO;
        mark->used_ratio = value;
    } else if (elasticsearch_bytes_parse(text, &mark->free_bytes)) {
        mark->kind = ELASTICSEARCH_MARK_FREE;
    } else {
        return false;
    }
    (void)snprintf(mark->text, sizeof(mark->text), "%s", text);
    if (mark->kind == ELASTICSEARCH_MARK_RATIO && headroom &&
        !elasticsearch_bytes_parse(headroom, &mark->headroom_bytes))
        mark->headroom_bytes = -1;
    return true;
}

bool elasticsearch_bytes_parse(const char *text, int64_t *bytes)
{
    double value, factor;
    const char *unit = decimal_scan(text, text + strlen(text), &value);

    if (!unit || !(value >= 0) || !unit_factor(unit, &factor) ||
        value * factor >= 9e18)
        return false;
    *bytes = (int64_t)(value * factor);
    return true;
}

/* "kb" is 1,024 bytes, as everywhere in Elasticsearch; a "b" may be missing. */
static bool unit_factor(const char *unit, double *factor)
{
    static const char *const letters = "kmgtp";
    const char *found;

    *factor = 1;
    if (!*unit || !strcasecmp(unit, "b"))
        return true;
    found = strchr(letters, tolower((unsigned char)*unit));
    if (!found || (unit[1] && strcasecmp(unit + 1, "b") != 0))
        return false;
    for (const char *at = letters; at <= found; at++)
        *factor *= 1024;
    return true;
}
