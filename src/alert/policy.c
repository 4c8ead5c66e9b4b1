/* policy.c - the defaults, and clocks over them. */
#include "alert/policy.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alert/policy_names.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/xalloc.h"

static const int64_t day_ms = 86400000;
#define MINUTES(count) ((count)*INT64_C(60000))

static const struct {
    int64_t respond_ms, escalate_after_ms;
    const char *path[4], *channels[3];
} levels[POLICY_SEVERITIES] = {
    [SEVERITY_INFO] = {POLICY_BEST_EFFORT,
                       24 * MINUTES(60),
                       {"SRE team"},
                       {"Slack"}},
    [SEVERITY_WARNING] = {MINUTES(30),
                          MINUTES(30),
                          {"on-call SRE", "SRE manager"},
                          {"Slack"}},
    [SEVERITY_CRITICAL] = {0,
                           MINUTES(15),
                           {"on-call SRE", "SRE manager", "CTO"},
                           {"PagerDuty", "Slack"}},
};

static const struct {
    const char *name, *title;
    int64_t respond_ms;
} classes[POLICY_CLASSES] = {
    {"P0", "complete outage", MINUTES(15)},
    {"P1", "partial outage", MINUTES(30)},
    {"P2", "degraded performance", MINUTES(120)},
    {"P3", "minor issue", POLICY_NEXT_BUSINESS_DAY},
};

void policy_init(struct policy *policy)
{
    *policy = (struct policy){0};
    for (size_t i = 0; i < POLICY_SEVERITIES; i++) {
        struct policy_level *level = &policy->levels[i];

        level->respond_ms = levels[i].respond_ms;
        level->escalate_after_ms = levels[i].escalate_after_ms;
        for (size_t j = 0; j < 4 && levels[i].path[j]; j++)
            policy_names_add(&level->path, levels[i].path[j]);
        for (size_t j = 0; j < 3 && levels[i].channels[j]; j++)
            policy_names_add(&level->channels, levels[i].channels[j]);
    }
    for (size_t i = 0; i < POLICY_CLASSES; i++) {
        policy->classes[i].name = xstrdup(classes[i].name);
        policy->classes[i].title = xstrdup(classes[i].title);
        policy->classes[i].respond_ms = classes[i].respond_ms;
    }
}

void policy_clear(struct policy *policy)
{
    for (size_t i = 0; i < POLICY_SEVERITIES; i++) {
        policy_names_clear(&policy->levels[i].path);
        policy_names_clear(&policy->levels[i].channels);
    }
    for (size_t i = 0; i < POLICY_CLASSES; i++) {
        free(policy->classes[i].name);
        free(policy->classes[i].title);
    }
    *policy = (struct policy){0};
}

int64_t policy_respond_by(const struct policy *policy, enum severity severity,
                          int64_t since_ms)
{
    int64_t respond_ms = policy->levels[severity].respond_ms;

    return respond_ms < 0 ? -1 : since_ms + respond_ms;
}

struct policy_next policy_next(const struct policy *policy,
                               enum severity severity, int64_t now_ms,
                               int64_t since_ms)
{
    const struct policy_level *level = &policy->levels[severity];
    int64_t step_ms = level->escalate_after_ms;
    int64_t age_ms = now_ms > since_ms ? now_ms - since_ms : 0;
    size_t last = level->path.count - 1;
    struct policy_next next;

    assert(level->path.count && step_ms > 0);
    next.step =
        age_ms / step_ms < (int64_t)last ? (size_t)(age_ms / step_ms) : last;
    next.who = level->path.items[next.step];
    next.until_ms =
        next.step < last ? since_ms + (int64_t)(next.step + 1) * step_ms : -1;
    next.is_overdue =
        level->respond_ms >= 0 &&
        age_ms >= (level->respond_ms ? level->respond_ms : step_ms);
    return next;
}

char *policy_channels(const struct policy *policy, enum severity severity)
{
    const struct policy_names *channels = &policy->levels[severity].channels;
    struct buf out;
    char *text;

    buf_init(&out, 4096);
    for (size_t i = 0; i < channels->count; i++)
        buf_printf(&out, "%s%s", i ? ", " : "", channels->items[i]);
    text = xstrndup(out.bytes, out.length);
    buf_clear(&out);
    return text;
}

const struct policy_class *policy_class_find(const struct policy *policy,
                                             const char *name)
{
    for (size_t i = 0; i < POLICY_CLASSES; i++)
        if (!strcasecmp(policy->classes[i].name, name))
            return &policy->classes[i];
    return NULL;
}

int64_t policy_class_respond_by(const struct policy_class *incident,
                                int64_t since_ms)
{
    int64_t day = since_ms - ((since_ms % day_ms) + day_ms) % day_ms;

    if (incident->respond_ms >= 0)
        return since_ms + incident->respond_ms;
    do
        day += day_ms;
    while (clock_civil(day).weekday == 0 || clock_civil(day).weekday == 6);
    return day + day_ms;
}
