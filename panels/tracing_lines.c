/* tracing_lines.c - what Jaeger, the Collector and Kafka told, in sentences.
 */
#include "panels/tracing_lines.h"

#include <math.h>
#include <stdio.h>

#include "data/units.h"
#include "model/jaeger.h"
#include "model/kafka.h"
#include "model/otel.h"

enum { PARTITIONS_SHOWN = 12 };
static const double queue_full_ratio = 0.8;

static int jaeger_rows(const struct components *components, int64_t now_ms);
static int otel_rows(const struct components *components, int64_t now_ms);
static int kafka_rows(const struct components *components, int64_t now_ms);
static void jaeger_draw(const struct components *components, int64_t now_ms,
                        const struct canvas *canvas);
static void otel_draw(const struct components *components, int64_t now_ms,
                      const struct canvas *canvas);
static void kafka_draw(const struct components *components, int64_t now_ms,
                       const struct canvas *canvas);
static void tell_jaeger(const struct components *components, int64_t now_ms,
                        struct component_story *story);
static void tell_otel(const struct components *components, int64_t now_ms,
                      struct component_story *story);
static void tell_queues(const struct otel_metrics *metrics,
                        struct component_story *story);
static void tell_kafka(const struct components *components, int64_t now_ms,
                       struct component_story *story);
static void tell_rate(const char *words, const struct otel_counter *counter,
                      enum role role, struct component_story *story);
static void tell_health(const char *name, const struct liveness *health,
                        struct component_story *story);
static void paint(const struct component_story *story,
                  struct component_rule *rule, int64_t now_ms,
                  const struct canvas *canvas);

const struct component_lines jaeger_lines = {
    .component = "jaeger", .rows = jaeger_rows, .draw = jaeger_draw};
const struct component_lines otel_lines = {
    .component = "otel_collector", .rows = otel_rows, .draw = otel_draw};
const struct component_lines kafka_lines = {
    .component = "kafka", .rows = kafka_rows, .draw = kafka_draw};

static int jaeger_rows(const struct components *components, int64_t now_ms)
{
    struct component_story story = {0};

    if (!components || !components->jaeger)
        return 0;
    tell_jaeger(components, now_ms, &story);
    return (int)story.count + 1;
}

static int otel_rows(const struct components *components, int64_t now_ms)
{
    struct component_story story = {0};

    if (!components || !components->otel)
        return 0;
    tell_otel(components, now_ms, &story);
    return (int)story.count + 1;
}

static int kafka_rows(const struct components *components, int64_t now_ms)
{
    struct component_story story = {0};

    if (!components || !components->kafka)
        return 0;
    tell_kafka(components, now_ms, &story);
    return (int)story.count + 1;
}

static void jaeger_draw(const struct components *components, int64_t now_ms,
                        const struct canvas *canvas)
{
    const struct jaeger *jaeger = components->jaeger;
    struct component_story story = {0};
    char title[80];
    struct component_rule rule = {
        .title = title, .role = ROLE_TITLE, .answered_ms = jaeger->answered_ms};

    (void)snprintf(title, sizeof(title), "Jaeger %s", jaeger->version);
    tell_jaeger(components, now_ms, &story);
    paint(&story, &rule, now_ms, canvas);
}

static void otel_draw(const struct components *components, int64_t now_ms,
                      const struct canvas *canvas)
{
    const struct otel *otel = components->otel;
    struct component_story story = {0};
    char title[80];
    struct component_rule rule = {
        .title = title, .role = ROLE_TITLE, .answered_ms = otel->answered_ms};

    (void)snprintf(title, sizeof(title), "Collector %s", otel->metrics.version);
    tell_otel(components, now_ms, &story);
    paint(&story, &rule, now_ms, canvas);
}

static void kafka_draw(const struct components *components, int64_t now_ms,
                       const struct canvas *canvas)
{
    const struct kafka *kafka = components->kafka;
    struct component_story story = {0};
    char title[120];
    struct component_rule rule = {
        .title = title, .role = ROLE_TITLE, .answered_ms = kafka->answered_ms};

    (void)snprintf(title, sizeof(title), "Group %s", kafka->group);
    tell_kafka(components, now_ms, &story);
    paint(&story, &rule, now_ms, canvas);
}

static void tell_jaeger(const struct components *components, int64_t now_ms,
                        struct component_story *story)
{
    const struct jaeger *jaeger = components->jaeger;
    const struct jaeger_services *services = &jaeger->services;
    char took[UNITS_MAX];

    component_story_add_failures(story, &components->of[COMPONENT_JAEGER],
                                 now_ms);
    units_format(took, (double)services->latency_ms / 1000, "s", false);
    if (services->answered_ms >= 0 && services->count == 0)
        component_story_add(story, ROLE_WARNING,
                            "the storage answers, but holds no service");
    else if (services->answered_ms >= 0)
        component_story_add(story, ROLE_TEXT,
                            "%zu services, read from the storage in %s",
                            services->count + services->left_out, took);
    for (size_t i = 0; i < jaeger->collector_count; i++)
        tell_health(jaeger->collectors[i].question,
                    &jaeger->collectors[i].health, story);
    if (jaeger->collectors_left_out > 0)
        component_story_add(story, ROLE_WARNING,
                            "%zu more collector_urls are not asked",
                            jaeger->collectors_left_out);
}

