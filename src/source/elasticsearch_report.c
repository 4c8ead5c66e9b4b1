/* elasticsearch_report.c - the health report and the snapshot policies. */
#include "source/elasticsearch_private.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOT_STATUS,
    SLOT_INDICATORS,
    SLOT_INDICATOR,
    SLOT_ITS_STATUS,
    SLOT_SYMPTOM,
};

enum {
    SLOT_POLICY,
    SLOT_REPOSITORY,
    SLOT_SUCCESS,
    SLOT_FAILURE,
    SLOT_DETAILS,
    SLOT_NEXT,
};

struct report_draft {
    struct elasticsearch_report report;
    struct elasticsearch_indicator indicator;
    bool has_status, has_indicators;
};

struct policies_draft {
    struct elasticsearch_policy *items;
    size_t count, left_out;
    bool is_strange; /* something at the top is no policy */
    struct elasticsearch_policy policy;
};

static void begin_indicator(void *draft, int slot,
                            const struct wanted_place *place);
static void on_indicator(void *draft, int slot,
                         const struct wanted_place *place, const char *text,
                         size_t length);
static void end_indicator(void *draft, int slot,
                          const struct wanted_place *place);
static int done_report(struct elasticsearch_source *source, void *draft,
                       const struct question_answer *answer, struct err *err);
static int by_status(const void *left, const void *right);
static int refused_report(struct elasticsearch_source *source, int status,
                          struct err *err);
static void clear_report(void *draft);
static void begin_policy(void *draft, int slot,
                         const struct wanted_place *place);
static void on_policy(void *draft, int slot, const struct wanted_place *place,
                      const char *text, size_t length);
static void end_policy(void *draft, int slot, const struct wanted_place *place);
static int done_policies(struct elasticsearch_source *source, void *draft,
                         const struct question_answer *answer, struct err *err);
static int refused_policies(struct elasticsearch_source *source, int status,
                            struct err *err);
static void clear_policies(void *draft);

static const struct wanted report_wants[] = {
    {"status", SLOT_STATUS},
    {"indicators", SLOT_INDICATORS},
    {"indicators/?", SLOT_INDICATOR},
    {"indicators/?/status", SLOT_ITS_STATUS},
    {"indicators/?/symptom", SLOT_SYMPTOM},
};
static const struct elasticsearch_decoder report_decoder = {
    .needs = "cluster privilege monitor",
    .wants = report_wants,
    .want_count = sizeof(report_wants) / sizeof(report_wants[0]),
    .draft_size = sizeof(struct report_draft),
    .begin = begin_indicator,
    .text = on_indicator,
    .end = end_indicator,
    .done = done_report,
    .refused = refused_report,
    .clear = clear_report,
};

static const struct wanted policies_wants[] = {
    {"?", SLOT_POLICY},
    {"?/policy/repository", SLOT_REPOSITORY},
    {"?/last_success/time", SLOT_SUCCESS},
    {"?/last_failure/time", SLOT_FAILURE},
    {"?/last_failure/details", SLOT_DETAILS},
    {"?/next_execution_millis", SLOT_NEXT},
};
static const struct elasticsearch_decoder policies_decoder = {
    .needs = "cluster privilege read_slm",
    .wants = policies_wants,
    .want_count = sizeof(policies_wants) / sizeof(policies_wants[0]),
    .draft_size = sizeof(struct policies_draft),
    .begin = begin_policy,
    .text = on_policy,
    .end = end_policy,
    .done = done_policies,
    .refused = refused_policies,
    .clear = clear_policies,
};

void *elasticsearch_begin_report(void *source, int status)
{
    return elasticsearch_answer_begin(source, &report_decoder, status);
}

void *elasticsearch_begin_policies(void *source, int status)
{
    return elasticsearch_answer_begin(source, &policies_decoder, status);
}

static void begin_indicator(void *draft, int slot,
                            const struct wanted_place *place)
{
    struct report_draft *mine = draft;

    if (slot == SLOT_INDICATORS) {
        mine->has_indicators = !place->is_array;
        return;
    }
    mine->indicator = (struct elasticsearch_indicator){0};
    elasticsearch_copy(mine->indicator.name, sizeof(mine->indicator.name),
                       place->keys[place->depth - 1]);
}

static void on_indicator(void *draft, int slot,
                         const struct wanted_place *place, const char *text,
                         size_t length)
{
    struct report_draft *mine = draft;

    (void)place;
    if (slot == SLOT_STATUS) {
        mine->report.status = elasticsearch_color_parse(text, length);
        mine->has_status = mine->report.status != ELASTICSEARCH_UNKNOWN ||
                           !strcmp(text, "unknown");
    } else if (slot == SLOT_ITS_STATUS) {
        mine->indicator.status = elasticsearch_color_parse(text, length);
    } else if (slot == SLOT_SYMPTOM) {
        elasticsearch_copy(mine->indicator.symptom,
                           sizeof(mine->indicator.symptom), text);
    }
}

