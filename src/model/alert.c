/* alert.c - the order of alerts and the names of their states. */
#include "model/alert.h"

#include <string.h>

const char *alert_state_name(enum alert_state state)
{
    static const char *const names[] = {"firing", "pending", "silenced",
                                        "inhibited", "resolved"};

    return names[state];
}

/* Only what cannot mean another thing counts: a wrong unit is worse than none.
 */
const char *alert_unit(const struct alert *alert)
{
    const char *text = alert->expression;
    bool is_ratio = strchr(text, '/') != NULL;

    if (alert_value_is_idle(alert))
        return "";
    if (is_ratio && (strstr(text, "100 *") || strstr(text, "* 100")))
        return "%";
    if (strstr(text, "histogram_quantile("))
        return strstr(text, "_seconds") ? "s" : "";
    if (is_ratio || strstr(text, "count"))
        return "";
    if (strstr(text, "rate("))
        return strstr(text, "_seconds_") || strstr(text, "_bytes") ? "" : "/s";
    return strstr(text, "_bytes") ? "bytes" : "";
}

bool alert_value_is_idle(const struct alert *alert)
{
    return !strncmp(alert->expression, "absent(", 7);
}

int alert_compare(const struct alert *left, const struct alert *right)
{
    int order;

    if (left->state != right->state)
        return left->state < right->state ? -1 : 1;
    if (left->severity != right->severity)
        return left->severity > right->severity ? -1 : 1;
    order = strcmp(left->name, right->name);
    if (order)
        return order;
    if (left->since_ms != right->since_ms)
        return left->since_ms < right->since_ms ? -1 : 1;
    return labels_compare(left->labels, right->labels);
}

size_t alerts_count_of(const struct alerts *alerts, enum alert_origin origin)
{
    size_t count = 0;

    for (size_t i = 0; i < alerts->count; i++)
        count += (alerts->items[i].origins & origin) != 0;
    return count;
}