static void tell_otel(const struct components *components, int64_t now_ms,
                      struct component_story *story)
{
    const struct otel_metrics *metrics = &components->otel->metrics;
    char uptime[UNITS_MAX];

    component_story_add_failures(story, &components->of[COMPONENT_OTEL],
                                 now_ms);
    tell_rate("spans refused by the receivers", &metrics->refused, ROLE_WARNING,
              story);
    tell_rate("spans refused by the memory limiter", &metrics->limiter_refused,
              ROLE_WARNING, story);
    tell_rate("spans that exporters failed to send", &metrics->send_failed,
              ROLE_CRITICAL, story);
    tell_rate("spans lost to a full queue", &metrics->enqueue_failed,
              ROLE_CRITICAL, story);
    if (metrics->is_restarted)
        component_story_add(story, ROLE_WARNING, "it has just restarted");
    tell_queues(metrics, story);
    tell_rate("spans accepted", &metrics->accepted, ROLE_TEXT, story);
    tell_rate("spans sent", &metrics->sent, ROLE_TEXT, story);
    tell_health("health port", &components->otel->health, story);
    if (!isnan(metrics->uptime_s)) {
        units_format_age(uptime, (int64_t)(metrics->uptime_s * 1000));
        component_story_add(story, ROLE_TEXT, "up for %s", uptime);
    }
}

static void tell_queues(const struct otel_metrics *metrics,
                        struct component_story *story)
{
    for (size_t i = 0; i < metrics->queue_count; i++) {
        const struct otel_queue *queue = &metrics->queues[i];
        double ratio = queue->size / queue->capacity;

        if (isfinite(ratio))
            component_story_add(
                story, ratio > queue_full_ratio ? ROLE_WARNING : ROLE_TEXT,
                "queue of %s: %.0f of %.0f, %.0f %%", queue->exporter,
                queue->size, queue->capacity, ratio * 100);
    }
}

static void tell_kafka(const struct components *components, int64_t now_ms,
                       struct component_story *story)
{
    const struct kafka *kafka = components->kafka;
    char lag[UNITS_MAX];

    component_story_add_failures(story, &components->of[COMPONENT_KAFKA],
                                 now_ms);
    if (kafka->answered_ms < 0)
        return;
    if (kafka->state != KAFKA_ACTIVE)
        component_story_add(story,
                            kafka->state == KAFKA_NO_MEMBERS ? ROLE_CRITICAL
                                                             : ROLE_WARNING,
                            "%s", kafka_state_name(kafka->state));
    if (kafka->without_commit > 0)
        component_story_add(story, ROLE_WARNING,
                            "%zu partitions without a commit: their lag is not "
                            "known",
                            kafka->without_commit);
    units_format_long(lag, (double)kafka->lag, "messages", false);
    component_story_add(story, ROLE_TEXT,
                        "%s wait in %zu partitions; %zu member%s, %zu idle",
                        lag, kafka->count + kafka->left_out, kafka->members,
                        kafka->members == 1 ? "" : "s", kafka->idle_members);
    for (size_t i = 0; i < kafka->count && i < PARTITIONS_SHOWN; i++) {
        const struct kafka_partition *partition = &kafka->partitions[i];

        units_format(lag, partition->lag < 0 ? NAN : (double)partition->lag, "",
                     false);
        component_story_add(
            story, partition->consumer[0] ? ROLE_TEXT : ROLE_WARNING,
            "%s/%-3lld lag %6s  %s", partition->topic,
            (long long)partition->number, lag,
            partition->consumer[0] ? partition->consumer : "nobody reads it");
    }
}

/* What is wrong is told once it happens; what is normal always. */
static void tell_rate(const char *words, const struct otel_counter *counter,
                      enum role role, struct component_story *story)
{
    char rate[UNITS_MAX];

    if (isnan(counter->per_second) ||
        (role != ROLE_TEXT && !(counter->per_second > 0)))
        return;
    units_format(rate, counter->per_second, "/s", false);
    component_story_add(story, role, "%s %s", rate, words);
}

static void tell_health(const char *name, const struct liveness *health,
                        struct component_story *story)
{
    if (health->answered_ms < 0)
        return;
    component_story_add(story, health->is_well ? ROLE_TEXT : ROLE_WARNING,
                        "%s: %s%s%s", name, health->status,
                        health->error[0] ? ": " : "", health->error);
}

static void paint(const struct component_story *story,
                  struct component_rule *rule, int64_t now_ms,
                  const struct canvas *canvas)
{
    int room = canvas_rows(canvas) - 1;

    rule->left_out = (int)story->count > room ? (int)story->count - room : 0;
    component_rule_draw(rule, now_ms, canvas);
    for (int i = 0; i < (int)story->count && i < room; i++)
        component_line_draw(&story->lines[i], canvas, i + 1);
}