static void end_indicator(void *draft, int slot,
                          const struct wanted_place *place)
{
    struct report_draft *mine = draft;
    struct elasticsearch_report *report = &mine->report;

    (void)place;
    if (slot == SLOT_INDICATORS)
        return;
    if (report->count == ELASTICSEARCH_INDICATORS_MAX) {
        report->left_out++;
        return;
    }
    report->items = elasticsearch_grow(report->items, report->count,
                                       sizeof(mine->indicator));
    report->items[report->count++] = mine->indicator;
}

static int done_report(struct elasticsearch_source *source, void *draft,
                       const struct question_answer *answer, struct err *err)
{
    struct report_draft *mine = draft;
    struct elasticsearch_report *report = &mine->report;

    if (!mine->has_status || !mine->has_indicators)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_health_report has no %s",
                       mine->has_status ? "indicators" : "status");
    if (report->count > 0)
        qsort(report->items, report->count, sizeof(report->items[0]),
              by_status);
    report->answered_ms = answer->now_ms;
    free(source->model.report.items);
    source->model.report = *report;
    report->items = NULL;
    return 0;
}

static int by_status(const void *left, const void *right)
{
    const struct elasticsearch_indicator *a = left, *b = right;

    if (a->status != b->status)
        return a->status > b->status ? -1 : 1;
    return strcmp(a->name, b->name);
}

static int refused_report(struct elasticsearch_source *source, int status,
                          struct err *err)
{
    (void)err;
    if (!elasticsearch_is_unknown(status))
        return -1;
    source->has_no_report = true;
    return 0;
}

static void clear_report(void *draft)
{
    free(((struct report_draft *)draft)->report.items);
}

static void begin_policy(void *draft, int slot,
                         const struct wanted_place *place)
{
    struct policies_draft *mine = draft;

    (void)slot;
    mine->policy = (struct elasticsearch_policy){
        .success_ms = -1, .failure_ms = -1, .next_ms = -1};
    elasticsearch_copy(mine->policy.name, sizeof(mine->policy.name),
                       place->keys[place->depth - 1]);
}

static void on_policy(void *draft, int slot, const struct wanted_place *place,
                      const char *text, size_t length)
{
    struct elasticsearch_policy *policy =
        &((struct policies_draft *)draft)->policy;

    (void)place;
    if (slot == SLOT_POLICY)
        ((struct policies_draft *)draft)->is_strange = true;
    else if (slot == SLOT_REPOSITORY)
        elasticsearch_copy(policy->repository, sizeof(policy->repository),
                           text);
    else if (slot == SLOT_DETAILS)
        elasticsearch_copy(policy->failure, sizeof(policy->failure), text);
    else if (slot == SLOT_SUCCESS)
        policy->success_ms = elasticsearch_int(text, length);
    else if (slot == SLOT_FAILURE)
        policy->failure_ms = elasticsearch_int(text, length);
    else if (slot == SLOT_NEXT)
        policy->next_ms = elasticsearch_int(text, length);
}

static void end_policy(void *draft, int slot, const struct wanted_place *place)
{
    struct policies_draft *mine = draft;

    (void)slot;
    (void)place;
    if (!*mine->policy.repository)
        mine->is_strange = true;
    if (mine->count == ELASTICSEARCH_POLICIES_MAX) {
        mine->left_out++;
        return;
    }
    mine->items =
        elasticsearch_grow(mine->items, mine->count, sizeof(mine->policy));
    mine->items[mine->count++] = mine->policy;
}

static int done_policies(struct elasticsearch_source *source, void *draft,
                         const struct question_answer *answer, struct err *err)
{
    struct policies_draft *mine = draft;
    struct elasticsearch_snapshots *snapshots = &source->model.snapshots;

    if (mine->is_strange)
        return err_set(err, ERR_FORMAT, 0,
                       "the answer to /_slm/policy is not one of policies");
    free(snapshots->policies);
    snapshots->policies = mine->items;
    snapshots->policy_count = mine->count;
    snapshots->policies_left_out = mine->left_out;
    snapshots->policies_ms = answer->now_ms;
    mine->items = NULL;
    return 0;
}

static int refused_policies(struct elasticsearch_source *source, int status,
                            struct err *err)
{
    (void)err;
    if (!elasticsearch_is_unknown(status))
        return -1;
    source->has_no_policies = true;
    return 0;
}

static void clear_policies(void *draft)
{
    free(((struct policies_draft *)draft)->items);
}
